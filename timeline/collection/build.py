"""Checked entries to tables (:mod:`timeline.collection.tables`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

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
    FiguresEntry,
    PlaceEntry,
    PublisherEntry,
)
from timeline.collection.event_block import Added, Block, Columns, MakeBlock, block_of
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
from timeline.collection.when_columns import when_columns

Row = dict[str, Any]
Keep = Callable[[str, pd.DataFrame], pd.DataFrame]
"""Given a table by name as soon as it is whole, gives it back from where it is kept from then on."""

LINKS = MappingProxyType(
    tables.LINKS | {"number": (tables.COUNT, "place in its event's list"), "at": (tables.COUNT, "line or row")}
)
"""The columns of links that are not yet checked."""


_BLOCK = 2_048
_PLAIN = ("title", "when", "when_text", "actors", "themes", "tags", "summary", "note")
_PARTS = ("start", "end", "precision", "approximate", "uncertain", "interval")
_WHEN = {"words": "when_words", **{part: part for part in _PARTS}}


def keep_in_memory(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table where it is."""
    return table


class EventTables:
    """The tables that events make, event by event, whether there are ten or a million.

    Args:
        register: what the events refer to.
        folder: gathers the faults.
        compact: whether columns of ids are numbers (``IdLists``) and texts are packed meanwhile, which a million events
            need; else ids are plain tuples.
        copies: what our copies of documents tell, by address.

    Attributes:
        same: of the claims that stand in further events, the ids there, to the id of each; known at the end.
        uncited: ids of the documents that no event cites; known at the end.
    """

    def __init__(self, register: Register, folder: Folder, compact: bool, copies: Mapping[str, Copies]) -> None:
        self._register, self._folder, self._compact = register, folder, compact
        self.same: dict[str, str] = {}
        self.uncited: tuple[str, ...] = ()
        self._count = 0
        """Of the events so far."""
        self._references: list[Reference] = []
        self._sources = SourceTable(register, folder, copies, packed=compact)
        numbers, columns = self._sources.numbers, tables.event_columns(register.figures)
        self._events = TableBuilder(columns, {"sources": numbers}, packed=compact)
        self._claims, self._searches = TableBuilder(tables.CLAIMS, packed=compact), TableBuilder(tables.SEARCHES)
        self._positions = TableBuilder(tables.POSITIONS, {"further_sources": numbers}, packed=compact)
        self._links = TableBuilder(LINKS)
        self._side = lru_cache(maxsize=None)(register.side)
        self._added: list[Added] = []

    def put(self, document: DocumentEntry) -> None:
        """Adds a document that no event cites so far."""
        self._sources.put(document)

    def add(self, name: str, event: EventEntry, origin: Origin) -> None:
        """Adds a sound event with its claims, positions, searches and links."""
        cited = {
            local: self._sources.add(self._count, local, source, origin) for local, source in event.sources.items()
        }
        self._count += 1
        self._added.append(Added(name, event, cited, origin))
        if len(self._added) == _BLOCK:
            self._settle()

    def add_block(self, make: MakeBlock) -> None:
        """Adds sound events that are in columns already, once their documents have ids."""
        self._settle()
        block = make(self._sources, self._count)
        self._count += len(block.events["id"])
        self._put(block)

    def _settle(self) -> None:
        """Puts events that were added one by one into columns."""
        if self._added:
            block, self._added = block_of(self._added), []
            self._put(block)

    def _put(self, block: Block) -> None:
        """Puts events into the tables."""
        self._events.add(len(block.events["id"]), self._event_columns(block.events))
        self._claims.add(len(block.claims["id"]), block.claims)
        self._positions.add(len(block.positions["claim"]), self._position_columns(block.positions))
        self._searches.add(len(block.searches["claim"]), block.searches)
        self._links.add(len(block.links["event"]), block.links)
        self._references += block.references

    def _event_columns(self, events: Columns) -> Columns:
        publisher_id, side = lru_cache(maxsize=None)(self._register.publisher_id), self._side
        return {
            "id": events["id"],
            **{name: events[name] for name in _PLAIN},
            "key": [key == "true" for key in events["key"]],
            "extra": [*map(pack_extra, events["extra"])],
            **when_columns(events["when"], _WHEN),
            **_places(events["place"]),
            **_figures(events["figures"], self._register.figures),
            "sides": [tuple(dict.fromkeys(map(side, actors))) for actors in events["actors"]],
            "sources": [tuple(own) for own in events["own"]],
            "source_count": np.fromiter(map(len, events["own"]), dtype=np.int64),
            "publishers": [tuple(dict.fromkeys(map(publisher_id, own.values()))) for own in events["own"]],
            "claim_count": np.array(events["claim_count"], dtype=np.int64),
        }

    def _position_columns(self, positions: Columns) -> Columns:
        days = when_columns(positions["date"], {"start": "date_start", "end": "date_end"})
        return {**positions, "side": [*map(self._side, positions["actor"])], **days}

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


def _places(places: Sequence[PlaceEntry | None]) -> Columns:
    names = {"place": "name", "country": "country", "lat": "lat", "lon": "lon"}
    return {column: [getattr(place, name) if place else None for place in places] for column, name in names.items()}


def _figures(said: Sequence[FiguresEntry | None], figures: Sequence[Figure]) -> Columns:
    if not any(said):
        return {}
    counts = [found.counts if found else {} for found in said]
    by = [found.by if found else None for found in said]
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
