"""The filter as a panel: when, who, theme, what is disputed, and in one fold the rest."""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup

from timeline.collection.english import count
from timeline.front.months import bounds_in_words, read_bars, read_density
from timeline.front.options import Options, find_options, read_options
from timeline.front.outside import render_outside
from timeline.front.place import Place
from timeline.front.templates import render
from timeline.query.facets import IN_PLACE, Facet
from timeline.query.filter import Filter
from timeline.query.period import axis_period
from timeline.query.record import View

_FOLDED = ("support", "country", "publisher")
_MOST = {"actor": 6, "theme": 6}
_FEW = 5
_NAMES = {"support": "Sourcing", "country": "Place"}
"""Where the panel has a shorter word than the facet's own."""


class Group(NamedTuple):
    """One facet of the panel."""

    facet: Facet
    name: str
    options: Options


def name_of(facet: Facet) -> str:
    """What readers know a facet by."""
    return _NAMES.get(facet.param, facet.label)


def render_panel(view: View, place: Place, problem: str = "") -> Markup:
    """The panel of a view.

    Args:
        view: what is shown.
        place: where its addresses lead.
        problem: why the period in words that the reader typed is none; "" where nothing is wrong.
    """
    groups = [_group(view, facet, place) for facet in IN_PLACE]
    groups = [group for group in groups if group.options.shown]
    bars = read_bars(view, place)
    order = {"actor": 0, "theme": 1, "contest": 2}
    return render(
        "panel",
        heading=heading(view),
        bars=bars,
        span=bounds_in_words(bars),
        outside=render_outside(
            view.record, read_density(view), axis_period(view.record.view()), place.links(view.filter), "these bars"
        ),
        flt=view.filter,
        problem=problem,
        above=sorted((g for g in groups if g.facet.param not in _FOLDED), key=lambda g: order.get(g.facet.param, 9)),
        folded=[group for group in groups if group.facet.param in _FOLDED],
        fold_open=any(view.filter.values(param) for param in _FOLDED) or view.filter.known is not None,
        **_links(view.filter, place),
        shown=len(view),
        noun="event" if len(view) == 1 else "events",
    )


def render_found(view: View, facet: Facet, place: Place, words: str) -> Markup:
    """The values of a facet whose names hold some words, as rows of the panel."""
    return render("found", options=find_options(view, facet, place, words), facet=facet)


def heading(view: View) -> str:
    """How many events are shown, of how many."""
    if view.filter.is_empty:
        return f"All {view.total:,} events" if view.total != 1 else "The one event"
    return f"{len(view):,} of {count(view.total, 'event')}"


def _group(view: View, facet: Facet, place: Place) -> Group:
    most = _MOST.get(facet.param, _FEW)
    few = facet.widget == "pills" and facet.param != "theme"
    return Group(facet, name_of(facet), read_options(view, facet, place, 99 if few else most))


def _links(flt: Filter, place: Place) -> dict[str, Any]:
    """Addresses of the panel's switches."""
    return {
        "together_url": place.url(flt.but(together=not flt.together, event="")),
        "certain_url": place.url(flt.but(certain=not flt.certain, event="")),
        "clear_url": place.without_filter(flt),
    }
