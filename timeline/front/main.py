"""What the opening page shows under its heading: lanes, the opened card or what is latest, and cards page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from timeline.cards.render import render_cards
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS
from timeline.front.place import BRING, Place
from timeline.front.templates import render
from timeline.query.facets import FACETS
from timeline.query.filter import SORTS, Filter
from timeline.query.record import Record, View

_SORT_NAMES = {"newest": "Newest first", "oldest": "Oldest first"}
_LATEST = 4
MARKED = ("contested", "split", "denied", "questioned")
"""Grades of contest that are said beside the title of an event in a list."""


class Paging(NamedTuple):
    """Which cards a page holds.

    Attributes:
        first, last: numbers of its cards, from 1.
        total: cards on all pages.
        before, after: addresses of the pages beside it, "" where there is none.
    """

    first: int
    last: int
    total: int
    before: str
    after: str


def paging(flt: Filter, place: Place, total: int, size: int) -> Paging:
    """The page of cards that a filter asks for, no further than the last."""
    number = min(flt.page, max(1, -(-total // size)))
    first = (number - 1) * size
    last = min(first + size, total)
    before = place.url(flt.but(page=number - 1)) if number > 1 else ""
    return Paging(first + 1, last, total, before, place.url(flt.but(page=number + 1)) if last < total else "")


def render_pages(found: Paging, *, at_foot: bool = False) -> Markup:
    """Links to the other pages; nothing where one page holds all. The same at the foot needs another name."""
    name = "Pages, at the foot of the list" if at_foot else "Pages of the list"
    return render("pages", pages=found, name=name) if found.before or found.after else Markup("")


def is_empty(record: Record, flt: Filter) -> bool:
    """Whether a record holds no event, today and not only on the day that it is rewound to."""
    return not record.sizes["events"] and not flt.known


def render_list(view: View, place: Place, size: int, *, brings: bool = False) -> Markup:
    """The order, the cards of the present page and the way to the others; where nothing fits, what to loosen.

    A record without events says what to do next: bring a file, here where the server lets people (``brings``).
    """
    if is_empty(view.record, view.filter):
        return render("empty", bring=place.on(BRING, Filter()).removesuffix("?") if brings else "")
    if not len(view):
        return render(
            "nothing",
            looser=sorted(_looser(view, place), key=lambda item: -item[1]),
            today=place.url(view.filter.but(known=None)) if view.filter.known else "",
            everything=place.without_filter(view.filter),
        )
    found = view.page(size)
    others = found[found["id"] != view.filter.event]
    place_in_list = paging(view.filter, place, len(view), size)
    pages, at_foot = render_pages(place_in_list), render_pages(place_in_list, at_foot=True)
    orders = [
        (name, place.url(view.filter.but(sort=key)), key == view.filter.sort)
        for key, name in zip(SORTS, _SORT_NAMES.values(), strict=True)
    ]
    cards = render_cards(view.record, others, view.filter, place.url, story=place.story)
    return render("list", orders=orders, pages=pages, at_foot=at_foot, cards=cards)


def _looser(view: View, place: Place) -> Iterator[tuple[str, int, str]]:
    """Parts of the filter: without it in words, events then, and the address."""
    flt = view.filter
    for param, facet in FACETS.items():
        if flt.values(param):
            yield _without(view, place, facet.anything, flt.but(**{facet.field: (), "event": ""}))
    if flt.start or flt.end:
        yield _without(view, place, "Any time", flt.but(start=None, end=None, certain=False, event=""))
    if flt.q:
        yield _without(view, place, f"Without the words “{flt.q}”", flt.but(q="", event=""))


def _without(view: View, place: Place, words: str, flt: Filter) -> tuple[str, int, str]:
    # the record is rewound already where the filter says so
    return words, len(view.record.view(flt.but(known=None))), place.url(flt)


def render_opened(view: View, place: Place) -> Markup:
    """The card of the one event that the address asks for, whether or not the filter would show it; else nothing."""
    event = view.filter.event
    found = view.record.find("events", [event]) if event else None
    if found is None or found.empty:
        return Markup("")
    before, after = view.beside(event)
    return render(
        "opened",
        card=render_cards(view.record, found, view.filter, place.url, opened=event, story=place.story),
        close=place.url(view.filter.but(event="")),
        before=place.url(view.filter.but(event=before)) if before else "",
        after=place.url(view.filter.but(event=after)) if after else "",
        hidden=not view.has(event),
    )


def render_latest(view: View, place: Place) -> Markup:
    """The events that end the view, newest first; nothing where it has none."""
    links, flt = place.links(view.filter), view.filter
    events = [
        {
            "url": links.opened(row["id"]),
            "when": row["when_words"],
            "title": row["title"],
            "disputed": CONTESTS[row["contest"]] if row["contest"] in MARKED else "",
        }
        for row in reversed(rows_of(view.part(max(0, len(view) - _LATEST), _LATEST)))
    ]
    return render("latest", events=events, whole=flt.is_empty) if events else Markup("")
