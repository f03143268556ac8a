"""Counts by time and lane for more events than a chart can show as marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from timeline.charts.figure import Trace
from timeline.charts.hover import escape
from timeline.charts.lanes.layout import Layout, Mark, arrange
from timeline.charts.palette import Scheme, blend
from timeline.charts.time_axis import DAY_MS, TimeScale, in_words, to_iso
from timeline.query.answerer import Days, Density
from timeline.query.weight import by_weight

MAX_MARKS = 600
"""More marks than this take a browser too long to draw and a reader too long to see."""

TOP_MARKS = (60, 30, 15)
"""How many of the weightiest stand above the counts: as many of these as do not pile up too high."""

MAX_HEIGHT = 900.0
"""Pixels of lanes above which stacks are counted instead, as on a phone that shows fifteen years."""

FOOT = 26.0
"""Pixels at the foot of each lane that the counts take."""

_BIN_PX = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """Events by lane and bin: (theme, number of the bin) to count; a bin's days from the axis's first day."""

    counts: Mapping[tuple[str, int], int]
    bin_days: int

    @property
    def most(self) -> int:
        """The fullest bin."""
        return max(self.counts.values(), default=1)

    def days(self, number: int, scale: TimeScale) -> tuple[int, int]:
        """First and last day of a bin."""
        start = scale.first + number * self.bin_days
        return start, min(start + self.bin_days - 1, scale.last)


class OnAxis(Protocol):
    """Whose events a chart draws: a view."""

    def density(self, axis: Days, bin_days: int | None = None) -> Density:
        """How they lie over the axis, by bins of days; in one bin where none are given."""

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        """At most so many that touch the axis, the weightiest, by start."""


def arrange_or_count(
    events: pd.DataFrame,
    marks: Sequence[Mark],
    lane_of: Sequence[str],
    names: Mapping[str, str],
    total: int,
    scale: TimeScale,
    width: float,
    density: Callable[[int], Density],
) -> tuple[Layout, Counts | None]:
    """Lanes with all marks; or, where those are too many or too high, with the weightiest and counts of all.

    Args:
        events: the rows that marks refer to.
        marks: all of them, or those of the weightiest events.
        lane_of: theme id of each row of the events.
        names: theme id to name, in the order of the lanes.
        total: how many events touch the axis.
        scale: the time axis.
        width: pixels of the whole chart.
        density: counts all events by bins of so many days.
    """
    if len(marks) == total:
        layout = arrange(marks, lane_of, names, scale, width)
        if layout.height <= MAX_HEIGHT:
            return layout, None
    # Fewer marks at each try: on a phone sixty may stack up higher than the screen. The last try is taken as it is.
    weighty = by_weight(events, [mark.row for mark in marks])
    for count in TOP_MARKS:
        kept = set(weighty[:count])
        layout = arrange([mark for mark in marks if mark.row in kept], lane_of, names, scale, width, FOOT)
        if layout.height <= MAX_HEIGHT:
            break
    size = bin_days(scale)
    return layout, Counts(density(size).counts, size)


def bin_days(scale: TimeScale) -> int:
    """Days that a bin of counts has."""
    return max(1, round(_BIN_PX * scale.days_per_px))


def count_table(counts: Counts, names: Mapping[str, str], scale: TimeScale) -> pd.DataFrame:
    """The counts as rows: first and last day of the bin, theme, events; by time, then theme."""
    rows = [
        (*counts.days(number, scale), names.get(theme, theme), count)
        for (theme, number), count in sorted(counts.counts.items(), key=lambda cell: (cell[0][1], cell[0][0]))
    ]
    table = pd.DataFrame(rows, columns=["From", "To", "Theme", "Events"])
    return table.assign(**{name: table[name].map(in_words) for name in ("From", "To")})


def count_traces(
    counts: Counts, layout: Layout, colours: Mapping[str, str], scale: TimeScale, scheme: Scheme
) -> list[Trace]:
    """A skyline at the foot of each lane.

    Bars would look the same and be a thousand elements: an outline a lane takes Plotly a tenth of the time.
    """
    size, bins = counts.bin_days, (scale.last - scale.first) // counts.bin_days + 1
    # The fullest bin of all lanes reaches the top of its foot: one scale for all, so that lanes can be compared. A bin
    # with any event is at least a pixel and a half high, which is still seen.
    per_pixel = (FOOT - 3) / counts.most
    around = "%{x|%-d %B %Y}" if size == 1 else f"{size:,} days around %{{x|%-d %B %Y}}"
    traces: list[Trace] = []
    for lane in layout.lanes:
        numbers = [0, *(counts.counts.get((lane.theme, number), 0) for number in range(bins)), 0]
        if not any(numbers):
            continue
        foot = lane.bottom + 1
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "meta": "counts",
                "name": escape(lane.name),
                # The middles of the bins, and of one more at each end, where the outline meets the foot.
                "x0": to_iso(scale.first - size + (size - 1) / 2),
                "dx": size * DAY_MS,
                "y": [round(foot + max(1.5, number * per_pixel), 1) if number else foot for number in numbers],
                "customdata": numbers,
                "line": {"width": 0, "shape": "hvh"},
                "fill": "toself",
                "fillcolor": blend(colours[lane.theme], scheme.background, 0.6),
                "hoveron": "points",
                "hovertemplate": f"%{{fullData.name}}, {around}<br>Events: %{{customdata:,}}<extra></extra>",
                "showlegend": False,
            }
        )
    return traces
