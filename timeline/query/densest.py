"""The densest part of time: what an axis opens on where one event far away would squeeze all others."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FEWEST = 3
"""Events below which nothing is dense."""
_SHARE, _FAR, _YEAR = 50, 5, 366


def densest(first: npt.NDArray[Any], last: npt.NDArray[Any]) -> tuple[int, int] | None:
    """First and last day of the part in which nearly all lies; None where the whole time is no longer than is fair.

    It is the shortest part that holds all but one in fifty, or all but one where there are fewer than a hundred. What
    lies no further from it than it is long is held, too, so that a steady record does not lose its first and last
    weeks to one event of 1142. It is used only if the whole is more than five times as long: below that, what lies far
    away squeezes the rest less than leaving it out would surprise. A part counts as a year at least, so that whole
    records of a few years are always shown whole.

    What is left out at the two ends is counted apart: one that begins too early and ends too late counts twice.

    Args:
        first: first days that are known, in any order.
        last: last days that are known; where some are open, as many as there are.
    """
    if min(len(first), len(last)) < FEWEST:
        return None
    out = max(1, min(len(first), len(last)) // _SHARE)
    starts = np.sort(np.partition(first, out)[: out + 1]).astype(np.int64)
    ends = np.sort(np.partition(last, -1 - out)[-1 - out :]).astype(np.int64)
    whole = int(ends[-1] - starts[0]) + 1
    at = int(np.argmin(ends - starts))
    low, high = int(starts[at]), int(ends[at])
    if high < low:
        return None  # open dates: what begins late has no end, and what ends early no beginning
    near = max(high - low + 1, _YEAR)
    low, high = int(first[first >= low - near].min()), int(last[last <= high + near].max())
    return (low, high) if whole > _FAR * max(high - low + 1, _YEAR) else None
