"""A date in cells of its own for year, month, day and time, as TimelineJS has it."""

from __future__ import annotations

import re

from timeline.bring.cell_dates import SOME_DAY, DateWaits, hold_back, read_cell
from timeline.collection.edtf import DateError, parse_edtf
from timeline.collection.problems import quote
from timeline.dates import read_date
from timeline.dates.plain import plain
from timeline.dates.words import MONTHS

DAY = re.compile(r"-?\d{4}-\d\d-\d\d", re.ASCII)
"""A day in EDTF and nothing else."""


def of_columns(year: str, month: str, day: str) -> str:
    """The EDTF of a date in three cells; "" where all are empty.

    Raises:
        DateWaits: they give no date.
    """
    if not (year or month or day):
        return ""
    if not year:
        raise DateWaits("has a month or a day and no year; write the year")
    edtf = year_of(year)
    if day and not month:
        raise DateWaits("has a day and no month; write the month, or leave the day empty where it is not known")
    if month:
        edtf += f"-{_number(month, 12, 'month'):02}"
    if day:
        edtf += f"-{_number(day, 31, 'day'):02}"
    try:
        return parse_edtf(edtf).text
    except DateError as error:
        hold_back(edtf, error.fault)


def _number(text: str, last: int, unit: str) -> int:
    """The number of a month or a day: "3", "März", "1st".

    Raises:
        DateWaits: it is none.
    """
    word = text if text.isdecimal() else plain(text)
    number = int(word) if word.isdecimal() else MONTHS.get(word, 0) if unit == "month" else 0
    if not 1 <= number <= last:
        like = " or a name" if unit == "month" else ""
        raise DateWaits(f"has the {unit} {quote(text)}; write 1 to {last}{like}, or nothing where it is not known")
    return number


def year_of(text: str) -> str:
    """A year in figures as TimelineJS counts, or in words: "-44" and "44 BC".

    Raises:
        DateWaits: it is none.
    """
    if re.fullmatch(r"[-\u2212]?\d{1,4}", text, re.ASCII):
        number = int(text.replace("\u2212", "-"))
        if number == 0:
            raise DateWaits("has the year 0, which no calendar counts; write 1, or -1 for 1 BCE")
        number += number < 0
        return f"{'-' if number < 0 else ''}{abs(number):04}"
    try:
        edtf = read_cell(text)
    except DateWaits:
        edtf = ""
    if not edtf or parse_edtf(edtf).precision != "year":
        raise DateWaits(f"has the year {quote(text)}; write figures, such as 2026, or -44 for 44 BCE")
    return edtf


def with_time(edtf: str, time: str) -> str:
    """The day with its time of day, which a column of times says even at midnight.

    Raises:
        DateWaits: it is no time, or there is no day.
    """
    read = read_date(f"{SOME_DAY.isoformat()} {time}", SOME_DAY).edtf or ""
    day, _, clock = read.partition("T")
    # "morning" is read as nothing, and is no midnight
    if day != SOME_DAY.isoformat() or "/" in clock or not re.search(r"\d", time):
        raise DateWaits(f"has the time {quote(time)}; write it like 14:30")
    clock = clock or "00:00"
    if edtf.partition("T")[2].startswith(clock):
        return edtf
    if not DAY.fullmatch(edtf):
        raise DateWaits(f"has the time {quote(time)} and no day alone beside it; write a day, or leave the time out")
    return f"{edtf}T{clock}"
