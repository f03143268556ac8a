"""The cells of a row by what its columns were taken for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from timeline.bring.fields import FIELDS, FIGURE, KEEP, SHOW
from timeline.bring.forms import FORMS, composer, in_small
from timeline.bring.rows import Row
from timeline.collection.entries import MAX_ITEMS, MAX_TEXT

KEY, WHY = "import key", "why it waits"
"""Columns of the rows that wait, beside those of the input."""
_DATES = tuple(name for name in FIELDS if name.startswith(("when", "end", "year", "month", "day", "time", "precision")))


class Columns:
    """What the columns of a file were taken for, made once for all its rows.

    Args:
        names: of the file.
        fields: column to field; what is missing is undecided.
        form: of the file, which says what codes mean and how fields are put together.

    Attributes:
        by_field: names of columns by field, "" for those on which nobody has decided.
        codes: of a column with codes, what each says.
        figures: ids of what is counted, with their fields.
        compose: of the cells of a row, texts of fields that the form puts together; they count where no column has one.
    """

    def __init__(self, names: Sequence[str], fields: Mapping[str, str], form: str) -> None:
        self.by_field: dict[str, list[str]] = {}
        for name in names:
            if name not in (KEY, WHY):
                self.by_field.setdefault(fields.get(name, ""), []).append(name)
        codes = FORMS[form].codes
        self.codes = {name: codes[in_small(name)] for name in names if in_small(name) in codes}
        self.figures = {name.removeprefix(FIGURE): name for name in self.by_field if name.startswith(FIGURE)}
        self.dates = [field for field in _DATES if field in self.by_field]
        self.compose: Callable[[Mapping[str, Any]], Mapping[str, str]] = composer(form, names)


class Cells:
    """One row, read through its columns.

    Args:
        row: as the reader gave it.
        columns: of the file.

    Attributes:
        row: the row.
    """

    def __init__(self, row: Row, columns: Columns) -> None:
        self.row, self._columns = row, columns
        self._composed = columns.compose(row.cells)

    def raw(self, field: str) -> Any:
        """What stands in the first column of a field, text or not; "" where nothing does."""
        names = self._columns.by_field.get(field, ())
        return next((self.row.cells[name] for name in names if name in self.row.cells), "")

    def texts(self, field: str) -> list[str]:
        """Every text that columns of a field hold, lists item by item; else the one that the form puts together."""
        found = list(self._written(field)) if field in self._columns.by_field else []
        return found or [text for text in [self._composed.get(field, "")] if text]

    def _written(self, field: str) -> Iterator[str]:
        for name in self._columns.by_field[field]:
            value, codes = self.row.cells.get(name, ""), self._columns.codes.get(name)
            for part in value if isinstance(value, list) else (value,):
                text = as_text(part)
                text = text if codes is None else codes.get(text, "")
                if text:
                    yield text

    def text(self, field: str) -> str:
        """The first of them; "" where there is none."""
        found = self.texts(field)
        return found[0] if found else ""

    def line(self, field: str) -> str:
        """The first of them on one line."""
        return " ".join(self.text(field).split())

    def named(self, column: str) -> str:
        """The text of a column by its own name."""
        return as_text(self.row.cells.get(column, ""))

    def dates(self) -> dict[str, str]:
        """The texts of the fields that say when."""
        return {field: text for field in self._columns.dates if (text := self.line(field))}

    def figures(self) -> dict[str, str]:
        """What is counted, by the id of the figure."""
        return {name: text for name, field in self._columns.figures.items() if (text := self.line(field))}

    def shown(self) -> dict[str, str]:
        """What came with the row and is shown as it came, by column."""
        return self._named(SHOW)

    def kept(self) -> dict[str, str]:
        """What stays with the editors, by column; a column that nobody has decided on is among it."""
        return self._named(KEEP) | self._named("")

    def _named(self, field: str) -> dict[str, str]:
        names = self._columns.by_field.get(field, ())
        return {name: text for name in names if (text := self.named(name))}


def as_text(value: Any) -> str:
    """A cell as text; lists and mappings as JSON."""
    if isinstance(value, str):
        return value.strip()
    return "" if value is None or value == [] or value == {} else json.dumps(value, ensure_ascii=False)


def fits(shown: Mapping[str, str]) -> bool:
    """Whether what is shown as it came has the size that a record takes."""
    return len(shown) <= MAX_ITEMS and all(len(text) <= MAX_TEXT for text in shown.values())
