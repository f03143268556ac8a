"""Many viewers at once, each a session of its own over a websocket, each filtering every five seconds; and memory.

    .venv/bin/python -m benchmarks.viewers [--sizes 1000000] [--viewers 1 10 50 100] [--seconds 60] [--keep DIR]

A filter is answered when the server says that the script has finished. Browsers are not part of this: a hundred of
them would measure themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.results import machine, p95, table, verdict, write_section
from benchmarks.serving import add_options, collections, memory_mb, say, serve
from benchmarks.start import wait_for_data
from tests.browser.server import Server
from timeline.query.collection import open_collection

EVERY_SECONDS = 5.0
SECONDS = 60
VIEWERS = (1, 10, 50, 100)
MOST_SIZE = 2**26


@dataclass
class Taken:
    """What viewers saw: milliseconds of each answer, and what went wrong."""

    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def queries_of(folder: Path) -> list[str]:
    """Filters as readers choose them: a theme, an actor, both, a year, words."""
    record = open_collection(folder)
    actors = sorted(record.index.values["actor"], key=lambda actor: -len(record.index.values["actor"][actor]))[:12]
    themes = list(record.theme_names)
    starts = record.events["start"].dropna()
    years = sorted({day.year for day in starts.iloc[:: max(1, len(starts) // 10)]})
    word = record.events["title"].iloc[0].split()[0]
    return [
        *(urlencode({"theme": theme}) for theme in themes),
        *(urlencode({"actor": actor}) for actor in actors),
        *(urlencode({"actor": actor, "theme": theme}) for actor, theme in zip(actors, themes, strict=False)),
        *(urlencode({"from": f"{year:04}-01-01", "to": f"{year:04}-12-31"}) for year in years),
        urlencode({"q": word}),
    ]


async def run_once(socket: websockets.ClientConnection, query: str, seen: Taken) -> float:
    """Asks for a filter; milliseconds until the script that answers it has finished.

    Raises:
        ConnectionError: the server closed the connection.
    """
    asked = BackMsg()
    asked.rerun_script.query_string = query
    began = time.perf_counter()
    await socket.send(asked.SerializeToString())
    running = False
    async for data in socket:
        message = ForwardMsg()
        message.ParseFromString(data)  # type: ignore[arg-type]  # the server sends bytes
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            seen.errors.append(message.delta.new_element.exception.message)
        running = running or kind == "new_session"
        if running and kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return (time.perf_counter() - began) * 1000
    raise ConnectionError("the server closed the connection")


async def view(address: str, queries: list[str], until: float, seed: int, seen: Taken) -> None:
    """One viewer: loads the page, then filters every five seconds."""
    chance = random.Random(seed)
    try:
        await asyncio.sleep(chance.random() * EVERY_SECONDS)
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=MOST_SIZE) as socket:
            await run_once(socket, "", seen)
            while time.monotonic() < until:
                await asyncio.sleep(EVERY_SECONDS * (0.8 + 0.4 * chance.random()))
                seen.answers.append(await asyncio.wait_for(run_once(socket, chance.choice(queries), seen), 60))
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        seen.errors.append(f"{type(error).__name__}: {error}")


async def crowd(server: Server, queries: list[str], viewers: int, seconds: float) -> Taken:
    """So many viewers for so long."""
    seen, until = Taken(), time.monotonic() + seconds
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    await asyncio.gather(*(view(address, queries, until, seed, seen) for seed in range(viewers)))
    return seen


async def stay(server: Server, queries: list[str], viewers: int) -> tuple[float, float]:
    """Resident MB with one viewer, and with so many more, each of whom has filtered and stays."""
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    sockets, seen = [], Taken()
    memory = 0.0
    for number in range(viewers + 1):
        socket = await websockets.connect(address, subprotocols=["streamlit"], max_size=MOST_SIZE)
        sockets.append(socket)
        for query in ("", queries[number % len(queries)], queries[(number + 7) % len(queries)]):
            await run_once(socket, query, seen)
        if number == 0:
            for query in queries:  # what is kept for all readers is none's own
                await run_once(socket, query, seen)
            memory = memory_mb(server)
    more = memory_mb(server)
    for socket in sockets:
        await socket.close()
    assert not seen.errors, seen.errors
    return memory, more


def main() -> None:
    """Measures and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, (1_000_000,))
    parser.add_argument("--viewers", type=int, nargs="+", default=VIEWERS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each number of viewers")
    parser.add_argument("--staying", type=int, default=20, help="viewers whose memory is measured")
    options = parser.parse_args()
    facts = machine()
    parts = []
    with collections(options.keep) as folders:
        for size in options.sizes:
            folder = folders.prepared(size)
            queries = queries_of(folder)
            with serve(folder) as server:
                wait_for_data(server)
                say(f"memory at {size:,} events")
                first, more = asyncio.run(stay(server, queries, options.staying))
                crowds = {}
                for viewers in options.viewers:
                    say(f"{viewers} viewers at {size:,} events")
                    crowds[viewers] = asyncio.run(crowd(server, queries, viewers, options.seconds))
            parts.append(report(size, first, (more - first) / options.staying, options.staying, crowds))
    text = "\n\n".join([*parts, facts])
    print(text)
    write_section("viewers", text)


def report(size: int, first: float, each: float, staying: int, crowds: dict[int, Taken]) -> str:
    """The section of RESULTS.md for one size."""
    rows = [
        [
            n,
            len(c.answers),
            *(f"{f(c.answers):.0f}" if c.answers else "" for f in (statistics.median, p95)),
            len(c.errors),
        ]
        for n, c in crowds.items()
    ]
    lines = [
        f"## Many viewers at {size:,} events",
        "",
        "Real sessions over websockets, each filtering every five seconds; milliseconds until the script has finished.",
        "",
        table(["viewers", "answers", "median", "95th percentile", "errors"], rows),
        "",
    ]
    if fifty := crowds.get(50):
        good = not fifty.errors and p95(fifty.answers) < 1000
        lines += [f"50 viewers with the 95th percentile under 1 s and no error: {verdict(good)}.", ""]
    if errors := sorted({error for taken in crowds.values() for error in taken.errors}):
        lines += [f"Errors: {'; '.join(errors[:3])}", ""]
    lines += [
        f"Resident memory of the server with one viewer: {first:,.0f} MB (aim 1,500), {verdict(first < 1500)}. "
        f"Each of {staying} further viewers: {each:.1f} MB (aim 6), {verdict(each < 6)}.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
