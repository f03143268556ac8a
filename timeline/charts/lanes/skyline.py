"""Outlines of counts: they look as bars do, and are one element where bars would be hundreds."""

from __future__ import annotations

from collections.abc import Sequence


def draw_skyline(heights: Sequence[float], x: float, step: float, floor: float) -> str:
    """A closed path of SVG.

    Args:
        heights: pixels, one a bin.
        x: left end of the first bin.
        step: width of a bin.
        floor: y of the foot.

    >>> draw_skyline([0, 2, 2, 0], 10, 5, 30)
    'M15.0 30V28.0H25.0V30'
    """
    parts, before = [], 0.0
    for number, height in enumerate((*heights, 0.0)):
        if height == before:
            continue
        at = x + number * step
        parts.append(f"H{at:.1f}" if before else f"M{at:.1f} {floor:.0f}")
        parts.append(f"V{floor - height:.1f}" if height else f"V{floor:.0f}")
        before = height
    return "".join(parts)
