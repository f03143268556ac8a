"""The bars of every page: the record's name with its pages, and under the heading what is chosen, with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from timeline.collection.english import day_in_words
from timeline.front.head import short_name
from timeline.front.panel import heading, name_of
from timeline.front.place import SNAPSHOTS, Place
from timeline.front.templates import render
from timeline.query.facets import IN_PLACE
from timeline.query.filter import Filter
from timeline.query.record import View


class Chip(NamedTuple):
    """One chosen thing, and the address without it."""

    kind: str
    name: str
    url: str


class Tab(NamedTuple):
    """One page."""

    title: str
    path: str


def render_top(record_title: str, tabs: Sequence[Tab], view: View, place: Place) -> Markup:
    """The bar over every page.

    Args:
        record_title: name of the record; what stands before a colon is enough for a bar.
        tabs: the pages that the record has something for.
        view: the filter that links to pages carry along.
        place: which page this is.
    """
    plain = view.filter.but(event="", page=1)
    return render(
        "top",
        name=short_name(record_title),
        title=record_title,
        home=place.on("timeline", Filter()),
        tabs=[(tab.title, place.on(tab.path, plain), tab.path == place.path) for tab in tabs],
        q=view.filter.q,
        chosen=sum(1 for _ in chips(view, place)),
    )


def render_bar(view: View, place: Place, feeds: str, *, may_freeze: bool, frozen: bool) -> Markup:
    """The filter as chips that can be taken out, the count, and what can be done with what is shown.

    Args:
        view: what is shown.
        place: where addresses lead.
        feeds: query of the live feed and calendar of this filter.
        may_freeze: whether it can be frozen now.
        frozen: whether it is a snapshot, which can be cited.
    """
    found = list(chips(view, place))
    return render(
        "bar",
        chips=found,
        clear="both" if len(found) == 2 else "all",
        clear_url=place.without_filter(view.filter),
        heading=heading(view),
        shown=len(view),
        total=view.total,
        feeds=feeds,
        snapshots=place.on(SNAPSHOTS, view.filter.but(event="", page=1)),
        may_freeze=may_freeze,
        frozen=frozen,
    )


def chips(view: View, place: Place) -> Iterator[Chip]:
    """What is chosen, in the panel's order."""
    flt, names = view.filter, view.record.facet_names
    if flt.start or flt.end:
        yield Chip("When", _period(flt), place.url(flt.but(start=None, end=None, certain=False, event="")))
    if flt.certain:
        yield Chip("When", "certainly", place.url(flt.but(certain=False, event="")))
    if flt.q:
        yield Chip("Words", flt.q, place.url(flt.but(q="", event="")))
    for facet in sorted(IN_PLACE, key=lambda facet: facet.param != "actor"):
        chosen = flt.values(facet.param)
        for value in chosen:
            without = flt.but(**{facet.field: set(chosen) - {value}}, event="")
            yield Chip(name_of(facet), names[facet.param].get(value, value), place.url(without))
        if facet.wider and flt.together and len(chosen) > 1:
            yield Chip(name_of(facet), "all of them together", place.url(flt.but(together=False, event="")))
    if flt.known:
        yield Chip("Rewound to", day_in_words(flt.known), place.url(flt.but(known=None, event="")))


def _period(flt: Filter) -> str:
    if flt.start and flt.end:
        return day_in_words(flt.start) + (f" – {day_in_words(flt.end)}" if flt.start != flt.end else "")
    return f"since {day_in_words(flt.start)}" if flt.start else f"until {day_in_words(flt.end)}"  # type: ignore[arg-type]
