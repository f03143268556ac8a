"""Our own exports back into entries: events as their files have them, and the lists beside them.

What a table has as a column and an entry as a field goes over by its name. Only what the two say differently stands
here: places, sources, figures, claims. An export carries neither coverage nor the words for figures and series.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from timeline.bring.readers.bounds import Table
from timeline.bring.readers.bounds import reading as damaged
from timeline.bring.readers.export_tables import EXPORT_ANEW, NEEDED, ExportTables, TableRow
from timeline.bring.rows import Row
from timeline.collection.english import join
from timeline.collection.entries import (
    ActorEntry,
    CorrectionEntry,
    Entry,
    EventEntry,
    LinkEntry,
    PositionEntry,
    PublisherEntry,
    SearchEntry,
    SourceEntry,
    ThemeEntry,
)
from timeline.collection.list_entries import StatementEntry, TopicClaimEntry, TopicEntry
from timeline.collection.places import event_of, number_of
from timeline.collection.problems import quote
from timeline.collection.tables import EVENTS, FLAG, TABLES

ID, ENTRY = "id", "entry"
"""The two columns of the rows."""
_PLACE = {"place": "name", "country": "country", "lat": "lat", "lon": "lon"}
_LISTS: Mapping[str, type[Entry]] = {
    "actors": ActorEntry,
    "themes": ThemeEntry,
    "publishers": PublisherEntry,
    "corrections": CorrectionEntry,
}
"""Tables whose rows are entries of the file of the same name."""
_OTHER = ("topics", "topic_claims", "statements", "searches", "links")


def read_export(tables: ExportTables, reading: Mapping[str, str]) -> Table:
    """An export of ours.

    Args:
        tables: what it holds.
        reading: how it was read.

    Raises:
        BringError: it is damaged.
    """
    with damaged(tables.name, "an export", EXPORT_ANEW):
        about, figures, lists = tables.about(), _figures(tables), _lists(tables)
    told = [f"It is an export of {quote(str(about.get('title', '')))}: {about.get('in_words') or 'all events'}."]
    told.append("It carries no coverage and no answers to advice.")
    if figures:
        told.append("It does not carry the words for its figures: look at `figures` in collection.yaml afterwards.")
    if days := [name for name in tables.names() if name not in (*NEEDED, *_OTHER, "corrections")]:
        told.append(
            f"The days of {join([quote(name) for name in days])} are left: the export does not say what they count."
        )
    return Table("own", partial(_read, tables), (ID, ENTRY), reading, tuple(told), lists, _about(about, figures))


def _fields(table: str, kind: type[Entry], row: TableRow, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields of an entry that stand in its row; what is empty, or not so, is left out as in a file."""
    flags = {name for name, (type_, _) in TABLES.get(table, {}).items() if type_ == FLAG}
    found = {name: row[name] for name in kind.model_fields if row.get(name) and name not in but}
    return {name: value for name, value in found.items() if not (name in flags and value == "false")}


def _read(tables: ExportTables) -> Iterator[Row]:
    """The events.

    Raises:
        BringError: the export is damaged from here on.
    """
    with damaged(tables.name, "an export", EXPORT_ANEW):
        beside, figures = _Beside(tables), tuple(_figures(tables))
        for number, row in enumerate(tables.rows("events"), start=1):
            yield Row(number, {ID: row["id"], ENTRY: beside.entry(row, figures)})


class _Beside:
    """What belongs to events: documents, claims with positions and searches, links; each by the event that has it."""

    def __init__(self, tables: ExportTables) -> None:
        names = _names(tables)
        self._sources = {row["id"]: _source(row, names) for row in tables.rows("sources")}
        self._positions = _by_claim(tables, "positions", PositionEntry)
        self._searches = _by_claim(tables, "searches", SearchEntry)
        self._claims: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        for row in tables.rows("claims"):
            self._place(row)
        self._links: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in tables.rows("links"):
            self._links[row["event"]].append(_fields("links", LinkEntry, row))

    def _place(self, row: TableRow) -> None:
        """Puts a claim into the event that holds it, and its id into the others where it stands."""
        holder = _holder(row)
        claim: dict[str, Any] = {"text": row["text"], "positions": self._positions.pop(row["id"], [])}
        if sought := self._searches.pop(row["id"], []):
            claim["sought"] = sought
        for place in (row["id"], *row.get("also", ())):
            held = claim if place == holder else {"same": holder}
            self._claims[event_of(place)].append((number_of(place), held))

    def entry(self, row: TableRow, figures: tuple[str, ...]) -> dict[str, Any]:
        """An event as its file has it."""
        found = _fields("events", EventEntry, row, ("place", "sources"))
        if place := {field: row[name] for name, field in _PLACE.items() if row.get(name)}:
            found["place"] = place
        if counts := {name: row[name] for name in figures if row.get(name)}:
            found["figures"] = counts | ({"by": row["figures_by"]} if row.get("figures_by") else {})
        claims = [claim for _, claim in sorted(self._claims.get(row["id"], ()), key=lambda pair: pair[0])]
        found["sources"] = self._cited(row, claims)
        if claims:
            found["claims"] = claims
        if links := self._links.get(row["id"]):
            found["links"] = links
        return found

    def _cited(self, row: TableRow, claims: list[dict[str, Any]]) -> dict[str, Any]:
        """The documents of an event; those that only its positions name are cited for these."""
        found = {name: self._sources[name] for name in row.get("sources", ()) if name in self._sources}
        for claim in claims:
            for position in claim.get("positions", ()):
                for name in (position.get("source", ""), *position.get("further_sources", ())):
                    if name in self._sources and name not in found:
                        found[name] = self._sources[name] | {"cited_for": "positions"}
        return found


def _holder(claim: TableRow) -> str:
    """The id that a claim has in the event that holds it: of a part of a record that may be another than its own."""
    places = (claim["id"], *claim.get("also", ()))
    return next((str(place) for place in places if event_of(place) == claim.get("event")), str(claim["id"]))


def _by_claim(tables: ExportTables, table: str, kind: type[Entry]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.rows(table):
        found[row["claim"]].append(_fields(table, kind, row))
    return found


def _names(tables: ExportTables) -> dict[str, str]:
    return {row["id"]: row["name"] for row in tables.rows("publishers")}


def _source(row: TableRow, names: Mapping[str, str]) -> dict[str, Any]:
    """A document with its publishers by name, as files write them."""
    found = _fields("sources", SourceEntry, row)
    return found | {name: names.get(found[name], found[name]) for name in ("publisher", "via") if name in found}


def _figures(tables: ExportTables) -> dict[str, str]:
    """What events count: columns that are none of every event's, with their meaning."""
    return {name: meaning for name, meaning in tables.columns("events").items() if name not in EVENTS}


def _lists(tables: ExportTables) -> dict[str, list[dict[str, Any]]]:
    """The entries of the files beside the events."""
    found = {name: [_fields(name, kind, row) for row in tables.rows(name)] for name, kind in _LISTS.items()}
    ids = {row["id"]: _holder(row) for row in tables.rows("claims")}
    claims: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.rows("topic_claims"):
        fields = _fields("topic_claims", TopicClaimEntry, row)
        claims[row["topic"]].append(fields | {"claim": ids.get(row["claim"], row["claim"])})
    found["topics"] = [
        _fields("topics", TopicEntry, row) | {"claims": claims[row["id"]]} for row in tables.rows("topics")
    ]
    found["statements"] = _statements(tables, ids)
    return {name: entries for name, entries in found.items() if entries}


def _statements(tables: ExportTables, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """What documents say, each document with its address."""
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.rows("statements"):
        made = [{"claim": ids.get(claim, claim)} for claim in row.get("claims", ())]
        said[row["source"]].append(_fields("statements", StatementEntry, row, ("claims",)) | {"claims": made})
    if not said:
        return []
    urls = {row["id"]: row["url"] for row in tables.rows("sources") if row["id"] in said}
    return [{"document": urls[source], "statements": listed} for source, listed in said.items() if source in urls]


def _about(told: Mapping[str, Any], figures: Mapping[str, str]) -> dict[str, Any]:
    """The fields of collection.yaml that an export carries."""
    found = {name: told[name] for name in ("title", "description", "maintainers") if told.get(name)}
    if name := told.get("licence"):
        found["licence"] = {"name": name} | ({"url": told["licence_url"]} if told.get("licence_url") else {})
    if figures:
        found["figures"] = [_figure(name, meaning) for name, meaning in figures.items()]
    return found


def _figure(name: str, meaning: str) -> dict[str, Any]:
    """The declaration of a figure, in the words of its id: its own words are not carried."""
    words = name.replace("_", " ")
    return {"id": name, "label": words, "unit": words} | ({"description": meaning} if meaning else {})
