"""Bitmaps of row numbers from numpy, the quick way: pyroaring reads a numpy array number by number."""

from __future__ import annotations

import array

import numpy as np
from pyroaring import BitMap

_CHUNK = 65_536
_DENSE = 4096
_COOKIE = 12_346  # of the portable format, without run containers


def from_rows(rows: np.ndarray) -> BitMap:
    """The bitmap of these row numbers, in any order."""
    return BitMap(array.array("I", rows.astype(np.uint32, copy=False).tobytes()))


def from_mask(mask: np.ndarray) -> BitMap:
    """The bitmap of the rows where the mask is true.

    Writes the format that pyroaring reads (https://github.com/RoaringBitmap/RoaringFormatSpec): many rows are
    packed by numpy, not added one by one.
    """
    head, parts = [], []
    for start in range(0, len(mask), _CHUNK):
        chunk = mask[start : start + _CHUNK]
        size = int(np.count_nonzero(chunk))
        if size > _DENSE:
            packed = np.packbits(chunk, bitorder="little").tobytes()
            parts.append(packed.ljust(_CHUNK // 8, b"\0"))
        elif size:
            parts.append(np.flatnonzero(chunk).astype("<u2").tobytes())
        if size:
            head.append((start // _CHUNK, size - 1))
    if not head:
        return BitMap()
    keys = np.array(head, dtype="<u2").tobytes()
    places = 8 + len(keys) + 4 * len(parts) + np.cumsum([0, *(len(part) for part in parts[:-1])])
    cookie = np.array([_COOKIE, len(parts)], dtype="<u4").tobytes()
    return BitMap.deserialize(cookie + keys + places.astype("<u4").tobytes() + b"".join(parts))


def rows_of(bitmap: BitMap) -> np.ndarray:
    """The row numbers, ascending."""
    return np.asarray(bitmap.to_array(), dtype=np.int64)
