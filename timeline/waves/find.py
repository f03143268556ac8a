"""Waves: runs of days with far more of what a series counts than the weeks before them had (docs/waves.md).

The test of a day is the Hampel identifier: a value is unusual when it lies more than k scaled median absolute
deviations from the median of its neighbours (F. R. Hampel, "The influence curve and its role in robust estimation",
Journal of the American Statistical Association 69, 1974, 383-393; L. Davies and U. Gather, "The identification of
multiple outliers", the same journal 88, 1993, 782-792). Here the neighbours are the days before it only, so that
what came later never changes an earlier judgement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.collection.series import Daily, Series
from timeline.waves.days import Days, Numbers, Period, bounds_of, day_numbers, read_days, to_counts, to_dates

MAD_SCALE = 1.4826
"""1 / the third quartile of the standard normal: makes the MAD of normal values their standard deviation."""


@dataclass(frozen=True, slots=True)
class WaveRule:
    """When a day is heavy and which heavy days are one wave; docs/waves.md gives the reasons.

    A day is heavy when its figure exceeds the greatest of: usual + ``spreads`` x spread, ``least_ratio`` x usual,
    and the least that the series declares. *Usual* is the median and *spread* the scaled median absolute deviation of
    the reported days among the ``window_days`` before it. Days without a report are neither heavy nor part of any
    median.

    Attributes:
        window_days: calendar days before the day in question: four whole weeks.
        min_reported_days: with fewer reported days among them, no day is judged.
        spreads: how many scaled deviations above the usual.
        least_ratio: times the usual, where the days before were nearly equal and the spread says little.
        bridge_days: days between two heavy ones, not heavy or missing, over which a wave goes on.
    """

    window_days: int = 28
    min_reported_days: int = 14
    spreads: float = 3.0
    least_ratio: float = 1.5
    bridge_days: int = 1


RULE = WaveRule()


def find_waves(daily: Daily, *, rule: WaveRule = RULE, period: Period | None = None) -> pd.DataFrame:
    """The waves, one row each, by start.

    All days are judged, so a wave is the same in every period.

    Args:
        daily: the series.
        rule: what a wave is.
        period: keeps the waves that touch it, whole; both days included.

    Returns:
        ``start``, ``end`` (datetime64[s], inclusive), ``days`` (calendar days), the series' columns, ``launched`` (all
        kinds), ``stopped`` (their part; Int64, sums of the figures that are known, of all days from start to end),
        ``share_stopped`` (0 to 1, of those days and kinds that have both figures; NaN without any), ``heaviest_day``,
        ``heaviest_launched``, ``missing_days`` (days without a complete report) and ``usual`` (median a day before the
        wave began).
    """
    days = read_days(daily)
    usual, threshold = _usual_and_threshold(days, rule)
    starts, ends = _runs(np.flatnonzero(days.launched > threshold), rule.bridge_days)
    if period:
        low, high = (bound - days.first for bound in bounds_of(period))
        touching = (ends >= low) & (starts <= high)
        starts, ends = starts[touching], ends[touching]
    return _build_waves(days, starts, ends, usual)


def judge_days(daily: Daily, *, rule: WaveRule = RULE) -> pd.DataFrame:
    """Every calendar day from the first to the last one on record with what the rule says of it, by date.

    Returns:
        ``date``, ``launched``, ``usual``, ``threshold`` (floats; NaN where not known or not judged), ``heavy``.
    """
    days = read_days(daily)
    usual, threshold = _usual_and_threshold(days, rule)
    return pd.DataFrame(
        {
            "date": to_dates(days.first + np.arange(len(days))),
            "launched": days.launched,
            "usual": usual,
            "threshold": threshold,
            "heavy": days.launched > threshold,
        }
    )


def events_of_wave(waves: pd.DataFrame, events: pd.DataFrame, series: Series) -> pd.DataFrame:
    """Which events speak of the days of which wave: by dates, and by theme or figures, and by nothing else.

    An event counts when it has the series' figures or its theme, and its bounds overlap the wave's days. So what
    others did on the same days is listed too, and a tally of a whole month at each wave of that month.

    Args:
        waves: rows of ``find_waves``, by start.
        events: columns of ``timeline.collection.tables.EVENTS``.
        series: its theme and figures.

    Returns:
        One row a pair, by wave, then events with figures first, those within the wave first, by start: ``wave`` (row
        number in ``waves``), ``wave_start``, ``event`` (id), ``figures`` (whether the event has any of the series'),
        ``within`` (whether all its days are the wave's or the eve of it: a report may bear the date of the morning).
    """
    figures = counts_the_same(events, series)
    rows = np.flatnonzero(is_of(events, series))
    start, end = (day_numbers(events[name])[rows] for name in ("start", "end"))
    end = np.where(end == np.iinfo(np.int64).min, np.iinfo(np.int64).max, end)
    wave_start, wave_end = day_numbers(waves["start"]), day_numbers(waves["end"])
    # waves do not overlap, so those that an event touches are consecutive
    first = np.searchsorted(wave_end, start)
    touched = np.maximum(np.searchsorted(wave_start, end, side="right") - first, 0)
    which = np.repeat(np.arange(len(rows)), touched)
    wave = np.arange(len(which)) - np.repeat(np.cumsum(touched) - touched, touched) + first[which]
    pairs = pd.DataFrame(
        {
            "wave": wave.astype(np.int64),
            "wave_start": waves["start"].to_numpy()[wave],
            "event": events["id"].to_numpy()[rows[which]],
            "figures": figures[rows[which]],
            "within": (start[which] >= wave_start[wave] - 1) & (end[which] <= wave_end[wave]),
        }
    )
    order = np.lexsort((rows[which], start[which], ~pairs["within"], ~pairs["figures"], wave))
    return pairs.iloc[order].reset_index(drop=True)


def counts_the_same(events: pd.DataFrame, series: Series) -> npt.NDArray[np.bool_]:
    """For each event whether it has a figure of what the series counts."""
    figures = events.filter(items=series.figures)
    found: npt.NDArray[np.bool_] = figures.notna().any(axis=1).to_numpy(dtype=bool)
    return found


def is_of(events: pd.DataFrame, series: Series) -> npt.NDArray[np.bool_]:
    """For each event whether it has the series' theme or any of its figures."""
    of_theme = np.array([series.theme in themes for themes in events["themes"]], dtype=bool)
    found: npt.NDArray[np.bool_] = counts_the_same(events, series) | of_theme
    return found


def _usual_and_threshold(days: Days, rule: WaveRule) -> tuple[Numbers, Numbers]:
    """For each day the median of the days before it and what it must exceed; NaN where too few have a report."""
    launched = days.launched
    padded = np.concatenate([np.full(rule.window_days, np.nan), launched])
    before = np.lib.stride_tricks.sliding_window_view(padded, rule.window_days)[: len(launched)]
    usual = _medians(before)
    spread = MAD_SCALE * _medians(np.abs(before - usual[:, None]))
    threshold = np.maximum(usual + rule.spreads * spread, rule.least_ratio * usual)
    threshold = np.maximum(threshold, days.series.least)
    judged = (~np.isnan(before)).sum(axis=1) >= rule.min_reported_days
    return np.where(judged, usual, np.nan), np.where(judged, threshold, np.nan)


def _medians(rows: Numbers) -> Numbers:
    """The median of each row's numbers, NaN where there is none; far quicker than ``np.nanmedian`` on short rows."""
    ordered = np.sort(rows, axis=1)  # NaN goes last
    counts = (~np.isnan(ordered)).sum(axis=1)
    line = np.arange(len(rows))
    low, high = np.maximum(counts - 1, 0) // 2, counts // 2
    middle = (ordered[line, low] + ordered[line, np.minimum(high, rows.shape[1] - 1)]) / 2
    return np.where(counts > 0, middle, np.nan)


def _runs(heavy: npt.NDArray[np.intp], bridge: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """First and last heavy day of each run; days further apart than the bridge begin a new one."""
    if not len(heavy):
        return heavy, heavy
    breaks = np.flatnonzero(np.diff(heavy) > bridge + 1)
    return heavy[np.concatenate(([0], breaks + 1))], heavy[np.concatenate((breaks, [len(heavy) - 1]))]


def _build_waves(days: Days, starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp], usual: Numbers) -> pd.DataFrame:
    def total(values: Numbers) -> Numbers:
        sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(values))))
        return sums[ends + 1] - sums[starts]

    sums = {name: total(values) for name, values in days.figures.items()}
    heaviest = np.array(
        [start + np.nanargmax(days.launched[start : end + 1]) for start, end in zip(starts, ends, strict=True)],
        dtype=np.int64,
    )
    launched, stopped = (
        np.sum([sums[name] for name in names], axis=0) if names else np.zeros(len(starts))
        for names in (days.series.totals, days.series.parts)
    )
    return pd.DataFrame(
        {
            "start": to_dates(days.first + starts),
            "end": to_dates(days.first + ends),
            "days": ends - starts + 1,
            **{name: to_counts(values) for name, values in sums.items()},
            "launched": to_counts(launched),
            "stopped": to_counts(stopped),
            "share_stopped": share(*(total(values) for values in paired(days))),
            "heaviest_day": to_dates(days.first + heaviest),
            "heaviest_launched": to_counts(days.launched[heaviest]),
            "missing_days": total(np.isnan(days.launched).astype(float)).astype(np.int64),
            "usual": usual[starts],
        }
    )


def paired(days: Days) -> tuple[Numbers, Numbers]:
    """The part and the total a day over the kinds that have both figures; 0 and 0 where none has."""
    pairs = [list(days.paired(kind)) for kind in days.series.kinds]
    part, total = np.sum(pairs, axis=0)
    return part, total


def share(stopped: Numbers, launched: Numbers) -> Numbers:
    """The part of the total, 0 to 1; NaN where there is nothing."""
    return np.where(launched > 0, stopped / np.maximum(launched, 1), np.nan)
