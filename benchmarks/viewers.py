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
from typing import NamedTuple
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.results import machine, p95, table, verdict, write_section
from benchmarks.serving import add_options, collections, memory_mb, say, serve
from benchmarks.start import wait_for_data
from tests.browser.server import Server
from timeline.front.kept import MOST
from timeline.query.collection import open_collection

EVERY_SECONDS = 5.0
SECONDS = 60
VIEWERS = (1, 10, 50, 100)
MOST_SIZE = 2**26
SETTLED_SECONDS = 180.0
"""After three minutes of filters, what is kept for all readers is there; memory that still grows is a leak."""
LOOK_SECONDS = 15.0
COUNTED = "data-shown="
"""What an answer with a count of events has in the HTML of its bar."""


@dataclass
class Taken:
    """What viewers saw: milliseconds of each answer, and what went wrong."""

    answers: list[float] = field(default_factory=list)
    asked: int = 0
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    """Resident MB of the server every :data:`LOOK_SECONDS` after :data:`SETTLED_SECONDS`."""

    @property
    def growth(self) -> float:
        """By how much the largest of these exceeds the smallest, 0.05 for five per cent; NaN of a short crowd."""
        return max(self.memory) / min(self.memory) - 1 if self.memory else float("nan")


class Queries:
    """Filters as readers choose them: every other one is common, the rest are combined and hardly come twice.

    The server keeps the charts of common filters for all readers; a load of these alone would flatter it.
    """

    def __init__(self, folder: Path) -> None:
        record = open_collection(folder)
        counts = record.view().counts["actor"]
        self.actors = counts[counts > 0].sort_values(ascending=False, kind="stable").index.tolist()
        self.themes = list(record.theme_names)
        starts = record.events["start"].dropna()
        self.years = sorted({day.year for day in starts.iloc[:: max(1, len(starts) // 1000)]})
        titles = record.events["title"]
        self.words = sorted({word for title in titles.iloc[:: max(1, len(titles) // 100)] for word in title.split()})
        self.common = [
            *(urlencode({"theme": theme}) for theme in self.themes),
            *(urlencode({"actor": actor}) for actor in self.actors[:12]),
            *(urlencode({"from": f"{year:04}-01-01", "to": f"{year:04}-12-31"}) for year in self.years[-12:]),
        ]

    def choose(self, chance: random.Random) -> str:
        """A filter."""
        return chance.choice(self.common) if chance.random() < 0.5 else self.rare(chance)

    def rare(self, chance: random.Random) -> str:
        """A month's first day, with an actor, a theme or a word."""
        month = f"{chance.choice(self.years):04}-{chance.randint(1, 12):02}-01"
        chosen = {
            "actor": chance.choice(self.actors),
            "theme": chance.choice(self.themes),
            "q": chance.choice(self.words),
        }
        name = chance.choice(sorted(chosen))
        return urlencode({name: chosen[name], "from": month})


async def run_once(socket: websockets.ClientConnection, query: str, seen: Taken) -> float:
    """Asks for a filter; milliseconds from sending until the script that answers it has finished.

    An answer without the line that counts events, or with an exception in it, is an error.

    Raises:
        ConnectionError: the server closed the connection.
    """
    asked = BackMsg()
    asked.rerun_script.query_string = query
    began = time.perf_counter()
    await socket.send(asked.SerializeToString())
    running = counted = False
    async for data in socket:
        message = ForwardMsg()
        message.ParseFromString(data)  # type: ignore[arg-type]  # the server sends bytes
        kind = message.WhichOneof("type")
        running = running or kind == "new_session"
        if running and kind == "delta":
            element = message.delta.new_element
            counted = counted or COUNTED in element.bidi_component.json
            if element.WhichOneof("type") == "exception":
                seen.errors.append(element.exception.message)
        if running and kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            if not counted:
                seen.errors.append("an answer without a count of events")
            return (time.perf_counter() - began) * 1000
    raise ConnectionError("the server closed the connection")


async def view(address: str, queries: Queries, until: float, seed: int, seen: Taken) -> None:
    """One viewer: loads the page, then filters every five seconds, or at once where an answer took longer."""
    chance = random.Random(seed)
    try:
        await asyncio.sleep(chance.random() * EVERY_SECONDS)
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=MOST_SIZE) as socket:
            await run_once(socket, "", seen)
            due = time.monotonic() + EVERY_SECONDS * chance.random()
            while due < until:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                seen.asked += 1
                seen.answers.append(await asyncio.wait_for(run_once(socket, queries.choose(chance), seen), 60))
                due += EVERY_SECONDS
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        seen.errors.append(f"{type(error).__name__}: {error}")


async def crowd(server: Server, queries: Queries, viewers: int, seconds: float) -> Taken:
    """So many viewers for so long."""
    seen, until = Taken(), time.monotonic() + seconds
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    watching = asyncio.create_task(watch(server, seen))
    await asyncio.gather(*(view(address, queries, until, seed, seen) for seed in range(viewers)))
    watching.cancel()
    return seen


async def watch(server: Server, seen: Taken) -> None:
    """Notes the memory of the server until it is cancelled."""
    await asyncio.sleep(SETTLED_SECONDS)
    while True:
        seen.memory.append(memory_mb(server))
        await asyncio.sleep(LOOK_SECONDS)


class Memory(NamedTuple):
    """Resident MB of a server."""

    one: float
    """With one viewer, who has filled what is kept for all."""
    mapped: float
    """Of that, pages of the prepared files, which the system takes back when it needs them."""
    all: float
    """With so many more, each of whom has filtered and stays."""


async def stay(server: Server, queries: Queries, viewers: int) -> Memory:
    """Measures with one viewer and with so many more."""
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    sockets, seen, chance = [], Taken(), random.Random(0)
    one = mapped = 0.0
    for number in range(viewers + 1):
        socket = await websockets.connect(address, subprotocols=["streamlit"], max_size=MOST_SIZE)
        sockets.append(socket)
        for query in ("", chance.choice(queries.common), chance.choice(queries.common)):
            await run_once(socket, query, seen)
        if number == 0:
            for query in (*queries.common, *(queries.rare(chance) for _ in range(MOST))):
                await run_once(socket, query, seen)  # what is kept for all readers is none's own
            await run_once(socket, "", seen)
            one, mapped = memory_mb(server), memory_mb(server, "RssFile")
    more = memory_mb(server)
    for socket in sockets:
        await socket.close()
    assert not seen.errors, seen.errors
    return Memory(one, mapped, more)


def main() -> None:
    """Measures and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, (1_000_000,))
    parser.add_argument("--viewers", type=int, nargs="+", default=VIEWERS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each number of viewers")
    parser.add_argument("--workers", type=int, default=2, help="processes behind one port for the last crowd; 0: none")
    parser.add_argument("--staying", type=int, default=20, help="viewers whose memory is measured")
    options = parser.parse_args()
    facts = machine()
    parts = []
    with collections(options.keep) as folders:
        for size in options.sizes:
            folder = folders.prepared(size)
            queries = Queries(folder)
            crowds = {}
            with serve(folder) as server:
                wait_for_data(server)
                say(f"memory at {size:,} events")
                memory = asyncio.run(stay(server, queries, options.staying))
                for viewers in options.viewers:
                    say(f"{viewers} viewers at {size:,} events")
                    crowds[1, viewers] = asyncio.run(crowd(server, queries, viewers, options.seconds))
            if options.workers:
                with serve(folder, workers=options.workers) as server:
                    wait_for_data(server)
                    say(f"{max(options.viewers)} viewers at {size:,} events, {options.workers} processes")
                    seen = asyncio.run(crowd(server, queries, max(options.viewers), options.seconds))
                    crowds[options.workers, max(options.viewers)] = seen
            parts.append(report(size, memory, options.staying, crowds))
    text = "\n\n".join([*parts, facts])
    print(text)
    write_section("viewers", text)


AIMS = {(1, 50): 500, (1, 100): 2500, (2, 100): 1000}
"""Milliseconds at the 95th percentile, by processes and viewers."""


def crowd_in_words(processes: int, viewers: int) -> str:
    """Who asks and who answers: "50 viewers and 1 process"."""
    return f"{viewers} viewers and {processes} {'process' if processes == 1 else 'processes'}"


def report(size: int, memory: Memory, staying: int, crowds: dict[tuple[int, int], Taken]) -> str:
    """The section of RESULTS.md for one size; crowds by processes and viewers."""
    each = (memory.all - memory.one) / staying
    rows = [
        [
            *by,
            f"{len(c.answers)} of {c.asked}",
            *(f"{f(c.answers):.0f}" if c.answers else "" for f in (statistics.median, p95)),
            len(c.errors),
        ]
        for by, c in crowds.items()
    ]
    lines = [
        f"## Many viewers at {size:,} events",
        "",
        "Real sessions over websockets, each filtering every five seconds; milliseconds from sending until the script",
        "has finished. Half of the filters are common ones, half combine a month with an actor, a theme or a word.",
        "",
        table(["processes", "viewers", "answers", "median", "95th percentile", "errors"], rows),
        "",
    ]
    for (processes, viewers), aim in AIMS.items():
        if c := crowds.get((processes, viewers)):
            good = not c.errors and p95(c.answers) < aim
            lines += [
                f"{crowd_in_words(processes, viewers)}: "
                f"no error, and the 95th percentile under {aim / 1000:g} s: {verdict(good)}.",
                "",
            ]
    for (processes, viewers), c in crowds.items():
        if c.memory:
            lines += [
                f"Resident memory with {crowd_in_words(processes, viewers)} "
                f"from minute {SETTLED_SECONDS / 60:g} on: {min(c.memory):,.0f} to {max(c.memory):,.0f} MB, "
                f"{c.growth:.1%} apart (aim 5 %): {verdict(c.growth <= 0.05)}.",
                "",
            ]
    if errors := sorted({error for taken in crowds.values() for error in taken.errors}):
        lines += [f"Errors: {'; '.join(errors[:3])}", ""]
    lines += [
        f"Resident memory of the server with one viewer: {memory.one:,.0f} MB (aim 1,500), "
        f"{verdict(memory.one < 1500)}; {memory.mapped:,.0f} MB of it are pages of the prepared files, which the",
        "system takes back when it needs them. "
        f"Each of {staying} further viewers: {each:.1f} MB (aim 6), {verdict(each < 6)}.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
