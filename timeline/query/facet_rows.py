"""One facet of the index: which events have which of its values, in two forms.

For each value a bitmap of its rows: many rows are counted by intersections. For each row its values in a few slots
of one array, and in lists beside it what finds no slot: few rows are counted by reading theirs. A slot holds a
*group* of values: an actor together with those of the wider actors above it that no other group of the row has, so
that events have two groups each in place of six actors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from pyroaring import BitMap

from timeline.collection.distinct import distinct
from timeline.query.bitmaps import from_rows, rows_of
from timeline.query.search import spread

# To read a slot takes about as long as to look up this many rows of values that few events have; those of values
# that many have cost next to nothing, a bit each (benchmarks/facets.py).
_SLOT_COST = 3
_ROOM = 0.95  # share of rows whose groups all find a slot
_PIECE = 131_072  # rows that are looked at at once while a facet is made
_DENSE = 16  # of this share of all rows on, a bitmap keeps bits in place of numbers


class Groups(NamedTuple):
    """Groups of values: group ``g`` is ``members[bounds[g]:bounds[g + 1]]``."""

    bounds: np.ndarray
    members: np.ndarray

    @classmethod
    def single(cls, count: int) -> Groups:
        """Each value as a group of its own."""
        return cls(np.arange(count + 1), np.arange(count))

    @classmethod
    def beginnings(cls, lines: Groups) -> Groups:
        """Every beginning of every line: the first ``k`` of line ``g`` are group ``lines.bounds[g] + k - 1``."""
        lengths = np.arange(len(lines.members)) - np.repeat(lines.bounds[:-1], np.diff(lines.bounds)) + 1
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        starts = np.repeat(np.repeat(lines.bounds[:-1], np.diff(lines.bounds)), lengths)
        return cls(bounds, lines.members[starts + np.arange(bounds[-1]) - np.repeat(bounds[:-1], lengths)])

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def of(self, groups: np.ndarray) -> np.ndarray:
        """The members of some groups, one group after the other."""
        return spread(self.bounds, self.members, groups)[1]


class FacetRows:
    """One facet.

    Args:
        values: every value a reader may choose, in the register's order.
        bitmaps: for each value its rows.
        slots: events x slots, numbers of groups; in an empty slot of column ``c`` stands ``len(groups) + c``.
        lists: for each row the numbers of the groups that find no slot.
        groups: positions in ``values``; the groups of one row have no value in common.

    Attributes:
        few: up to this many rows are counted by their slots.
    """

    def __init__(
        self, values: Sequence[str], bitmaps: list[BitMap], slots: np.ndarray, lists: Groups, groups: Groups
    ) -> None:
        self.values, self.bitmaps, self.slots = pd.Index(list(values), dtype="str"), bitmaps, slots
        self.lists, self.groups = lists, groups
        # where no row has more than its slots, the bounds stay unread on disk
        self._crowded = from_rows(np.flatnonzero(np.diff(lists.bounds))) if len(lists.members) else BitMap()
        self.sizes = np.array([len(bitmap) for bitmap in bitmaps], dtype=np.int64)
        self.by_value = {v: bitmap for v, bitmap in zip(values, bitmaps, strict=True) if bitmap}
        self._busy = [(number, bitmap) for number, bitmap in enumerate(bitmaps) if bitmap]
        self.total, width = slots.shape
        numbers = int(self.sizes[self.sizes * _DENSE < self.total].sum()) + self.total // _DENSE
        self.few = numbers // (_SLOT_COST * width)

    @classmethod
    def from_pairs(cls, values: Sequence[str], rows: np.ndarray, codes: np.ndarray, total: int) -> FacetRows:
        """The facet of (row, position in ``values``) pairs; a pair may come twice, -1 is no value."""
        count = max(len(values), 1)
        keys = distinct(rows[codes >= 0] * count + codes[codes >= 0])
        rows, codes = np.divmod(keys, count)
        return cls._filled(values, rows, codes, Groups.single(len(values)), total)

    @classmethod
    def from_lines(
        cls, values: Sequence[str], rows: np.ndarray, codes: np.ndarray, lines: Groups, total: int
    ) -> FacetRows:
        """As from_pairs, where a row with a value has its whole line: the value and, nearest first, those above it."""
        count = max(len(values), 1)
        by_length = np.argsort(
            -np.diff(lines.bounds), kind="stable"
        )  # what stands in another's line adds nothing after it
        place = np.empty(len(by_length), dtype=np.int64)
        place[by_length] = np.arange(len(by_length))
        keys = distinct(rows[codes >= 0] * count + place[codes[codes >= 0]])
        rows, codes = np.divmod(keys, count)
        codes = by_length[codes]
        new = np.zeros(len(rows), dtype=np.int64)
        for piece in _pieces(rows, total):
            each, whole = spread(lines.bounds, lines.members, codes[piece])
            owner = np.repeat(np.arange(piece.start, piece.stop), each)
            _, first = np.unique(rows[owner] * count + whole, return_index=True)
            new[piece] = np.bincount(owner[first] - piece.start, minlength=piece.stop - piece.start)
        # what a value adds to those before it is always the beginning of its line
        rows, groups = rows[new > 0], (lines.bounds[codes] + new - 1)[new > 0]
        return cls._filled(values, rows, groups, Groups.beginnings(lines), total)

    @classmethod
    def _filled(
        cls, values: Sequence[str], rows: np.ndarray, codes: np.ndarray, groups: Groups, total: int
    ) -> FacetRows:
        """From ascending rows and the number of a group for each."""
        count = len(groups)
        bitmaps = [BitMap() for _ in values]
        for piece in _pieces(rows, total):
            each, members = spread(groups.bounds, groups.members, codes[piece])
            for bitmap, part in zip(bitmaps, _bitmaps(np.repeat(rows[piece], each), members, len(values)), strict=True):
                bitmap |= part
        lengths = np.bincount(rows, minlength=total)
        width = max(1, int(np.quantile(lengths, _ROOM, method="inverted_cdf"))) if total else 1
        kind = np.uint16 if count + width <= 2**16 else np.uint32
        # numpy counts slowly where one number stands often in a row, hence another for each column
        slots = np.tile(np.arange(count, count + width, dtype=kind), (total, 1))
        inside = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        held = inside < width
        slots[rows[held], inside[held]] = codes[held]
        bounds = np.concatenate([[0], np.cumsum(np.maximum(lengths - width, 0))]).astype(np.uint32)
        return cls(values, bitmaps, slots, Groups(bounds, codes[~held].astype(kind)), groups)

    def union(self, values: Iterable[str]) -> BitMap:
        """Rows with any of the values."""
        return BitMap.union(*(self.by_value.get(value, BitMap()) for value in values))

    def intersection(self, values: Iterable[str]) -> BitMap:
        """Rows with all of the values."""
        return BitMap.intersection(*(self.by_value.get(value, BitMap()) for value in values))

    def count(self, rows: BitMap) -> np.ndarray:
        """For each value the number of these rows that have it."""
        size = len(rows)
        if size == self.total:
            return self.sizes
        if size <= self.few:
            return self._read(rows)
        counts, shared = np.zeros(len(self.values), dtype=np.int64), rows.intersection_cardinality
        for number, bitmap in self._busy:
            counts[number] = shared(bitmap)
        return counts

    def _read(self, rows: BitMap) -> np.ndarray:
        """As :meth:`count`, from what each row holds."""
        count, width = len(self.groups), self.slots.shape[1]
        found = np.bincount(self.slots.take(rows_of(rows), axis=0).ravel(), minlength=count + width)[:count]
        crowded = rows_of(rows & self._crowded)
        found = found + np.bincount(self.lists.of(crowded), minlength=count)
        each = np.repeat(found, np.diff(self.groups.bounds))
        return np.bincount(self.groups.members, weights=each, minlength=len(self.values)).astype(np.int64)


def _pieces(rows: np.ndarray, total: int) -> list[slice]:
    """Ascending rows in pieces, so that little is held at once; no row is torn apart."""
    cuts = np.searchsorted(rows, np.arange(0, total + _PIECE, _PIECE)).tolist()
    return [slice(a, b) for a, b in pairwise(cuts)]


def _bitmaps(rows: np.ndarray, codes: np.ndarray, count: int) -> list[BitMap]:
    """For each code below ``count`` its rows."""
    rows = rows.astype(np.uint32)[np.argsort(codes, kind="stable")]
    ends = np.cumsum(np.bincount(codes, minlength=count)).tolist()
    return [from_rows(rows[a:b]) for a, b in pairwise([0, *ends])]
