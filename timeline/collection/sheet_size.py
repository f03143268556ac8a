"""How much a table may hold: what it says of itself is counted before it is read.

A few bytes of Parquet can stand for gigabytes: a text that a million rows share is stored once. So texts are first
read as numbers of such stored texts, which costs four bytes a cell, and only their lengths are added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from timeline.collection.english import count

MOST_BYTES = 1_000_000_000
"""Of all texts of a table: more than three times what a million events take."""
ITEMS_A_ROW = 20
"""Of a list, on average: a million events name two or three actors each."""
_BATCH = 65_536
_STORED_EACH = 8
"""Bytes: where a cell takes more on average, most have a text of their own, which the file holds in full."""


class TooMuch(ValueError):
    """A table holds more than may be read; the message ends a sentence that begins with the table."""


def check_bytes(path: Path) -> None:
    """Refuses a file that is too large to be read at once.

    Raises:
        TooMuch: it is.
    """
    if (size := path.stat().st_size) > MOST_BYTES:
        raise TooMuch(f"has {size:,} bytes, and a table may have {MOST_BYTES:,}")


def check_rows(rows: int, most_rows: int) -> None:
    """Refuses more rows than a table may have.

    Raises:
        TooMuch: there are more.
    """
    if rows > most_rows:
        raise TooMuch(f"has {count(rows, 'row')}, and may have {most_rows:,}")


def check_parquet(path: Path, columns: Sequence[str], most_rows: int) -> None:
    """Refuses a Parquet file whose columns would take too much once they are read.

    Args:
        path: the file.
        columns: those that will be read.
        most_rows: how many rows it may have.

    Raises:
        TooMuch: they would.
    """
    check_bytes(path)
    parts = _read_parts(path, columns, most_rows)
    for column in columns:
        items = sum(part.meta.num_values for part in parts if part.column == column)
        if items > ITEMS_A_ROW * most_rows:
            raise TooMuch(f"has {items:,} items in the column {column}, and may have {ITEMS_A_ROW * most_rows:,}")
    total = sum(part.meta.total_uncompressed_size for part in parts)
    _refuse_beyond(total)
    shared = [part for part in parts if part.is_shared]
    with pq.ParquetFile(path, read_dictionary=[part.path for part in shared], memory_map=True) as file:
        for part in shared:
            for batch in file.iter_batches(_BATCH, row_groups=[part.group], columns=[part.path], use_threads=False):
                total += _length(batch.column(0))
                _refuse_beyond(total)


def _read_parts(path: Path, columns: Sequence[str], most_rows: int) -> list[_Part]:
    """What the file says of its columns, each part of each; parts of which no row can be read are left out.

    Raises:
        TooMuch: too many rows, or too much in one part of the file.
    """
    found = []
    with pq.ParquetFile(path, memory_map=True) as file:
        meta = file.metadata
        check_rows(meta.num_rows, most_rows)
        paths = [file.schema.column(number).path for number in range(meta.num_columns)]
        for group in range(meta.num_row_groups):
            told = meta.row_group(group)
            _refuse_beyond(told.total_byte_size)
            for number, name in enumerate(paths):
                if _column_of(name) in columns and _can_begin(file, group, name):
                    found.append(_Part(group, name, told.column(number)))
    return found


def _can_begin(file: pq.ParquetFile, group: int, path: str) -> bool:
    """Whether the first row of a part can be read.

    Where the head of a part contradicts itself, Arrow ends the process if it is asked for that head alone. While it
    reads, it raises an error.
    """
    try:
        next(file.iter_batches(1, row_groups=[group], columns=[path], use_threads=False), None)
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True


def _column_of(path: str) -> str:
    """The column that the texts of a path belong to, whatever it is a list of."""
    return path.partition(".")[0]


class _Part(NamedTuple):
    """The cells of a column in one part of a file."""

    group: int
    path: str
    meta: Any

    @property
    def column(self) -> str:
        """Its name, whatever it is a list of."""
        return _column_of(self.path)

    @property
    def is_shared(self) -> bool:
        """Whether most of its texts are stored once for many cells. To look at others would take long."""
        stored = self.meta.total_uncompressed_size < _STORED_EACH * self.meta.num_values
        return bool(self.meta.physical_type == "BYTE_ARRAY" and self.meta.has_dictionary_page and stored)


def _refuse_beyond(size: int) -> None:
    """Refuses more bytes than the texts of a table may have.

    Raises:
        TooMuch: there are more.
    """
    if size > MOST_BYTES:
        raise TooMuch(f"has more than {MOST_BYTES:,} bytes of text")


def _length(column: pa.Array) -> int:
    """Bytes of all texts of a column, which need not be written out for that."""
    while pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = column.flatten()
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.cast(pc.binary_length(column.dictionary), pa.int64())
    return int(pc.sum(lengths.take(column.indices)).as_py() or 0)
