"""How much of a file is read, and what is said where it holds more or is damaged."""

from __future__ import annotations

import contextlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.rows import Row
from timeline.collection.problems import quote
from timeline.collection.sheet_size import MOST_BYTES

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
MOST_LETTERS = 100_000
"""In one cell: twelve times what a summary may have."""
_MOST_NESTED = 20 * MOST_LETTERS
"""In a list or mapping, which may be an event with all its documents and claims."""
MOST_MEMBERS = 10_000
"""Of a zip; a workbook has some dozens."""
_CHUNK = 1 << 20
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What libraries raise where a file is not as its format asks; ``RuntimeError`` is also a zip with a password."""


@dataclass(frozen=True)
class Table:
    """What a reader found in a file.

    Attributes:
        form: key of ``forms.FORMS``; "table" or "json" where the columns may be those of a known format.
        read: the rows from the first on.
        columns: their names; None where rows have columns of their own, which are then gathered.
        reading: as in ``rows.Input``.
        told: as in ``rows.Input``.
        lists: as in ``rows.Input``.
        about: as in ``rows.Input``.
        days: as in ``rows.Input``.
    """

    form: str
    read: Callable[[], Iterator[Row]]
    columns: tuple[str, ...] | None = None
    reading: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    days: Sequence[Mapping[str, str]] = ()


@contextlib.contextmanager
def reading(name: str, kind: str, advice: str) -> Iterator[None]:
    """What a library raises over a damaged file, as a sentence.

    Args:
        name: of the file.
        kind: what it was taken for: "a workbook".
        advice: what to do.

    Raises:
        BringError: in place of the library's error.
    """
    try:
        yield
    except BringError:
        raise
    except _DAMAGE as error:
        reason = (str(error).splitlines() or [""])[0] or type(error).__name__
        raise BringError(f"{name} cannot be read as {kind}: {quote(reason)}.", advice) from error


def name_columns(name: str, header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> tuple[str, ...]:
    """Names of columns as a header gives them; those without a name are called by their place.

    Args:
        name: of the file.
        header: its cells.
        sample: some rows: a column at the end that has neither name nor text is none.

    Raises:
        BringError: two columns have one name, or there are too many.
    """
    width = max(_filled(row) for row in (header, *(row for row in sample if len(row) <= len(header))))
    cells = [cell.strip(" \t\r\n\ufeff") for cell in header[:width]]
    names = tuple(cell or f"column {number}" for number, cell in enumerate(cells, start=1))
    check_columns(name, names)
    return names


def _filled(row: Sequence[str]) -> int:
    """How many cells a row has up to its last text."""
    return max((number for number, cell in enumerate(row, start=1) if cell.strip()), default=0)


def check_columns(name: str, columns: Sequence[str]) -> None:
    """Refuses too many columns, and two of one name.

    Raises:
        BringError: there are.
    """
    if len(columns) > MOST_COLUMNS:
        advice = "Leave out the columns that the timeline does not need."
        raise BringError(f"{name} has {len(columns):,} columns, and may have {MOST_COLUMNS:,}.", advice)
    twice = next((column for column, times in Counter(columns).items() if times > 1), None)
    if twice is not None:
        raise BringError(f"{name} has the column {quote(twice)} twice.", "Give each column a name of its own.")


def bounded(name: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows as they come.

    Raises:
        BringError: there are too many, or a cell is too long.
    """
    for row in rows:
        if row.number > MOST_ROWS:
            raise BringError(f"{name} has more than {MOST_ROWS:,} rows.", "Divide it into several files.")
        if (column := _too_long(row.cells)) is not None:
            where = f"Row {row.number:,} of {name} has more than {MOST_LETTERS:,} characters"
            advice = "Shorten it. A quotation mark that is never closed makes such cells, too."
            raise BringError(f"{where} in the column {quote(column)}.", advice)
        yield row


def _too_long(cells: Mapping[str, Any]) -> str | None:
    """The column of a cell that is too long, None where there is none."""
    try:
        if len("".join(cells.values())) <= MOST_LETTERS:  # so it is with most rows, and quick
            return None
    except TypeError:  # a list or a mapping is among them
        pass
    return next((name for name, value in cells.items() if _is_too_long(value)), None)


def _is_too_long(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) > MOST_LETTERS
    return len(json.dumps(value, default=str)) > _MOST_NESTED


def check_zip(path: Path) -> None:
    """Unpacks a zip to nowhere, counting, and looks whether its XML would declare entities.

    Raises:
        BringError: it is damaged, or would unpack to too much, or declares entities.
    """
    with reading(path.name, "a zip", "Send or save it anew."), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        told = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or told > MOST_BYTES:
            most = f"{MOST_BYTES // 1_000_000:,} MB, or to more than {MOST_MEMBERS:,} files"
            raise BringError(f"{path.name} unpacks to more than {most}.", "Divide it into several files.")
        for member in members:
            with archive.open(member) as stream:  # ends at the size that was told, and raises where there is more
                head = chunk = stream.read(_CHUNK)
                while chunk:
                    chunk = stream.read(_CHUNK)
            if member.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
                raise BringError(
                    f"{path.name} declares entities in its XML, which workbooks never do.", "Save it anew."
                )
