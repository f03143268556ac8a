"""Events of tables in which nothing is wrong, read column by column: most rows of most tables.

An event is *plain* where every cell passes the rule of its field (``columns``) and every id is known already. Any
other one is left to ``event_sheets``, which writes it out as a file would and has it checked as that of a file is:
whatever is told of an event is told there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import ValidationError

from timeline.collection.check import Register
from timeline.collection.columns import Rule, Rules, length_of
from timeline.collection.entries import (
    ClaimEntry,
    EventEntry,
    FiguresEntry,
    FromEntry,
    Id,
    LinkEntry,
    PlaceEntry,
    PositionEntry,
    SearchEntry,
)
from timeline.collection.event_block import Block, Columns, Library, further_documents
from timeline.collection.extras import unpack_extra
from timeline.collection.plain_documents import Citation, PlainDocuments
from timeline.collection.sheet_joins import LINK, POSITION, SEARCH, Batch, Joins, Rows, given

PLACE = ("name", "country", "lat", "lon")
PLACE_COLUMNS = ("place", *PLACE[1:])
FROM, FROM_COLUMNS = ("import_", "row"), ("from_import", "from_row")
_PARTS = ("place", "figures", "sources", "claims", "links", "from_")
"""Fields of an event that are made of several columns or rows."""


@lru_cache(maxsize=4096)
def read_place(cells: tuple[Any, ...]) -> PlaceEntry | dict[str, Any]:
    """A place as checked, for many events share one; as written where it has a fault."""
    written = given(PLACE, cells)
    try:
        return PlaceEntry.model_validate(written)
    except ValidationError:
        return written


class _Beside(NamedTuple):
    """What stands beside claims: by field, and for each claim the places of what belongs to it."""

    values: dict[str, list[Any]]
    of_claims: list[list[int]]


_FEW = 8
"""A batch is cut into pieces where at most this share of its events is not plain."""


class PlainEvents:
    """Finds the plain events of a table.

    Args:
        register: what is known.
        joins: what belongs to the events.
        figures: ids of what events may count.
        files: the tables by what they hold.
        apart: ids of events that somebody wants as entries: they are not taken for plain.
    """

    def __init__(
        self,
        register: Register,
        joins: Joins,
        figures: Sequence[str],
        files: Mapping[str, str],
        apart: Collection[str] = (),
    ) -> None:
        self.register, self.apart = register, apart
        self.figures = (*figures, "figures_by")
        self.id, self.event, self.claim = (
            Rule(Id),
            Rules(EventEntry, _PARTS),
            Rules(ClaimEntry, ("positions", "sought")),
        )
        self.position, self.search, self.link = Rules(PositionEntry), Rules(SearchEntry), Rules(LinkEntry)
        self.came = Rules(FromEntry)
        self.documents = PlainDocuments(register, joins.documents, files)


class PlainBatch:
    """The plain events of a batch.

    Args:
        plain: finds them.
        batch: where.

    Attributes:
        others: the numbers in the batch of those that are not plain.
    """

    def __init__(self, plain: PlainEvents, batch: Batch) -> None:
        self._plain, self._batch = plain, batch
        self.others = set[int]()
        self._names = self._read_ids(batch.cells["id"])
        self._events = self._read_events(batch.cells)
        self._read_documents()
        self._citations = self._read_citations()
        self._read_claims()
        self._positions = self._read_beside("positions", plain.position, POSITION)
        self._searches = self._read_beside("searches", plain.search, SEARCH)
        self._check_positions()
        self._links = self._read_links()

    def runs(self) -> list[tuple[int, int, bool]]:
        """The batch in pieces: first event, the one after the last, and whether they are plain."""
        count, runs, start = len(self._names), list[tuple[int, int, bool]](), 0
        if len(self.others) * _FEW > count:  # many short pieces would take longer than one look at each event
            return [(0, count, False)]
        for other in sorted(self.others):
            runs += [(start, other, True)] * (start < other) + [(other, other + 1, False)]
            start = other + 1
        return runs + [(start, count, True)] * (start < count)

    def _refuse(self, rows: Rows, places: Iterable[int]) -> None:
        """Takes events out for some of their rows."""
        self.others |= {rows.owners[place] for place in places}

    def _read_ids(self, cells: Sequence[Any]) -> list[str]:
        names, self.others = self._plain.id.check(cells)
        apart, repeated = self._plain.apart, self._batch.repeated
        self.others |= {n for n, name in enumerate(names) if repeated[n] or name in apart}
        return names

    def _read_events(self, cells: Mapping[str, list[Any]]) -> Columns:
        """What stands in the rows of the events themselves."""
        plain, count = self._plain, len(self._names)
        apart = {"id", *PLACE_COLUMNS, *FROM_COLUMNS, *plain.figures}
        columns = {name: column for name, column in cells.items() if name not in apart}
        values, refused = plain.event.check(columns | self._read_extra(cells), count)
        self.others |= refused | {n for n, draft in enumerate(values["draft"]) if draft == "true"}
        self._check_origins(cells)
        self.others |= _unknown(values["actors"], plain.register.actors)
        self.others |= _unknown(values["themes"], plain.register.themes)
        nothing = [None] * count
        places = zip(*(cells.get(name, nothing) for name in PLACE_COLUMNS), strict=True)
        found = [read_place(place) if any(place) else None for place in places]
        self.others |= {n for n, place in enumerate(found) if isinstance(place, dict)}
        return values | {"place": found, "figures": self._read_figures(cells)}

    def _read_extra(self, cells: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
        """The named values of each event, which stand in one cell as JSON."""
        found: list[Any] = [None] * len(self._names)
        for number, text in enumerate(cells.get("extra", ())):
            if text:
                try:
                    found[number] = extra = unpack_extra(text)
                except (ValueError, TypeError):
                    self.others.add(number)
                else:
                    self.others |= set() if isinstance(extra, dict) else {number}
        return {"extra": found}

    def _check_origins(self, cells: Mapping[str, list[Any]]) -> None:
        """Whether those that say what import they came from say it whole; the tables do not have it."""
        count = len(self._names)
        columns = {field: cells.get(name, [None] * count) for field, name in zip(FROM, FROM_COLUMNS, strict=True)}
        written = {n for n, row in enumerate(zip(*columns.values(), strict=True)) if any(row)}
        self.others |= written and written & self._plain.came.check(columns, count).unsound

    def _read_figures(self, cells: Mapping[str, list[Any]]) -> list[FiguresEntry | None]:
        plain, found = self._plain, list[FiguresEntry | None]([None] * len(self._names))
        columns = {name: cells[name] for name in plain.figures if any(cells.get(name, ()))}
        for number, row in enumerate(zip(*columns.values(), strict=True)):
            if any(row):
                written = given(["by" if name == "figures_by" else name for name in columns], row)
                try:
                    found[number] = figures = FiguresEntry.model_validate(written)
                except ValidationError:
                    self.others.add(number)
                else:
                    self.others |= set() if figures.by in plain.register.actors else {number}
        return found

    def _read_documents(self) -> None:
        """The documents of each event: local names to rows, and those that have no id yet."""
        batch, ids = self._batch, self._plain.documents.ids
        self._rows = [dict(own + others) for own, others in zip(batch.cited, batch.cited_for_positions, strict=True)]
        new = {row for rows in self._rows for row in rows.values() if row < 0 or not ids[row]}
        self._new = self._plain.documents.sound(sorted(new - {-1}))
        unsound, lengths = new - self._new.keys(), length_of(EventEntry, "sources")
        for number, rows in enumerate(self._rows):
            if not batch.cited[number] or len(rows) not in lengths or not unsound.isdisjoint(rows.values()):
                self.others.add(number)

    def _read_citations(self) -> dict[int, dict[str, Citation]]:
        """Of events that say whom documents name as their origin, what they say, by the names of these."""
        rows, found = self._batch.citations, dict[int, dict[str, Citation]]()
        names, cells = rows.columns
        values, refused = self._plain.documents.citing.check(cells)
        self._refuse(rows, refused | {place for place, cell in enumerate(cells) if not cell})
        for name, citing, row, owner in zip(names, values, rows.numbers, rows.owners, strict=True):
            said = found.setdefault(owner, {})
            if name in said or name not in self._rows[owner]:
                self.others.add(owner)
            said[name] = Citation(citing, row)
        return found

    def _read_claims(self) -> None:
        """The claims of each event in the order of their numbers, as places in the rows of claims."""
        claims, further = self._batch.claims, self._batch.further
        names, texts = claims.columns
        values, refused = self._plain.claim.check({"text": texts}, len(texts))
        self._texts = values["text"]
        self._refuse(claims, refused)
        self._refuse(further, range(len(further.numbers)))
        self._at = {name: place for place, name in enumerate(names)}
        self._claims, lengths = list[list[int]](), length_of(EventEntry, "claims")
        for number, (event, (first, last)) in enumerate(zip(self._names, pairwise(claims.bounds), strict=True)):
            places = [self._at.get(f"{event}#{n}", -1) for n in range(1, last - first + 1)]
            if last - first not in lengths or not all(first <= place < last for place in places):
                self.others.add(number)
            self._claims.append(places)

    def _read_beside(self, table: str, rules: Rules, columns: Sequence[str]) -> _Beside:
        """The positions on claims, or the searches."""
        rows: Rows = getattr(self._batch, table)
        claims, *cells = rows.columns
        values, refused = rules.check(dict(zip(columns, cells, strict=True)), len(claims))
        self._refuse(rows, refused)
        of_claims: list[list[int]] = [[] for _ in self._texts]
        holders, lost = self._batch.claims.owners, set[int]()
        for place, (claim, owner) in enumerate(zip(claims, rows.owners, strict=True)):
            at = self._at.get(claim, -1)
            if at >= 0 and holders[at] == owner:
                of_claims[at].append(place)
            else:
                lost.add(owner)
        lengths = length_of(ClaimEntry, "positions" if table == "positions" else "sought")
        self.others |= lost | {holders[at] for at, places in enumerate(of_claims) if len(places) not in lengths}
        return _Beside(values, of_claims)

    def _check_positions(self) -> None:
        """Whether who takes them is known, and their documents are documents of the event."""
        values, rows = self._positions.values, self._batch.positions
        strange = set(values["actor"]) - self._plain.register.actors.keys()
        self._refuse(rows, (n for n, actor in enumerate(values["actor"]) if actor in strange) if strange else ())
        for source, further, owner in zip(values["source"], values["further_sources"], rows.owners, strict=True):
            known = self._rows[owner]
            if source not in known or (further and owner not in self.others and not known.keys() >= {*further}):
                self.others.add(owner)

    def _read_links(self) -> Columns:
        rows = self._batch.links
        values, refused = self._plain.link.check(dict(zip(LINK, rows.columns, strict=True)), len(rows.numbers))
        lengths = length_of(EventEntry, "links")
        self._refuse(rows, refused)
        self.others |= {n for n, (first, last) in enumerate(pairwise(rows.bounds)) if last - first not in lengths}
        return values

    def block(self, first: int, last: int, library: Library, number: int) -> Block:
        """The events from first to before last, which are plain.

        Args:
            first: in the batch.
            last: the one after the last.
            library: where their documents are taken in.
            number: of the first there.
        """
        documents, cited, claims = self._plain.documents, self._batch.cited[first:last], self._claims[first:last]
        for event in range(first, last):
            said = self._citations.get(event, {})
            for name, row in self._rows[event].items():
                if not documents.ids[row]:
                    documents.take(row, name, self._new[row], said.get(name), library)
                documents.cite(number + event - first, name, row, said.get(name), library)
        for figures in filter(None, self._events["figures"][first:last]):
            for figure in figures.counts:
                self._plain.register.admit_figure(figure)
        held = [place for places in claims for place in places]
        return Block(
            events={
                "id": self._names[first:last],
                **{name: column[first:last] for name, column in self._events.items()},
                "own": [{documents.ids[row]: documents.publishers[row] for _, row in pairs} for pairs in cited],
                "claim_count": [len(places) for places in claims],
            },
            claims=self._of_events("id", held) | {"text": _pick(self._texts, held)},
            positions=self._of_claims(self._positions, held) | self._carriers(held),
            searches=self._of_claims(self._searches, held),
            links=self._linked(first, last),
            references=[],
        )

    def _of_events(self, key: str, claims: Sequence[int]) -> Columns:
        """Ids of claims, and of the events that hold them."""
        rows = self._batch.claims
        return {key: _pick(rows.columns[0], claims), "event": _pick(self._names, _pick(rows.owners, claims))}

    def _of_claims(self, beside: _Beside, claims: Sequence[int]) -> Columns:
        """The positions on some claims, or the searches."""
        places = [place for claim in claims for place in beside.of_claims[claim]]
        holders = [claim for claim in claims for _ in beside.of_claims[claim]]
        return self._of_events("claim", holders) | {name: _pick(found, places) for name, found in beside.values.items()}

    def _carriers(self, claims: Sequence[int]) -> Columns:
        """Ids of the documents of the positions on some claims."""
        ids, values, owners = self._plain.documents.ids, self._positions.values, self._batch.positions.owners
        places = [place for claim in claims for place in self._positions.of_claims[claim]]
        rows = [self._rows[owners[place]] for place in places]
        first = [ids[known[name]] for known, name in zip(rows, _pick(values["source"], places), strict=True)]
        further = [
            further_documents(source, [ids[known[name]] for name in names]) if names else ()
            for source, known, names in zip(first, rows, _pick(values["further_sources"], places), strict=True)
        ]
        return {"source": first, "further_sources": further}

    def _linked(self, first: int, last: int) -> Columns:
        rows = self._batch.links
        part = slice(rows.bounds[first], rows.bounds[last])
        return {
            "event": _pick(self._names, rows.owners[part]),
            **{name: found[part] for name, found in self._links.items()},
            "number": [n for a, b in pairwise(rows.bounds[first : last + 1]) for n in range(b - a)],
            "at": [number + 1 for number in rows.numbers[part]],
        }


def _pick(values: Sequence[Any], places: Iterable[int]) -> list[Any]:
    return [values[place] for place in places]


def _unknown(lists: Sequence[Any], known: Mapping[str, Any]) -> set[int]:
    """The places of lists with an id that is not known; ``...`` stands for a list that is not sound anyway."""
    strange = set[str]().union(*(ids for ids in lists if ids is not ...)) - known.keys()
    if not strange:
        return set()
    return {place for place, ids in enumerate(lists) if ids is ... or not strange.isdisjoint(ids)}
