"""Our own exports back into entries: events as their files have them, and the lists beside them.

What a table has as a column and an entry as a field goes over by its name. Only what the two say differently stands
here: places, sources, figures, claims. What an export says of its collection is read by ``export_about``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from timeline.bring.readers.bounds import Table
from timeline.bring.readers.bounds import reading as damaged
from timeline.bring.readers.export_about import figures_of, read_said
from timeline.bring.readers.export_tables import EXPORT_ANEW, ExportTables, TableRow
from timeline.bring.rows import Row
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
from timeline.collection.extras import unpack_extra
from timeline.collection.list_entries import StatementEntry, TopicClaimEntry, TopicEntry
from timeline.collection.places import event_of, number_of
from timeline.collection.tables import FLAG, TABLES

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
_BEGINS = 60
"""Letters by which a topic or statement finds a claim again when its number has moved."""


def read_export(tables: ExportTables, reading: Mapping[str, str]) -> Table:
    """An export of ours.

    Args:
        tables: what it holds.
        reading: how it was read.

    Raises:
        BringError: it is damaged.
    """
    with damaged(tables.name, "an export", EXPORT_ANEW):
        said, lists = read_said(tables), _lists(tables)
    told = (*said.told, "It carries no drafts, no answers to advice and no copies of documents.")
    lists |= {"coverage": said.coverage} if said.coverage else {}
    return Table("own", partial(_read, tables), (ID, ENTRY), reading, told, lists, said.about, said.days)


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
        beside, figures = _Beside(tables), tuple(figures_of(tables))
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
        self._citing: dict[str, dict[str, str]] = defaultdict(dict)
        for row in tables.rows("citations"):
            self._citing[row["event"]][row["source"]] = row["citing"]

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
        found = _fields("events", EventEntry, row, ("place", "sources", "extra"))
        if place := {field: row[name] for name, field in _PLACE.items() if row.get(name)}:
            found["place"] = place
        counts = {name: row[name] for name in figures if row.get(name)}
        if counts or row.get("figures_by"):
            found["figures"] = counts | ({"by": row["figures_by"]} if row.get("figures_by") else {})
        claims = [claim for _, claim in sorted(self._claims.get(row["id"], ()), key=lambda pair: pair[0])]
        found["sources"] = self._cited(row, claims)
        if claims:
            found["claims"] = claims
        if links := self._links.get(row["id"]):
            found["links"] = links
        if extra := unpack_extra(row.get("extra", "")):
            found["extra"] = extra
        return {name: found[name] for name in EventEntry.model_fields if name in found}

    def _cited(self, row: TableRow, claims: list[dict[str, Any]]) -> dict[str, Any]:
        """The documents of an event with whom each names as its origin; others than its own are cited for positions."""
        citing, own = self._citing.get(row["id"], {}), dict.fromkeys(row.get("sources", ()), "")
        used = own | {name: "positions" for name in (*_named(claims), *citing) if name not in own}
        return {
            name: self._sources[name]
            | ({"citing": citing[name]} if name in citing else {})
            | ({"cited_for": use} if use else {})
            for name, use in used.items()
            if name in self._sources
        }


def _named(claims: list[dict[str, Any]]) -> Iterator[str]:
    """The documents that positions name."""
    for claim in claims:
        for position in claim.get("positions", ()):
            yield from (position.get("source", ""), *position.get("further_sources", ()))


def _holder(claim: TableRow) -> str:
    """The id that a claim has in the event that holds it: of a part of a record that may be another than its own."""
    places = (claim["id"], *claim.get("also", ()))
    return next((str(place) for place in places if event_of(place) == claim.get("event")), str(claim["id"]))


def _by_claim(tables: ExportTables, table: str, kind: type[Entry]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.rows(table):
        found[row["claim"]].append(_fields(table, kind, row))
    return found


def _documents(tables: ExportTables) -> list[dict[str, Any]]:
    """The documents that stand in documents.yaml.

    They are those that no event and no position names; and those of which all events say the same and the document
    does not, for that is so where the list said otherwise before them.
    """
    cited_by: dict[str, set[str]] = defaultdict(set)
    for row in tables.rows("events"):
        for source in row.get("sources", ()):
            cited_by[source].add(row["id"])
    for row in tables.rows("positions"):
        for source in (row["source"], *row.get("further_sources", ())):
            cited_by[source].add(row["event"])
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.rows("citations"):
        said[row["source"]][row["event"]] = row["citing"]
        cited_by[row["source"]].add(row["event"])
    agreed = {source for source, by in said.items() if len({by.get(event, "") for event in cited_by[source]}) == 1}
    names = _names(tables)
    return [
        {"id": row["id"], **_source(row, names)}
        for row in tables.rows("sources")
        if row["id"] not in cited_by or row["id"] in agreed
    ]


def _names(tables: ExportTables) -> dict[str, str]:
    return {row["id"]: row["name"] for row in tables.rows("publishers")}


def _source(row: TableRow, names: Mapping[str, str]) -> dict[str, Any]:
    """A document with its publishers by name, as files write them."""
    found = _fields("sources", SourceEntry, row)
    return found | {name: names.get(found[name], found[name]) for name in ("publisher", "via") if name in found}


def _lists(tables: ExportTables) -> dict[str, list[dict[str, Any]]]:
    """The entries of the files beside the events."""
    found = {name: [_fields(name, kind, row) for row in tables.rows(name)] for name, kind in _LISTS.items()}
    ids = {row["id"]: _Reference(_holder(row), row["text"]) for row in tables.rows("claims")}
    claims: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.rows("topic_claims"):
        fields = _fields("topic_claims", TopicClaimEntry, row)
        claims[row["topic"]].append(fields | _refer(row["claim"], ids))
    found["topics"] = [
        _fields("topics", TopicEntry, row) | {"claims": claims[row["id"]]} for row in tables.rows("topics")
    ]
    found["statements"], found["documents"] = _statements(tables, ids), _documents(tables)
    return {name: entries for name, entries in found.items() if entries}


class _Reference(NamedTuple):
    """How a claim is named."""

    id: str
    text: str


def _refer(claim: str, ids: Mapping[str, _Reference]) -> dict[str, str]:
    """A reference to a claim, with how its text begins."""
    if claim not in ids:
        return {"claim": claim}
    text = " ".join(ids[claim].text.split())
    begins = text if len(text) <= _BEGINS else text[: _BEGINS + 1].rpartition(" ")[0]
    return {"claim": ids[claim].id} | ({"text": begins} if begins else {})


def _statements(tables: ExportTables, ids: Mapping[str, _Reference]) -> list[dict[str, Any]]:
    """What documents say, each document with its address."""
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.rows("statements"):
        made = [_refer(claim, ids) for claim in row.get("claims", ())]
        said[row["source"]].append(_fields("statements", StatementEntry, row, ("claims",)) | {"claims": made})
    if not said:
        return []
    urls = {row["id"]: row["url"] for row in tables.rows("sources") if row["id"] in said}
    return [{"document": urls[source], "statements": listed} for source, listed in said.items() if source in urls]
