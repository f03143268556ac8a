"""Axes of time and their whole charts: the first and the last day are shown from midnight to midnight."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tests.charts.small_events import small_events
from tests.waves.series import days
from timeline.charts.series import build_series_chart
from timeline.waves import find_waves

FIRST = date(2026, 1, 1)
EVENTS = small_events([{"day": "2026-01-01"}])


def strikes(period: tuple[date, date], width: int) -> Any:
    table = days([40.0 + n for n in range(200)])
    return build_series_chart(table, find_waves(table), EVENTS, period=period, scheme="light", width=width)


@pytest.mark.parametrize("length", [1, 31, 181])
@pytest.mark.parametrize("width", [320, 1200])
def test_an_axis_of_time_shows_the_whole_of_its_first_and_last_day(length, width):
    """A day stands for noon to noon around its date, where its mark and the middle of its bar are."""
    last = FIRST + timedelta(days=length - 1)
    axis = json.loads(strikes((FIRST, last), width).figure.to_json())["layout"]["xaxis"]
    low, high = (np.datetime64(edge.replace(" ", "T"), "m") for edge in axis["range"])
    half = np.timedelta64(12, "h")
    left, right = np.datetime64(FIRST, "m") - half - low, high - np.datetime64(last, "m") - half
    assert left >= np.timedelta64(0, "m")
    assert right >= np.timedelta64(0, "m")
    assert abs(left - right) <= np.timedelta64(1, "m"), "and as much room on both sides"


def test_a_logarithmic_axis_holds_all_of_its_points():
    table = days([1.0, 7.0, 80.0, 5000.0, *[60.0] * 20], stopped=0)
    period = (FIRST, FIRST + timedelta(days=23))
    chart = build_series_chart(table, find_waves(table), EVENTS, period=period, scheme="light", width=1000, log=True)
    figure = json.loads(chart.figure.to_json())
    axis = figure["layout"]["yaxis2"]
    low, high = (10**power for power in axis["range"])
    heights = [y for trace in figure["data"] if trace.get("meta") == "drones" for y in trace["y"] if y]
    assert (axis["type"], min(heights), max(heights)) == ("log", 1, 5000)
    assert low < 1 < 5000 < high
