"""What people write for a date, in English, Russian, Ukrainian, German or French, to EDTF.

Ambiguous words are reported with what they may mean, never decided. These conventions are ours:

- A date without a year is the latest that had begun by today; "on Monday" is the latest one, or today.
- 03.02.2026 is 3 February: with dots the day comes first wherever they are used. 03/02/2026 is ambiguous.
- "Last week" is Monday to Sunday of the week before; "the last seven days" end today; "the last week of 2025"
  is its last seven days, 25 to 31 December.
- "Until", "by" and «до» include the day, "before" and «раньше» do not;
  "since January" is from its first day.
- Early, mid and late are about the first, second and third ten days of a month, and four months of a year.
  "Since the beginning of" and "until the end of" a period name its first and last day.
- "The night of 2 to 3 February" is both days, as «в ночь на 3 февраля»; that "of 3 February" is ambiguous.
- A winter named by one year is ambiguous; "2025-26" is two years, 2025-12 a month.
- «Anfang März» and "début mars" are early March; «vom 3. Februar» and "du 3 février" are the day, not since it.
- Midnight to the second in a stamp without a zone is the day (:mod:`timeline.dates.stamps`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from timeline.collection.edtf import DateError, parse_edtf, when_in_words
from timeline.collection.english import iso_day
from timeline.dates import words as words_of
from timeline.dates.days import Found, figures
from timeline.dates.plain import plain
from timeline.dates.ranges import expression
from timeline.dates.stamps import stamp, without_midnight

MAX_LENGTH = 120
_ADVICE = "write it like 3 February 2026, 2–5 February 2026, February 2026 or 2026-02-03"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says of a date."""

    edtf: str | None = None
    """None where it is ambiguous or not understood."""
    alternatives: tuple[str, ...] = ()
    """EDTF of everything it may mean, two or more, where it is ambiguous."""
    problem: str = ""
    """For the person who wrote it: what is wrong and what to write; "" where it was understood."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, inclusive; None where the period is open, both None where there is a problem."""

    start: date | None = None
    end: date | None = None
    problem: str = ""
    alternatives: tuple[str, ...] = ()
    """EDTF of everything the words may mean, where they are ambiguous."""


def read_date(text: str, today: date) -> Reading:
    """The EDTF that a text in people's words says; EDTF itself is passed on unchanged.

    >>> read_date("night of 2-3 February", date(2026, 2, 20)).edtf
    '2026-02-02/2026-02-03'
    >>> read_date("06/02/2026", date(2026, 2, 20)).alternatives
    ('2026-02-06', '2026-06-02')

    Args:
        text: one date or period in English, Russian, Ukrainian, German or French.
        today: what "yesterday" and a date without a year count from.
    """
    if len(text) > MAX_LENGTH:
        return Reading(
            problem=f"{DateError(text.strip(), f'is too long for a date; write at most {MAX_LENGTH} characters')}."
        )
    return Reading(edtf=text) if _is_iso_day(text) else _reading(text, today)


def _is_iso_day(text: str) -> bool:
    """Whether it is a day of the calendar as most files have it: told without our own parser, thirty times as fast."""
    # 2026-W06-1 is as long, and a day to the calendar
    if len(text) != 10 or text[7] != "-":
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


# A file has the same texts again and again; each of them is short.
@lru_cache(maxsize=32_768)
def _reading(text: str, today: date) -> Reading:
    try:
        found = _read(text, today)
    except DateError as error:
        return Reading(problem=f"{DateError(text.strip(), error.fault)}.")
    except (OverflowError, ValueError):
        # days and years that datetime cannot count: "9999 years ago"
        return Reading(problem=f"{DateError(text.strip(), f'is outside the calendar; {_ADVICE}')}.")
    if len(found) == 1:
        return Reading(edtf=found[0])
    meanings = " or ".join(when_in_words(meaning) for meaning in found)
    fault = f"may be {meanings}; write the one that is meant"
    return Reading(alternatives=found, problem=f"{DateError(text.strip(), fault)}.")


def read_period(text: str, today: date) -> Period:
    """The first and last day that a text in people's words spans: "since January", "летом 2025".

    Args:
        text: as for :func:`read_date`.
        today: as for :func:`read_date`.
    """
    reading = read_date(text, today)
    if reading.edtf is None:
        return Period(problem=reading.problem, alternatives=reading.alternatives)
    when = parse_edtf(reading.edtf)
    try:
        return Period(start=_as_date(when.start), end=_as_date(when.end))
    except ValueError:
        return Period(problem=f"{DateError(text.strip(), 'is out of reach here; write years from 1 to 9999')}.")


def _as_date(bound: np.datetime64 | None) -> date | None:
    return None if bound is None else date.fromisoformat(iso_day(bound))


# Close enough to EDTF that its own fault is the best advice.
_SIDE = r"(?:-?\d{4}[^\s/]*|\.\.|)"
_LIKE_EDTF = re.compile(rf"-?\d{{4}}-\d\d(?:-\d\d(?:T\S*)?)?[?~%]?|{_SIDE}/{_SIDE}", re.ASCII)
_TWO_YEARS = re.compile(r"(\d{4})[-/](\d\d)", re.ASCII)


def _read(text: str, today: date) -> Found:
    """Everything that the text may mean, every meaning a day of the calendar.

    Raises:
        DateError: it is not understood, or means what no calendar has.
    """
    written = text.strip()
    if "T" not in written and (found := _in_figures(written.casefold(), today)):
        return found
    try:
        return (without_midnight(parse_edtf(written).text),)
    except DateError as error:
        fault = error.fault
    if found := _in_figures(written.casefold(), today):
        return found
    words = plain(written)
    years = _TWO_YEARS.fullmatch(words)
    if years and int(years[2]) == (int(years[1]) + 1) % 100:
        return (f"{years[1]}/{int(years[1]) + 1:04}",)
    if _LIKE_EDTF.fullmatch(written) and written:
        raise DateError(written, fault)
    found = expression(words, today) or _by_dateparser(words)
    if not found:
        raise DateError(written, _not_understood(written, words))
    return _checked(found)


_FIGURES = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}|\d{8}", re.ASCII)


def _in_figures(written: str, today: date) -> Found:
    """Days and stamps in figures by their own rules alone: data sets have a hundred thousand of them."""
    return _checked(stamp(written, today) or (figures(written, today) if _FIGURES.fullmatch(written) else ()))


def _checked(found: Found) -> Found:
    for meaning in found:
        parse_edtf(meaning)
    return found


_NAMES = [
    word
    for table in (
        words_of.MONTHS,
        words_of.SEASONS,
        words_of.WEEKDAYS,
        words_of.DAYS,
        words_of.OPEN,
    )
    for word in table
    if len(word) > 3 and " " not in word
]


def _not_understood(written: str, words: str) -> str:
    """What to write instead, with the name of a month or season that a mistyped word resembles."""
    if not written:
        return f"is empty; {_ADVICE}"
    for word in words.split():
        is_strange = len(word) > 3 and word not in _NAMES
        if is_strange and (near := process.extractOne(word, _NAMES, scorer=fuzz.ratio, score_cutoff=80)):
            return f"is not a date that we understand: “{word}” may be “{near[0]}” mistyped; {_ADVICE}"
    return f"is not a date that we understand; {_ADVICE}"


_LENGTHS = re.compile(rf"(?<!\w){words_of.any_of(words_of.LENGTHS)}")


@lru_cache(maxsize=1)
def _dateparsers() -> tuple[Any, ...]:
    """One parser a language, absolute dates only. Imported here: loading it takes longer than our start."""
    from dateparser.date import DateDataParser

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["month", "year"],
        "DATE_ORDER": "DMY",
        # Nothing may come from it: what is read is compared with the figures of the text.
        "RELATIVE_BASE": datetime(2000, 1, 1),
    }
    return tuple(DateDataParser(languages=[language], settings=settings) for language in ("en", "ru", "uk", "de", "fr"))


def _by_dateparser(words: str) -> Found:
    """Spellings of a month and year, with or without a day, that our own words do not cover."""
    figures = re.findall(r"\d+", words)
    years = [figure for figure in figures if len(figure) == 4]
    days = [int(figure) for figure in figures if len(figure) <= 2]
    if len(years) != 1 or len(figures) > 2 or len(years) + len(days) != len(figures) or _LENGTHS.search(words):
        return ()
    if not any(character.isalpha() for character in words):
        return ()
    for parser in _dateparsers():
        data = parser.get_date_data(words)
        moment = data.date_obj
        if moment is None or f"{moment.year:04}" != years[0] or moment.time() != time():
            continue
        if data.period == "day" and days == [moment.day]:
            return (moment.date().isoformat(),)
        if data.period == "month" and not days:
            return (f"{moment:%Y-%m}",)
    return ()
