"""Tables that grow block by block, for a few rows or a million."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column
from timeline.collection.id_lists import IdLists
from timeline.collection.tables import COUNT, DAY, FLAG, FLOAT, TEXT, TUPLE

_FEW = 256
"""So many texts are not worth packing."""
_NOTHING = {FLAG: ("bool", False), FLOAT: ("float64", np.nan), DAY: ("datetime64[s]", np.datetime64("NaT", "s"))}


def build_table(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """A frame with exactly the given columns and types, one row a record, in the order given."""
    builder, given = TableBuilder(columns), list(rows)
    builder.add(len(given), {name: [row.get(name) for row in given] for name in columns})
    return builder.finish()


class TableBuilder:
    """A table with exactly the given columns and types, in arrays: a million rows take little more than their text.

    Args:
        columns: name to type and meaning, as in ``timeline.collection.tables``.
        numbers: for a column of ids, the number of each id, where somebody else hands them out.
        packed: whether texts are kept compressed until the table is whole: a third of their size, for 2 % of the time.
    """

    def __init__(
        self,
        columns: Mapping[str, tuple[str, str]],
        numbers: Mapping[str, dict[str, int]] | None = None,
        packed: bool = False,
    ) -> None:
        self._packed = packed
        self._ends = [0]
        """How many rows there are up to the end of each block."""
        self._kinds = {name: kind for name, (kind, _) in columns.items()}
        self._numbers = {name: (numbers or {}).get(name, {}) for name, kind in self._kinds.items() if kind == TUPLE}
        self._blocks: dict[str, list[Any]] = {name: [] for name in self._kinds}

    def add(self, rows: int, columns: Mapping[str, Sequence[Any] | np.ndarray]) -> None:
        """Adds a number of rows; a value that is None, or a column that is not given, is empty."""
        self._ends.append(self._ends[-1] + rows)
        for name, kind in self._kinds.items():
            values = columns.get(name)
            block = _nothing(rows, kind) if values is None else _array(values, kind, self._numbers.get(name, {}))
            self._blocks[name].append(_pack(block) if self._packed and kind == TEXT and rows > _FEW else block)

    def drop(self, columns: Iterable[str]) -> None:
        """Takes columns out, with all that was added to them."""
        for name in columns:
            del self._kinds[name], self._blocks[name]

    def text(self, row: int, column: str) -> str:
        """The text in a row that was added.

        Raises:
            IndexError: there is no such row.
        """
        if not 0 <= row < self._ends[-1]:
            raise IndexError(row)
        block = bisect_right(self._ends, row) - 1
        return str(_unpack(self._blocks[column][block])[row - self._ends[block]].as_py())

    def texts(self, column: str) -> pa.Array:
        """All texts of a column so far."""
        return pa.concat_arrays([pa.array([], LARGE_TEXT), *map(_unpack, self._blocks[column])])

    def finish(
        self, order: Sequence[str] = (), names: Mapping[str, pd.Index] | None = None, compact: bool = False
    ) -> pd.DataFrame:
        """The table; nothing can be added any more.

        Args:
            order: columns that the rows are put in order by, the first weighing most; open days come first. Without
                them the rows stay as they were added.
            names: for a column of ids whose numbers somebody else hands out, the ids.
            compact: whether columns of ids are ``IdLists``, and not tuples.
        """
        by = {name: self._column(name, None) for name in order}
        rows = np.lexsort([_rank(column) for column in by.values()][::-1]) if by else None
        frame: dict[str, Any] = {}
        for name, kind in self._kinds.items():
            column = by.pop(name) if name in by else self._column(name, (names or {}).get(name))
            column = column if rows is None else column.take(rows)
            frame[name] = column.astype(object) if kind == TUPLE and not compact else column
        return pd.DataFrame(frame, copy=False)

    def _column(self, name: str, names: pd.Index | None) -> Any:
        """All blocks of a column in one; they are let go."""
        kind, blocks = self._kinds[name], self._blocks.pop(name)
        blocks = blocks or [_nothing(0, kind)]
        if kind == TEXT:
            return as_column(pa.concat_arrays([*map(_unpack, blocks)])).array
        if kind == COUNT:
            values, missing = (np.concatenate(found) for found in zip(*blocks, strict=True))
            return pd.arrays.IntegerArray(values, missing)
        if kind == TUPLE:
            lengths, codes = (np.concatenate(found) for found in zip(*blocks, strict=True))
            bounds = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
            return IdLists(bounds, codes, pd.Index(list(self._numbers[name]), dtype="str") if names is None else names)
        return np.concatenate(blocks)


def _array(values: Any, kind: str, numbers: dict[str, int]) -> Any:
    """Values as arrays: of a column of counts with which are missing, of ids as lengths and numbers."""
    if kind == TEXT:
        return pc.fill_null(pa.array(values, LARGE_TEXT), "")
    if kind == COUNT:
        if isinstance(values, np.ndarray):
            return values.astype(np.int64), np.zeros(len(values), dtype=bool)
        missing = np.array([value is None for value in values], dtype=bool)
        return np.array([0 if value is None else value for value in values], dtype=np.int64), missing
    if kind == TUPLE:
        lists = [value or () for value in values]
        items = list(chain.from_iterable(lists))
        for item in dict.fromkeys(items):
            numbers.setdefault(item, len(numbers))
        lengths = np.fromiter(map(len, lists), dtype=np.int32, count=len(lists))
        return lengths, np.fromiter(map(numbers.__getitem__, items), dtype=np.int32, count=len(items))
    dtype, nothing = _NOTHING[kind]
    return values if isinstance(values, np.ndarray) else np.array([nothing if v is None else v for v in values], dtype)


def _nothing(rows: int, kind: str) -> Any:
    """As :func:`_array` of so many empty cells."""
    if kind == TEXT:
        return pa.repeat("", rows).cast(LARGE_TEXT)
    if kind == COUNT:
        return np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool)
    if kind == TUPLE:
        return np.zeros(rows, dtype=np.int32), np.zeros(0, dtype=np.int32)
    dtype, nothing = _NOTHING[kind]
    return np.full(rows, nothing, dtype)


def _pack(texts: pa.Array) -> pa.Buffer:
    """Texts compressed."""
    batch, sink = pa.record_batch([texts], ["texts"]), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_batch(batch)
    return sink.getvalue()


def _unpack(block: pa.Array | pa.Buffer) -> pa.Array:
    """Texts that may have been packed."""
    return pa.ipc.open_stream(block).read_next_batch().column(0) if isinstance(block, pa.Buffer) else block


def _rank(column: Any) -> np.ndarray:
    """Numbers in the order of the values."""
    if isinstance(column, np.ndarray):
        return column.astype(np.int64)
    rank = np.empty(len(column), dtype=np.int64)
    rank[pc.sort_indices(arrow_text(pd.Series(column))).to_numpy()] = np.arange(len(column))
    return rank
