"""What was looked at thinly or not at all: the parts of lanes in which a lack of marks says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from timeline.charts.hatching import CLEAR, FAINT, Patch, hatch
from timeline.charts.lanes.layout import Lane
from timeline.charts.palette import Scheme
from timeline.charts.time_axis import TimeScale


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
    # A day is drawn around its number, half a day to each side. A pixel above and below leaves the line between two
    # lanes free.
    low, high = scale.first - 0.5, scale.last + 0.5
    first = low if pd.isna(start) else max(start.timestamp() / 86400 - 0.5, low)
    last = high if pd.isna(end) else min(end.timestamp() / 86400 + 0.5, high)
    return first, last, lane.bottom + 1, lane.top - 1
