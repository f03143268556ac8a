"""Tables in Parquet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import MOST_ROWS, Table, check_columns, reading
from timeline.bring.readers.cells import text_of
from timeline.bring.readers.delimited import EMPTY
from timeline.bring.readers.text import Scanned
from timeline.bring.rows import Row
from timeline.collection.sheet_size import TooMuch, check_parquet

_BATCH = 1_024
_ADVICE = "Send or write it anew; it may have been cut off on the way."


def read_parquet(file: Scanned, given: Mapping[str, str]) -> Table:
    """The columns of a Parquet file.

    Raises:
        BringError: it is damaged or too large.
    """
    path = file.path
    columns = check_columns_of(path)
    told = (f"It is a Parquet file with {len(columns):,} columns.",)
    return Table("table", partial(_read, path, columns), columns, told=told)


def check_columns_of(path: Path) -> tuple[str, ...]:
    """The columns of a file that may be read.

    Raises:
        BringError: it may not, or is damaged.
    """
    with _reading(path):
        columns = tuple(pq.read_schema(path).names)
        check_columns(path.name, columns)
        try:
            check_parquet(path, [name.partition(".")[0] for name in columns], MOST_ROWS)
        except TooMuch as error:
            raise BringError(f"{path.name} {error}.", "Divide it into several files.") from error
    return columns


def _reading(path: Path) -> contextlib.AbstractContextManager[None]:
    return reading(path.name, "Parquet", _ADVICE)


def parquet_rows(path: Path) -> Iterator[dict[str, object]]:
    """The rows as Python has them.

    Raises:
        BringError: the file is damaged from here on.
    """
    with _reading(path), pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH, use_threads=False):
            columns = {name: _values(batch.column(name)) for name in batch.schema.names}
            yield from (dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True))


def _values(column: pa.Array) -> list[Any]:
    """The values of a column; days before the year 1, which Python does not have, as texts."""
    with contextlib.suppress(OverflowError):
        return list(column.to_pylist())
    return list(column.cast(pa.string()).to_pylist())


def _read(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows as cells.

    Raises:
        BringError: the file is damaged from here on.
    """
    for number, values in enumerate(parquet_rows(path), start=1):
        cells = {name: text_of(values[name]) for name in columns}
        yield Row(number, cells, "" if any(cells.values()) else EMPTY)
