"""Charts on a page: how wide they may be, what a selection does, their words and their table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from timeline.web.bridge import page_width
from timeline.web.settings import SIDEBAR_WIDTH
from timeline.web.state import change_filter

_OVERLAY = 768
"""Below this width Streamlit lays the sidebar over the page."""
_MARGINS = 2 * 40
"""Left and right of the page (frame.css)."""
_WIDEST = 112 * 16
"""The page's own limit (frame.css)."""
_CONFIG = {"displaylogo": False, "scrollZoom": False, "doubleClick": "reset"}


def chart_width() -> int:
    """Width left for a chart: the window less the sidebar, which lies over the page on narrow windows."""
    width = page_width()
    return width - 32 if width < _OVERLAY else min(width - SIDEBAR_WIDTH, _WIDEST) - _MARGINS


def draw_figure(figure: go.Figure, alt: str, key: str, on_select: Callable[[str], None] | None = None) -> None:
    """Draws a figure; a mark or a box that the reader selects goes to ``on_select`` with the chart's key."""
    if on_select is None:
        st.plotly_chart(figure, theme=None, key=key, config=_CONFIG, alt=alt)
        return
    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=lambda: on_select(key),
        selection_mode=("points", "box"),
        config=_CONFIG,
        alt=alt,
    )


def draw_words(notes: Iterable[str], table: pd.DataFrame) -> None:
    """What a chart leaves out or sums up, and the same data as a table."""
    if text := " ".join(notes):
        st.caption(text)
    with st.expander("The same as a table"):
        st.dataframe(table, hide_index=True, width="stretch")


def follow_selection(key: str) -> None:
    """A mark of an event opens its card; days, or a box over them, narrow the period.

    Marks carry an event's id, or days as "2026-01-20/2026-01-22", in their ``customdata``.
    """
    selection = st.session_state[key]["selection"]
    for box in selection.get("box") or []:
        days = sorted(_as_day(value) for value in box.get("x") or [])
        if len(days) == 2:
            change_filter(start=days[0], end=days[1])
            return
    for point in selection.get("points") or []:
        chosen = point_value(point)
        first, slash, last = chosen.partition("/")
        if slash:
            change_filter(start=date.fromisoformat(first), end=date.fromisoformat(last))
        elif chosen:
            change_filter(event=chosen)
        if chosen:
            return


def point_value(point: dict[str, Any]) -> str:
    """The ``customdata`` of a selected mark, "" without any."""
    value = point.get("customdata")
    value = value[0] if isinstance(value, (list, tuple)) and value else value
    return value if isinstance(value, str) else ""


def _as_day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])
