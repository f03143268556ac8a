"""Figures as Plotly's script reads them: traces and a layout, made of plain Python values.

The Python package would copy each figure twice and check every property of it, which takes longer than all the rest
of a chart (docs/architecture.md). ``tests/charts`` run its check on every chart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Trace = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """Traces, from the back to the front, and a layout (``timeline.charts.frame.layout``)."""

    data: Sequence[Trace]
    layout: Mapping[str, Any]

    def to_json(self) -> str:
        """Plotly's JSON: a number that is none, NaN or an infinity, is null."""
        return self._json

    @cached_property
    def _json(self) -> str:
        """Made once: charts of busy views are kept."""
        parts = {"data": self.data, "layout": self.layout}
        try:
            return json.dumps(parts, allow_nan=False)
        except ValueError:
            return json.dumps(json.loads(json.dumps(parts), parse_constant=lambda _: None))
