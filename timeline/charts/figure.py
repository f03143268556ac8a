"""Figures without Plotly's check of every property, which takes longer than drawing them (docs/architecture.md).

The check is not lost: ``tests/charts/test_figures.py`` runs it on every chart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder

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


class Figure(go.Figure):  # type: ignore[misc]  # Plotly brings no types
    """A figure that is written as it was made, and not changed afterwards: Plotly's own way copies all of it first."""

    def __init__(self, data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> None:
        parts = {"data": list(data), "layout": {"template": _TEMPLATE, **layout}}
        super().__init__(parts, _validate=False)
        self._parts = parts

    def write(self) -> str:
        """As JSON."""
        return json.dumps(self._parts, cls=PlotlyJSONEncoder)


def make_figure(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Figure:
    """A figure of traces and a layout as plain dicts."""
    return Figure(data, layout)
