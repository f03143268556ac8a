"""The lanes chart on a page: which period it shows, what a selection does, its words and its table."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from timeline.charts.lanes import build_lanes_chart
from timeline.charts.legend import legend_html
from timeline.collection.edtf import parse_edtf
from timeline.query.view import View
from timeline.web import state
from timeline.web.bridge import page_width
from timeline.web.settings import SIDEBAR_WIDTH
from timeline.web.state import Context

_KEY = "lanes"
_OVERLAY = 768
"""Below this width Streamlit lays the sidebar over the page."""
_MARGINS = 2 * 40
"""Left and right of the page (frame.css)."""
_CONFIG = {"displaylogo": False, "scrollZoom": False, "doubleClick": "reset"}


def draw_lanes(context: Context) -> None:
    """Draws the chart of the view with its legend, notes and table."""
    view, record = context.view, context.view.record
    period = chart_period(view)
    lanes = build_lanes_chart(
        view.events,
        record.themes,
        record.strikes,
        record.coverage,
        period=period,
        scheme="dark" if context.dark else "light",
        width=_chart_width(),
        publishers=record.publisher_names,
        strikes_by=record.actor_names.get(record.about.strikes_by, ""),
    )
    st.plotly_chart(
        lanes.figure,
        theme=None,
        key=_KEY,
        on_select=_selected,
        selection_mode=("points", "box"),
        config=_CONFIG,
        alt=lanes.alt,
    )
    st.html(legend_html("dark" if context.dark else "light"))
    for note in lanes.notes:
        st.caption(note)
    with st.expander("The same as a table"):
        st.dataframe(lanes.table, hide_index=True, width="stretch")


def chart_period(view: View) -> tuple[date, date]:
    """First and last day of the time axis: the filter's, else the collection's default, else all of it."""
    first, last = _default_period(view)
    start, end = view.filter.start, view.filter.end
    if start or end:
        low, high = _bounds(view.events)
        start = start or min(low or first, end or first)
        end = end or max(high or last, start)
        return start, end
    return first, last


def _default_period(view: View) -> tuple[date, date]:
    low, high = _bounds(view.record.events)
    text = view.record.about.default_period
    if text:
        when = parse_edtf(text)
        low = low if when.open_start else _as_date(when.start)
        high = high if when.open_end else _as_date(when.end)
    return low or date(2000, 1, 1), high or date(2000, 12, 31)


def _bounds(events: pd.DataFrame) -> tuple[date | None, date | None]:
    start, end = events["start"].min(), events["end"].max()
    return (None if pd.isna(start) else _as_date(start)), (None if pd.isna(end) else _as_date(end))


def _as_date(value: Any) -> date:
    """A bound as a date; years that ``date`` cannot hold become the first it can."""
    day = np.datetime64(value, "D")
    low, high = np.datetime64(date.min), np.datetime64(date.max)
    return min(max(day, low), high).astype(object)  # type: ignore[no-any-return]


def _chart_width() -> int:
    """Width left for the chart: the window less the sidebar, which lies over the page on narrow windows."""
    width = page_width()
    return width - 32 if width < _OVERLAY else width - SIDEBAR_WIDTH - _MARGINS


def _selected() -> None:
    """A mark opens its card; a box narrows the period to the days that it spans."""
    selection = st.session_state[_KEY]["selection"]
    for box in selection.get("box") or []:
        days = sorted(_box_day(value) for value in box.get("x") or [])
        if len(days) == 2:
            state.change_filter(start=days[0], end=days[1])
            return
    for point in selection.get("points") or []:
        event = point.get("customdata")
        event = event[0] if isinstance(event, (list, tuple)) and event else event
        if isinstance(event, str) and event:
            state.change_filter(event=event)
            return


def _box_day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])
