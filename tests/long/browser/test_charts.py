"""Charts under a mouse and under a finger, and the parts of Streamlit's pages that our style sheets name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.driving import go, mark, params, rerun
from timeline import web

STYLES = [Path(web.__path__[0]) / name for name in ("frame.css", "front.css")]
# A window whose charts are laid out for 752 pixels: it may be a laptop's, with a mouse, or a tablet's.
SIZE = {"width": 1200, "height": 800}


def axis(page):
    """What dragging does in the first chart, and the days that its axis shows."""
    return page.locator(".js-plotly-plot").first.evaluate(
        "plot => ({drag: plot._fullLayout.dragmode, range: [...plot._fullLayout.xaxis.range],"
        " width: plot._fullLayout.width})"
    )


def plot_area(page):
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def place(page, event):
    """Where the mark of an event is shown."""
    return mark(page, event).bounding_box()["x"]


def test_a_mouse_drags_the_axis_of_the_lanes_where_it_is_zoomed(serve, open_page):
    page = open_page(**SIZE)
    go(page, serve().url)
    first, second = "abu-dhabi-round-one", "abu-dhabi-round-two"
    near = place(page, second) - place(page, first)
    page.locator(".lanes-tools").get_by_role("button", name="Zoom in").click()
    page.wait_for_selector("svg.lanes.zoomed")
    assert place(page, second) - place(page, first) == pytest.approx(1.6 * near, abs=1)
    lanes = page.locator(".st-key-main svg.lanes")
    lanes.evaluate("svg => svg.scrollIntoView({block: 'end'})")
    box = lanes.bounding_box()
    before, y = place(page, first), box["y"] + box["height"] - 60
    page.mouse.move(box["x"] + 400, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 340, y, steps=5)
    page.mouse.up()
    assert place(page, first) == pytest.approx(before - 60, abs=2)
    assert params(page) == {}, "a drag is no choice"


def test_a_finger_scrolls_over_the_lanes_and_opens_what_it_touches(serve, open_page):
    page = open_page(**SIZE, has_touch=True, is_mobile=True)
    go(page, serve().url)
    assert page.locator(".st-key-main svg.lanes").evaluate("svg => getComputedStyle(svg).touchAction") == "pan-y"
    with rerun(page):
        mark(page, "abu-dhabi-round-one").tap()
    assert params(page) == {"event": ["abu-dhabi-round-one"]}


def test_a_mouse_drags_the_axis_of_time(serve, open_page):
    page = open_page(**SIZE)
    go(page, serve().url + "/talks-and-strikes?from=2026-01-01&to=2026-03-31")
    # Within the whole period the axis cannot move: a part of it can.
    page.locator(".js-plotly-plot").first.evaluate(
        "plot => Plotly.relayout(plot, {'xaxis.range': ['2026-02-01', '2026-03-01']})"
    )
    before = axis(page)
    assert before["drag"] == "pan"
    x, y = plot_area(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 120, y, steps=6)
    page.mouse.up()
    page.wait_for_function(
        "first => document.querySelector('.js-plotly-plot')._fullLayout.xaxis.range[0] > first", arg=before["range"][0]
    )
    assert params(page) == {"from": ["2026-01-01"], "to": ["2026-03-31"]}, "a drag is no choice"


def test_a_finger_on_a_wide_screen_scrolls_the_page(serve, open_page):
    page = open_page(**SIZE, has_touch=True, is_mobile=True)
    go(page, serve().url + "/talks-and-strikes")
    assert axis(page)["drag"] is False
    assert page.locator(".js-plotly-plot").first.evaluate("plot => plot._fullLayout.xaxis.fixedrange")
    assert axis(page)["width"] > 640, "it is laid out for the room that it has"


def test_a_small_window_with_a_mouse_is_dragged_too(serve, open_page):
    page = open_page(width=500, height=800)
    go(page, serve().url + "/talks-and-strikes")
    assert axis(page)["drag"] == "pan"


@pytest.mark.parametrize("path", ["/talks-and-strikes", "/who-is-who?profile=russia"])
def test_the_bar_of_a_chart_sends_nothing_away(serve, page, path):
    go(page, serve().url + path)
    bars = page.locator(".js-plotly-plot").evaluate_all(
        "plots => plots.map(plot => [...plot.querySelectorAll('.modebar-btn')].map(button => button.dataset.title))"
    )
    assert bars
    known = {"Zoom", "Pan", "Box Select", "Reset axes", "Fullscreen"}
    assert {title for bar in bars for title in bar} <= known


WHERE = ["/?theme=diplomacy", "/talks-and-strikes", "/who-says-what?topic=anchorage-agreement", "/snapshots"]
"""Pages that together have every part of Streamlit's that the style sheets name."""
ONLY_WHILE_IT_RUNS = "stStatusWidget"


def selectors():
    """Each selector in the style sheets that names something of Streamlit's by its test id."""
    text = "".join(style.read_text(encoding="utf-8") for style in STYLES)
    css = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    heads = (head for head in re.findall(r"([^{}]+)\{", css) if "data-testid" in head)
    each = (part.strip() for head in heads for part in re.split(r",(?![^(]*\))", head))
    return {part for part in each if "data-testid" in part and ONLY_WHILE_IT_RUNS not in part}


def test_what_the_style_sheets_name_of_streamlit_is_there(serve, page):
    missing = selectors()
    assert len(missing) > 8
    for link in WHERE:
        go(page, serve().url + link)
        found = page.evaluate("all => all.filter((one) => document.querySelector(one))", sorted(missing))
        missing -= set(found)
    assert missing == set(), "Streamlit calls it otherwise now"
