"""What all charts have in common: their result, Plotly's layout without axes, legends, lines of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from timeline.charts.figure import Figure
from timeline.charts.palette import FONT, FONT_SIZE, SMALL_SIZE, Scheme

NARROW = 640
"""Pixels below which a chart is laid out for a phone: names stand inside the plot, captions take two lines."""
SIDE = 8
"""Pixels that are free beside a plot."""

# A click or a box must not make everything else pale.
STAY = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
QUIET = {"hoverinfo": "skip", "showlegend": False}

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
"""Of the defaults that Plotly's Python package sends along with each figure, those that our charts draw with."""
CENTRED: dict[str, Any] = {"x": 0.5, "xanchor": "center", "yanchor": "middle"}
"""Where the words stand that say why a plot is empty."""
_CLEAR = "rgba(0,0,0,0)"
_NO_TOOLS = ("lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "toImage")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and what a page says about it.

    Attributes:
        figure: ``customdata`` of a mark is the id of what it stands for, or its days ("2026-01-20/2026-01-22").
        alt: the chart in one sentence, plain text.
        notes: how to read it, what it leaves out or sums up, a sentence each.
        tables: the same data under names that readers see, made when asked for; a column "Id" is not for readers.
        title: what it shows; "" where the page says it.
    """

    figure: Figure
    alt: str
    notes: tuple[str, ...]
    tables: Callable[[], Sequence[pd.DataFrame]]
    title: str = ""


def layout(
    width: int,
    height: float,
    scheme: Scheme,
    *,
    left: float = SIDE,
    right: float = SIDE,
    top: float = 24,
    foot: float = 42,
    drags: bool = False,
    box: Literal["", "h", "any"] = "",
    **settings: Any,
) -> dict[str, Any]:
    """Plotly's layout of a chart.

    Args:
        width: pixels, margins included.
        height: likewise.
        scheme: colours.
        left: pixels of the margin.
        right: likewise.
        top: likewise; captions stand in it.
        foot: likewise; names of ticks stand in it.
        drags: whether dragging pans. Under a finger it must not, so that the finger scrolls the page.
        box: the tool that draws a box: over days whatever its height ("h"), over marks ("any"), or none.
        settings: axes, annotations and whatever else only this chart has; they win.
    """
    return {
        "template": _TEMPLATE,
        "width": width,
        "height": round(height),
        "margin": {"l": round(left), "r": round(right), "t": round(top), "b": round(foot)},
        "paper_bgcolor": _CLEAR,
        "plot_bgcolor": _CLEAR,
        "font": _font(scheme),
        "showlegend": False,
        "dragmode": "pan" if drags else False,
        "clickmode": "event",
        "hovermode": "closest",
        "hoverdistance": 12,
        "selectdirection": box or "any",
        **_pointer(scheme, boxes=bool(box)),
        **settings,
    }


def _pointer(scheme: Scheme, *, boxes: bool) -> dict[str, Any]:
    """How words beside the pointer, boxes and the bar of tools look."""
    return {
        "hoverlabel": {
            "align": "left",
            "namelength": 0,
            "bgcolor": scheme.background,
            "bordercolor": scheme.muted,
            "font": _font(scheme),
        },
        "newselection": {"line": {"color": scheme.accent, "width": 1, "dash": "solid"}},
        "activeselection": {"fillcolor": scheme.accent, "opacity": 0.08},
        "modebar": {
            "orientation": "h",
            "bgcolor": _CLEAR,
            "color": scheme.muted,
            "activecolor": scheme.accent,
            "add": ["select2d"] if boxes else [],
            "remove": [*_NO_TOOLS] if boxes else [*_NO_TOOLS, "select2d"],
        },
    }


def _font(scheme: Scheme) -> dict[str, Any]:
    return {"family": FONT, "size": FONT_SIZE, "color": scheme.text}


def legend(scheme: Scheme) -> dict[str, Any]:
    """Plotly's legend, in rows along the top edge of the chart; a click on it hides nothing."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "xref": "container",
        "y": 1,
        "yanchor": "top",
        "yref": "container",
        "font": {"size": SMALL_SIZE, "color": scheme.text},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def line_of_text(text: str, y: float, colour: str, *, yref: str = "paper", **settings: Any) -> dict[str, Any]:
    """Small text whose foot stands at y, at the plot's left edge, as Plotly's annotation.

    Args:
        text: as Plotly markup.
        y: a share of the plot's height, or a value of the axis that ``yref`` names.
        colour: of the letters.
        yref: "paper" or an axis.
        settings: what else the annotation has; they win.
    """
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": yref,
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"size": SMALL_SIZE, "color": colour},
        **settings,
    }
