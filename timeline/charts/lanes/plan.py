"""What the chart of the opening page shows, and where: one plan for every picture of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from timeline.charts.frame import NARROW
from timeline.charts.lanes.density import FOOT, MAX_HEIGHT, MAX_MARKS, TOP_MARKS, Counts, OnAxis, bin_days, count_table
from timeline.charts.lanes.heads import (
    GAP,
    MOST_LANES,
    MOST_LANES_NARROW,
    Head,
    choose_heads,
    gutter,
    lane_names,
)
from timeline.charts.lanes.keys import MOST_KEYS, Key, place_keys
from timeline.charts.lanes.shade import Field, find_shade
from timeline.charts.lanes.stacks import (
    Event,
    Lane,
    Mark,
    Sizes,
    is_tall,
    place_marks,
    read_events,
    sizes_for,
    stack_lanes,
)
from timeline.charts.lanes.strip import Strip, read_strip
from timeline.charts.lanes.words import alt_text, build_day_table, event_table, write_notes
from timeline.charts.time_axis import TimeScale
from timeline.collection.series import Daily
from timeline.query.answerer import Density
from timeline.query.weight import by_weight

EDGE = 8.0
"""Pixels that are free at the right of the plot, and at its left where names stand inside."""

_OUTLINE = "The pale outline at the foot of each lane counts all events, those outside the filter too."


class LanesTables(NamedTuple):
    """What the chart shows.

    Attributes:
        events: one row an event that is drawn as a mark, by time; "Id" is the event's.
        counts: one row a bin and theme, where events are counted; else empty.
        days: one row a day of the series in the period.
    """

    events: pd.DataFrame
    counts: pd.DataFrame
    days: pd.DataFrame


@dataclass(frozen=True, slots=True)
class LanesPlan:
    """What is drawn where; see :func:`plan_lanes`.

    Attributes:
        width: pixels of the whole chart.
        left: pixels from its left edge to the plot's.
        scale: the time axis, as wide as the plot.
        sizes: of the marks.
        lanes: from the top, with their placed marks, those outside the filter too.
        keys: the key events by time.
        shade: days of thin coverage.
        strip: the series, None without any.
        counts: the filter's events by bin, where they are too many to draw one by one.
        whole: all events by bin, where they are too many; the ground before which the filter's stand.
        density: how the filter's events lie over the axis, drawn or counted.
        names: theme id to name, those that occur.
        registered: ids of the themes that have a colour of their own.
        publishers: publisher id to name.
        daily: the series as it was given.
    """

    width: int
    left: float
    scale: TimeScale
    sizes: Sizes
    lanes: Sequence[Lane]
    keys: Sequence[Key]
    shade: Sequence[Field]
    strip: Strip | None
    counts: Counts | None
    whole: Counts | None
    density: Density
    names: Mapping[str, str]
    registered: frozenset[str]
    publishers: Mapping[str, str]
    daily: Daily | None

    def events(self) -> list[Event]:
        """The filter's events that are drawn as marks, by time."""
        marks = (mark for lane in self.lanes for mark in lane.marks if mark.event.own)
        return [mark.event for mark in sorted(marks, key=lambda mark: (mark.first, mark.last, mark.event.id))]

    @property
    def pale(self) -> int:
        """How many marks lie outside the filter."""
        return sum(not mark.event.own for lane in self.lanes for mark in lane.marks)

    def alt(self) -> str:
        """The chart in one sentence."""
        return alt_text(self.density, self.names, self.scale, self.strip)

    def notes(self, *, opened: bool = False) -> tuple[str, ...]:
        """What the chart leaves out or sums up, a sentence each.

        Args:
            opened: whether the axis is the densest part: what lies outside is told with a link then (``tell_outside``).
        """
        density = self.density._replace(before=0, after=0) if opened else self.density
        notes = write_notes(len(self.events()), density, self.counts, self.scale, self.strip, self.pale)
        return (_OUTLINE, *notes) if self.whole else notes

    def tables(self) -> LanesTables:
        """The same as tables, without what lies outside the filter."""
        return LanesTables(
            event_table(self.events(), self.names, self.publishers),
            count_table(self.counts or Counts({}, 1), self.names, self.scale),
            build_day_table(self.daily, self.scale),
        )


def plan_lanes(
    view: OnAxis,
    themes: pd.DataFrame,
    daily: Daily | None,
    coverage: pd.DataFrame,
    *,
    period: tuple[date, date],
    width: int,
    behind: OnAxis | None = None,
    open_lanes: bool = False,
    keys: pd.DataFrame | None = None,
    publishers: Mapping[str, str] | None = None,
) -> LanesPlan:
    """Lanes of events, one a theme, over the days of a series.

    Args:
        view: whose events are drawn.
        themes: the collection's register; its order gives lanes and colours.
        daily: the series; None, or one without a day, and the chart has no strip.
        coverage: what was looked at, and how well.
        period: first and last day of the axis.
        width: pixels; under ``frame.NARROW`` names stand inside their lanes.
        behind: the events from which the filter chose, its own among them; what it left out is drawn pale. All are
            placed together, so that no mark moves when the filter changes. None draws the view alone.
        open_lanes: whether small themes have lanes of their own.
        keys: rows of the key events; None takes those that are drawn and have ``key``.
        publishers: publisher id to name.

    Raises:
        ValueError: an event of the view that ``behind`` does not have.
    """
    axis = min(period), max(period)
    own = view.density(axis)
    all_of = own if behind is None else behind.density(axis)
    ground = view if behind is None or all_of.touching == own.touching else behind
    register = dict(zip(themes["id"].tolist(), themes["name"].tolist(), strict=True))
    plot = _lay_out(register, all_of.by_lane(), daily, axis, width, open_lanes=open_lanes)
    drawn = _draw_all(view, ground, plot) if all_of.touching <= MAX_MARKS else None
    drawn = drawn or _draw_counts(view, ground, plot, own.touching)
    key_marks = _key_marks(drawn.table, drawn.marks, keys, plot.scale, plot.left)
    return LanesPlan(
        width,
        plot.left,
        plot.scale,
        drawn.sizes,
        drawn.lanes,
        place_keys(key_marks, plot.scale, width),
        find_shade(coverage, plot.heads, plot.scale),
        read_strip(daily, plot.scale) if daily and len(daily.days) else None,
        drawn.counts,
        drawn.whole,
        own,
        lane_names(register, own.by_lane()),
        frozenset(register),
        publishers or {},
        daily,
    )


class _Plot(NamedTuple):
    """Where marks may stand; see :class:`LanesPlan` and :class:`Sizes`."""

    axis: tuple[date, date]
    scale: TimeScale
    left: float
    names: float
    heads: Sequence[Head]
    inside: bool


def _lay_out(
    register: Mapping[str, str],
    counts: Mapping[str, int],
    daily: Daily | None,
    axis: tuple[date, date],
    width: int,
    *,
    open_lanes: bool,
) -> _Plot:
    """The lanes' heads, and what room they leave for the axis of time.

    Args:
        register: theme id to name.
        counts: theme id to number of events on the axis.
        daily: the series.
        axis: first and last day.
        width: pixels of the whole chart.
        open_lanes: whether small themes have lanes of their own.
    """
    inside = width < NARROW
    most = MOST_LANES_NARROW if inside else MOST_LANES
    heads = choose_heads(lane_names(register, counts), counts, most, open_lanes=open_lanes)
    left = EDGE if inside else gutter((head.name for head in heads), _strip_words(daily), width)
    scale = TimeScale.of(axis, width - left - EDGE)
    return _Plot(axis, scale, left, width - 2 * EDGE if inside else left - GAP, heads, inside)


class _Drawn(NamedTuple):
    """Rows of events, their marks, and these in their lanes, with what is counted instead."""

    table: pd.DataFrame
    marks: Sequence[Mark]
    lanes: Sequence[Lane]
    sizes: Sizes
    counts: Counts | None
    whole: Counts | None


def _draw_all(view: OnAxis, ground: OnAxis, plot: _Plot) -> _Drawn | None:
    """A mark for each event of the ground; None where they stack up too high.

    Raises:
        ValueError: an event of the view that the ground does not have.
    """
    table = ground.weightiest(plot.axis, MAX_MARKS)
    own = None if ground is view else set(view.weightiest(plot.axis, MAX_MARKS)["id"].tolist())
    events = read_events(table, own)
    if own is not None and sum(event.own for event in events) < len(own):
        raise ValueError("the view has events that `behind` does not have; take `behind` from the same record")
    marks = place_marks(table, events, plot.scale, plot.left)
    lanes, sizes = _stack(marks, plot, 0.0)
    return _Drawn(table, marks, lanes, sizes, None, None) if _height(lanes) <= MAX_HEIGHT else None


def _draw_counts(view: OnAxis, ground: OnAxis, plot: _Plot, total: int) -> _Drawn:
    """Counts of all events, and marks for as many of the view's as have room above: all where they are few.

    ``total`` is the number of the view's events.
    """
    # Fewer marks at each try: on a phone sixty may stack up higher than the screen. The last try is taken as it is.
    tries = (total, *TOP_MARKS) if total <= MAX_MARKS and ground is not view else TOP_MARKS
    table = view.weightiest(plot.axis, tries[0])
    marks = place_marks(table, read_events(table, None), plot.scale, plot.left)
    weighty = by_weight(table, range(len(table))).tolist()
    for count in tries:
        lanes, sizes = _stack([marks[row] for row in weighty[:count]], plot, FOOT)
        if _height(lanes) <= MAX_HEIGHT:
            break
    size = bin_days(plot.scale)
    counts = None if count >= total else Counts(view.density(plot.axis, size).counts, size)
    whole = None if ground is view else Counts(ground.density(plot.axis, size).counts, size)
    return _Drawn(table, marks, lanes, sizes, counts, whole)


def _stack(marks: Sequence[Mark], plot: _Plot, foot: float) -> tuple[list[Lane], Sizes]:
    """Lanes with marks of the usual size, or with smaller ones where those would stack up high."""
    sizes = sizes_for(plot.names, inside=plot.inside)
    lanes = stack_lanes(marks, plot.heads, sizes, foot)
    if is_tall(lanes, inside=plot.inside):
        sizes = sizes_for(plot.names, inside=plot.inside, small=True)
        lanes = stack_lanes(marks, plot.heads, sizes, foot)
    return lanes, sizes


def _height(lanes: Sequence[Lane]) -> float:
    return sum(lane.height for lane in lanes)


def _key_marks(
    table: pd.DataFrame, marks: Sequence[Mark], keys: pd.DataFrame | None, scale: TimeScale, left: float
) -> list[Mark]:
    """Marks of the key events on the axis, the weightiest first."""
    if keys is not None:
        keys = _on_axis(keys, scale)
        own = {mark.event.id for mark in marks if mark.event.own}
        marks = place_marks(keys, read_events(keys, own), scale, left)
        table = keys
    rows = [row for row, mark in enumerate(marks) if keys is not None or mark.event.key]
    return [marks[row] for row in by_weight(table, rows).tolist()[:MOST_KEYS]] if rows else []


def _on_axis(events: pd.DataFrame, scale: TimeScale) -> pd.DataFrame:
    """The events that touch the axis; an open end does."""
    start, end = (events[name].to_numpy().astype("datetime64[D]") for name in ("start", "end"))
    first, last = (np.datetime64(day, "D") for day in (scale.first, scale.last))
    touching = (np.isnat(start) | (start <= last)) & (np.isnat(end) | (end >= first))
    found: pd.DataFrame = events[touching].reset_index(drop=True)
    return found


def _strip_words(daily: Daily | None) -> list[str]:
    """Words that stand beside the strip."""
    if not daily or not len(daily.days):
        return []
    return [f"■ {kind.unit.many}" for kind in daily.series.kinds]
