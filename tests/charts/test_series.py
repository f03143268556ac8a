"""The chart of a series and the calendar: what a bar sums, what is missing, what a click hands on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.waves.series import day, days
from tests.writing import event, write_collection
from timeline.charts.heatmap import build_heatmap_chart
from timeline.charts.series import build_series_chart
from timeline.charts.windows import build_window_chart
from timeline.query.collection import open_collection
from timeline.waves import align_windows, find_waves

LAUNCHED: list[float | None] = [40.0 + n % 3 for n in range(90)]
LAUNCHED[50], LAUNCHED[60] = 300.0, None
SERIES = replace(days(LAUNCHED, missiles=5), whose="Beta")
PERIOD = (date(2026, 1, 1), date(2026, 3, 31))
LOOK: dict[str, Any] = {"scheme": "light", "width": 1000}


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    found = {"talks": event(when=day(45)), "hostile": event(title="<b>bold</b><script>", when=day(70))}
    return open_collection(write_collection(tmp_path_factory.mktemp("strikes"), found)).events


def draw(events: pd.DataFrame, **changes: Any) -> Any:
    look = {"period": PERIOD, **LOOK, **changes}
    return build_series_chart(SERIES, find_waves(SERIES), events, **look)


def traces(chart: Any, meta: str) -> list[dict[str, Any]]:
    return [trace for trace in chart.figure.data if trace.get("meta") == meta]


def test_drones_and_missiles_are_stacked_and_add_up(events):
    (drones,), (missiles,) = (traces(draw(events), name) for name in ("drones", "missiles"))
    assert drones["type"] == missiles["type"] == "bar"
    assert draw(events).figure.layout["barmode"] == "stack"
    assert sum(value for value in missiles["y"] if value) == 89 * 5
    assert drones["y"][50] == 295


def test_a_day_without_a_report_is_no_bar_and_no_zero(events):
    (drones,) = traces(draw(events), "drones")
    assert drones["y"][60] is None
    assert any("1 day of this period has no report" in note for note in draw(events).notes)
    row = draw(events).tables()[0].iloc[60]
    assert pd.isna(row["Drones launched"])


@pytest.mark.parametrize(("by", "bars"), [("day", 90), ("week", 14), ("month", 3)])
def test_sums_of_the_table_do_not_depend_on_the_step(events, by, bars):
    table = draw(events, by=by).tables()[0]
    assert len(table) == bars
    assert table["Drones launched"].sum() == sum(value - 5 for value in LAUNCHED if value)
    assert table["Missiles launched"].sum() == 89 * 5


def test_more_days_than_bars_fit_become_weeks_and_that_is_said(events):
    chart = draw(events, width=120)
    assert len(traces(chart, "drones")[0]["y"]) < 90
    assert any("mean" in note for note in chart.notes)


def test_the_logarithmic_axis_has_points_and_leaves_out_zeros(events):
    chart = draw(events, log=True)
    assert traces(chart, "drones")[0]["type"] == "scatter"
    assert chart.figure.layout["yaxis2"]["type"] == "log"
    assert all(value is None or value > 0 for value in traces(chart, "missiles")[0]["y"])


def test_a_bar_hands_on_its_days_and_an_event_its_id(events):
    chart = draw(events)
    assert traces(chart, "drones")[0]["customdata"][50] == f"{day(50)}/{day(50)}"
    week = traces(draw(events, by="week"), "drones")[0]["customdata"][0]
    assert week == "2026-01-01/2026-01-04"
    handed = {item for trace in chart.figure.data for item in trace.get("customdata") or ()}
    assert {"talks", "hostile"} <= handed


def test_a_wave_is_shaded_on_its_days_and_can_be_chosen(events):
    marks = [trace for trace in draw(events).figure.data if "wave" in str(trace.get("meta"))]
    assert any(f"{day(50)}/{day(50)}" in (trace.get("customdata") or ()) for trace in marks)


def test_whose_figures_they_are_stands_in_the_chart(events):
    chart = draw(events)
    captions = " ".join(note["text"] for note in chart.figure.layout["annotations"])
    assert "Beta’s count" in captions
    assert "Beta’s count" in chart.alt


def test_texts_of_events_are_escaped(events):
    assert "<script" not in draw(events).figure.to_json()


def test_the_calendar_has_a_cell_a_day_and_hatches_what_is_missing():
    chart = build_heatmap_chart(SERIES, period=PERIOD, **LOOK)
    handed = [item for trace in chart.figure.data for item in trace.get("customdata") or ()]
    assert f"{day(50)}/{day(50)}" in handed
    assert "300" in chart.alt
    assert "1 day without a report" in chart.alt


def test_the_window_chart_shows_mean_quartiles_and_the_band_of_random_dates():
    result = align_windows(SERIES, [date.fromisoformat(day(30))], draws=50)
    chart = build_window_chart(result, **LOOK)
    assert len(chart.tables()[0]) == 43
    metas = {trace.get("meta") for trace in chart.figure.data}
    assert "band" in metas
    assert "random dates" in " ".join(note["text"] for note in chart.figure.layout["annotations"])
