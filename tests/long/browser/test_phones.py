"""What a phone is given that a wide screen is not: tables as blocks of lines, a chart of its own width in files."""

from __future__ import annotations

import pytest

from tests.browser.driving import settled
from timeline.query.filter import Filter
from timeline.snapshots.standalone import Stamp, render_standalone

PHONE = 360


@pytest.mark.parametrize("path", ["/publishers-and-documents", "/who-says-what", "/what-changed", "/about-the-record"])
def test_no_table_is_cut(serve, open_page, path):
    page = open_page(width=PHONE, height=780)
    page.goto(serve().url + path)
    settled(page, "h1.phrase")
    beyond = page.locator("table.stacks td, table.stacks tbody th").evaluate_all(
        "(all, width) => all.filter(one => one.getBoundingClientRect().right > width).map(one => one.textContent)",
        PHONE,
    )
    assert beyond == []


def test_a_cell_says_what_its_column_is(serve, open_page):
    page = open_page(width=PHONE, height=780)
    page.goto(serve().url + "/publishers-and-documents")
    settled(page)
    cell = page.locator("table.stacks td[data-label='Control:']").first
    said = cell.evaluate("one => getComputedStyle(one, '::before').content")
    assert said.replace('" "', "") == '"Control: "'
    assert page.locator("table.stacks thead").first.evaluate("one => one.getBoundingClientRect().width") <= 1


def test_a_page_to_send_fits(open_page, real_record):
    page = open_page(width=PHONE, height=780)
    view = real_record.view(Filter(themes=["diplomacy"]))
    page.set_content(render_standalone(view, Stamp(title="Talks", facts=[("SHA-256", "a" * 64)], verify="So.")))
    page.locator("details.provenance summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    places = page.locator("figure svg").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(box => box.width).map(box => [box.left, box.right])"
    )
    ((left, right),) = places
    assert 0 <= left < right <= PHONE
    assert page.locator("h1").bounding_box()["y"] < page.locator("figure svg.narrow").bounding_box()["y"] < 780
