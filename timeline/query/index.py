"""The facet index: one bitmap a facet value, so that a view and all its counts are intersections."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyroaring import BitMap

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, positions_in
from timeline.collection.id_lists import flatten
from timeline.query.bitmaps import from_rows
from timeline.query.facet import Facet, Groups
from timeline.query.filter import FACETS, Filter
from timeline.query.search import TextIndex

_FIRST, _LAST = np.iinfo(np.int32).min, np.iinfo(np.int32).max
_LONG_DAYS = 92


class FacetIndex:
    """Answers filters over events numbered by their row.

    Args:
        facets: the facets of ``FACETS``.
        starts: first day of each event, ascending; days since 1970, the least number where the start is open.
        ends: last day of each event, the greatest number where the end is open.
        text: full text by row.
    """

    def __init__(self, facets: Mapping[str, Facet], starts: np.ndarray, ends: np.ndarray, text: TextIndex) -> None:
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
        total = len(events)
        facets = {}
        for facet, column in {"support": "support", "contest": "contest", "country": "country"}.items():
            codes = positions_in(arrow_text(events[column]), pa.array(list(values[facet]), LARGE_TEXT))
            facets[facet] = Facet.from_pairs(values[facet], np.arange(total), codes, total)
        for facet, column in {"actor": "actors", "theme": "themes", "publisher": "publishers"}.items():
            rows, codes, names = flatten(events[column])
            known = pd.Index(list(values[facet]), dtype="str")
            codes = known.get_indexer(names).astype(np.int64)[codes]
            if facet == "actor":
                wider = [known.get_indexer(pd.Index(lines[name], dtype="str")) for name in known]
                bounds = np.concatenate([[0], np.cumsum([len(line) for line in wider])]).astype(np.int64)
                above = Groups(bounds, np.concatenate([np.zeros(0, dtype=np.int64), *wider]))
                facets[facet] = Facet.from_lines(values[facet], rows, codes, above, total)
            else:
                facets[facet] = Facet.from_pairs(values[facet], rows, codes, total)
        in_order = {facet: facets[facet] for facet in FACETS}
        return cls(in_order, _days(events["start"], _FIRST), _days(events["end"], _LAST), text)

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, BitMap]]:
        """For each facet the rows of every value that some event has."""
        return {name: facet.by_value for name, facet in self.facets.items()}

    def ask(self, flt: Filter) -> Answer:
        """What the filter selects."""
        chosen = {
            name: facet.intersection(values) if name == "actor" and flt.together else facet.union(values)
            for name, facet in self.facets.items()
            if (values := flt.values(name))
        }
        return Answer(self, self._base(flt), chosen, frozenset({"actor"} if flt.together else ()))

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
        low = _FIRST if start is None else _day_number(start)
        first = self._place(low)
        after = self.total if end is None else self._place(_day_number(end) + 1)
        rows = BitMap(range(first, max(first, after)))
        if certain:
            return rows if end is None else rows - self._lasting(first, after, _day_number(end) + 1)
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


class Answer:
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


def _day_number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _days(column: pd.Series, missing: int) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[D]")
    numbers: Any = np.where(np.isnat(days), missing, days.astype(np.int64))
    return np.asarray(numbers, dtype=np.int32)
