"""Charts on a page: how wide they may be, whether a finger drags, what a selection does, words and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from timeline.charts.frame import Chart
from timeline.web.front import read_screen
from timeline.web.plot import mount_plot, read_choice
from timeline.web.running_text import as_text
from timeline.web.state import change_filter

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def chart_width() -> int:
    """Width left for a chart on a page."""
    return read_screen().content


def under_finger() -> bool:
    """Whether a finger may be on the charts: dragging then scrolls the page."""
    return read_screen().coarse


def draw_figure(chart: Chart, key: str, on_choice: Callable[[str], None] | None = None) -> None:
    """Draws a chart's figure; ``on_choice`` is called with the key when a reader chooses something in it."""
    mount_plot(chart.figure.to_json(), chart.alt, key, partial(on_choice, key) if on_choice else None)


def draw_words(chart: Chart, key: str) -> None:
    """What a chart leaves out or sums up, and the same data as tables, made when a reader opens them."""
    if text := " ".join(chart.notes):
        st.caption(as_text(text))
    drawer = st.expander("View as table", key=f"{key}_table", on_change="rerun")
    if drawer.open:
        first, *others = (table.drop(columns="Id", errors="ignore") for table in chart.tables())
        for table in (first, *(table for table in others if len(table))):
            drawer.dataframe(table, hide_index=True, width="stretch")


def follow_choice(key: str) -> None:
    """A mark of an event opens its card; days, which the chart offers by a button, or a box over them are a period.

    Marks carry an event's id, or days as "2026-01-20/2026-01-22", in their ``customdata``.
    """
    marks, boxes = read_choice(key)
    days = sorted(day for mark in marks if "/" in mark for day in mark.split("/"))
    edges = [edge[:10] for edge in boxes[0]] if boxes else []
    if days and (boxes or "/" in marks[0]):
        change_filter(start=days[0], end=days[-1])
    elif edges and all(_DAY.fullmatch(edge) for edge in edges):
        change_filter(start=edges[0], end=edges[1])
    elif marks and not boxes:
        change_filter(event=marks[0])


def chosen_mark(key: str) -> str:
    """The mark that was clicked, "" where none was."""
    return next(iter(read_choice(key).marks), "")
