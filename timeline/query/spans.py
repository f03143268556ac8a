"""Events as arrays: what counts a million of them on a time axis, and finds the weightiest, before any is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.collection.id_lists import flatten
from timeline.query.answerer import Days, Density, Ends
from timeline.query.days import as_date, day_number
from timeline.query.densest import densest
from timeline.query.weight import by_weight

OTHER = ""
"""The lane of events without a theme."""
_OPEN_START, _OPEN_END = np.iinfo(np.int32).min, np.iinfo(np.int32).max
# numpy's not-a-time as a number
_NAT = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """One entry an event, in the order of a table of events.

    Attributes:
        start: first day, counted from 1970-01-01; before every day where it is open.
        end: last day; after every day where it is open.
        about: which dates are no certain days: about, doubtful, or a month and coarser.
        lane: number of the leading theme in ``themes``.
        contested: whether a claim is contested.
        rank: place by weight in the whole table, 0 for the weightiest.
        themes: ids; ``OTHER`` for none.
    """

    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    about: npt.NDArray[np.bool_]
    lane: npt.NDArray[np.int16]
    contested: npt.NDArray[np.bool_]
    rank: npt.NDArray[np.int32]
    themes: Sequence[str]

    @classmethod
    def read(cls, events: pd.DataFrame) -> Spans:
        """The spans of a table (columns of ``timeline.collection.tables.EVENTS``)."""
        start, end = (_days(events[name]) for name in ("start", "end"))
        lane, themes = _leading(events["themes"])
        rank = np.empty(len(events), dtype=np.int32)
        rank[by_weight(events, np.arange(len(events)))] = np.arange(len(events), dtype=np.int32)
        return cls(
            np.where(start == _NAT, _OPEN_START, start).astype(np.int32),
            np.where(end == _NAT, _OPEN_END, end).astype(np.int32),
            is_about(events),
            lane,
            (events["contest"] == "contested").to_numpy(dtype=bool),
            rank,
            themes,
        )

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: npt.NDArray[np.intp]) -> Spans:
        """The entries at these rows; ranks stay those of the whole table."""
        return Spans(
            self.start[rows],
            self.end[rows],
            self.about[rows],
            self.lane[rows],
            self.contested[rows],
            self.rank[rows],
            self.themes,
        )

    def inside(self, first: int, last: int) -> npt.NDArray[np.intp]:
        """Positions of the entries that touch an axis from its first to its last day, ascending."""
        return np.flatnonzero((self.end >= first) & (self.start <= last))

    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest start and the latest end that are not open."""
        start, end = self._known()
        return (
            as_date(np.datetime64(int(start.min()), "D")) if len(start) else None,
            as_date(np.datetime64(int(end.max()), "D")) if len(end) else None,
        )

    def densest(self) -> Days | None:
        """The part of time with nearly all entries; None where that is no less, or of years ``date`` cannot hold."""
        found = densest(*self._known())
        if not found:
            return None
        first, last = (as_date(np.datetime64(day, "D")) for day in found)
        return (first, last) if (day_number(first), day_number(last)) == found else None

    def _known(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """The first and the last days that are not open."""
        return self.start[self.start != _OPEN_START], self.end[self.end != _OPEN_END]

    def density(self, axis: Days, bin_days: int) -> Density:
        """Counts by lane and bins of so many days from the axis's first day."""
        first, last = day_number(axis[0]), day_number(axis[1])
        rows = self.inside(first, last)
        inside = self if len(rows) == len(self) else self.take(rows)
        bins = (last - first) // bin_days + 1
        # one number for each lane and bin, so that all cells are counted in one pass
        places = inside.lane.astype(np.intp)
        if bins > 1:
            places = places * bins + inside.middles(first, last) // bin_days
        cells = np.bincount(places)
        full = np.flatnonzero(cells)
        lanes = [self.themes[lane] for lane in (full // bins).tolist()]
        counts = dict(zip(zip(lanes, (full % bins).tolist(), strict=True), cells[full].tolist(), strict=True))
        outside = self._outside(first, last) if inside is not self else ()
        return Density(self.in_lanes(), counts, int(inside.contested.sum()), *outside)

    def _outside(self, first: int, last: int) -> tuple[int, int, Ends, Ends]:
        """How many entries lie before and after an axis, and from which day to which."""
        before, after = self.take(np.flatnonzero(self.end < first)), self.take(np.flatnonzero(self.start > last))
        return len(before), len(after), before.ends(), after.ends()

    def ends(self) -> Ends:
        """The first and the last day."""
        if not len(self):
            return None, None
        first, last = int(self.start.min()), int(self.end.max())
        return None if first == _OPEN_START else first, None if last == _OPEN_END else last

    def heaviest(self, axis: Days, most: int) -> npt.NDArray[np.intp]:
        """Positions of at most so many entries that touch the axis, those with the lowest ranks; ascending."""
        inside = self.inside(day_number(axis[0]), day_number(axis[1]))
        if most >= len(inside):
            return inside
        return inside[np.sort(np.argpartition(self.rank[inside], most)[:most])]

    def in_lanes(self) -> dict[str, int]:
        """Number of entries by theme, those that occur."""
        counts = np.bincount(self.lane, minlength=len(self.themes)).tolist()
        return {theme: count for theme, count in zip(self.themes, counts, strict=True) if count}

    def middles(self, first: int, last: int) -> npt.NDArray[np.int32]:
        """The day of the axis that each is counted on, from 0: its start, or the middle of what it may mean."""
        start = np.maximum(self.start, first) - first
        end = np.minimum(self.end, last) - first
        return np.where(self.about, (start + end) // 2, start)


def _days(dates: pd.Series) -> npt.NDArray[np.int64]:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def is_about(events: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which dates are no certain days: about, doubtful, or a month and coarser."""
    vague = ~events["precision"].isin(("time", "day"))
    return (vague | events["approximate"] | events["uncertain"]).to_numpy(dtype=bool)


def _leading(themes: pd.Series) -> tuple[npt.NDArray[np.int16], list[str]]:
    """Number of each event's first theme, and the themes by number."""
    # ``flatten`` has one entry for each theme of each event, in order: the first entry of a row is its leading theme.
    # Rows without any keep the number behind the last theme, OTHER.
    flat = flatten(themes)
    lane = np.full(len(themes), len(flat.names), dtype=np.int16)
    rows, first = np.unique(flat.rows, return_index=True)
    lane[rows] = flat.codes[first]
    return lane, [*flat.names.tolist(), OTHER]
