"""What hangs on a few events: claims, positions, searches, links and documents, found without reading whole tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from timeline.collection.arrow_text import arrow_text, positions_in
from timeline.collection.distinct import distinct
from timeline.collection.id_lists import flatten
from timeline.collection.tables import Tables
from timeline.query.answerer import Details
from timeline.query.row_numbers import RowNumbers
from timeline.query.search import spread

_TABLES = ("claims", "positions", "searches", "links")
DETAIL_ARRAYS = ("source_order", *(f"{name}_{part}" for name in _TABLES for part in ("bounds", "rows")))
"""Names of the arrays that the index is made of."""


class _ByEvent(NamedTuple):
    """Rows by event: those of event ``i`` are ``rows[bounds[i]:bounds[i + 1]]``, ascending."""

    bounds: np.ndarray
    rows: np.ndarray

    @classmethod
    def build(cls, events: np.ndarray, count: int) -> _ByEvent:
        """From the event of each row, -1 for none."""
        order = np.argsort(events, kind="stable")
        bounds = np.searchsorted(events[order], np.arange(count + 1))
        return cls(bounds.astype(np.uint32), order.astype(np.uint32))

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
            table: "claims", "positions", "searches", "links" or "sources".
            events: row numbers of events, ascending.
        """
        if table == "sources":
            positions = self._tables.positions.take(self._grouped["positions"].of(events))
            cited = (self._tables.events["sources"].take(events), positions["further_sources"])
            return self._sources.find({*positions["source"], *(name for ids in cited for name in flatten_ids(ids))})
        return self._grouped[table].of(events).astype(np.int64)

    def claim_counts(self, events: np.ndarray) -> np.ndarray:
        """How many claims each of some events holds."""
        bounds = self._grouped["claims"].bounds
        found: np.ndarray = bounds[events + 1].astype(np.int64) - bounds[events]
        return found

    def claims_of(self, events: np.ndarray) -> np.ndarray:
        """Row numbers of the claims of some events, one event after the other."""
        return spread(*self._grouped["claims"], events)[1].astype(np.int64)

    def sources(self, ids: Iterable[str]) -> np.ndarray:
        """Row numbers of documents by their ids, ascending; unknown ids have none."""
        return self._sources.find(set(ids))


def flatten_ids(column: pd.Series) -> list[str]:
    """All ids of a column of id tuples, one after the other."""
    flat = flatten(column)
    return [str(name) for name in flat.names.take(flat.codes)]


def _build(tables: Tables) -> dict[str, np.ndarray]:
    ids, count = arrow_text(tables.events["id"]), len(tables.events)
    found = {}
    for name in ("claims", "positions", "searches"):
        found[name] = _ByEvent.build(positions_in(arrow_text(getattr(tables, name)["event"]), ids), count)
    ends = [positions_in(arrow_text(tables.links[end]), ids) for end in ("event", "to")]
    both = _ByEvent.build(np.concatenate(ends), count)
    found["links"] = _ByEvent(both.bounds, both.rows % max(len(tables.links), 1))
    arrays = {"source_order": RowNumbers.build(tables.sources["id"]).order}
    for name, grouped in found.items():
        arrays |= {f"{name}_bounds": grouped.bounds, f"{name}_rows": grouped.rows}
    return arrays
