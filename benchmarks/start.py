"""How long a server takes to start and a browser to show the first page, against trivial apps in the same run.

.venv/bin/python -m benchmarks.start [--sizes 169 10000] [--keep DIR]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.results import machine, table, verdict, write_section
from benchmarks.serving import APPS, add_options, chromium, collections, page_of, painted_ms, say, serve
from tests.browser.server import Server

LOADS = 5
STARTS = 3


def start_seconds(data: Path | None = None, script: Path | None = None) -> float:
    """Seconds from the command to the first answer that needs the data; of an app, to its health."""
    began = time.perf_counter()
    with serve(data, script) as server:
        if data is not None:
            wait_for_data(server)
        return time.perf_counter() - began


def wait_for_data(server: Server) -> None:
    """Until the collection is open."""
    while not server.answers("/healthz", seconds=300):
        server.check()
        time.sleep(0.02)


def first_loads(browser: Browser, server: Server, times: int = LOADS) -> list[float]:
    """Milliseconds from the start of navigation to the painted page, each in a browser without a cache."""
    found = []
    for _ in range(times + 1):
        with page_of(browser) as page:
            page.goto(server.url)
            found.append(painted_ms(page, since=0.0))
    return found[1:]


def main() -> None:
    """Measures every size and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    facts = machine()
    starts, loads = [], []
    with collections(options.keep) as folders, chromium() as browser:
        for name, script in (("trivial app", "trivial.py"), ("trivial app with a Plotly chart", "chart.py")):
            say(name)
            taken = statistics.median(start_seconds(script=APPS / script) for _ in range(STARTS))
            starts.append([name, "", f"{taken:.1f}"])
            with serve(script=APPS / script) as server:
                loads.append((name, statistics.median(first_loads(browser, server))))
        warm = 0.0
        for size in options.sizes:
            folder = folders[size]
            say(f"starts at {size:,} events")
            shutil.rmtree(folder / ".cache", ignore_errors=True)
            cold = start_seconds(folder)
            warm = statistics.median(start_seconds(folder) for _ in range(STARTS))
            starts.append([f"{size:,} events", f"{cold:.1f}", f"{warm:.1f}"])
            with serve(folder) as server:
                wait_for_data(server)
                loads.append((f"{size:,} events", statistics.median(first_loads(browser, server))))
    text = f"{report(starts, loads, warm)}\n\n{facts}"
    print(text)
    write_section("start", text)


def report(starts: list[list[str]], loads: list[tuple[str, float]], warm: float) -> str:
    """The section of RESULTS.md."""
    floor = loads[1][1]
    rows = [[name, f"{taken:.0f}", f"{taken / floor:.2f}"] for name, taken in loads]
    worst = max(taken for _, taken in loads[2:]) / floor
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
            "Milliseconds from navigation to the last paint of the first page, in a browser without a cache.",
            "",
            table(["page of", "first load", "/ trivial app with a chart"], rows),
            "",
            f"First load at most twice that of a trivial app with a Plotly chart: {worst:.2f}, {verdict(worst <= 2)}.",
        ]
    )


if __name__ == "__main__":
    main()
