"""Event ids to row numbers without a dict of a million entries."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, positions_in
from timeline.collection.distinct import distinct
from timeline.query.search import Texts

_MANY = 1_000
"""From so many ids on, a hash table of all of them is quicker than halving for each."""


class RowNumbers(Mapping[str, int]):
    """The row of each id, found by halving.

    Args:
        ids: Arrow text, each id once.
        order: the rows in the order of their ids.
    """

    def __init__(self, ids: pa.Array, order: np.ndarray) -> None:
        self._ids, self.order = Texts(ids), order

    @classmethod
    def build(cls, ids: pd.Series) -> RowNumbers:
        """The rows of a column of ids."""
        texts = arrow_text(ids)
        return cls(texts, pc.sort_indices(texts).to_numpy().astype(np.uint32))

    def __getitem__(self, event: str) -> int:
        place = bisect_left(self.order, event, key=lambda row: self._ids[int(row)])
        if place == len(self.order) or self._ids[int(self.order[place])] != event:
            raise KeyError(event)
        return int(self.order[place])

    def find(self, ids: Collection[str]) -> np.ndarray:
        """The rows of these ids, ascending, each once; unknown ids have none."""
        if len(ids) > _MANY:
            found = positions_in(pa.array(list(ids), LARGE_TEXT), self._ids.array)
            return distinct(found[found >= 0])
        numbers = {self.get(event) for event in ids}
        return np.array(sorted(number for number in numbers if number is not None), dtype=np.int64)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self.order)
