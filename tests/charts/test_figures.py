"""What holds for every chart: Plotly takes its figure, one sentence says it, a table holds it, nothing is fetched."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.charts.checking import checked
from timeline.charts.figure import Figure
from timeline.charts.heatmap import build_heatmap_chart
from timeline.charts.network import build_network_chart
from timeline.charts.palette import SCHEMES, contrast
from timeline.charts.profile import build_months_chart
from timeline.charts.series import build_series_chart
from timeline.charts.stances import build_stances_chart
from timeline.charts.windows import build_window_chart
from timeline.profiles.actors import actor_profile
from timeline.profiles.network import actor_network
from timeline.query.collection import Collection
from timeline.waves import align_windows, choose_anchors, find_waves
from timeline.web.plot import KINDS

PERIOD = (date(2025, 8, 1), date(2026, 7, 1))


def strikes(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    waves = find_waves(record.daily, period=PERIOD)
    return build_series_chart(record.daily, waves, events, period=PERIOD, themes=record.themes, **look)


def logarithmic(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    waves = find_waves(record.daily, period=PERIOD)
    return build_series_chart(record.daily, waves, events, period=PERIOD, by="week", log=True, **look)


def windows(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_window_chart(
        align_windows(record.daily, choose_anchors(events, record.about.series), draws=20), **look
    )


def calendar(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_heatmap_chart(record.daily, period=PERIOD, **look)


def stances(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_stances_chart(record, "anchorage-agreement", **look)


def network(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    found = actor_network(record.view())
    return build_network_chart(found.nodes, found.edges, **look)


def months(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_months_chart(actor_profile(record, "russia"), **look)


CHARTS: list[Callable[..., Any]] = [strikes, logarithmic, windows, calendar, stances, network, months]
DRAGGED = [strikes, logarithmic, calendar, network]
each_chart = pytest.mark.parametrize("build", CHARTS, ids=lambda build: build.__name__)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 752, 1200])
@each_chart
def test_plotly_takes_every_property_of_the_figure(real_record, build, width, scheme):
    chart = build(real_record, real_record.events, {"scheme": scheme, "width": width})
    checked(chart)  # raises where a property or its value is not Plotly's
    assert chart.figure.layout["width"] == width


@each_chart
def test_each_chart_has_one_sentence_and_a_table(real_record, build):
    chart = build(real_record, real_record.events, {"scheme": "light", "width": 900})
    assert chart.alt.endswith(".")
    assert "\n" not in chart.alt
    tables = chart.tables()
    assert any(len(table) for table in tables)
    assert all(table.columns.is_unique for table in tables)


@each_chart
def test_an_empty_choice_of_events_is_drawn_without_a_fault(real_record, build):
    chart = build(real_record, real_record.events.iloc[:0], {"scheme": "dark", "width": 900})
    checked(chart)
    assert chart.alt


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
@pytest.mark.parametrize("width", [328, 752, 1200])
@pytest.mark.parametrize("build", DRAGGED, ids=lambda build: build.__name__)
def test_a_mouse_pans_and_a_finger_scrolls_past_at_every_width(real_record, build, width, touch):
    figure = build(real_record, real_record.events, {"scheme": "light", "width": width, "touch": touch}).figure
    assert figure.layout["dragmode"] == (False if touch else "pan"), "a box is a tool of the bar and never stands"
    if build in (strikes, logarithmic):
        assert figure.layout["xaxis"]["fixedrange"] is touch


@pytest.mark.parametrize("width", [328, 752, 1200])
@pytest.mark.parametrize("build", [build for build in CHARTS if build not in DRAGGED], ids=lambda build: build.__name__)
def test_the_other_charts_are_never_dragged(real_record, build, width):
    assert (
        build(real_record, real_record.events, {"scheme": "light", "width": width}).figure.layout["dragmode"] is False
    )


@each_chart
def test_a_box_is_offered_where_it_does_something(real_record, build):
    bar = build(real_record, real_record.events, {"scheme": "light", "width": 752}).figure.layout["modebar"]
    boxes = build in (strikes, logarithmic, calendar)
    assert ("select2d" in bar["add"], "select2d" in bar["remove"]) == (boxes, not boxes)
    assert "lasso2d" in bar["remove"]


@each_chart
def test_the_script_that_pages_load_can_draw_every_trace(real_record, build):
    figure = build(real_record, real_record.events, {"scheme": "light", "width": 900}).figure
    assert {trace["type"] for trace in figure.data} <= set(KINDS)


@each_chart
def test_nothing_is_fetched_from_elsewhere(real_record, build):
    text = build(real_record, real_record.events, {"scheme": "light", "width": 900}).figure.to_json()
    assert "http" not in text


@pytest.mark.parametrize("name", ["light", "dark"])
def test_colours_stand_out_from_the_page(name):
    scheme = SCHEMES[name]
    assert contrast(scheme.text, scheme.background) >= 7
    assert contrast(scheme.muted, scheme.background) >= 4.5
    for colour in (scheme.accent, *scheme.themes, *scheme.stances.values()):
        assert contrast(colour, scheme.background) >= 3, colour


@pytest.mark.parametrize("name", ["light", "dark"])
def test_no_two_themes_share_a_colour(name):
    assert len(set(SCHEMES[name].themes)) == len(SCHEMES[name].themes)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_null_and_a_text_that_looks_like_one_stays(value):
    text = Figure([{"y": [1.5, value], "text": ["NaN", "Infinity"]}], {"height": 100}).to_json()
    assert json.loads(text) == {"data": [{"y": [1.5, None], "text": ["NaN", "Infinity"]}], "layout": {"height": 100}}


@each_chart
def test_charts_are_made_of_plain_values_and_have_no_number_that_is_none(real_record, build):
    figure = build(real_record, real_record.events, {"scheme": "light", "width": 900}).figure
    strict = json.dumps({"data": figure.data, "layout": figure.layout}, allow_nan=False)
    assert strict == figure.to_json()


def test_charts_are_made_without_the_package_that_checks_them():
    rooms = ("heatmap", "lanes", "network", "profile", "stances", "series", "windows")
    modules = ", ".join(f"timeline.charts.{room}" for room in rooms)
    code = f"import sys, {modules}; print('plotly' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
