"""Which days the time axes of a view show."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.edtf import parse_edtf
from timeline.query.view import View


def axis_period(view: View) -> tuple[date, date]:
    """First and last day of the time axis: the filter's, else the collection's default, else all of it."""
    start, end = view.filter.start, view.filter.end
    if start and end:
        return start, end
    first, last = _default_period(view)
    if start or end:
        low, high = view.record.bounds if len(view) == view.total else bounds_of(view.record.events, view.rows)
        start = start or min(low or first, end or first)
        return start, end or max(high or last, start)
    return first, last


def reference_period(view: View, least_days: int = 80) -> tuple[date, date]:
    """Where random dates may lie: the filter's period, unless it is too short to draw from, else the default one.

    Args:
        view: what is looked at.
        least_days: of the filter's period; 80 is also the least that ``timeline.waves.windows`` turns dates through.
    """
    first, last = axis_period(view)
    return (first, last) if (last - first).days + 1 >= least_days else _default_period(view)


def _default_period(view: View) -> tuple[date, date]:
    low, high = view.record.bounds
    if view.record.events.empty and not view.record.strikes.empty:
        low, high = (_as_date(edge) for edge in view.record.strikes["date"].agg(["min", "max"]))
    text = view.record.about.default_period
    if text:
        when = parse_edtf(text)
        low = low if when.open_start else _as_date(when.start)
        high = high if when.open_end else _as_date(when.end)
    return low or date(2000, 1, 1), high or date(2000, 12, 31)


def bounds_of(events: pd.DataFrame, rows: np.ndarray | None = None) -> tuple[date | None, date | None]:
    """The earliest start and the latest end of events, None where no event has one.

    Args:
        events: an events table.
        rows: the numbers of its rows that count; all where not given.
    """
    columns = (events[name] if rows is None else events[name].take(rows) for name in ("start", "end"))
    start, end = (edge(column) for edge, column in zip((pd.Series.min, pd.Series.max), columns, strict=True))
    return (None if pd.isna(start) else _as_date(start)), (None if pd.isna(end) else _as_date(end))


def _as_date(value: Any) -> date:
    """A bound as a date; years that ``date`` cannot hold become the first it can."""
    day = np.datetime64(value, "D")
    low, high = np.datetime64(date.min), np.datetime64(date.max)
    return min(max(day, low), high).astype(object)  # type: ignore[no-any-return]
