"""A collection in memory: its tables with grades, opened from a folder, and views with their tables."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline import evidence
from timeline.collection.english import join
from timeline.collection.event_sheets import has_sheets
from timeline.collection.held import EVENTS, Texts, read_again
from timeline.collection.id_lists import flatten
from timeline.collection.read import load_tables
from timeline.collection.tables import Tables
from timeline.query.details import DetailIndex
from timeline.query.facets import Facet
from timeline.query.filter import Filter
from timeline.query.index import FacetIndex
from timeline.query.memory import Memory, MemoryAnswer
from timeline.query.prepared import Draft, Prepared, load_prepared, prepared_path
from timeline.query.record import Record, View
from timeline.query.row_numbers import RowNumbers
from timeline.query.seals import check_large_later
from timeline.query.search import TextIndex
from timeline.query.texts import text_parts

KEPT_DAYS = 8
"""Days whose record as known then is kept at most."""
KEPT_EVENTS = 400_000
"""Events that the kept ones may have together; a million events with texts and index take about 2 GB."""

Tell = Callable[[str], None]
"""Called with a few words before each longer step."""


def open_collection(path: str | os.PathLike[str], tell: Tell | None = None) -> Collection:
    """Opens a folder of records.

    Never raises for what the folder holds or lacks: see ``problems``; sound events are all there. A large
    collection (``events.parquet``) is prepared once, which takes a while, and opened from ``.cache/`` then on.

    Args:
        path: the folder.
        tell: called with a few words before each longer step.
    """
    return reopen_collection(Path(path), None, tell).record


class NotSound(Exception):
    """Tables that were sound have a fault now; says which and what."""


class Opened(NamedTuple):
    """A collection, and what is kept of it for when its folder is opened again."""

    record: Collection
    sound: frozenset[str]
    """Names of the files without a fault."""
    texts: Texts
    """What stands in them; of a folder of tables nothing."""


def reopen_collection(path: Path, before: Opened | None, tell: Tell | None = None) -> Opened:
    """Opens a folder anew; a file that was sound before and now has a fault is held (``timeline.collection.held``).

    Tables join one another, so that an old one among new ones would leave events without their claims: with a fault in
    a table that was sound nothing is opened.

    Args:
        path: the folder.
        before: what was opened of it before; None at first.
        tell: called with a few words before each longer step.

    Raises:
        NotSound: see above; never where nothing was opened before.
    """
    if not has_sheets(path):
        reading = read_again(path, before.texts if before else {}, tell)
        record = Collection.from_tables(reading.tables)
        return Opened(record, _sound(path, record), reading.sound)
    record = _open_large(path, tell or (lambda words: None))
    if now := sorted({problem.file for problem in record.problems} & (before.sound if before else set())):
        first = next(problem for problem in record.problems if problem.file == now[0])
        raise NotSound(f"{join(now)} had no fault before and {'has' if len(now) == 1 else 'have'} one now. {first}")
    return Opened(record, _sound(path, record), {})


def _sound(path: Path, record: Collection) -> frozenset[str]:
    """Names of a folder's files that have no fault, and of ``events/``: there is one, or none is needed."""
    names = {file.name for file in path.iterdir() if file.is_file()} if path.is_dir() else set[str]()
    return frozenset({*names, EVENTS} - {problem.file for problem in record.problems})


def _open_large(path: Path, tell: Tell) -> Collection:
    place = prepared_path(path)
    prepared = load_prepared(place)
    if prepared is not None:
        check_large_later(place)
    else:
        tell("Reading the tables")
        with Draft(place) as draft:
            record = _prepare(path, draft, tell)
            tell("Writing the cache")
            made = Prepared(record, record.answerer.index, record.answerer.row_numbers, record.answerer.detail_index)
            prepared = load_prepared(place) if draft.finish(made) else None
        if prepared is None:
            return record
        del record, made
        pa.default_memory_pool().release_unused()
    record = Collection(**{field.name: getattr(prepared.tables, field.name) for field in fields(Tables)})
    record.answer_by(Memory(record, prepared.index, prepared.rows, prepared.details))
    return record


def _prepare(path: Path, draft: Draft, tell: Tell) -> Collection:
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
    record.answer_by(_memory(record, tell))
    return record


def _memory(record: Collection, tell: Tell) -> Memory:
    """Builds every index of a record."""
    lines = dict(zip(record.actors["id"], record.actors["line"], strict=True))
    tell("Indexing texts")
    total = len(record.events)
    text = TextIndex.from_parts(
        text_parts(record), total, lambda done: tell(f"Indexing texts: {done:,} of {total:,} events")
    )
    tell("Indexing facets")
    values = {facet: tuple(names) for facet, names in record.facet_names.items()}
    numbers = RowNumbers.build(record.events["id"])
    return Memory(record, FacetIndex.build(record.events, values, lines, text), numbers, DetailIndex(record, numbers))


@dataclass(frozen=True, eq=False)
class Collection(Tables, Record):
    """The tables of ``timeline.collection.tables`` with grades, shared by all sessions: never change them."""

    # Tables are compared column by column; a record is equal to itself, and can be a key.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        # functools.cached_property takes no lock of its own: two first readers would each get one
        vars(self)["_rewinding"] = threading.Lock()

    @classmethod
    def from_tables(cls, tables: Tables) -> Collection:
        """A collection over graded copies of the tables."""
        graded = evidence.grade(tables)
        return cls(**{field.name: getattr(graded, field.name) for field in fields(Tables)})

    def view(self, flt: Filter | None = None) -> TableView:
        """What a filter selects; None selects everything."""
        flt = flt or Filter()
        return TableView(self.known_on(flt.known) if flt.known else self, flt)

    def known_on(self, day: date) -> Collection:
        """The record as known on a day (``timeline.evidence.known_on``).

        The last few days are kept, of a large record only the last one: each is a record of its own in memory.
        """
        with vars(self)["_rewinding"]:  # two who ask for one day wait for one answer
            return self._rewound(day)

    @cached_property
    def _rewound(self) -> Callable[[date], Collection]:
        kept = max(1, min(KEPT_DAYS, KEPT_EVENTS // max(len(self.events), 1)))
        return lru_cache(maxsize=kept)(lambda day: evidence.known_on(self, day))

    @cached_property
    def answerer(self) -> Memory:
        """The indexes over the tables, built when they are first asked for."""
        return _memory(self, lambda words: None)

    def answer_by(self, memory: Memory) -> None:
        """Takes indexes that are there already."""
        vars(self)["answerer"] = memory

    def _open_values(self, facet: Facet) -> Iterable[str]:
        if "answerer" in vars(self):  # a prepared index knows them, and its column may not have been read from disk
            return self.answerer.index.facets[facet.param].values
        column = self.events[facet.column]
        if facet.many:
            flat = flatten(column)
            return {str(value) for value in flat.names.take(np.unique(flat.codes))}
        return {value for value in column.unique() if value}


class TableView(View):
    """A view of a collection in memory, for people who import ``timeline``: it shows its rows as a table too."""

    record: Collection
    _answer: MemoryAnswer

    @cached_property
    def events(self) -> pd.DataFrame:
        """The selected events (columns: ``timeline.collection.tables.event_columns``), by start, end and id."""
        return self._answer.events()
