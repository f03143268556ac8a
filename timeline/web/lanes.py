"""The lanes chart on a page."""

from __future__ import annotations

import streamlit as st

from timeline.charts.lanes import build_lanes_chart
from timeline.charts.legend import legend_html
from timeline.query.period import axis_period
from timeline.web.charts import chart_width, draw_figure, draw_words, follow_selection
from timeline.web.state import Context


def draw_lanes(context: Context) -> None:
    """Draws the chart of the view with its legend, notes and table."""
    view, record = context.view, context.view.record
    period = axis_period(view)
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
    tables = [lanes.table.drop(columns="Id"), *([lanes.strikes] if len(lanes.strikes) else [])]
    draw_words(lanes.notes, *tables)
