"""The strip of a series under the lanes: how many a day, and the days without a report."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.charts.time_axis import TimeScale, in_words
from timeline.collection.series import DATE, Daily

_MIN_BAR_PX = 0.6
_BINS = (7, 14, 28, 56, 91, 182)
_LONG_BIN = 364

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strip:
    """The series on the days of an axis, or its means over bins of days.

    Attributes:
        daily: the series.
        kinds: of each kind how many a day, NaN where there is no report.
        first: day number of the first value's bin.
        bin_days: days that each value stands for.
        heaviest: the day of the most of all kinds together, None without any report.
        most: how many those were.
        missing: days of the period without a report.
    """

    daily: Daily
    kinds: tuple[Numbers, ...]
    first: int
    bin_days: int
    heaviest: int | None
    most: int
    missing: int

    @property
    def top(self) -> float:
        """The tallest bar."""
        return float(np.max(np.nansum(self.kinds, axis=0), initial=0.0))

    @property
    def missing_bins(self) -> npt.NDArray[np.bool_]:
        """For each value whether none of its days has a report."""
        return np.asarray(np.isnan(self.kinds).all(axis=0))


def read_strip(daily: Daily, scale: TimeScale) -> Strip:
    """The days of a period; bins of weeks where a day is too narrow for a bar."""
    days = scale.last - scale.first + 1
    kinds = np.full((len(daily.series.kinds), days), np.nan)
    at = daily.days[DATE].to_numpy().astype("datetime64[D]").astype(np.int64) - scale.first
    inside = (at >= 0) & (at < days)
    for row, column in zip(kinds, daily.series.totals, strict=True):
        row[at[inside]] = daily.days[column].to_numpy(dtype=float, na_value=np.nan)[inside]
    missing = np.isnan(kinds).all(axis=0)
    both = np.where(missing, np.nan, np.nansum(kinds, axis=0))
    heaviest = None if missing.all() else int(np.nanargmax(both))
    size = _bin_days(scale)
    return Strip(
        daily,
        tuple(_binned(row, size) for row in kinds),
        scale.first,
        size,
        None if heaviest is None else scale.first + heaviest,
        0 if heaviest is None else int(both[heaviest]),
        int(missing.sum()),
    )


def _bin_days(scale: TimeScale) -> int:
    # A bar a day while it is at least 0.6 pixels wide, since days are what was reported. Below that, bins of two pixels
    # or more and of whole weeks, so that each bin holds the same days of the week.
    if scale.days_per_px * _MIN_BAR_PX <= 1:
        return 1
    least = scale.days_per_px * 2
    return next((days for days in _BINS if days >= least), math.ceil(least / _LONG_BIN) * _LONG_BIN)


def _binned(values: Numbers, size: int) -> Numbers:
    """Means over bins of days, of the days that have a value; NaN where none has."""
    if size == 1:
        return values
    # The last bin is filled up with NaN, which no mean counts.
    padded = np.append(values, np.full(-len(values) % size, np.nan)).reshape(-1, size)
    known = ~np.isnan(padded)
    counts = known.sum(axis=1)
    return np.where(counts > 0, np.nansum(padded, axis=1) / np.maximum(counts, 1), np.nan)


def strip_words(strip: Strip) -> str:
    """A clause for the alt text."""
    series, whose = strip.daily.series, strip.daily.whose
    if strip.heaviest is None:
        return f"no {series.day.one} is reported"
    by = f" ({possessive(whose)} count)" if whose else ""
    counted = f"{series.kinds_in_words} were {series.verb}" if series.verb else series.kinds_in_words
    return f"at most {strip.most:,} {counted} on one day, {in_words(strip.heaviest)}{by}"


def possessive(name: str) -> str:
    """Whose: "the Office’s", "the United States’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
