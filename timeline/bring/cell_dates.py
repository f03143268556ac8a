"""One cell that holds a date, to EDTF or to what has to be asked.

``timeline.dates`` reads what people say today. A file was written on a day that nobody knows, so a cell is read as if
today were each of two days: what differs between them counts from the day of writing, or lacks its year, and waits.
The two days also settle years of two figures. Spreadsheets take 29 for 2029 and 30 for 1930, POSIX takes 68 for 2068
and 69 for 1969: where they agree, the year is read, and where they do not, it waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NoReturn

from timeline.collection.edtf import when_in_words
from timeline.collection.problems import quote
from timeline.dates import MAX_LENGTH, Reading, read_date
from timeline.dates import words as words_of

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
# They differ in year, month and weekday, so that nothing counted from them can be equal.
# ``read_date`` takes two figures for a year up to ten years from today: 2029 and 2068.
SOME_DAY, OTHER_DAY = date(2019, 3, 12), date(2058, 8, 23)
_SECONDS_A_DAY = 86_400


class DateWaits(ValueError):
    """A date that cannot be read without an answer.

    Attributes:
        fault: why it waits and what to write, as the end of a sentence about the row.
        lacks_year: whether a year is all that it lacks.
    """

    def __init__(self, fault: str, lacks_year: bool = False) -> None:
        super().__init__(fault)
        self.fault, self.lacks_year = fault, lacks_year


def hold_back(text: str, why: str, lacks_year: bool = False) -> NoReturn:
    """Lets one cell wait: "has the date “3 February”, which names no year; write the year, too".

    Raises:
        DateWaits: always.
    """
    raise DateWaits(f"has the date {quote(text)}, which {why}", lacks_year)


def read_cell(text: str, order: str = "", serials: str = "") -> str:
    """The EDTF of the date in a cell; "" where the cell is empty.

    Args:
        text: as the file has it.
        order: DAY_FIRST or MONTH_FIRST of figures such as 3/2/2026; "" where nobody has said.
        serials: "1900" or "1904", the system of a spreadsheet's day numbers; "" where nobody has said.

    Raises:
        DateWaits: it has no safe reading.
    """
    text = plain_number(text)
    if not text:
        return ""
    if looks_like_serial(text) or (serials and _SMALL_SERIAL.fullmatch(text)):
        return _serial(text, serials)
    ordered = _in_order(text, order) if order else text
    some, other = read_date(ordered, SOME_DAY), read_date(ordered, OTHER_DAY)
    if some != other:
        _hold_back_what_counts_from_today(text, some, other)
    if some.edtf is None:
        hold_back(text, _why(ordered, some))
    return some.edtf


_WITH_ZEROS = re.compile(r"-?\d+\.0+", re.ASCII)


def plain_number(text: str) -> str:
    """The text without white space around it, and a whole number without the .0 that programs put behind it."""
    text = text.strip()
    return text.partition(".")[0] if ".0" in text and _WITH_ZEROS.fullmatch(text) else text


def _why(text: str, reading: Reading) -> str:
    if reading.alternatives and any(first != second for first, second in _undecided(text)):
        meanings = " or ".join(map(when_in_words, reading.alternatives))
        return f"may be {meanings}; say whether the day or the month comes first"
    # the sentence without its subject, which stands in front already
    return reading.problem.removeprefix(f"{quote(text)} ").removesuffix(".")


_TWO_FIGURES = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1\d\d(?!\d)", re.ASCII)


def _hold_back_what_counts_from_today(text: str, some: Reading, other: Reading) -> NoReturn:
    if _TWO_FIGURES.search(text):
        hold_back(text, "has a year of two figures; write all four")
    meanings = [reading.alternatives or (reading.edtf or "",) for reading in (some, other)]
    if meanings == [("",), ("",)]:
        hold_back(text, "is no day of every year; write the year, too", lacks_year=True)
    first, second = ([re.sub(r"(?<![\d-])\d{4}", "", edtf) for edtf in listed] for listed in meanings)
    if first == second and all(rest[:1] == "-" or "/" in rest for rest in first):
        hold_back(text, "names no year; write the year, too", lacks_year=True)
    hold_back(text, "counts from a day that the file does not name; write the date itself")


# Which of the first two is the day, nobody can tell: 3/2/2026, 03-02-26.
_FIGURES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?![\d/])",
        r"(?<![\d/-])(\d{1,2})-(\d{1,2})-(\d{4}|\d\d)(?![\d/-])",
    )
)


def figures_in(text: str) -> Iterator[tuple[int, int]]:
    """The first two numbers of each date in figures whose order is not known: (13, 4) of 13/4/2025."""
    for pattern in _FIGURES:
        for match in pattern.finditer(text[:MAX_LENGTH]):
            yield int(match[1]), int(match[2])


def _undecided(text: str) -> list[tuple[int, int]]:
    return [(first, second) for first, second in figures_in(text) if is_undecided(first, second)]


def is_undecided(first: int, second: int) -> bool:
    """Whether both orders give a day, and not the same one."""
    return first != second and 1 <= min(first, second) <= max(first, second) <= 12


def _in_order(text: str, order: str) -> str:
    """The text with its undecided dates in the order that somebody said: with dots the day comes first."""

    def rewritten(match: re.Match[str]) -> str:
        first, second, year = match.groups()
        if not is_undecided(int(first), int(second)):
            return match[0]
        return f"{first}.{second}.{year}" if order == DAY_FIRST else f"{second}.{first}.{year}"

    for pattern in _FIGURES:
        text = pattern.sub(rewritten, text)
    return text


# 10000 is in 1927 and 99999 in 2173. Four figures are a year, whatever is answered; one to three are nothing else.
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d{1,15})?", re.ASCII)
_SMALL_SERIAL = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_NO_DAY_OF_1900 = 60
"""29 February 1900: Excel counts a day that never was; the days before it are one further from its epoch."""


def looks_like_serial(text: str) -> bool:
    """Whether a spreadsheet may have left its number of a day instead of the day: 45678, 45678.5."""
    return _SERIAL.fullmatch(text) is not None


def _serial(text: str, system: str) -> str:
    if not system:
        hold_back(text, "looks like a spreadsheet’s number of a day; say where it counts from, or write the day")
    whole, _, fraction = text.partition(".")
    number, seconds = int(whole), round(float(f"0.{fraction or 0}") * _SECONDS_A_DAY)
    if system == "1900" and number == _NO_DAY_OF_1900:
        hold_back(text, "is 29 February 1900 to a spreadsheet, a day that never was; write the day")
    before = system == "1900" and number < _NO_DAY_OF_1900
    moment = datetime.combine(_EPOCHS[system], time()) + timedelta(days=number + before, seconds=seconds)
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


_TABLES = (
    *(words_of.MONTHS, words_of.SEASONS, words_of.WEEKDAYS, words_of.WEEKDAYS_SHORT, words_of.ABOUT, words_of.ARTICLES),
    *(words_of.YEAR_WORDS, words_of.YEAR_WORDS_IN_FRONT, words_of.BCE, words_of.CE),
    set(words_of.RANGE_OPENERS) - set(words_of.BETWEEN),
    set(words_of.RANGE_SEPARATORS) - set(words_of.LISTING),
)
_SAID_BY_EDTF = frozenset(part for table in _TABLES for phrase in table for part in re.findall(r"\w+", phrase))
_SAID_BY_EDTF |= {"a", "p", "m", "am", "pm", "t", "z", "utc", "gmt", "uhr", "h", "l", "d"}
_PARTS_OF_A_SECOND = re.compile(r":\d\d[.,]0*[1-9]", re.ASCII)


def says_more(text: str, edtf: str) -> bool:
    """Whether the wording says what its EDTF does not: a night, "early", "21 and 22", parts of a second."""
    if text == edtf:
        return False
    # with "1990s" and "3rd", what begins with a figure is said
    words = [word for word in re.findall(r"\w+", text.casefold()) if not word[0].isdigit()]
    return not _SAID_BY_EDTF.issuperset(words) or _PARTS_OF_A_SECOND.search(text) is not None
