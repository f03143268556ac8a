"""What belongs to the events of large tables: rows of claims, positions, searches and links, and cited documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from timeline.collection.arrow_text import LARGE_TEXT, as_column, positions_in
from timeline.collection.folder import Folder
from timeline.collection.problems import Place, advise, quote
from timeline.collection.sheet import Sheet, lists_of, texts_of

Cells = tuple[Any, ...]
_ROW_LEFT_OUT = "The row was left out."
_MANY, _SHARE = 10_000, 4
"""Texts are kept as numbers where so many first ones are each there so often on average."""
_COMPARED = 2_000
"""Ids that an unknown one is compared with at most."""


class RowsByEvent:
    """The rows of a table in memory, found by their event.

    Args:
        columns: whole columns.
        events: the event of each row, below 0 for none.
        count: how many events there are.
    """

    def __init__(self, columns: Sequence[pa.Array], events: np.ndarray, count: int) -> None:
        self._columns = [*map(_shared, columns)]
        self._order = np.argsort(events, kind="stable").astype(np.int32)
        self._bounds = np.searchsorted(events[self._order], np.arange(count + 1))

    def of(self, first: int, last: int) -> Rows:
        """The rows of each event from first to before last."""
        bounds = self._bounds[first : last + 1]
        rows = self._order[bounds[0] : bounds[-1]]
        owners = np.repeat(np.arange(last - first), np.diff(bounds))
        return Rows((bounds - bounds[0]).tolist(), rows.tolist(), owners.tolist(), _taken(self._columns, rows))


class Rows(NamedTuple):
    """Rows of some events: those of event ``i`` stand from ``bounds[i]`` to before ``bounds[i + 1]``."""

    bounds: list[int]
    numbers: list[int]
    """Of each row, from 0."""
    owners: list[int]
    """Of each row the event."""
    columns: list[list[Any]]

    def of(self, event: int) -> list[Cells]:
        """The rows of one: the number, then the cells."""
        part = slice(self.bounds[event], self.bounds[event + 1])
        return list(zip(self.numbers[part], *(column[part] for column in self.columns), strict=True))


def _taken(columns: Sequence[pa.Array], rows: np.ndarray) -> list[list[Any]]:
    if len(rows) and (np.diff(rows) == 1).all():  # most tables stand in the order of their events
        taken = [column.slice(rows[0], len(rows)) for column in columns]
    else:
        where = pa.array(rows)
        taken = [column.take(where) for column in columns]
    return [(lists_of if pa.types.is_large_list(column.type) else texts_of)(column) for column in taken]


def _shared(texts: pa.Array) -> pa.Array:
    """Texts as numbers where few stand for many: a fifth of the memory."""
    if len(texts) < _MANY or texts.type != LARGE_TEXT or pc.count_distinct(texts[:_MANY]).as_py() * _SHARE > _MANY:
        return texts
    return texts.dictionary_encode()


class Documents(NamedTuple):
    """The table of sources in memory."""

    ids: pa.Array
    names: Sequence[str]
    """Of the columns."""
    columns: Sequence[pa.Array]

    def of(self, rows: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The fields of some rows, by row."""
        wanted = [row for row in rows if row >= 0]
        return {
            row: given(self.names, cells)
            for row, cells in zip(wanted, zip(*self.cells(wanted).values(), strict=True), strict=True)
        }

    def cells(self, rows: Sequence[int]) -> dict[str, list[Any]]:
        """The columns of some rows."""
        wanted = np.array(rows, dtype=np.int64)
        return dict(zip(self.names, _taken(self.columns, wanted), strict=True))


class Cited(NamedTuple):
    """A column of lists of sources: those of event ``i`` stand from ``bounds[i]`` to before ``bounds[i + 1]``."""

    bounds: np.ndarray
    names: pa.Array
    rows: np.ndarray
    """Row of each in the table of sources, below 0 where that has no such id."""

    def of(self, first: int, last: int) -> list[list[tuple[str, int]]]:
        """For each event from first to before last the documents that it names: id and row."""
        bounds = self.bounds[first : last + 1]
        names = texts_of(self.names.slice(bounds[0], bounds[-1] - bounds[0]))
        pairs = list(zip(names, self.rows[bounds[0] : bounds[-1]].tolist(), strict=True))
        return [pairs[a:b] for a, b in pairwise((bounds - bounds[0]).tolist())]

    @classmethod
    def read(cls, sheet: Sheet, column: str, ids: pa.Array) -> Cited:
        """A column of the table of events; empty where it is not there.

        Raises:
            SheetError: the file is damaged.
        """
        if column not in sheet.columns:
            return cls(np.zeros(len(sheet) + 1, dtype=np.int64), pa.array([], pa.large_string()), np.zeros(0, np.int32))
        bounds, names = sheet.read_lists(column)
        return cls(bounds, names, positions_in(names, ids).astype(np.int32))


class Joins(NamedTuple):
    """What belongs to the events."""

    repeated: np.ndarray
    """Which rows of the events have the id of a row above."""
    documents: Documents
    cited: Cited
    cited_for_positions: Cited
    citations: RowsByEvent
    """Cells: as ``CITATION``."""
    claims: RowsByEvent
    """Cells: id, text."""
    further: RowsByEvent
    """Of claims that other events hold. Cells: id in this event, id of the claim, its row in the table of claims."""
    positions: RowsByEvent
    """Cells: claim, then as ``POSITION``."""
    searches: RowsByEvent
    """Cells: claim, then as ``SEARCH``."""
    links: RowsByEvent
    """Cells: as ``LINK``."""

    def batch(self, cells: dict[str, list[Any]], first: int) -> Batch:
        """Rows of the table of events from ``first`` on, with what belongs to them."""
        last = first + len(cells["id"])
        cited, others = self.cited.of(first, last), self.cited_for_positions.of(first, last)
        beside = (self.citations, self.claims, self.further, self.positions, self.searches, self.links)
        repeated = self.repeated[first:last].tolist()
        return Batch(first, cells, repeated, cited, others, *(rows.of(first, last) for rows in beside))


class Batch(NamedTuple):
    """Some rows of the table of events, and what belongs to them; see ``Joins``."""

    first: int
    """Number of the first row, from 0."""
    cells: dict[str, list[Any]]
    repeated: list[bool]
    cited: list[list[tuple[str, int]]]
    cited_for_positions: list[list[tuple[str, int]]]
    citations: Rows
    claims: Rows
    further: Rows
    positions: Rows
    searches: Rows
    links: Rows

    def documents(self, event: int) -> list[int]:
        """The rows of the documents of an event; below 0 for one that is not there."""
        return [row for _, row in (*self.cited[event], *self.cited_for_positions[event])]


POSITION = ("actor", "stance", "date", "source", "further_sources", "note")
CITATION = ("source", "citing")
SEARCH, LINK = ("date", "found", "by", "note"), ("to", "relation")


def read_joins(folder: Folder, sheets: Mapping[str, Sheet | None], events: Sheet) -> Joins:
    """Reads the tables beside the events; rows that belong to no event are told.

    Raises:
        SheetError: a table is damaged.
    """
    folder.tell("Reading the tables beside the events")
    ids = events.read_ids("id")
    documents = _documents(folder, sheets["sources"])
    return Joins(
        repeated=as_column(ids).duplicated().to_numpy(),
        documents=documents,
        cited=Cited.read(events, "sources", documents.ids),
        cited_for_positions=Cited.read(events, "sources_for_positions", documents.ids),
        citations=_rows(folder, sheets["citations"], "event", ids, CITATION),
        claims=_rows(folder, sheets["claims"], "event", ids, ("id", "text")),
        further=_further(folder, sheets["claims"], ids),
        positions=_rows(folder, sheets["positions"], "claim", ids, ("claim", *POSITION)),
        searches=_rows(folder, sheets["searches"], "claim", ids, ("claim", *SEARCH)),
        links=_rows(folder, sheets["links"], "event", ids, LINK),
    )


def given(names: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    """The fields of a row; an empty cell is a field that is not written."""
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell}


def _documents(folder: Folder, sheet: Sheet | None) -> Documents:
    if sheet is None:
        return Documents(pa.array([], pa.large_string()), (), ())
    ids = sheet.read_ids("id")
    repeated = np.flatnonzero(as_column(ids).duplicated().to_numpy())
    _tell(folder, sheet, "id", repeated, ids, lambda name: (f"has the id {name} twice.", "Give each row its own id."))
    names = [name for name in sheet.columns if name != "id"]
    return Documents(ids, names, [_shared(sheet.read(name)) for name in names])


def _further(folder: Folder, sheet: Sheet | None, ids: pa.Array) -> RowsByEvent:
    """The places that claims have in further events, by these."""
    if sheet is None or "also" not in sheet.columns:
        return RowsByEvent([pa.array([], pa.large_string())] * 3, np.zeros(0, dtype=np.int64), len(ids))
    bounds, places = sheet.read_lists("also")
    rows = np.repeat(np.arange(len(sheet)), np.diff(bounds))
    events = positions_in(_events_of(places), ids)
    tell = partial(_tell_owner, True, ids[:_COMPARED])
    lost = "The claim was left out of that event."
    _tell(folder, sheet, "also", np.flatnonzero(events < 0), places, tell, lost, rows)
    held = sheet.read_ids("id").take(pa.array(rows))
    return RowsByEvent([places, held, pc.cast(pa.array(rows), pa.large_string())], events, len(ids))


def _rows(folder: Folder, sheet: Sheet | None, owner: str, ids: pa.Array, columns: Sequence[str]) -> RowsByEvent:
    """A table whose column ``owner`` names an event, or a claim of one."""
    if sheet is None:
        return RowsByEvent([pa.array([], pa.large_string())] * len(columns), np.zeros(0, dtype=np.int64), len(ids))
    owners = sheet.read_ids(owner)
    events = positions_in(_events_of(owners) if owner == "claim" else owners, ids)
    tell = partial(_tell_owner, owner == "claim", ids[:_COMPARED])
    _tell(folder, sheet, owner, np.flatnonzero(events < 0), owners, tell)
    held = {owner: owners} | {name: _column(sheet, name) for name in columns if name != owner}
    return RowsByEvent([held[name] for name in columns], events, len(ids))


def _events_of(claims: pa.Array) -> pa.Array:
    """The events in the ids of claims, as ``places.event_of`` gives one."""
    return pc.replace_substring_regex(claims, "#.*$", "")


def _column(sheet: Sheet, name: str) -> pa.Array:
    """A whole column; empty where it is not there.

    Raises:
        SheetError: the file is damaged.
    """
    if name not in sheet.columns:
        return pa.array([""], pa.large_string()).take(pa.array(np.zeros(len(sheet), dtype=np.int64)))
    if name in sheet.lists:
        bounds, ids = sheet.read_lists(name)
        return pa.LargeListArray.from_arrays(pa.array(bounds), ids)
    return (sheet.read_ids if name == "id" else sheet.read)(name)


def _tell(
    folder: Folder,
    sheet: Sheet,
    column: str,
    rows: np.ndarray,
    texts: pa.Array,
    tell: Callable[[str], tuple[str, str]],
    lost: str = _ROW_LEFT_OUT,
    owners: np.ndarray | None = None,
) -> None:
    """Reports what is left out because of what stands in a column.

    Args:
        folder: gathers the faults.
        sheet: the table.
        column: of it.
        rows: of ``texts``: those with a fault.
        texts: what stands in the column.
        tell: what is wrong with a text, and what to write instead.
        lost: what is left out.
        owners: of a column of lists: the row that each of the texts stands in.
    """
    for row in rows.tolist():
        at = row if owners is None else int(owners[row])
        place = Place(sheet.file, row=at + 1, column=column)
        folder.fault(place, column, lambda row=row: tell(str(texts_of(texts.slice(row, 1))[0])), lost)  # type: ignore[misc]


def _tell_owner(is_claim: bool, events: pa.Array, name: str) -> tuple[str, str]:
    named = f"names the claim {quote(name)} of an unknown event." if is_claim else (
        f"names the unknown event {quote(name)}."
    )  # fmt: skip
    readable = (event for event in texts_of(events) if isinstance(event, str))
    return named, advise(name, readable, "the table of events")
