"""The signs of events: fill tells the sources, what stands in the middle tells of disputes, shape tells the date.

No sign needs its colour to be told from the others. The chart and its legend draw them by the same function.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Centre = Literal["", "disputed", "split"]

CENTRES: dict[str, Centre] = {"contested": "disputed", "split": "split", "denied": "split"}
"""What stands in the middle, by the contest of the event; nothing for the others."""

FILLED, HALF, DOTTED, STRUCK = "corroborated", "single-source", "weakly-sourced", "not-assessed"
STROKE = 1.5
"""Width of outlines."""


@lru_cache(maxsize=512)
def draw_sign(shape: str, support: str, contest: str, size: float) -> str:
    """Elements around (0, 0), styled by :data:`STYLE` inside ``.mark``, or ``.mark.full`` where it is filled.

    Args:
        shape: "day" or "lasting" (a circle), "about" (a diamond), "earlier" (a triangle).
        support: the grade.
        contest: the standing of its claims.
        size: diameter of the circle; the others look as large.
    """
    radius = (size - STROKE) / 2
    body = ' class="dotted"' if support == DOTTED else ""
    half = f'<path class="half" d="{_lower_half(shape, radius)}"/>' if support == HALF else ""
    centre = CENTRES.get(contest, "")
    stroke = f'<path d="{_stroke_through(radius, whole=not centre)}"/>' if support == STRUCK else ""
    return _body(shape, radius, body) + half + stroke + _centre(centre, shape, support, size / 2)


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
    return f"M{-radius:.1f} 0a1 1 0 0 0 {2 * radius:.1f} 0"  # an arc too small for its ends grows to a half circle


def _stroke_through(radius: float, *, whole: bool) -> str:
    """From the lower left beyond the outline to the upper right; not through what stands in the middle."""
    out, inner = radius * 1.05, 0.0 if whole else radius * 0.5
    return f"M{-out:.1f} {out:.1f}L{-inner:.1f} {inner:.1f}M{inner:.1f} {-inner:.1f}L{out:.1f} {-out:.1f}"


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
svg .mark circle, svg .mark path {{ fill: var(--ground); stroke: var(--own); stroke-width: {STROKE}; }}
svg .mark .dotted {{ stroke-dasharray: 1.6 1.4; }}
svg .mark .ring {{ stroke-width: 1; }}
svg .mark.full circle, svg .mark.full path, svg .mark .half, svg .mark .dot {{ fill: var(--own); }}
svg .mark .half, svg .mark circle.dot, svg .mark circle.gap {{ stroke: none; }}
svg .mark circle.gap, svg .mark circle.ring {{ fill: var(--ground); }}
svg .mark .bar {{ fill: var(--soft); }}
svg .mark .span {{ fill: var(--pale); stroke: var(--soft); }}
svg .pale {{ fill: none; stroke: var(--pale); stroke-linecap: round; }}
svg .pale.gap {{ stroke: var(--ground); }}
svg .field {{ fill: var(--field); }}
svg .wash {{ fill: var(--wash); }}
svg .no-report {{ fill: var(--hatch); }}
"""
"""For pages: ``--own`` is the theme's colour, ``--soft`` and ``--pale`` less of it, ``--ground`` what lies behind."""
