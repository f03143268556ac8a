"""The lanes chart: inline SVG, readable without scripts, light and dark by the page's colours.

One picture serves first paint, the living page, snapshots and files. Places are those of the plan
(:func:`timeline.charts.lanes.plan_lanes`); looks are those of ``lanes_style``; what a pointer or key does is added by
``timeline/web/browser/lanes.js``, which reads the ``data-`` attributes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import pandas as pd
from markupsafe import Markup, escape

from timeline.charts.hover import contest_words, support_words
from timeline.charts.labels import Box, text_width
from timeline.charts.lanes import LanesPlan, OnAxis, plan_lanes
from timeline.charts.lanes.density import FOOT, Counts
from timeline.charts.lanes.heads import GAP, MERGE, WIDE_FONT, Head
from timeline.charts.lanes.keys import Key
from timeline.charts.lanes.plan import EDGE
from timeline.charts.lanes.shade import Field
from timeline.charts.lanes.signs import FILLED, STROKE, STRUCK, draw_sign
from timeline.charts.lanes.skyline import draw_skyline
from timeline.charts.lanes.stacks import LINE, Event, Lane, Mark
from timeline.charts.lanes.strip_svg import draw_strip, strip_height, strip_words
from timeline.charts.lanes.ticks import choose_ticks
from timeline.charts.lanes_style import STYLE, svg_colours
from timeline.charts.palette import FONT_SIZE, LABEL_SIZE
from timeline.collection.english import count
from timeline.collection.series import Daily

__all__ = ["STYLE", "WIDTH", "draw_lanes_svg", "draw_plan", "svg_colours"]

WIDTH = 1040
_ROW, _TOP_AXIS, _FOOT_AXIS = 13.0, 19.0, 24.0
_EMPTY = 60.0
BAR = 5.0
"""Thickness of the bar of what lasted."""
_NAMED = 2
"""Publishers that a mark names."""
_ABOUT = "The day is not known: the pale span covers the days it may have been."
_NOTHING = "No events in this period"

Link = Callable[[str], str]


def card_link(event: str) -> str:
    """To the event's card on the same page."""
    return f"#event-{event}"


def draw_lanes_svg(
    view: OnAxis,
    themes: pd.DataFrame,
    daily: Daily | None,
    coverage: pd.DataFrame,
    *,
    period: tuple[date, date],
    width: int = WIDTH,
    publishers: Mapping[str, str] | None = None,
    link: Link = card_link,
) -> Markup:
    """The picture of a view alone; the arguments are those of ``plan_lanes`` and :func:`draw_plan`."""
    plan = plan_lanes(view, themes, daily, coverage, period=period, width=width, publishers=publishers)
    return draw_plan(plan, link=link)


def draw_plan(plan: LanesPlan, *, link: Link = card_link, toggle: str = "") -> Markup:
    """The picture; its accessible name is the plan's sentence.

    Args:
        plan: what stands where.
        link: address of an event's card, by the event's id.
        toggle: address of the same page with small themes opened or merged again; "" for no such link.
    """
    return Markup(_Picture(plan, link, toggle).draw())  # noqa: S704  (texts and addresses are escaped where they are put in)


class _Picture:
    """Parts of the picture, from the back to the front; y runs downward as SVG has it.

    What stretches with the axis of time is in ``g.stretch``; what keeps its form is moved by ``translate``. So a script
    zooms by setting one transform, and one for each mark, tick and key event.
    """

    def __init__(self, plan: LanesPlan, link: Link, toggle: str) -> None:
        self.plan, self.link, self.toggle = plan, link, toggle
        self.sizes, self.left, self.right = plan.sizes, plan.left, plan.width - EDGE
        self.per_px, self.edge = plan.scale.days_per_px, plan.scale.left
        self.ticks = choose_ticks(plan.scale)
        rows = max((key.row + len(key.lines) for key in plan.keys if key.lines), default=0)
        self.axis = rows * _ROW + 4 * bool(rows) + _TOP_AXIS
        self.tops = [self.axis]
        for lane in plan.lanes:
            self.tops.append(self.tops[-1] + lane.height)
        self.floor = self.tops[-1] if plan.lanes else self.axis + _EMPTY
        self.foot = self.floor + (strip_height(plan.strip, plan.sizes) if plan.strip else 0.0)

    def draw(self) -> str:
        plan, height = self.plan, self.foot + _FOOT_AXIS
        return "".join(
            (
                f'<svg class="lanes {"narrow" if self.sizes.inside else "wide"}" xmlns="http://www.w3.org/2000/svg" '
                f'role="group" aria-label="{escape(plan.alt())}" '
                f'viewBox="0 0 {plan.width} {height:.0f}" width="{plan.width}" height="{height:.0f}" '
                f'data-left="{self.left:.1f}" data-right="{self.right:.1f}" data-day="{self.edge:.4f}" '
                f'data-per-px="{self.per_px:.6f}" data-first="{plan.scale.first}" data-last="{plan.scale.last}" '
                f'data-axis="{self.axis:.0f}" data-strip="{self.floor:.0f}" data-foot="{self.foot:.0f}">'
                '<g class="inside"><g class="stretch">',
                *self._shade(),
                self._grid(),
                *self._grounds(),
                *self._strip(),
                "</g></g>",
                self._rules(),
                *self._keys(),
                *self._names(),
                *self._tick_words(),
                '<g class="inside">',
                *(part for number in range(len(plan.lanes)) for part in self._lane(number)),
                "</g>",
                *self._words(),
                "</svg>",
            )
        )

    def x(self, day: float) -> float:
        return (day - self.edge) / self.per_px + self.left

    def _shade(self) -> Iterator[str]:
        for field in self.plan.shade:
            x1, x2 = self._ends(field)
            top, foot = (self.axis, self.foot) if field.lane < 0 else self.tops[field.lane : field.lane + 2]
            css = "field" if field.lane < 0 else "wash"
            yield f'<rect class="{css}" x="{x1:.1f}" y="{top:.0f}" width="{x2 - x1:.1f}" height="{foot - top:.0f}">'
            yield f"<title>{field.words}</title></rect>"

    def _ends(self, field: Field) -> tuple[float, float]:
        """Left and right of a field, which reaches the plot's edge where its days reach the axis's ends."""
        scale = self.plan.scale
        x1 = self.left if field.first <= scale.first else self.x(field.first - 0.5)
        return x1, self.right if field.last >= scale.last else self.x(field.last + 0.5)

    def _grid(self) -> str:
        lines = "".join(f"M{self.x(tick.day - 0.5):.1f} {self.axis:.0f}V{self.foot:.0f}" for tick in self.ticks)
        return f'<path class="grid" d="{lines}"/>'

    def _rules(self) -> str:
        """Lines between lanes, and around the plot."""
        heights = [*self.tops, *([self.foot] if self.foot > self.floor else [])]
        lines = "".join(f"M{self.left:.1f} {y:.0f}H{self.right:.1f}" for y in heights)
        return f'<path class="grid" d="{lines}"/>'

    def _strip(self) -> Iterator[str]:
        if self.plan.strip:
            yield from draw_strip(self.plan.strip, self.x, self.per_px, self.foot, self.sizes)

    def _grounds(self) -> Iterator[str]:
        """At the feet of the lanes: counts, pale ones of all events behind those of the filter; then pale marks."""
        layers = (("whole", self.plan.whole), ("counts", self.plan.counts))
        counted = [
            (css, found, [self._values(lane.head, found) for lane in self.plan.lanes]) for css, found in layers if found
        ]
        # one scale for all lanes, so that they can be compared
        most = max((value for _, _, lanes in counted for values in lanes for value in values), default=0) or 1
        for number, lane in enumerate(self.plan.lanes):
            floor = self.tops[number + 1]
            for css, found, lanes in counted:
                yield self._counts(lane.head, found.bin_days, lanes[number], most, floor, css)
            yield from self._pale(lane, floor)

    def _values(self, head: Head, counts: Counts) -> list[int]:
        """How many events the lane has in each bin."""
        bins = (self.plan.scale.last - self.plan.scale.first) // counts.bin_days + 1
        return [sum(counts.counts.get((theme, n), 0) for theme in head.themes) for n in range(bins)]

    def _counts(self, head: Head, size: int, values: list[int], most: int, floor: float, css: str) -> str:
        heights = [value * (FOOT - 3) / most for value in values]
        path = draw_skyline(heights, self.x(self.plan.scale.first - 0.5), size / self.per_px, floor)
        told = "" if css == "whole" else f' data-bin="{size}" data-words="events" data-values="{_spaced(values)}"'
        return f'<path class="{css}"{_own(head.themes, self._css)}{told} {path}/>'

    def _pale(self, lane: Lane, floor: float) -> Iterator[str]:
        """What the filter leaves out: one element for all marks of a theme, drawn as dots of its pen."""
        pens: dict[tuple[str, str], list[str]] = {}
        for mark in lane.marks:
            if not mark.event.own:
                y, theme = floor - lane.above(mark, self.sizes.pitch), mark.event.theme
                dot = f"M{mark.x:.1f} {y:.1f}h0"
                if mark.last - mark.first > self.sizes.mark:
                    pens.setdefault(("bar", theme), []).append(f"M{mark.first:.1f} {y:.1f}H{mark.last:.1f}")
                pens.setdefault(("dot", theme), []).append(dot)
                if mark.event.support != FILLED:
                    pens.setdefault(("gap", theme), []).append(dot)
        wide = {"bar": BAR, "dot": self.sizes.mark, "gap": self.sizes.mark - 2 * STROKE}
        for (pen, theme), path in sorted(pens.items(), key=lambda item: list(wide).index(item[0][0])):
            own = "" if pen == "gap" else _own((theme,), self._css)
            yield f'<path class="pale {pen}"{own} stroke-width="{wide[pen]:.1f}" d="{"".join(path)}"/>'

    def _css(self, theme: str) -> str:
        """The name of a theme's colour."""
        return theme if theme in self.plan.registered else "none"

    def _names(self) -> Iterator[str]:
        offered = False
        for number, lane in enumerate(self.plan.lanes):
            opens = "" if offered or lane.head.kind == "own" else self._toggle_words(lane.head)
            offered = offered or bool(opens)
            yield self._name(lane, number, opens)

    def _toggle_words(self, head: Head) -> str:
        if not self.toggle:
            return ""
        return f"open {count(len(head.themes), 'lane')}" if head.kind == "merged" else MERGE

    def _name(self, lane: Lane, number: int, opens: str) -> str:
        """A lane's name, and the link that opens or merges small themes."""
        top, lines, inside = self.tops[number], lane.lines, self.sizes.inside
        anchor, x = ("start", self.left) if inside else ("end", self.left - GAP)
        below = bool(opens) and not inside
        y = top + 14 if inside else top + (lane.height - (len(lines) + below - 1) * LINE) / 2 + 4
        spans = "".join(
            f'<tspan x="{x:.0f}" y="{y + n * LINE:.1f}">{escape(line)}</tspan>' for n, line in enumerate(lines)
        )
        themes = ", ".join(self.plan.names.get(theme, theme) for theme in lane.head.themes)
        rule = f"{themes}: by first theme" if len(lane.head.themes) > 1 else "Events by their first theme"
        name = f'<text class="name" text-anchor="{anchor}">{spans}<title>{escape(rule)}</title></text>'
        if not opens:
            return name
        aside = x + text_width(lines[-1], FONT_SIZE) * WIDE_FONT + 8 if inside else x
        at = y + (len(lines) - inside) * LINE
        link = f'<text class="toggle" x="{aside:.0f}" y="{at:.1f}" text-anchor="{anchor}">{opens}</text>'
        return f'{name}<a class="open-lanes" href="{escape(self.toggle)}">{link}<title>{escape(rule)}</title></a>'

    def _tick_words(self) -> Iterator[str]:
        for tick in self.ticks:
            if tick.words:
                x = self.x(tick.day - 0.5) + 4
                for y in (self.axis - 6, self.foot + 15):
                    yield f'<text class="tick" transform="translate({x:.1f} {y:.0f})">{escape(tick.words)}</text>'

    def _keys(self) -> Iterator[str]:
        """The key events; the first that is a link is a stop of the Tab key."""
        stop = "0"
        yield '<g class="keys">'
        for key in self.plan.keys:
            yield self._key(key, stop)
            stop = "-1" if key.lines and key.event.own else stop
        yield "</g>"

    def _key(self, key: Key, stop: str) -> str:
        """A guide line with the name; a link where the filter has the event."""
        event, bottom = key.event, self.axis - _TOP_AXIS - 2
        top = bottom - key.reach * _ROW if key.reach else self.axis - 3
        spans = []
        for n, line in enumerate(key.lines):
            y = bottom - (key.row + len(key.lines) - 1 - n) * _ROW - 2
            day = f' <tspan class="day">{escape(key.day)}</tspan>' if n == len(key.lines) - 1 else ""
            spans.append(f'<tspan x="{key.at - key.x:.1f}" y="{y:.0f}">{escape(line)}{day}</tspan>')
        text = f'<text class="key-name" text-anchor="{key.anchor}">{"".join(spans)}</text>' if spans else ""
        title = f"<title>{escape(event.title)}\n{escape(event.when)}</title>"
        guide = f'<path class="guide" d="M0 {top:.0f}V{self.foot:.0f}"/>'
        at = f'transform="translate({key.x:.1f} 0)"'
        if not event.own or not text:
            return f'<g class="key{"" if event.own else " outside"}" {at}>{guide}{text}{title}</g>'
        where = f'href="{escape(self.link(event.id))}" data-event="{escape(event.id)}" tabindex="{stop}"'
        return f'<g class="key" {at}>{guide}<a class="key-link" {where}>{text}{title}</a></g>'

    def _lane(self, number: int) -> Iterator[str]:
        """The marks of a lane that the filter has, by time; the first of them is a stop of the Tab key."""
        lane, floor, stop = self.plan.lanes[number], self.tops[number + 1], "0"
        single = len(lane.head.themes) == 1
        own = _own(lane.head.themes, self._css) if single else ""
        yield f'<g class="lane" role="group" aria-label="{escape(lane.head.name)}"{own}>'
        for mark in lane.marks:
            if mark.event.own:
                yield self._mark(mark, floor - lane.above(mark, self.sizes.pitch), stop, single=single)
                stop = "-1"
        yield "</g>"

    def _mark(self, mark: Mark, y: float, stop: str, *, single: bool) -> str:
        event = mark.event
        sign = draw_sign(mark.shape, event.support, event.contest, self.sizes.mark)
        bar = "" if mark.shape == "day" else self._bar(mark)
        css = "mark full" if event.support == FILLED else "mark"
        own = "" if single else _own((event.theme,), self._css, bare=not bar)
        return (
            f'<a class="{css}" href="{escape(self.link(event.id))}" data-event="{escape(event.id)}" tabindex="{stop}" '
            f'transform="translate({mark.x:.1f} {y:g})"{own}>{bar}{sign}<title>{self._told(event)}</title></a>'
        )

    def _bar(self, mark: Mark) -> str:
        """From the first to the last day; the days that a date may mean are outlined."""
        pale, wide = mark.shape == "about", mark.last - mark.first
        if wide < self.sizes.mark * (1.5 if pale else 0.5):
            return ""  # the sign would hide it
        css, high = ("span", self.sizes.mark) if pale else ("bar", BAR)
        return (
            f'<rect class="{css}" x="{mark.first - mark.x:.1f}" y="{-high / 2:g}" width="{wide:.1f}" height="{high:g}" '
            f'rx="{high / 2:g}"/>'
        )

    def _told(self, event: Event) -> Markup:
        """What the pointer and a screen reader are told, a line each."""
        names = [self.plan.publishers.get(p, p) for p in event.publishers]
        whose = f": {', '.join(names[:_NAMED])}{', …' * (len(names) > _NAMED)}" if names else ""
        graded = support_words(event.support) + (f". {contest_words(event.contest)}" if event.contest else "")
        about = f"\n{_ABOUT}" if event.about else ""
        return escape(f"{event.title}\n{event.when}\n{graded}\n{_sources(event)}{whose}{about}")

    def _words(self) -> Iterator[str]:
        """Over everything: what fields mean, what the strip counts, and that there is nothing to see."""
        for field in self.plan.shade:
            if field.lane < 0 and (spot := self._field_spot(field)):
                yield f'<text class="field-words" x="{spot[0]:.1f}" y="{spot[1]:.0f}">{field.words}</text>'
        if self.plan.strip:
            yield from strip_words(self.plan.strip, self.left, self.floor, self.foot, self.sizes)
        if not self.plan.lanes:
            x = (self.left + self.right) / 2
            yield f'<text x="{x:.0f}" y="{self.axis + _EMPTY / 2 + 4:.0f}" text-anchor="middle">{_NOTHING}</text>'

    def _field_spot(self, field: Field) -> tuple[float, float] | None:
        """Where a field's words lie on no mark and no name, from the top; None where there is no such place."""
        x1, x2 = self._ends(field)
        wide = text_width(field.words, LABEL_SIZE)
        if x2 - x1 < wide + 8:
            return None
        x = x1 + 5
        for number, lane in enumerate(self.plan.lanes):
            top, floor = self.tops[number : number + 2]
            words, reach = Box(x - 2, top + 1, x + wide + 2, top + 15), self.sizes.pitch / 2
            taken = [
                Box(min(mark.first, mark.x - reach), y - reach, max(mark.last, mark.x + reach), y + reach)
                for mark in lane.marks
                for y in (floor - lane.above(mark, self.sizes.pitch),)
            ]
            if self.sizes.inside:
                taken.append(Box(0, top, self.left + text_width(lane.lines[0], FONT_SIZE) + 110, top + 16))
            if not any(words.overlaps(box) for box in taken):
                return x, top + 12
        return None


def _sources(event: Event) -> str:
    """How many sources, and how many of them are independent where that is fewer than two."""
    if event.support == FILLED or event.source_count < 2:
        return count(event.source_count, "source")
    if event.support == STRUCK:
        return f"{count(event.source_count, 'source')} of unknown owner"
    independent = "1 independent source" if event.support == "single-source" else "No independent source"
    return f"{independent} of {event.source_count:,}"


def _spaced(values: list[int]) -> str:
    return " ".join(map(str, values))


def _own(themes: tuple[str, ...], css: Callable[[str], str], *, bare: bool = False) -> str:
    """The colours of a theme as the element's own, ``bare`` only the full one; several together are neutral."""
    name = css(themes[0]) if len(themes) == 1 else "none"
    if bare:
        return f' style="--own:var(--theme-{name})"'
    return f' style="--own:var(--theme-{name});--soft:var(--soft-{name});--pale:var(--pale-{name})"'
