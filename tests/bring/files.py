"""Files for the tests of readers: those in tests/data/bring, and some that are made on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from timeline.bring.look import look
from timeline.bring.rows import Row

DATA = Path(__file__).parents[1] / "data/bring"


def rows_of(path: Path, **given: Any) -> list[Row]:
    """The rows of a file."""
    return list(look(path, **given).read())


def cells_of(path: Path, **given: Any) -> list[list[Any]]:
    """The cells of the rows of a table that can be events."""
    return [list(row.cells.values()) for row in rows_of(path, **given) if not row.refused]


def told(row: Row) -> dict[str, Any]:
    """What stands in a row."""
    return {name: cell for name, cell in row.cells.items() if cell}


def write_workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook with these rows in its sheets."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
