"""What stands over every page: headline or title, the filter in words, and how far the record reaches."""

from __future__ import annotations

from markupsafe import Markup

from timeline.front.dateline import read_date_line, render_date_line
from timeline.front.lead import read_lead, render_lead
from timeline.front.place import START, Place
from timeline.front.templates import render
from timeline.query.record import Record, View


def title_of(view: View, place: Place, page: str) -> str:
    """What a page is called: in the heading, the browser's tab, and where its address is pasted.

    Args:
        view: what is shown.
        place: where.
        page: the page's title.
    """
    phrase = view.filter.in_words(view.record)
    if place.path != START:
        return page if view.filter.is_empty else f"{page}: {phrase[0].lower()}{phrase[1:]}"
    return read_lead(view.record).headline if view.filter.is_empty else phrase


def tab_title(view: View, place: Place, page: str) -> str:
    """The title of the browser's tab: what the page is called, and of which record."""
    title, name = title_of(view, place, page), short_name(view.record.about.title)
    return title if title == name else f"{title} · {name}"


def short_name(title: str) -> str:
    """The record's name for bars and tabs: what stands before a colon is enough there."""
    return title.partition(":")[0]


def render_head(view: View, place: Place, page: str) -> Markup:
    """The heading of a page."""
    line = render_date_line(read_date_line(view.record))
    if place.path == START and view.filter.is_empty:
        return render("head", lead=render_lead(read_lead(view.record)), line=line)
    phrase = view.filter.in_words(view.record)
    if place.path == START:
        return render("head", title=phrase, line=line)
    return render("head", title=page, told="" if view.filter.is_empty else phrase, line=line)


def render_foot(record: Record) -> Markup:
    """Licence and credit; the version of the data stands on the page about the record."""
    about = record.about
    return render("foot", about=about, credit=about.series.credit_line if about.series else "")
