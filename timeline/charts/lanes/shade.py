"""Where a lack of marks says little: days that were looked at thinly or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from timeline.charts.lanes.heads import Head
from timeline.charts.time_axis import TimeScale

THIN, NOT_COVERED = "thin coverage", "not covered"
_MOST, _OF = 4, 5
"""Days are a field of the whole chart where four of five themes are thin or not covered."""


class Field(NamedTuple):
    """Days, both inclusive, that are shaded through all lanes, or in one."""

    first: int
    last: int
    words: str
    lane: int = -1
    """Number of the one lane; -1 for all of them."""


def find_shade(coverage: pd.DataFrame, heads: Sequence[Head], scale: TimeScale) -> list[Field]:
    """Fields over all lanes where nearly all themes are thin; elsewhere those of single lanes.

    A theme of which the collection says nothing counts as covered. The lane that small themes share is shaded where all
    of them are thin.
    """
    themes = [theme for head in heads for theme in head.themes]
    levels = _levels(coverage, themes, scale)
    edges = sorted({edge for first, after, _, _ in levels for edge in (first, after)})
    found: dict[int, list[Field]] = {}
    for first, after in pairwise(edges):
        here = {theme: level for low, high, theme, level in levels if low <= first and after <= high}
        for lane, words in _shaded(here, heads, len(themes)):
            fields = found.setdefault(lane, [])
            if fields and fields[-1].last == first - 1 and (lane >= 0 or THIN == words == fields[-1].words):
                fields[-1] = fields[-1]._replace(last=after - 1, words=fields[-1].words if lane < 0 else THIN)
            else:
                fields.append(Field(first, after - 1, words, lane))
    return [field for lane in sorted(found) for field in found[lane]]


def _shaded(levels: dict[str, str], heads: Sequence[Head], total: int) -> Iterator[tuple[int, str]]:
    """The lanes that are shaded on days with these levels, -1 for all of them."""
    if len(levels) * _OF >= _MOST * total:
        yield -1, NOT_COVERED if set(levels.values()) == {"none"} and len(levels) == total else THIN
        return
    for number, head in enumerate(heads):
        own = [levels.get(theme, "good") for theme in head.themes]
        if "good" not in own:
            yield number, NOT_COVERED if set(own) == {"none"} else THIN


def _levels(coverage: pd.DataFrame, themes: Sequence[str], scale: TimeScale) -> list[tuple[int, int, str, str]]:
    """First day, the day after the last, theme and level of what is less than good, cut to the axis."""
    # Lists, since the table is small: pandas would take longer to choose rows than all the rest of this module.
    start, end = (coverage[name].to_numpy().astype("datetime64[D]") for name in ("start", "end"))
    low = np.maximum(np.where(np.isnat(start), scale.first, start.astype(np.int64)), scale.first).tolist()
    high = (np.minimum(np.where(np.isnat(end), scale.last, end.astype(np.int64)), scale.last) + 1).tolist()
    rows = zip(low, high, coverage["theme"].tolist(), coverage["level"].tolist(), strict=True)
    wanted = set(themes)
    return [row for row in rows if row[0] < row[1] and row[2] in wanted and row[3] in ("thin", "none")]
