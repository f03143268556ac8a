"""One function answers a view: what the living page, its first HTML and the API show of a filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from markupsafe import Markup

from timeline.charts.lanes import LanesPlan, plan_lanes
from timeline.charts.lanes.keys import MOST_KEYS
from timeline.charts.lanes_svg import draw_plan
from timeline.charts.legend import GROUPS, legend_html
from timeline.front.head import render_foot
from timeline.front.kept import kept
from timeline.front.lead import read_lead, render_questions
from timeline.front.main import is_empty, render_latest, render_list, render_opened
from timeline.front.outside import render_outside
from timeline.front.panel import render_panel
from timeline.front.place import Place
from timeline.front.templates import render
from timeline.query.answerer import Days, Density
from timeline.query.filter import Filter
from timeline.query.period import axis_period
from timeline.query.record import Record, View

LANES, MERGED, ALL = "lanes", "merged", "all"
"""Parameter of the opening page: whether small themes share a lane, or each has its own."""
REST, PALE, HIDDEN = "rest", "pale", "hidden"
"""Parameter of the opening page: what a filter leaves out stays as pale marks, or goes."""


@dataclass(frozen=True)
class Answer:
    """What a view shows; each part is made when it is first asked for.

    Attributes:
        view: of a record and a filter.
        place: the page that its addresses lead to.
        width: CSS pixels that the lanes may take.
        cards: event cards a page.
        problem: why the period that the reader typed is none.
        brings: whether files can be brought in here.
    """

    view: View
    place: Place
    width: int
    cards: int
    problem: str = ""
    brings: bool = False

    @cached_property
    def query(self) -> str:
        """The filter as addresses have it."""
        return self.view.filter.to_query()

    @cached_property
    def words(self) -> str:
        """The filter in words."""
        return self.view.filter.in_words(self.view.record)

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """For each facet: value to number of events if it were chosen."""
        return {param: {str(v): int(n) for v, n in counts.items()} for param, counts in self.view.counts.items()}

    @cached_property
    def panel(self) -> Markup:
        """The filter as a panel."""
        return render_panel(self.view, self.place, self.problem)

    @cached_property
    def lanes(self) -> Markup:
        """Legend, lanes and notes; turning pages and opening cards leave them as they are, and readers share them."""
        key = ("lanes", self.view.filter.rows_key(), self.place, self.width)
        return kept(self.view.record, key, self._draw_lanes)

    def _draw_lanes(self) -> Markup:
        plan, place, flt = self.plan(), self.place, self.view.filter.rows_key()
        merged, hidden = place.choices.get(LANES) != ALL, place.choices.get(REST) == HIDDEN
        switches = not flt.is_empty and (hidden or plan.pale or plan.whole)
        links = place.links(flt)
        return render(
            "lanes",
            legend=Markup(legend_html(signs_of(self.view.record, flt))),  # noqa: S704  (nothing of a collection)
            picture=draw_plan(
                plan,
                link=links.opened,
                toggle=place.but(LANES, ALL if merged else "").url(flt),
            ),
            notes=plan.notes(opened=self.view.record.densest is not None),
            outside=render_outside(self.view.record, plan.density, axis_period(self.view), links),
            rest_url=place.but(REST, "" if hidden else HIDDEN).url(flt) if switches else "",
            hidden=hidden,
        )

    def plan(self) -> LanesPlan:
        """What the lanes show, and where."""
        view, record, flt = self.view, self.view.record, self.view.filter
        dims = not flt.is_empty and self.place.choices.get(REST) != HIDDEN
        return plan_lanes(
            view,
            record.themes,
            record.daily,
            record.coverage,
            period=axis_period(view),
            width=self.width,
            publishers=record.publisher_names,
            behind=Whole(record) if dims else None,
            open_lanes=self.place.choices.get(LANES) == ALL,
            keys=(record.view() if dims else view).key_events(MOST_KEYS),
        )

    @cached_property
    def opened(self) -> Markup:
        """The card of the event that the address asks for; empty where it asks for none."""
        return render_opened(self.view, self.place)

    @cached_property
    def latest(self) -> Markup:
        """The events that end the view."""
        return render_latest(self.view, self.place)

    @property
    def main(self) -> Mapping[str, Markup]:
        """The opening page under its heading, by named parts."""
        record, side = self.view.record, self.opened or self.latest
        opens = self.view.filter.is_empty and not self.place.snapshot
        questions = render_questions(read_lead(record)) if opens else Markup("")
        lanes = Markup("") if is_empty(record, self.view.filter) else self.lanes
        parts = {"questions": questions, "lanes": lanes, "side": side, "list": self.list}
        return parts | {"foot": render_foot(record)}

    @cached_property
    def list(self) -> Markup:
        """Order, cards and pages."""
        return render_list(self.view, self.place, self.cards, brings=self.brings)


class Whole:
    """All events of a record on a time axis: what lanes show pale is the same behind every filter, and kept."""

    def __init__(self, record: Record) -> None:
        """All events of this record."""
        self.record = record

    def density(self, axis: Days, bin_days: int | None = None) -> Density:
        """How they lie over the axis."""
        key = ("density", axis, bin_days)
        return kept(self.record, key, lambda: self.record.view().density(axis, bin_days))

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        """Those that would be drawn."""
        key = ("weightiest", axis, most)
        return kept(self.record, key, lambda: self.record.view().weightiest(axis, most))


def answer(
    view: View, place: Place, *, width: int = 640, cards: int = 20, problem: str = "", brings: bool = False
) -> Answer:
    """The answer for a view."""
    return Answer(view, place, width, cards, problem, brings)


def signs_of(record: Record, flt: Filter) -> list[str]:
    """Groups of the legend of which the lanes of a record can have a sign."""
    absent = set() if record.sizes["claims"] else {"Claims"}
    absent |= set() if len(record.coverage) or record.daily else {"Coverage"}
    absent |= {"Filter"} if flt.is_empty else set()
    return [group for group in GROUPS if group not in absent]
