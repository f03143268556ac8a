"""Tables in workbooks (xlsx): the values that were saved, never formulas."""

from __future__ import annotations

import contextlib
import itertools
import warnings
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import MOST_COLUMNS, Table, check_zip, name_columns, reading
from timeline.bring.readers.cells import text_of
from timeline.bring.readers.delimited import as_row
from timeline.bring.readers.text import Scanned
from timeline.bring.rows import Row
from timeline.collection.english import join
from timeline.collection.problems import quote

_SAMPLE = 1_000
_MOST_ROWS = 1_048_576
"""That a sheet has in a spreadsheet."""
_ADVICE = "Open it in a spreadsheet and save it anew as .xlsx, or as CSV."


def read_workbook(file: Scanned, given: Mapping[str, str]) -> Table:
    """One sheet of a workbook.

    Args:
        file: what one pass over it told.
        given: ``sheet``, where it is known; else the first one that holds anything.

    Raises:
        BringError: it is damaged, too large, or has no such sheet.
    """
    path = file.path
    check_zip(path)
    with _open(path) as book:
        sheets = [sheet.title for sheet in book.worksheets]
        wanted = given.get("sheet", "")
        if wanted and wanted not in sheets:
            advice = f"Its sheets are {join([quote(name) for name in sheets])}."
            raise BringError(f"{path.name} has no sheet {quote(wanted)}.", advice)
    for sheet in [wanted] if wanted else sheets:
        sample = list(itertools.islice(_texts(path, sheet), _SAMPLE))
        if sample:
            break
    else:
        raise BringError(f"{path.name} holds no text.", "Bring a workbook with a header and rows.")
    header, *rows = sample
    width = max(map(len, sample))
    columns = name_columns(path.name, header + [""] * (width - len(header)), rows)
    others = [quote(name) for name in sheets if name != sheet]
    beside = f" It has other sheets: {join(others)}." if others else ""
    told = (
        f"It is a workbook; the rows are those of the sheet {quote(sheet)}.{beside}",
        "The first row names the columns. Of a formula the value counts that was saved with it.",
    )
    return Table("table", partial(_read, path, sheet, columns), columns, {"sheet": sheet}, told)


@contextlib.contextmanager
def _open(path: Path) -> Iterator[Any]:
    """The workbook.

    Raises:
        BringError: it is damaged.
    """
    from openpyxl import load_workbook

    with reading(path.name, "a workbook", _ADVICE), path.open("rb") as stream:
        with warnings.catch_warnings():  # of what openpyxl leaves out: pictures, rules for input
            warnings.simplefilter("ignore")
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        yield book


def _texts(path: Path, sheet: str) -> Iterator[list[str]]:
    """The rows of a sheet from the first one with a text to the last one with a text.

    Raises:
        BringError: it is damaged, or has too many rows or columns.
    """
    with _open(path) as book:
        found = book[sheet]
        found.reset_dimensions()  # what a sheet says of its size is often wrong
        blank, has_begun = 0, False
        for number, values in enumerate(found.iter_rows(values_only=True)):
            if number == _MOST_ROWS:  # a row may claim any number, and openpyxl makes up those before it
                raise BringError(f"{path.name} has more rows than a sheet can have.", _ADVICE)
            cells = [text_of(value) for value in values[: MOST_COLUMNS + 1]]
            if not any(cell.strip() for cell in cells):
                blank += has_begun
                continue
            yield from ([] for _ in range(blank))
            blank, has_begun = 0, True
            yield cells


def _read(path: Path, sheet: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows after the header.

    Raises:
        BringError: the workbook is damaged.
    """
    for number, cells in enumerate(itertools.islice(_texts(path, sheet), 1, None), start=1):
        yield as_row(number, cells, columns)
