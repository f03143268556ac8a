"""The lanes chart on a page."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from timeline.charts.lanes import Chosen, Lanes, Spans, build_lanes_chart
from timeline.charts.legend import legend_html
from timeline.charts.palette import SchemeName
from timeline.query.period import axis_period
from timeline.query.view import View
from timeline.web.charts import chart_width, draw_figure, draw_words, follow_choice
from timeline.web.state import Context


def draw_lanes(context: Context) -> None:
    """Draws the chart of the view with its legend, notes and table."""
    view = context.view
    lanes = _chart(
        view.record.version,
        view.filter.rows_key().to_query(),
        axis_period(view),
        context.scheme,
        chart_width(),
        _view=view,
    )
    draw_figure(lanes.figure, lanes.alt, "lanes", follow_choice)
    st.html(legend_html(context.scheme))
    draw_words(lanes.notes, lambda: _tables(lanes), "lanes")


@st.cache_resource(max_entries=64, show_spinner=False)
def _chart(
    version: str, query: str, period: tuple[date, date], scheme: SchemeName, width: int, *, _view: View
) -> Lanes:
    """The chart of a view; turning pages and opening cards leave it as it is, and readers share it."""
    record = _view.record
    return build_lanes_chart(
        record.events,
        record.themes,
        record.strikes,
        record.coverage,
        period=period,
        scheme=scheme,
        width=width,
        publishers=record.publisher_names,
        strikes_by=record.actor_names.get(record.about.strikes_by, ""),
        chosen=_chosen(_view),
    )


def _tables(lanes: Lanes) -> list[pd.DataFrame]:
    """Those with any row; events even where there is none."""
    events, counts, strikes = lanes.tables()
    return [events.drop(columns="Id"), *(table for table in (counts, strikes) if len(table))]


def _chosen(view: View) -> Chosen:
    """The view's events without taking them out of the record's table."""
    spans = _read_spans(view.record.version, view.filter.known, view.record.events)
    return Chosen(spans, None if len(view) == view.total else view.rows)


@st.cache_resource(max_entries=4, show_spinner=False)
def _read_spans(version: str, known: date | None, _events: pd.DataFrame) -> Spans:
    return Spans.read(_events)
