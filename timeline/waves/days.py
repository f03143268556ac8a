"""Strike days as arrays without holes: one value a calendar day, NaN where no figure is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
DayNumbers = npt.NDArray[np.int64]
Period = tuple[date, date]

COLUMNS = ("drones_launched", "drones_stopped", "missiles_launched", "missiles_stopped")


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Figures of consecutive calendar days.

    Attributes:
        first: the first day, counted from 1970-01-01.
        figures: launches and stops by column of ``COLUMNS``, NaN where no figure is known.
    """

    first: int
    figures: dict[str, Numbers]

    def __len__(self) -> int:
        return len(self.figures["drones_launched"])

    @property
    def launched(self) -> Numbers:
        """Drones and missiles together; NaN unless both figures are known, since half a sum is no sum."""
        return self.figures["drones_launched"] + self.figures["missiles_launched"]

    def cut(self, first: int, last: int) -> Days:
        """The days from ``first`` to ``last``, both included; NaN beyond the known ones."""
        length = max(last - first + 1, 0)
        low, high = max(first, self.first), min(last + 1, self.first + len(self))
        figures = {}
        for name, values in self.figures.items():
            figures[name] = np.full(length, np.nan)
            if high > low:
                figures[name][low - first : high - first] = values[low - self.first : high - self.first]
        return Days(first, figures)


def read_days(strikes: pd.DataFrame, period: Period | None = None) -> Days:
    """The strike days from the first to the last one on record, or those of a period.

    Args:
        strikes: columns of ``timeline.collection.tables.STRIKES``, in any order; no day occurs twice.
        period: first and last day, both included.
    """
    days = day_numbers(strikes["date"])
    first = int(days.min()) if len(days) else 0
    length = int(days.max()) - first + 1 if len(days) else 0
    figures = {}
    for name in COLUMNS:
        figures[name] = np.full(length, np.nan)
        figures[name][days - first] = strikes[name].to_numpy(dtype=float, na_value=np.nan)
    whole = Days(first, figures)
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
