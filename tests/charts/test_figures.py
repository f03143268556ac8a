"""What holds for every chart: Plotly takes its figure, one sentence says it, a table holds it, nothing is fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from timeline.charts.heatmap import build_heatmap_chart
from timeline.charts.lanes import build_lanes_chart
from timeline.charts.network import build_network_chart
from timeline.charts.palette import SCHEMES, contrast
from timeline.charts.profile import build_months_chart
from timeline.charts.stances import build_stances_chart
from timeline.charts.strikes import build_strikes_chart
from timeline.charts.windows import build_window_chart
from timeline.profiles.actors import actor_profile
from timeline.profiles.network import actor_network
from timeline.query.collection import Collection
from timeline.waves import align_windows, choose_anchors, find_waves
from timeline.web.plot import KINDS

PERIOD = (date(2025, 8, 1), date(2026, 7, 1))


def lanes(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_lanes_chart(record.view(), record.themes, record.strikes, record.coverage, period=PERIOD, **look)


def strikes(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    waves = find_waves(record.strikes, period=PERIOD)
    return build_strikes_chart(record.strikes, waves, events, period=PERIOD, themes=record.themes, **look)


def logarithmic(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    waves = find_waves(record.strikes, period=PERIOD)
    return build_strikes_chart(record.strikes, waves, events, period=PERIOD, by="week", log=True, **look)


def windows(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_window_chart(align_windows(record.strikes, choose_anchors(events), draws=20), **look)


def calendar(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_heatmap_chart(record.strikes, period=PERIOD, **look)


def stances(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_stances_chart(record, "anchorage-agreement", **look)


def network(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    found = actor_network(record.view())
    return build_network_chart(found.nodes, found.edges, **look)


def months(record: Collection, events: Any, look: dict[str, Any]) -> Any:
    return build_months_chart(actor_profile(record, "russia"), **look)


CHARTS: list[Callable[..., Any]] = [lanes, strikes, logarithmic, windows, calendar, stances, network, months]
each_chart = pytest.mark.parametrize("build", CHARTS, ids=lambda build: build.__name__)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
@each_chart
def test_plotly_takes_every_property_of_the_figure(real_record, build, width, scheme):
    chart = build(real_record, real_record.events, {"scheme": scheme, "width": width})
    go.Figure(chart.figure.to_dict())  # raises where a property or its value is not Plotly's
    assert chart.figure.layout["width"] == width


@each_chart
def test_each_chart_has_one_sentence_and_a_table(real_record, build):
    chart = build(real_record, real_record.events, {"scheme": "light", "width": 900})
    assert chart.alt.endswith(".")
    assert "\n" not in chart.alt
    tables = chart.tables() if build is lanes else [chart.table]
    assert any(len(table) for table in tables)
    assert all(table.columns.is_unique for table in tables)


@each_chart
def test_an_empty_choice_of_events_is_drawn_without_a_fault(real_record, build):
    chart = build(real_record, real_record.events.iloc[:0], {"scheme": "dark", "width": 900})
    go.Figure(chart.figure.to_dict())
    assert chart.alt


@each_chart
def test_a_box_is_no_standing_tool_and_a_finger_scrolls_past_narrow_charts(real_record, build):
    wide, narrow = (build(real_record, real_record.events, {"scheme": "light", "width": w}) for w in (1200, 328))
    assert wide.figure.layout["dragmode"] in ("pan", False)
    assert narrow.figure.layout["dragmode"] is False


@each_chart
def test_the_script_that_pages_load_can_draw_every_trace(real_record, build):
    figure = build(real_record, real_record.events, {"scheme": "light", "width": 900}).figure
    assert {trace["type"] for trace in figure.to_dict()["data"]} <= set(KINDS)


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
