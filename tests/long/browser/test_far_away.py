"""One event of 1142 in a record of 2016 to 2025: the lanes stay wide, say where it is, and lead to it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.driving import go, mark, overflow, params, rerun
from tests.far_away import FIRST, LAST, ROUNDS, write_far

OUTSIDE = "1 event lies before this axis, in 1142"


@pytest.fixture
def origin(serve, tmp_path):
    return serve(data=write_far(tmp_path / "far", "1142")).url


def middles(page) -> list[float]:
    """Where the marks stand, as shares of the picture's width, from the left."""
    return page.locator(".st-key-main svg.lanes").evaluate(
        """svg => {
          const box = svg.getBoundingClientRect();
          const at = mark => mark.querySelector(":scope > :first-child").getBoundingClientRect();
          return [...svg.querySelectorAll("a.mark")].map(at)
            .map(({left, width}) => (left + width / 2 - box.left) / box.width).sort((one, other) => one - other);
        }"""
    )


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_marks_are_not_squeezed_and_the_far_event_is_one_click_away(origin, open_page, width, dark):
    page = go(open_page(width=width, dark=dark), origin)
    places = middles(page)
    assert len(places) == ROUNDS
    assert places[0] < 0.3
    assert places[-1] > 0.9
    steps = [after - before for before, after in pairwise(places)]
    assert max(steps) < 0.06, "they stand as far apart as their days"
    assert overflow(page) <= 0
    link = page.locator(".part-lanes .notes").get_by_role("link", name=OUTSIDE)
    with rerun(page):
        link.click()
    assert params(page) == {"from": ["1142-01-01"], "to": ["1142-12-31"]}
    assert mark(page, "treaty-0").is_visible()
    assert page.get_by_role("link", name=OUTSIDE).filter(visible=True).count() == 0, "it lies on this axis"


def test_the_whole_time_is_one_click_away(origin, page):
    go(page, origin)
    with rerun(page):
        page.locator(".part-lanes").get_by_role("link", name="Show the whole time").click()
    assert params(page) == {"from": ["1142-01-01"], "to": [LAST]}
    assert page.locator(".st-key-main a.mark").count() == ROUNDS + 1
    assert middles(page)[1] > 0.9, "so narrow is the rest of it"


def test_keys_and_dragging_over_the_days_work_on_the_opened_axis(origin, page):
    go(page, origin)
    lanes = page.locator(".st-key-main svg.lanes")
    page.locator(".st-key-main a.mark[tabindex='0']").first.focus()
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.event") == f"round-{ROUNDS - 1}"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.dataset.event") == "round-1", "the first of its lane"
    box = lanes.bounding_box()
    scale = box["width"] / float(lanes.get_attribute("viewBox").split()[2])
    left, right = (box["x"] + float(lanes.get_attribute(f"data-{side}")) * scale for side in ("left", "right"))
    y = box["y"] + float(lanes.get_attribute("data-axis")) * scale - 8
    page.mouse.move((left + right) / 2, y)
    page.mouse.down()
    page.mouse.move(right - 1, y, steps=5)
    with rerun(page):
        page.mouse.up()
    (first,), (last,) = params(page)["from"], params(page)["to"]
    assert FIRST < "2020-01-01" < first < "2022-01-01"
    assert last == LAST


def test_the_months_of_the_panel_are_those_of_the_lanes(origin, page):
    go(page, origin)
    bars = page.locator(".st-key-panel .bars .bar")
    assert bars.count() == 24
    assert (bars.first.get_attribute("data-first"), bars.last.get_attribute("data-last")) == (FIRST, LAST)
    with rerun(page):
        page.locator(".st-key-panel").get_by_role("link", name="1 event lies before these bars, in 1142").click()
    assert params(page) == {"from": ["1142-01-01"], "to": ["1142-12-31"]}
