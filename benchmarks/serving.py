"""What is measured: collections of any size, servers of them, Chromium, and when a page is painted."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.results import REAL
from tests.browser.chromium import find_chromium
from tests.browser.conftest import ARGUMENTS
from tests.browser.driving import WATCH, settled
from tests.browser.server import Server
from timeline.query.collection import open_collection
from timeline.sample.write import write_sample

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "benchmarks" / "apps"
SIZES = (REAL, 10_000, 100_000, 1_000_000)
QUIET_MS = 300
"""How long nothing may change before what is on the page counts as painted."""

# The last change of the page's content, as the time of the frame that paints it; the toolbar, whose icon runs on,
# is no content. A click is taken at its own event, so that nothing of Playwright's is counted.
PAINTS = """
(() => {
  const seen = window.__paints = {last: 0, acted: 0};
  const content = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return element && !element.closest('[data-testid="stHeader"], [data-testid="stToolbar"], head');
  };
  new MutationObserver((changes) => {
    if (changes.some(({target}) => content(target))) requestAnimationFrame(() => { seen.last = performance.now(); });
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  for (const kind of ["click", "keydown"])
    document.addEventListener(kind, (event) => { seen.acted = event.timeStamp; }, {capture: true});
})();
"""
PAINTED = "([since, quiet]) => window.__paints.last > since && performance.now() - window.__paints.last > quiet"


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
def serve(data: Path | None = None, script: Path | None = None) -> Iterator[Server]:
    """A server of our own on a free port."""
    folder = Path(tempfile.mkdtemp())
    server = Server(folder, {"TIMELINE_DATA": str(data)} if data else {}, script)
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
def page_of(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own, without any cache, that notes its paints."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.add_init_script(WATCH)
    context.add_init_script(PAINTS)
    yield context.new_page()
    context.close()


def painted_ms(page: Page, since: float | None = None) -> float:
    """Milliseconds from the last click or key, or from ``since``, to the frame that paints the last change."""
    acted = page.evaluate("window.__paints.acted") if since is None else since
    settled(page)
    page.wait_for_function(PAINTED, arg=[acted, QUIET_MS], timeout=120_000)
    return float(page.evaluate("window.__paints.last")) - acted


def memory_mb(server: Server) -> float:
    """Resident memory of a server's process."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]) / 1024


def say(words: str) -> None:
    """Progress, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)
