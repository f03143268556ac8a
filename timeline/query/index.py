"""The facet index: one bitmap a facet value, so that a view and all its counts are intersections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd
from pyroaring import BitMap

from timeline.query.filter import FACETS, Filter
from timeline.query.search import TextIndex

_FIRST, _LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class FacetIndex:
    """Answers filters over events numbered by their row (0 is the earliest start).

    Args:
        events: the events table with derived grades, by start.
        lines: for each actor, the actor and every wider actor above it.
        texts: all searchable text of each event, by row.
    """

    def __init__(self, events: pd.DataFrame, lines: Mapping[str, tuple[str, ...]], texts: Iterable[str]) -> None:
        self.everything = BitMap(range(len(events)))
        # One entry an event: the actors it names, widened to those above them, none twice.
        actors = [{wider for actor in named for wider in lines[actor]} for named in events["actors"]]
        self.values: dict[str, dict[str, BitMap]] = {
            "actor": _invert(actors),
            "theme": _invert(events["themes"]),
            "support": _invert([v] for v in events["support"]),
            "contest": _invert([v] if v else [] for v in events["contest"]),
            "publisher": _invert(events["publishers"]),
            "country": _invert([v] if v else [] for v in events["country"]),
        }
        self._start = _days(events["start"], _FIRST)
        self._end = _days(events["end"], _LAST)
        self._text = TextIndex(texts)

    def select(self, flt: Filter) -> BitMap:
        """Rows that the filter asks for."""
        rows = self._base(flt)
        for facet in FACETS:
            chosen = self._chosen(facet, flt)
            if chosen is not None:
                rows &= chosen
        return rows

    def count(self, flt: Filter, facet: str, values: Iterable[str]) -> dict[str, int]:
        """For each value the number of events if it were chosen, all other facets as they are.

        With ``together`` a further actor narrows, so the chosen actors count there too.
        """
        rows = self._base(flt)
        for other in FACETS:
            chosen = None if other == facet and not (facet == "actor" and flt.together) else self._chosen(other, flt)
            if chosen is not None:
                rows &= chosen
        bitmaps, nothing = self.values[facet], BitMap()
        return {value: rows.intersection_cardinality(bitmaps.get(value, nothing)) for value in values}

    def _base(self, flt: Filter) -> BitMap:
        """Rows within the period and with the text."""
        rows = self.everything.copy()
        found = self._text.find(flt.q)
        if found is not None:
            rows &= found
        if flt.start or flt.end:
            rows &= self._touching(flt.start, flt.end, flt.certain)
        return rows

    def _touching(self, start: date | None, end: date | None, certain: bool) -> BitMap:
        """Rows whose bounds overlap the period, or with ``certain`` lie inside it; both ends inclusive."""
        low = _FIRST if start is None else int(np.datetime64(start, "D").astype(np.int64))
        high = _LAST if end is None else int(np.datetime64(end, "D").astype(np.int64))
        inside = (self._start >= low) & (self._end <= high) if certain else (self._start <= high) & (self._end >= low)
        return BitMap(np.flatnonzero(inside).astype(np.uint32))

    def _chosen(self, facet: str, flt: Filter) -> BitMap | None:
        """Rows of the chosen values of one facet; None where none is chosen."""
        values = flt.values(facet)
        if not values:
            return None
        bitmaps = [self.values[facet].get(value, BitMap()) for value in values]
        if facet == "actor" and flt.together:
            return BitMap.intersection(*bitmaps)
        return BitMap.union(*bitmaps)


def _invert(rows: Iterable[Iterable[str]]) -> dict[str, BitMap]:
    numbers: dict[str, list[int]] = {}
    for number, values in enumerate(rows):
        for value in values:
            numbers.setdefault(value, []).append(number)
    return {value: BitMap(found) for value, found in numbers.items()}


def _days(column: pd.Series, missing: int) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[D]")
    numbers = days.astype(np.int64)
    numbers[np.isnat(days)] = missing
    return numbers
