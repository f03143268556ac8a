"""From a click to the painted page, in Chromium, against a trivial Streamlit app on the same machine in the same run.

    .venv/bin/python -m benchmarks.clicks [--sizes 169 10000] [--times 15] [--keep DIR]

A click ends with the frame that paints the last change of the page that it brought about.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page

from benchmarks.results import machine, p95, table, verdict, write_section
from benchmarks.serving import APPS, add_options, chromium, collections, page_of, painted_ms, say, serve
from tests.browser.driving import rerun, settled
from timeline.query.collection import open_collection

TIMES = 15
TRIVIAL = 0


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
    actors = sorted(record.index.values["actor"], key=lambda actor: -len(record.index.values["actor"][actor]))
    rows = range(0, len(record.events), max(1, len(record.events) // times))
    words = [max(record.events["title"].iloc[row].split(), key=len) for row in rows]
    middle = record.events["start"].dropna()
    year = middle.iloc[len(middle) // 2].year
    return Texts(list(record.theme_names.values()), [record.actor_names[a] for a in actors[:times]], words, year)


def press(what: Locator) -> None:
    """A click in the middle of the window, where nothing lies over what is clicked."""
    what.evaluate("element => element.scrollIntoView({block: 'center'})")
    what.click()


def toggle_theme(page: Page, texts: Texts, time: int) -> float:
    """A theme on or off."""
    name = texts.themes[time // 2 % len(texts.themes)]
    pill = page.locator("[data-testid=stSidebar] [data-testid=stButtonGroup]").first.get_by_text(name).first
    press(pill)
    return painted_ms(page)


def add_actor(page: Page, texts: Texts, time: int) -> float:
    """An actor from the list; it is taken out again without being counted."""
    box = page.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").first
    press(box.locator("input"))
    box.locator("input").fill(texts.actors[time % len(texts.actors)])
    option = page.get_by_role("option").first
    option.wait_for()
    option.click()
    taken = painted_ms(page)
    with rerun(page):
        page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    settled(page)
    return taken


def narrow_period(page: Page, texts: Texts, time: int) -> float:
    """Another first day: the last figure of it."""
    year = page.get_by_test_id("stSidebar").get_by_test_id("stDateInput").first.get_by_role("spinbutton").first
    press(year)
    page.keyboard.type(f"{texts.year:04}{1 + time % 12:02}{1 + time:02}")
    page.keyboard.press("Enter")
    return painted_ms(page)


def search(page: Page, texts: Texts, time: int) -> float:
    """A word, with Enter."""
    box = page.get_by_test_id("stSidebar").get_by_role("textbox", name="Search")
    box.fill(texts.words[time % len(texts.words)])
    page.keyboard.press("Enter")
    return painted_ms(page)


def turn_page(page: Page, texts: Texts, time: int) -> float:
    """The next twenty cards; back to the first, uncounted, after the last."""
    following = page.get_by_text("Next →", exact=True).first
    if not following.count():
        with rerun(page):
            page.get_by_text("← Previous", exact=True).first.click()
        following = page.get_by_text("Next →", exact=True).first
    press(following)
    return painted_ms(page)


ACTIONS: dict[str, Callable[[Page, Texts, int], float]] = {
    "toggling a theme": toggle_theme,
    "adding an actor": add_actor,
    "narrowing the period": narrow_period,
    "typing a search": search,
    "turning the page": turn_page,
}


def measure(page: Page, url: str, texts: Texts, times: int) -> dict[str, list[float]]:
    """Milliseconds of each action, on a fresh page each, the first (which warms up) not counted."""
    found = {}
    for name, act in ACTIONS.items():
        page.goto(url)
        settled(page)
        found[name] = [act(page, texts, time) for time in range(times + 1)][1:]
    return found


def report(found: dict[int, dict[str, list[float]]]) -> str:
    """The section of RESULTS.md."""
    sizes = [size for size in found if size != TRIVIAL]
    rows = []
    for name in ACTIONS:
        floor = statistics.median(found[TRIVIAL][name])
        cells = [f"{statistics.median(found[s][name]):.0f} ({p95(found[s][name]):.0f})" for s in (TRIVIAL, *sizes)]
        rows.append([name, *cells, *(f"{statistics.median(found[s][name]) / floor:.2f}" for s in sizes)])
    medians = {size: statistics.median([ms for taken in found[size].values() for ms in taken]) for size in found}
    ratios = [f"**{medians[size] / medians[TRIVIAL]:.2f}**" for size in sizes]
    rows.append(["**all five**", *(f"**{medians[size]:.0f}**" for size in (TRIVIAL, *sizes)), *ratios])
    columns = ["click", "trivial app", *(f"{s:,} events" for s in sizes), *(f"{s:,} / trivial" for s in sizes)]
    lines = [
        "## From a click to the painted page",
        "",
        "Milliseconds in Chromium, median (95th percentile), from the event to the frame that paints its last change.",
        "",
        table(columns, rows),
        "",
    ]
    worst = max(medians[size] / medians[TRIVIAL] for size in sizes)
    lines.append(f"At most 2.5 times the trivial app: {worst:.2f}, {verdict(worst <= 2.5)}.")
    if len(sizes) > 1:
        growth = medians[sizes[-1]] / medians[sizes[0]]
        words = f"At {sizes[-1]:,} events at most 1.2 times that at {sizes[0]:,}"
        lines.append(f"{words}: {growth:.2f}, {verdict(growth <= 1.2)}.")
    return "\n".join(lines)


def main() -> None:
    """Measures every size and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    parser.add_argument("--times", type=int, default=TIMES, help="clicks of each kind")
    options = parser.parse_args()
    facts = machine()
    found = {}
    with collections(options.keep) as folders, chromium() as browser:
        plain = Texts([f"Theme {n}" for n in range(12)], [f"Actor {n}" for n in range(20)], ["one", "two"], 2026)
        with serve(script=APPS / "trivial.py") as server, page_of(browser) as page:
            say("clicks in the trivial app")
            found[TRIVIAL] = measure(page, server.url, plain, options.times)
        for size in options.sizes:
            folder = folders.prepared(size)
            texts = texts_of(folder, options.times + 1)
            with serve(folder) as server, page_of(browser) as page:
                say(f"clicks at {size:,} events")
                found[size] = measure(page, server.url, texts, options.times)
    text = f"{report(found)}\n\n{facts}"
    print(text)
    write_section("clicks", text)


if __name__ == "__main__":
    main()
