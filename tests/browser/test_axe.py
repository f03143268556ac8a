"""axe-core finds nothing of ours, every text can be read, nothing overflows: every page and state, wide and narrow,
light and dark.

A state is opened once, light and 1280 wide, and changed from there. All rules run at both widths; in the dark only
those about colour, for nothing else differs. Then every text of ours is measured by its computed colours
(`contrast.py`), those of what is folded too: axe leaves aside the ones of whose ground it is not sure.
"""

from __future__ import annotations

from itertools import product

import pytest

from tests.browser.contrast import faint_texts
from tests.browser.driving import COUNT_LINE, go, overflow, rerun, share
from tests.javascript.__main__ import MODULES, ensure

NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 720}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
RUN = """async (options) => {
  const {violations} = await axe.run(document, {resultTypes: ["violations"], ...options});
  return violations.flatMap(({id, help, nodes}) => nodes.map(({target, html}) =>
    [id, `${id} (${help}): ${target.flat().join(" ")} ${html.slice(0, 160)}`, target.flat().join(" ")]));
}"""
STREAMLITS: dict[tuple[str, str], str] = {}
"""What is not ours: rule and a part of the selector, and why."""
OURS = ".stHtml, .st-key-top, .st-key-main, .st-key-panel"
"""What we write; what Streamlit draws around it is its own."""
PAGES = (
    "/",
    "/talks-and-strikes?theme=diplomacy",
    "/who-says-what",
    "/who-says-what?topic=anchorage-agreement",
    "/story-check",
    "/what-changed",
    "/who-is-who?profile=sergey-lavrov",
    "/publishers-and-documents",
    "/snapshots",
    "/about-the-record",
    "/?theme=covert-action&event=alekseyev-shot",
    "/?actor=sergey-lavrov&theme=diplomacy&known=2026-02-10",
    "/?theme=energy&q=nothinghasthisword",
)


@pytest.fixture(scope="module")
def axe() -> str:
    """The script, as npm installed it."""
    ensure()
    return (MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8")


def faults(page, **options) -> set[str]:
    """What axe finds on a page that is ours."""
    found = page.evaluate(RUN, options)
    return {
        told for rule, told, target in found if not any(rule == known and part in target for known, part in STREAMLITS)
    }


def resize(page, size, needs) -> None:
    """Another window, which the page has answered."""
    with rerun(page, needs):
        page.set_viewport_size(size)


def turn(page, scheme, needs) -> None:
    """The system has become dark or light, and the page with it."""
    with rerun(page, needs):
        page.emulate_media(color_scheme=scheme)
    assert page.locator("html").get_attribute("data-scheme") == scheme


def too_wide(page) -> set[str]:
    """What is told where the page is wider than its window."""
    return {f"{more} px too wide"} if (more := overflow(page)) > 0 else set()


def check(page, axe, needs=COUNT_LINE) -> None:
    """Runs axe on a state in both schemes at both widths, measures its texts in both, and its width at both."""
    page.evaluate(axe)
    found = {"1280": faults(page) | too_wide(page)}
    resize(page, NARROW, needs)
    found["360"] = faults(page) | too_wide(page)
    turn(page, "dark", needs)
    found["360 dark"] = faults(page, **COLOURS)
    resize(page, WIDE, needs)
    found["1280 dark"] = faults(page, **COLOURS) | set(faint_texts(page, OURS))
    turn(page, "light", needs)
    found["texts in light"] = set(faint_texts(page, OURS))
    assert {where: sorted(what) for where, what in found.items() if what} == {}


@pytest.mark.parametrize("link", PAGES)
def test_a_page_has_no_fault(serve, open_page, axe, link):
    page = open_page(**WIDE)
    go(page, serve().url + link)
    check(page, axe)


def test_the_menu_of_sharing_has_no_fault(serve, open_page, axe):
    page = open_page(**WIDE)
    go(page, serve().url + "/?theme=arms-control")
    share(page)
    check(page, axe)
    assert share(page).get_by_role("button", name="Copy link").is_visible()


def test_the_panel_on_a_phone_has_no_fault(serve, open_page, axe):
    page = open_page(**NARROW)
    go(page, serve().url + "/?theme=arms-control")
    page.locator("[data-sheet=panel]").click()
    page.locator(".st-key-panel details.more summary").first.click()
    page.locator(".st-key-panel [data-found] .opt").first.wait_for()
    page.evaluate(axe)
    assert sorted(faults(page)) == []


def test_the_dialog_that_freezes_and_the_page_that_is_sent_have_no_fault(serve, open_page, axe):
    for size, dark in product((WIDE, NARROW), (False, True)):
        page = open_page(**size, dark=dark)
        go(page, serve().url + "/?theme=arms-control")
        page.evaluate(axe)
        with rerun(page):
            page.locator(".st-key-top [data-act=freeze]").dispatch_event("click")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Title").fill("For axe")
        found = faults(page)
        with rerun(page):
            dialog.get_by_role("button", name="Freeze", exact=True).click()
        link = dialog.get_by_test_id("stCode").first.inner_text().strip()
        found |= faults(page)
        page.goto(link)
        page.evaluate(axe)
        assert sorted(found | faults(page)) == [], (size, dark)
