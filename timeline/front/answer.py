"""One function answers a view: what the living page, its first HTML and the API show of a filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from timeline.charts.lanes_svg import draw_lanes_svg
from timeline.front.head import render_foot
from timeline.front.kept import kept
from timeline.front.lead import read_lead, render_questions
from timeline.front.main import render_latest, render_list, render_opened
from timeline.front.panel import render_panel
from timeline.front.place import Place
from timeline.query.period import axis_period
from timeline.query.record import View


@dataclass(frozen=True)
class Answer:
    """What a view shows; each part is made when it is first asked for.

    Attributes:
        view: of a record and a filter.
        place: the page that its addresses lead to.
        width: CSS pixels that the lanes may take.
        cards: event cards a page.
        problem: why the period that the reader typed is none.
    """

    view: View
    place: Place
    width: int
    cards: int
    problem: str = ""

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
        """The lanes; turning pages and opening cards leave them as they are, and readers share them."""
        view = self.view
        key = ("lanes", view.filter.rows_key(), axis_period(view), self.width)
        return kept(view.record, key, self._draw_lanes)

    def _draw_lanes(self) -> Markup:
        record = self.view.record
        return draw_lanes_svg(
            self.view, record.themes, record.daily, record.coverage, period=axis_period(self.view), width=self.width
        )

    @cached_property
    def opened(self) -> Markup:
        """The card of the event that the address asks for; empty where it asks for none."""
        return render_opened(self.view, self.place)

    @cached_property
    def latest(self) -> Markup:
        """The events that end the record."""
        return render_latest(self.view, self.place)

    @property
    def main(self) -> Mapping[str, Markup]:
        """The opening page under its heading, by named parts."""
        record, side = self.view.record, self.opened or self.latest
        questions = render_questions(read_lead(record)) if self.view.filter.is_empty else Markup("")
        parts = {"questions": questions, "lanes": self.lanes, "side": side, "list": self.list}
        return parts | {"foot": render_foot(record)}

    @cached_property
    def list(self) -> Markup:
        """Order, cards and pages."""
        return render_list(self.view, self.place, self.cards)


def answer(view: View, place: Place, *, width: int = 640, cards: int = 20, problem: str = "") -> Answer:
    """The answer for a view."""
    return Answer(view, place, width, cards, problem)
