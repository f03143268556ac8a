"""The facet index: one bitmap a facet value, so that a view and all its counts are intersections.

Few rows are counted by reading each row's values instead: a bitmap answers for a whole facet value at once, and
that is more than a handful of rows asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyroaring import BitMap

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, positions_in
from timeline.collection.id_lists import Flat, flatten
from timeline.query.bitmaps import from_rows, rows_of
from timeline.query.filter import FACETS, Filter
from timeline.query.search import TextIndex, spread

_FIRST, _LAST = np.iinfo(np.int32).min, np.iinfo(np.int32).max
_LONG_DAYS = 92
# Below this share of the rows, reading their values is quicker than intersecting every bitmap (benchmarks/facets.py).
_FEW = 32


class Facet:
    """One facet: which events have which of its values.

    Args:
        values: every value a reader may choose, in the register's order.
        bounds: event ``row`` has the values ``codes[bounds[row]:bounds[row + 1]]``.
        codes: positions in ``values``, none twice in a row.
        bitmaps: for each value its rows; made from the codes where it is not given.
    """

    def __init__(
        self, values: Sequence[str], bounds: np.ndarray, codes: np.ndarray, bitmaps: list[BitMap] | None = None
    ) -> None:
        self.values, self.bounds, self.codes = pd.Index(list(values), dtype="str"), bounds, codes
        self.bitmaps = _bitmaps(bounds, codes, len(values)) if bitmaps is None else bitmaps
        self.sizes = np.array([len(bitmap) for bitmap in self.bitmaps], dtype=np.int64)
        self.by_value = {v: bitmap for v, bitmap in zip(values, self.bitmaps, strict=True) if bitmap}

    @classmethod
    def from_pairs(cls, values: Sequence[str], rows: np.ndarray, codes: np.ndarray, total: int) -> Facet:
        """The facet of (row, position in ``values``) pairs; a pair may come twice, -1 is no value."""
        keys = np.unique(rows[codes >= 0] * max(len(values), 1) + codes[codes >= 0])
        rows, codes = np.divmod(keys, max(len(values), 1))
        bounds = np.searchsorted(rows, np.arange(total + 1)).astype(np.int64)
        return cls(values, bounds, codes.astype(np.uint16 if len(values) < 2**16 else np.uint32))

    @cached_property
    def _busy(self) -> list[tuple[int, BitMap]]:
        return [(number, bitmap) for number, bitmap in enumerate(self.bitmaps) if bitmap]

    def union(self, values: Iterable[str]) -> BitMap:
        """Rows with any of the values."""
        return BitMap.union(*(self.by_value.get(value, BitMap()) for value in values))

    def intersection(self, values: Iterable[str]) -> BitMap:
        """Rows with all of the values."""
        return BitMap.intersection(*(self.by_value.get(value, BitMap()) for value in values))

    def count(self, rows: BitMap, total: int) -> np.ndarray:
        """For each value the number of these rows that have it."""
        size = len(rows)
        if size == total:
            return self.sizes
        if size * _FEW < total:
            _, codes = spread_rows(self.bounds, self.codes, rows_of(rows))
            return np.bincount(codes, minlength=len(self.values))
        counts = np.zeros(len(self.values), dtype=np.int64)
        shared = rows.intersection_cardinality
        for number, bitmap in self._busy:
            counts[number] = shared(bitmap)
        return counts


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
        pairs = {
            "actor": _widen(flatten(events["actors"]), lines),
            "theme": flatten(events["themes"]),
            "publisher": flatten(events["publishers"]),
        }
        facets = {}
        for facet, column in {"support": "support", "contest": "contest", "country": "country"}.items():
            codes = positions_in(arrow_text(events[column]), pa.array(list(values[facet]), LARGE_TEXT))
            facets[facet] = Facet.from_pairs(values[facet], np.arange(total), codes, total)
        for facet, flat in pairs.items():
            positions = pd.Index(list(values[facet]), dtype="str").get_indexer(flat.names)
            facets[facet] = Facet.from_pairs(values[facet], flat.rows, positions[flat.codes].astype(np.int64), total)
        in_order = {facet: facets[facet] for facet in FACETS}
        return cls(in_order, _days(events["start"], _FIRST), _days(events["end"], _LAST), text)

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, BitMap]]:
        """For each facet the rows of every value that some event has."""
        return {name: facet.by_value for name, facet in self.facets.items()}

    def select(self, flt: Filter) -> BitMap:
        """Rows that the filter asks for."""
        rows = self._base(flt)
        for chosen in self._chosen(flt).values():
            rows = rows & chosen
        return rows

    def counts(self, flt: Filter) -> dict[str, np.ndarray]:
        """For each facet and value the number of events if it were chosen, all other facets as they are.

        The values stand in the order of ``facets[...].values``. With ``together`` a further actor narrows, so the
        chosen actors count there too.
        """
        base, chosen = self._base(flt), self._chosen(flt)
        everything_asked = base
        for rows in chosen.values():
            everything_asked = everything_asked & rows
        counts = {}
        for name, facet in self.facets.items():
            rows = everything_asked
            if name in chosen and not (name == "actor" and flt.together):
                rows = base
                for other, narrowed in chosen.items():
                    if other != name:
                        rows = rows & narrowed
            counts[name] = facet.count(rows, self.total)
        return counts

    def count(self, flt: Filter, facet: str, values: Iterable[str]) -> dict[str, int]:
        """As :meth:`counts`, for some values of one facet."""
        found = dict(zip(self.facets[facet].values, self.counts(flt)[facet].tolist(), strict=True))
        return {value: found.get(value, 0) for value in values}

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
        high = _LAST if end is None else _day_number(end)
        first = int(np.searchsorted(self.starts, low, "left"))
        after = int(np.searchsorted(self.starts, high, "right"))
        rows = BitMap(range(first, max(first, after)))
        if certain:
            return rows if end is None else rows - self._lasting(first, after, high + 1)
        return rows | self._lasting(0, first, low)

    def _lasting(self, first: int, after: int, day: int) -> BitMap:
        """Of the rows from first to before after, those that end on the day or later.

        Looks only at events that start shortly before the day and at the few that last long.
        """
        near = int(np.searchsorted(self.starts, max(day - _LONG_DAYS, _FIRST), "left"))
        near = min(max(near, first), after)
        short = np.flatnonzero(self.ends[near:after] >= day) + near
        long = self._long[np.searchsorted(self._long, first) : np.searchsorted(self._long, near)]
        return from_rows(np.concatenate([long[self.ends[long] >= day], short]))

    def _chosen(self, flt: Filter) -> dict[str, BitMap]:
        """For each facet in which something is chosen, the rows of what is chosen."""
        return {
            name: facet.intersection(chosen) if name == "actor" and flt.together else facet.union(chosen)
            for name, facet in self.facets.items()
            if (chosen := flt.values(name))
        }


def spread_rows(bounds: np.ndarray, codes: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many values each of these rows has, and all their values."""
    starts = bounds[rows]
    lengths = bounds[rows + 1] - starts
    ends = np.cumsum(lengths)
    inside = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
    return lengths, codes[inside]


def _bitmaps(bounds: np.ndarray, codes: np.ndarray, count: int) -> list[BitMap]:
    rows = np.repeat(np.arange(len(bounds) - 1, dtype=np.uint32), np.diff(bounds))
    rows = rows[np.argsort(codes, kind="stable")]
    ends = np.cumsum(np.bincount(codes, minlength=count)).tolist()
    return [from_rows(rows[a:b]) for a, b in pairwise([0, *ends])]


def _widen(named: Flat, lines: Mapping[str, tuple[str, ...]]) -> Flat:
    """The actors that events name, with those above them."""
    names = pd.Index(list(lines), dtype="str")
    wider = [names.get_indexer(pd.Index(list(lines[name]), dtype="str")) for name in named.names]
    bounds = np.concatenate([[0], np.cumsum([len(line) for line in wider])]).astype(np.int64)
    above = np.concatenate(wider) if wider else np.zeros(0, dtype=np.int64)
    lengths, codes = spread(bounds, above, named.codes)
    return Flat(np.repeat(named.rows, lengths), codes, names)


def _day_number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _days(column: pd.Series, missing: int) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[D]")
    numbers: Any = np.where(np.isnat(days), missing, days.astype(np.int64))
    return np.asarray(numbers, dtype=np.int32)
