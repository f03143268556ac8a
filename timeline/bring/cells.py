"""The cells of a row by what its columns were taken for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.bring.fields import FIELDS, FIGURE, KEEP, LEAVE, SHOW
from timeline.bring.forms import decode
from timeline.bring.rows import NOTHING, Row
from timeline.collection.entries import MAX_ITEMS, MAX_TEXT

KEY, WHY = "import key", "why it waits"
"""Columns of the rows that wait, beside those of the input."""


class Cells:
    """One row, read through the mapping of a recipe.

    Args:
        row: as the reader gave it.
        columns: column to field.
        form: of the file, which says what codes mean.
        composed: texts of fields that the form puts together of several columns; they count where no column has one.

    Attributes:
        row: the row.
    """

    def __init__(self, row: Row, columns: Mapping[str, str], form: str, composed: Mapping[str, str] = NOTHING) -> None:
        self.row, self._form, self._composed = row, form, composed
        self._by_field: dict[str, list[str]] = {}
        for column in row.cells:
            self._by_field.setdefault(columns.get(column, ""), []).append(column)

    def raw(self, field: str) -> Any:
        """What stands in the first column of a field, text or not; "" where nothing does."""
        return next((self.row.cells[column] for column in self._by_field.get(field, ())), "")

    def texts(self, field: str) -> Iterator[str]:
        """Every text that columns of a field hold, lists item by item."""
        found = list(self._written(field))
        yield from found or filter(None, [self._composed.get(field, "")])

    def _written(self, field: str) -> Iterator[str]:
        for column in self._by_field.get(field, ()):
            value = self.row.cells[column]
            for part in value if isinstance(value, list) else [value]:
                if text := decode(self._form, column, as_text(part)):
                    yield text

    def text(self, field: str) -> str:
        """The first of them; "" where there is none."""
        return next(self.texts(field), "")

    def line(self, field: str) -> str:
        """The first of them on one line."""
        return " ".join(self.text(field).split())

    def named(self, column: str) -> str:
        """The text of a column by its own name."""
        return as_text(self.row.cells.get(column, ""))

    def dates(self) -> dict[str, str]:
        """The texts of the fields that say when."""
        return {field: text for field in _DATES if (text := self.line(field))}

    def figures(self) -> dict[str, str]:
        """What is counted, by the id of the figure."""
        fields = [field for field in self._by_field if field.startswith(FIGURE)]
        return {field.removeprefix(FIGURE): text for field in fields if (text := self.line(field))}

    def shown(self) -> dict[str, str]:
        """What came with the row and is shown as it came, by column."""
        return self._named(SHOW)

    def kept(self) -> dict[str, str]:
        """What stays with the editors, by column; a column that nobody has decided on is among it."""
        return self._named(KEEP) | self._named("")

    def _named(self, field: str) -> dict[str, str]:
        columns = [column for column in self._by_field.get(field, ()) if column not in (KEY, WHY)]
        return {column: text for column in columns if (text := as_text(self.row.cells[column]))}


def as_text(value: Any) -> str:
    """A cell as text; lists and mappings as JSON."""
    if isinstance(value, str):
        return value.strip()
    return "" if value is None or value == [] or value == {} else json.dumps(value, ensure_ascii=False)


def fits(shown: Mapping[str, str]) -> bool:
    """Whether what is shown as it came has the size that a record takes."""
    return len(shown) <= MAX_ITEMS and all(len(text) <= MAX_TEXT for text in shown.values())


_DATES = tuple(name for name in FIELDS if name.startswith(("when", "end", "year", "month", "day", "time", "precision")))
__all__ = ["KEY", "LEAVE", "WHY", "Cells", "as_text", "fits"]
