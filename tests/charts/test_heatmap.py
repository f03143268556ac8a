"""The calendar of strike days: which cell is which day, what it says, and where names stand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.waves.series import days
from timeline.charts.heatmap import build_heatmap_chart

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
SPRING = (date(2026, 1, 1), date(2026, 3, 31))


def draw(launched: list[float | None], period: tuple[date, date], width: int = 1000) -> dict[str, Any]:
    """The figure as a browser gets it."""
    chart = build_heatmap_chart(days(launched), period=period, scheme="light", width=width)
    return dict(json.loads(chart.figure.to_json()))


def trace(figure: dict[str, Any], meta: str) -> dict[str, Any]:
    (found,) = (trace for trace in figure["data"] if trace.get("meta") == meta)
    return found


def cells(figure: dict[str, Any]) -> dict[str, tuple[int, int, float | None, str]]:
    """Days of each cell: its row, its column, the value that colours it, what the pointer is told."""
    marks, grid = trace(figure, "cells"), trace(figure, "days")["z"]
    found = zip(marks["customdata"], marks["y"], marks["x"], marks["hovertext"], strict=True)
    return {key: (row, column, grid[row][column], words) for key, row, column, words in found}


@pytest.mark.parametrize(
    ("day", "weekday", "week", "value", "words"),
    [
        ("2026-01-01", "Thu", 0, 40, "<b>1 January 2026</b><br>40 launched"),
        ("2026-01-04", "Sun", 0, 43, "<b>4 January 2026</b><br>43 launched"),
        ("2026-01-05", "Mon", 1, 44, "<b>5 January 2026</b><br>44 launched"),
        ("2026-02-28", "Sat", 8, 1098, "<b>28 February 2026</b><br>1,098 launched"),
        ("2026-03-02", "Mon", 9, None, "<b>2 March 2026</b><br>no report: missing, not zero"),
        ("2026-03-31", "Tue", 13, 0, "<b>31 March 2026</b><br>0 launched"),
    ],
)
def test_a_day_stands_in_the_row_of_its_weekday_and_the_column_of_its_week(day, weekday, week, value, words):
    launched: list[float | None] = [40.0 + n for n in range(90)]
    launched[58], launched[60], launched[89] = 1098.0, None, 0.0
    figure = draw(launched, SPRING)
    assert cells(figure)[f"{day}/{day}"] == (WEEKDAYS.index(weekday), week, value, words)


def test_rows_are_named_and_read_from_monday_down():
    axis = draw([40.0] * 90, SPRING)["layout"]["yaxis"]
    named = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    assert named == {row: WEEKDAYS[row] for row in named}
    assert {"Mon", "Sun"} <= set(named.values())
    assert axis["range"][0] > axis["range"][1], "the first row is at the top"


def test_a_month_is_named_below_the_week_of_its_first_day():
    figure = draw([40.0] * 90, SPRING)
    axis = figure["layout"]["xaxis"]
    columns = [cells(figure)[f"2026-0{month}-01/2026-0{month}-01"][1] for month in (1, 2, 3)]
    assert dict(zip(axis["tickvals"], axis["ticktext"], strict=True)) == dict(
        zip(columns, ["Jan<br>2026", "Feb", "Mar"], strict=True)
    )


def test_of_a_missing_day_and_of_no_other_the_cell_is_outlined():
    figure = draw([None if n in (9, 60) else 0.0 for n in range(90)], SPRING)
    outline = trace(figure, "missing")
    corners = list(zip(outline["x"], outline["y"], strict=True))
    around = {(round(x), round(y)) for x, y in corners if x is not None}
    assert around == {cells(figure)[f"{day}/{day}"][1::-1] for day in ("2026-01-10", "2026-03-02")}
    assert not [trace for trace in draw([0.0] * 90, SPRING)["data"] if trace.get("meta") == "missing"]


def test_of_long_periods_a_row_is_a_year_and_a_column_a_week_of_it():
    """Years by ISO 8601: the week of 29 December 2025 is the first of 2026."""
    figure = draw([10.0 if n < 365 else 30.0 for n in range(1096)], (date(2026, 1, 1), date(2028, 12, 31)))
    years = figure["layout"]["yaxis"]["ticktext"]
    assert years == ["2026", "2027", "2028"]
    found = cells(figure)
    for key, (row, column, _, _) in found.items():
        first = date.fromisoformat(key[:10])
        assert (years[row], column + 1) == (str(first.isocalendar().year), first.isocalendar().week)
    assert found["2026-12-28/2027-01-03"][2:] == (
        pytest.approx((4 * 10 + 3 * 30) / 7, abs=0.05),
        "<b>28 December 2026 to 3 January 2027</b><br>19 launched a day",
    )
