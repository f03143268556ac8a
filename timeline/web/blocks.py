"""Blocks of HTML that pages are made of: heading with the count, cards, page numbers, what to loosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import streamlit as st
from markupsafe import Markup, escape

from timeline.cards.markup import go_link
from timeline.cards.render import render_cards
from timeline.charts.palette import SCHEMES, SchemeName
from timeline.collection.english import count, plural
from timeline.collection.tables import Tables
from timeline.query.answerer import NotHere
from timeline.query.facets import FACETS
from timeline.query.filter import SORTS, Filter
from timeline.query.record import Record, View
from timeline.web.settings import ROOT, cards_a_page
from timeline.web.state import url_of, urls

MOST_READ = 50_000
_SORT_LABELS = {"newest": "Newest first", "oldest": "Oldest first"}


@cache
def page_style(scheme: SchemeName) -> Markup:
    """The look of every page, as one element: cards, what stands around them, and the scheme's colours by name."""
    colours = SCHEMES[scheme]
    named = {"accent": colours.accent, **colours.stances}
    sheets = [ROOT / "timeline/cards/cards.css", ROOT / "timeline/web/frame.css"]
    rules = [sheet.read_text(encoding="utf-8") for sheet in sheets]
    variables = "; ".join(f"--{name}: {value}" for name, value in named.items())
    return Markup("<style>{}\n:root {{ {} }}</style>").format(Markup("\n".join(rules)), variables)  # noqa: S704


def link(flt: Filter, text: str, css: str = "") -> Markup:
    """A link to a filter that stays in the session (``timeline.web.bridge``)."""
    return go_link(url_of(flt), text, css)


def heading(view: View, title: str = "") -> Markup:
    """The filter in words and the count line, under the page's title where it has one."""
    phrase = view.filter.in_words(view.record)
    chosen = Markup(" · {}").format(phrase) if title and not view.filter.is_empty else ""
    return Markup(
        '<h1 class="phrase">{}</h1><p class="count-line" data-shown="{}" data-total="{}"><b>{:,}</b> of {:,} {}{}</p>'
    ).format(title or phrase, len(view), view.total, len(view), view.total, plural(view.total, "event"), chosen)


def opened_card(view: View) -> Markup:
    """The card of the one event that the link asks for, whether or not the filter would show it."""
    event = view.filter.event
    found = view.record.find("events", [event])
    if found.empty:
        return Markup('<div class="no-card"></div>')
    close = link(view.filter.but(event=""), "Close", "close")
    hidden = "" if view.has(event) else "This event lies outside the filter; it is shown because it was asked for."
    card = render_cards(view.record, found, view.filter, urls(), opened=event)
    bar = Markup('<p class="bar"><span>{}</span>{}</p>').format(hidden, close)
    return Markup('<section class="opened-card" aria-label="Opened event">{}{}</section>').format(bar, card)


def draw_order(view: View) -> None:
    """The choice of order, and which page of cards this is."""
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.segmented_control(
        "Order",
        SORTS,
        format_func=_SORT_LABELS.__getitem__,
        key="w_sort",
        required=True,
        label_visibility="collapsed",
    )
    right.html(page_links(view.filter, len(view)))


def cards(view: View) -> Markup:
    """The cards of the present page."""
    shown = view.page(cards_a_page())
    others = shown[shown["id"] != view.filter.event]
    return Markup('<div class="cards">{}</div>').format(render_cards(view.record, others, view.filter, urls()))


def page_slice(flt: Filter, total: int) -> slice:
    """The rows of the filter's page, no further than the last."""
    size = cards_a_page()
    first = (_page_number(flt, total) - 1) * size
    return slice(first, min(first + size, total))


def _page_number(flt: Filter, total: int) -> int:
    return min(flt.page, max(1, -(-total // cards_a_page())))


def page_links(flt: Filter, total: int) -> Markup:
    """Links to the other pages of so many rows; empty where one page holds them all."""
    shown, here = page_slice(flt, total), _page_number(flt, total)
    if total <= cards_a_page():
        return Markup('<nav class="pages"></nav>')
    parts = [Markup("<span>{:,}–{:,} of {:,}</span>").format(shown.start + 1, shown.stop, total)]
    if here > 1:
        parts.insert(0, link(flt.but(page=here - 1), "← Previous"))
    if shown.stop < total:
        parts.append(link(flt.but(page=here + 1), "Next →"))
    return Markup('<nav class="pages" aria-label="Pages">{}</nav>').format(Markup(" ").join(parts))


def nothing_found(view: View) -> Markup:
    """Which part of the filter to loosen, with what that would give; most events first."""
    found = sorted(_looser(view), key=lambda item: -item[1])
    lines = [
        Markup("<li>{} gives {}</li>").format(link(flt, words), count(events, "event"))
        for words, events, flt in found
        if events
    ]
    everything = link(Filter(sort=view.filter.sort), "Show all events")
    return Markup('<div class="nothing"><p><b>No event fits all of this.</b></p><ul>{}</ul><p>{}</p></div>').format(
        Markup("").join(lines), everything
    )


def _looser(view: View) -> Iterator[tuple[str, int, Filter]]:
    flt = view.filter
    for param, facet in FACETS.items():
        if flt.values(param):
            looser = flt.but(**{facet.field: (), "event": ""})
            yield f"Any {param}", len(view.record.view(looser)), looser
    if flt.start or flt.end:
        looser = flt.but(start=None, end=None, certain=False, event="")
        yield "Any time", len(view.record.view(looser)), looser
    if flt.q:
        looser = flt.but(q="", event="")
        yield f"Without the words “{flt.q}”", len(view.record.view(looser)), looser


def nothing_to_show(view: View, title: str, sentence: str) -> Markup:
    """A page that a record has nothing for: what it lacks, and the card that the link asks for."""
    words = Markup('<p class="prose">{}</p>').format(sentence)
    return heading(view, title) + words + opened_card(view) + footer(view.record)


def read_tables(record: Record) -> Tables:
    """All tables of a record, for pages that read every claim or document.

    Raises:
        NotHere: that would keep a reader waiting for minutes, or the tables are not in memory.
    """
    total = record.sizes["events"]
    if total > MOST_READ:
        raise NotHere(
            f"This page reads every claim and document and is made for up to {MOST_READ:,} events; this record "
            f"has {total:,}. The timeline, its filter and its cards, with claims and positions, work at any size."
        )
    return record.tables()


@contextmanager
def part() -> Iterator[None]:
    """A part of a page: where the record cannot answer it, its place says why, and the rest of the page stands."""
    try:
        yield
    except NotHere as refusal:
        st.html(Markup('<p class="prose not-here">{}</p>').format(str(refusal)))


def footer(record: Record) -> Markup:
    """Licence, credit and version of the data."""
    about = record.about
    licence = (
        Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(about.licence_url, about.licence)
        if about.licence_url
        else about.licence
    )
    parts = [
        Markup("Texts: {}.").format(licence) if about.licence else "",
        escape(about.series.credit_line) if about.series else "",
        Markup("Data version <code>{}</code>.").format(record.version[:12]),
    ]
    return Markup('<p class="footer">{}</p>').format(Markup(" ").join(part for part in parts if part))
