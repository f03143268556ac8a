"""Text columns as Arrow arrays: what compares, orders and looks up a million texts at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

LARGE_TEXT = pa.large_string()
_TEXT_DTYPE: Any = pd.StringDtype(na_value=np.nan)


def arrow_text(column: pd.Series | pd.Index) -> pa.Array:
    """A text column as one Arrow array, not copied where it is one already."""
    found = pa.array(column.array, LARGE_TEXT)
    if not isinstance(found, pa.ChunkedArray):
        return found
    return found.chunk(0) if found.num_chunks == 1 else pa.concat_arrays(found.chunks or [pa.array([], LARGE_TEXT)])


def as_column(values: pa.Array) -> pd.Series:
    """Arrow text as a text column, not copied."""
    return pd.Series(_TEXT_DTYPE.__from_arrow__(pa.chunked_array([values])))


def positions_in(values: pa.Array, ids: pa.Array) -> np.ndarray:
    """The position of each value in ``ids``, -1 where there is none."""
    found = pc.fill_null(pc.index_in(values, ids), -1)
    numbers: np.ndarray = found.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers


def is_same(one: pa.Array, other: pa.Array) -> bool:
    """Whether two arrays lie in the same memory: equal without a look at any value."""
    if one is other:
        return True
    ours, theirs = ([b.address if b else 0 for b in array.buffers()] for array in (one, other))
    return len(one) == len(other) and one.offset == other.offset and ours[1:] == theirs[1:]
