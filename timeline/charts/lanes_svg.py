"""The lanes chart as a picture of its own: inline SVG, readable without scripts, light and dark by the page's colours.

Places are those of the chart on the page (``timeline.charts.lanes.plan_lanes``). Colours are CSS variables, so that
one picture serves both schemes: :func:`svg_colours` gives their values.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
from markupsafe import Markup

from timeline.charts.labels import Label
from timeline.charts.lanes import LanesPlan, OnAxis, plan_lanes
from timeline.charts.lanes.coverage import coverage_patches
from timeline.charts.lanes.layout import Lane, Mark
from timeline.charts.lanes.marks import BAR, RINGS
from timeline.charts.lanes.strip import Strip
from timeline.charts.palette import FONT_SIZE, LABEL_SIZE, SCHEMES, SMALL_SIZE, SchemeName, theme_colours
from timeline.charts.time_axis import TimeScale, in_words
from timeline.collection.english import capital
from timeline.collection.series import MAX_KINDS, Daily

WIDTH = 1040
_TOP, _GAP, _STRIP, _FOOT, _SIDE = 10.0, 26.0, 70.0, 40.0, 8.0


def draw_lanes_svg(
    view: OnAxis,
    themes: pd.DataFrame,
    daily: Daily | None,
    coverage: pd.DataFrame,
    *,
    period: tuple[date, date],
    width: int = WIDTH,
) -> Markup:
    """The picture with its title and its one sentence.

    Args:
        view: whose events are drawn.
        themes: the collection's register.
        daily: the series, None without one.
        coverage: what was looked at, and how well.
        period: first and last day of the axis.
        width: of the picture in its own pixels; it shrinks with its page.
    """
    plan = plan_lanes(view, themes, daily, period=period, scheme="light", width=width)
    picture = _Picture(plan, width)
    parts = [
        *picture.grid(),
        *picture.hatching(coverage),
        *picture.lane_names(),
        *picture.bars(),
        *picture.labels(),
        *picture.marks(),
        *picture.strip(),
    ]
    return Markup(
        '<svg class="lanes" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {:.0f}" width="{}" '
        'aria-labelledby="lanes-title lanes-words"><title id="lanes-title">{}</title><desc id="lanes-words">{}</desc>'
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="var(--hatch)" stroke-width="1.4"/></pattern></defs>{}</svg>'
    ).format(width, picture.height, width, "Events by theme", plan.alt(), Markup("").join(parts))


def svg_colours(themes: pd.DataFrame, scheme: SchemeName) -> dict[str, str]:
    """CSS variables of one scheme: ``--theme-<id>`` for each theme, and the chart's own."""
    colours = SCHEMES[scheme]
    names = ("text", "muted", "grid", "hatch", "accent")
    found = {name: str(getattr(colours, name)) for name in names} | {"ground": colours.background}
    found |= {f"kind-{number}": tone for number, tone in enumerate(colours.kinds)}
    return found | {f"theme-{theme}": colour for theme, colour in theme_colours(themes["id"], scheme).items()}


class _Picture:
    """Parts of the picture, from the back to the front; y runs downward as SVG has it."""

    def __init__(self, plan: LanesPlan, width: int) -> None:
        self.plan, self.drawing, self.width = plan, plan.drawing, width
        self.scale: TimeScale = plan.drawing.scale
        self.left = width - self.scale.width - _SIDE
        self.lanes_height = plan.drawing.layout.height or 60.0
        self.strip_top = _TOP + self.lanes_height + _GAP
        self.foot = self.strip_top + _STRIP if plan.strip else _TOP + self.lanes_height
        self.height = self.foot + _FOOT

    def x(self, day: float) -> float:
        return self.left + self.scale.px(day)

    def y(self, above: float) -> float:
        return _TOP + self.lanes_height - above

    def grid(self) -> Iterator[Markup]:
        right = self.width - _SIDE
        for lane in self.drawing.layout.lanes:
            yield _line(self.left, self.y(lane.top), right, self.y(lane.top), "grid")
        yield _line(self.left, self.foot, right, self.foot, "axis")
        for day, name, year in _ticks(self.scale):
            yield _line(self.x(day), _TOP, self.x(day), self.foot, "grid")
            yield _text(self.x(day), self.foot + 16, name, "tick", "middle")
            if year:
                yield _text(self.x(day), self.foot + 31, year, "tick", "middle")

    def hatching(self, coverage: pd.DataFrame) -> Iterator[Markup]:
        for level, patches in coverage_patches(coverage, self.drawing.layout.lanes, self.scale).items():
            for first, last, low, high in patches:
                yield Markup(
                    '<rect class="gap-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="url(#hatch)"/>'
                ).format(level, self.x(first), self.y(high), self.x(last) - self.x(first), high - low)

    def lane_names(self) -> Iterator[Markup]:
        for lane in self.drawing.layout.lanes:
            yield _text(self.left - 10, self.y(lane.middle) + 4, lane.name, "lane", "end")

    def _placed(self) -> Iterator[tuple[Lane, Mark]]:
        for lane in self.drawing.layout.lanes:
            for mark in lane.marks:
                yield lane, mark

    def bars(self) -> Iterator[Markup]:
        for lane, mark in self._placed():
            if not mark.spans:
                continue
            pale = mark.shape == "about"
            thick = self.drawing.layout.sizes.mark + 1 if pale else BAR
            x, y = self.x(mark.first), self.y(mark.y) - thick / 2
            long = max(self.x(mark.last) - x, thick)
            yield Markup(
                '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}" '
                'style="--own: var(--theme-{})"/>'
            ).format("span" if pale else "bar", x, y, long, thick, thick / 2, lane.theme or "none")

    def marks(self) -> Iterator[Markup]:
        for lane, mark in self._placed():
            yield self._mark(lane, mark)

    def _mark(self, lane: Lane, mark: Mark) -> Markup:
        row = self.drawing.events.iloc[mark.row]
        x, y, radius = self.x(mark.at), self.y(mark.y), self.drawing.layout.sizes.mark / 2 - 0.8
        parts = [Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(row["support"], x, y, radius)]
        if row["support"] == "single-source":
            parts.append(
                Markup('<path class="half" d="M{:.1f} {:.1f}a{:.1f} {:.1f} 0 0 0 {:.1f} 0z"/>').format(
                    x - radius, y, radius, radius, 2 * radius
                )
            )
        if ring := RINGS.get(row["contest"]):
            size = self.drawing.layout.sizes.ring / 2 - 0.8
            parts.append(
                Markup('<circle class="ring {}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(ring, x, y, size)
            )
        words = f"{row['title']}, {row['when_words']}"
        return Markup(
            '<a href="#event-{}"><g class="mark" style="--own: var(--theme-{})"><title>{}</title>{}</g></a>'
        ).format(row["id"], lane.theme or "none", words, Markup("").join(parts))

    def labels(self) -> Iterator[Markup]:
        for label in self.plan.titles:
            yield self._label(label)

    def _label(self, label: Label) -> Markup:
        anchor = "start" if label.align == "left" else "end"
        return _text(self.left + label.x, self.y(label.y) + 3.5, label.text, "label", anchor)

    def strip(self) -> Iterator[Markup]:
        strip: Strip | None = self.plan.strip
        if strip is None or not strip.top:
            return
        series, whose = strip.daily.series, f", {strip.daily.whose}’s count" if strip.daily.whose else ""
        names = [kind.unit.many for kind in series.kinds]
        above = f": {', '.join(names)} above" if len(names) > 1 else ""
        words = f"{capital(series.counted)} a day{above}{whose}; at most {strip.most:,}"
        yield _text(self.left, self.strip_top - 6, words, "label", "start")
        wide = max(strip.bin_days / self.scale.days_per_px * 0.82, 0.6)
        for number, values in enumerate(zip(*strip.kinds, strict=True)):
            day = strip.first + (number + 0.5) * strip.bin_days - 0.5
            floor = self.foot
            for kind, value in enumerate(values):
                high = 0.0 if np.isnan(value) else float(value) / strip.top * _STRIP
                if high > 0.05:
                    floor -= high
                    yield Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.2f}" height="{:.1f}"/>').format(
                        f"kind-{kind}", self.x(day) - wide / 2, floor, wide, high
                    )


def _ticks(scale: TimeScale) -> Iterator[tuple[int, str, str]]:
    """Days with their words, and the year where it begins: months, or weeks of a month where months are few."""
    edges = [np.datetime64(int(day), "D").astype("datetime64[M]").astype(int) for day in (scale.first, scale.last)]
    count = int(edges[1] - edges[0]) + 1
    weekly = count <= 3
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if count / n * 62 <= scale.width), 240)
    year = ""
    for number in range(int(edges[0]), int(edges[1]) + 1):
        first = int(np.datetime64(number, "M").astype("datetime64[D]").astype(int))
        for day in (first, first + 7, first + 14, first + 21) if weekly else (first,):
            if number % step or not scale.first <= day <= scale.last:
                continue
            words = in_words(day).split(" ")
            yield day, f"{words[0]} {words[1][:3]}" if weekly else words[1][:3], words[2] if words[2] != year else ""
            year = words[2]


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(css, x1, y1, x2, y2)


def _text(x: float, y: float, text: str, css: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(css, x, y, anchor, text)


STYLE = f"""
.lanes {{ max-width: 100%; height: auto; font-family: "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; }}
.lanes text {{ fill: var(--text); font-size: {FONT_SIZE}px; }}
.lanes .label {{ fill: var(--muted); font-size: {LABEL_SIZE}px; }}
.lanes .tick {{ fill: var(--muted); font-size: {SMALL_SIZE}px; }}
.lanes .grid {{ stroke: var(--grid); }}
.lanes .axis {{ stroke: var(--muted); }}
.lanes .gap-thin {{ opacity: 0.45; }}
.lanes .mark circle {{ fill: var(--ground); stroke: var(--own); stroke-width: 1.6; }}
.lanes .mark .corroborated, .lanes .mark .half {{ fill: var(--own); }}
.lanes .mark .weakly-sourced {{ stroke-dasharray: 1.6 1.4; }}
.lanes .mark .ring {{ fill: none; stroke: var(--accent); stroke-width: 1.7; }}
.lanes .mark .dashed {{ stroke-dasharray: 2.5 2; }}
.lanes .bar {{ fill: var(--own); opacity: 0.42; }}
.lanes .span {{ fill: var(--own); fill-opacity: 0.16; stroke: var(--own); stroke-opacity: 0.75; }}
""" + "".join(f".lanes .kind-{kind} {{ fill: var(--kind-{kind}); }}\n" for kind in range(MAX_KINDS))
