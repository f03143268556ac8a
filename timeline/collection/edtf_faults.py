"""What is wrong with a text that is no date of ours, and the nearest spelling that is (:class:`~.edtf.DateError`)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

_LIKE = "write it like 2026-02-03, 2026-02 or 2026"
_D = r"\d{4}-\d\d-\d\d"


def explain(text: str) -> str:
    """The end of a sentence that begins with the text: "has no day 30 in February 2026; write …"."""
    for pattern, words in _FAULTS:
        if match := re.fullmatch(pattern, text, re.ASCII | re.DOTALL):
            return words(match) if callable(words) else words
    if "/" in text:
        return _side_at_fault(text)
    return f"is not a date that we know; {_LIKE}"


def _side_at_fault(text: str) -> str:
    left, right = text.split("/", 1)
    fault = explain(left) if left != ".." else explain(right)
    return fault


def _blanks(match: re.Match[str]) -> str:
    return f"has blanks around it; write {match[0].strip()}"


def _empty_side(match: re.Match[str]) -> str:
    left, right = match[0].split("/", 1)
    if not left and not right:
        return "is an interval without dates; write the two dates, such as 2026-02-04/2026-02-05"
    return f"is an interval with an empty side; write {left or '..'}/{right or '..'} if that side is open"


def _slashes(match: re.Match[str]) -> str:
    first, second, year = int(match[1]), int(match[2]), match[3]
    both = dict.fromkeys(
        f"{year}-{m:02}-{d:02}" for d, m in ((first, second), (second, first)) if m <= 12 and d <= 31
    )
    if len(year) < 4 or not both:
        return "is written with slashes, which stand between the two dates of an interval; write it like 2026-02-03"
    return f"does not say which number is the month; write {' or '.join(both)}"


def _day_or_month(match: re.Match[str]) -> str:
    year, month, day = int(match[1]), int(match[2]), match[3] and int(match[3])
    if day and month > 12:
        return f"has no month {match[2]}; write a month from 01 to 12, then the day"
    if not 1 <= month <= 12:
        return f"has no month {match[2]}; write 01 to 12, 21 to 24 for a season or 33 to 36 for a quarter"
    last = calendar.monthrange(year if year > 0 else 2000 + year % 400, month)[1]
    name = f"{calendar.month_name[month]} {match[1]}"
    return f"is no day of the calendar: {name} has {last} days; write 01 to {last}"


_FAULTS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    ("", f"is empty; {_LIKE}"),
    (r"\s.*|.*\s", _blanks),
    (r"\.\./\.\.", "is open on both sides and says nothing; leave the date out"),
    (r"/.*|[^/]*/", _empty_side),
    (r"(\d\d?)/(\d\d?)/(\d{2,4})", _slashes),
    (rf"(?:{_D}|\.\.)[?~%]?/.*/.*", "has more than two sides; write the first and the last date only"),
    (r"(-?\d{4})-(\d\d)(?:-(\d\d))?[?~%]?", _day_or_month),
    (r"(-?\d{4})-(\d\d)-(\d\d)T.*", lambda m: _time(m)),
    (r"(\d{4})(\d\d)(\d\d)", lambda m: f"lacks its hyphens; write {m[1]}-{m[2]}-{m[3]}"),
    (r"(\d{4})-(\d\d?)-(\d\d?)", lambda m: f"lacks a zero; write {m[1]}-{int(m[2]):02}-{int(m[3]):02}"),
    (r"(\d{4})-(\d)", lambda m: f"lacks a zero; write {m[1]}-{int(m[2]):02}"),
    (r"(\d{4})[./](\d\d)[./](\d\d)", lambda m: f"is not written with hyphens; write {m[1]}-{m[2]}-{m[3]}"),
    (
        r"(\d\d?)\.(\d\d?)\.(\d{4})",
        lambda m: f"has its day first; write {m[3]}-{int(m[2]):02}-{int(m[1]):02}",
    ),
    (r"([?~%])(.+)", lambda m: f"has its mark in front; write {m[2]}{m[1]}"),
    (r"(.+?)(?:\?~|~\?)", lambda m: f"has two marks; write {m[1]}%"),
    (r"(\d{4})-?[Qq]([1-4])", lambda m: f"names a quarter by letter; write {m[1]}-{32 + int(m[2])}"),
    (rf"({_D}) (\d\d:\d\d.*)", lambda m: f"has a blank before its time; write {m[1]}T{m[2]}"),
    (
        rf"({_D})\s*(?:–|—|\.\.|\sto\s)\s*({_D})",
        lambda m: f"is an interval without a slash; write {m[1]}/{m[2]}",
    ),
    (r"(\d[\dx-]*x[\dx-]*)", lambda m: f"has a small x; write {m[0].upper()}"),
    (r"-0000.*", "has a year minus zero; write 0000 for 1 BCE"),
)


def _time(match: re.Match[str]) -> str:
    return "has no time that we know; write hours and minutes, such as 2026-02-03T14:30Z or 2026-02-03T14:30+03:00"
