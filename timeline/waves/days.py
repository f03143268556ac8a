"""The days of a series as arrays without holes: one value a calendar day, NaN where no figure is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.collection.series import DATE, Daily, Kind, Series

Numbers = npt.NDArray[np.float64]
DayNumbers = npt.NDArray[np.int64]
Period = tuple[date, date]


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Figures of consecutive calendar days.

    Attributes:
        series: what is counted.
        first: the first day, counted from 1970-01-01.
        figures: by column of the series, NaN where no figure is known.
    """

    series: Series
    first: int
    figures: dict[str, Numbers]

    def __len__(self) -> int:
        return len(self.figures[self.series.totals[0]])

    @property
    def launched(self) -> Numbers:
        """All kinds together; NaN unless every figure is known, since half a sum is no sum."""
        return self.sum(self.series.totals)

    def sum(self, columns: Iterable[str]) -> Numbers:
        """Columns together; NaN unless each is known, and where there is none."""
        found = [self.figures[name] for name in columns]
        return np.sum(found, axis=0) if found else np.full(len(self), np.nan)

    def paired(self, kind: Kind) -> Iterator[Numbers]:
        """The part and the total of a kind on days that have both, else 0 and 0."""
        total = self.figures[kind.total]
        part = self.figures[kind.part] if kind.part else np.full(len(self), np.nan)
        both = ~np.isnan(part + total)
        return (np.where(both, values, 0) for values in (part, total))

    def cut(self, first: int, last: int) -> Days:
        """The days from ``first`` to ``last``, both included; NaN beyond the known ones."""
        length = max(last - first + 1, 0)
        low, high = max(first, self.first), min(last + 1, self.first + len(self))
        figures = {}
        for name, values in self.figures.items():
            figures[name] = np.full(length, np.nan)
            if high > low:
                figures[name][low - first : high - first] = values[low - self.first : high - self.first]
        return Days(self.series, first, figures)


def read_days(daily: Daily, period: Period | None = None) -> Days:
    """The days from the first to the last one on record, or those of a period.

    Args:
        daily: the series; its days may stand in any order.
        period: first and last day, both included.
    """
    days = day_numbers(daily.days[DATE])
    first = int(days.min()) if len(days) else 0
    length = int(days.max()) - first + 1 if len(days) else 0
    figures = {}
    for name in daily.series.columns:
        figures[name] = np.full(length, np.nan)
        figures[name][days - first] = daily.days[name].to_numpy(dtype=float, na_value=np.nan)
    whole = Days(daily.series, first, figures)
    return whole.cut(*bounds_of(period)) if period else whole


def bounds_of(period: Period) -> tuple[int, int]:
    """A period as day numbers, the earlier first."""
    low, high = sorted(int(np.datetime64(day, "D").astype(np.int64)) for day in period)
    return low, high


def day_numbers(dates: pd.Series) -> DayNumbers:
    """Days counted from 1970-01-01; NaT becomes the least integer."""
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def to_dates(numbers: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Day numbers as the dates that our tables hold."""
    return np.asarray(numbers, dtype=np.int64).astype("datetime64[D]").astype("datetime64[s]")


def to_counts(values: npt.ArrayLike) -> pd.Series:
    """Numbers as whole counts, NA where there is none."""
    return pd.Series(np.asarray(values, dtype=float)).round().astype("Int64")
