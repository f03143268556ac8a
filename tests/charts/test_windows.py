"""The chart of launches around chosen days: what stands at which day, and what the pointer is told of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.waves.series import day, days
from timeline.charts.windows import build_window_chart
from timeline.waves import WindowResult, align_windows

LAUNCHED: list[float | None] = [10.0] * 200
# three days after the first anchor, as far after the second, and no report on the eve of the first
LAUNCHED[63], LAUNCHED[123], LAUNCHED[59] = 1110.0, 2110.0, None
ANCHORS = [60, 120]


def aligned(anchors: list[int]) -> WindowResult:
    return align_windows(days(LAUNCHED), [date.fromisoformat(day(number)) for number in anchors], draws=50)


def figure(result: WindowResult) -> dict[str, Any]:
    """As a browser gets it."""
    return dict(json.loads(build_window_chart(result, scheme="light", width=1000).figure.to_json()))


def trace(drawn: dict[str, Any], meta: str) -> dict[str, Any]:
    (found,) = (trace for trace in drawn["data"] if trace.get("meta") == meta)
    return found


@pytest.mark.parametrize(
    ("anchors", "offset", "mean", "words"),
    [
        ([60], 3, 1110, ["<b>3 days after</b>", "1,110 launches on average", "1 of 1 day reported"]),
        ([60], 0, 10, ["<b>The event’s first day</b>", "10 launches on average", "half between 10 and 10"]),
        ([60], -1, None, ["<b>1 day before</b>", "no report"]),
        (ANCHORS, 3, 1610, ["<b>3 days after</b>", "1,610 launches", "half between 1,360 and 1,860", "2 of 2 days"]),
        (ANCHORS, -1, 10, ["<b>1 day before</b>", "10 launches on average", "1 of 2 days reported"]),
        (ANCHORS, -21, 10, ["<b>21 days before</b>", "2 of 2 days reported"]),
    ],
)
def test_the_mean_of_a_day_stands_at_its_distance_from_the_event(anchors, offset, mean, words):
    line = trace(figure(aligned(anchors)), "mean")
    at = line["x"].index(offset)
    assert line["y"][at] == mean
    assert [part for part in words if part not in line["hovertext"][at]] == []


def test_areas_reach_from_the_lower_to_the_upper_figure_of_each_day():
    result = aligned(ANCHORS)
    drawn = figure(result)
    for meta, low, high in (("quartiles", "low_quartile", "high_quartile"), ("band", "band_low", "band_high")):
        area = trace(drawn, meta)
        heights: dict[int, list[float]] = {}
        for x, y in zip(area["x"], area["y"], strict=True):
            heights.setdefault(x, []).append(y)
        for row in result.offsets.to_dict("records"):
            top, bottom = heights[row["offset"]]
            assert (bottom, top) == (pytest.approx(row[low], abs=0.06), pytest.approx(row[high], abs=0.06))
    assert max(trace(drawn, "quartiles")["y"]) == 1860


def test_axes_hold_all_that_is_drawn_and_the_event_is_marked_at_zero():
    drawn = figure(aligned(ANCHORS))
    across, up = drawn["layout"]["xaxis"]["range"], drawn["layout"]["yaxis"]["range"]
    for found in drawn["data"]:
        assert all(across[0] <= x <= across[1] for x in found["x"])
        assert all(up[0] <= y <= up[1] for y in found["y"] if y is not None)
    (line,) = drawn["layout"]["shapes"]
    assert (line["x0"], line["x1"]) == (0, 0)


def test_without_a_whole_window_nothing_is_drawn_and_that_is_said():
    chart = build_window_chart(aligned([5]), scheme="light", width=1000)
    assert json.loads(chart.figure.to_json())["data"] == []
    assert chart.notes == ("None of the chosen dates has a whole window of strike days within the period.",)
    assert "nothing to show" in chart.alt
