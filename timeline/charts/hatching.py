"""Quiet hatching over days of which nobody can say that nothing happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from timeline.charts.palette import Scheme
from timeline.charts.time_axis import to_iso

Patch = tuple[float, float, float, float]
"""First day, last day, lower and upper value on the y axis."""

CLEAR = 0.2
"""How much of the ground the lines take."""


def hatch(
    patches: Iterable[Patch], solidity: float, scheme: Scheme, meta: str, axis: str = "y"
) -> list[dict[str, Any]]:
    """One trace over all patches that span some time; no pointer and no selection finds it."""
    x: list[str | None] = []
    y: list[float | None] = []
    for first, last, low, high in patches:
        if first < last:
            left, right = to_iso(first), to_iso(last)
            x += [left, right, right, left, left, None]
            y += [low, low, high, high, low, None]
    if not x:
        return []
    lines = {"shape": "/", "size": 6, "solidity": solidity}
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "yaxis": axis,
            "line": {"width": 0},
            "fill": "toself",
            "fillpattern": {**lines, "fgcolor": scheme.hatch, "bgcolor": "rgba(0,0,0,0)"},
            "hoverinfo": "skip",
            "showlegend": False,
            "meta": meta,
        }
    ]
