"""Documents that events cite, each one row however many cite it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

import pandas as pd
import pyarrow as pa

from timeline.collection import tables
from timeline.collection.arrow_text import arrow_text
from timeline.collection.check import Register
from timeline.collection.citations import Citations
from timeline.collection.copies import Copies, copy_columns
from timeline.collection.entries import DocumentFields, SourceEntry
from timeline.collection.folder import Folder
from timeline.collection.list_entries import DocumentEntry
from timeline.collection.problems import Origin
from timeline.collection.table_builder import TableBuilder
from timeline.collection.when_columns import day_column, read_when

Columns = dict[str, Any]
_BLOCK = 2_048


class SourceTable:
    """Sources shared by all events that cite their url; keeps ids unique and entries consistent."""

    def __init__(self, register: Register, folder: Folder, copies: Mapping[str, Copies]) -> None:
        self.numbers: dict[str, int] = {}
        """The row of each id."""
        self._register, self._folder, self._copies = register, folder, copies
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._seals, self._citations = array("q"), Citations()
        self._block: list[DocumentFields] = []
        self._table = TableBuilder(tables.SOURCES)
        self._listed = dict[int, DocumentEntry]()
        """Documents that were put in without an event, by number."""
        self._uncited = set[int]()

    def put(self, document: DocumentEntry) -> None:
        """Adds a document that no event cites so far; one that is here already stays as it is."""
        if document.url in self._rows:
            return
        self._make(document.id, document, hash(_described(document)))
        number = len(self._ids) - 1
        self._citations.put(document.citing)
        self._listed[number] = document
        self._uncited.add(number)

    @property
    def uncited(self) -> tuple[str, ...]:
        """Ids of the documents that no event cites."""
        return tuple(self._ids[number] for number in sorted(self._uncited))

    def add(self, event: int, name: str, source: SourceEntry, origin: Origin) -> str:
        """The id of this source, made or found.

        Args:
            event: number of the event that cites it.
            name: of the source there.
            source: as the event describes it.
            origin: where the event is written.
        """
        seal = hash(_described(source))
        number = self._rows.get(source.url)
        if number is None:
            made, number = self._make(name, source, seal), len(self._ids) - 1
        else:
            made = self._ids[number]
            if self._seals[number] != seal:
                self._compare(number, name, source, origin)
        listed = self._listed.get(number)
        self._uncited.discard(number)
        citing = source.citing or (listed.citing if listed else "")
        if not self._citations.add(event, number, citing):
            self._tell(number, name, "citing", origin)
        return made

    def _make(self, name: str, source: DocumentFields, seal: int) -> str:
        number = self._rows[source.url] = len(self._ids)
        made, further = name, 2
        while made in self.numbers:
            made, further = f"{name}-{further}", further + 1
        self.numbers[made] = number
        self._ids.append(made)
        self._seals.append(seal)
        self._block.append(source)
        if len(self._block) == _BLOCK:
            self._settle()
        return made

    def _settle(self) -> None:
        block, self._block = self._block, []
        self._table.add(len(block), self._columns(block) | {"id": self._ids[len(self._ids) - len(block) :]})

    def _columns(self, block: Sequence[DocumentFields]) -> Columns:
        publisher_id = self._register.publisher_id
        whens = [read_when(source.published) for source in block]
        return {
            **{name: [getattr(source, name) for source in block] for name in (*_DESCRIBED, "citing", "url")},
            "publisher": [publisher_id(source.publisher) for source in block],
            "via": [publisher_id(source.via) if source.via else "" for source in block],
            "published_start": day_column([when.start for when in whens]),
            "published_end": day_column([when.end for when in whens]),
            **copy_columns([source.url for source in block], self._copies),
        }

    def _compare(self, number: int, name: str, source: SourceEntry, origin: Origin) -> None:
        """Tells what an entry says otherwise than the first of its document."""
        self._settle()
        given = self._columns([source])
        for key in _DESCRIBED:
            if self._table.text(number, key) != (given[key][0] or ""):
                self._tell(number, name, key, origin)

    def _tell(self, number: int, name: str, key: str, origin: Origin) -> None:
        first = "documents.yaml" if number in self._listed else "the event that cites it first"
        place, tell = origin.place(("sources", name, key)), partial(_tell_otherwise, key, first)
        self._folder.fault(place, f"sources.{name}.{key}", tell, "The first entry was taken.")

    def finish(self, events: pa.Array) -> dict[str, pd.DataFrame]:
        """The tables of sources and citations; what is only needed to add to them is let go.

        Args:
            events: ids of the events by number.
        """
        self._settle()
        self._rows, self._ids, self._seals = {}, [], array("q")
        sources = self._table.finish()
        citations = self._citations.finish(events, arrow_text(sources["id"]))
        if differing := self._citations.differing:
            citing = sources["citing"].copy()
            citing.iloc[differing] = ""
            sources = sources.assign(citing=citing)
        return {"sources": sources, "citations": citations}


_DESCRIBED = ("publisher", "via", "title", "published", "language", "kind", "archived")
_described = attrgetter(*_DESCRIBED)


def _tell_otherwise(key: str, first: str) -> tuple[str, str]:
    message = f"gives {key} of a document differently from {first}."
    return message, "One document is described in one way: make the entries agree."
