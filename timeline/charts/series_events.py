"""The row of events above the days of the series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from timeline.charts.figure import Trace
from timeline.charts.frame import STAY
from timeline.charts.hover import hover_texts
from timeline.charts.lanes.dates import Mark, make_marks
from timeline.charts.palette import Scheme, theme_colours, translucent
from timeline.charts.time_axis import DAY_MS, TimeScale, to_iso
from timeline.query.spans import Spans

MAX_EVENTS = 150
_LEVELS = 12
"""The most rows of marks. With fewer, marks of crowded weeks lie on one another, and a click meets a neighbour."""
_PITCH, _SIZE = 11.0, 8.0


@dataclass(frozen=True, slots=True)
class EventPanel:
    """Traces of the events' row, its height in pixels, how many events it shows, and what it leaves out."""

    traces: list[Trace]
    height: float
    count: int
    notes: tuple[str, ...]


def event_panel(
    events: pd.DataFrame,
    themes: pd.DataFrame | None,
    publishers: Mapping[str, str],
    scale: TimeScale,
    scheme: Scheme,
    total: int | None = None,
) -> EventPanel:
    """The events that touch the axis: days as marks, what lasted with a bar, vague dates as pale spans.

    Where only the weightiest are given, ``total`` is how many touch it.
    """
    spans = Spans.read(events)
    inside = spans.inside(scale.first, scale.last)
    total = len(inside) if total is None else total
    kept = inside[np.sort(np.argsort(spans.rank[inside], kind="stable")[:MAX_EVENTS])]
    if not len(inside):
        return EventPanel([], 0.0, 0, ())
    events = events.iloc[kept]
    marks = make_marks(spans.take(kept), scale)
    levels = _levels(marks, scale)
    colours = _colours(events, marks, themes, scheme)
    notes = (
        (
            f"The {MAX_EVENTS} weightiest of {total:,} events are marked: those disputed between sides first, "
            "then those with the most sources.",
        )
        if total > len(marks)
        else ()
    )
    shared = _shared(events, marks, publishers)
    traces = [*_span_traces(marks, levels, colours, shared), _mark_trace(marks, levels, colours, shared, scheme)]
    return EventPanel(traces, (max(levels) + 1) * _PITCH + 8, len(marks), notes)


def _levels(marks: Sequence[Mark], scale: TimeScale) -> list[int]:
    """The lowest level at which each mark clears the one before it; the topmost where none is left."""
    levels = [0] * len(marks)
    right = [float("-inf")] * _LEVELS
    for number in sorted(range(len(marks)), key=lambda number: (marks[number].at, number)):
        px = scale.px(marks[number].at)
        level = next((level for level in range(_LEVELS) if right[level] + _PITCH <= px), _LEVELS - 1)
        right[level] = px
        levels[number] = level
    return levels


def _colours(events: pd.DataFrame, marks: Sequence[Mark], themes: pd.DataFrame | None, scheme: Scheme) -> list[str]:
    by_theme = theme_colours(themes["id"], scheme.name) if themes is not None else {}
    leading = [row[0] if row else "" for row in events["themes"]]
    return [by_theme.get(leading[mark.row], scheme.muted) for mark in marks]


def _shared(events: pd.DataFrame, marks: Sequence[Mark], publishers: Mapping[str, str]) -> Trace:
    rows = events.iloc[[mark.row for mark in marks]]
    return {
        "yaxis": "y3",
        "customdata": rows["id"].tolist(),
        "hovertext": hover_texts(rows, publishers, [mark.shape == "about" for mark in marks]),
        "hovertemplate": "%{hovertext}<extra></extra>",
        **STAY,
    }


def _height(level: int) -> float:
    return level * _PITCH + _PITCH / 2 + 4


def _mark_trace(marks: Sequence[Mark], levels: list[int], colours: list[str], shared: Trace, scheme: Scheme) -> Trace:
    return {
        **shared,
        "type": "scatter",
        "mode": "markers",
        "meta": "events",
        "x": [to_iso(mark.at) for mark in marks],
        "y": [_height(level) for level in levels],
        "cliponaxis": False,
        "marker": {
            "symbol": ["diamond-wide" if mark.shape == "about" else "circle" for mark in marks],
            "size": _SIZE,
            "opacity": 1,
            "color": colours,
            "line": {"color": scheme.background, "width": 1},
        },
    }


def _span_traces(marks: Sequence[Mark], levels: list[int], colours: list[str], shared: Trace) -> list[Trace]:
    rows = [number for number, mark in enumerate(marks) if mark.spans]
    if not rows:
        return []
    picked = {name: [shared[name][row] for row in rows] for name in ("customdata", "hovertext")}
    return [
        {
            **shared,
            **picked,
            "type": "bar",
            "orientation": "h",
            "meta": "events-spans",
            "base": [to_iso(marks[row].first) for row in rows],
            "x": [round((marks[row].last - marks[row].first) * DAY_MS) for row in rows],
            "y": [_height(levels[row]) for row in rows],
            "width": 4,
            "marker": {"color": [translucent(colours[row], 0.3) for row in rows], "line": {"width": 0}},
        }
    ]
