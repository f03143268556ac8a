"""Sums of a series by day, week or month, and the days before, during and after something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.collection.series import Daily
from timeline.collection.tables import rows_of
from timeline.waves.days import Days, Numbers, Period, bounds_of, read_days, to_counts, to_dates
from timeline.waves.find import paired, share

By = Literal["day", "week", "month"]

MEAN_DAYS, MEAN_MIN_DAYS = 7, 4
YEAR_DAYS, MOST_RUN_DAYS = 365, 31
"""A part is ranked among runs of as many days, if it has no more than a month, in the year with it in the middle."""
_MONDAY = 3  # 1970-01-01 was a Thursday


def summarise(daily: Daily, by: By = "day", *, period: Period | None = None) -> pd.DataFrame:
    """Sums of every day, week (from Monday) or month of the series, by start; none is left out.

    A sum over days without a report is a sum of the others: compare ``reported_days`` with ``days``, or use the means.

    Args:
        daily: the series.
        by: what one row stands for.
        period: first and last day, both included; None for the first to the last one on record. Weeks and months
            that reach beyond it are cut, and ``days`` says how many are left.

    Returns:
        ``start``, ``end`` (datetime64[s], inclusive), ``days``, ``reported_days`` (with the figure of every kind), the
        series' columns, ``launched`` (all kinds), ``stopped`` (their part; Int64, NA where no day has a figure),
        ``share_stopped`` (0 to 1), ``mean_launched`` (a reported day), ``mean_7_days`` (a day over the reported days
        of the seven that end with this one, at least four; NaN by week and month) and ``missing`` (no day of it has
        every figure).
    """
    days = read_days(daily, period)
    edges = _edges(days, by)
    return _build_sums(days, edges).assign(
        mean_7_days=_trailing_mean(_with_run_up(daily, days)) if by == "day" else np.nan
    )


def compare_around(daily: Daily, around: Period, *, days: int = 7) -> pd.DataFrame:
    """Three rows, before, during and after some days.

    Args:
        daily: the series.
        around: first and last day of what is in the middle, both included.
        days: how many days before it and after it.

    Returns:
        ``part`` (before, during, after), the columns of ``summarise`` but the mean of seven days, and how the part
        stands among the runs of as many consecutive days in the year around the middle: ``runs`` (those with a report
        of every day, itself among them), ``runs_as_low``, ``runs_as_high`` (with as few or fewer, as many or
        more). All three are 0 for a part of more than 31 days, or with a day without a report.
    """
    low, high = bounds_of(around)
    whole = read_days(daily)
    figures = whole.cut(low - days, high + days)
    sums = _build_sums(figures, np.array([0, days, days + high - low + 1, len(figures)]))
    sums.insert(0, "part", ["before", "during", "after"])
    middle = (low + high) // 2
    year = whole.cut(middle - YEAR_DAYS // 2, middle + YEAR_DAYS // 2).launched
    runs = [_rank(year, row["launched"], row["days"], row["reported_days"]) for row in rows_of(sums)]
    return sums.assign(**dict(zip(("runs", "runs_as_low", "runs_as_high"), zip(*runs, strict=True), strict=True)))


def _rank(year: Numbers, launched: int, days: int, reported_days: int) -> tuple[int, int, int]:
    """Runs of as many days, those with as few launches, those with as many."""
    if not 0 < days <= min(MOST_RUN_DAYS, len(year)) or reported_days < days:
        return 0, 0, 0
    sums = np.lib.stride_tricks.sliding_window_view(year, days).sum(axis=1)
    return int((~np.isnan(sums)).sum()), int((sums <= launched).sum()), int((sums >= launched).sum())


def _edges(days: Days, by: By) -> npt.NDArray[np.int64]:
    """Where each row's days begin, and the end of the last."""
    numbers = days.first + np.arange(len(days))
    if by == "day":
        groups = numbers
    elif by == "week":
        groups = (numbers + _MONDAY) // 7
    else:
        groups = numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    begins = np.flatnonzero(np.diff(groups, prepend=groups[:1] - 1))
    return np.concatenate((begins, [len(days)])).astype(np.int64)


def _build_sums(days: Days, edges: npt.NDArray[np.int64]) -> pd.DataFrame:
    """One row for the days between each two edges."""

    def total(values: Numbers) -> Numbers:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        return np.diff(sums[edges])

    def known(values: Numbers) -> Numbers:
        counts = total((~np.isnan(values)).astype(float))
        return np.where(counts > 0, total(np.nan_to_num(values)), np.nan)

    launched = days.launched
    reported = total((~np.isnan(launched)).astype(float))
    series = days.series
    columns = {name: known(days.figures[name]) for name in series.columns}
    return pd.DataFrame(
        {
            "start": to_dates(days.first + edges[:-1]),
            "end": to_dates(days.first + edges[1:] - 1),
            "days": np.diff(edges),
            "reported_days": reported.astype(np.int64),
            **{name: to_counts(values) for name, values in columns.items()},
            "launched": to_counts(_any([columns[name] for name in series.totals], len(reported))),
            "stopped": to_counts(_any([columns[name] for name in series.parts], len(reported))),
            "share_stopped": share(*(total(values) for values in paired(days))),
            "mean_launched": np.where(reported > 0, total(np.nan_to_num(launched)) / np.maximum(reported, 1), np.nan),
            "missing": reported == 0,
        }
    )


def _any(columns: Sequence[Numbers], length: int) -> Numbers:
    """The sum of what is known of some columns; NaN where nothing is."""
    if not columns:
        return np.full(length, np.nan)
    return np.where(np.isnan(columns).all(axis=0), np.nan, np.nansum(columns, axis=0))


def _with_run_up(daily: Daily, days: Days) -> Numbers:
    """The total of the days and of the six before them."""
    return read_days(daily).cut(days.first - MEAN_DAYS + 1, days.first + len(days) - 1).launched


def _trailing_mean(launched: Numbers) -> Numbers:
    """Means over the reported days of each seven."""
    if len(launched) < MEAN_DAYS:
        return np.empty(0)
    windows = np.lib.stride_tricks.sliding_window_view(launched, MEAN_DAYS)
    counts = (~np.isnan(windows)).sum(axis=1)
    return np.where(counts >= MEAN_MIN_DAYS, np.nansum(windows, axis=1) / np.maximum(counts, 1), np.nan)
