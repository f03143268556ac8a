"""The chart of the opening page: lanes of events over a strip of strike days, on one time axis."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from timeline.charts.figure import make_figure
from timeline.charts.hover import escape, hover_texts
from timeline.charts.labels import Label
from timeline.charts.lanes.coverage import coverage_traces
from timeline.charts.lanes.density import FOOT, Counts, arrange_or_count, count_traces
from timeline.charts.lanes.figure import build_layout, gutter
from timeline.charts.lanes.layout import OTHER, Mark, read_marks
from timeline.charts.lanes.marks import (
    Drawing,
    Trace,
    bar_traces,
    label_traces,
    mark_traces,
    ring_traces,
)
from timeline.charts.lanes.strip import Strip, read_strip, strip_traces
from timeline.charts.lanes.titles import arrange_titles
from timeline.charts.lanes.words import alt_text, build_strike_table, build_table, write_notes
from timeline.charts.palette import SCHEMES, SchemeName, theme_colours
from timeline.charts.time_axis import TimeScale


@dataclass(frozen=True, slots=True)
class Lanes:
    """The chart and what a page says about it.

    Attributes:
        figure: for ``st.plotly_chart``; ``customdata`` of every mark is the event's id.
        alt: one sentence.
        table: one row a drawn event, by time.
        strikes: one row a strike day of the period.
        notes: what the chart leaves out or sums up, a sentence each.
    """

    figure: go.Figure
    alt: str
    table: pd.DataFrame
    strikes: pd.DataFrame
    notes: tuple[str, ...]


def build_lanes_chart(
    events: pd.DataFrame,
    themes: pd.DataFrame,
    strikes: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    publishers: Mapping[str, str] | None = None,
    strikes_by: str = "",
) -> Lanes:
    """Lanes of events, one a theme, over the strike days.

    Args:
        events: the rows of a view (``timeline.collection.tables.EVENTS``).
        themes: the collection's register; its order gives lanes and colours.
        strikes: all strike days; none, and the chart has no strip.
        coverage: what was looked at, and how well.
        period: first and last day of the axis.
        scheme: "light" or "dark".
        width: pixels; the least that the page will give, since more room keeps labels and marks apart too.
        publishers: publisher id to name.
        strikes_by: name of whose count the strike days are.
    """
    plan = plan_lanes(events, themes, strikes, period=period, scheme=scheme, width=width, publishers=publishers)
    shown = sum(len(lane.marks) for lane in plan.drawing.layout.lanes)
    scale, strip, marks, lane_of = plan.drawing.scale, plan.strip, plan.marks, plan.lane_of
    data = _traces(plan.drawing, plan.titles, coverage, plan.counts, strip)
    return Lanes(
        make_figure(data, build_layout(plan.drawing, strip, strikes_by, width)),
        plan.alt(strikes_by),
        build_table(events, marks, lane_of, plan.names, publishers or {}),
        build_strike_table(strikes, scale),
        write_notes(shown, len(marks), plan.counts, scale, plan.before, plan.after, strip),
    )


@dataclass(frozen=True, slots=True)
class LanesPlan:
    """What is drawn where, before it becomes a figure of Plotly's or a picture of its own.

    Attributes:
        drawing: lanes with their placed marks, colours and the time axis.
        titles: labels that found a place.
        counts: events by bin, where they are too many to draw one by one.
        strip: strike days, None without any.
        marks: marks of all events of the period, drawn or counted, by row.
        lane_of: theme of each event, by row.
        names: theme id to name, those that occur.
        before: events that end before the axis begins.
        after: events that begin after it ends.
    """

    drawing: Drawing
    titles: Sequence[Label]
    counts: Counts | None
    strip: Strip | None
    marks: Sequence[Mark]
    lane_of: Sequence[str]
    names: Mapping[str, str]
    before: int
    after: int

    def alt(self, strikes_by: str) -> str:
        """The chart in one sentence."""
        drawing = self.drawing
        return alt_text(drawing.events, self.marks, self.lane_of, self.names, drawing.scale, self.strip, strikes_by)


def plan_lanes(
    events: pd.DataFrame,
    themes: pd.DataFrame,
    strikes: pd.DataFrame,
    *,
    period: tuple[date, date],
    scheme: SchemeName,
    width: int,
    publishers: Mapping[str, str] | None = None,
) -> LanesPlan:
    """Where everything stands; the arguments are those of :func:`build_lanes_chart`."""
    lane_of = [row[0] if row else OTHER for row in events["themes"]]
    names = _lane_names(themes, lane_of)
    scale = TimeScale.of(period, width - gutter(names.values(), width))
    marks, before, after = read_marks(events, scale)
    occurring = {lane_of[mark.row] for mark in marks}
    names = {theme: name for theme, name in names.items() if theme in occurring}
    layout, counts = arrange_or_count(events, marks, lane_of, names, scale, width)
    layout, titles = arrange_titles(events, layout, scale, FOOT if counts else 0.0)
    shown = [mark for lane in layout.lanes for mark in lane.marks]
    hovers = _hovers(events, publishers or {}, shown)
    drawing = Drawing(events, layout, _lane_colours(themes, names, scheme), hovers, scale, SCHEMES[scheme])
    strip = read_strip(strikes, scale) if len(strikes) else None
    return LanesPlan(drawing, titles, counts, strip, marks, lane_of, names, before, after)


def _lane_names(themes: pd.DataFrame, lane_of: Collection[str]) -> dict[str, str]:
    """Theme id to name for the themes that lead an event, in the register's order; unknown ones follow."""
    wanted = set(lane_of)
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
        *(strip_traces(strip, scale, scheme) if strip else []),
    ]
