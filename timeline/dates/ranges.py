"""Times, nights, ranges, open ends and marks around dates, in plain words to EDTF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product

import numpy as np

from timeline.collection.edtf import DateError, parse_edtf, when_in_words
from timeline.collection.english import iso_day
from timeline.dates import words as words_of
from timeline.dates.days import Found
from timeline.dates.plain import MONTH, YEAR, year_number, year_text
from timeline.dates.spans import one_date, season
from timeline.dates.stamps import hour_of_day, stamp
from timeline.dates.words import any_of

Rule = Callable[[str, date], Found]
_ONE_DAY = np.timedelta64(1, "D")

_MARKS = (
    (re.compile(rf"(?:{any_of(words_of.ABOUT)} |~ ?)(.+)|(.+)~"), "~"),
    (re.compile(r"(.+?) ?\?"), "?"),
)


def expression(words: str, today: date) -> Found:
    """The EDTF texts that plain words may mean; none where they are not understood.

    Raises:
        DateError: a range that ends before it begins, a night of three days, a day that no calendar has.
    """
    # "winter 2025-2026" is one season, before it is a range
    return _with_marks(words, today, (stamp, _timed, _night, _either, season, _range, _open, one_date))


def _side(words: str, today: date) -> Found:
    """One side of a range, which may have its own mark or time."""
    return _with_marks(words, today, (stamp, _timed, one_date))


def _with_marks(words: str, today: date, rules: Sequence[Rule]) -> Found:
    for pattern, mark in _MARKS:
        if match := pattern.fullmatch(words):
            found = _with_marks(match[1] or match[2], today, rules)
            return tuple(_marked(edtf, mark) for edtf in found)
    for rule in rules:
        if found := rule(words, today):
            return found
    return ()


def _marked(edtf: str, mark: str) -> str:
    def one(side: str) -> str:
        if side == ".." or side.endswith(("%", mark)):
            return side
        return side[:-1] + "%" if side[-1] in "?~" else side + mark

    return "/".join(one(side) for side in edtf.split("/"))


_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})"
    r"(?:(?P<minutes>:\d\d(?::\d\d)?)(?: ?(?P<half>[ap]) ?m(?!\w))?| ?(?P<half_of_hour>[ap]) ?m(?!\w))(?![\w:+])"
)


def _timed(words: str, today: date) -> Found:
    """A day with a time: "3 feb 2026 14:30"."""
    words = re.sub(r"(?<=\d)t(?=\d)", " ", words)
    match = _CLOCK.search(words)
    if match is None:
        return ()
    rest = f"{words[: match.start()].strip()} {words[match.end() :].strip()}".strip()
    days = one_date(rest, today)
    if any(parse_edtf(day).precision != "day" or not day[-1].isdigit() or "/" in day for day in days):
        return ()
    hour = hour_of_day(words, int(match["hour"]), match["half"] or match["half_of_hour"])
    return tuple(f"{day}T{hour:02}{match['minutes'] or ':00'}" for day in days)


_NIGHT = re.compile(rf"(?:{any_of(words_of.NIGHT)}) (?P<rest>.+)")
_INTO = re.compile(rf"(?:{any_of(words_of.INTO)}) (?P<day>.+)")


def _night(words: str, today: date) -> Found:
    """A night as the two days that it joins.

    Raises:
        DateError: the words name no single day or more than one night.
    """
    match = _NIGHT.fullmatch(words)
    if match is None:
        return ()
    rest = match["rest"]
    if into := _INTO.fullmatch(rest):
        return tuple(_night_from(_one_day(words, day) - _ONE_DAY) for day in one_date(into["day"], today))
    if found := _range(rest, today):
        for night in found:
            when = parse_edtf(night)
            if when.start is None or when.end is None or when.end - when.start != _ONE_DAY:
                raise DateError(words, "is not one night; write two days that follow each other")
        return found
    days = [_one_day(words, day) for day in one_date(rest, today)]
    return tuple(_night_from(first) for day in days for first in (day - _ONE_DAY, day))


def _one_day(words: str, edtf: str) -> np.datetime64:
    when = parse_edtf(edtf)
    if when.start is None or when.start != when.end:
        raise DateError(words, "does not name the day of its night; write it like night of 2 to 3 February 2026")
    return when.start


def _night_from(day: np.datetime64) -> str:
    return f"{iso_day(day)}/{iso_day(day + _ONE_DAY)}"


_OPENED = re.compile(rf"({any_of(words_of.RANGE_OPENERS)}) (.+)")
_SEPARATOR = re.compile(rf" ({any_of(words_of.RANGE_SEPARATORS)}) | ?- ?")


def _range(words: str, today: date) -> Found:
    """From one date to another; what one side leaves out (month, year) the other says."""
    opened = _OPENED.fullmatch(words)
    opener, body = (opened[1], opened[2]) if opened else ("", words)
    for separator in _SEPARATOR.finditer(body):
        found = _between(body[: separator.start()], body[separator.end() :], today)
        if found and separator[1] in words_of.LISTING and opener not in words_of.BETWEEN:
            _check_neighbours(words, found)
        if found:
            return found
    return ()


_EITHER = re.compile(rf"(.+) {any_of(words_of.EITHER)} (.+)")


def _either(words: str, today: date) -> Found:
    """Two dates of which one is meant: "21 or 22 June 2026"."""
    match = _EITHER.fullmatch(words)
    if match is None:
        return ()
    left, right, _ = next(_filled(*_with_month(match[1], match[2]), today))
    first, second = _side(left, today), _side(right, today)
    return tuple(dict.fromkeys(first + second)) if first and second else ()


def _check_neighbours(words: str, found: Found) -> None:
    """Lets "9 and 10 February" pass, which may have lasted.

    Raises:
        DateError: "11 and 16 November" are two dates.
    """
    when = parse_edtf(found[0])
    if when.precision != "day" or when.start is None or when.end is None or when.end - when.start > _ONE_DAY:
        raise DateError(words, "names two dates; write one, or “from … to …” if it lasted")


def _between(left: str, right: str, today: date) -> Found:
    """From left to right in the first way of filling them in that gives sides in order.

    Raises:
        DateError: no way does.
    """
    reversed_side = ""
    for first, last, longest in _filled(*_with_month(left, right), today):
        lefts, rights = _side(first, today), _side(last, today)
        # two ambiguous sides are written in one order of day and month
        pairs = zip(lefts, rights, strict=True) if len(lefts) == len(rights) else product(lefts, rights)
        sound = []
        for a, b in pairs:
            start, end = parse_edtf(a).start, parse_edtf(b).end
            if start is None or end is None or end < start:
                reversed_side = reversed_side or f"{when_in_words(b)} lies before {when_in_words(a)}"
            elif end - start <= longest:
                sound.append(a if a == b else f"{a.split('/')[0]}/{b.split('/')[-1]}")
        if sound:
            return tuple(sound)
    if reversed_side:
        raise DateError(f"{left} – {right}", f"ends before it begins ({reversed_side}); write the earlier date first")
    return ()


_BARE_DAY = re.compile(rf"(?:{any_of(words_of.WEEKDAYS | words_of.WEEKDAYS_SHORT)} )?\d{{1,2}}")
_DAY_AND_YEAR = re.compile(rf"(\d{{1,2}})(?: ({YEAR}))?")
_DOTTED = re.compile(r"\d{1,2}(\.\d{1,2})(\.\d{4})")


def _with_month(left: str, right: str) -> tuple[str, str]:
    """Both sides with the month that only one of them names: "2", "3 february 2026"."""
    if dotted := _DOTTED.fullmatch(right):
        points = left.count(".")
        return (left + "".join(dotted.groups()[points:]) if points < 2 and left[-1:].isdigit() else left), right
    left_month, right_month = re.search(MONTH, left), re.search(MONTH, right)
    if right_month and (_BARE_DAY.fullmatch(left) or left in words_of.THIRDS):
        return f"{left} {right_month[0]}", right
    if left_month and (day := _DAY_AND_YEAR.fullmatch(right)):
        return left, f"{day[1]} {left_month[0]} {day[2] or ''}".strip()
    return left, right


_NEEDS_YEAR = re.compile(rf"{MONTH}|(?<!\w)(?:{any_of(words_of.SEASONS)}|q[1-4]|h[12])")
_ALWAYS, _HALF_A_YEAR = np.timedelta64(10_000_000, "D"), np.timedelta64(183, "D")


def _filled(left: str, right: str, today: date) -> Iterator[tuple[str, str, np.timedelta64]]:
    """Both sides with the year that only one of them names, and how long such a range may be.

    From December to January the year changes; a range that is half a year longer for it was rather reversed.
    """
    left_year, right_year = re.search(YEAR, left), re.search(YEAR, right)
    left_lacks, right_lacks = (_NEEDS_YEAR.search(s) and not re.search(YEAR, s) for s in (left, right))
    if right_year and left_lacks:
        yield f"{left} {right_year[0]}", right, _ALWAYS
        yield f"{left} {_next_year(right_year[0], -1)}", right, _HALF_A_YEAR
    elif left_year and right_lacks:
        yield left, f"{right} {left_year[0]}", _ALWAYS
        yield left, f"{right} {_next_year(left_year[0], 1)}", _HALF_A_YEAR
    elif left_lacks and right_lacks and (begun := _side(left, today)):
        year = begun[0][:4]
        yield f"{left} {year}", f"{right} {year}", _ALWAYS
        yield f"{left} {year}", f"{right} {_next_year(year, 1)}", _HALF_A_YEAR
    else:
        yield left, right, _ALWAYS


def _next_year(year: str, step: int) -> str:
    return year_text(year_number(year) + step)


_AT_ONE_SIDE = re.compile(rf"(?P<kind>{any_of(words_of.OPEN)}) (?P<rest>.+)")
_EDGE = re.compile(rf"(?P<edge>{any_of(words_of.EDGES)}) (?P<whole>.+)")
_FROM_START = ("since", "before")


def _open(words: str, today: date) -> Found:
    """Since, after, until, before a date."""
    match = _AT_ONE_SIDE.fullmatch(words)
    if match is None:
        return ()
    kind, rest = words_of.OPEN[match["kind"]], match["rest"]
    edge = _EDGE.fullmatch(rest)
    if edge and words_of.EDGES[edge["edge"]] == (0 if kind in _FROM_START else 2):
        # "since the beginning of 2026" is since 2026
        rest = edge["whole"]
    return tuple(_opened(kind, edtf) for edtf in _side(rest, today))


def _opened(kind: str, edtf: str) -> str:
    when = parse_edtf(edtf)
    if when.start is None or when.end is None:
        raise DateError(edtf, "is open already; write one date after since, until, before or after")
    first, _, last = edtf.partition("/")
    written = first if kind in _FROM_START else last or first
    if when.time:
        return f"{edtf}/.." if kind in ("since", "after") else f"../{edtf}"
    day = {
        "since": when.start,
        "after": when.end + _ONE_DAY,
        "until": when.end,
        "before": when.start - _ONE_DAY,
    }[kind]
    side = iso_day(day) + (written[-1] if written[-1] in "?~%" else "")
    return f"{side}/.." if kind in ("since", "after") else f"../{side}"
