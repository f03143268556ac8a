"""A view as iCalendar (RFC 5545, names by RFC 7986): all-day events that say how exactly their date is known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.english import count
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, SUPPORTS
from timeline.exchange.bibliography import one_line
from timeline.exchange.documents import Document, event_documents
from timeline.exchange.texts import clean_lines, summary_as_text
from timeline.exchange.view_tables import day_of, day_text, head_file, last_changes, link_to_event, stable_id
from timeline.query.names import country_name
from timeline.query.record import View

MAX_OCTETS = 75
_FIRST, _LAST = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-30", "D")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_SPANS = MappingProxyType(
    {
        "month": "some time in the month",
        "season": "some time in the season",
        "quarter": "some time in the quarter",
        "year": "some time in these days",
    }
)


def write_icalendar(view: View, base_url: str = "") -> bytes:
    """One all-day event for each event of the view, by date.

    An event that lasted takes its days. One whose day is not known takes every day that it may have been, and its
    title says so. One with an open side takes the day of the other side. What iCalendar cannot date (before the
    year 1) is counted in the calendar's description. The stamp of an event is the day of its newest document, position
    or correction, not of the download.

    Args:
        view: what is written.
        base_url: address of the dashboard, for links to the events' cards.
    """
    return b"".join(icalendar_lines(view, base_url))


def icalendar_lines(view: View, base_url: str = "", most: int | None = None) -> Iterator[bytes]:
    """The same, line by line.

    Args:
        view: what is written.
        base_url: address of the dashboard.
        most: how many events at most, the latest ones; the calendar's name says so. None for all.
    """
    skipped = 0 if most is None else max(0, len(view) - most)
    events = view.part(skipped, len(view) - skipped) if skipped else view.whole("events")
    lines = itertools.chain(_calendar(view, events, base_url), _events(view, events, base_url), ["END:VCALENDAR"])
    return map(fold, lines)


def fold(line: str) -> bytes:
    r"""A content line in UTF-8 with its end, broken so that no line is longer than 75 octets and no letter is split.

    >>> fold("SUMMARY:" + "x" * 70)[74:]
    b'x\r\n xxx\r\n'
    """
    octets = line.encode()
    parts, start, room = [], 0, MAX_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # within a letter
            end -= 1
        parts.append(octets[start:end])
        start, room = end, MAX_OCTETS - 1  # the space that a broken line begins with
    return b"\r\n ".join([*parts, octets[start:]]) + b"\r\n"


def escape_text(text: str) -> str:
    r"""The text as a value of the type TEXT.

    >>> escape_text("a, b; c\nd")
    'a\\, b\\; c\\nd'
    """
    return clean_lines(text).replace("\t", " ").translate(_ESCAPES)


def _calendar(view: View, events: pd.DataFrame, base_url: str) -> Iterator[str]:
    head = head_file(view, base_url)
    name, told = f"{head.title}: {head.filter_words}", head.lines()
    if len(events) < len(view):
        name += f" (the latest {len(events):,} of {len(view):,} events)"
        told.append(f"Left out, because a calendar at an address is cut: the {len(view) - len(events):,} earlier ones")
    undated = sum(_days(row) is None for row in rows_of(events[["start", "end"]]))
    if undated:
        told.append(f"Left out, because calendars cannot hold their dates: {count(undated, 'event')}")
    about = escape_text("\n".join(told))
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//On the Record//Timeline//EN", "CALSCALE:GREGORIAN")
    yield f"NAME:{escape_text(name)}"
    yield f"X-WR-CALNAME:{escape_text(name)}"
    yield f"DESCRIPTION:{about}"
    yield f"X-WR-CALDESC:{about}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    if head.url:
        yield f"URL:{_uri(head.url)}"


def _events(view: View, events: pd.DataFrame, base_url: str) -> Iterator[str]:
    record = view.record
    stamps = dict(last_changes(view, events))
    documents = event_documents(view, events)
    for row in rows_of(events):
        days = _days(row)
        if days is None:
            continue
        first, last = days
        url = link_to_event(base_url, row["id"])
        place = ", ".join(part for part in (one_line(row["place"]), _country(row["country"])) if part)
        yield "BEGIN:VEVENT"
        yield f"UID:{stable_id(record, 'event', row['id'])}"
        yield f"DTSTAMP:{_day(min(max(day_of(stamps[row['id']]), _FIRST), _LAST))}T000000Z"
        yield f"DTSTART;VALUE=DATE:{_day(first)}"
        yield f"DTEND;VALUE=DATE:{_day(last + 1)}"
        yield f"SUMMARY:{escape_text(_title(row))}"
        yield f"DESCRIPTION:{escape_text(_description(row, documents[row['id']], url))}"
        if place:
            yield f"LOCATION:{escape_text(place)}"
        if np.isfinite(row["lat"]) and np.isfinite(row["lon"]):
            yield f"GEO:{row['lat']:.6f};{row['lon']:.6f}"
        names = [escape_text(one_line(record.theme_names.get(theme, theme))) for theme in row["themes"]]
        if names:
            yield f"CATEGORIES:{','.join(names)}"
        if url:
            yield f"URL:{_uri(url)}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"


def _days(row: dict[str, Any]) -> tuple[np.datetime64, np.datetime64] | None:
    """First and last day, an open side being that of the other; None where four digits cannot say the year."""
    start, end = (day_of(row[name]) for name in ("start", "end"))
    first = end if np.isnat(start) else start
    last = start if np.isnat(end) else end
    return (first, last) if not np.isnat(first) and first >= _FIRST and last <= _LAST else None


def _day(day: np.datetime64) -> str:
    return day_text(day).replace("-", "")


def _title(row: dict[str, Any]) -> str:
    """The title, with the date in words where the days of the entry alone would say too much."""
    exact = row["precision"] in ("day", "time") and not (row["approximate"] or row["uncertain"])
    if exact and not pd.isna(row["start"]) and not pd.isna(row["end"]):
        return one_line(row["title"])
    return f"{one_line(row['title'])} ({row['when_words']})"


def _description(row: dict[str, Any], documents: list[Document], url: str) -> str:
    vague = "" if row["interval"] else _SPANS.get(row["precision"], "")
    parts = [
        f"Date: {row['when_words']}{f'; {vague}, the day is not known' if vague else ''}.",
        summary_as_text(row["summary"]),
        f"Support: {SUPPORTS.get(row['support'], row['support'])}.{_contest(row['contest'])}",
        "\n".join(map(str, documents)),
        url,
    ]
    return "\n\n".join(part for part in parts if part)


def _contest(grade: str) -> str:
    return f" Claims: {CONTESTS.get(grade, grade)}." if grade else ""


def _country(code: str) -> str:
    return country_name(code) if code else ""


def _uri(url: str) -> str:
    """An address without what would end the line."""
    return "".join(letter for letter in url if letter.isprintable())
