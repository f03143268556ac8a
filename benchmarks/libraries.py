"""The first draw and one filter against vis-timeline and TimelineJS: the same events, in the same Chromium.

    .venv/bin/python -m benchmarks.libraries [--sizes 200 1000] [--runs 3] [--keep DIR]

Both libraries come from the npm registry, checked by the registry's own hash, and are served from this machine. Their
pages show their timeline and nothing else; ours is the whole dashboard: chart, sidebar with counts, twenty cards.
"""

from __future__ import annotations

import argparse
import base64
import functools
import hashlib
import http.server
import io
import json
import statistics
import tarfile
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.clicks import press
from benchmarks.results import machine, table, verdict, write_section
from benchmarks.serving import APPS, PAINTED, QUIET_MS, add_options, chromium, collections, page_of, say, serve
from benchmarks.start import wait_for_data
from timeline.query.collection import Collection, open_collection

SIZES = (200, 1_000, 5_000, 20_000)
RUNS = 3
LIMIT_SECONDS = 90
REGISTRY = "https://registry.npmjs.org"


class Library(NamedTuple):
    """A package of npm's and the page that draws with it."""

    name: str
    package: str
    version: str
    page: str
    drawn: str
    """What stands in the page once events are drawn."""


LIBRARIES = (
    Library("vis-timeline", "vis-timeline", "8.5.4", "vis.html", ".vis-item"),
    Library("TimelineJS", "@knight-lab/timelinejs", "3.9.11", "timelinejs.html", ".tl-timemarker"),
)
OURS = "this dashboard"


class Taken(NamedTuple):
    """Milliseconds of the first draw and of a filter; None beyond the limit."""

    draw: float | None
    filter: float | None


def fetch(library: Library, folder: Path) -> None:
    """Unpacks a package into ``folder/<package>``.

    Raises:
        ValueError: what came is not what the registry promises.
    """
    target = folder / library.package.replace("/", "-")
    if target.exists():
        return
    with urllib.request.urlopen(f"{REGISTRY}/{library.package}/{library.version}") as answer:  # noqa: S310  (https)
        told = json.load(answer)["dist"]
    with urllib.request.urlopen(told["tarball"]) as answer:  # noqa: S310  (https, and checked below)
        content = answer.read()
    kind, _, expected = told["integrity"].partition("-")
    if base64.b64encode(hashlib.new(kind, content).digest()).decode() != expected:
        raise ValueError(f"{library.package} is not what the registry promises")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(target, filter="data")


def write_events(record: Collection, path: Path) -> str:
    """The events as both libraries need them; gives the theme that most of them have."""
    events = record.events
    start = events["start"].fillna(events["end"])
    end = events["end"].fillna(events["start"])
    lead = [row[0] if row else "" for row in events["themes"]]
    rows = [
        {"id": name, "title": title, "start": str(first)[:10], "end": str(last)[:10], "theme": theme}
        for name, title, first, last, theme in zip(events["id"], events["title"], start, end, lead, strict=True)
        if not pd.isna(first)
    ]
    most = max(set(lead), key=lead.count)
    path.write_text(json.dumps({"themes": dict(record.theme_names), "most": most, "events": rows}), encoding="utf-8")
    return most


@contextmanager
def static(folder: Path) -> Iterator[str]:
    """Serves a folder on a free port of this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Says nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def painted(page: Page, needs: str, since: float | None = None) -> float:
    """As ``painted_ms``, on any page that shows ``needs``."""
    page.wait_for_selector(needs, state="attached", timeout=LIMIT_SECONDS * 1000)
    acted = page.evaluate("window.__paints.acted") if since is None else since
    page.wait_for_function(PAINTED, arg=[acted, QUIET_MS], timeout=LIMIT_SECONDS * 1000)
    return float(page.evaluate("window.__paints.last")) - acted


def measure(browser: Browser, url: str, needs: str, choose: Callable[[Page], None], runs: int) -> Taken:
    """Medians of some runs; a browser without a cache for each."""
    draws, filters = [], []
    for _ in range(runs):
        with page_of(browser) as page:
            try:
                page.goto(url, timeout=LIMIT_SECONDS * 1000)
                draws.append(painted(page, needs, since=0.0))
                choose(page)
                filters.append(painted(page, needs))
            except PlaywrightTimeout:
                break
    return Taken(*(statistics.median(taken) if len(taken) == runs else None for taken in (draws, filters)))


def choose_theme(name: str) -> Callable[[Page], None]:
    """A click on a theme in our sidebar."""
    return lambda page: press(
        page.locator("[data-testid=stSidebar] [data-testid=stButtonGroup]").first.get_by_text(name).first
    )


def main() -> None:
    """Measures every size and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, SIZES)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    facts, found = machine(), dict[int, dict[str, Taken]]()
    with collections(options.keep) as folders, chromium() as browser:
        packages = folders.folder / "packages"
        packages.mkdir(exist_ok=True, parents=True)
        for library in LIBRARIES:
            fetch(library, packages)
            (packages / library.page).write_bytes((APPS / library.page).read_bytes())
        too_slow = set[str]()
        for size in options.sizes:
            record = open_collection(folders[size])
            most = write_events(record, packages / "events.json")
            found[size] = {}
            with static(packages) as url:
                for library in LIBRARIES:
                    if library.name in too_slow:
                        found[size][library.name] = Taken(None, None)
                        continue
                    say(f"{library.name} at {size:,} events")
                    page, needs = f"{url}/{library.page}", library.drawn
                    taken = measure(browser, page, needs, lambda page: press(page.locator("#one-theme")), options.runs)
                    found[size][library.name] = taken
                    if taken.draw is None:
                        too_slow.add(library.name)
            say(f"{OURS} at {size:,} events")
            with serve(folders[size]) as server:
                wait_for_data(server)
                choose = choose_theme(record.theme_names[most])
                needs = ".cards .event-card"
                measure(browser, server.url, needs, choose, 1)  # the server's own first time
                found[size][OURS] = measure(browser, server.url, needs, choose, options.runs)
    text = f"{report(found)}\n\n{facts} Chromium {browser.version}."
    print(text)
    write_section("libraries", text)


def report(found: dict[int, dict[str, Taken]]) -> str:
    """The section of RESULTS.md."""
    names = [OURS, *(library.name for library in LIBRARIES)]
    draws, filters = ([_row(size, taken, names, part) for size, taken in found.items()] for part in (0, 1))
    columns = ["events", *names, *(f"{library.name} / ours" for library in LIBRARIES)]
    versions = ", ".join(f"{library.name} {library.version}" for library in LIBRARIES)
    return "\n".join(
        [
            "## Against vis-timeline and TimelineJS",
            "",
            f"{versions}, same events, same Chromium. Milliseconds from navigation to the last paint, medians;",
            f"“–” for more than {LIMIT_SECONDS} s. The libraries draw every event into a page of their own, with their",
            "defaults; ours is the whole dashboard, which draws up to 600 events one by one and counts beyond.",
            "",
            table(columns, draws),
            "",
            *_verdicts(found),
            "",
            "From a click that keeps one theme to the last paint. TimelineJS has no filter; it is made anew.",
            "",
            table(columns, filters),
        ]
    )


def _row(size: int, taken: dict[str, Taken], names: list[str], part: int) -> list[str]:
    ours = taken[OURS][part]
    cells = ["–" if taken[name][part] is None else f"{taken[name][part]:.0f}" for name in names]
    others = (taken[name][part] for name in names[1:])
    ratios = ["" if other is None or not ours else f"{other / ours:.2f}" for other in others]
    return [f"{size:,}", *cells, *ratios]


def _verdicts(found: dict[int, dict[str, Taken]]) -> list[str]:
    lines = []
    for library, least in zip(LIBRARIES, (5_000, 1_000), strict=True):
        pairs = [(t[OURS].draw, t[library.name].draw) for size, t in found.items() if size >= least]
        if pairs:
            ahead = all(ours is not None and (other is None or ours < other) for ours, other in pairs)
            lines.append(f"First draw ahead of {library.name} from {least:,} events on: {verdict(ahead)}.")
    return lines


if __name__ == "__main__":
    main()
