"""What hangs on a few events: claims, positions, searches, links and documents, found without reading whole tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from timeline.collection.arrow_text import arrow_text, positions_in
from timeline.collection.distinct import distinct
from timeline.collection.id_lists import flatten
from timeline.collection.places import further_places, number_of
from timeline.collection.tables import Tables
from timeline.query.answerer import Details
from timeline.query.row_numbers import RowNumbers
from timeline.query.search import spread

_TABLES = ("claims", "positions", "searches", "links", "citations")
DETAIL_ARRAYS = ("source_order", *(f"{name}_{part}" for name in _TABLES for part in ("bounds", "rows")))
"""Names of the arrays that the index is made of."""


class _ByEvent(NamedTuple):
    """Rows by event: those of event ``i`` are ``rows[bounds[i]:bounds[i + 1]]``, ascending."""

    bounds: np.ndarray
    rows: np.ndarray

    @classmethod
    def build(cls, events: np.ndarray, count: int, rows: np.ndarray | None = None) -> _ByEvent:
        """From the event of each row, -1 for none; or of each of some rows, which may come again."""
        order = np.argsort(events, kind="stable")
        bounds = np.searchsorted(events[order], np.arange(count + 1))
        return cls(bounds.astype(np.uint32), (order if rows is None else rows[order]).astype(np.uint32))

    def of(self, events: np.ndarray) -> np.ndarray:
        """The rows of some events, ascending, each once."""
        return distinct(spread(self.bounds, self.rows, events)[1])


class DetailIndex:
    """Finds the details of events; built once per record.

    Args:
        tables: the record.
        event_rows: row of each event id.
        arrays: as :meth:`arrays` gave them; built where not given.
    """

    def __init__(self, tables: Tables, event_rows: RowNumbers, arrays: Mapping[str, np.ndarray] | None = None) -> None:
        self._tables, self._event_rows = tables, event_rows
        held = arrays if arrays is not None else _build(tables)
        self._grouped = {name: _ByEvent(held[f"{name}_bounds"], held[f"{name}_rows"]) for name in _TABLES}
        self._sources = RowNumbers(arrow_text(tables.sources["id"]), held["source_order"])

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """What it is made of, by name: unsigned integers of 32 bits."""
        held = {"source_order": self._sources.order}
        for name, grouped in self._grouped.items():
            held |= {f"{name}_bounds": grouped.bounds, f"{name}_rows": grouped.rows}
        return held

    def of(self, events: Iterable[str]) -> Details:
        """The details of some events.

        Raises:
            KeyError: an id that the record does not have.
        """
        ids = set(events)
        rows = self._event_rows.find(ids)
        if len(rows) < len(ids):
            raise KeyError(next(event for event in sorted(ids) if event not in self._event_rows))
        return Details(*(getattr(self._tables, name).take(self.rows(name, rows)) for name in Details._fields))

    def rows(self, table: str, events: np.ndarray) -> np.ndarray:
        """Row numbers of what hangs on some events, given by their rows; ascending.

        Args:
            table: "claims", "positions", "searches", "links", "citations" or "sources".
            events: row numbers of events, ascending.
        """
        if table == "sources":
            positions = self._tables.positions.take(self._grouped["positions"].of(events))
            cited = (self._tables.events["sources"].take(events), positions["further_sources"])
            return self._sources.find({*positions["source"], *(name for ids in cited for name in flatten_ids(ids))})
        return self._grouped[table].of(events).astype(np.int64)

    def claim_counts(self, events: np.ndarray) -> np.ndarray:
        """How many claims stand in each of some events."""
        bounds = self._grouped["claims"].bounds
        found: np.ndarray = bounds[events + 1].astype(np.int64) - bounds[events]
        return found

    def claims_of(self, events: np.ndarray) -> np.ndarray:
        """Row numbers of the claims of some events, one event after the other; one of several comes with each."""
        return spread(*self._grouped["claims"], events)[1].astype(np.int64)

    @cached_property
    def shared(self) -> Mapping[str, int]:
        """Claims that stand in several events: each id that they have there, and their own, to the row."""
        further = further_places(self._tables.claims)
        found = dict(zip(further["id"], further["row"].tolist(), strict=True))
        return found | dict(zip(further["claim"], further["row"].tolist(), strict=True))

    def sources(self, ids: Iterable[str]) -> np.ndarray:
        """Row numbers of documents by their ids, ascending; unknown ids have none."""
        return self._sources.find(set(ids))


def flatten_ids(column: pd.Series) -> list[str]:
    """All ids of a column of id tuples, one after the other."""
    flat = flatten(column)
    return [str(name) for name in flat.names.take(flat.codes)]


def _further(tables: Tables, table: str) -> tuple[np.ndarray, pd.Series]:
    """Rows of claims, positions or searches that hang on further events than their own, and these events.

    Of each event in the order of the numbers there.
    """
    places = further_places(tables.claims)
    places = places[places["event"] != places["holder"]]
    places = places.sort_values("id", key=lambda ids: ids.map(number_of), kind="stable")
    if table == "claims" or places.empty:
        return places["row"].to_numpy(), places["event"]
    claims = getattr(tables, table)["claim"]
    on = claims.isin(set(places["claim"])).to_numpy(dtype=bool)
    joined = pd.DataFrame({"at": np.flatnonzero(on), "claim": claims[on].to_numpy()})
    joined = joined.merge(places[["claim", "event"]], on="claim")
    return joined["at"].to_numpy(), joined["event"]


def _build(tables: Tables) -> dict[str, np.ndarray]:
    ids, count = arrow_text(tables.events["id"]), len(tables.events)
    found = {}
    for name in ("claims", "positions", "searches"):
        events = positions_in(arrow_text(getattr(tables, name)["event"]), ids)
        rows, further = _further(tables, name)
        events = np.concatenate([events, positions_in(arrow_text(further), ids)])
        found[name] = _ByEvent.build(events, count, np.concatenate([np.arange(len(events) - len(rows)), rows]))
    found["citations"] = _ByEvent.build(positions_in(arrow_text(tables.citations["event"]), ids), count)
    ends = [positions_in(arrow_text(tables.links[end]), ids) for end in ("event", "to")]
    both = _ByEvent.build(np.concatenate(ends), count)
    found["links"] = _ByEvent(both.bounds, both.rows % max(len(tables.links), 1))
    arrays = {"source_order": RowNumbers.build(tables.sources["id"]).order}
    for name, grouped in found.items():
        arrays |= {f"{name}_bounds": grouped.bounds, f"{name}_rows": grouped.rows}
    return arrays
