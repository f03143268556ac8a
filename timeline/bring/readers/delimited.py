"""Tables as text: one row a line, with commas, semicolons, tabs or bars between the cells."""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import Table, name_columns
from timeline.bring.readers.text import MARK, Scanned, find_encoding, open_text
from timeline.bring.rows import Row
from timeline.collection.english import count
from timeline.collection.problems import quote

EMPTY = "is empty"
"""Why a blank row is refused."""
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NONE = "\x1f"
"""Where a table has one column."""
_WORDS = {"\t": "tab", _NONE: "none"}
"""How a recipe writes a delimiter that cannot be seen."""
_MARKS = {'"': "double quotation marks around texts", "'": "single ones", "": "quotation marks are letters like others"}
_SAMPLE_LINES, _SAMPLE_LETTERS = 5_000, 4_000_000
_END = "\x1eend of the file"
"""A line after the last one. A quotation mark that is never closed would take it in."""


class Dialect(NamedTuple):
    """How rows are written."""

    delimiter: str
    quote: str
    """"" where quotation marks are letters like others."""


def read_delimited(file: Scanned, reading: Mapping[str, str]) -> Table:
    """A table as text.

    Args:
        file: what one pass over it told.
        reading: ``encoding``, ``delimiter`` and ``quote``, where they are known.

    Raises:
        BringError: it is no text, or its header cannot stand.
    """
    path, encoding = file.path, find_encoding(file, reading)
    sample = _sample(path, encoding)
    if not any(line.strip() for line in sample):
        raise BringError(f"{path.name} holds no text.", "Bring a file with a header and rows.")
    dialect = _find_dialect(path.name, sample, reading)
    header, *rows = [row for row in _whole_rows(sample, dialect) if any(cell.strip() for cell in row)] or [[]]
    columns = name_columns(path.name, header, rows)
    between = _DELIMITERS.get(dialect.delimiter, quote(dialect.delimiter))
    told = "one column" if dialect.delimiter == _NONE else f"{count(len(columns), 'column')} with {between} between"
    is_guess = not encoding.startswith("utf") and "encoding" not in reading
    doubt = ["The encoding was told by its letters. If they look wrong, name another one."] if is_guess else []
    marks = _MARKS.get(dialect.quote, f"{quote(dialect.quote)} around texts")
    return Table(
        "table",
        partial(_read, path, encoding, dialect, columns),
        columns,
        {
            "encoding": encoding,
            "delimiter": _WORDS.get(dialect.delimiter, dialect.delimiter),
            "quote": dialect.quote or "none",
        },
        (f"It is a table as text in {encoding}: {told}, {marks}.", *doubt, "The first row names the columns."),
    )


def _sample(path: Path, encoding: str) -> list[str]:
    """The first lines."""
    lines, letters = list[str](), 0
    with open_text(path, encoding) as stream:
        while len(lines) < _SAMPLE_LINES and letters < _SAMPLE_LETTERS:
            line = stream.readline(_SAMPLE_LETTERS)
            if not line:
                break
            lines.append(line if lines else line.removeprefix(MARK))
            letters += len(line)
    return lines


def _find_dialect(name: str, sample: list[str], reading: Mapping[str, str]) -> Dialect:
    """The dialect in which most rows have as many cells as the header.

    Raises:
        BringError: ``reading`` gives a delimiter or mark that is none.
    """
    words = {word: sign for sign, word in _WORDS.items()}
    given = reading.get("delimiter", "")
    delimiters = [words.get(given, given)] if given else [*_DELIMITERS]
    mark = reading.get("quote")
    quotes = [*_MARKS] if mark is None else ["" if mark == "none" else mark]
    if any(len(sign) != 1 for sign in delimiters) or any(len(sign) > 1 for sign in quotes):
        raise BringError(f"The recipe of {name} names a delimiter or a quotation mark of more than one sign.")
    tried = [Dialect(*pair) for pair in itertools.product(delimiters, quotes)]
    best = max(tried, key=lambda dialect: _score(sample, dialect))
    if not given and _score(sample, best)[0] == 0:  # no delimiter in the header
        return Dialect(_NONE, max(quotes, key=lambda mark: _score(sample, Dialect(_NONE, mark))))
    return best


def _score(sample: list[str], dialect: Dialect) -> tuple[float, int, bool]:
    """The share of rows as wide as the header, 0 where it has one cell; then its width; then whether marks fit."""
    rows = [row for row in _whole_rows(sample, dialect) if row]
    if not rows:
        return 0, 0, False
    header = rows[0]
    is_clean = not all(len(cell) > 1 and cell[0] == cell[-1] and cell[0] in "\"'" for cell in header)
    is_clean = is_clean and _is_strict(sample, dialect)
    share = sum(len(row) == len(header) for row in rows) / len(rows)
    return (share if len(header) > 1 else 0), len(header), is_clean


def _is_strict(sample: list[str], dialect: Dialect) -> bool:
    """Whether each quoted text ends with its cell; a text that only begins with a quotation mark does not."""
    if not dialect.quote:
        return True
    try:
        for _ in csv.reader(sample, delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)  # where the sample ends
    return True


def _whole_rows(sample: list[str], dialect: Dialect) -> list[list[str]]:
    """The rows of a sample, less the one in whose middle it may end."""
    rows = list[list[str]]()
    with contextlib.suppress(csv.Error):  # a cell is too long, which is told where it is read
        rows.extend(_parse(sample, dialect))
    return rows[:-1] if len(sample) == _SAMPLE_LINES and len(rows) > 1 else rows


def _parse(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    if not dialect.quote:
        return csv.reader(lines, delimiter=dialect.delimiter, quotechar=None, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote)


def _read(path: Path, encoding: str, dialect: Dialect, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows after the header.

    Raises:
        BringError: a quotation mark is never closed, or a cell is too long.
    """
    with open_text(path, encoding) as stream:
        rows = _parse(itertools.chain(_unmarked(stream), [_END]), dialect)
        number, last, line, has_header = 0, [_END], 1, False
        try:
            for row in rows:
                last = row
                if row == [_END]:
                    return
                if not has_header:
                    has_header = any(cell.strip() for cell in row)
                elif not row or not row[-1].endswith(_END):
                    number += 1
                    yield as_row(number, row, columns)
                line = rows.line_num + 1  # type: ignore[attr-defined]
        except csv.Error as error:
            message = f"The row of {path.name} that begins in line {line:,} cannot be read: {quote(str(error))}."
            raise BringError(message, "Close its quotation mark, or shorten its texts.") from error
    if last != [_END]:
        message = f"A quotation mark of {path.name} is never closed; look at row {number + 1:,}."
        raise BringError(message, "Close it, or save the file anew.")


def _unmarked(lines: Iterable[str]) -> Iterator[str]:
    """The lines without the mark of an encoding that was named by its plain name."""
    for number, line in enumerate(lines):
        yield line if number else line.removeprefix(MARK)


def as_row(number: int, cells: list[str], columns: tuple[str, ...]) -> Row:
    """The cells of a row by column. Nobody can say what texts beyond the last column are: such a row is refused."""
    width = len(columns)
    if not any(cell.strip() for cell in cells):
        return Row(number, dict.fromkeys(columns, ""), EMPTY)
    beyond = any(cell.strip() for cell in cells[width:])
    refused = f"has {len(cells)} cells, and the header names {width}" if beyond else ""
    return Row(number, dict(itertools.zip_longest(columns, cells[:width], fillvalue="")), refused)
