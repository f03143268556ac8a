"""Plotly's Python package as the checker of our figures."""

from __future__ import annotations

import json

import plotly.graph_objects as go

from timeline.charts.frame import Chart


def checked(chart: Chart) -> go.Figure:
    """The figure that a browser is sent, as Plotly's objects.

    Raises:
        ValueError: a property or its value is not Plotly's.
    """
    return go.Figure(json.loads(chart.figure.to_json()))
