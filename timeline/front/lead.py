"""What the timeline opens with: the headline, a sentence with live numbers, and questions with how they stand now.

Nothing here reads a whole table: it has to be told of a million events as quickly as of a hundred.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from timeline.collection.english import MONTHS, count, day_in_words
from timeline.collection.lead import fill_standfirst, split_link
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, DISPUTED
from timeline.front.dateline import last_day
from timeline.front.kept import once_a_record
from timeline.front.templates import render
from timeline.ledger.story import listed_story
from timeline.ledger.topics import topic_row
from timeline.query.answerer import NotHere
from timeline.query.record import Record, View


class Asked(NamedTuple):
    """A question that a reader may start with."""

    text: str
    link: str
    """Address of the page that answers it, relative to any page of ours."""
    state: str
    """How it stands, in words; "" where the page's kind tells of none."""


class Lead(NamedTuple):
    """What stands at the top of a timeline that nothing filters."""

    headline: str
    standfirst: str
    """One sentence, with the numbers of today; "" for none."""
    questions: tuple[Asked, ...]


@once_a_record
def read_lead(record: Record) -> Lead:
    """The lead of a record; title and description where its collection has no headline or standfirst.

    In the standfirst ``{events}``, ``{claims}`` and ``{sources}`` are how many events, claims and documents there are,
    ``{disputed}`` how many claims are disputed: somebody asserts what somebody else denies, on two sides ("contested")
    or on one ("split"), by everyone's latest position. Denied, questioned and one-sided claims are not counted.
    ``{from}`` is the first day of the earliest event, ``{to}`` the day of the date line.
    """
    about = record.about
    standfirst = fill_standfirst(about.standfirst, _numbers(record)) if about.standfirst else about.description
    questions = tuple(Asked(q.text, _address(q.link), _state(record, q.link)) for q in about.questions)
    return Lead(about.headline or about.title, standfirst, questions)


def _numbers(record: Record) -> dict[str, str]:
    """Words for each of ``timeline.collection.lead.NUMBERS``."""
    sizes = record.sizes
    numbers = {"events": sizes["events"], "claims": sizes["claims"], "sources": sizes["sources"]}
    numbers["disputed"] = sum(record.contests[grade] for grade in DISPUTED)
    days = {"from": record.bounds[0], "to": last_day(record)}
    told = {name: f"{number:,}" for name, number in numbers.items()}
    return told | {name: day_in_words(day) if day else "an unknown day" for name, day in days.items()}


def _address(link: str) -> str:
    """The link from any page of ours: the first page is the folder that all of them are in."""
    return f"./{link}" if link.startswith("?") else link


def _state(record: Record, link: str) -> str:
    """How it stands with what a link leads to; "" where its kind tells of none, or the record cannot tell.

    A filter that rewinds the record tells of none either: that makes another record, which may take long.
    """
    page, params = split_link(link)
    try:
        if page and "topic" in params:
            return _topic_state(record, params["topic"][0])
        if page and "document" in params:
            return _document_state(record, params["document"][0])
        flt, ignored = record.read_filter(params)
        if ignored and not page:  # a page has choices of its own, which are no part of the filter
            return ""
        if flt.event:
            return _event_state(record, flt.event)
        return "" if flt.known or flt.is_empty else _filter_state(record.view(flt))
    except NotHere:
        return ""


def _topic_state(record: Record, topic: str) -> str:
    """The grade of a topic, who has spoken and how many have changed: "Disputed: 6 speakers, 5 changes of position"."""
    row = topic_row(record, topic) if record.has("topics", topic) else None
    if not row or not row["actors"]:
        return ""
    changes = f"{count(row['changes'], 'change') if row['changes'] else 'no change'} of position"
    return f"{_grade(row['contest'])}: {count(row['actors'], 'speaker')}, {changes}"


def _document_state(record: Record, source: str) -> str:
    """How its listed statements stand: "39 statements: 14 disputed; nobody else speaks on 12"."""
    found = listed_story(record, source)
    if not found:
        return ""
    disputed = sum(statement.contest in DISPUTED for statement in found.statements)
    told = f"{count(len(found.statements), 'statement')}: {f'{disputed:,}' if disputed else 'none'} disputed"
    return f"{told}; nobody else speaks on {found.counts['alone']:,}"


def _event_state(record: Record, event: str) -> str:
    """When it was and how its claims stand: "15 August 2025: disputed"."""
    (row,) = rows_of(record.find("events", [event]))
    grade = f": {_grade(row['contest']).lower()}" if row["contest"] else ""
    return f"{row['when_words']}{grade}"


def _filter_state(view: View) -> str:
    """Its period, events and disputed ones: "23 Jan – 4 Feb 2026: 15 events, 5 disputed"."""
    flt = view.filter
    grades = [grade for grade in DISPUTED if grade in (flt.contest or CONTESTS)]
    disputed = int(sum(view.counts["contest"][grade] for grade in grades))
    told = f"{count(len(view), 'event')}, {f'{disputed:,}' if disputed else 'none'} disputed"
    return ": ".join(part for part in (_period(flt.start, flt.end), told) if part)


def _grade(contest: str) -> str:
    """A grade of contest; the two by which somebody denies what another asserts have one word."""
    return "Disputed" if contest in DISPUTED else CONTESTS[contest]


def _period(start: date | None, end: date | None) -> str:
    """A period in few letters: "23 Jan – 4 Feb 2026"; "" for none."""
    if not start or not end:
        return f"Since {_short(start)}" if start else f"Until {_short(end)}" if end else ""
    if start == end:
        return _short(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{_short(end)}"
    first = _short(start).removesuffix(f" {end.year}")
    return f"{first} – {_short(end)}"


def _short(day: date) -> str:
    """A day with its month in three letters: 4 Feb 2026."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def render_lead(lead: Lead) -> Markup:
    """Headline and standfirst."""
    return render("lead", lead=lead)


def render_questions(lead: Lead) -> Markup:
    """The questions as links of our own, with how each stands; nothing where there are none."""
    return render("questions", lead=lead)
