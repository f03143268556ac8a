"""One table of a large collection, ``.parquet`` or ``.csv``: every cell as the text that a file would hold.

A fault in the form of a table is told here (:class:`SheetError`); what its cells say is judged as in files
(:mod:`timeline.collection.entries`).
"""

from __future__ import annotations

import codecs
import contextlib
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from timeline.collection.arrow_text import LARGE_TEXT
from timeline.collection.english import count
from timeline.collection.folder import SHOWN_FAULTS, Folder
from timeline.collection.problems import advise, quote
from timeline.collection.sheet_size import TooMuch, check_bytes, check_parquet, check_rows

ENDINGS = (".parquet", ".csv")
BATCH = 4_096


class SheetError(Exception):
    """A table that cannot be read whole.

    Attributes:
        message: what is wrong, as the end of a sentence that begins with the table.
        advice: what to do.
        column: where, if it is one column.
    """

    def __init__(self, file: str, message: str, advice: str, column: str = "") -> None:
        super().__init__(file, message)
        self.file, self.message, self.advice, self.column = file, message, advice, column


class Form(NamedTuple):
    """What a table may and must hold."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    lists: tuple[str, ...] = ()
    """Columns of lists of ids, or of ids with blanks or semicolons between."""
    most_rows: int = 5_000_000
    """A table with more is not read."""


class Sheet:
    """The columns of one file; parquet is read batch by batch.

    Args:
        file: its name.
        form: what it may hold.
        table: its content.
    """

    def __init__(self, file: str, form: Form, table: pa.Table | pq.ParquetFile) -> None:
        self.file, self._form, self._table = file, form, table
        names = self._schema.names
        self.columns = [name for name in form.columns if name in names]
        self.lists = frozenset(form.lists)
        self._check(names)

    def __len__(self) -> int:
        rows = self._table.metadata.num_rows if isinstance(self._table, pq.ParquetFile) else len(self._table)
        return int(rows)

    @property
    def _schema(self) -> pa.Schema:
        return self._table.schema_arrow if isinstance(self._table, pq.ParquetFile) else self._table.schema

    def _check(self, names: Sequence[str]) -> None:
        """Whether the columns are there, each once, and of a type that can be text.

        Raises:
            SheetError: they are not.
        """
        twice = [name for name, times in Counter(names).items() if times > 1]
        if twice:
            raise SheetError(self.file, f"has the column {quote(twice[0])} twice.", "Keep one of the two.")
        for name in self._form.required:
            if name not in names:
                advice = f"Add it; the columns are {', '.join(self._form.columns)}."
                raise SheetError(self.file, f"lacks the column {name}.", advice, name)
        for name in self.columns:
            kind = self._schema.field(name).type
            is_list = name in self._form.lists and _is_list(kind)
            if not _can_be_text(kind.value_type if is_list else kind):
                wanted = "a list of texts" if name in self._form.lists else "text"
                raise SheetError(self.file, f"is a column of {kind}.", f"Write {wanted} into it.", name)

    def read(self, column: str) -> pa.Array:
        """A whole column of texts, "" where nothing stands.

        Raises:
            SheetError: the file is damaged.
        """
        with _reading(self.file, column):
            parts = [pc.fill_null(as_text(part), "") for part in self._parts(column)]
            return pa.concat_arrays(parts) if parts else pa.array([], LARGE_TEXT)

    def read_ids(self, column: str) -> pa.Array:
        """As :meth:`read`, trimmed.

        Raises:
            SheetError: the file is damaged.
        """
        return pc.ascii_trim_whitespace(self.read(column))

    def read_lists(self, column: str) -> tuple[np.ndarray, pa.Array]:
        """A whole column of lists of ids: where each list begins and ends among all ids, and these, trimmed.

        Raises:
            SheetError: the file is damaged.
        """
        lengths, flat = [np.zeros(1, dtype=np.int64)], [pa.array([], LARGE_TEXT)]
        with _reading(self.file, column):
            for part in self._parts(column):
                values = part if _is_list(part.type) else _split(part)
                lengths.append(pc.fill_null(values.value_lengths(), 0).to_numpy(zero_copy_only=False))
                flat.append(pc.fill_null(pc.ascii_trim_whitespace(as_text(values.flatten())), ""))
            return np.cumsum(np.concatenate(lengths)), pa.concat_arrays(flat)

    def _parts(self, column: str) -> list[pa.Array]:
        whole = self._table.read([column]) if isinstance(self._table, pq.ParquetFile) else self._table
        return list(whole.column(column).chunks)

    def batches(self, columns: Sequence[str]) -> Iterator[dict[str, list[Any]]]:
        """Some rows at a time: a column of texts as ``str`` or None, one of lists as lists of ``str`` or None.

        Raises:
            SheetError: the file is damaged from here on.
        """
        with _reading(self.file):
            if isinstance(self._table, pq.ParquetFile):
                parts = self._table.iter_batches(BATCH, columns=list(columns), use_threads=False)
            else:
                parts = iter(self._table.select(list(columns)).to_batches(BATCH))
        while True:
            with _reading(self.file):
                part = next(parts, None)
                if part is None:
                    return
                found = {
                    name: lists_of(part.column(name)) if name in self._form.lists else texts_of(part.column(name))
                    for name in columns
                }
            yield found


def open_sheet(folder: Folder, name: str, form: Form) -> Sheet | None:
    """``name.parquet`` or else ``name.csv``; None where there is neither. Unknown columns are told and not read.

    Raises:
        SheetError: it is no such table.
    """
    there = [name + ending for ending in ENDINGS if (folder.path / (name + ending)).is_file()]
    if len(there) > 1:
        folder.report(there[1], f"stands beside {there[0]}.", consequence="The parquet file was read.")
    path = folder.large_file(there[0]) if there else None
    if path is None:
        return None
    file = there[0]
    with _reading(file):
        table = _open_table(folder, file, path)
        names = table.schema_arrow.names if isinstance(table, pq.ParquetFile) else table.schema.names
        sheet = Sheet(file, form, table)
        if isinstance(table, pq.ParquetFile):
            check_parquet(path, sheet.columns, form.most_rows)
        check_rows(len(sheet), form.most_rows)
    unknown = sorted(set(names) - set(form.columns))
    for column in unknown[:SHOWN_FAULTS]:
        folder.report(file, "is an unknown column.", advise(column, form.columns, file), column=quote(column))
    if len(unknown) > SHOWN_FAULTS:
        more = f"has {count(len(unknown) - SHOWN_FAULTS, 'more unknown column')}."
        folder.report(file, more, f"The columns are {', '.join(form.columns)}.")
    return sheet


def _open_table(folder: Folder, file: str, path: Path) -> pa.Table | pq.ParquetFile:
    if file.endswith(".parquet"):
        return pq.ParquetFile(path, memory_map=True)
    check_bytes(path)
    return _read_csv(folder, file, path)


@contextlib.contextmanager
def _reading(file: str, column: str = "") -> Iterator[None]:
    """Arrow's errors as ours.

    Raises:
        SheetError: in their place.
    """
    try:
        yield
    except TooMuch as error:
        advice = "Leave out what the record does not need, or divide it into several collections."
        raise SheetError(file, f"{error}.", advice) from error
    except (pa.ArrowException, OSError, ValueError, OverflowError, csv.Error) as error:
        reason = quote(str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise SheetError(file, f"cannot be read: {reason}.", "Write it anew.", column) from error


def _read_csv(folder: Folder, file: str, path: Path) -> pa.Table:
    if not _is_utf8(path):
        return _read_other_csv(folder, file, path)
    skipped: list[Any] = []

    def skip(row: Any) -> str:
        skipped.append((row.number, row.actual_columns, row.text))
        return "skip"

    with path.open("rb") as stream:
        names = next(csv.reader([stream.readline().decode("utf-8-sig")]), [])
    table = pyarrow.csv.read_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, LARGE_TEXT), strings_can_be_null=False, check_utf8=False
        ),
    )
    _tell_skipped(folder, file, skipped, table.num_columns)
    return table


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while part := stream.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _read_other_csv(folder: Folder, file: str, path: Path) -> pa.Table:
    """A table with bytes that are no UTF-8, for each such cell is a fault of its own.

    Arrow cannot tell a row with too few cells where it holds such bytes.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        reader = csv.reader(stream)
        names, rows, skipped = next(reader, []), [], []
        for row in reader:
            if len(row) == len(names):
                rows.append([cell.encode("utf-8", "surrogateescape") for cell in row])
            elif row:
                skipped.append((reader.line_num, len(row), ",".join(row).encode(errors="replace").decode()))
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    _tell_skipped(folder, file, skipped, len(names))
    names = [name.encode(errors="replace").decode() for name in names]
    return pa.Table.from_arrays([pa.array(cells, pa.large_binary()).view(LARGE_TEXT) for cells in columns], names)


def _tell_skipped(folder: Folder, file: str, skipped: Sequence[tuple[int | None, int, str]], wanted: int) -> None:
    """Reports rows that were left out: line, number of cells and text of each."""
    for line, cells, text in skipped[:SHOWN_FAULTS]:
        fault = f"has {count(cells, 'cell')} instead of {wanted}: {quote(text)}."
        advice = "Keep a comma for each empty cell, and quote texts with commas."
        folder.report(file, fault, advice, line=line, consequence="The row was left out.")
    if len(skipped) > SHOWN_FAULTS:
        more = f"has {count(len(skipped) - SHOWN_FAULTS, 'more such row')}."
        folder.report(file, more, consequence="They were left out.")


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _can_be_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _can_be_text(kind.value_type)
    return any(test(kind) for test in _TEXTUAL)


_TEXTUAL = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_boolean,
    pa.types.is_decimal,
    pa.types.is_date,
    pa.types.is_timestamp,
    pa.types.is_null,
)


def as_text(values: pa.Array) -> pa.Array:
    """Any column as the text that a file would hold; nothing where no number is, and midnight is a day."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return as_text(values.dictionary).take(values.indices)
    if pa.types.is_timestamp(kind):
        clock = pc.strftime(values, format="%Y-%m-%dT%H:%M:%SZ")
        clock = pc.replace_substring_regex(clock, r"\.[0-9]+Z$", "Z")
        return pc.replace_substring(clock, "T00:00:00Z", "").cast(LARGE_TEXT)
    if pa.types.is_floating(kind):
        values = pc.if_else(pc.is_nan(values), pa.scalar(None, kind), values)
    return values.cast(LARGE_TEXT)


def texts_of(values: pa.Array) -> list[Any]:
    """Texts as ``str`` or None, and as ``bytes`` what is no UTF-8."""
    texts = as_text(values)
    try:
        found: list[Any] = texts.to_numpy(zero_copy_only=False).tolist()
    except (pa.ArrowException, UnicodeDecodeError):
        found = [_decoded(value) for value in texts.view(pa.large_binary()).to_pylist()]
    return found


def _decoded(value: bytes | None) -> str | bytes | None:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return value


def lists_of(values: pa.Array) -> list[list[Any] | None]:
    """Lists of ids; of a text, what stands between blanks and semicolons."""
    if not _is_list(values.type):
        return [split_ids(text) for text in texts_of(values)]
    flat = texts_of(values.flatten())
    there = values.is_valid().to_numpy(zero_copy_only=False).tolist()
    lengths = pc.fill_null(values.value_lengths(), 0).to_numpy(zero_copy_only=False)
    bounds = [0, *np.cumsum(lengths).tolist()]
    return [flat[a:b] if known else None for known, (a, b) in zip(there, pairwise(bounds), strict=True)]


def _split(texts: pa.Array) -> pa.Array:
    rows = [ids or [] for ids in lists_of(texts)]
    flat = [item if isinstance(item, bytes) else item.encode() for ids in rows for item in ids]
    bounds = np.cumsum([0, *map(len, rows)])
    return pa.LargeListArray.from_arrays(bounds, pa.array(flat, pa.large_binary()).view(LARGE_TEXT))


def split_ids(text: str | bytes | None) -> list[Any] | None:
    """The ids that a text holds; None where it is empty."""
    if isinstance(text, bytes):
        return [text]
    return text.replace(";", " ").split() or None if text else None
