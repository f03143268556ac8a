"""How long a server takes to start and a browser to show the first page, against trivial apps in the same run.

.venv/bin/python -m benchmarks.start [--sizes 169 10000] [--keep DIR]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from benchmarks.results import machine, table, verdict, write_section
from benchmarks.serving import (
    APPS,
    PLAIN,
    ROOT,
    Sight,
    add_options,
    chromium,
    collections,
    page_of,
    painted_ms,
    say,
    serve,
    sight_of,
)
from tests.browser.server import Server

LOADS = 5
STARTS = 3
PHONE = 360
SEEN_MS, MOST_SHIFT = 450, 0.05
"""Aims: until heading and first card are seen, and how far the layout jumps while it loads."""
CHART = "trivial app with a Plotly chart"


def start_seconds(data: Path | None = None, script: Path | None = None) -> float:
    """Seconds from the command to the first answer that needs the data; of an app, to its health."""
    began = time.perf_counter()
    with serve(data, script, ROOT if data else PLAIN) as server:
        if data is not None:
            wait_for_data(server)
        return time.perf_counter() - began


def wait_for_data(server: Server) -> None:
    """Until the collection is open."""
    while not server.answers("/healthz", seconds=300):
        server.check()
        time.sleep(0.02)


class Loads(NamedTuple):
    """Milliseconds of first pages: for the first reader of a fresh server, for later ones, and with a warm cache."""

    fresh: float
    later: float
    cached: float
    sights: list[Sight]
    """What later readers saw first, each in a browser without a cache."""
    slim: list[Sight]
    """What readers saw on a phone."""


def loads_of(browser: Browser, data: Path | None = None, script: Path | None = None) -> Loads:
    """From the start of navigation to the painted page, medians; no cache in the browser but in the third."""
    fresh, later, cached = list[float](), list[float](), list[float]()
    sights, slim = list[Sight](), list[Sight]()
    for _ in range(STARTS):
        with serve(data, script, ROOT if data else PLAIN) as server:
            if data is not None:
                wait_for_data(server)
            fresh.append(load(browser, server, []))
            if len(fresh) == STARTS:
                later = [load(browser, server, sights) for _ in range(LOADS)]
                for _ in range(STARTS):
                    load(browser, server, slim, PHONE)
                with page_of(browser) as page:
                    for _ in range(LOADS + 1):
                        page.goto(server.url)
                        cached.append(painted_ms(page))
    return Loads(*map(statistics.median, (fresh, later, cached[1:])), sights, slim)


def load(browser: Browser, server: Server, sights: list[Sight], width: int = 1280) -> float:
    """Milliseconds of one first page in a browser without a cache; adds what it saw first."""
    with page_of(browser, width) as page:
        page.goto(server.url)
        painted = painted_ms(page)
        sights.append(sight_of(page))
        return painted


def main() -> None:
    """Measures every size and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    facts = machine()
    starts, loads, warm = list[list[str]](), dict[str, Loads](), 0.0
    with collections(options.keep) as folders, chromium() as browser:
        for name, script in (("trivial app", "trivial.py"), (CHART, "chart.py")):
            say(name)
            taken = statistics.median(start_seconds(script=APPS / script) for _ in range(STARTS))
            starts.append([name, "", f"{taken:.1f}"])
            loads[name] = loads_of(browser, script=APPS / script)
        for size in options.sizes:
            folder = folders[size]
            say(f"starts at {size:,} events")
            shutil.rmtree(folder / ".cache", ignore_errors=True)
            cold = start_seconds(folder)
            warm = statistics.median(start_seconds(folder) for _ in range(STARTS))
            starts.append([f"{size:,} events", f"{cold:.1f}", f"{warm:.1f}"])
            say(f"first loads at {size:,} events")
            loads[f"{size:,} events"] = loads_of(browser, folder)
    text = f"{report(starts, loads, warm)}\n\n{facts} Load after {os.getloadavg()[0]:.1f}."
    print(text)
    write_section("start", text)


def report(starts: list[list[str]], loads: dict[str, Loads], warm: float) -> str:
    """The section of RESULTS.md."""
    floor = loads[CHART]
    rows = [
        [
            name,
            *(f"{ms:.0f}" for ms in taken[:3]),
            f"{taken.fresh / floor.fresh:.2f}",
            f"{taken.later / floor.later:.2f}",
        ]
        for name, taken in loads.items()
    ]
    ours = {name: taken for name, taken in loads.items() if name.endswith("events")}
    worst = max(max(t.fresh / floor.fresh, t.later / floor.later) for t in ours.values())
    columns = ["page of", "first reader", "later reader", "cached", "first / chart", "later / chart"]
    return "\n".join(
        [
            "## Starting a server, and the first page",
            "",
            "Seconds from the command to an answer that needs the data; cold is without `.cache/`, where there is one.",
            "",
            table(["server of", "cold", "warm"], starts),
            "",
            f"Warm start at the largest size under 5 s: {warm:.1f} s, {verdict(warm < 5)}.",
            "",
            "Milliseconds from navigation to the last paint of the first page: for the first reader of a fresh server",
            "and for later ones, both in a browser without a cache, and with the browser's cache. The yardstick is the",
            "trivial app with a chart, as Streamlit comes.",
            "",
            table(columns, rows),
            "",
            f"Last paint no later than that of a trivial app with a Plotly chart: {worst:.2f}, {verdict(worst <= 1)}.",
            "",
            *report_sights(ours),
        ]
    )


def report_sights(loads: dict[str, Loads]) -> list[str]:
    """What a first visit sees first, and how far its layout jumps."""
    rows = []
    for name, taken in loads.items():
        seen = f"{statistics.median(sight.ms for sight in taken.sights):.0f}"
        cells = [seen, f"{max(sight.ms for sight in taken.sights):.0f}", f"{sum(s.in_view for s in taken.sights)}"]
        shifts = [f"{max(sight.shift for sight in sights):.3f}" for sights in (taken.sights, taken.slim)]
        rows.append([name, *cells, *shifts])
    slowest = max(statistics.median(sight.ms for sight in taken.sights) for taken in loads.values())
    shift = max(sight.shift for taken in loads.values() for sight in (*taken.sights, *taken.slim))
    columns = ["page of", "seen, median", "slowest", f"card in view, of {LOADS}", "shift at 1280", f"shift at {PHONE}"]
    return [
        "Milliseconds from navigation until the heading and the first card (or the first line of “Latest on record”,",
        "which stands higher) are painted, by the first HTML or by Streamlit, for a later reader without a cache; and",
        "the sum of all shifts of the layout until the page is at rest, the largest of all loads.",
        "",
        table(columns, rows),
        "",
        f"Heading and first card before {SEEN_MS} ms: {slowest:.0f}, {verdict(slowest <= SEEN_MS)}.",
        f"Shifts of the layout at most {MOST_SHIFT}: {shift:.3f}, {verdict(shift <= MOST_SHIFT)}.",
    ]


if __name__ == "__main__":
    main()
