"""A view: what a filter selects from a collection."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from timeline.query.filter import Filter

if TYPE_CHECKING:
    from timeline.query.collection import Collection


class View:
    """Rows and facet counts of one filter; worked out when first asked for.

    Args:
        record: the collection, already rewound where the filter says ``known``.
        flt: the filter.
    """

    def __init__(self, record: Collection, flt: Filter) -> None:
        self.record, self.filter = record, flt
        self._answer = record.index.ask(flt)
        self._selected = self._answer.rows

    def __len__(self) -> int:
        return len(self._selected)

    @property
    def total(self) -> int:
        """Number of events in the record."""
        return len(self.record.events)

    @cached_property
    def rows(self) -> np.ndarray:
        """Row numbers of the selected events in the record's table, ascending."""
        return np.asarray(self._selected.to_array(), dtype=np.intp)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The selected events (columns: ``timeline.collection.tables.EVENTS``), by start, end and id."""
        if len(self) == self.total:
            return self.record.events.copy(deep=False)
        return self.record.events.take(self.rows).reset_index(drop=True)

    @cached_property
    def counts(self) -> dict[str, pd.Series]:
        """For each facet a Series: value -> number of events if it were chosen, in the register's order."""
        index = self.record.index
        return {
            facet: pd.Series(counts, index=index.facets[facet].values, name=facet)
            for facet, counts in self._answer.counts().items()
        }

    def page(self, size: int) -> pd.DataFrame:
        """One page of events in the filter's order; a page beyond the last gives the last.

        Args:
            size: events a page.
        """
        rows = self.rows if self.filter.sort == "oldest" else self.rows[::-1]
        first = (self.page_number(size) - 1) * size
        return self.record.events.take(rows[first : first + size]).reset_index(drop=True)

    def page_count(self, size: int) -> int:
        """Number of pages, at least one."""
        return max(1, -(-len(self) // size))

    def page_number(self, size: int) -> int:
        """The filter's page, no further than the last."""
        return min(self.filter.page, self.page_count(size))

    def has(self, event: str) -> bool:
        """Whether the view holds this event."""
        row = self.record.event_rows.get(event)
        return row is not None and row in self._selected
