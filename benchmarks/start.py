"""How long a server takes to start and a browser to show the first page, against trivial apps in the same run.

.venv/bin/python -m benchmarks.start [--sizes 169 10000] [--keep DIR]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from benchmarks.results import machine, table, verdict, write_section
from benchmarks.serving import APPS, PLAIN, ROOT, add_options, chromium, collections, page_of, painted_ms, say, serve
from tests.browser.server import Server

LOADS = 5
STARTS = 3
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


def loads_of(browser: Browser, data: Path | None = None, script: Path | None = None) -> Loads:
    """From the start of navigation to the painted page, medians; no cache in the browser but in the last."""
    fresh, later, cached = [], [], []
    for _ in range(STARTS):
        with serve(data, script, ROOT if data else PLAIN) as server:
            if data is not None:
                wait_for_data(server)
            fresh.append(load(browser, server))
            if len(fresh) == STARTS:
                later = [load(browser, server) for _ in range(LOADS)]
                with page_of(browser) as page:
                    for _ in range(LOADS + 1):
                        page.goto(server.url)
                        cached.append(painted_ms(page))
    return Loads(statistics.median(fresh), statistics.median(later), statistics.median(cached[1:]))


def load(browser: Browser, server: Server) -> float:
    """Milliseconds of one first page in a browser without a cache."""
    with page_of(browser) as page:
        page.goto(server.url)
        return painted_ms(page)


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
    text = f"{report(starts, loads, warm)}\n\n{facts}"
    print(text)
    write_section("start", text)


def report(starts: list[list[str]], loads: dict[str, Loads], warm: float) -> str:
    """The section of RESULTS.md."""
    floor = loads[CHART]
    rows = [
        [name, *(f"{ms:.0f}" for ms in taken), f"{taken.fresh / floor.fresh:.2f}", f"{taken.later / floor.later:.2f}"]
        for name, taken in loads.items()
    ]
    ours = [taken for name, taken in loads.items() if name.endswith("events")]
    worst = max(max(t.fresh / floor.fresh, t.later / floor.later) for t in ours)
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
            f"First load at most twice that of a trivial app with a Plotly chart: {worst:.2f}, {verdict(worst <= 2)}.",
        ]
    )


if __name__ == "__main__":
    main()
