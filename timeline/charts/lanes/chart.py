"""The chart of the opening page: lanes of events over a strip of a series, on one time axis."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from timeline.charts.figure import Figure, Trace
from timeline.charts.frame import Chart
from timeline.charts.hover import escape, hover_texts
from timeline.charts.labels import Label
from timeline.charts.lanes.coverage import coverage_traces
from timeline.charts.lanes.density import (
    FOOT,
    MAX_MARKS,
    TOP_MARKS,
    Counts,
    OnAxis,
    arrange_or_count,
    count_table,
    count_traces,
)
from timeline.charts.lanes.figure import build_layout, gutter
from timeline.charts.lanes.layout import Mark, make_marks
from timeline.charts.lanes.marks import (
    Drawing,
    bar_traces,
    label_traces,
    mark_traces,
    ring_traces,
)
from timeline.charts.lanes.plan import LanesTables
from timeline.charts.lanes.strip import Strip, read_strip, strip_traces
from timeline.charts.lanes.titles import arrange_titles
from timeline.charts.lanes.words import alt_text, build_day_table, build_table, write_notes
from timeline.charts.palette import SCHEMES, SchemeName, theme_colours
from timeline.charts.time_axis import TimeScale
from timeline.collection.series import Daily
from timeline.query.answerer import Density
from timeline.query.spans import OTHER, Spans


def build_lanes_chart(
    view: OnAxis,
    themes: pd.DataFrame,
    daily: Daily | None,
    coverage: pd.DataFrame,
    *,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    touch: bool = False,
    publishers: Mapping[str, str] | None = None,
) -> Chart:
    """Lanes of events, one a theme, over the days of a series.

    ``customdata`` of a mark is its event's id; the tables are :class:`LanesTables`.

    Args:
        view: whose events are drawn.
        themes: the collection's register; its order gives lanes and colours.
        daily: the series; None, or one without a day, and the chart has no strip.
        coverage: what was looked at, and how well.
        period: first and last day of the axis.
        scheme: "light" or "dark".
        width: pixels; the least that the page will give, since more room keeps labels and marks apart too.
        touch: whether a finger may be on it, which then scrolls the page instead of dragging the axis.
        publishers: publisher id to name.
    """
    plan = plan_figure(view, themes, daily, period=period, scheme=scheme, width=width, publishers=publishers)
    drawing, scale, counts, strip = plan.drawing, plan.drawing.scale, plan.counts, plan.strip
    marks = sorted(plan.marks(), key=lambda mark: mark.row)

    def tables() -> LanesTables:
        return LanesTables(
            build_table(drawing.events, marks, plan.lane_of, plan.names, publishers or {}),
            count_table(counts or Counts({}, 1), plan.names, scale),
            build_day_table(daily, scale),
        )

    return Chart(
        Figure(
            _traces(drawing, plan.titles, coverage, counts, strip),
            build_layout(drawing, strip, width, touch=touch),
        ),
        plan.alt(),
        write_notes(len(marks), plan.density, counts, scale, strip),
        tables,
    )


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """What is drawn where, before it becomes a figure of Plotly's or a picture of its own.

    Attributes:
        drawing: lanes with their placed marks, colours and the time axis; its events are those that may be drawn.
        titles: labels that found a place.
        counts: events by bin, where they are too many to draw one by one.
        strip: the series, None without any.
        density: how all events lie over the axis, drawn or counted.
        lane_of: theme of each of the drawing's events, by row.
        names: theme id to name, those that occur.
    """

    drawing: Drawing
    titles: Sequence[Label]
    counts: Counts | None
    strip: Strip | None
    density: Density
    lane_of: Sequence[str]
    names: Mapping[str, str]

    def marks(self) -> list[Mark]:
        """The marks that are drawn, lane by lane."""
        return [mark for lane in self.drawing.layout.lanes for mark in lane.marks]

    def alt(self) -> str:
        """The chart in one sentence."""
        return alt_text(self.density, self.names, self.drawing.scale, self.strip)


def plan_figure(
    view: OnAxis,
    themes: pd.DataFrame,
    daily: Daily | None,
    *,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    publishers: Mapping[str, str] | None = None,
) -> FigurePlan:
    """Where everything stands; the arguments are those of :func:`build_lanes_chart`."""
    first, last = min(period), max(period)
    rough = view.density((first, last))
    scale = TimeScale.of(period, width - gutter(_lane_names(themes, rough.lanes).values(), width))
    names = _lane_names(themes, rough.by_lane())
    total = rough.touching
    drawn = view.weightiest((first, last), MAX_MARKS if total <= MAX_MARKS else TOP_MARKS[0])
    spans = Spans.read(drawn)
    lane_of = [spans.themes[lane] for lane in spans.lane.tolist()]
    fine = partial(view.density, (first, last))
    layout, counts = arrange_or_count(drawn, make_marks(spans, scale), lane_of, names, total, scale, width, fine)
    layout, titles = arrange_titles(drawn, layout, scale, FOOT if counts else 0.0)
    shown = [mark for lane in layout.lanes for mark in lane.marks]
    hovers = _hovers(drawn, publishers or {}, shown)
    drawing = Drawing(drawn, layout, _lane_colours(themes, names, scheme), hovers, scale, SCHEMES[scheme])
    strip = read_strip(daily, scale) if daily and len(daily.days) else None
    return FigurePlan(drawing, titles, counts, strip, rough, lane_of, names)


def _lane_names(themes: pd.DataFrame, occurring: Collection[str]) -> dict[str, str]:
    """Theme id to name for the themes that lead an event, in the register's order; unknown ones follow."""
    wanted = set(occurring)
    names = {theme: name for theme, name in zip(themes["id"], themes["name"], strict=True) if theme in wanted}
    unknown = sorted(wanted - names.keys() - {OTHER})
    return names | {theme: theme for theme in unknown} | ({OTHER: "No theme"} if OTHER in wanted else {})


def _lane_colours(themes: pd.DataFrame, names: Mapping[str, str], scheme: SchemeName) -> dict[str, str]:
    return dict.fromkeys(names, SCHEMES[scheme].muted) | theme_colours(themes["id"], scheme)


def _hovers(events: pd.DataFrame, publishers: Mapping[str, str], marks: Collection[Mark]) -> dict[int, str]:
    """Hover texts by row, for the rows that are drawn."""
    rows = [mark.row for mark in marks]
    texts = hover_texts(events.iloc[rows], publishers, [mark.shape == "about" for mark in marks])
    return dict(zip(rows, texts, strict=True))


def _traces(
    drawing: Drawing,
    titles: Sequence[Label],
    coverage: pd.DataFrame,
    counts: Counts | None,
    strip: Strip | None,
) -> list[Trace]:
    """From the back to the front."""
    lanes, scale, scheme = drawing.layout.lanes, drawing.scale, drawing.scheme
    return [
        *coverage_traces(coverage, lanes, scale, scheme),
        *(count_traces(counts, drawing.layout, drawing.colours, scale, scheme) if counts else []),
        *bar_traces(drawing),
        *label_traces(drawing, titles, escape),
        *ring_traces(drawing),
        *mark_traces(drawing),
        *(strip_traces(strip, scheme) if strip else []),
    ]
