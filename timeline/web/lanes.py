"""The lanes chart on a page."""

from __future__ import annotations

from datetime import date

import streamlit as st

from timeline.charts.frame import Chart
from timeline.charts.lanes import build_lanes_chart
from timeline.charts.legend import GROUPS, legend_html
from timeline.charts.palette import SchemeName
from timeline.query.period import axis_period
from timeline.query.record import Record, View
from timeline.web.charts import chart_width, draw_figure, draw_words, follow_choice, under_finger
from timeline.web.state import Context


def draw_lanes(context: Context) -> None:
    """Draws the chart of the view with its legend, notes and table."""
    view = context.view
    chart = _chart(
        view.record.version,
        view.filter.rows_key().to_query(),
        axis_period(view),
        context.scheme,
        chart_width(),
        under_finger(),
        _view=view,
    )
    draw_figure(chart, "lanes", follow_choice)
    st.html(legend_html(context.scheme, _signs(view.record)))
    draw_words(chart, "lanes")


def _signs(record: Record) -> list[str]:
    """Groups of the legend of which the chart of this record can have a sign."""
    absent = set() if record.sizes["claims"] else {"Claims"}
    absent |= set() if len(record.coverage) or record.daily else {"Coverage"}
    return [group for group in GROUPS if group not in absent]


@st.cache_resource(max_entries=64, show_spinner=False)
def _chart(
    version: str, query: str, period: tuple[date, date], scheme: SchemeName, width: int, touch: bool, *, _view: View
) -> Chart:
    """The chart of a view; turning pages and opening cards leave it as it is, and readers share it."""
    record = _view.record
    return build_lanes_chart(
        _view,
        record.themes,
        record.daily,
        record.coverage,
        period=period,
        scheme=scheme,
        width=width,
        touch=touch,
        publishers=record.publisher_names,
    )
