"""The signs of events: fill tells the sources, what stands in the middle tells of disputes, shape tells the date.

No sign needs its colour to be told from the others. The chart and its legend draw them by the same function.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Centre = Literal["", "disputed", "split"]

CENTRES: dict[str, Centre] = {"contested": "disputed", "split": "split", "denied": "split"}
"""What stands in the middle, by the contest of the event; nothing for the others."""

FILLED, HALF, DOTTED = "corroborated", "single-source", "weakly-sourced"
STROKE = 1.5
"""Width of outlines."""


@lru_cache(maxsize=512)
def draw_sign(shape: str, support: str, contest: str, size: float) -> str:
    """Elements around (0, 0), styled by :data:`STYLE`.

    Args:
        shape: "day" or "lasting" (a circle), "about" (a diamond), "earlier" (a triangle).
        support: the grade.
        contest: the standing of its claims.
        size: diameter of the circle; the others look as large.
    """
    radius = (size - STROKE) / 2
    body = {FILLED: ' class="full"', DOTTED: ' class="dotted"'}.get(support, "")
    half = f'<path class="full half" d="{_lower_half(shape, radius)}"/>' if support == HALF else ""
    return _body(shape, radius, body) + half + _centre(CENTRES.get(contest, ""), shape, support, size / 2)


def _body(shape: str, radius: float, css: str) -> str:
    if shape == "about":
        wide, high = radius * 1.5, radius * 1.1
        return f'<path{css} d="M{-wide:.1f} 0L0 {-high:.1f} {wide:.1f} 0 0 {high:.1f}z"/>'
    if shape == "earlier":
        return f'<path{css} d="M{-radius * 1.2:.1f} 0L{radius:.1f} {-radius * 1.1:.1f}V{radius * 1.1:.1f}z"/>'
    return f'<circle{css} r="{radius:.1f}"/>'


def _lower_half(shape: str, radius: float) -> str:
    if shape == "about":
        return f"M{-radius * 1.5:.1f} 0L0 {radius * 1.1:.1f} {radius * 1.5:.1f} 0z"
    if shape == "earlier":
        return f"M{-radius * 1.2:.1f} 0L{radius:.1f} {radius * 1.1:.1f}V0z"
    return f"M{-radius:.1f} 0a{radius:.1f} {radius:.1f} 0 0 0 {2 * radius:.1f} 0z"


def _centre(centre: Centre, shape: str, support: str, radius: float) -> str:
    """A gap of the ground's colour with a dot in it; a gap alone in a filled sign, a small ring in a hollow one."""
    if not centre:
        return ""
    gap = radius * (0.5 if shape in ("about", "earlier") else 0.58)
    hole = f'<circle class="gap" r="{gap:.1f}"/>' if support in (FILLED, HALF) else ""
    if centre == "disputed":
        return f'{hole}<circle class="dot" r="{gap * 0.52:.1f}"/>'
    return hole or f'<circle class="ring" r="{gap * 0.7:.1f}"/>'


STYLE = f"""
.lanes .mark circle, .lanes .mark path {{ fill: var(--ground); stroke: var(--own); stroke-width: {STROKE}; }}
.lanes .mark .full {{ fill: var(--own); }}
.lanes .mark .dotted {{ stroke-dasharray: 1.6 1.4; }}
.lanes .mark .half, .lanes .mark .gap, .lanes .mark .dot {{ stroke: none; }}
.lanes .mark .dot {{ fill: var(--own); }}
.lanes .mark .ring {{ stroke-width: 1; }}
"""
"""For the page: ``--own`` is the theme's colour, ``--ground`` what lies behind."""
