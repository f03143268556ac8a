"""Outlines of counts: they look as bars do, and are one element where bars would be hundreds."""

from __future__ import annotations

from collections.abc import Sequence


def draw_skyline(heights: Sequence[float], x: float, step: float, floor: float) -> str:
    """A path's attributes: its form in whole pixels and bins, and where it stands.

    Args:
        heights: pixels, one a bin; what is not nothing is at least one pixel high.
        x: left end of the first bin.
        step: width of a bin.
        floor: y of the foot.

    >>> draw_skyline([0, 2, 2, 0], 10, 5, 30)
    'transform="translate(10.0 30) scale(5.0000 1)" d="M1 0V-2h2V0"'
    """
    parts, before, since = list[str](), 0, 0
    for number, height in enumerate((*heights, 0.0)):
        whole = max(1, round(height)) if height > 0 else 0
        if whole == before:
            continue
        parts.append(f"h{number - since}" if before else f"M{number} 0")
        parts.append(f"V-{whole}" if whole else "V0")
        before, since = whole, number
    return f'transform="translate({x:.1f} {floor:.0f}) scale({step:.4f} 1)" d="{"".join(parts)}"'
