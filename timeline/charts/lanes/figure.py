"""The lanes chart's settings: axes, margins, names of lanes, what the pointer does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from timeline.charts.hover import escape
from timeline.charts.labels import text_width
from timeline.charts.lanes.layout import NARROW, Lane
from timeline.charts.lanes.marks import Drawing
from timeline.charts.lanes.strip import HEIGHT, Strip, strip_axis, strip_caption
from timeline.charts.palette import FONT, FONT_SIZE, SMALL_SIZE, Scheme
from timeline.charts.time_axis import x_axis

_TOP, _GAP, _BOTTOM, _SIDE = 26, 30, 42, 8
_NARROW_LEFT, _NARROW_GAP = 34, 46
_GUTTER = (72.0, 172.0)
_EMPTY = 80.0
_NOTHING = "No events in this period"
_TOUCH = 768
"""Narrower charts may be under a finger: dragging does nothing, so that the finger scrolls the page."""


def gutter(names: Iterable[str], width: int) -> int:
    """Pixels of the chart's width that are not plot: lane names or the strip's numbers, and the margins."""
    if width < NARROW:
        return _NARROW_LEFT + _SIDE
    least, most = _GUTTER
    widest = max((text_width(name, FONT_SIZE) for name in names), default=0.0)
    return round(min(max(widest, least), most)) + 14 + _SIDE


def build_layout(drawing: Drawing, strip: Strip | None, strikes_by: str, width: int) -> dict[str, Any]:
    """Plotly's layout: lanes above, the strip of strike days below, one time axis."""
    scheme, lanes = drawing.scheme, drawing.layout.lanes
    height = drawing.layout.height or _EMPTY
    inside = drawing.layout.sizes.names_inside
    touch = width < _TOUCH
    strip_height = (HEIGHT + (_NARROW_GAP if inside else _GAP)) if strip else 0
    plot = height + strip_height
    settings: dict[str, Any] = {
        "width": width,
        "height": round(plot + _TOP + _BOTTOM),
        "margin": {"l": round(width - drawing.scale.width) - _SIDE, "r": _SIDE, "t": _TOP, "b": _BOTTOM},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": FONT_SIZE, "color": scheme.text},
        "showlegend": False,
        "barmode": "stack",
        "xaxis": {**x_axis(drawing.scale, scheme, anchor="y2" if strip else "y"), "fixedrange": touch},
        "yaxis": _lane_axis(lanes, height, [1 - height / plot, 1], scheme, inside=inside),
        "annotations": _names(lanes, scheme) if inside else [],
        **_pointer(scheme, touch=touch),
    }
    if strip:
        settings["yaxis2"] = strip_axis(strip, [0, HEIGHT / plot], scheme, inside=inside)
        caption = strip_caption(strip, strikes_by, scheme, inside=inside)
        shift = -_NARROW_LEFT * inside
        settings["annotations"].append(_line(caption, (HEIGHT + 2) / plot, scheme, "paper", shift))
    if not inside:  # the margins above hold the names; Plotly would measure every label to find the same
        for axis in settings.keys() & {"xaxis", "yaxis", "yaxis2"}:
            settings[axis]["automargin"] = False
    if not lanes:
        settings["annotations"].append(_nothing(height / 2, scheme))
    return settings


def _pointer(scheme: Scheme, *, touch: bool) -> dict[str, Any]:
    """What the pointer does and how it looks; a box spans days, whatever its height."""
    return {
        "dragmode": False if touch else "pan",
        "selectdirection": "h",
        "clickmode": "event",
        "hovermode": "closest",
        "hoverdistance": 12,
        "hoverlabel": {
            "align": "left",
            "namelength": 0,
            "bgcolor": scheme.background,
            "bordercolor": scheme.muted,
            "font": {"family": FONT, "size": FONT_SIZE, "color": scheme.text},
        },
        "newselection": {"line": {"color": scheme.accent, "width": 1, "dash": "solid"}},
        "activeselection": {"fillcolor": scheme.accent, "opacity": 0.08},
        "modebar": {
            "orientation": "h",
            "bgcolor": "rgba(0,0,0,0)",
            "color": scheme.muted,
            "activecolor": scheme.accent,
            "add": ["select2d"],
            "remove": ["lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "toImage", "sendChartToCloud"],
        },
    }


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
    return [_line(text, foot, scheme, "y", -_NARROW_LEFT) for text, foot in names]


def _line(text: str, y: float, scheme: Scheme, yref: str, shift: float = 0) -> dict[str, Any]:
    """One line of small text whose foot stands at y, at the plot's left edge."""
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": shift,
        "y": y,
        "yref": yref,
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"size": SMALL_SIZE, "color": scheme.muted},
    }


def _nothing(middle: float, scheme: Scheme) -> dict[str, Any]:
    return {**_line(_NOTHING, middle, scheme, "y"), "x": 0.5, "xanchor": "center", "yanchor": "middle"}
