"""Checked entries to tables (:mod:`timeline.collection.tables`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection import tables
from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, positions_in
from timeline.collection.check import Register
from timeline.collection.copies import Copies
from timeline.collection.edtf import parse_edtf
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
from timeline.collection.list_entries import DocumentEntry, StatementEntry, TopicEntry
from timeline.collection.places import event_of
from timeline.collection.problems import Origin
from timeline.collection.references import Reference, check_references
from timeline.collection.series import Figure, Series
from timeline.collection.source_table import SourceTable
from timeline.collection.table_builder import TableBuilder, build_table
from timeline.collection.when_columns import day_column, read_when

Row = dict[str, Any]
Columns = dict[str, Any]
Keep = Callable[[str, pd.DataFrame], pd.DataFrame]
"""Given a table by name as soon as it is whole, gives it back from where it is kept from then on."""

LINKS = MappingProxyType(
    tables.LINKS | {"number": (tables.COUNT, "place in its event's list"), "at": (tables.COUNT, "line or row")}
)
"""The columns of links that are not yet checked."""


_BLOCK = 2_048
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
        uncited: ids of the documents that no event cites; known at the end.
    """

    def __init__(self, register: Register, folder: Folder, compact: bool, copies: Mapping[str, Copies]) -> None:
        self._register, self._folder, self._compact = register, folder, compact
        self.same: dict[str, str] = {}
        self.uncited: tuple[str, ...] = ()
        self._added = 0
        self._references: list[Reference] = []
        self._sources = SourceTable(register, folder, copies)
        self._events = TableBuilder(tables.event_columns(register.figures), {"sources": self._sources.numbers})
        self._claims, self._searches = TableBuilder(tables.CLAIMS), TableBuilder(tables.SEARCHES)
        self._positions = TableBuilder(tables.POSITIONS, {"further_sources": self._sources.numbers})
        self._links = TableBuilder(LINKS)
        self._side = lru_cache(maxsize=None)(register.side)
        self._block: list[_Added] = []

    def put(self, document: DocumentEntry) -> None:
        """Adds a document that no event cites so far."""
        self._sources.put(document)

    def add(self, name: str, event: EventEntry, origin: Origin) -> None:
        """Adds a sound event with its claims, positions, searches and links."""
        cited = {
            local: self._sources.add(self._added, local, source, origin) for local, source in event.sources.items()
        }
        self._added += 1
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
        whens = [read_when(event.when) for event in events]
        publisher_id, side = self._register.publisher_id, self._side
        publishers = [tuple(dict.fromkeys(publisher_id(s.publisher) for s in sources.values())) for sources in own]
        return {
            "id": [added.name for added in block],
            **{name: [getattr(event, name) for event in events] for name in _PLAIN},
            "key": [event.key == "true" for event in events],
            "extra": [pack_extra(event.extra) for event in events],
            "when_words": [when.words for when in whens],
            "start": day_column([when.start for when in whens]),
            "end": day_column([when.end for when in whens]),
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
        whens = [read_when(position.date) for _, position, _ in said]
        columns: Columns = {
            "claim": [claim_id for claim_id, _, _ in said],
            "event": [added.name for _, _, added in said],
            **{
                name: [getattr(position, name) for _, position, _ in said]
                for name in ("actor", "stance", "date", "note")
            },
            "side": [self._side(position.actor) for _, position, _ in said],
            "date_start": day_column([when.start for when in whens]),
            "date_end": day_column([when.end for when in whens]),
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
        self.uncited = self._sources.uncited
        found = self._sources.finish(self._events.texts("id"))
        found |= {"sources": keep("sources", found["sources"]), "links": self._links.finish()}
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
