"""The lanes chart's settings: axes, margins, names of lanes, what the pointer does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from timeline.charts.frame import CENTRED, NARROW, SIDE, layout, line_of_text
from timeline.charts.hover import escape
from timeline.charts.labels import text_width
from timeline.charts.lanes.layout import Lane
from timeline.charts.lanes.marks import Drawing
from timeline.charts.lanes.strip import HEIGHT, Strip, strip_axis, strip_caption
from timeline.charts.palette import FONT_SIZE, Scheme
from timeline.charts.time_axis import x_axis

_TOP, _GAP, _FOOT = 26, 30, 42
_NARROW_LEFT, _NARROW_GAP = 34, 46
_GUTTER = (72.0, 172.0)
_EMPTY = 80.0
_NOTHING = "No events in this period"


def gutter(names: Iterable[str], width: int) -> int:
    """Pixels of the chart's width that are not plot: lane names or the strip's numbers, and the margins."""
    if width < NARROW:
        return _NARROW_LEFT + SIDE
    least, most = _GUTTER
    widest = max((text_width(name, FONT_SIZE) for name in names), default=0.0)
    return round(min(max(widest, least), most)) + 14 + SIDE


def build_layout(drawing: Drawing, strip: Strip | None, width: int, *, touch: bool) -> dict[str, Any]:
    """Plotly's layout: lanes above, the strip of the series below, one time axis."""
    scheme, lanes = drawing.scheme, drawing.layout.lanes
    height = drawing.layout.height or _EMPTY
    inside = drawing.layout.sizes.names_inside
    strip_height = (HEIGHT + (_NARROW_GAP if inside else _GAP)) if strip else 0
    plot = height + strip_height
    axes: dict[str, Any] = {
        "xaxis": {**x_axis(drawing.scale, scheme, anchor="y2" if strip else "y"), "fixedrange": touch},
        "yaxis": _lane_axis(lanes, height, [1 - height / plot, 1], scheme, inside=inside),
    }
    words = _names(lanes, scheme) if inside else []
    if strip:
        axes["yaxis2"] = strip_axis(strip, [0, HEIGHT / plot], scheme, inside=inside)
        caption = strip_caption(strip, scheme, inside=inside)
        words.append(line_of_text(caption, (HEIGHT + 2) / plot, scheme.muted, xshift=-_NARROW_LEFT * inside))
    if not inside:  # the margins below hold the names; Plotly would measure every label to find the same
        axes = {name: {**axis, "automargin": False} for name, axis in axes.items()}
    if not lanes:
        words.append(line_of_text(_NOTHING, height / 2, scheme.muted, yref="y", **CENTRED))
    return layout(
        width,
        plot + _TOP + _FOOT,
        scheme,
        left=round(width - drawing.scale.width) - SIDE,
        top=_TOP,
        drags=not touch,
        box="h",
        barmode="stack",
        annotations=words,
        **axes,
    )


def _lane_axis(
    lanes: tuple[Lane, ...], height: float, domain: list[float], scheme: Scheme, *, inside: bool
) -> dict[str, Any]:
    """Counted in pixels; lanes are named at their middle and parted by thin lines."""
    return {
        "range": [0, height],
        "domain": domain,
        "fixedrange": True,
        "tickvals": [lane.middle for lane in lanes],
        "ticktext": [escape(lane.name) for lane in lanes],
        "showticklabels": not inside,
        "tickfont": {"color": scheme.text, "size": FONT_SIZE},
        "ticklabelstandoff": 6,
        "showgrid": False,
        "zeroline": False,
        "minor": {
            "tickvals": [lane.top for lane in lanes],
            "showgrid": True,
            "gridcolor": scheme.grid,
            "gridwidth": 1,
        },
    }


def _names(lanes: tuple[Lane, ...], scheme: Scheme) -> list[dict[str, Any]]:
    """Lane names inside the lanes, for narrow charts."""
    names = ((f"<b>{escape(lane.name)}</b>", lane.top - 19) for lane in lanes)
    return [line_of_text(text, foot, scheme.muted, yref="y", xshift=-_NARROW_LEFT) for text, foot in names]
