"""Charts on a page: how wide they may be, what a selection does, their words and their table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
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
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
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


def draw_words(notes: Iterable[str], tables: Callable[[], Iterable[pd.DataFrame]], key: str) -> None:
    """What a chart leaves out or sums up, and the same data as tables.

    Args:
        notes: sentences.
        tables: asked for when a reader opens them.
        key: of the chart.
    """
    if text := " ".join(notes):
        st.caption(text)
    drawer = st.expander("The same as a table", key=f"{key}_table", on_change="rerun")
    if drawer.open:
        for table in tables():
            drawer.dataframe(table, hide_index=True, width="stretch")


def follow_selection(key: str) -> None:
    """A mark of an event opens its card; days, or a box over them, narrow the period.

    Marks carry an event's id, or days as "2026-01-20/2026-01-22", in their ``customdata``.
    """
    selection = st.session_state[key]["selection"]
    chosen = [value for point in selection.get("points") or [] if (value := point_value(point))]
    days = sorted(day for value in chosen if "/" in value for day in value.split("/"))
    boxes = [sorted(str(edge)[:10] for edge in box.get("x") or []) for box in selection.get("box") or []]
    if days and (boxes or "/" in chosen[0]):
        change_filter(start=days[0], end=days[-1])
    elif boxes and len(boxes[0]) == 2 and all(_DAY.fullmatch(edge) for edge in boxes[0]):
        change_filter(start=boxes[0][0], end=boxes[0][1])
    elif chosen and not boxes:
        change_filter(event=chosen[0])


def point_value(point: dict[str, Any]) -> str:
    """The ``customdata`` of a selected mark, "" without any."""
    value = point.get("customdata")
    value = value[0] if isinstance(value, (list, tuple)) and value else value
    return value if isinstance(value, str) else ""
