"""Tables as Arrow files that are mapped into memory: a column is read from disk when somebody looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, is_same
from timeline.collection.id_lists import IdLists

_COUNT: Any = pd.Int64Dtype()
_DAY = np.dtype("datetime64[s]")
_LATER = ".later"


def write_table(frame: pd.DataFrame, path: Path, shared: pa.Array | None = None) -> None:
    """Writes a table with the column types of ``timeline.collection.tables``.

    Args:
        frame: the table.
        path: file to write; names of id lists go into files beside it.
        shared: names that lie elsewhere (the sources' ids): lists over them do not write them again.
    """
    arrays, kinds = [], {}
    for name in frame.columns:
        column = frame[name]
        kinds[name], array = _to_arrow(column)
        if kinds[name] == "ids":
            names = arrow_text(column.array.names)
            if shared is not None and (is_same(names, shared) or names.equals(shared)):
                kinds[name] = "shared"
            else:
                write_arrays(path.with_suffix(f".{name}"), {"names": names})
        arrays.append(array)
    write_arrays(path, dict(zip(frame.columns, arrays, strict=True)), kinds)


def write_later(frame: pd.DataFrame, columns: Sequence[str], path: Path) -> None:
    """Writes columns that became known after the table was written, in place of what it has there.

    Args:
        frame: the table with these columns.
        columns: their names.
        path: the table's file.
    """
    write_table(frame[list(columns)], path.with_suffix(_LATER))


def read_table(path: Path, shared: pa.Array | None = None, later: bool = False) -> pd.DataFrame:
    """A table as :func:`write_table` wrote it; with ``later``, with what :func:`write_later` wrote."""
    columns = _read_columns(path, shared)
    if later:
        columns |= _read_columns(path.with_suffix(_LATER), shared)
    return pd.DataFrame(columns, copy=False)


def _read_columns(path: Path, shared: pa.Array | None) -> dict[str, Any]:
    table = map_arrays(path)
    kinds = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    columns: dict[str, Any] = {}
    for name in table.column_names:
        array, kind = whole(table[name]), kinds[name]
        if kind in ("ids", "shared"):
            names = shared if kind == "shared" else whole(map_arrays(path.with_suffix(f".{name}"))["names"])
            codes, bounds = array.values.to_numpy(), array.offsets.to_numpy()
            columns[name] = IdLists(bounds, codes, pd.Index(as_column(names)))
        else:
            columns[name] = _from_arrow(array, kind)
    return columns


def write_arrays(path: Path, arrays: dict[str, pa.Array], kinds: dict[str, str] | None = None) -> None:
    """Writes arrays of one length as one file."""
    schema = pa.schema([(name, array.type) for name, array in arrays.items()], metadata=kinds)
    table = pa.Table.from_arrays(list(arrays.values()), schema=schema)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        writer.write_table(table, max_chunksize=max(len(table), 1))


def map_arrays(path: Path) -> pa.Table:
    """The arrays of a file, not read before they are looked at."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column that was written in one piece."""
    return column.chunk(0) if column.num_chunks == 1 else pa.array([], column.type)


def _to_arrow(column: pd.Series) -> tuple[str, pa.Array]:
    """What kind of column it is, and its values."""
    if isinstance(column.array, IdLists):
        lists = column.array
        return "ids", pa.LargeListArray.from_arrays(
            pa.array(np.ascontiguousarray(lists.bounds, dtype=np.int64)), pa.array(lists.codes.astype(np.int32))
        )
    if column.dtype == _DAY:
        return "day", pa.array(column.to_numpy().view(np.int64))
    if column.dtype == _COUNT:
        return "count", pa.array(column.array, pa.int64())
    if column.dtype == object:
        return "tuples", pa.array([list(value) for value in column], pa.list_(LARGE_TEXT))
    if column.dtype.kind in "bf":
        return "plain", pa.array(column.to_numpy())
    return "text", arrow_text(column)


def _from_arrow(array: pa.Array, kind: str) -> Any:
    if kind == "day":
        return array.to_numpy().view("datetime64[s]")
    if kind == "count":
        return _COUNT.__from_arrow__(array)
    if kind == "tuples":
        found = np.empty(len(array), dtype=object)
        for number, value in enumerate(array.to_pylist()):
            found[number] = tuple(value)
        return found
    return as_column(array) if kind == "text" else array.to_numpy(zero_copy_only=False)
