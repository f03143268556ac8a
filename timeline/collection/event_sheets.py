"""Events as tables: ``events.parquet`` or ``.csv``, with sources, claims and the like beside it.

``docs/large-collections.md`` lists the columns. Row by row an event is put together as a file would write it; what it
says is then checked and kept as that of a file is (:mod:`timeline.collection.read`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from timeline.collection.check import LEFT_OUT, Register
from timeline.collection.entries import ID, MAX_ID, Entry, Id
from timeline.collection.event_block import MakeBlock
from timeline.collection.event_files import Written
from timeline.collection.extras import unpack_extra
from timeline.collection.folder import Folder, explain
from timeline.collection.plain_documents import DocumentRow
from timeline.collection.plain_events import FROM_COLUMNS, PLACE_COLUMNS, PlainBatch, PlainEvents, read_place
from timeline.collection.problems import Place, advise, quote
from timeline.collection.series import Figure
from timeline.collection.sheet import ENDINGS, Form, SheetError, open_sheet, texts_of
from timeline.collection.sheet_joins import (
    CITATION,
    LINK,
    POSITION,
    SEARCH,
    Batch,
    Cells,
    Documents,
    Joins,
    given,
    read_joins,
)

MOST_EVENTS = 1_500_000
"""The software is made and measured for a million."""
_ONE_BY_ONE = "Some thousand rows were read one by one."
_SOURCES = ("sources", "sources_for_positions")
_TEXTS = ("title", "when", "when_text", "key", "note", "draft")
_EVENT = ("id", *_TEXTS, *PLACE_COLUMNS, "actors", "themes", "tags", "summary", "extra", *FROM_COLUMNS)
FORMS: Mapping[str, Form] = {
    "events": Form(
        (*_EVENT, *_SOURCES, "figures_by"),
        ("id", "title", "when", "themes", "sources", "summary"),
        ("actors", "themes", "tags", *_SOURCES),
        MOST_EVENTS,
    ),
    "sources": Form(
        ("id", "publisher", "via", "citing", "title", "url", "published", "language", "kind", "archived"),
        ("id", "publisher", "title", "url"),
    ),
    "citations": Form(("event", *CITATION), ("event", *CITATION)),
    "claims": Form(("id", "event", "text", "also"), ("id", "event", "text"), ("also",)),
    "positions": Form(("claim", *POSITION), ("claim", "actor", "stance", "source"), ("further_sources",)),
    "searches": Form(("claim", *SEARCH), ("claim", "date", "found")),
    "links": Form(("event", *LINK), ("event", *LINK)),
}
"""What each file may and must hold; a column that is not there is empty. Events have one for each figure too."""

_COLUMNS: Mapping[str | int, str] = {"positions": "id", "sought": "id", "same": "also"}
"""Of the table of claims: where a field of a claim stands that is no column."""
FILES = tuple(f"{name}{ending}" for name in FORMS for ending in ENDINGS)


def has_sheets(path: Path) -> bool:
    """Whether a folder holds its events as one table."""
    return any((path / f"events{ending}").is_file() for ending in ENDINGS)


@dataclass(slots=True)
class _Row:
    """The row of an event, and the rows of what belongs to it; rows count from 0."""

    folder: Folder
    files: Mapping[str, str]
    number: int
    sources: dict[str, int] = field(default_factory=dict)
    citations: dict[str, int] = field(default_factory=dict)
    claims: list[int] = field(default_factory=list)
    positions: list[list[int]] = field(default_factory=list)
    """Of each claim."""
    searches: list[list[int]] = field(default_factory=list)
    """Of each claim."""
    links: Sequence[Cells] = ()
    is_sound: bool = True
    """Whether the form has no fault."""

    @property
    def file(self) -> str:
        """The table of events."""
        return self.files["events"]

    def place(self, path: tuple[str | int, ...]) -> Place:
        """File, row and column of a part of the event."""
        match path:
            case ("sources", str() as name, "citing") if name in self.citations:
                return self.at("citations", self.citations[name], "citing")
            case ("sources", str() as name, *rest) if name in self.sources:
                return self.at("sources", self.sources[name], *(rest or ["id"]))
            case ("claims", int() as claim, "positions", int() as number, *rest):
                return self.at("positions", self.positions[claim][number], *rest)
            case ("claims", int() as claim, "sought", int() as number, *rest):
                return self.at("searches", self.searches[claim][number], *rest)
            case ("claims", int() as claim, *rest):
                return self.at("claims", self.claims[claim], *(_COLUMNS.get(part, part) for part in rest))
            case ("links", int() as number, *rest):
                return self.at("links", self.links[number][0], *rest)
            case ("place", "name"):
                return self.at("events", self.number, "place")
            case ("figures", "by"):
                return self.at("events", self.number, "figures_by")
            case ("from", *rest):
                return self.at("events", self.number, f"from_{rest[0]}" if rest else FROM_COLUMNS[0])
            case ("extra", *_):
                return self.at("events", self.number, "extra")
            case ("place" | "figures", part):
                return self.at("events", self.number, part)
        return self.at("events", self.number, *path)

    def at(self, table: str, row: int, column: str | int = "", *rest: str | int) -> Place:
        """A place in one of the tables."""
        return Place(self.files[table], row=row + 1, column=str(column))

    def fault(self, place: Place, field: str, tell: Callable[[], tuple[str, str]]) -> None:
        """Tells a fault of the form, which leaves the event out."""
        self.is_sound = False
        self.folder.fault(place, field, tell, LEFT_OUT)


class EventSheets:
    """The events of a folder that :func:`has_sheets`, in the order of their rows.

    One table that cannot be read whole leaves out every event: without its claims or some of its fields an event would
    say something that its editor did not.

    Args:
        folder: where they are.
        figures: what they may count.
        register: what they refer to; without it each is given as it was written.
        wanted: ids of those that are given as they were written whatever is said in them.
    """

    def __init__(
        self,
        folder: Folder,
        figures: Sequence[Figure] = (),
        register: Register | None = None,
        wanted: Collection[str] = (),
    ) -> None:
        self._folder, self._register, self._wanted = folder, register, wanted
        self._figures = [figure.id for figure in figures]
        self._files = {name: f"{name}{ENDINGS[0]}" for name in FORMS}
        self._rows, self._read_rows = 0, 0
        self._joins: Joins | None = None

    def uncited(self) -> Iterator[Written]:
        """The rows of the table of sources that no event names."""
        if self._joins is None:
            return
        documents = self._joins.documents
        free = np.ones(len(documents.ids), dtype=bool)
        for cited in (self._joins.cited.rows, self._joins.cited_for_positions.rows):
            free[cited[cited >= 0]] = False
        found = np.flatnonzero(free).tolist()
        names = texts_of(documents.ids.take(pa.array(found, pa.int64())))
        for name, (at, fields) in zip(names, documents.of(found).items(), strict=True):
            yield Written(name, fields, DocumentRow(self._files, at))

    def place_of_link(self, event: str, at: int) -> Place:
        """The row of the table of links."""
        return Place(self._files["links"], row=at, column="to")

    def __iter__(self) -> Iterator[Written | MakeBlock]:
        if (self._folder.path / "events").is_dir():
            self._folder.report("events/", "stands beside one table of events.", consequence="It was not read.")
        try:
            yield from self._read()
        except SheetError as error:
            rest = f" from row {self._read_rows + 1:,} on" if self._read_rows else ""
            lost = f"The events{rest} were left out."
            self._folder.report(error.file, error.message, error.advice, column=error.column, consequence=lost)
            nowhere = _Row(self._folder, self._files, self._read_rows)
            yield from (Written("", None, nowhere) for _ in range(self._rows - self._read_rows))

    def _read(self) -> Iterator[Written | MakeBlock]:
        """Every event.

        Raises:
            SheetError: a table cannot be read whole.
        """
        form = FORMS["events"]
        events = open_sheet(self._folder, "events", form._replace(columns=(*form.columns, *self._figures)))
        if events is None:
            return
        self._rows = len(events)
        if not self._rows:
            self._folder.report(events.file, "holds no event.", "Write one row per event.")
        sheets = {name: open_sheet(self._folder, name, form) for name, form in FORMS.items() if name != "events"}
        self._files |= {name: sheet.file for name, sheet in [("events", events), *sheets.items()] if sheet}
        joins = self._joins = read_joins(self._folder, sheets, events)
        plain = self._register and PlainEvents(self._register, joins, self._figures, self._files, self._wanted)
        for cells in events.batches([name for name in events.columns if name not in _SOURCES]):
            self._folder.tell(f"Reading events: {self._read_rows:,} of {self._rows:,}")
            batch = joins.batch(cells, self._read_rows)
            found = plain and self._folder.attempt(events.file, None, PlainBatch, plain, batch, lost=_ONE_BY_ONE)
            for first, last, is_plain in found.runs() if found else [(0, len(cells["id"]), False)]:
                if found and is_plain:
                    yield partial(found.block, first, last)
                else:
                    yield from self._assemble(batch, joins.documents, range(first, last))
            self._read_rows += len(cells["id"])
            pa.default_memory_pool().release_unused()

    def _assemble(self, batch: Batch, documents: Documents, numbers: range) -> Iterator[Written]:
        """Some events of a batch, as files would write them."""
        described = documents.of({row for n in numbers for row in batch.documents(n)})
        for number in numbers:
            links = batch.links.of(number)
            row = _Row(self._folder, self._files, batch.first + number, links=links)
            fields = {name: column[number] for name, column in batch.cells.items()}
            name = _check_id(row, fields["id"], batch.repeated[number])
            value = _own_fields(fields, self._figures) | _extra(row, fields.get("extra"))
            sources = _sources(row, described, batch.cited[number], batch.cited_for_positions[number])
            value["sources"] = _cite(row, sources, batch.citations.of(number))
            beside = {"positions": batch.positions.of(number), "searches": batch.searches.of(number)}
            value["claims"] = _claims(row, name, batch.claims.of(number), batch.further.of(number), beside)
            value["links"] = [given(LINK, link[1:]) for link in links]
            yield Written(name, value if row.is_sound else None, row)


_validate_id = TypeAdapter(Id).validate_python


def _check_id(row: _Row, given_id: Any, is_repeated: bool) -> str:
    name = given_id.strip() if isinstance(given_id, str) else ""
    if ID.fullmatch(name) and len(name) <= MAX_ID and not is_repeated:
        return name

    def tell() -> tuple[str, str]:
        if is_repeated and name:
            return f"has the id {quote(name)} twice.", "Give each event an id of its own."
        try:
            _validate_id(given_id)
        except ValidationError as error:
            return explain(error.errors(include_url=False)[0], Entry) if given_id else ("is missing.", "Add it.")
        return "is missing.", "Add it."

    row.fault(row.at("events", row.number, "id"), "id", tell)
    return name


def _own_fields(row: Mapping[str, Any], counted: Sequence[str]) -> dict[str, Any]:
    """What the row of the event itself says."""
    value = {name: row[name] for name in _TEXTS if row.get(name)}
    value |= {name: row[name] for name in ("actors", "themes", "tags") if row.get(name) is not None}
    value["summary"] = row["summary"] or ""
    place = tuple(row.get(name) or None for name in PLACE_COLUMNS)
    if any(place):
        value["place"] = read_place(place)
    came = given(("import", "row"), [row.get(name) for name in FROM_COLUMNS])
    value |= {"from": came} if came else {}
    figures = {name: row[name] for name in counted if row.get(name)}
    figures |= {"by": row["figures_by"]} if row.get("figures_by") else {}
    return value | {"figures": figures} if figures else value


def _extra(row: _Row, text: Any) -> dict[str, Any]:
    """The named values of an event, which stand in one cell as JSON."""
    try:
        return {"extra": unpack_extra(text)} if text else {}
    except (ValueError, TypeError):
        advice = 'Write an object of texts in JSON, such as {"column": "value"}.'
        row.fault(row.at("events", row.number, "extra"), "extra", lambda: (f"{quote(text)} is no such text.", advice))
        return {}


def _sources(
    row: _Row,
    documents: Mapping[int, dict[str, Any]],
    cited: Sequence[tuple[str, int]],
    cited_for_positions: Sequence[tuple[str, int]],
) -> dict[str, Any]:
    """The documents of an event by id, as its file would describe them."""
    found: dict[str, Any] = {}
    for column, pairs in zip(_SOURCES, (cited, cited_for_positions), strict=True):
        for number, (name, at) in enumerate(pairs):
            if at < 0:
                _tell_unknown_source(row, column, number, name)
                continue
            fields = documents[at]
            found.setdefault(name, fields if column == "sources" else fields | {"cited_for": "positions"})
            row.sources[name] = at
    return found


def _cite(row: _Row, sources: dict[str, Any], citations: Sequence[Cells]) -> dict[str, Any]:
    """The documents with whom each names as its origin for this event, where a row says so."""
    for at, source, citing in citations:
        name = source.strip() if isinstance(source, str) else ""
        if name in row.citations or name not in sources:
            is_there = name in row.citations
            row.fault(row.at("citations", at, "source"), "source", partial(_tell_citation, source, is_there))
            continue
        row.citations[name] = at
        sources[name] = sources[name] | {"citing": citing}
    return sources


def _tell_citation(source: Any, is_there: bool) -> tuple[str, str]:
    fault = "twice for one event" if is_there else "of an event that does not cite it"
    return f"names the source {quote(source)} {fault}.", "Write one row for each document that the event cites."


def _tell_unknown_source(row: _Row, column: str, number: int, name: Any) -> None:
    def tell() -> tuple[str, str]:
        return f"names the unknown source {quote(name)}.", "Add it to the table of sources."

    row.fault(row.at("events", row.number, column), f"{column}.{number}", tell)


def _claims(
    row: _Row, event: str, claims: Sequence[Cells], further: Sequence[Cells], beside: Mapping[str, Sequence[Cells]]
) -> list[dict[str, Any]]:
    """The claims of an event in the order of their numbers, with positions and searches in the order of their rows.

    Those that other events hold are named by them, in ``also``; here each is written as a file would write it.

    Args:
        row: the event.
        event: its id.
        claims: that it holds.
        further: that others hold.
        beside: positions and searches on them, by the name of the table.
    """
    if not (claims or further or any(beside.values())):
        return []
    total = len(claims) + len(further)
    numbers = {f"{event}#{number}": number for number in range(1, total + 1)}
    found: dict[str, _Claim] = {}
    written = [
        (at, name, given(("text",), (text,)) | {"positions": [], "sought": []}, "id") for at, name, text in claims
    ]
    written += [(int(at), name, {"same": same}, "also") for _, name, same, at in further]
    for at, name, fields, column in written:
        if name in numbers and name not in found:
            found[name] = _Claim(at, fields, [], [])
            continue
        row.fault(row.at("claims", at, column), column, lambda name=name: _tell_claim(event, name, total))  # type: ignore[misc]
    for table, rows in beside.items():
        for at, name, *cells in rows:
            if name not in found or "same" in found[name].fields:
                place = row.at(table, at, "claim")
                row.fault(place, "claim", lambda name=name: _tell_no_claim(name, found))  # type: ignore[misc]
            elif table == "positions":
                found[name].fields["positions"].append(given(POSITION, cells))
                found[name].positions.append(at)
            else:
                found[name].fields["sought"].append(given(SEARCH, cells))
                found[name].searches.append(at)
    ordered = [found[name] for name in numbers if name in found]
    row.claims = [claim.at for claim in ordered]
    row.positions, row.searches = [c.positions for c in ordered], [c.searches for c in ordered]
    return [claim.fields for claim in ordered]


class _Claim(NamedTuple):
    """The row of a claim, what it says, and the rows of what belongs to it."""

    at: int
    fields: dict[str, Any]
    positions: list[int]
    searches: list[int]


def _tell_claim(event: str, name: Any, count: int) -> tuple[str, str]:
    message = f"{quote(name)} is not the id of a claim of {event}, or occurs twice."
    return message, f"Number its claims from {event}#1 to {event}#{count}."


def _tell_no_claim(claim: Any, claims: Mapping[str, _Claim]) -> tuple[str, str]:
    if claim in claims:
        same = claims[claim].fields["same"]
        return f"names {quote(claim)}, which is the claim {same} of another event.", f"Write {same}."
    return f"names the unknown claim {quote(claim)}.", advise(str(claim), claims, "the table of claims")
