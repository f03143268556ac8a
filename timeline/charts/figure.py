"""Figures without Plotly's check of every property, which takes longer than drawing them (docs/architecture.md).

The check is not lost: ``tests/charts/test_figures.py`` runs it on every chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

_AXIS = {
    "autotypenumbers": "strict",
    "automargin": True,
    "gridcolor": "white",
    "linecolor": "white",
    "ticks": "",
    "title": {"standoff": 15},
    "zerolinecolor": "white",
    "zerolinewidth": 2,
}
_TEMPLATE = {"layout": {"xaxis": _AXIS, "yaxis": _AXIS}, "data": {"bar": [{"marker": {"line": {"width": 0}}}]}}
"""Of the defaults that the Python package sends along with each figure, those that our charts draw with."""


def make_figure(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure of traces and a layout as plain dicts."""
    return go.Figure({"data": list(data), "layout": {"template": _TEMPLATE, **layout}}, _validate=False)
