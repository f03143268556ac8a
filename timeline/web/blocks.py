"""Blocks of HTML that pages are made of: the opened card, page numbers, the foot, and what cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import go_link
from timeline.collection.tables import Tables
from timeline.front.head import render_foot
from timeline.front.main import paging, render_opened, render_pages
from timeline.query.answerer import NotHere
from timeline.query.filter import Filter
from timeline.query.record import Record, View
from timeline.web.settings import cards_a_page
from timeline.web.state import place, url_of

MOST_READ = 50_000


def link(flt: Filter, text: str, css: str = "") -> Markup:
    """A link to a filter that stays in the session (``timeline.web.front``)."""
    return go_link(url_of(flt), text, css)


def page_slice(flt: Filter, total: int) -> slice:
    """The rows of the filter's page, no further than the last."""
    found = paging(flt, place(), total, cards_a_page())
    return slice(found.first - 1, found.last)


def page_links(flt: Filter, total: int, *, at_foot: bool = False) -> Markup:
    """Links to the other pages of so many rows; a place without any where one page holds them all."""
    return render_pages(paging(flt, place(), total, cards_a_page()), at_foot=at_foot) or Markup(
        '<span class="pages"></span>'
    )


def nothing_to_show(view: View, sentence: str) -> Markup:
    """A page that a record has nothing for: what it lacks, and the card that the link asks for."""
    return Markup('<p class="prose">{}</p>').format(sentence) + opened_card(view) + footer(view.record)


def opened_card(view: View) -> Markup:
    """The card of the one event that the address asks for; a place without any where it asks for none."""
    return render_opened(view, place()) or Markup('<div class="no-card"></div>')


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
    """Licence and credit."""
    return render_foot(record)
