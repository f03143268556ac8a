"""Which events a crowded chart shows first: contested ones, then those with most sources."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd


def by_weight(events: pd.DataFrame, rows: Iterable[int]) -> npt.NDArray[np.intp]:
    """The rows, the weightiest first; equals by their place in the table."""
    rows = np.fromiter(rows, dtype=np.intp)
    calm = (events["contest"] != "contested").to_numpy(dtype=bool)[rows]
    sources = events["source_count"].fillna(0).to_numpy(dtype=np.int64)[rows]
    return rows[np.lexsort((rows, -sources, calm))]
