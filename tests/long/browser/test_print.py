"""On paper: what a page shows, without what it is chosen by, and nothing cut or folded."""

from __future__ import annotations

import pytest

from tests.browser.driving import settled
from tests.browser.facts import ARMS_CONTROL
from timeline.query.filter import Filter
from timeline.snapshots.standalone import Stamp, render_standalone

PAPER = 688
"""Width of A4 within our margins, in CSS pixels."""
CHOSEN_BY = (
    "header.top",
    ".st-key-panel",
    ".share",
    ".chip a",
    ".orders",
    "nav.pages",
    "[data-testid=stHeader]",
    "button",
)
CHOSEN_BY += (".modebar-container",)


def shown(page, selector):
    """How many elements take up room."""
    return page.locator(selector).evaluate_all("all => all.filter(one => one.getClientRects().length).length")


@pytest.mark.parametrize(
    "path", ["/?theme=arms-control", "/who-says-what?topic=anchorage-agreement", "/what-changed", "/who-is-who"]
)
def test_a_page_is_printed_without_its_controls_and_with_its_chart_whole(serve, page, path):
    page.goto(serve().url + path)
    settled(page)
    page.emulate_media(media="print")
    assert {selector: shown(page, selector) for selector in CHOSEN_BY} == dict.fromkeys(CHOSEN_BY, 0)
    wide = page.locator(".js-plotly-plot .main-svg").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().width)"
    )
    assert [width for width in wide if width > PAPER] == []
    # the window is wider than paper, and lanes are as wide as they find room
    most = page.locator("svg.lanes").evaluate_all("all => all.map(one => getComputedStyle(one).maxWidth)")
    assert set(most) <= {"100%"}


def test_sources_are_printed_though_they_are_folded(serve, page):
    page.goto(serve().url + "/?theme=arms-control")
    settled(page)
    page.emulate_media(media="print")
    lists = page.locator(".event-card .sources ol")
    assert lists.count() == ARMS_CONTROL
    assert shown(page, ".event-card .sources ol li a") == page.locator(".event-card .sources ol li a").count()


def test_a_dark_page_is_printed_in_dark_ink(serve, open_page):
    page = open_page(dark=True)
    page.goto(serve().url + "/?theme=arms-control")
    settled(page)
    page.emulate_media(media="print", color_scheme="dark")
    inks = page.locator(".event-card p, .event-card h2, .event-card .meta, .event-card a").evaluate_all(
        "all => [...new Set(all.map(one => getComputedStyle(one).color))]"
    )
    assert inks
    for ink in inks:
        assert max(int(part) for part in ink.removeprefix("rgb(").removesuffix(")").split(",")) < 160, ink


def test_a_page_to_send_is_printed_with_sources_and_provenance(open_page, real_record):
    page = open_page(width=PAPER)
    view = real_record.view(Filter(themes=["arms-control"]))
    page.set_content(render_standalone(view, Stamp(facts=[("Id", "abc")], verify="So.")))
    page.emulate_media(media="print")
    assert shown(page, ".event-card .sources ol li") == page.locator(".event-card .sources ol li").count()
    assert shown(page, ".provenance dd") == 2
    (chart,) = page.locator("figure svg").evaluate_all(
        "all => all.filter(one => one.getClientRects().length).map(one => one.getBoundingClientRect().width)"
    )
    assert chart <= PAPER
