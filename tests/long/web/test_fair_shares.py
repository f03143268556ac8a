"""Readers at a page stay quick while others ask the API, feeds and calendars without end."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest
import websockets

from benchmarks.serving import memory_mb
from benchmarks.viewers import MOST_SIZE, Queries, Taken, run_once
from tests.browser.server import ROOT, Server
from timeline.sample.write import write_sample

CLICKS, EVERY_SECONDS = 200, 0.15
AFTER_SECONDS = 60
SPENT_BYTES = 1_000_000
"""Of an answer, what a caller reads before it asks again."""

pytestmark = pytest.mark.timeout(600)


class Load(NamedTuple):
    """Who asks what, how long.

    Attributes:
        paths: one caller each; ``{own}`` is a filter that nobody asked for before.
        most_ms: the longest that a reader's click may take.
        asks: answers that all callers want together; 0 for as many as they get while the reader clicks.
        times: and its median, as a multiple of the quiet one.
    """

    paths: tuple[str, ...]
    most_ms: float
    asks: int = 0
    times: float = 2.0


SLACK = 4
"""What is asserted, as a multiple of the aim: whoever runs this may have other work on the same cores, and a reader's
longest click then says more of them than of us. The figures are printed."""


LARGE = ("/calendar.ics?{own}",) * 4 + ("/api/claims?limit=0&{own}",) * 6
LOADS = {
    "large, each with a filter of its own": Load(LARGE, 500),
    "large, all with one filter": Load(tuple(path.replace("{own}", "certain=1") for path in LARGE), 500),
}
REAL = {
    "200 feeds, each with a filter of its own": Load(("/feed.atom?{own}",) * 10, 300, 200),
    "200 filters of 20 days that the record is rewound to": Load(("/api/events?known={day}&{own}",) * 10, 300, 200),
}


class Told(NamedTuple):
    """What callers were told: how many answers, and the seconds that each refusal took."""

    answers: int
    refusals: list[float]
    others: list[str]


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    write_sample(folder, 100_000, seed=1)
    return folder


@pytest.mark.parametrize("name", LOADS)
def test_at_100_000_events(name, large, tmp_path, record_property):
    hold(LOADS[name], large, tmp_path, record_property)


@pytest.mark.parametrize("name", REAL)
def test_at_the_size_of_the_real_record(name, tmp_path, record_property):
    hold(REAL[name], ROOT / "data", tmp_path, record_property)


def hold(load: Load, folder: Path, place: Path, tell) -> None:
    """Clicks before and during the load; memory before it and a minute after."""
    server = Server(place, {"TIMELINE_DATA": str(folder)})
    try:
        server.wait()
        httpx2.get(f"{server.url}/healthz", timeout=300).raise_for_status()
        queries = Queries(folder)
        asyncio.run(clicks(server, queries, 20, seed=1))
        quiet = asyncio.run(clicks(server, queries, CLICKS, seed=2))
        before = memory_mb(server)
        with Asking(server, load.paths, load.asks) as told:
            busy = asyncio.run(clicks(server, queries, CLICKS, seed=3, ended=told.ended if load.asks else None))
        found = told.told()
        time.sleep(AFTER_SECONDS)
        after = memory_mb(server)
    finally:
        server.stop()
    figures = {
        "quiet p50 ms": statistics.median(quiet),
        "busy p50 ms": statistics.median(busy),
        "busy max ms": max(busy),
        "answers": found.answers,
        "refusals": len(found.refusals),
        "slowest refusal s": max(found.refusals, default=0),
        "memory before MB": before,
        "memory after MB": after,
    }
    print({name: round(value, 2) for name, value in figures.items()})
    for name, value in figures.items():
        tell(name, round(value, 2))
    assert found.others == []
    assert found.answers > 10
    assert max(found.refusals, default=0) < SLACK
    assert statistics.median(busy) < SLACK / 2 * load.times * statistics.median(quiet)
    assert max(busy) < SLACK * load.most_ms
    assert after < before + 100


async def clicks(
    server: Server, queries: Queries, count: int, seed: int, ended: Callable[[], bool] | None = None
) -> list[float]:
    """Milliseconds of each of so many filters, one after the other, of one reader; none after the end."""
    chance, seen = random.Random(seed), Taken()  # noqa: S311  (which filters)
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=MOST_SIZE) as socket:
        await run_once(socket, "", seen)
        for _ in range(count):
            if ended and seen.answers and ended():
                break
            seen.answers.append(await run_once(socket, queries.choose(chance), seen))
            await asyncio.sleep(EVERY_SECONDS)
    assert seen.errors == []
    return seen.answers


class Asking:
    """Callers in a process of their own, who ask again as soon as they were answered, while the block runs.

    Who is refused comes back when the answer says so; whoever wants only so many answers then ends by itself.
    """

    def __init__(self, server: Server, paths: tuple[str, ...], asks: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._mine, theirs = context.Pipe()
        self._done = context.Event()
        self._process = context.Process(target=call, args=(server.url, paths, asks, theirs, self._done))

    def __enter__(self) -> Asking:
        self._process.start()
        assert self._mine.recv() == "begun"
        return self

    def ended(self) -> bool:
        """Whether all answers that are wanted are there."""
        return bool(self._done.is_set())

    def __exit__(self, *error) -> None:
        self._mine.send("end")
        self._found = self._mine.recv()
        self._process.join(30)

    def told(self) -> Told:
        """What they were told; after the block."""
        return self._found


def call(url: str, paths: tuple[str, ...], asks: int, pipe: Connection, done: Any) -> None:
    """The process of the callers."""
    end, told = threading.Event(), Told(0, [], [])
    answers = [0] * len(paths)
    filters, days = own_filters(), itertools.cycle([str(date(2026, 5, 1) + timedelta(n)) for n in range(20)])

    def caller(number: int) -> None:
        with httpx2.Client(timeout=60) as client:
            while not end.is_set() and not done.is_set():
                path = paths[number].replace("{own}", next(filters)).replace("{day}", next(days))
                began = time.monotonic()
                answer = client.get(url + path)
                if answer.status_code == 200:
                    answers[number] += 1
                    if asks and sum(answers) >= asks:
                        done.set()
                elif answer.status_code == 503:
                    told.refusals.append(time.monotonic() - began)
                    end.wait(float(answer.headers["retry-after"]) if asks else 0.05)
                else:
                    told.others.append(f"{answer.status_code} {path}")

    threads = [threading.Thread(target=caller, args=(number,)) for number in range(len(paths))]
    for thread in threads:
        thread.start()
    pipe.send("begun")
    pipe.recv()
    end.set()
    for thread in threads:
        thread.join()
    pipe.send(told._replace(answers=sum(answers)))


def own_filters() -> Iterator[str]:
    """Periods that nobody asked for before; threads may share it, as they may not a generator."""
    return map(_period, itertools.product(range(1_000), range(1_400)))


def _period(days: tuple[int, int]) -> str:
    return f"from={date(2022, 3, 1) + timedelta(days[1])}&to={date(2026, 7, 1) - timedelta(days[0])}"
