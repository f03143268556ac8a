"""The facet index: one bitmap a facet value, so that a view and all its counts are intersections."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyroaring import BitMap

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, positions_in
from timeline.collection.id_lists import flatten
from timeline.query.bitmaps import from_rows
from timeline.query.days import day_number
from timeline.query.facet_rows import FacetRows, Groups
from timeline.query.facets import FACETS, Facet
from timeline.query.filter import Filter
from timeline.query.search import TextIndex

_FIRST, _LAST = np.iinfo(np.int32).min, np.iinfo(np.int32).max
_LONG_DAYS = 92


class FacetIndex:
    """Answers filters over events numbered by their row.

    Args:
        facets: by URL parameter, those of ``FACETS``.
        starts: first day of each event, ascending; days since 1970, the least number where the start is open.
        ends: last day of each event, the greatest number where the end is open.
        text: full text by row.
    """

    def __init__(self, facets: Mapping[str, FacetRows], starts: np.ndarray, ends: np.ndarray, text: TextIndex) -> None:
        self.facets, self.starts, self.ends, self.text = facets, starts, ends, text
        self.total = len(starts)
        self.everything = BitMap(range(self.total))
        self._long = np.flatnonzero(ends.astype(np.int64) - starts > _LONG_DAYS)

    @classmethod
    def build(
        cls,
        events: pd.DataFrame,
        values: Mapping[str, Sequence[str]],
        lines: Mapping[str, tuple[str, ...]],
        text: TextIndex,
    ) -> FacetIndex:
        """The index of an events table with derived grades, by start.

        Args:
            events: the table.
            values: for each facet every value a reader may choose.
            lines: for each actor, the actor and every wider actor above it.
            text: full text by row.
        """
        facets = {param: _facet_rows(events, facet, values[param], lines) for param, facet in FACETS.items()}
        return cls(facets, _days(events["start"], _FIRST), _days(events["end"], _LAST), text)

    def ask(self, flt: Filter) -> Selection:
        """What the filter selects."""
        chosen = {
            name: facet.intersection(values) if flt.together and FACETS[name].wider else facet.union(values)
            for name, facet in self.facets.items()
            if (values := flt.values(name))
        }
        return Selection(
            self,
            self._base(flt),
            chosen,
            frozenset(name for name, facet in FACETS.items() if flt.together and facet.wider),
        )

    def _base(self, flt: Filter) -> BitMap:
        """Rows within the period and with the text; never changed, for it may be the index's own."""
        found = self.text.find(flt.q)
        if not (flt.start or flt.end):
            return self.everything if found is None else found
        rows = self._touching(flt.start, flt.end, flt.certain)
        return rows if found is None else rows & found

    def _touching(self, start: date | None, end: date | None, certain: bool) -> BitMap:
        """Rows whose bounds overlap the period, or with ``certain`` lie inside it; both ends inclusive.

        The rows stand by start: those that start inside the period are one stretch.
        """
        low = _FIRST if start is None else day_number(start)
        first = self._place(low)
        after = self.total if end is None else self._place(day_number(end) + 1)
        rows = BitMap(range(first, max(first, after)))
        if certain:
            return rows if end is None else rows - self._lasting(first, after, day_number(end) + 1)
        return rows | self._lasting(0, first, low)

    def _lasting(self, first: int, after: int, day: int) -> BitMap:
        """Of the rows from first to before after, those that end on the day or later.

        Looks only at events that start shortly before the day and at the few that last long.
        """
        near = min(max(self._place(max(day - _LONG_DAYS, _FIRST)), first), after)
        short = np.flatnonzero(self.ends[near:after] >= day) + near
        long = self._long[np.searchsorted(self._long, first) : np.searchsorted(self._long, near)]
        return from_rows(np.concatenate([long[self.ends[long] >= day], short]))

    def _place(self, day: int) -> int:
        """The first row that starts on the day or later."""
        # a number of another type would have numpy copy the whole column
        return int(np.searchsorted(self.starts, self.starts.dtype.type(day), "left"))


class Selection:
    """The rows of one filter, and how many further choices would give.

    Args:
        index: the index.
        base: rows within the period and with the text.
        chosen: for each facet in which something is chosen, the rows of what is chosen.
        narrowing: facets in which a further choice narrows.

    Attributes:
        rows: those that the filter asks for.
    """

    def __init__(
        self, index: FacetIndex, base: BitMap, chosen: Mapping[str, BitMap], narrowing: frozenset[str]
    ) -> None:
        self._index, self._chosen, self._narrowing = index, chosen, narrowing
        # what is left after the first choice, the first two, and so on
        self._left = list(accumulate(chosen.values(), operator.and_, initial=base))
        self.rows = self._left[-1]

    def counts(self) -> dict[str, np.ndarray]:
        """For each facet and value the number of events if it were chosen, all other facets as they are.

        The values stand in the order of ``facets[...].values``. Where further choices narrow, what is chosen counts
        there too.
        """
        others = self._others()
        return {name: facet.count(others.get(name, self.rows)) for name, facet in self._index.facets.items()}

    def _others(self) -> dict[str, BitMap]:
        """For each facet with choices the rows that all other facets leave."""
        found, later = {}, self._index.everything
        for left, (name, rows) in reversed(list(zip(self._left, self._chosen.items(), strict=False))):
            if name not in self._narrowing:
                found[name] = left & later
            later = later & rows
        return found


def _facet_rows(
    events: pd.DataFrame, facet: Facet, values: Sequence[str], lines: Mapping[str, tuple[str, ...]]
) -> FacetRows:
    """Which events have which value of a facet."""
    total, known = len(events), pd.Index(list(values), dtype="str")
    if not facet.many:
        codes = positions_in(arrow_text(events[facet.column]), pa.array(list(values), LARGE_TEXT))
        return FacetRows.from_pairs(values, np.arange(total), codes, total)
    rows, codes, names = flatten(events[facet.column])
    codes = known.get_indexer(names).astype(np.int64)[codes]
    if not facet.wider:
        return FacetRows.from_pairs(values, rows, codes, total)
    place = {name: number for number, name in enumerate(values)}
    wider = [[place.get(name, -1) for name in lines[value]] for value in values]
    bounds = np.concatenate([[0], np.cumsum([len(line) for line in wider])]).astype(np.int64)
    above = Groups(bounds, np.array([number for line in wider for number in line], dtype=np.int64))
    return FacetRows.from_lines(values, rows, codes, above, total)


def _days(column: pd.Series, missing: int) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[D]")
    numbers: Any = np.where(np.isnat(days), missing, days.astype(np.int64))
    return np.asarray(numbers, dtype=np.int32)
