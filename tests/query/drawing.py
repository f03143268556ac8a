"""What property tests of filters draw: what is chosen is mostly nothing, and days are those where events begin or end.

Days drawn from years would miss the one on which a bound is hit, and values of six facets at once leave no event over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st


def few(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Three times of four nothing (always, where there is none), else up to three of the values."""
    if not values:
        return st.just([])
    some = st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)
    return st.integers(0, 3).flatmap(lambda number: some if number == 3 else st.just([]))


def days_near(bounds: Iterable[Any]) -> st.SearchStrategy[date | None]:
    """None, or one of the days (NaT is none), the day before or the day after it."""
    days = sorted({pd.Timestamp(day).date() for day in bounds if not pd.isna(day)})
    near = st.builds(lambda day, more: day + timedelta(days=more), st.sampled_from(days), st.sampled_from([0, -1, 1]))
    return st.none() | near
