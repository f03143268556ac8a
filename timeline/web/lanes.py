"""The lanes chart on a page, and which period the time axes of a view show."""

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
from timeline.web.charts import chart_width, draw_figure, draw_words, follow_selection
from timeline.web.state import Context


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
        scheme=context.scheme,
        width=chart_width(),
        publishers=record.publisher_names,
        strikes_by=record.actor_names.get(record.about.strikes_by, ""),
    )
    draw_figure(lanes.figure, lanes.alt, "lanes", follow_selection)
    st.html(legend_html(context.scheme))
    draw_words(lanes.notes, lanes.table.drop(columns="Id"))


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
    if view.record.events.empty and not view.record.strikes.empty:
        low, high = (_as_date(edge) for edge in view.record.strikes["date"].agg(["min", "max"]))
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
