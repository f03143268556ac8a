"""The answers from memory: a facet index of bitmaps over the record's own tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from timeline.collection.distinct import distinct
from timeline.collection.id_lists import flatten
from timeline.collection.places import event_of, move, moved
from timeline.collection.tables import Tables
from timeline.evidence import last_heard
from timeline.query.answerer import Days, Density, Details
from timeline.query.details import DetailIndex
from timeline.query.filter import Filter
from timeline.query.index import FacetIndex, Selection
from timeline.query.row_numbers import RowNumbers
from timeline.query.spans import Spans
from timeline.query.weight import by_weight

_PIECE = 50_000
"""Rows that a stream holds at once."""


class Memory:
    """Answers for a record whose tables are in memory, or mapped into it.

    Args:
        tables: with grades.
        index: over the events.
        row_numbers: row of each event id.
        details: what hangs on events.
    """

    def __init__(self, tables: Tables, index: FacetIndex, row_numbers: RowNumbers, details: DetailIndex) -> None:
        self._tables, self.index, self.row_numbers, self.detail_index = tables, index, row_numbers, details

    def ask(self, flt: Filter) -> MemoryAnswer:
        """The answers for a filter."""
        return MemoryAnswer(self, self.index.ask(flt))

    def sizes(self) -> Mapping[str, int]:
        """Number of rows of each table; of sources those that are cited."""
        names = ("events", "sources", "claims", "positions", "searches", "links", "citations")
        found = {name: len(getattr(self._tables, name)) for name in names}
        return found | {"sources": found["sources"] - len(self._tables.uncited)}

    def not_cited(self) -> pd.DataFrame:
        """The documents that nothing cites."""
        return self.find("sources", self._tables.uncited)

    def contests(self) -> Mapping[str, int]:
        """How many claims have each grade."""
        return {str(grade): int(claims) for grade, claims in self._tables.claims["contest"].value_counts().items()}

    def find(self, table: str, ids: Iterable[str]) -> pd.DataFrame:
        """The rows with these ids, in the record's order."""
        if table == "sources":
            rows = self.detail_index.sources(set(ids))
        elif table == "claims":
            rows = self._find_claims(set(ids))
        else:
            rows = self.row_numbers.find(set(ids))
        found: pd.DataFrame = getattr(self._tables, table).take(rows)
        return found

    def _find_claims(self, ids: set[str]) -> np.ndarray:
        """Rows of claims by any of their ids, ascending."""
        shared = self.detail_index.shared
        near = self.detail_index.rows("claims", self.row_numbers.find({event_of(claim) for claim in ids}))
        own = near[self._tables.claims["id"].take(near).isin(ids).to_numpy(dtype=bool)]
        further = [shared[claim] for claim in ids if claim in shared]
        return distinct(np.concatenate([own, np.array(further, dtype=np.int64)]))

    def details(self, events: Iterable[str]) -> Details:
        """What hangs on these events."""
        return self.detail_index.of(events)

    def tables(self) -> Tables:
        """Everything."""
        return self._tables

    @cached_property
    def heard(self) -> np.ndarray:
        """The first possible day of each event's newest document or position, else of itself: seconds since 1970."""
        return last_heard(self._tables)

    @cached_property
    def key_rows(self) -> np.ndarray:
        """Row numbers of the events with the mark ``key``, the weightiest first."""
        events = self._tables.events
        return by_weight(events, np.flatnonzero(events["key"].to_numpy()))

    @cached_property
    def spans(self) -> Spans:
        """The events as arrays; read when a chart is first drawn."""
        return Spans.read(self._tables.events)


class MemoryAnswer:
    """The answers for one filter; each is worked out when it is first asked for."""

    def __init__(self, memory: Memory, selection: Selection) -> None:
        self._memory, self._selection = memory, selection
        self._events = memory.tables().events

    def __len__(self) -> int:
        return len(self._selection.rows)

    @property
    def _is_whole(self) -> bool:
        return len(self) == len(self._events)

    @cached_property
    def rows(self) -> np.ndarray:
        """Row numbers of the selected events, ascending: by start, end and id."""
        return np.asarray(self._selection.rows.to_array(), dtype=np.intp)

    def events(self) -> pd.DataFrame:
        """All selected events in one piece."""
        if self._is_whole:
            return self._events.copy(deep=False)
        return self._take("events", self.rows)

    def counts(self) -> Mapping[str, pd.Series]:
        """For each facet value the number of events if it were chosen."""
        facets = self._memory.index.facets
        return {
            name: pd.Series(counts, index=facets[name].values, name=name)
            for name, counts in self._selection.counts().items()
        }

    def page(self, offset: int, size: int, *, newest: bool) -> pd.DataFrame:
        """Some events in order, or from the last to the first."""
        rows = self.rows[::-1] if newest else self.rows
        return self._take("events", rows[offset : offset + size])

    def latest(self, size: int) -> pd.DataFrame:
        """Some events by their newest document or position, newest first."""
        heard = self._memory.heard[self.rows]
        return self._take("events", self.rows[np.argsort(-heard, kind="stable")[:size]])

    @cached_property
    def _claims_before(self) -> np.ndarray:
        """How many claims stand before those of each selected event; at the end, all."""
        return np.concatenate([[0], np.cumsum(self._memory.detail_index.claim_counts(self.rows))])

    @cached_property
    def _claims_once(self) -> np.ndarray:
        """Rows of the claims in the order of events, each where it stands first: of a record that has shared ones."""
        claims = self._memory.detail_index.claims_of(self.rows)
        _, first = np.unique(claims, return_index=True)
        return claims[np.sort(first)]

    def claim_count(self) -> int:
        """How many claims stand in the selected events, one that stands in several of them once."""
        return len(self._claims_once) if self._memory.detail_index.shared else int(self._claims_before[-1])

    def claim_page(self, offset: int, size: int) -> pd.DataFrame:
        """Some of these claims, in the order of events."""
        if self._memory.detail_index.shared:
            return self._take("claims", self._claims_once[offset : offset + size])
        before = self._claims_before
        first, after = (int(np.searchsorted(before, place, "right")) - 1 for place in (offset, offset + size))
        near = self._memory.detail_index.claims_of(self.rows[first : after + 1])
        skipped = offset - int(before[first])
        return self._take("claims", near[skipped : skipped + size])

    def _take(self, table: str, rows: np.ndarray) -> pd.DataFrame:
        found: pd.DataFrame = getattr(self._memory.tables(), table).take(rows)
        return found.reset_index(drop=True)

    def has(self, event: str) -> bool:
        """Whether the event is selected."""
        row = self._memory.row_numbers.get(event)
        return row is not None and row in self._selection.rows

    def beside(self, event: str) -> tuple[str, str]:
        """The events before and after one, which need not be selected."""
        row = self._memory.row_numbers.get(event)
        if row is None:
            return "", ""
        at = int(np.searchsorted(self.rows, row))
        after = at + (at < len(self.rows) and self.rows[at] == row)
        ids = self._events["id"]
        return ids.iloc[self.rows[at - 1]] if at else "", ids.iloc[self.rows[after]] if after < len(self.rows) else ""

    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest start and the latest end."""
        return self._spans.bounds()

    def densest(self) -> Days | None:
        """The part of time with nearly all of it."""
        return self._spans.densest()

    def density(self, axis: Days, bin_days: int) -> Density:
        """Counts by lane and bin."""
        return self._spans.density(axis, bin_days)

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        """At most so many of the events that touch the axis."""
        kept = self._spans.heaviest(axis, most)
        return self._take("events", kept if self._is_whole else self.rows[kept])

    def key_events(self, most: int) -> pd.DataFrame:
        """At most so many of those that the editors marked, the weightiest."""
        selected = [row for row in self._memory.key_rows.tolist() if row in self._selection.rows]
        return self._take("events", np.sort(np.array(selected[:most], dtype=np.intp)))

    @cached_property
    def _spans(self) -> Spans:
        return self._memory.spans if self._is_whole else self._memory.spans.take(self.rows)

    def named(self) -> pd.Series:
        """Actor id to number of events that name it."""
        rows, codes, names = self._named
        once = np.unique(rows * max(len(names), 1) + codes) % max(len(names), 1)
        counts = pd.Series(np.bincount(once, minlength=len(names)), index=names)
        register = counts.reindex(self._memory.tables().actors["id"]).fillna(0).astype("int64")
        return register[register > 0].sort_values(ascending=False, kind="stable")

    def together(self, actors: list[str]) -> pd.DataFrame:
        """Pairs of these actors that some event names, with how many do."""
        rows, codes, names = self._named
        place = pd.Index(actors, dtype="str").get_indexer(names)[codes]
        there: pd.DataFrame = pd.DataFrame({"row": rows, "at": place})[place >= 0].drop_duplicates()
        both = there.merge(there, on="row", suffixes=("_first", "_second"))
        both = both[both["at_first"] < both["at_second"]]
        counts = both.groupby(["at_first", "at_second"]).size().reset_index(name="event_count")
        return counts.rename(columns={"at_first": "first", "at_second": "second"})

    @cached_property
    def _named(self) -> tuple[np.ndarray, np.ndarray, pd.Index]:
        column = self._events["actors"]
        return flatten(column if self._is_whole else column.take(self.rows))

    def stream(self, table: str) -> Iterator[pd.DataFrame]:
        """The rows that belong to the selected events, in pieces; none is one empty piece.

        A claim whose own event is not among these stands in the first further one that is, with its positions and
        searches.
        """
        rows = self.rows if table == "events" else self._memory.detail_index.rows(table, self.rows)
        column = {"claims": "id", "positions": "claim", "searches": "claim"}.get(table, "")
        for start in range(0, max(len(rows), 1), _PIECE):
            piece = self._take(table, rows[start : start + _PIECE])
            yield move(piece, column, self._moved) if column else piece

    @cached_property
    def _moved(self) -> dict[str, str]:
        """Claims whose own event is not selected, to the first further one that is."""
        return {} if self._is_whole else moved(self._memory.tables().claims, self.has)
