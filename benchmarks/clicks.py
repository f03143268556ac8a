"""From a click to the painted page, in Chromium, against a trivial Streamlit app on the same machine in the same run.

    .venv/bin/python -m benchmarks.clicks [--sizes 169 10000] [--times 15] [--keep DIR]

A click begins with the browser's own event and ends two frames after the last change of the page that it brought about.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from benchmarks.results import REAL, machine, p95, table, verdict, write_section
from benchmarks.serving import (
    APPS,
    PLAIN,
    ROOT,
    Click,
    NothingHappened,
    add_options,
    chromium,
    collections,
    page_of,
    say,
    serve,
    timed,
)
from tests.browser.driving import rerun, settled
from timeline.query.collection import open_collection

TIMES = 15
SIZES = (REAL, 200, 10_000, 100_000, 1_000_000)
TRIVIAL = 0
MOST_AT_FIRST, MOST_AT_LAST, MOST_GROWTH, MOST_FRAMES = 1.1, 1.3, 1.2, 2
"""Aims: a click against the trivial app's at the first size and at larger ones, the last size against the first, and
frames until a pressed option shows that it is pressed."""
PRESSING = ("toggling a theme", "adding an actor")
"""Kinds of clicks that press an option of the panel."""


@dataclass(frozen=True)
class Texts:
    """What is typed and chosen in a collection."""

    themes: Sequence[str]
    actors: Sequence[str]
    words: Sequence[str]
    year: int


def texts_of(folder: Path, times: int) -> Texts:
    """The commonest themes and actors, words of titles, a year in the middle."""
    record = open_collection(folder)
    actors = record.view().counts["actor"].sort_values(ascending=False, kind="stable").index.tolist()
    titles = record.events["title"]
    longest = (max(title.split(), key=len) for title in titles.iloc[:: max(1, len(titles) // 1000)])
    words = list(dict.fromkeys(longest))[:times]  # the same word twice would change nothing
    middle = record.events["start"].dropna()
    year = middle.iloc[len(middle) // 2].year
    return Texts(list(record.theme_names.values()), [record.actor_names[a] for a in actors[:times]], words, year)


def press(what: Locator) -> None:
    """A click in the middle of the window, where nothing lies over what is clicked."""
    what.evaluate("element => element.scrollIntoView({block: 'center'})")
    what.click()


Action = Callable[[Page, Texts, int, list[Click]], None]


class Ours:
    """The five kinds in this dashboard: in its panel, its bar and its list of cards."""

    @staticmethod
    def toggle_theme(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """A theme on; off again without being counted, since the page without a filter is kept for all readers."""
        rows = page.locator(".st-key-panel a[role=checkbox][data-param=theme]")
        row = rows.nth(time % rows.count())
        with timed(page, clicks):
            press(row)
        with rerun(page):
            press(row)

    @staticmethod
    def add_actor(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """An actor found by name; taken out again without being counted."""
        name = texts.actors[time % len(texts.actors)]
        more = page.locator(".st-key-panel details.more[data-facet=actor]")
        if more.get_attribute("open") is None:
            press(more.locator("summary"))
        more.locator("input").fill(name)
        found = more.locator("a[role=checkbox]").filter(has_text=re.compile(rf"^\s*{re.escape(name)} +[\d,]+\s*$"))
        found.first.wait_for()
        with timed(page, clicks):
            press(found.first)
        with rerun(page):
            page.locator(".st-key-top .chip a").first.click()

    @staticmethod
    def narrow_period(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """Another first day, with Enter."""
        page.locator(".st-key-panel [data-days] input[name=from]").fill(first_day(texts, time, "-"))
        with timed(page, clicks):
            page.keyboard.press("Enter")

    @staticmethod
    def search(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """A word, with Enter."""
        page.locator(".st-key-top [data-search] input").fill(texts.words[time % len(texts.words)])
        with timed(page, clicks):
            page.keyboard.press("Enter")

    @staticmethod
    def turn_page(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """The next twenty cards; back, uncounted, after the last."""
        following = page.locator(".st-key-main nav.pages a[rel=next]").first
        if not following.count():
            with rerun(page):
                press(page.locator(".st-key-main nav.pages a[rel=prev]").first)
        with timed(page, clicks):
            press(following)


class Plain:
    """The same in the trivial app, which has Streamlit's own widgets for them."""

    @staticmethod
    def toggle_theme(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """A theme on; off again without being counted."""
        pill = page.get_by_test_id("stButtonGroup").first.get_by_text(texts.themes[time % len(texts.themes)]).first
        with timed(page, clicks):
            press(pill)
        with rerun(page):
            press(pill)

    @staticmethod
    def add_actor(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """An actor from the list; taken out again without being counted."""
        name = texts.actors[time % len(texts.actors)]
        box = page.get_by_test_id("stMultiSelect").first
        press(box.locator("input"))
        box.locator("input").fill(name)
        option = page.get_by_role("option").filter(has_text=re.compile(rf"^\s*{re.escape(name)}( · |$)")).first
        option.wait_for()
        with timed(page, clicks):
            option.click()
        with rerun(page):
            page.keyboard.press("Backspace")
        page.keyboard.press("Escape")
        settled(page)

    @staticmethod
    def narrow_period(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """Another first day. It is typed into the open calendar, and taken over when Escape closes that."""
        press(page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first)
        page.keyboard.type(first_day(texts, time, ""))
        with timed(page, clicks):
            page.keyboard.press("Escape")

    @staticmethod
    def search(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """A word, with Enter."""
        page.get_by_role("textbox", name="Search").fill(texts.words[time % len(texts.words)])
        with timed(page, clicks):
            page.keyboard.press("Enter")

    @staticmethod
    def turn_page(page: Page, texts: Texts, time: int, clicks: list[Click]) -> None:
        """The next page; it has no last one."""
        with timed(page, clicks):
            press(page.get_by_text("Next →", exact=True).first)


def first_day(texts: Texts, time: int, between: str) -> str:
    """A first day of a period, another one each time: year, month, day."""
    return f"{texts.year:04}{between}{1 + time % 12:02}{between}{1 + time:02}"


def actions_of(subject: type[Ours] | type[Plain]) -> dict[str, Action]:
    """How the five kinds are done there."""
    return {
        "toggling a theme": subject.toggle_theme,
        "adding an actor": subject.add_actor,
        "narrowing the period": subject.narrow_period,
        "typing a search": subject.search,
        "turning the page": subject.turn_page,
    }


ACTIONS = actions_of(Ours)
Found = dict[str, list[Click]]


def measure(page: Page, url: str, texts: Texts, times: int, actions: Mapping[str, Action] = ACTIONS) -> Found:
    """Each action so often, on a fresh page each, the first (which warms up) not counted.

    Raises:
        NothingHappened: an action did not do what it is there for.
    """
    found: Found = {}
    for name, act in actions.items():
        page.goto(url)
        settled(page)
        clicks: list[Click] = []
        for time in range(times + 1):
            try:
                act(page, texts, time, clicks)
            except NothingHappened as error:
                raise NothingHappened(f"{name}, time {time}: {error}") from None
        found[name] = clicks[1:]
    return found


def wholes(clicks: Sequence[Click]) -> list[float]:
    """Milliseconds of whole clicks."""
    return [click.whole for click in clicks]


def pooled_median(found: Found) -> float:
    """Milliseconds of all kinds of clicks together."""
    return statistics.median([ms for clicks in found.values() for ms in wholes(clicks)])


def report(found: dict[int, Found], tuned: float) -> str:
    """The section of RESULTS.md; ``tuned`` is the trivial app's median with this project's settings of Streamlit."""
    sizes = [size for size in found if size != TRIVIAL]
    medians = {s: {name: statistics.median(wholes(clicks)) for name, clicks in found[s].items()} for s in found}
    rows: list[list[object]] = []
    for name in ACTIONS:
        cells = [f"{medians[s][name]:.0f} ({p95(wholes(found[s][name])):.0f})" for s in (TRIVIAL, *sizes)]
        rows.append([name, *cells, *(f"{medians[s][name] / medians[TRIVIAL][name]:.2f}" for s in sizes)])
    pooled = {s: pooled_median(clicks) for s, clicks in found.items()}
    ratios = [f"**{pooled[s] / pooled[TRIVIAL]:.2f}**" for s in sizes]
    rows.append(["**all five**", *(f"**{pooled[s]:.0f}**" for s in (TRIVIAL, *sizes)), *ratios])
    columns = ["click", "trivial app", *(f"{s:,} events" for s in sizes), *(f"{s:,} / trivial" for s in sizes)]
    lines = [
        "## From a click to the painted page",
        "",
        "Milliseconds in Chromium, median (95th percentile), from the event to the second frame after the last change.",
        "A click that sent no rerun, or changed neither count, cards nor address, fails the run. The trivial app runs",
        "as Streamlit comes; with this project's settings, which collect no garbage after each run, its median is",
        f"{tuned:.0f} ms.",
        "",
        table(columns, rows),
        "",
    ]
    for size in sizes:
        share, most = pooled[size] / pooled[TRIVIAL], MOST_AT_FIRST if size == sizes[0] else MOST_AT_LAST
        lines.append(f"At {size:,} events at most {most} times the trivial app: {share:.2f}, {verdict(share <= most)}.")
    slowest = max((medians[s][name] / medians[TRIVIAL][name], name) for s in sizes for name in ACTIONS)
    lines.append(f"The slowest kind, {slowest[1]}: {slowest[0]:.2f}.")
    samples = [size for size in sizes if size != REAL]
    if len(samples) > 1:  # the project's own record grows
        growth = pooled[samples[-1]] / pooled[samples[0]]
        words = f"At {samples[-1]:,} events at most {MOST_GROWTH} times that at {samples[0]:,}"
        lines.append(f"{words}: {growth:.2f}, {verdict(growth <= MOST_GROWTH)}.")
    frames = max(click.frames for s in sizes for name in PRESSING for click in found[s][name])
    lines.append(f"A pressed option shows it within {MOST_FRAMES} frames: {frames}, {verdict(frames <= MOST_FRAMES)}.")
    return "\n".join([*lines, "", *profile(found)])


def profile(found: dict[int, Found]) -> list[str]:
    """Where a click's milliseconds go: medians of its parts."""
    rows = [
        [
            "trivial app" if size == TRIVIAL else f"{size:,} events",
            name,
            *(f"{statistics.median(part):.0f}" for part in list(zip(*clicks, strict=True))[1:-1]),
        ]
        for size, taken in found.items()
        for name, clicks in taken.items()
    ]
    return [
        "Where they go: until the rerun is sent, until the script begins, while it runs (the page is drawn meanwhile),",
        "and from its end to the last paint. Medians of each part, which need not add up.",
        "",
        table(["page of", "click", "until sent", "until begun", "script runs", "until painted"], rows),
    ]


def main() -> None:
    """Measures every size and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser, SIZES)
    parser.add_argument("--times", type=int, default=TIMES, help="clicks of each kind")
    options = parser.parse_args()
    facts = machine()
    found = {}
    with collections(options.keep) as folders, chromium() as browser:
        plain = Texts([f"Theme {n}" for n in range(12)], [f"Actor {n}" for n in range(20)], ["one", "two"], 2026)
        for settings in (ROOT, PLAIN):
            with serve(script=APPS / "trivial.py", settings=settings) as server, page_of(browser) as page:
                say("clicks in the trivial app")
                found[TRIVIAL] = measure(page, server.url, plain, options.times, actions_of(Plain))
            if settings == ROOT:
                tuned = pooled_median(found[TRIVIAL])
        for size in options.sizes:
            folder = folders.prepared(size)
            texts = texts_of(folder, options.times + 1)
            with serve(folder) as server, page_of(browser) as page:
                say(f"clicks at {size:,} events")
                found[size] = measure(page, server.url, texts, options.times)
    text = f"{report(found, tuned)}\n\n{facts}"
    print(text)
    write_section("clicks", text)


if __name__ == "__main__":
    main()
