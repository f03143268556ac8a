"""Quiet hatching over days of which nobody can say that nothing happened: thin coverage, no report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from timeline.charts.lane_layout import Lane
from timeline.charts.palette import Scheme
from timeline.charts.time_axis import TimeScale, to_iso

Patch = tuple[float, float, float, float]
"""First day, last day, lower and upper value on the y axis."""

FAINT, CLEAR = 0.06, 0.2


def coverage_traces(
    coverage: pd.DataFrame, lanes: Sequence[Lane], scale: TimeScale, scheme: Scheme
) -> list[dict[str, Any]]:
    """Hatching over the days of a lane that were looked at thinly or not at all."""
    solidity = {"thin": FAINT, "none": CLEAR}
    found = coverage_patches(coverage, lanes, scale).items()
    return [trace for level, patches in found for trace in hatch(patches, solidity[level], scheme, f"coverage-{level}")]


def coverage_patches(coverage: pd.DataFrame, lanes: Sequence[Lane], scale: TimeScale) -> dict[str, list[Patch]]:
    """By level, thin and none, the parts of lanes that were looked at so."""
    by_theme = {lane.theme: lane for lane in lanes}
    found = {}
    for level in ("thin", "none"):
        rows = coverage[(coverage["level"] == level) & coverage["theme"].isin(list(by_theme))]
        spans = zip(rows["theme"], rows["start"], rows["end"], strict=True)
        patches = (_patch(by_theme[theme], start, end, scale) for theme, start, end in spans)
        found[level] = [patch for patch in patches if patch[0] < patch[1]]
    return found


def _patch(lane: Lane, start: Any, end: Any, scale: TimeScale) -> Patch:
    """A lane's days cut to the period; an open end reaches its edge."""
    low, high = scale.first - 0.5, scale.last + 0.5
    first = low if pd.isna(start) else max(start.timestamp() / 86400 - 0.5, low)
    last = high if pd.isna(end) else min(end.timestamp() / 86400 + 0.5, high)
    return first, last, lane.bottom + 1, lane.top - 1


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
