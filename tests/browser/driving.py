"""Driving the dashboard in a browser: wait for Streamlit by what it does, never by a pause.

`settled(page)` waits until everything asked for has run and been drawn, and the first HTML of the page has given way to
the living one. After a click that must lead to a rerun use `with rerun(page): tab(page, "Claims").click()`: some parts
of the page ask a moment after the click.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

SECONDS = 40
#: how long nothing may change before a page counts as drawn; a page that keeps changing never settles
QUIET_MILLISECONDS = 200
COUNT_LINE = "[data-shown][data-total]"

#: Notes the reruns the page asks for (BackMsg field 11) and the runs that start and finish (ForwardMsg fields
#: 4 and 6; 6 = 2 means "cut short for the next run"). Only the messages' outermost fields are read.
WATCH = """
(() => {
  const seen = {asked: 0, begun: 0, running: false, changed: performance.now(), sockets: 0};
  window.__driving = seen;
  const fields = (bytes) => {
    const found = {};
    let at = 0;
    const varint = () => {
      let value = 0, scale = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = varint(), kind = tag & 7, value = kind === 1 || kind === 5 ? 0 : varint();
      found[Math.floor(tag / 8)] = value;
      at += kind === 2 ? value : kind === 1 ? 8 : kind === 5 ? 4 : 0;
    }
    return found;
  };
  const bytesOf = (data) => ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array();
  const heard = ({data}) => {
    const message = fields(bytesOf(data));
    if (4 in message) { seen.running = true; seen.begun = seen.asked; }
    if (6 in message && message[6] !== 2) seen.running = false;
    seen.changed = performance.now();
  };
  const send = WebSocket.prototype.send;
  const watched = new WeakSet();
  WebSocket.prototype.send = function (data) {
    if (!watched.has(this)) { watched.add(this); this.addEventListener("message", heard); seen.sockets += 1; }
    if (11 in fields(bytesOf(data))) { seen.asked += 1; seen.changed = performance.now(); }
    return send.call(this, data);
  };
  new MutationObserver(() => { seen.changed = performance.now(); }).observe(
    document, {subtree: true, childList: true, attributes: true, characterData: true});
})();
"""

SETTLED = """
([needs, quiet]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const seen = window.__driving;
  if (!app || !seen || !seen.asked || seen.running || seen.begun < seen.asked) return false;
  const {testScriptState, testConnectionState} = app.dataset;
  if (testScriptState !== "notRunning" || testConnectionState !== "CONNECTED") return false;
  const shows = (selector) => document.querySelector(selector) !== null;
  if (shows("#shell")) return false;
  if (shows('[data-stale="true"]') || shows('[data-testid="stSkeleton"]')) return false;
  if (needs && !shows(needs) && !shows('[data-testid="stException"]')) return false;
  return performance.now() - seen.changed > quiet;
}
"""

WHY = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return JSON.stringify({...window.__driving, now: performance.now(), ...(app ? app.dataset : {}),
    shell: document.getElementById("shell") !== null, stale: document.querySelectorAll('[data-stale="true"]').length,
    skeletons: document.querySelectorAll('[data-testid="stSkeleton"]').length});
}
"""


def settled(page: Page, needs: str | None = COUNT_LINE) -> Page:
    """Waits until every run the page asked for is over and drawn, and `needs` (a CSS selector) is there.

    Pages without a count line pass `needs=None`, or what they show instead. A red error box fails the test.
    """
    try:
        page.wait_for_function(SETTLED, arg=[needs, QUIET_MILLISECONDS], timeout=SECONDS * 1000)
    except PlaywrightTimeout:
        text = page.locator("body").inner_text()[:2000]
        raise AssertionError(f"the page did not settle (wanted {needs}): {page.evaluate(WHY)}\n{text}") from None
    errors = page.get_by_test_id("stException").all_inner_texts()
    assert not errors, f"the page shows an error: {errors}"
    return page


@contextmanager
def rerun(page: Page, needs: str | None = COUNT_LINE) -> Iterator[None]:
    """What is done inside must make Streamlit run again; afterwards the page has settled."""
    before = page.evaluate("window.__driving.asked")
    loaded = page.evaluate("performance.timeOrigin")
    yield
    page.wait_for_function(
        "([before, loaded]) => performance.timeOrigin !== loaded || window.__driving.asked > before",
        arg=[before, loaded],
        timeout=SECONDS * 1000,
    )
    settled(page, needs)


def address(page: Page) -> str:
    """The page's address. Playwright's own `page.url` can lag behind when Streamlit changes it."""
    return str(page.evaluate("location.href"))


def go(page: Page, url: str, needs: str | None = COUNT_LINE) -> Page:
    """Opens an address and waits for its page."""
    page.goto(url)
    return settled(page, needs)


def params(page: Page) -> dict[str, list[str]]:
    """What the address asks for, by parameter."""
    return parse_qs(urlsplit(address(page)).query)


def shown(page: Page) -> int:
    """How many events the page says that it shows."""
    return int(page.locator(".st-key-top .count-line").get_attribute("data-shown") or -1)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; the part beside the sidebar counts as well."""
    return int(
        page.evaluate("""() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
          .map((part) => part.scrollWidth - part.clientWidth))""")
    )


def cards(page: Page) -> list[str]:
    """Ids of the events in the list of cards, in its order."""
    found: list[str] = page.locator(".st-key-main .cards article.event-card").evaluate_all(
        "all => all.map(card => card.dataset.event)"
    )
    return found


def option(page: Page, facet: str, value: str) -> Locator:
    """The option of the panel with this value."""
    return page.locator(f'.st-key-panel [role=checkbox][data-param="{facet}"][data-value="{value}"]')


def tab(page: Page, name: str) -> Locator:
    """The link of the top bar to a page."""
    return page.locator("header.top .tabs").get_by_role("link", name=name, exact=True)


def mark(page: Page, event: str) -> Locator:
    """The mark of an event in the lanes."""
    return page.locator(f'.st-key-main svg.lanes a.mark[data-event="{event}"]')


def share(page: Page) -> Locator:
    """The menu with what can be done with a view, opened."""
    menu = page.locator(".st-key-top details.share")
    if menu.get_attribute("open") is None:
        wide = menu.locator("summary")
        (wide if wide.is_visible() else page.locator(".st-key-top .thumb [data-sheet=share]")).click()
        menu.locator("ul").wait_for()
    return menu
