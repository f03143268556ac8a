"""Where the marks of events stand: lanes, stacks and sizes, all in pixels.

The lanes' y axis is counted in pixels, upward from the lowest lane's foot, so that what is worked out here is
what is drawn. A plot that turns out wider than foreseen only spreads the marks; nothing can come to overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from timeline.charts.frame import NARROW
from timeline.charts.time_axis import TimeScale
from timeline.query.spans import Spans

Shape = Literal["day", "lasting", "about", "earlier"]

_TALL, _TALL_NARROW = 620, 800


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels of one drawing.

    Attributes:
        mark: diameter of a mark.
        ring: outer diameter of the ring around it.
        pitch: distance from one level of a stack to the next, and least distance within a level.
        head: room above the stack, for a title or the lane's own name.
        names_inside: whether lane names stand inside their lanes.
    """

    mark: float
    ring: float
    pitch: float
    head: float
    names_inside: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One event on the axis.

    Attributes:
        row: its row in the table of events.
        shape: a day; something lasting, with the mark at its start; a date that may be any day of a span;
            something that began before the axis does.
        at: the day at which the mark stands.
        first: first day that is drawn.
        last: last day that is drawn.
        level: place in the stack, 0 at the bottom.
        y: pixels above the foot of the lanes.
    """

    row: int
    shape: Shape
    at: float
    first: float
    last: float
    level: int = 0
    y: float = 0.0

    @property
    def spans(self) -> bool:
        """Whether a bar belongs to the mark."""
        return self.shape != "day"


@dataclass(frozen=True, slots=True)
class Lane:
    """One theme's strip of the chart; ``bottom`` and ``top`` in pixels above the foot of the lanes."""

    theme: str
    name: str
    bottom: float
    top: float
    marks: tuple[Mark, ...]

    @property
    def middle(self) -> float:
        """Height of the lane's middle."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """All lanes, the uppermost first, and how high they are together."""

    lanes: tuple[Lane, ...]
    height: float
    sizes: Sizes


def sizes_for(width: float, *, small: bool = False) -> Sizes:
    """What fits a chart of this width; ``small`` for stacks that would grow too tall."""
    narrow = width < NARROW
    head = 20.0 if narrow else 15.0
    if small:
        return Sizes(6.5, 11.5, 11, head, narrow)
    return Sizes(8, 13, 13, head, narrow) if narrow else Sizes(9, 15, 15, head, narrow)


def make_marks(spans: Spans, scale: TimeScale) -> list[Mark]:
    """A mark for each entry, all of which touch the axis; ``row`` is its place."""
    dated = date_marks(spans.start.astype(np.int64), spans.end.astype(np.int64), spans.about, scale)
    places = zip(dated.shapes, dated.at.tolist(), dated.first.tolist(), dated.last.tolist(), strict=True)
    return [Mark(row, *place) for row, place in enumerate(places)]


class Dated(NamedTuple):
    """What events take of an axis, one entry each: see :class:`Mark`."""

    shapes: list[Shape]
    at: npt.NDArray[np.float64]
    first: npt.NDArray[np.float64]
    last: npt.NDArray[np.float64]


def date_marks(
    start: npt.NDArray[np.int64], end: npt.NDArray[np.int64], about: npt.NDArray[np.bool_], scale: TimeScale
) -> Dated:
    """Shapes and days of events that touch the axis.

    Args:
        start: first days; before every day where the beginning is open.
        end: last days; after every day where the end is open.
        about: which dates are no certain days.
        scale: the axis.
    """
    earlier = ~about & (start < scale.first)
    lasting = ~about & ~earlier & (end > start)
    first, last = np.maximum(start, scale.first), np.minimum(end, scale.last)
    low = np.where(about | earlier, first - 0.5, first)
    return Dated(
        np.select([about, earlier, lasting], ["about", "earlier", "lasting"], "day").tolist(),
        np.where(about, (first + last) / 2, low),
        low,
        np.where(about | earlier | lasting, last + 0.5, first),
    )


def arrange(
    marks: Sequence[Mark],
    lane_of: Sequence[str],
    names: Mapping[str, str],
    scale: TimeScale,
    width: float,
    extra: float = 0.0,
) -> Layout:
    """Stacks the marks in their lanes.

    Args:
        marks: in the order in which they claim their places.
        lane_of: theme id of each row of the table of events.
        names: theme id to name, in the order of the lanes.
        scale: the time axis.
        width: pixels of the whole chart.
        extra: room to keep free at the foot of each lane (for counts).
    """
    stacks: dict[str, list[Mark]] = {}
    for mark in marks:
        stacks.setdefault(lane_of[mark.row], []).append(mark)
    sizes = sizes_for(width)
    levels = {theme: stack(stacks.get(theme, ()), scale, sizes) for theme in names}
    if sum(_height(levels[theme], sizes, extra) for theme in names) > (_TALL_NARROW if sizes.names_inside else _TALL):
        sizes = sizes_for(width, small=True)
        levels = {theme: stack(stacks.get(theme, ()), scale, sizes) for theme in names}
    height = top = sum(_height(levels[theme], sizes, extra) for theme in names)
    lanes = []
    for theme, name in names.items():
        bottom = top - _height(levels[theme], sizes, extra)
        base = bottom + extra + 2 + sizes.pitch / 2
        placed = tuple(replace(mark, y=base + mark.level * sizes.pitch) for mark in levels[theme])
        lanes.append(Lane(theme, name, bottom, top, placed))
        top = bottom
    return Layout(tuple(lanes), height, sizes)


def stack(marks: Sequence[Mark], scale: TimeScale, sizes: Sizes) -> list[Mark]:
    """Gives each mark the lowest level at which it and its bar touch no other; no chance is involved."""
    # From left to right, so that a level is known by the right end of its last mark alone: what comes later cannot lie
    # left of it. That uses the fewest levels there can be; equals go by their row, so that each drawing is the same.
    filled: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda m: (extent(m, scale, sizes.pitch), m.row)):
        left, right = extent(mark, scale, sizes.pitch)
        level = next((n for n, taken in enumerate(filled) if taken <= left), len(filled))
        if level == len(filled):
            filled.append(right)
        filled[level] = right
        placed.append(replace(mark, level=level))
    return placed


def extent(mark: Mark, scale: TimeScale, size: float) -> tuple[float, float]:
    """Left and right end of a mark of this diameter and its bar, in pixels."""
    left, right = scale.px(mark.at) - size / 2, scale.px(mark.at) + size / 2
    if not mark.spans:
        return left, right
    # A bar may be shorter than its mark. Two pixels keep its round end off the next mark.
    return min(left, scale.px(mark.first)), max(right, scale.px(mark.last) + 2)


def _height(marks: Sequence[Mark], sizes: Sizes, extra: float) -> float:
    # Five pixels are free, two below the stack (see ``arrange``) and three above: rings of two lanes must not touch.
    levels = 1 + max((mark.level for mark in marks), default=-1)
    return levels * sizes.pitch + sizes.head + extra + 5


def close_heads(layout: Layout, labelled: Mapping[str, float], foot: float) -> tuple[Layout, dict[str, float]]:
    """Takes back the heads of lanes in which no title stands.

    Args:
        layout: lanes with their placed marks.
        labelled: theme id to the top of its highest title.
        foot: pixels at the foot of each lane that counts take.

    Returns:
        The lower layout, and by how many pixels each lane's contents came down.
    """
    # From the lowest lane up: what the lanes below gave back (``down``) brings a lane and all in it down, and what it
    # can spare itself is added for those above. Names inside lanes stand in the head, so nothing is spare there.
    down, lanes, drops = 0.0, list[Lane](), dict[str, float]()
    for lane in reversed(layout.lanes):
        drops[lane.theme] = down
        levels = (mark.y + layout.sizes.pitch / 2 for mark in lane.marks)
        filled = max(lane.bottom + foot, labelled.get(lane.theme, 0.0), *levels)
        spare = 0.0 if layout.sizes.names_inside else max(0.0, lane.top - 5 - filled)
        marks = tuple(replace(mark, y=mark.y - down) for mark in lane.marks)
        lanes.append(replace(lane, bottom=lane.bottom - down, top=lane.top - down - spare, marks=marks))
        down += spare
    return Layout(tuple(reversed(lanes)), layout.height - down, layout.sizes), drops
