"""Documents of tables in which nothing is wrong: each is looked at once, however many events cite it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from timeline.collection.check import Register
from timeline.collection.columns import Rule, Rules
from timeline.collection.entries import Id, SourceEntry
from timeline.collection.event_block import Library
from timeline.collection.problems import Place
from timeline.collection.sheet import texts_of
from timeline.collection.sheet_joins import Documents


class DocumentRow(NamedTuple):
    """The row of a document, and that of the citation of it, below 0 for none; rows count from 0."""

    files: Mapping[str, str]
    row: int
    citation: int = -1

    @property
    def file(self) -> str:
        """The table of documents."""
        return self.files["sources"]

    def place(self, path: tuple[str | int, ...]) -> Place:
        """The row and the column of a field."""
        column = str(path[-1]) if path else ""
        if column == "citing" and self.citation >= 0:
            return Place(self.files["citations"], row=self.citation + 1, column=column)
        return Place(self.file, row=self.row + 1, column=column)


class Citation(NamedTuple):
    """What an event says of a document that it cites, and the row where it does."""

    citing: str
    row: int


class PlainDocuments:
    """Finds the documents of a table that are sound, and keeps what events need of those that they cite.

    Args:
        register: what is known.
        documents: the table.
        files: the tables by what they hold.
    """

    def __init__(self, register: Register, documents: Documents, files: Mapping[str, str]) -> None:
        self._register, self._documents, self._files = register, documents, files
        self._id, self._source, self.citing = Rule(Id), Rules(SourceEntry), Rule.of(SourceEntry, "citing")
        count = len(documents.ids)
        self.ids: list[str] = [""] * count
        """Of each document that was cited, by its row; "" before."""
        self.publishers: list[str] = [""] * count
        """Of these, as written."""
        self._citing: list[str] = [""] * count
        """Of these, whom they name as their origin where an event says nothing else."""
        self._numbers = array("q", [-1]) * count
        """Of these, in the library."""

    def sound(self, rows: Sequence[int]) -> dict[int, Any]:
        """Those of some documents that are sound, by their rows: tuples with the fields of ``SourceEntry``."""
        if not rows:
            return {}
        documents, known = self._documents, self._register.publisher_id
        local = texts_of(documents.ids.take(rows))
        names, unsound = self._id.check(local)
        checked = self._source.check(documents.cells(rows), len(rows))
        found = self._source.records(checked)
        unsound |= checked.unsound | {n for n, name in enumerate(names) if name != local[n]}
        given = {*checked.values["publisher"], *checked.values["via"]} - {"", ...}
        strange = {publisher for publisher in given if not known(publisher)}
        if strange:
            unsound |= {n for n, source in enumerate(found) if not strange.isdisjoint((source.publisher, source.via))}
        return {row: source for n, (row, source) in enumerate(zip(rows, found, strict=True)) if n not in unsound}

    def take(self, row: int, name: str, source: Any, said: Citation | None, library: Library) -> None:
        """Gives a document its id."""
        first = source._replace(citing=said.citing) if said else source
        self._numbers[row] = number = library.take(name, first, DocumentRow(self._files, row))
        self.ids[row], self.publishers[row], self._citing[row] = library.id_of(number), source.publisher, source.citing

    def cite(self, event: int, name: str, row: int, said: Citation | None, library: Library) -> None:
        """Takes a citation in of a document that has its id."""
        citing, citation = said or (self._citing[row], -1)
        library.cite(event, self._numbers[row], name, citing, DocumentRow(self._files, row, citation))
