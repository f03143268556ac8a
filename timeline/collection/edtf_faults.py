"""What is wrong with a text that is no date of ours, and the nearest spelling that is one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

_LIKE = "write it like 2026-02-03, 2026-02 or 2026"
_TIME = "2026-02-03T14:30Z"
_DAY = r"\d{4}-\d\d-\d\d"
_DATE = r"(?!-0000)-?\d{4}(?:-\d\d){0,2}"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_UNKNOWN = r"\d{3}[Xx]|\d\d[Xx]{2}|\d{4}-[Xx]{2}(?:-[Xx]{2})?|\d{4}-\d\d-[Xx]{2}"


def explain(text: str) -> str:
    """The end of a sentence that begins with the text: "lacks a zero; write 2026-02-03"."""
    for pattern, fault, suggestion in _FAULTS:
        match = re.fullmatch(pattern, text, re.ASCII | re.DOTALL)
        if match is None:
            continue
        if suggestion is None:
            return fault
        meant = suggestion(match)
        return _first_fault(meant) or f"{fault}; write {meant}"
    return _slashes(text) or _first_fault(text) or f"is not a date that we know; {_LIKE}"


def _first_fault(text: str) -> str:
    """What is wrong with the first day or month in the text that no calendar has; "" where there is none."""
    for match in re.finditer(r"(?<![\d:])(-?\d{4})-(\d\d)(?:-(\d\d))?(?![\d:])", text, re.ASCII):
        if fault := _calendar_fault(match[1], match[2], match[3]):
            return fault
    return ""


def _calendar_fault(year: str, month: str, day: str | None) -> str:
    if not 1 <= int(month) <= 12:
        if day:
            return f"has no month {month}; write a month from 01 to 12, then the day"
        if 21 <= int(month) <= 24 or 33 <= int(month) <= 36:
            return ""
        return f"has no month {month}; write 01 to 12, 21 to 24 for a season or 33 to 36 for a quarter"
    # the calendar repeats every 400 years, and Python's knows no year below 1
    last = calendar.monthrange(2000 + int(year) % 400, int(month))[1]
    if day is None or 1 <= int(day) <= last:
        return ""
    name = f"{calendar.month_name[int(month)]} {year}"
    return f"is not a day of the calendar: {name} has {last} days; write 01 to {last}"


def _slashes(text: str) -> str:
    match = re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{2,4})", text, re.ASCII)
    if match is None:
        return ""
    first, second, year = match.groups()
    days = dict.fromkeys(_hyphens(year, month, day) for day, month in ((first, second), (second, first)))
    meant = [day for day in days if len(year) == 4 and not _first_fault(day)]
    if len(meant) == 2:
        return f"does not say which number is the month; write {' or '.join(meant)}"
    return f"has slashes, which stand between two dates; write {meant[0] if meant else 'it like 2026-02-03'}"


def _hyphens(year: str, month: str, day: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


_Suggestion = Callable[[re.Match[str]], str]
# How the whole text looks, what is wrong with it, and what to write where the text itself says it.
_FAULTS: tuple[tuple[str, str, _Suggestion | None], ...] = (
    (r"\s*", f"is empty; {_LIKE}", None),
    (r"\s.*|.*\s", "has white space around it; write it without", None),
    (r"\.\./\.\.", "is open on both sides and says nothing; leave the date out", None),
    ("/", "is an interval without dates; write the two dates, such as 2026-02-04/2026-02-05", None),
    (rf"/({_DATE})", "leaves the open side of an interval empty", lambda m: f"../{m[1]} instead"),
    (rf"({_DATE})/", "leaves the open side of an interval empty", lambda m: f"{m[1]}/.. instead"),
    (r"(\d{4})(\d\d)(\d\d)", "lacks its hyphens", lambda m: _hyphens(m[1], m[2], m[3])),
    (
        r"(\d{4})-(\d|\d\d)-(\d)|(\d{4})-(\d)-(\d\d)",
        "lacks a zero",
        lambda m: _hyphens(*filter(None, m.groups())),
    ),
    (r"(\d{4})-([1-9])", "lacks a zero", lambda m: f"{m[1]}-0{m[2]}"),
    (r"(\d{4})[./](\d\d)[./](\d\d)", "is not written with hyphens", lambda m: _hyphens(m[1], m[2], m[3])),
    (r"(\d\d?)\.(\d\d?)\.(\d{4})", "has its day first", lambda m: _hyphens(m[3], m[2], m[1])),
    (rf"([?~%])({_DATE})", "has its mark in front", lambda m: f"{m[2]}{m[1]}"),
    (rf"({_DATE})(?:\?~|~\?)", "has two marks", lambda m: f"{m[1]}%"),
    (r"(\d{4})-?[Qq]([1-4])", "names a quarter by letter", lambda m: f"{m[1]}-{32 + int(m[2])}"),
    (rf"({_DAY}) ({_CLOCK})", "has a space before its time", lambda m: f"{m[1]}T{m[2]}"),
    (
        rf"({_DAY})\s*(?:–|—|\.\.|\sto\s)\s*({_DAY})",
        "is an interval without a slash",
        lambda m: "/".join(sorted(m.groups())),
    ),
    (_UNKNOWN, "has a small x", lambda m: m[0].upper()),
    (r"-0000.*", "has a year minus zero; write 0000 for 1 BCE", None),
    (
        rf"-?{_DAY}T.*",
        f"has no time that we know; write hours and minutes, such as {_TIME} or {_TIME[:-1]}+03:00",
        None,
    ),
)
