"""Calendars (iCalendar, RFC 5545): one row a VEVENT, its properties by their names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import MOST_LETTERS, Table
from timeline.bring.readers.cells import stamp, text_of
from timeline.bring.readers.text import Scanned, find_encoding, open_text
from timeline.bring.rows import Row

_BEGIN, _END = "BEGIN:VEVENT", "END:VEVENT"
_REPEATS = ("RRULE", "RDATE")
_DAY = datetime.timedelta(days=1)
LAT, LON = "GEO latitude", "GEO longitude"
"""The two halves of GEO."""


def read_calendar(file: Scanned, given: Mapping[str, str]) -> Table:
    """The events of a calendar.

    Raises:
        BringError: it is no text.
    """
    path, encoding = file.path, find_encoding(file, given)
    told = (f"It is a calendar (iCalendar), text in {encoding}. An event that repeats by a rule is refused.",)
    return Table("icalendar", partial(_read, path, encoding), None, {"encoding": encoding}, told)


def _read(path: Path, encoding: str) -> Iterator[Row]:
    """The events, one at a time.

    Raises:
        BringError: the file is no text in this encoding, ends inside an event, or one is too long.
    """
    from icalendar import Event

    for number, block in enumerate(_blocks(path, encoding), start=1):
        try:
            event = Event.from_ical(block)
            cells = _cells(event)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
            yield Row(number, {}, "cannot be read as an event of iCalendar")
            continue
        yield Row(number, cells, _refused(event))


def _blocks(path: Path, encoding: str) -> Iterator[str]:
    """The text of each VEVENT.

    Raises:
        BringError: the file ends inside one, or it is too long.
    """
    lines, letters = list[str](), 0
    with open_text(path, encoding) as stream:
        for line in stream:
            text = line.rstrip("\r\n")
            word = text.strip().upper()
            if not lines and word != _BEGIN:
                continue
            lines.append(text)
            letters += len(text)
            if letters > MOST_LETTERS:
                message = f"An event of {path.name} has more than {MOST_LETTERS:,} characters."
                raise BringError(message, "Take pictures and files out of it.")
            if word == _END:
                yield "\r\n".join([*lines, ""])
                lines, letters = [], 0
    if lines:
        raise BringError(f"{path.name} ends inside an event.", "Send or save it anew.")


def _refused(event: Any) -> str:
    if any(name in event for name in _REPEATS):
        return "repeats by a rule"
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "is cancelled"
    return ""


def _cells(event: Any) -> dict[str, Any]:
    """The properties; DTEND is the last day of an event of whole days, and "" where that is its only one."""
    found = {str(name): _value(value) for name, value in event.items()}
    if "GEO" in found:
        found[LAT], found[LON] = _halves(str(found.pop("GEO")))
    begin, end = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    lasts = getattr(event.get("DURATION"), "dt", None)
    if end is None and isinstance(lasts, datetime.timedelta) and isinstance(begin, datetime.date):
        end = begin + lasts
    if isinstance(end, datetime.date):
        found["DTEND"] = stamp(_last(begin, end))
    if found.get("DTEND") == found.get("DTSTART"):
        found["DTEND"] = ""
    if again := found.get("RECURRENCE-ID"):  # one date of a series, which has the UID of the series
        found["UID"] = f"{found.get('UID', '')} {again}"
    return found


def _last(begin: Any, end: datetime.date) -> datetime.date:
    """The last day of whole days, whose DTEND is the day after it; the end of others as it is."""
    if isinstance(end, datetime.datetime):
        return end
    return (
        max(end - _DAY, begin) if isinstance(begin, datetime.date) and not isinstance(begin, datetime.datetime) else end
    )


def _value(value: Any) -> Any:
    if isinstance(value, list):
        texts = [_value(item) for item in value]
        return [item for text in texts for item in (text if isinstance(text, list) else [text])]
    if isinstance(moment := getattr(value, "dt", None), datetime.date):
        return stamp(moment)
    if (words := getattr(value, "cats", None)) is not None:
        return [str(word) for word in words]
    return text_of(str(value) if isinstance(value, str) else text_of(value.to_ical()))


def _halves(place: str) -> tuple[str, str]:
    """Latitude and longitude of GEO."""
    lat, _, lon = place.partition(";")
    return lat.strip(), lon.strip()
