"""The lanes' traces: marks by support, rings by contest, bars, spans, titles, coverage.

One trace a style, never one an event. Support is the mark's fill. Plotly has no half-filled circle: the
filled half is a circle of half the radius whose outline reaches from its middle to the rim, dashed so that
one dash goes halfway round.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from timeline.charts.figure import Trace
from timeline.charts.frame import QUIET, STAY
from timeline.charts.labels import Label
from timeline.charts.lanes.layout import Layout, Mark
from timeline.charts.palette import FONT, LABEL_SIZE, Scheme, blend, translucent
from timeline.charts.time_axis import DAY_MS, TimeScale, to_iso

RINGS = {"contested": "solid", "split": "dashed", "denied": "dashed"}
"""Which contests have a ring, and of which kind; the others have none."""

RING_LINE = {"solid": (1.7, None), "dashed": (1.2, "2.5px,2px")}
"""Width and dashes of a ring."""

# Two en spaces keep a title off its mark by one em, at every zoom.
_GAP_TEXT = "\u2002" * 2
TITLE_GAP = float(LABEL_SIZE)

_SYMBOLS = {"day": "circle", "lasting": "circle", "about": "diamond-wide", "earlier": "triangle-left"}
_OUTLINE = 1.5
BAR = 5.0
_HALF = "single-source"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all traces need to know.

    Attributes:
        events: the rows that marks refer to.
        layout: lanes with their placed marks.
        colours: theme id to colour.
        hovers: Plotly markup by row of the events.
    """

    events: pd.DataFrame
    layout: Layout
    colours: dict[str, str]
    hovers: Mapping[int, str]
    scale: TimeScale
    scheme: Scheme

    def marks(self, wanted: Callable[[Mark], bool] = lambda _: True) -> list[tuple[Mark, str]]:
        """Marks with their colours, lane by lane."""
        return [(m, self.colours[lane.theme]) for lane in self.layout.lanes for m in lane.marks if wanted(m)]

    def points(self, pairs: Iterable[tuple[Mark, str]]) -> Trace:
        """Coordinates and ids of marks."""
        ids = self.events["id"].tolist()
        marks = [mark for mark, _ in pairs]
        return {
            "type": "scatter",
            "x": [to_iso(mark.at) for mark in marks],
            "y": [mark.y for mark in marks],
            "customdata": [ids[mark.row] for mark in marks],
        }


def mark_traces(drawing: Drawing) -> list[Trace]:
    """One trace of marks for each grade of support that occurs, and the filled halves of the half-filled."""
    supports = drawing.events["support"].tolist()
    traces = []
    for support in dict.fromkeys(supports):
        pairs = drawing.marks(lambda mark, wanted=support: supports[mark.row] == wanted)  # type: ignore[misc]
        if pairs:
            traces.append(_support_trace(drawing, support, pairs))
            traces += _half_traces(drawing, pairs) if support == _HALF else []
    return traces


def _support_trace(drawing: Drawing, support: str, pairs: list[tuple[Mark, str]]) -> Trace:
    size = drawing.layout.sizes.mark
    weak = support == "weakly-sourced"
    symbols = [_SYMBOLS[mark.shape] for mark, _ in pairs]
    return {
        **drawing.points(pairs),
        **STAY,
        "mode": "markers",
        "meta": "marks",
        "name": support,
        "showlegend": False,
        "hovertext": [drawing.hovers[mark.row] for mark, _ in pairs],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": symbols if len(set(symbols)) > 1 else symbols[0],
            "size": size - _OUTLINE - (2 if weak else 0),
            "opacity": 1,
            "color": [_fill(support, mark, colour, drawing.scheme) for mark, colour in pairs],
            "line": {
                "color": [colour for _, colour in pairs],
                "width": _OUTLINE,
                **({"dash": "1.6px,1.4px"} if weak else {}),
            },
        },
    }


def _fill(support: str, mark: Mark, colour: str, scheme: Scheme) -> str:
    if support == "corroborated":
        return colour
    if support == _HALF and mark.shape in ("about", "earlier"):
        return blend(colour, scheme.background, 0.5)
    return scheme.background


def _half_traces(drawing: Drawing, pairs: list[tuple[Mark, str]]) -> list[Trace]:
    """The lower halves of round marks."""
    pairs = [(mark, colour) for mark, colour in pairs if _SYMBOLS[mark.shape] == "circle"]
    # A circle whose diameter is the mark's radius, with an outline as wide: from the middle to the rim.
    # One dash is half its circumference. Dashes begin on the right and go downward, so that the lower half is filled.
    radius = (drawing.layout.sizes.mark - _OUTLINE) / 2
    dash = f"{math.pi * radius / 2:.3f}px"
    line = (radius, f"{dash},{dash}")
    return _overlay(drawing, pairs, "halves", radius, line, [colour for _, colour in pairs])


def ring_traces(drawing: Drawing) -> list[Trace]:
    """Rings around the marks of events with opposed claims."""
    contests = drawing.events["contest"].tolist()
    traces = []
    for kind, line in RING_LINE.items():
        pairs = drawing.marks(lambda mark, wanted=kind: RINGS.get(contests[mark.row]) == wanted)  # type: ignore[misc]
        size = drawing.layout.sizes.ring - line[0]
        traces += _overlay(drawing, pairs, "rings", size, line, drawing.scheme.accent)
    return traces


def _overlay(
    drawing: Drawing,
    pairs: list[tuple[Mark, str]],
    meta: str,
    size: float,
    line: tuple[float, str | None],
    colour: str | list[str],
) -> list[Trace]:
    if not pairs:
        return []
    outline = {"width": line[0], **({"dash": line[1]} if line[1] else {})}
    marker = {"symbol": "circle-open", "size": size, "opacity": 1, "color": colour, "line": outline}
    return [{**drawing.points(pairs), **QUIET, **STAY, "mode": "markers", "meta": meta, "marker": marker}]


def bar_traces(drawing: Drawing) -> list[Trace]:
    """Bars of what lasted, and pale outlined spans of dates that are not certain."""
    lasting = drawing.marks(lambda mark: mark.shape in ("lasting", "earlier"))
    about = drawing.marks(lambda mark: mark.shape == "about")
    thick = drawing.layout.sizes.mark + 1
    return [*_bars(drawing, "bars", lasting, BAR), *_bars(drawing, "spans", about, thick)]


def _bars(drawing: Drawing, meta: str, pairs: list[tuple[Mark, str]], thickness: float) -> list[Trace]:
    if not pairs:
        return []
    pale = meta == "spans"
    ground = drawing.scheme.background
    fills = [translucent(colour, 0.16) if pale else blend(colour, ground, 0.42) for _, colour in pairs]
    edges = [translucent(colour, 0.75) if pale else "rgba(0,0,0,0)" for _, colour in pairs]
    return [
        {
            **drawing.points(pairs),
            **STAY,
            "type": "bar",
            "orientation": "h",
            "meta": meta,
            "base": [to_iso(mark.first) for mark, _ in pairs],
            "x": [round((mark.last - mark.first) * DAY_MS) for mark, _ in pairs],
            "width": thickness,
            "showlegend": False,
            "hovertext": [drawing.hovers[mark.row] for mark, _ in pairs],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "color": fills,
                "cornerradius": thickness / 2,
                "line": {"color": edges, "width": 1 if pale else 0},
            },
        }
    ]


def label_traces(drawing: Drawing, labels: Sequence[Label], escaped: Callable[[str], str]) -> list[Trace]:
    """Titles beside their marks; the key of a label is the row of its event."""
    if not labels:
        return []
    ids = drawing.events["id"].tolist()
    scale, colour = drawing.scale, drawing.scheme.muted
    beside = {mark.row: mark.y for mark, _ in drawing.marks()}
    gaps = [_GAP_TEXT if beside[int(label.key)] == label.y else "" for label in labels]
    anchors = [
        label.x + (TITLE_GAP if label.align == "right" else -TITLE_GAP) * bool(gap)
        for label, gap in zip(labels, gaps, strict=True)
    ]
    return [
        {
            "type": "scatter",
            "mode": "text",
            "meta": "labels",
            **QUIET,
            "x": [to_iso(scale.day(px)) for px in anchors],
            "y": [label.y for label in labels],
            "text": [
                gap + escaped(label.text) if label.align == "left" else escaped(label.text) + gap
                for label, gap in zip(labels, gaps, strict=True)
            ],
            "textposition": ["middle right" if label.align == "left" else "middle left" for label in labels],
            "textfont": {"family": FONT, "size": LABEL_SIZE, "color": colour},
            "unselected": {"textfont": {"color": colour}},
            "customdata": [ids[int(label.key)] for label in labels],
        }
    ]
