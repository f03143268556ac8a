"""What is measured: collections of any size, servers of them, Chromium, and when a page is painted."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from benchmarks.results import REAL
from tests.browser.chromium import find_chromium
from tests.browser.conftest import ARGUMENTS
from tests.browser.driving import WATCH, settled
from tests.browser.server import Server
from timeline.query.collection import open_collection
from timeline.sample.write import write_sample

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "benchmarks" / "apps"
PLAIN = APPS
"""A folder without settings of Streamlit's."""
SIZES = (REAL, 10_000, 100_000, 1_000_000)
PHONE_BELOW = 1000
PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
"""What narrower windows say that they are: the server lays the first HTML out by it."""
QUIET_MS = 300
"""How long nothing may change before what is on the page counts as painted."""

# Times of one click, in the page's own clock: the real event, the rerun that was sent for it, the first and the last
# word of the script that answered, and the second frame after the last change of what is shown; and how many frames
# passed until the option that was pressed was shown as pressed. In a Streamlit page only the page, its sidebar and our
# first HTML are content (not announcements to screen readers, nor the toolbar's icon that runs on), and marks of focus
# and hover are none anywhere.
PAINTS = """
(() => {
  const seen = window.__paints = {last: 0, acted: 0, sent: 0, begun: 0, finished: 0, frames: 0};
  const driving = window.__driving;
  const heed = (name, noted) => {
    let value = driving[name];
    Object.defineProperty(driving, name, {get: () => value, set: (next) => { value = next; noted(next); }});
  };
  if (driving) {
    heed("asked", () => { seen.sent = performance.now(); seen.begun = seen.finished = 0; });
    heed("running", (runs) => {
      if (!runs) seen.finished = performance.now();
      else if (!seen.begun) seen.begun = performance.now();
    });
  }
  const passing = /^(data-(hover|focus|press)|aria-|tabindex$|title$)/;
  const inside = '#shell, [data-testid="stMain"], [data-testid="stSidebar"]';
  const content = ({type, attributeName, target, removedNodes}) => {
    const element = target instanceof Element ? target : target.parentElement;
    if ([...removedNodes].some((node) => node.id === "shell")) return true;
    if (!element || (type === "attributes" && passing.test(attributeName))) return false;
    if (element.closest('[data-testid="stHeader"], [data-testid="stToolbar"], head')) return false;
    const streamlit = document.querySelector('[data-testid="stApp"]');
    return !streamlit || element.closest(inside) !== null;
  };
  new MutationObserver((changes) => {
    if (!changes.some(content)) return;
    requestAnimationFrame(() => requestAnimationFrame(() => { seen.last = performance.now(); }));
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  for (const kind of ["click", "keydown"])
    document.addEventListener(kind, (event) => { seen.acted = event.timeStamp; }, {capture: true});
  document.addEventListener("click", ({target}) => {
    const option = target instanceof Element && target.closest('[role="checkbox"][aria-checked]');
    const was = option && option.getAttribute("aria-checked");
    seen.frames = 0;
    const look = () => {
      seen.frames += 1;
      if (option.getAttribute("aria-checked") === was) requestAnimationFrame(look);
    };
    if (option) requestAnimationFrame(look);
  }, {capture: true});
})();
"""
# When a first visit shows what it came for, and how far its layout jumps: the frame after the one in which the heading
# and a card stood in the page, by whoever put them there; and the sum of all shifts.
SIGHT = """
(() => {
  const seen = window.__sight = {at: 0, inView: false, shift: 0};
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) seen.shift += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  const box = (selector) => {
    const found = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
    return found && found.getBoundingClientRect();
  };
  const look = () => {
    const [heading, card] = [box("h1"), box("article.event-card h2, .latest li")];
    if (!heading?.height || !card?.height || heading.top >= innerHeight) return requestAnimationFrame(look);
    seen.inView = card.top < innerHeight;
    requestAnimationFrame(() => { seen.at = performance.now(); });
  };
  requestAnimationFrame(look);
})();
"""
PAINTED = "([since, quiet]) => window.__paints.last > since && performance.now() - window.__paints.last > quiet"
SHOWN = """
() => [location.search, ...[...document.querySelectorAll(".count-line")].map((line) => line.textContent),
  ...[...document.querySelectorAll(".event-card")].map((card) => card.dataset.event)].join("|")
"""
"""What a click must change: the count, the cards, or the address."""


class NothingHappened(Exception):
    """A click that sent no rerun or changed nothing: there is nothing to time."""


class Click(NamedTuple):
    """Milliseconds of one click: all of it, and its parts in the order in which they pass."""

    whole: float
    sending: float
    """From the event to the rerun message: the browser's and the widget's."""
    waiting: float
    """Until the server says that the script runs."""
    running: float
    """Until it says that the script has finished; the page is drawn meanwhile."""
    drawing: float
    """Until the last change is painted."""
    frames: int
    """Frames until the pressed option shows that it is pressed; 0 where no option of ours was pressed."""


def add_options(parser: argparse.ArgumentParser, sizes: tuple[int, ...] = SIZES) -> None:
    """--sizes and --keep."""
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help=f"events; {REAL} is the project's own")
    parser.add_argument("--keep", type=Path, help="folder for the collections, kept for the next run")


@contextmanager
def collections(keep: Path | None) -> Iterator[Collections]:
    """Collections by size; in a folder that is kept, or one that passes."""
    with tempfile.TemporaryDirectory() as passing:
        yield Collections(keep or Path(passing))


class Collections:
    """Folders of collections, written when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, size: int) -> Path:
        if size == REAL:
            return ROOT / "data"
        path = self.folder / f"events-{size}"
        if not path.exists():
            say(f"writing {size:,} events")
            write_sample(path, size)
        return path

    def prepared(self, size: int) -> Path:
        """A collection whose prepared form is there: what every start but the first finds."""
        path = self[size]
        say(f"opening {size:,} events")
        open_collection(path)
        return path


@contextmanager
def serve(
    data: Path | None = None, script: Path | None = None, settings: Path = ROOT, workers: int = 0
) -> Iterator[Server]:
    """A server of our own on a free port; with ``settings=PLAIN`` as Streamlit comes, with workers: so many."""
    folder = Path(tempfile.mkdtemp())
    server = Server(folder, {"TIMELINE_DATA": str(data)} if data else {}, script, settings, workers)
    try:
        yield server.wait()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser, width: int = 1280) -> Iterator[Page]:
    """A page in a context of its own, without any cache, that notes its paints."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="en-GB",
        timezone_id="UTC",
        user_agent=PHONE_AGENT if width < PHONE_BELOW else None,
    )
    for script in (WATCH, PAINTS, SIGHT):
        context.add_init_script(script)
    yield context.new_page()
    context.close()


def painted_ms(page: Page) -> float:
    """Milliseconds from the start of navigation to the frame that paints the last change."""
    settled(page)
    page.wait_for_function(PAINTED, arg=[0.0, QUIET_MS], timeout=120_000)
    return float(page.evaluate("window.__paints.last"))


class Sight(NamedTuple):
    """What a first visit sees."""

    ms: float
    """From the start of navigation until heading and first card are painted."""
    in_view: bool
    """Whether the card then is in the window."""
    shift: float
    """Sum of all shifts of the layout (CLS)."""


def sight_of(page: Page) -> Sight:
    """What the visit of a page that has settled saw first."""
    seen = page.evaluate("window.__sight")
    return Sight(seen["at"], seen["inView"], seen["shift"])


@contextmanager
def timed(page: Page, clicks: list[Click]) -> Iterator[None]:
    """Adds the click that is done inside, which must lead to a rerun and to other content.

    Raises:
        NothingHappened: it did not.
    """
    asked, before = page.evaluate("window.__driving.asked"), page.evaluate(SHOWN)
    yield
    try:
        page.wait_for_function("(before) => window.__driving.asked > before", arg=asked, timeout=10_000)
    except PlaywrightTimeout:
        raise NothingHappened("no rerun was sent") from None
    settled(page)
    acted = page.evaluate("window.__paints.acted")
    page.wait_for_function(PAINTED, arg=[acted, QUIET_MS], timeout=120_000)
    if page.evaluate(SHOWN) == before:
        raise NothingHappened("the page shows what it showed before")
    if (sent := page.evaluate("window.__driving.asked") - asked) != 1:
        raise NothingHappened(f"{sent} reruns were sent for one click")
    at = page.evaluate("window.__paints")
    moments = [at[name] for name in ("acted", "sent", "begun", "finished", "last")]
    parts = [late - early for early, late in pairwise(moments)]
    clicks.append(Click(moments[-1] - moments[0], *parts, frames=at["frames"]))


def memory_mb(server: Server, kind: str = "VmRSS") -> float:
    """Resident memory of a server's process; with ``RssFile`` the part of it that is pages of files."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines())
    return int(status[kind].split()[0]) / 1024


def say(words: str) -> None:
    """Progress, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)
