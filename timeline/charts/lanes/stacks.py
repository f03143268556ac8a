"""Where the marks of events stand: one above the other where they would touch; all in pixels.

All events of the chart are arranged together, those that a filter leaves out too: so a mark stays where it is when the
filter changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from timeline.charts.labels import text_width
from timeline.charts.lanes.dates import Shape, date_marks
from timeline.charts.lanes.heads import MERGE, WIDE_FONT, Head, name_lines
from timeline.charts.palette import FONT_SIZE, SMALL_SIZE
from timeline.charts.time_axis import TimeScale
from timeline.query.spans import OTHER, is_about

FLOOR = 3.0
"""Pixels that are free below a stack."""
LINE = 15.0
"""Height of a line of a lane's name."""
_CEILING = 4.0
_TALL, _TALL_NARROW = 620, 800
_NAT = np.iinfo(np.int64).min


class Event(NamedTuple):
    """What the chart tells of an event.

    Attributes:
        about: whether its date is no certain day.
        own: whether the filter has it.
        key: whether editors chose it as a key event.
    """

    id: str
    title: str
    when: str
    theme: str
    support: str
    contest: str
    source_count: int
    publishers: tuple[str, ...]
    about: bool
    own: bool
    key: bool


class Mark(NamedTuple):
    """An event in its place.

    Attributes:
        event: which.
        shape: a day; something lasting, with the mark at its start; a date that may be any day of a span; something
            that began before the axis does.
        at: the day at which it stands.
        x: pixels from the chart's left edge.
        first: where its bar begins, likewise.
        last: where its bar ends.
        level: place in the stack, 0 at the bottom.
    """

    event: Event
    shape: Shape
    at: float
    x: float
    first: float
    last: float
    level: int = 0


class Lane(NamedTuple):
    """A strip of the chart: its head, its height, its marks by time, and the pixels at its foot that counts take."""

    head: Head
    lines: tuple[str, ...]
    height: float
    marks: tuple[Mark, ...]
    foot: float

    def above(self, mark: Mark, pitch: float) -> float:
        """Pixels from the lane's lower edge up to a mark's middle."""
        return self.foot + FLOOR + (mark.level + 0.5) * pitch


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels of one drawing.

    Attributes:
        mark: diameter of a mark.
        pitch: from one level of a stack to the next; a finger needs more of it.
        room: least distance within a level.
        names: room for lane names: the width beside the plot, or of the whole chart where names stand inside.
        inside: whether lane names stand inside their lanes.
    """

    mark: float
    pitch: float
    room: float
    names: float
    inside: bool


def sizes_for(names: float, *, inside: bool, small: bool = False) -> Sizes:
    """What fits; ``small`` for stacks that would grow too tall."""
    mark, pitch = (7.0, 9.0) if small else (9.0, 13.0) if inside else (10.0, 12.0)
    return Sizes(mark, pitch, mark + 1, names, inside)


def read_events(table: pd.DataFrame, own: Collection[str] | None) -> list[Event]:
    """The events of a table; ``own`` has the ids of the filter's, None for all."""
    ids = table["id"].tolist()
    return [
        Event(*row)
        for row in zip(
            ids,
            table["title"].tolist(),
            table["when_words"].tolist(),
            [themes[0] if len(themes) else OTHER for themes in table["themes"].tolist()],
            table["support"].tolist(),
            table["contest"].tolist(),
            table["source_count"].to_numpy(dtype=np.int64, na_value=0).tolist(),
            map(tuple, table["publishers"].tolist()),
            is_about(table).tolist(),
            [True] * len(ids) if own is None else [event in own for event in ids],
            table["key"].tolist() if "key" in table else [False] * len(ids),
            strict=True,
        )
    ]


def place_marks(table: pd.DataFrame, events: Sequence[Event], scale: TimeScale, left: float) -> list[Mark]:
    """A mark for each event, all of which touch the axis.

    Args:
        table: the events' rows.
        events: the same, read.
        scale: the time axis.
        left: pixels from the chart's left edge to the plot's.
    """
    start, end = (table[name].to_numpy().astype("datetime64[D]").astype(np.int64) for name in ("start", "end"))
    about = np.array([event.about for event in events], dtype=bool)
    end = np.where(end == _NAT, scale.last + 1, end)  # an open start, which numpy counts as the least, needs no change
    dated = date_marks(start, end, about, scale)
    per_px, edge = scale.days_per_px, scale.left
    x, first, last = (((days - edge) / per_px + left).tolist() for days in (dated.at, dated.first, dated.last))
    return [Mark(*row) for row in zip(events, dated.shapes, dated.at.tolist(), x, first, last, strict=True)]


def stack_lanes(marks: Sequence[Mark], heads: Sequence[Head], sizes: Sizes, foot: float = 0.0) -> list[Lane]:
    """Lanes from the top, with their stacked marks; ``foot`` is the room at the foot of each that counts take."""
    by_theme: dict[str, list[Mark]] = {}
    for mark in marks:
        by_theme.setdefault(mark.event.theme, []).append(mark)
    lanes = []
    for head in heads:
        own = [mark for theme in head.themes for mark in by_theme.get(theme, ())]
        stacked = stack(own, sizes.room)
        lines = name_lines(head.name, sizes.names)
        lanes.append(Lane(head, lines, _height(head, lines, stacked, sizes, foot), tuple(stacked), foot))
    return lanes


def is_tall(lanes: Iterable[Lane], *, inside: bool) -> bool:
    """Whether smaller marks should be taken."""
    return sum(lane.height for lane in lanes) > (_TALL_NARROW if inside else _TALL)


def stack(marks: Iterable[Mark], room: float) -> list[Mark]:
    """Gives each mark the lowest level at which it and its bar touch no other; no chance is involved."""
    # From left to right, so that a level is known by the right end of its last mark alone: what comes later cannot lie
    # left of it. That uses the fewest levels there can be; equals go by id, so that each drawing is the same. A bar may
    # be shorter than its mark. Two pixels keep its round end off the next mark.
    half = room / 2
    filled: list[float] = []
    placed = []
    for left, right, _, mark in sorted(
        (
            min(mark.x - half, mark.first),
            mark.x + half if mark.shape == "day" else max(mark.x + half, mark.last + 2),
            mark.event.id,
            mark,
        )
        for mark in marks
    ):
        level = next((n for n, taken in enumerate(filled) if taken <= left), len(filled))
        if level == len(filled):
            filled.append(right)
        filled[level] = right
        placed.append(Mark(*mark[:-1], level) if level else mark)
    return placed


def _height(head: Head, lines: Sequence[str], marks: Sequence[Mark], sizes: Sizes, foot: float) -> float:
    """Room for the stack, for the name, and for both where the name stands inside."""
    levels = 1 + max((mark.level for mark in marks), default=0)
    stacked = foot + FLOOR + levels * sizes.pitch + _CEILING
    if not sizes.inside:
        return max(stacked, LINE * (len(lines) + (head.kind != "own")) + 6)
    # A name inside stands in the upper left corner: only the marks under it must stay below it.
    wide = max(text_width(line, FONT_SIZE) for line in lines) * WIDE_FONT + 10
    wide += text_width(MERGE, SMALL_SIZE) * WIDE_FONT + 10 if head.kind != "own" else 0
    under = [mark.level + 1 for mark in marks if mark.first < wide or mark.x - sizes.pitch < wide]
    named = foot + FLOOR + max(under, default=0) * sizes.pitch + LINE * len(lines) + 5
    return max(stacked, named)
