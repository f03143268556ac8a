"""Counts by time and lane for more events than a chart can show as marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from timeline.charts.time_axis import TimeScale, in_words
from timeline.query.answerer import Days, Density

MAX_MARKS = 600
"""More marks than this take a browser too long to draw and a reader too long to see."""

TOP_MARKS = (60, 30, 15)
"""How many of the weightiest stand above the counts: as many of these as do not pile up too high."""

MAX_HEIGHT = 900.0
"""Pixels of lanes above which stacks are counted instead, as on a phone that shows fifteen years."""

FOOT = 26.0
"""Pixels at the foot of each lane that the counts take."""

_BIN_PX = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Events by lane and bin: (theme, number of the bin) to count; a bin's days from the axis's first day."""

    counts: Mapping[tuple[str, int], int]
    bin_days: int

    @property
    def most(self) -> int:
        """The fullest bin."""
        return max(self.counts.values(), default=1)

    def days(self, number: int, scale: TimeScale) -> tuple[int, int]:
        """First and last day of a bin."""
        start = scale.first + number * self.bin_days
        return start, min(start + self.bin_days - 1, scale.last)


class OnAxis(Protocol):
    """Whose events a chart draws: a view."""

    def density(self, axis: Days, bin_days: int | None = None) -> Density:
        """How they lie over the axis, by bins of days; in one bin where none are given."""

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        """At most so many that touch the axis, the weightiest, by start."""


def bin_days(scale: TimeScale) -> int:
    """Days that a bin of counts has."""
    return max(1, round(_BIN_PX * scale.days_per_px))


def count_table(counts: Counts, names: Mapping[str, str], scale: TimeScale) -> pd.DataFrame:
    """The counts as rows: first and last day of the bin, theme, events; by time, then theme."""
    rows = [
        (*counts.days(number, scale), names.get(theme, theme), count)
        for (theme, number), count in sorted(counts.counts.items(), key=lambda cell: (cell[0][1], cell[0][0]))
    ]
    table = pd.DataFrame(rows, columns=["From", "To", "Theme", "Events"])
    return table.assign(**{name: table[name].map(in_words) for name in ("From", "To")})
