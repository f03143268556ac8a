"""Which titles stand in the lanes, and where: beside or above their marks, never over anything."""

from __future__ import annotations

import pandas as pd

from timeline.charts.labels import Align, Anchor, Box, Label, place_labels, text_width
from timeline.charts.lanes.layout import Lane, Layout, Mark, close_heads, extent
from timeline.charts.lanes.marks import BAR, RINGS, TITLE_GAP
from timeline.charts.palette import FONT_SIZE, LABEL_SIZE
from timeline.charts.time_axis import TimeScale
from timeline.query.weight import by_weight

_FEW = 60


def arrange_titles(events: pd.DataFrame, layout: Layout, scale: TimeScale, foot: float) -> tuple[Layout, list[Label]]:
    """Titles for as many events as have room, and the layout without the room that no title took.

    Args:
        events: the rows that marks refer to.
        layout: lanes with their placed marks.
        scale: the time axis.
        foot: pixels at the foot of each lane that counts take.

    Returns:
        The layout, and labels whose key is the row of their event, the weightiest first.
    """
    labels = _place_titles(events, layout, scale, foot)
    lane_of = {str(mark.row): lane.theme for lane in layout.lanes for mark in lane.marks}
    tops: dict[str, float] = {}
    for label in labels:
        theme = lane_of[label.key]
        tops[theme] = max(tops.get(theme, 0.0), label.box.top)
    closed, drops = close_heads(layout, tops, foot)
    return closed, [label.lowered(drops[lane_of[label.key]]) for label in labels]


def _place_titles(events: pd.DataFrame, layout: Layout, scale: TimeScale, foot: float) -> list[Label]:
    # Obstacles: the counts at the foot of lanes, names that stand inside lanes, marks with their rings, bars. A title
    # stays inside its lane and two pixels off the plot's edges, where it would be cut.
    narrow = layout.sizes.names_inside
    contests, titles = events["contest"].tolist(), events["title"].tolist()
    obstacles: list[Box] = []
    homes: dict[int, tuple[Mark, Lane]] = {}
    for lane in layout.lanes:
        obstacles.append(Box(0, lane.bottom, scale.width, lane.bottom + foot))
        if narrow:
            obstacles.append(Box(0, lane.top - 18, text_width(lane.name, FONT_SIZE) + 6, lane.top))
        for mark in lane.marks:
            homes[mark.row] = mark, lane
            obstacles += _mark_boxes(mark, layout, scale, ringed=contests[mark.row] in RINGS)
    anchors = (
        Anchor(
            str(row),
            titles[row],
            _spots(homes[row][0], layout, scale),
            Box(2, homes[row][1].bottom, scale.width - 2, homes[row][1].top),
        )
        for row in by_weight(events, homes)
    )
    widths = (170.0, 120.0) if narrow else (260.0, 190.0, 140.0)
    if len(homes) <= _FEW and not narrow:
        widths = (420.0, *widths)
    return place_labels(anchors, obstacles, size=LABEL_SIZE, widths=widths, limit=12 if narrow else 48)


def _mark_boxes(mark: Mark, layout: Layout, scale: TimeScale, *, ringed: bool) -> list[Box]:
    sizes = layout.sizes
    radius = (sizes.ring if ringed else sizes.mark) / 2 + 1
    middle = scale.px(mark.at)
    boxes = [Box(middle - radius, mark.y - radius, middle + radius, mark.y + radius)]
    if mark.spans:
        half = (sizes.mark + 2 if mark.shape == "about" else BAR) / 2
        left, right = extent(mark, scale, sizes.mark)
        boxes.append(Box(left, mark.y - half, right, mark.y + half))
    return boxes


def _spots(mark: Mark, layout: Layout, scale: TimeScale) -> tuple[tuple[float, float, Align], ...]:
    """To the right, to the left, above, below."""
    pitch, middle = layout.sizes.pitch, scale.px(mark.at)
    # Beside the bar, if there is one. Above and below it begins a little before the mark's middle, so that it is seen
    # whose title it is.
    left, right = extent(mark, scale, 0)
    above, below = mark.y + pitch, mark.y - pitch
    return (
        (right + TITLE_GAP, mark.y, "left"),
        (left - TITLE_GAP, mark.y, "right"),
        (middle - 4, above, "left"),
        (middle + 4, above, "right"),
        (middle - 4, below, "left"),
        (middle + 4, below, "right"),
    )
