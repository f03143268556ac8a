"""Figures without Plotly's check of every property, which takes longer than drawing them (docs/architecture.md).

The check is not lost: ``tests/charts/test_figures.py`` runs it on every chart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go


def make_figure(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure of traces and a layout as plain dicts."""
    return go.Figure({"data": list(data), "layout": dict(layout)}, _validate=False)
