"""A column of id tuples for a million rows: numbers and one list of names instead of a million tuples.

To pandas it is an array whose items are tuples of ``str``; ``explode``, ``map`` and ``take`` work as on a column
of tuples. What counts or groups ids uses the numbers (:func:`flatten`).
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype
from pandas.api.indexers import check_array_indexer


class IdListsDtype(ExtensionDtype):
    """The type of a column of :class:`IdLists`."""

    name = "ids"
    kind = "O"
    na_value = ()

    @property
    def type(self) -> builtins.type[tuple[str, ...]]:  # type: ignore[override]  # pandas asks for a property
        """What an item is."""
        return tuple

    @classmethod
    def construct_array_type(cls) -> builtins.type[IdLists]:
        """The array of this type."""
        return IdLists


class IdLists(ExtensionArray):
    """Tuples of ids: item ``i`` is ``names[codes[bounds[i]:bounds[i + 1]]]``.

    Args:
        bounds: one number more than there are items, ascending, from 0.
        codes: positions in ``names``.
        names: the ids, each once; any sequence of str that numpy positions can ``take``.
    """

    def __init__(self, bounds: np.ndarray, codes: np.ndarray, names: pd.Index) -> None:
        self.bounds, self.codes, self.names = bounds, codes, names

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> IdLists:
        numbers: dict[str, int] = {}
        rows = [tuple(ids or ()) for ids in scalars]
        codes = [numbers.setdefault(name, len(numbers)) for ids in rows for name in ids]
        bounds = np.concatenate([[0], np.cumsum([len(ids) for ids in rows], dtype=np.int64)])
        return cls(bounds.astype(np.int64), np.array(codes, dtype=np.int32), pd.Index(list(numbers), dtype="str"))

    @property
    def dtype(self) -> IdListsDtype:
        """Always the same type."""
        return IdListsDtype()

    @property
    def nbytes(self) -> int:
        """Bytes of the numbers; the names are shared between columns and not counted."""
        return int(self.bounds.nbytes + self.codes.nbytes)

    @property
    def lengths(self) -> np.ndarray:
        """Number of ids of each item."""
        return np.diff(self.bounds)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def __getitem__(self, item: Any) -> Any:
        item = check_array_indexer(self, item)
        if isinstance(item, (int, np.integer)):
            number = int(item) + (len(self) if item < 0 else 0)
            if not 0 <= number < len(self):
                raise IndexError(f"row {item} of {len(self)}")
            return tuple(self.names.take(self.codes[self.bounds[number] : self.bounds[number + 1]]).tolist())
        if isinstance(item, slice):
            item = np.arange(*item.indices(len(self)))
        elif np.asarray(item).dtype == bool:
            item = np.flatnonzero(item)
        return self.take(item)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        ids = self.names.take(self.codes[self.bounds[0] : self.bounds[-1]]).tolist()
        starts = (self.bounds - self.bounds[0]).tolist()
        return (tuple(ids[a:b]) for a, b in pairwise(starts))

    def __eq__(self, other: Any) -> Any:
        if isinstance(other, (pd.Series, pd.DataFrame, pd.Index)):
            return NotImplemented
        if isinstance(other, tuple):
            return np.array([ids == other for ids in self], dtype=bool)
        return np.array([a == b for a, b in zip(self, other, strict=True)], dtype=bool)

    def isna(self) -> np.ndarray:
        """No item is ever missing: an event without actors has the empty tuple."""
        return np.zeros(len(self), dtype=bool)

    def copy(self) -> IdLists:
        """Another array over the same numbers, which nothing changes."""
        return IdLists(self.bounds, self.codes, self.names)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> IdLists:
        """The items at these positions; with ``allow_fill``, -1 stands for the empty tuple.

        Raises:
            IndexError: a position that is not there.
        """
        wanted = np.asarray(indices, dtype=np.int64)
        empty = wanted < 0
        if not allow_fill:
            wanted = np.where(empty, wanted + len(self), wanted)
        if len(wanted) and not len(self):
            if not (allow_fill and empty.all()):
                raise IndexError("cannot do a non-empty take from an empty array")
            return IdLists(np.zeros(len(wanted) + 1, dtype=np.int64), self.codes[:0], self.names)
        if len(wanted) and (wanted.max() >= len(self) or wanted.min() < (-1 if allow_fill else 0)):
            raise IndexError("a position lies outside the array")
        lengths = self.bounds[wanted + 1] - self.bounds[wanted]
        if allow_fill:
            lengths = np.where(empty, 0, lengths)
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        inside = np.arange(bounds[-1]) + np.repeat(self.bounds[wanted] - bounds[:-1], lengths)
        return IdLists(bounds, self.codes[inside], self.names)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[IdLists]) -> IdLists:
        first = to_concat[0]
        if any(part.names is not first.names for part in to_concat):
            return cls._from_sequence([ids for part in to_concat for ids in part])
        codes = [part.codes[part.bounds[0] : part.bounds[-1]] for part in to_concat]
        lengths = np.concatenate([part.lengths for part in to_concat])
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return cls(bounds, np.concatenate(codes), first.names)

    def _explode(self) -> tuple[Any, np.ndarray]:
        """One value an id (pandas' ``explode``); an empty tuple gives one missing value."""
        lengths = self.lengths
        at_least_one = np.maximum(lengths, 1)
        codes = np.full(int(at_least_one.sum()), -1, dtype=np.int64)
        filled = np.repeat(lengths > 0, at_least_one)
        codes[filled] = self.codes[self.bounds[0] : self.bounds[-1]]
        values = self.names.array.take(codes, allow_fill=True)
        return values, at_least_one.astype(np.uint64)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.fromiter(self, dtype=object, count=len(self))

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """As plain tuples for ``object``; other types as pandas does."""
        return np.asarray(self) if dtype in (object, "object", np.dtype(object)) else super().astype(dtype, copy)

    def _cast_pointwise_result(self, values: Any) -> Any:
        """What ``map`` made of the tuples is no column of tuples."""
        return pd.Series(list(values)).array

    def _formatter(self, boxed: bool = False) -> Any:
        return str

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **kwargs: Any) -> Any:
        raise TypeError(f"ids have no {name}")


class Flat(NamedTuple):
    """A column of id tuples taken apart: one entry an id, in the order of the rows."""

    rows: np.ndarray
    """Row number of each id."""
    codes: np.ndarray
    """Position of each id in ``names``."""
    names: pd.Index


def flatten(column: pd.Series) -> Flat:
    """A column of tuples, or of :class:`IdLists`, as numbers."""
    array = column.array
    if not isinstance(array, IdLists):
        array = IdLists._from_sequence(column)
    rows = np.repeat(np.arange(len(array), dtype=np.int64), array.lengths)
    return Flat(rows, array.codes[array.bounds[0] : array.bounds[-1]], array.names)


def collect(rows: np.ndarray, codes: np.ndarray, names: pd.Index, length: int) -> IdLists:
    """Ids with ascending row numbers as a column of ``length`` tuples."""
    bounds = np.searchsorted(rows, np.arange(length + 1)).astype(np.int64)
    return IdLists(bounds, codes, names)


def drop_repeats(rows: np.ndarray, codes: np.ndarray, names: pd.Index, length: int) -> IdLists:
    """As :func:`collect`, with each id of a row once, where it stands first."""
    keys = rows * max(len(names), 1) + codes
    _, first = np.unique(keys, return_index=True)
    first.sort()
    return collect(rows[first], codes[first], names, length)
