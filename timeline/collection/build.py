"""Checked entries to tables (:mod:`timeline.collection.tables`)."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection import tables
from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, positions_in
from timeline.collection.check import Register
from timeline.collection.copies import Copies, copy_columns
from timeline.collection.edtf import parse_edtf, when_in_words
from timeline.collection.entries import (
    ActorEntry,
    CorrectionEntry,
    CoverageEntry,
    EventEntry,
    PositionEntry,
    PublisherEntry,
    SearchEntry,
    SourceEntry,
)
from timeline.collection.extras import pack_extra
from timeline.collection.folder import Folder
from timeline.collection.id_lists import collect
from timeline.collection.list_entries import StatementEntry, TopicEntry
from timeline.collection.places import event_of
from timeline.collection.problems import Origin
from timeline.collection.references import Reference, check_references
from timeline.collection.series import Figure, Series
from timeline.collection.table_builder import TableBuilder, build_table

Row = dict[str, Any]
Columns = dict[str, Any]
Keep = Callable[[str, pd.DataFrame], pd.DataFrame]
"""Given a table by name as soon as it is whole, gives it back from where it is kept from then on."""

LINKS = MappingProxyType(
    tables.LINKS | {"number": (tables.COUNT, "place in its event's list"), "at": (tables.COUNT, "line or row")}
)
"""The columns of links that are not yet checked."""


_BLOCK = 2_048
_OPEN = int(np.datetime64("NaT").astype(np.int64))
_PLAIN = ("title", "when", "when_text", "actors", "themes", "tags", "summary", "note")
_WHEN = ("precision", "approximate", "uncertain", "interval")


def keep_in_memory(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table where it is."""
    return table


class EventTables:
    """The tables that events make, event by event, whether there are ten or a million.

    Args:
        register: what the events refer to.
        folder: gathers the faults.
        compact: whether columns of ids are numbers (``IdLists``), which a million events need, or plain tuples.
        copies: what our copies of documents tell, by address.

    Attributes:
        same: of the claims that stand in further events, the ids there, to the id of each; known at the end.
    """

    def __init__(self, register: Register, folder: Folder, compact: bool, copies: Mapping[str, Copies]) -> None:
        self._register, self._folder, self._compact = register, folder, compact
        self.same: dict[str, str] = {}
        self._references: list[Reference] = []
        self._sources = SourceTable(register, folder, copies)
        self._events = TableBuilder(tables.event_columns(register.figures), {"sources": self._sources.numbers})
        self._claims, self._searches = TableBuilder(tables.CLAIMS), TableBuilder(tables.SEARCHES)
        self._positions = TableBuilder(tables.POSITIONS, {"further_sources": self._sources.numbers})
        self._links = TableBuilder(LINKS)
        self._side = lru_cache(maxsize=None)(register.side)
        self._block: list[_Added] = []

    def add(self, name: str, event: EventEntry, origin: Origin) -> None:
        """Adds a sound event with its claims, positions, searches and links."""
        cited = {local: self._sources.add(local, source, origin) for local, source in event.sources.items()}
        self._references += [
            Reference(f"{name}#{number}", same, origin.place(("claims", number - 1, "same")))
            for number, same in event.references
        ]
        self._block.append(_Added(name, event, cited, origin))
        if len(self._block) == _BLOCK:
            self._settle()

    def _settle(self) -> None:
        """Puts the last events into columns."""
        block, self._block = self._block, []
        self._events.add(len(block), self._event_columns(block))
        self._add_claims(block)
        links = [(added, *numbered) for added in block for numbered in enumerate(added.event.links)]
        places = [added.origin.place(("links", number, "to")) for added, number, _ in links]
        columns = {
            "event": [added.name for added, _, _ in links],
            "to": [link.to for _, _, link in links],
            "relation": [link.relation for _, _, link in links],
            "number": [number for _, number, _ in links],
            "at": [place.line or place.row for place in places],
        }
        self._links.add(len(links), columns)

    def _event_columns(self, block: Sequence[_Added]) -> Columns:
        events = [added.event for added in block]
        own = [added.own_sources() for added in block]
        whens = [_when(event.when) for event in events]
        publisher_id, side = self._register.publisher_id, self._side
        publishers = [tuple(dict.fromkeys(publisher_id(s.publisher) for s in sources.values())) for sources in own]
        return {
            "id": [added.name for added in block],
            **{name: [getattr(event, name) for event in events] for name in _PLAIN},
            "key": [event.key == "true" for event in events],
            "extra": [pack_extra(event.extra) for event in events],
            "when_words": [when.words for when in whens],
            "start": _days([when.start for when in whens]),
            "end": _days([when.end for when in whens]),
            **{name: [getattr(when, name) for when in whens] for name in _WHEN},
            **_places(events),
            **_figures(events, self._register.figures),
            "sides": [tuple(dict.fromkeys(map(side, event.actors))) for event in events],
            "sources": [tuple(sources) for sources in own],
            "source_count": [len(sources) for sources in own],
            "publishers": publishers,
            "claim_count": [len(event.own_claims) for event in events],
        }

    def _add_claims(self, block: Sequence[_Added]) -> None:
        claims = [
            (f"{added.name}#{number}", claim, added) for added in block for number, claim in added.event.own_claims
        ]
        columns: Columns = {
            "id": [claim_id for claim_id, _, _ in claims],
            "event": [added.name for _, _, added in claims],
            "text": [claim.text for _, claim, _ in claims],
        }
        self._claims.add(len(claims), columns)
        self._add_positions([(claim_id, position, added) for claim_id, c, added in claims for position in c.positions])
        searches = [(claim_id, search, added) for claim_id, claim, added in claims for search in claim.sought]
        columns = {
            "claim": [claim_id for claim_id, _, _ in searches],
            "event": [added.name for _, _, added in searches],
            **{name: [getattr(search, name) for _, search, _ in searches] for name in SearchEntry.model_fields},
        }
        self._searches.add(len(searches), columns)

    def _add_positions(self, said: Sequence[tuple[str, PositionEntry, _Added]]) -> None:
        whens = [_when(position.date) for _, position, _ in said]
        columns: Columns = {
            "claim": [claim_id for claim_id, _, _ in said],
            "event": [added.name for _, _, added in said],
            **{
                name: [getattr(position, name) for _, position, _ in said]
                for name in ("actor", "stance", "date", "note")
            },
            "side": [self._side(position.actor) for _, position, _ in said],
            "date_start": _days([when.start for when in whens]),
            "date_end": _days([when.end for when in whens]),
            "source": [added.cited[position.source] for _, position, added in said],
            "further_sources": [added.further_sources(position) for _, position, added in said],
        }
        self._positions.add(len(said), columns)

    def finish(self, keep: Keep = keep_in_memory, drafts: Collection[str] = ()) -> dict[str, pd.DataFrame]:
        """The tables by name, links with the columns of LINKS; events by start, then end, then id.

        Claims, positions and searches stay in the order in which they were added.

        Args:
            keep: where to keep each table.
            drafts: ids of events that are not here; a claim of theirs that an event names is left out silently.
        """
        self._settle()
        self._references = [found for found in self._references if event_of(found.same) not in drafts]
        if self._references:
            texts = self._claims.texts("id"), self._events.texts("id")
            self.same = check_references(self._folder, self._references, *texts)
        self._events.drop(figure.id for figure in self._register.settle_figures())
        found = {"sources": keep("sources", self._sources.finish()), "links": self._links.finish()}
        names = {"sources": pd.Index(as_column(arrow_text(found["sources"]["id"])))}
        further = {"further_sources": names["sources"]}
        found["positions"] = keep("positions", self._positions.finish(names=further, compact=self._compact))
        claims = self._claims.finish(compact=self._compact)
        found["claims"] = keep("claims", self._put_places(claims) if self.same else claims)
        del claims
        found["searches"] = keep("searches", self._searches.finish())
        events = self._events.finish(("start", "end", "id"), names, self._compact)
        found["events"] = keep("events", self._count_places(events) if self.same else events)
        return found

    def _put_places(self, claims: pd.DataFrame) -> pd.DataFrame:
        """The claims with the further events that they stand in, in the order of ids."""
        places = sorted(self.same)
        rows = positions_in(pa.array([self.same[place] for place in places], LARGE_TEXT), arrow_text(claims["id"]))
        order = np.argsort(rows, kind="stable")
        also = collect(rows[order], order.astype(np.int32), pd.Index(places, dtype="str"), len(claims))
        return claims.assign(also=also if self._compact else also.astype(object))

    def _count_places(self, events: pd.DataFrame) -> pd.DataFrame:
        """The events with the claims counted that others hold."""
        further = pa.array([event_of(place) for place in self.same], LARGE_TEXT)
        more = np.bincount(positions_in(further, arrow_text(events["id"])), minlength=len(events))
        return events.assign(claim_count=events["claim_count"] + more)


class _Added(NamedTuple):
    """A sound event that is not yet in columns."""

    name: str
    event: EventEntry
    cited: dict[str, str]
    """Id of each document by its local name."""
    origin: Origin

    def own_sources(self) -> dict[str, SourceEntry]:
        """The documents that speak of the event itself, by id."""
        return {self.cited[local]: s for local, s in self.event.sources.items() if s.cited_for == "event"}

    def further_sources(self, position: PositionEntry) -> tuple[str, ...]:
        """The documents of a position beside its first, by id; two names of an event may mean one document."""
        first = self.cited[position.source]
        found = dict.fromkeys(self.cited[local] for local in position.further_sources)
        return tuple(source for source in found if source != first)


class SourceTable:
    """Sources shared by all events that cite their url; keeps ids unique and entries consistent."""

    def __init__(self, register: Register, folder: Folder, copies: Mapping[str, Copies]) -> None:
        self.numbers: dict[str, int] = {}
        """The row of each id."""
        self._register, self._folder, self._copies = register, folder, copies
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._seals = array("q")
        self._block: list[SourceEntry] = []
        self._table = TableBuilder(tables.SOURCES)

    def add(self, name: str, source: SourceEntry, origin: Origin) -> str:
        """The id of this source, made or found."""
        seal = hash(_described(source))
        number = self._rows.get(source.url)
        if number is None:
            return self._make(name, source, seal)
        if self._seals[number] != seal:
            self._compare(number, name, source, origin)
        return self._ids[number]

    def _make(self, name: str, source: SourceEntry, seal: int) -> str:
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

    def _columns(self, block: Sequence[SourceEntry]) -> Columns:
        publisher_id = self._register.publisher_id
        whens = [_when(source.published) for source in block]
        return {
            **{name: [getattr(source, name) for source in block] for name in (*_DESCRIBED, "url")},
            "publisher": [publisher_id(source.publisher) for source in block],
            "via": [publisher_id(source.via) if source.via else "" for source in block],
            "published_start": _days([when.start for when in whens]),
            "published_end": _days([when.end for when in whens]),
            **copy_columns([source.url for source in block], self._copies),
        }

    def _compare(self, number: int, name: str, source: SourceEntry, origin: Origin) -> None:
        """Tells what an entry says otherwise than the first of its document."""
        self._settle()
        given = self._columns([source])
        for key in _DESCRIBED:
            if self._table.text(number, key) != (given[key][0] or ""):
                place, tell = origin.place(("sources", name, key)), partial(_tell_otherwise, key)
                self._folder.fault(place, f"sources.{name}.{key}", tell, "The first entry was taken.")

    def finish(self) -> pd.DataFrame:
        """The table; what is only needed to add to it is let go."""
        self._settle()
        self._rows, self._ids, self._seals = {}, [], array("q")
        return self._table.finish()


_DESCRIBED = ("publisher", "via", "citing", "title", "published", "language", "kind", "archived")
_described = attrgetter(*_DESCRIBED)


def _tell_otherwise(key: str) -> tuple[str, str]:
    message = f"gives {key} of a document differently from the event that cites it first."
    return message, "One document is described in one way: make the entries agree."


class _When(NamedTuple):
    """What a date says, as columns; days are seconds since 1970."""

    words: str = ""
    start: int = _OPEN
    end: int = _OPEN
    precision: str = ""
    approximate: bool = False
    uncertain: bool = False
    interval: bool = False


@lru_cache(maxsize=131_072)
def _when(text: str | None) -> _When:
    if not text:
        return _When()
    when = parse_edtf(text)
    start, end = (_OPEN if bound is None else int(bound.astype(np.int64)) for bound in (when.start, when.end))
    marks = when.approximate, when.uncertain, when.interval
    return _When(when_in_words(when), start, end, when.precision, *marks)


def _days(seconds: list[int]) -> np.ndarray:
    return np.array(seconds, dtype=np.int64).view("datetime64[s]")


def _places(events: Sequence[EventEntry]) -> Columns:
    names = {"place": "name", "country": "country", "lat": "lat", "lon": "lon"}
    return {column: [getattr(e.place, name) if e.place else None for e in events] for column, name in names.items()}


def _figures(events: Sequence[EventEntry], figures: Sequence[Figure]) -> Columns:
    counts = [event.figures.counts if event.figures else {} for event in events]
    by = [event.figures.by if event.figures else None for event in events]
    return {**{figure.id: [found.get(figure.id) for found in counts] for figure in figures}, "figures_by": by}


def build_lists(
    register: Register,
    *,
    topics: Sequence[TopicEntry],
    statements: Mapping[str, Sequence[StatementEntry]],
    corrections: Sequence[CorrectionEntry],
    coverage: Sequence[CoverageEntry],
    series: Series | None,
    days: Sequence[Row],
) -> dict[str, pd.DataFrame]:
    """The tables of everything but events, by name; ``statements`` are given by the id of their document."""
    of_topics = [{"topic": topic.id, **claim.model_dump()} for topic in topics for claim in topic.claims]
    rows = {
        "publishers": [_publisher_row(publisher, register) for publisher in register.publishers.values()],
        "actors": [_actor_row(actor, register) for actor in register.actors.values()],
        "themes": [theme.model_dump() for theme in register.themes.values()],
        "strikes": list(days),
        "coverage": _coverage_rows(coverage, register),
        "corrections": [_given(correction) for correction in corrections],
        "topics": [topic.model_dump() for topic in topics],
        "topic_claims": of_topics,
        "statements": [_statement_row(source, found) for source, listed in statements.items() for found in listed],
    }
    columns = {**tables.TABLES, "strikes": tables.series_columns(series)}
    return {name: build_table(found, columns[name]) for name, found in rows.items()}


def _given(record: Any) -> Row:
    return dict(record.model_dump(exclude_none=True))


def _actor_row(actor: ActorEntry, register: Register) -> Row:
    line = register.line(actor.id)
    return {**_given(actor), "side": line[-1], "line": line}


def _publisher_row(publisher: PublisherEntry, register: Register) -> Row:
    held = publisher.controlled_by
    side = register.side(held) if held else ""
    return {**_given(publisher), "weak": publisher.weak == "true", "controlled_by_side": side}


def _statement_row(source: str, statement: StatementEntry) -> Row:
    return {**_given(statement), "source": source, "claims": tuple(found.claim for found in statement.claims)}


def _coverage_rows(coverage: Sequence[CoverageEntry], register: Register) -> list[Row]:
    rows = []
    for record in coverage:
        when = parse_edtf(record.period)
        for theme in register.themes if record.theme == "all" else [record.theme]:
            note = {"level": record.level, "note": record.note}
            rows.append({"theme": theme, "start": when.start, "end": when.end, **note})
    return rows
