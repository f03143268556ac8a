"""Figures without Plotly's check of every property, which takes longer than drawing them (docs/architecture.md).

The check is not lost: ``tests/charts/test_figures.py`` runs it on every chart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from plotly.utils import PlotlyJSONEncoder

if TYPE_CHECKING:
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


class Figure:
    """Traces and a layout, which become Plotly's own objects only where somebody asks for these.

    Making them copies everything twice, a quarter of the time that a chart takes; a page only writes it.
    """

    def __init__(self, data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> None:
        self._parts: dict[str, Any] = {"data": list(data), "layout": {"template": _TEMPLATE, **layout}}

    @cached_property
    def plotly(self) -> go.Figure:
        """The same as Plotly's figure, its properties unchecked."""
        import plotly.graph_objects as go

        return go.Figure(deepcopy(self._parts), _validate=False)  # Plotly takes parts out of what it is given

    @property
    def data(self) -> tuple[Any, ...]:
        """Plotly's traces."""
        return tuple(self.plotly.data)

    @property
    def layout(self) -> Any:
        """Plotly's layout."""
        return self.plotly.layout

    def to_dict(self) -> dict[str, Any]:
        """As Plotly's figure does."""
        return dict(self.plotly.to_dict())

    @cached_property
    def _json(self) -> str:
        """In Plotly's JSON, made once: charts of busy views are kept."""
        return json.dumps(self._parts, cls=PlotlyJSONEncoder)

    def to_json(self) -> str:
        """As Plotly's figure does."""
        return self._json
