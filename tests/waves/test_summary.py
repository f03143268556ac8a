"""Sums by day, week and month, and the days before, during and after something."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.waves.series import day, days
from timeline.collection.first_series import SERIES as FIRST
from timeline.waves import compare_around, describe_around, summarise

SERIES = days([10.0, None, 30.0, *[20.0] * 60], missiles=2)


@pytest.mark.parametrize(
    ("by", "rows", "first_end"), [("day", 63, day(0)), ("week", 10, day(3)), ("month", 3, day(30))]
)
def test_every_day_belongs_to_one_row(by, rows, first_end):
    sums = summarise(SERIES, by)
    assert (len(sums), str(sums["end"][0].date())) == (rows, first_end)
    assert sums["days"].sum() == 63
    assert sums["reported_days"].sum() == 62
    assert sums["launched"].sum() == 10 + 30 + 60 * 20


def test_a_day_without_a_report_is_missing_and_no_zero():
    row = summarise(SERIES).iloc[1]
    assert row["missing"]
    assert pd.isna(row["launched"])
    assert pd.isna(row["share_stopped"])


def test_the_mean_of_seven_days_leaves_out_missing_ones():
    means = summarise(SERIES)["mean_7_days"]
    assert means[:3].isna().all(), "fewer than four reported days"
    assert means[4] == pytest.approx((10 + 30 + 20 + 20) / 4)
    assert means[20] == 20


def test_a_period_beyond_the_record_is_missing_days():
    sums = summarise(SERIES, "week", period=(date(2026, 2, 23), date(2026, 3, 15)))
    assert sums["days"].tolist() == [7, 7, 7]
    assert sums["reported_days"].tolist() == [7, 3, 0]
    assert sums["missing"].tolist() == [False, False, True]


def test_before_during_and_after():
    series = days([10.0] * 20 + [0.0] * 3 + [40.0] * 20)
    parts = compare_around(series, (date.fromisoformat(day(20)), date.fromisoformat(day(22))))
    assert parts["part"].tolist() == ["before", "during", "after"]
    assert parts["mean_launched"].tolist() == [10, 0, 40]
    assert parts["days"].tolist() == [7, 3, 7]
    assert describe_around(parts, FIRST)[0] == "7 days before: 10 launches a day, 0 missiles in all, 50 % stopped."


def test_the_pause_of_late_january_2026_in_the_record(real_record):
    parts = compare_around(real_record.daily, (date(2026, 1, 30), date(2026, 2, 1)))
    assert parts["mean_launched"].round().tolist() == [165, 96, 267]
    assert parts["missiles_launched"].tolist() == [24, 1, 120]
    assert parts.set_index("part").loc["during", ["runs", "runs_as_low"]].tolist() == [323, 43]
