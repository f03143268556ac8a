"""Documents that events cite, each one row however many cite it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import partial
from operator import attrgetter

import pandas as pd
import pyarrow as pa

from timeline.collection import tables
from timeline.collection.arrow_text import arrow_text
from timeline.collection.check import Register
from timeline.collection.citations import Citations
from timeline.collection.copies import Copies, copy_columns
from timeline.collection.event_block import Columns, Document
from timeline.collection.folder import Folder
from timeline.collection.list_entries import DocumentEntry
from timeline.collection.problems import Origin
from timeline.collection.table_builder import TableBuilder
from timeline.collection.when_columns import when_columns

_BLOCK = 2_048


class SourceTable:
    """Sources shared by all events that cite their url; keeps ids unique and entries consistent."""

    def __init__(self, register: Register, folder: Folder, copies: Mapping[str, Copies], packed: bool) -> None:
        self.numbers: dict[str, int] = {}
        """The row of each id."""
        self._register, self._folder, self._copies = register, folder, copies
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._seals, self._citations = array("q"), Citations()
        self._block: list[Document] = []
        self._table = TableBuilder(tables.SOURCES, packed=packed)
        self._further = dict[str, int]()
        """By name of a source, the last number that was tried behind it."""
        self._listed = dict[int, DocumentEntry]()
        """Documents that were put in without an event, by number."""
        self._uncited = set[int]()

    def put(self, document: DocumentEntry) -> None:
        """Adds a document that no event cites so far; one that is here already stays as it is."""
        if document.url in self._rows:
            return
        number = self._make(document.id, document, hash(_described(document)))
        self._citations.put(document.citing)
        self._listed[number] = document
        self._uncited.add(number)

    @property
    def uncited(self) -> tuple[str, ...]:
        """Ids of the documents that no event cites."""
        return tuple(self._ids[number] for number in sorted(self._uncited))

    def add(self, event: int, name: str, source: Document, origin: Origin) -> str:
        """The id of this source, made or found, which an event cites.

        Args:
            event: number of the event that cites it.
            name: of the source there.
            source: as the event describes it.
            origin: where the event is written.
        """
        number = self.take(name, source, origin)
        self.cite(event, number, name, source.citing, origin)
        return self._ids[number]

    def take(self, name: str, source: Document, origin: Origin) -> int:
        """The number of this source, made or found; ``cite`` has to follow, with what is said of the citation."""
        seal = hash(_described(source))
        number = self._rows.get(source.url)
        if number is None:
            return self._make(name, source, seal)
        if self._seals[number] != seal:
            self._compare(number, name, source, origin)
        self._uncited.discard(number)
        return number

    def cite(self, event: int, number: int, name: str, citing: str, origin: Origin) -> None:
        """Takes in what an event says of its citation of a source that was taken in."""
        listed = self._listed.get(number)
        if not self._citations.add(event, number, citing or (listed.citing if listed else "")):
            self._tell(number, name, "citing", origin)

    def id_of(self, number: int) -> str:
        """The id of a source that was taken in."""
        return self._ids[number]

    def _make(self, name: str, source: Document, seal: int) -> int:
        number = self._rows[source.url] = len(self._ids)
        made = name
        while made in self.numbers:  # every smaller number was found taken before, and stays so
            further = self._further[name] = self._further.get(name, 1) + 1
            made = f"{name}-{further}"
        self.numbers[made] = number
        self._ids.append(made)
        self._seals.append(seal)
        self._block.append(source)
        if len(self._block) == _BLOCK:
            self._settle()
        return number

    def _settle(self) -> None:
        if not self._block:
            return
        block, self._block = self._block, []
        self._table.add(len(block), self._columns(block) | {"id": self._ids[len(self._ids) - len(block) :]})

    def _columns(self, block: Sequence[Document]) -> Columns:
        given = dict(zip(_ADDRESSED, zip(*map(_addressed, block), strict=True), strict=True))
        publisher_id = self._register.publisher_id
        return {
            **given,
            "publisher": [*map(publisher_id, given["publisher"])],
            "via": [publisher_id(via) if via else "" for via in given["via"]],
            **when_columns(given["published"], {"start": "published_start", "end": "published_end"}),
            **copy_columns(given["url"], self._copies),
        }

    def _compare(self, number: int, name: str, source: Document, origin: Origin) -> None:
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
_ADDRESSED = (*_DESCRIBED, "citing", "url")
_described, _addressed = attrgetter(*_DESCRIBED), attrgetter(*_ADDRESSED)


def _tell_otherwise(key: str, first: str) -> tuple[str, str]:
    message = f"gives {key} of a document differently from {first}."
    return message, "One document is described in one way: make the entries agree."
