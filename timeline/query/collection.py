"""A collection as the rest of the software sees it: tables with grades, names, and the one door to views."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa

from timeline import evidence
from timeline.collection.check import resolve
from timeline.collection.event_sheets import has_sheets
from timeline.collection.read import load_tables
from timeline.collection.tables import Tables
from timeline.collection.vocabulary import CONTESTS, SUPPORTS
from timeline.query.details import DetailIndex
from timeline.query.filter import FACETS, Filter, Ignored
from timeline.query.index import FacetIndex
from timeline.query.names import country_name
from timeline.query.period import bounds_of
from timeline.query.prepared import Draft, Prepared, load_prepared, prepared_path
from timeline.query.row_numbers import RowNumbers
from timeline.query.search import TextIndex
from timeline.query.texts import text_parts
from timeline.query.view import View

KEPT_DAYS = 8
"""Days whose record as known then is kept at most."""
KEPT_EVENTS = 400_000
"""Events that the kept ones may have together; a million events with texts and index take about 2 GB."""


def open_collection(path: str | os.PathLike[str], tell: Callable[[str], None] | None = None) -> Collection:
    """Opens a folder of records.

    Never raises for what the folder holds or lacks: see ``problems``; sound events are all there. A large
    collection (``events.parquet``) is prepared once, which takes a while, and opened from ``.cache/`` then on.

    Args:
        path: the folder.
        tell: called with a few words before each longer step.
    """
    if has_sheets(Path(path)):
        return _open_large(Path(path), tell or (lambda words: None))
    return Collection.from_tables(load_tables(path))


def _open_large(path: Path, tell: Callable[[str], None]) -> Collection:
    place = prepared_path(path)
    prepared = load_prepared(place)
    if prepared is None:
        tell("Reading the tables")
        with Draft(place) as draft:
            record = _prepare(path, draft, tell)
            tell("Writing the cache")
            made = Prepared(record, record.index, record.facet_values, record.row_numbers, record.details)
            prepared = load_prepared(place) if draft.finish(made) else None
        if prepared is None:
            return record
        del record, made
        pa.default_memory_pool().release_unused()
    record = Collection(**{field.name: getattr(prepared.tables, field.name) for field in fields(Tables)})
    known = {"index": prepared.index, "facet_values": prepared.facet_values, "row_numbers": prepared.rows}
    vars(record).update(known | {"details": prepared.details})  # what the cached properties would work out
    return record


def _prepare(path: Path, draft: Draft, tell: Callable[[str], None]) -> Collection:
    """A large collection with its grades and indexes; tables lie in the draft from when they are read."""

    def keep(name: str, table: pd.DataFrame) -> pd.DataFrame:
        kept = draft.keep(name, table)
        pa.default_memory_pool().release_unused()
        return kept

    tables = load_tables(path, tell, keep)
    tell("Deriving grades")
    record = draft.settle(Collection.from_tables(tables))
    del tables
    pa.default_memory_pool().release_unused()
    vars(record)["index"] = _index(record, tell)
    return record


def _index(record: Collection, tell: Callable[[str], None]) -> FacetIndex:
    lines = dict(zip(record.actors["id"], record.actors["line"], strict=True))
    tell("Indexing texts")
    total = len(record.events)
    text = TextIndex.from_parts(
        text_parts(record), total, lambda done: tell(f"Indexing texts: {done:,} of {total:,} events")
    )
    tell("Indexing facets")
    return FacetIndex.build(record.events, record.facet_values, lines, text)


@dataclass(frozen=True, eq=False)
class Collection(Tables):
    """The tables of ``timeline.collection.tables`` with grades, shared by all sessions: never change them."""

    # Tables are compared column by column; a record is equal to itself, and can be a key.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @classmethod
    def from_tables(cls, tables: Tables) -> Collection:
        """A collection over graded copies of the tables."""
        graded = evidence.grade(tables)
        return cls(**{field.name: getattr(graded, field.name) for field in fields(Tables)})

    def view(self, flt: Filter | None = None) -> View:
        """What a filter selects; None selects everything."""
        flt = flt or Filter()
        return View(self.known_on(flt.known) if flt.known else self, flt)

    def known_on(self, day: date) -> Collection:
        """The record as known on a day (``timeline.evidence.known_on``).

        The last few days are kept, of a large record only the last one: each is a record of its own in memory.
        """
        with self._rewinding:  # two who ask for one day wait for one answer
            return self._rewound(day)

    @cached_property
    def _rewinding(self) -> threading.Lock:
        return threading.Lock()

    @cached_property
    def _rewound(self) -> Callable[[date], Collection]:
        kept = max(1, min(KEPT_DAYS, KEPT_EVENTS // max(len(self.events), 1)))
        return lru_cache(maxsize=kept)(lambda day: evidence.known_on(self, day))

    @cached_property
    def index(self) -> FacetIndex:
        """The facet index over the events."""
        return _index(self, lambda words: None)

    @cached_property
    def actor_names(self) -> Mapping[str, str]:
        """Actor id to name."""
        return _names(self.actors)

    @cached_property
    def theme_names(self) -> Mapping[str, str]:
        """Theme id to name."""
        return _names(self.themes)

    @cached_property
    def publisher_names(self) -> Mapping[str, str]:
        """Publisher id to name."""
        return _names(self.publishers)

    @property
    def event_rows(self) -> Mapping[str, int]:
        """Event id to row number."""
        return self.row_numbers

    @cached_property
    def row_numbers(self) -> RowNumbers:
        """Event id to row number, and the rows in the order of their ids."""
        return RowNumbers.build(self.events["id"])

    @cached_property
    def details(self) -> DetailIndex:
        """Finds claims, positions, links and documents of a few events."""
        return DetailIndex(self, self.row_numbers)

    @cached_property
    def facet_values(self) -> Mapping[str, tuple[str, ...]]:
        """Every value of each facet that a reader may choose, in the register's order."""
        countries = sorted((c for c in self.events["country"].unique() if c), key=country_name)
        return {
            "actor": tuple(self.actors["id"]),
            "theme": tuple(self.themes["id"]),
            "support": tuple(SUPPORTS),
            "contest": tuple(CONTESTS),
            "publisher": tuple(self.publishers["id"]),
            "country": tuple(countries),
        }

    @cached_property
    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest start and the latest end of all events, None where no event has one."""
        return bounds_of(self.events)

    @cached_property
    def retired(self) -> Mapping[str, str]:
        """Ids of events that are no more: to the event that took them over, or "" where withdrawn."""
        gone = self.corrections[self.corrections["kind"].isin(["merged", "withdrawn"])]
        merged = dict(zip(gone["event"], gone["to"], strict=True))
        return {event: resolve(to, merged) if to else "" for event, to in merged.items()}

    def check_filter(self, flt: Filter, ignored: list[Ignored] | None = None) -> tuple[Filter, list[Ignored]]:
        """The filter with only ids that this record has, retired events followed, and what was dropped."""
        dropped = list(ignored or [])
        changes: dict[str, object] = {}
        for facet, attribute in FACETS.items():
            known = self._ids[facet]
            for value in flt.values(facet):
                if value not in known:
                    dropped.append(Ignored(facet, value, _UNKNOWN[facet]))
            changes[attribute] = tuple(value for value in flt.values(facet) if value in known)
        event = self.retired.get(flt.event) or flt.event
        if event and event not in self.event_rows:
            why = self._withdrawal(event) if event in self.retired else "the link asks for an event we do not have"
            dropped.append(Ignored("event", event, why))
            event = ""
        return dataclasses.replace(flt, event=event, **changes), dropped  # type: ignore[arg-type]

    @cached_property
    def _ids(self) -> Mapping[str, frozenset[str]]:
        return {facet: frozenset(values) for facet, values in self.facet_values.items()}

    def _withdrawal(self, event: str) -> str:
        row = self.corrections[self.corrections["event"] == event].iloc[-1]
        return f"it was withdrawn: {row['reason']}" if row["reason"] else "it was withdrawn"


_UNKNOWN = {
    "actor": "the link asks for an actor we do not have",
    "theme": "the link asks for a theme we do not have",
    "support": "there is no such grade of support",
    "contest": "there is no such grade of contest",
    "publisher": "the link asks for a publisher we do not have",
    "country": "no event of this record lies there",
}


def _names(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["id"], table["name"], strict=True))
