"""Dates as collections write them: a small, documented subset of EDTF (ISO 8601-2) to bounds and words.

============================  =================================================================
``2026``, ``-0699``           a year; 0000 is 1 BCE, so -0699 is 700 BCE
``2026-02``, ``2026-02-03``   a month, a day
``2026-21`` ... ``2026-24``   spring, summer, autumn, winter, as meteorologists of the northern
                              half count them: spring is 1 March to 31 May, and winter begins
                              on 1 December of its year and ends with February of the **next**
``2026-33`` ... ``2026-36``   the four quarters
``2026-02-03T14:30+03:00``    a time of day, with or without seconds, and its offset (``Z`` is UTC)
``2026-02-XX``, ``2026-XX``   some day of a month, some month (``2026-XX-XX``: some day) of a year
``202X``, ``20XX``            a decade, a hundred years
``2026-02~``  ``?``  ``%``    about; doubtful; both
``a/b``, ``a/..``, ``../b``   from a to b, each with its own mark; open at one side
============================  =================================================================

Bounds are the first and last possible day in UTC, both inclusive. "About" does not widen them: how far
about reaches is for the reader to judge, and no table of ours knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone
from functools import lru_cache

import numpy as np

from timeline.collection.edtf_faults import explain
from timeline.collection.edtf_words import Parts, date_in_words, range_in_words
from timeline.collection.problems import quote
from timeline.collection.vocabulary import PRECISIONS

MAX_LENGTH = 60

_DATE = re.compile(
    r"(-?\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX)(?:-(\d\d|XX)(?:T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?)?)?([?~%])?",
    re.ASCII,
)
# EDTF's number of a part of a year: its first month, how many months, what it is.
_PARTS = (
    {f"{month:02}": (month, 1, "month") for month in range(1, 13)}
    | {f"{21 + n}": (3 + 3 * n, 3, "season") for n in range(4)}
    | {f"{33 + n}": (1 + 3 * n, 3, "quarter") for n in range(4)}
    | {"XX": (1, 12, "year")}
)
_CALENDAR_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
_DAY = 86_400


class DateError(ValueError):
    """A text that is no date of ours.

    Attributes:
        text: what was found.
        fault: what is wrong with it and what to write instead, as the end of a sentence that begins with it.
    """

    def __init__(self, text: str, fault: str) -> None:
        super().__init__(text, fault)
        self.text, self.fault = text, fault

    def __str__(self) -> str:
        return f"{quote(self.text)} {self.fault}"


@dataclass(frozen=True, slots=True)
class When:
    """A date with the precision that it was written with."""

    text: str
    start: np.datetime64 | None
    """First possible day as ``datetime64[s]`` at midnight UTC, any year; None where the start is open."""
    end: np.datetime64 | None
    """Last possible day, inclusive; None where the end is open."""
    precision: str
    """One of ``vocabulary.PRECISIONS``; of an interval the coarser of its sides."""
    approximate: bool = False
    uncertain: bool = False
    interval: bool = False
    open_start: bool = False
    open_end: bool = False
    time: time | None = None
    """Time of day as written, aware where an offset is given; None for an interval."""


def parse_edtf(text: str) -> When:
    """The date that a text writes.

    >>> str(parse_edtf("2026-02-04/2026-02-05").end)
    '2026-02-05T00:00:00'

    Raises:
        DateError: the text is none of the forms above, no day of the calendar, or an interval that ends
            before it begins.
    """
    if len(text) > MAX_LENGTH:
        raise DateError(text, f"is too long for a date; write at most {MAX_LENGTH} characters, such as 2026-02-03")
    return _parse(text)


@lru_cache(maxsize=65_536)
def _parse(text: str) -> When:
    return _interval(text) if "/" in text else _single(text)


def _interval(text: str) -> When:
    left, _, right = text.partition("/")
    if not left or not right or "/" in right or left == right == "..":
        raise DateError(text, explain(text))
    first = None if left == ".." else _single(left)
    last = None if right == ".." else _single(right)
    if first and last and _is_reversed(first, last):
        raise DateError(text, f"ends before it begins; write {right}/{left} if the two were swapped")
    sides = [side for side in (first, last) if side]
    return When(
        text,
        start=first.start if first else None,
        end=last.end if last else None,
        precision=max((side.precision for side in sides), key=PRECISIONS.index),
        approximate=any(side.approximate for side in sides),
        uncertain=any(side.uncertain for side in sides),
        interval=True,
        open_start=first is None,
        open_end=last is None,
    )


def _is_reversed(first: When, last: When) -> bool:
    if first.time and last.time and first.start == last.end:
        return _seconds(first.time) % _DAY > _seconds(last.time) % _DAY
    return bool(first.start > last.end)  # type: ignore[operator]  # a side that is written has both bounds


def _single(text: str) -> When:
    match = _DATE.fullmatch(text)
    if match is None or text.startswith("-0000"):
        raise DateError(text, explain(text))
    year, part, day, clock, zone, mark = match.groups()
    start, end, precision = _bounds(text, year, part, day)
    if clock:
        moment = _clock(text, clock, zone)
        start = end = start + np.timedelta64(_seconds(moment) // _DAY, "D")
        precision = "time"
    else:
        moment = None
    return When(text, start, end, precision, mark in ("~", "%"), mark in ("?", "%"), time=moment)


def _bounds(text: str, year: str, part: str | None, day: str | None) -> tuple[np.datetime64, np.datetime64, str]:
    if "X" in year:
        if part:
            raise DateError(text, f"names a part of a year that is not known; write {year} alone")
        return *_months(int(year.replace("X", "0")), 1, 12 * 10 ** year.count("X")), "year"
    if part is None:
        return *_months(int(year), 1, 12), "year"
    if part not in _PARTS or (day and part not in _CALENDAR_MONTHS and (part, day) != ("XX", "XX")):
        raise DateError(text, explain(text.partition("T")[0]))
    month, count, precision = _PARTS[part]
    start, end = _months(int(year), month, count)
    if day is None or day == "XX":
        return start, end, precision
    found = start + np.timedelta64(int(day) - 1, "D")
    if not start <= found <= end:
        raise DateError(text, explain(text.partition("T")[0]))
    return found, found, "day"


@lru_cache(maxsize=4096)
def _months(year: int, month: int, count: int) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of a number of months; numpy's calendar knows years that ``date`` does not."""
    first = (year - 1970) * 12 + month - 1
    start = np.datetime64(first, "M").astype("datetime64[s]")
    after = np.datetime64(first + count, "M").astype("datetime64[s]")
    return start, after - np.timedelta64(1, "D")


def _clock(text: str, clock: str, zone: str | None) -> time:
    hours, minutes = (0, 0) if zone in (None, "Z") else (int(str(zone)[:3]), int(str(zone)[4:]))
    if abs(hours) > 14 or minutes > 59:
        raise DateError(
            text, f"has the offset {zone}, which no place on Earth has; write Z for UTC, or an offset such as +03:00"
        )
    offset = timedelta(hours=hours, minutes=-minutes if str(zone).startswith("-") else minutes)
    try:
        # not by fromisoformat, which takes 24:00 for 00:00 of the same day from Python 3.14 on
        hour, minute, second = int(clock[:2]), int(clock[3:5]), int(clock[6:] or 0)
        return time(hour, minute, second, tzinfo=timezone(offset) if zone else None)
    except ValueError:
        raise DateError(text, f"has no such time as {clock}; write 00:00 to 23:59") from None


def _seconds(moment: time) -> int:
    """Seconds from the written day's midnight in UTC; negative where that is still the day before."""
    offset = moment.utcoffset() or timedelta()
    return moment.hour * 3600 + moment.minute * 60 + moment.second - int(offset.total_seconds())


def when_in_words(when: When | str) -> str:
    """The date in English: "4–5 February 2026", "since 29 January 2026", "about 700 BCE".

    A mark that both sides of an interval carry is said once: ``2028?/2029?`` is "possibly 2028–2029".

    Raises:
        DateError: a text that :func:`parse_edtf` refuses.
    """
    if isinstance(when, str):
        when = parse_edtf(when)
    left, _, right = when.text.partition("/")
    if when.open_start:
        return f"until {date_in_words(_parts(right))}"
    if when.open_end:
        return f"since {date_in_words(_parts(left))}"
    return range_in_words(_parts(left), _parts(right)) if right else date_in_words(_parts(left))


def _parts(text: str) -> Parts:
    match = _DATE.fullmatch(text)
    if match is None:
        raise DateError(text, explain(text))
    return Parts(*match.groups(""))
