"""The first draw and one filter against vis-timeline and TimelineJS: the same events, in the same Chromium.

    .venv/bin/python -m benchmarks.libraries [--sizes 200 1000] [--runs 3] [--keep DIR]

Both libraries come from the npm registry, in the versions and with the hashes below, and are served from this machine.
Their pages show their timeline and nothing else; ours is the whole dashboard: chart, panel with counts, twenty cards.
A time ends when marks in their places are painted, ours when the last change of anything on the page is. It
counts only where every event is there.
"""

from __future__ import annotations

import argparse
import base64
import functools
import hashlib
import http.server
import io
import json
import os
import statistics
import tarfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.clicks import press
from benchmarks.results import REAL, machine, table, verdict, write_section
from benchmarks.serving import APPS, add_options, chromium, collections, page_of, say, serve, sight_of
from benchmarks.start import wait_for_data
from tests.browser.driving import rerun, settled
from tests.browser.server import Server
from timeline.query.collection import Collection, open_collection

SIZES = (200, 1_000, 5_000, 20_000)
RUNS = 3
LIMIT_SECONDS = 120
LIMIT_MS = LIMIT_SECONDS * 1000
ENOUGH_SECONDS = 15
"""A subject whose runs took so long together is not run again."""
QUIET_MS = 1_500
"""How long nothing may change at rest: vis-timeline puts its marks in place some time after it made them."""
REGISTRY = "https://registry.npmjs.org"
OURS = "this dashboard"
OUR_SIZES = (REAL, 10_000, 1_000_000)
"""At these ours alone is opened: heading and first card are to be seen before a library has drawn its fewest events."""

# The last change, as the time two frames later: then it has been laid out and painted, however long that took. What is
# written again as it was is no change, nor is what nobody sees; Streamlit's toolbar has an icon that runs on.
CHANGES = """
(() => {
  const inside = %s, seen = window.__changes = {last: 0, acted: 0};
  const counts = ({target, type, attributeName: name, oldValue}) => {
    const element = target instanceof Element ? target : target.parentElement;
    if (!element || element.closest('head, [data-testid="stHeader"], [data-testid="stToolbar"]')) return false;
    if (inside && !element.closest(inside)) return false;
    return type !== "attributes" ||
      !(name.startsWith("aria-") || name === "inert" || element.getAttribute(name) === oldValue);
  };
  const paint = () => requestAnimationFrame(() => requestAnimationFrame(() => { seen.last = performance.now(); }));
  new MutationObserver((changes) => { if (changes.some(counts)) paint(); }).observe(document,
    {subtree: true, childList: true, attributes: true, attributeOldValue: true, characterData: true});
  document.addEventListener("click", (event) => { seen.acted = event.timeStamp; }, {capture: true});
})();
"""
AT_REST = "([since, quiet]) => window.__changes.last > since && performance.now() - window.__changes.last > quiet"
EVENTS_OF_MARKS = """(marks) => [...document.querySelectorAll(marks)].map(
  (mark) => mark.classList.contains("vis-cluster") ? parseInt(mark.innerText) : 1)"""
OUR_CHART = """document.querySelector(".st-key-main svg.lanes .lane") !== null
  && document.querySelector(".st-key-main .cards article.event-card") !== null"""
OUR_MARKS = """document.querySelectorAll(".st-key-main svg.lanes a.mark").length"""


class Library(NamedTuple):
    """A package of npm's and the page that draws with it."""

    name: str
    package: str
    version: str
    integrity: str
    page: str
    area: str
    """A selector of what holds the marks: no change beside it is timed."""
    marks: str
    """A selector of one element for each event that is drawn."""
    at_once: bool = False
    """Whether its marks are in place when it says that it is done; what it does afterwards shows nothing."""

    def folder(self, packages: Path) -> Path:
        """Where it is unpacked."""
        return packages / self.package.replace("/", "-")


class Taken(NamedTuple):
    """Milliseconds of the first draw and of a filter, None beyond the limit; marks at first."""

    draw: float | None
    filter: float | None
    marks: int
    seen: float | None = None
    """Of ours: until heading and first card are painted."""


class Wanted(NamedTuple):
    """What every subject must show: how many events at first, and how many after a filter by the theme."""

    events: int
    filtered: int
    theme: str


VIS = Library(
    "vis-timeline",
    "vis-timeline",
    "8.5.4",
    "sha512-Xt7RNrRvOkQiSyk6vFTXSRwTunT0y9MzDgHY8N8H9nPuebJ6Vg+u3xnv0Swbxna/Pa2E3HjaBblEIQiK74E01Q==",
    "vis.html",
    ".vis-itemset",
    ".vis-item.vis-box, .vis-item.vis-range",
)
LIBRARIES = (
    VIS,
    VIS._replace(name="vis-timeline, clusters", page="vis.html?cluster"),
    Library(
        "TimelineJS",
        "@knight-lab/timelinejs",
        "3.9.11",
        "sha512-+jUuY1OJ+9zSO5O3AfYSLd1yB0vQkm22zyIElz8BWT5DQ9mL0rsxlQkBKAqLbWpJjFuAAJeqzLY35xFIg6GW4g==",
        "timelinejs.html",
        ".tl-timenav",
        ".tl-timemarker",
        at_once=True,
    ),
)


def fetch(library: Library, packages: Path) -> None:
    """Unpacks a package and puts its page beside it.

    Raises:
        ValueError: what came is not what was pinned.
    """
    page = library.page.partition("?")[0]
    (packages / page).write_bytes((APPS / page).read_bytes())
    target = library.folder(packages)
    if target.exists():
        return
    file = f"{library.package.rpartition('/')[2]}-{library.version}.tgz"
    with urllib.request.urlopen(f"{REGISTRY}/{library.package}/-/{file}", timeout=60) as answer:  # noqa: S310  (https)
        content = answer.read()
    kind, _, expected = library.integrity.partition("-")
    if base64.b64encode(hashlib.new(kind, content).digest()).decode() != expected:
        raise ValueError(f"{library.package} {library.version} is not what was pinned")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(target, filter="data")


def write_events(record: Collection, path: Path) -> Wanted:
    """Writes the events as both libraries need them; the filter keeps the theme that most of them have."""
    events = record.events
    start = events["start"].fillna(events["end"])
    end = events["end"].fillna(events["start"])
    themes = [list(row) for row in events["themes"]]
    rows = [
        {"id": name, "title": title, "start": str(first)[:10], "end": str(last)[:10], "themes": among}
        for name, title, first, last, among in zip(events["id"], events["title"], start, end, themes, strict=True)
        if not pd.isna(first)
    ]
    assert len(rows) == len(events), "an event without a date cannot be drawn by the libraries"
    names = dict(record.theme_names)
    number = {theme: sum(theme in among for among in themes) for theme in names}
    most = max(number, key=number.__getitem__)
    path.write_text(json.dumps({"themes": names, "most": most, "events": rows}), encoding="utf-8")
    return Wanted(len(rows), number[most], names[most])


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


class Subject:
    """What is measured: a page that draws, and that filters when it is clicked."""

    name: str
    drawn: str
    """In JavaScript, whether what is drawn is there."""
    area: str | None = None
    """A selector of the part of the page whose changes are timed; else all of it."""

    def __init__(self, url: str, wanted: Wanted) -> None:
        self.url, self.wanted = url, wanted

    def choose(self, page: Page) -> None:
        """The click that keeps one theme."""
        raise NotImplementedError

    def check(self, page: Page, events: int) -> int:
        """How many marks are drawn; fails where so many events are not shown."""
        raise NotImplementedError

    def ended(self, page: Page, since: float) -> float:
        """Milliseconds from ``since`` (since navigation) until all is drawn and nothing changes any more."""
        page.wait_for_function(self.drawn, timeout=LIMIT_MS)
        page.wait_for_function(AT_REST, arg=[since, QUIET_MS], timeout=LIMIT_MS)
        return float(page.evaluate("window.__changes.last")) - since

    def run_once(self, page: Page, draws: list[float], filters: list[float]) -> int:
        """Draws and filters once; the marks of the first draw."""
        page.add_init_script(CHANGES % json.dumps(self.area))
        page.goto(self.url, timeout=LIMIT_MS)
        draws.append(self.ended(page, 0.0))
        marks = self.check(page, self.wanted.events)
        page.wait_for_function(AT_REST, arg=[0, QUIET_MS], timeout=LIMIT_MS)
        self.choose(page)
        filters.append(self.ended(page, page.evaluate("window.__changes.acted")))
        self.check(page, self.wanted.filtered)
        return marks


class Drawn(Subject):
    """A library's page."""

    drawn = "window.drawn === true"

    def __init__(self, library: Library, url: str, wanted: Wanted) -> None:
        super().__init__(f"{url}/{library.page}", wanted)
        self.name, self.area, self.library = library.name, library.area, library

    def ended(self, page: Page, since: float) -> float:
        """Two frames after it says that it has drawn, or at rest."""
        if not self.library.at_once:
            return super().ended(page, since)
        page.wait_for_function("window.drawn === true", timeout=LIMIT_MS)
        return float(page.evaluate("window.drawnAt")) - since

    def choose(self, page: Page) -> None:
        """Its page has a button."""
        press(page.locator("#one-theme"))

    def check(self, page: Page, events: int) -> int:
        """Each event is a mark, or one of those that a cluster counts."""
        inside = page.evaluate(EVENTS_OF_MARKS, self.library.marks)
        assert sum(inside) == events, f"{self.name} draws {sum(inside)} of {events}"
        return len(inside)


class Dashboard(Subject):
    """Our page, whole."""

    name, drawn = OURS, OUR_CHART

    def choose(self, page: Page) -> None:
        """A theme in the panel."""
        more = page.locator(".st-key-panel details.more[data-facet=theme] summary")
        if more.count():
            press(more)
        row = page.locator(".st-key-panel a[role=checkbox][data-param=theme]").filter(has_text=self.wanted.theme).first
        row.wait_for()
        page.wait_for_function(AT_REST, arg=[0, QUIET_MS], timeout=LIMIT_MS)
        with rerun(page):
            press(row)

    def check(self, page: Page, events: int) -> int:
        """The line of counts says how many events are shown."""
        shown = int(page.locator("[data-shown]").first.get_attribute("data-shown") or 0)
        assert shown == events, f"{self.name} shows {shown} of {events}"
        return int(page.evaluate(OUR_MARKS))

    def ended(self, page: Page, since: float) -> float:
        """The script has finished as well."""
        settled(page)
        return super().ended(page, since)


def measure(browser: Browser, subject: Subject, runs: int) -> Taken:
    """Medians of some runs, each in a browser without a cache; fewer where they take long."""
    draws: list[float] = []
    filters: list[float] = []
    marks, late = 0, False
    began = time.monotonic()
    while not late and len(filters) < runs and (not filters or time.monotonic() - began < ENOUGH_SECONDS):
        with page_of(browser) as page:
            try:
                marks = subject.run_once(page, draws, filters)
            except PlaywrightTimeout:
                late = True
    if late and len(draws) == len(filters):
        return Taken(None, None, 0)
    return Taken(statistics.median(draws), None if late else statistics.median(filters), marks)


def measure_size(browser: Browser, folder: Path, packages: Path, runs: int, skipped: set[str]) -> dict[str, Taken]:
    """Every subject at one size, but those that took too long at a smaller one."""
    wanted = write_events(open_collection(folder), packages / "events.json")
    found = {}
    with static(packages) as url:
        for library in LIBRARIES:
            if library.name in skipped:
                continue
            say(f"{library.name} at {wanted.events:,} events")
            found[library.name] = measure(browser, Drawn(library, url, wanted), runs)
            if found[library.name].draw is None:
                skipped.add(library.name)
    with serve(folder) as server:
        wait_for_data(server)
        say(f"{OURS} at {wanted.events:,} events")
        measure(browser, Dashboard(server.url, wanted), 1)  # the server's own first time
        found[OURS] = measure(browser, Dashboard(server.url, wanted), runs)._replace(seen=see(browser, server, runs))
    return found


def see(browser: Browser, server: Server, runs: int) -> float:
    """Milliseconds until heading and first card of ours are painted on a first visit, median."""
    taken = []
    for _ in range(runs):
        with page_of(browser) as page:
            page.goto(server.url)
            settled(page)
            taken.append(sight_of(page).ms)
    return statistics.median(taken)


def see_alone(browser: Browser, folder: Path, runs: int) -> float:
    """The same of a server of its own, which somebody has visited before."""
    with serve(folder) as server:
        wait_for_data(server)
        see(browser, server, 1)
        return see(browser, server, runs)


def main() -> None:
    """Measures every size and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, SIZES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--ours", type=int, nargs="*", default=OUR_SIZES, help="sizes at which ours alone is opened")
    options = parser.parse_args()
    facts, found, skipped = machine(), dict[int, dict[str, Taken]](), set[str]()
    with collections(options.keep) as folders, chromium() as browser:
        packages = folders.folder / "packages"
        packages.mkdir(exist_ok=True, parents=True)
        for library in LIBRARIES:
            fetch(library, packages)
        for size in sorted(options.sizes):
            found[size] = measure_size(browser, folders[size], packages, options.runs, skipped)
        seen = {size: see_alone(browser, folders.prepared(size), options.runs) for size in options.ours}
        after = f"Chromium {browser.version}; load after {os.getloadavg()[0]:.1f}."
    text = f"{report(found, seen, options.runs)}\n\n{facts} {after}"
    print(text)
    write_section("libraries", text)


INTRODUCTION = """
## Against vis-timeline and TimelineJS

{versions}; same events, titles and themes, same Chromium, no cache.
Milliseconds, median of {runs} runs, or of those that fit into {enough} s, at least one. What takes more than {limit} s
is not tried with more events.

First draw, from navigation to a paint. Ours: the last change of anything in the whole dashboard. The libraries, on
pages with nothing else: vis-timeline when its marks are in place for good, for at first it shows them in a heap at the
left edge; TimelineJS after its event `loaded`, for what it does later shows nothing, though its page is busy with it.
vis-timeline is measured as it comes, which is without clusters, and with its option `cluster`. Given `start` and `end`
as well, it left most events out.
"""
ON_FILTERS = """
A filter, from the click that keeps one theme. vis-timeline refreshes its DataView; TimelineJS has no filter and is made
anew; ours asks its server, which also counts every option of the panel again and makes the cards.
"""
ON_MARKS = """
Marks at the first draw. Where there are many events ours draws a choice of single ones over bars that count all, and
titles where there is room; a cluster of vis-timeline's is a number. Else the libraries write every title, and
TimelineJS also makes a slide of each event.
"""


def report(found: dict[int, dict[str, Taken]], seen: dict[int, float], runs: int) -> str:
    """The section of RESULTS.md; ``seen`` is of ours alone, by size."""
    names = [OURS, *(library.name for library in LIBRARIES)]
    columns = ["events", *names, *(f"{name} / ours" for name in names[1:])]
    versions = ", ".join(dict.fromkeys(f"{library.package} {library.version}" for library in LIBRARIES))
    parts = [
        INTRODUCTION.format(versions=versions, runs=runs, enough=ENOUGH_SECONDS, limit=LIMIT_SECONDS),
        table(columns, [_row(size, taken, names, "draw") for size, taken in found.items()]),
        _report_seen(found, seen),
        ON_FILTERS,
        table(columns, [_row(size, taken, names, "filter") for size, taken in found.items()]),
        ON_MARKS,
        table(["events", *names], [_marks(size, taken, names) for size, taken in found.items()]),
    ]
    return "\n\n".join(part.strip() for part in parts if part)


def _row(size: int, taken: dict[str, Taken], names: Sequence[str], part: str) -> list[str]:
    values = [_value(taken.get(name), part) for name in names]
    ours = values[0]
    ratios = [f"{v / ours:.2f}" if isinstance(v, float) and isinstance(ours, float) else "" for v in values[1:]]
    return [f"{size:,}", *(v if isinstance(v, str) else f"{v:,.0f}" for v in values), *ratios]


def _value(taken: Taken | None, part: str) -> float | str:
    """Milliseconds, or why there are none."""
    if taken is None or (taken.draw is None and part == "filter"):
        return "not tried"
    value: float | None = getattr(taken, part)
    return f"> {LIMIT_SECONDS} s" if value is None else value


def _marks(size: int, taken: dict[str, Taken], names: Sequence[str]) -> list[str]:
    return [f"{size:,}", *(f"{taken[name].marks:,}" if name in taken and taken[name].marks else "" for name in names)]


def _report_seen(found: dict[int, dict[str, Taken]], alone: dict[int, float]) -> str:
    """When heading and first card of ours are painted, and whether that is before both libraries' first draw."""
    fewest = min(found)
    seen = {size: taken[OURS].seen or 0.0 for size, taken in found.items()} | alone
    drawn = [taken.draw for name, taken in found[fewest].items() if name != OURS and taken.draw is not None]
    told = ", ".join(f"{ms:,.0f} at {size:,}" for size, ms in sorted(seen.items()))
    ahead = not drawn or max(seen.values()) < min(drawn)
    return (
        f"Heading and first card of ours are painted, in milliseconds and at so many events: {told}.\n"
        f"At each size before both libraries have drawn {fewest:,} events: {verdict(ahead)}."
    )


if __name__ == "__main__":
    main()
