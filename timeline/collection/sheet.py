"""One large table of a collection, ``events.parquet`` or ``events.csv``: read in bulk, checked column by column.

What the quick checks of a column do not pass is looked at value by value, by the checks that hold for files
(:mod:`timeline.collection.entries`), so both kinds of collection take the same and say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError

from timeline.collection.arrow_text import LARGE_TEXT, as_column, positions_in
from timeline.collection.distinct import distinct
from timeline.collection.entries import MAX_ID, MAX_LINE, MAX_TEXT, Entry, Id, Line, OptionalLine, Text, Url
from timeline.collection.folder import Folder, explain
from timeline.collection.problems import advise, quote

SHOWN_FAULTS = 20
"""Rows that are named for each kind of fault; of further ones only the number is told."""

_UNSEEN = r"[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]"
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_URL = r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*(/[^\s<>\"\\^`{|}\x00-\x1f]{0,900})?$"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
_CHECKS: Mapping[str, TypeAdapter[str]] = {
    "line": TypeAdapter(Line),
    "optional-line": TypeAdapter(OptionalLine),
    "text": TypeAdapter(Text),
    "id": TypeAdapter(Id),
    "url": TypeAdapter(Url),
}


class Columns(Protocol):
    """What a sheet asks of a file: a ``pyarrow.Table``, or one whose columns are read when they are asked for."""

    @property
    def column_names(self) -> list[str]:
        """What there is."""

    def __len__(self) -> int: ...

    def __getitem__(self, name: str, /) -> Any: ...


class ParquetColumns:
    """The columns of a parquet file, each read anew when it is asked for: little is held at once."""

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path, memory_map=True)
        self.column_names: list[str] = self._file.schema_arrow.names

    def __len__(self) -> int:
        return int(self._file.metadata.num_rows)

    def __getitem__(self, name: str) -> Any:
        return self._file.read(columns=[name]).column(0)


class Sheet:
    """The columns of one file, and which of its rows are sound so far.

    Args:
        folder: the collection, which gathers the faults.
        file: the file's name.
        table: its columns.
        unit: what a row is, for "The event was left out."
    """

    def __init__(self, folder: Folder, file: str, table: Columns, unit: str) -> None:
        self.folder, self.file, self.table = folder, file, table
        self.sound = np.ones(len(table), dtype=bool)
        self.left_out = f"The {unit} was left out."
        self._unit, self._broken = unit, set[str]()

    def __len__(self) -> int:
        return len(self.sound)

    def fault(
        self, rows: Iterable[Any], column: str, message: Callable[[int], str], advice: Callable[[int], str] | str = ""
    ) -> None:
        """Reports rows (a mask or numbers) and takes them for unsound; all but the first few are only counted."""
        found = np.asarray(rows)
        found = np.flatnonzero(found) if found.dtype == bool else found
        self.sound[found] = False
        for row in found[:SHOWN_FAULTS].tolist():
            told = advice if isinstance(advice, str) else advice(row)
            where = f"row {row + 1}, {column}"
            self.folder.report(self.file, message(row), told, field=where, consequence=self.left_out)
        if len(found) > SHOWN_FAULTS:
            more = f"has a fault like the {SHOWN_FAULTS} above in {len(found) - SHOWN_FAULTS:,} further rows."
            self.folder.report(self.file, more, "", field=column, consequence=self.left_out)

    def text(self, column: str, kind: str) -> pa.Array:
        """A column of text, trimmed, "" where nothing stands; rows that are not of the kind are reported.

        Args:
            column: its name; a column that is not there is empty.
            kind: line, optional-line, text, id or url, as in ``records``.
        """
        values = self.raw(column)
        refused = {row: explain(fault, Entry) for row, fault in _refused(values, kind).items()}
        self.fault(np.array(list(refused), dtype=np.int64), column, lambda r: refused[r][0], lambda r: refused[r][1])
        return values

    def raw(self, column: str) -> pa.Array:
        """A column as trimmed text, unchecked."""
        values = self._column(column)
        if values is None:
            return pa.repeat(pa.scalar("", LARGE_TEXT), len(self))
        try:
            found = _as_text(values)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            self.folder.report(self.file, f"is a column of {values.type}.", "Write text into it.", field=column)
            found = pa.repeat(pa.scalar("", LARGE_TEXT), len(self))
        return pc.utf8_trim_whitespace(pc.fill_null(found, ""))

    def _column(self, column: str) -> Any:
        """A column as the file has it; None where it is not there or cannot be read, which is told once."""
        if column not in self.table.column_names or column in self._broken:
            return None
        self.folder.tell(f"Reading {len(self):,} {self._unit}s: {column}")
        try:
            return self.table[column]
        except (pa.ArrowException, OSError) as error:
            self._broken.add(column)
            self.folder.report(self.file, f"cannot be read: {_reason(error)}.", "Write it anew.", field=column)
            return None

    def word(self, column: str, allowed: Iterable[str]) -> pa.Array:
        """A column of words of a vocabulary."""
        values, words = self.raw(column), list(allowed)
        self.fault(
            ~is_in(values, words),
            column,
            lambda row: f"{quote(values[row])} is not a known word; write one of: {', '.join(words)}.",
        )
        return values

    def known(self, values: pa.Array, ids: pa.Array, column: str, what: str, where: str) -> np.ndarray:
        """Positions in ``ids`` of a column's values; -1 and a fault where there is none."""
        positions = positions_in(values, ids)
        names: list[str] = ids[:2000].to_pylist()
        self.fault(
            positions < 0,
            column,
            lambda row: f"names the unknown {what} {quote(values[row])}.",
            lambda row: advise(str(values[row]), names, where),
        )
        return positions

    def unique(self, ids: pa.Array, column: str = "id") -> None:
        """Reports every row whose id a row above it has."""
        repeated = as_column(ids).duplicated().to_numpy()
        self.fault(repeated, column, lambda row: f"has the id {ids[row]} twice.", "Give each row an id of its own.")

    def number(self, column: str, low: float, high: float, whole: bool = False) -> np.ndarray:
        """A column of numbers, NaN where nothing stands."""
        if column not in self.table.column_names:
            return np.full(len(self), np.nan)
        values = self.raw(column)
        missing = is_in(values, ["", "nan", "NaN"])
        digits = pc.replace_substring(values, ",", "")
        sound = missing | pc.match_substring_regex(digits, _NUMBER).to_numpy(zero_copy_only=False)
        self.fault(~sound, column, lambda row: f"{quote(values[row])} is not a number.", "Write digits only.")
        wanted = pa.array(sound & ~missing)
        numbers = pc.if_else(wanted, digits, pa.scalar(None, LARGE_TEXT)).cast(pa.float64())
        found: np.ndarray = numbers.to_numpy(zero_copy_only=False)
        with np.errstate(invalid="ignore"):
            wrong = (found < low) | (found > high) | (np.floor(found) != found if whole else False)
        wrong &= ~np.isnan(found)
        kind = "whole number" if whole else "number"
        limits = f"Write a {kind} from {low:g} to {high:g}."
        self.fault(wrong, column, lambda row: f"{quote(values[row])} is out of bounds.", limits)
        return found

    def lists(self, column: str) -> tuple[np.ndarray, np.ndarray, pa.Array]:
        """A column of lists of ids, or of ids with blanks or semicolons between: row of each id, code, the ids."""
        given = self._column(column)
        if given is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), pa.array([], LARGE_TEXT)
        values = _whole(given)
        is_list = pa.types.is_list(values.type) or pa.types.is_large_list(values.type)
        if not is_list:
            values = pc.utf8_split_whitespace(pc.replace_substring(self.raw(column), ";", " "))
        lengths = pc.fill_null(values.value_lengths(), 0).to_numpy(zero_copy_only=False)
        flat = values.flatten()
        if not pa.types.is_dictionary(flat.type):
            flat = flat.cast(LARGE_TEXT).dictionary_encode()
        rows = np.repeat(np.arange(len(self)), lengths)
        codes = pc.fill_null(flat.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        if not is_list:  # an empty text splits into one empty id
            blank = pc.equal(flat.dictionary, "").to_numpy(zero_copy_only=False)
            keep = ~blank[codes] if len(blank) else codes >= 0
            rows, codes = rows[keep], codes[keep]
        self.fault(distinct(rows[codes < 0]), column, lambda _: "holds an entry without a value.", "Leave it out.")
        return rows[codes >= 0], codes[codes >= 0], flat.dictionary.cast(LARGE_TEXT)


def read_sheet(folder: Folder, name: str, columns: Iterable[str], unit: str) -> Sheet | None:
    """``name.parquet`` or else ``name.csv``; None where neither can be read.

    Unknown columns are reported and not read.
    """
    known = list(columns)
    for ending, read in ((".parquet", _read_parquet), (".csv", _read_csv)):
        file = name + ending
        path = folder.large_file(file)
        if path is None:
            continue
        try:
            table = read(folder, file, path)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            folder.report(file, f"cannot be read as a table: {_reason(error)}.", "Write it anew.")
            return None
        for column in sorted(set(table.column_names) - set(known)):
            folder.report(file, "is an unknown column.", advise(column, known, file), field=quote(column))
        return Sheet(folder, file, table, unit)
    return None


def _reason(error: Exception) -> str:
    return quote(str(error).splitlines()[0] if str(error) else type(error).__name__)


def _read_parquet(folder: Folder, file: str, path: Path) -> Columns:
    return ParquetColumns(path)


def _read_csv(folder: Folder, file: str, path: Path) -> Columns:
    skipped: list[Any] = []

    def skip(row: Any) -> str:
        skipped.append(row)
        return "skip"

    with path.open("rb") as stream:
        head = stream.readline().decode("utf-8-sig")
    names = [name.strip().strip('"') for name in head.rstrip("\r\n").split(",")]
    table = pyarrow.csv.read_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, LARGE_TEXT), strings_can_be_null=False, quoted_strings_can_be_null=False
        ),
    )
    for row in skipped[:SHOWN_FAULTS]:
        fault = f"has {row.actual_columns} cells in place of {row.expected_columns}: {quote(row.text)}."
        advice = "Keep a comma for each empty cell, and quote texts with commas."
        folder.report(file, fault, advice, line=row.number, consequence="The row was left out.")
    if len(skipped) > SHOWN_FAULTS:
        folder.report(
            file, f"has {len(skipped) - SHOWN_FAULTS:,} further such rows.", consequence="They were left out."
        )
    found: Columns = table
    return found


def is_in(values: pa.Array, words: Iterable[str]) -> np.ndarray:
    """Which values are among the words."""
    found: np.ndarray = pc.is_in(values, pa.array(list(words), LARGE_TEXT)).to_numpy(zero_copy_only=False)
    return found


def _whole(column: Any) -> pa.Array:
    found = column.combine_chunks()
    return found if isinstance(found, pa.Array) else pa.concat_arrays(found.chunks)


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    kind = column.type
    if pa.types.is_timestamp(kind):
        clock = pc.strftime(column, format="%Y-%m-%dT%H:%M:%SZ")
        clock = pc.replace_substring_regex(_whole(clock), r"\.[0-9]+Z$", "Z")
        return pc.replace_substring(clock, "T00:00:00Z", "").cast(LARGE_TEXT)
    return _whole(column.cast(LARGE_TEXT))


def _refused(values: pa.Array, kind: str) -> dict[int, Any]:
    """The rows whose value is not of the kind, with pydantic's first fault."""
    lengths = pc.utf8_length(values).to_numpy(zero_copy_only=False)
    if kind in ("line", "optional-line", "text"):
        low, high = (1 if kind == "line" else 0), (MAX_TEXT if kind == "text" else MAX_LINE)
        odd = (lengths < low) | (lengths > high)
        odd |= pc.match_substring_regex(values, _UNSEEN).to_numpy(zero_copy_only=False)
    else:
        fits = pc.match_substring_regex(values, _ID if kind == "id" else _URL)
        odd = ~fits.to_numpy(zero_copy_only=False) | (lengths > MAX_ID if kind == "id" else False)
    refused = {}
    for row in np.flatnonzero(odd).tolist():
        try:
            _CHECKS[kind].validate_python(str(values[row]))
        except ValidationError as error:
            refused[row] = error.errors(include_url=False)[0]
    return refused
