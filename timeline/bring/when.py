"""From the cells of one row to a date in EDTF, and what has to be asked about the dates of a file.

What has no safe answer waits, with a sentence that says what to write. Nothing becomes more or less exact than the
cells say, with two exceptions that somebody stated: a column of precisions, and the answer to a clustered 1 January.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from timeline.bring.cell_dates import (
    DAY_FIRST,
    MONTH_FIRST,
    DateWaits,
    figures_in,
    is_undecided,
    looks_like_serial,
    plain_number,
    read_cell,
    says_more,
)
from timeline.bring.column_dates import DAY, of_columns, with_time, year_of
from timeline.collection.edtf import DateError, parse_edtf, when_in_words
from timeline.collection.english import iso_day, join
from timeline.collection.problems import quote

PRECISIONS = ("day", "week", "month", "year", "range")
"""What a code of a column of precisions may mean. These words are understood in the column itself, too."""


class DateAnswers(NamedTuple):
    """What somebody said about the dates of a file; "" where nobody has."""

    order: str = ""
    """"day-first" or "month-first": which number of 3/2/2026 is the day."""
    serials: str = ""
    """"1900" or "1904": where a spreadsheet's numbers of days count from."""
    january: str = ""
    """"year" or "day": what a clustered 1 January means."""


class WhenRead(NamedTuple):
    """The date of a row."""

    edtf: str = ""
    """"" where the row waits."""
    when_text: str = ""
    """How the file words the date, where that says more than EDTF does."""
    waiting: str = ""
    """What is wrong and what to write, as the end of a sentence about the row."""


def read_when(cells: Mapping[str, str], answers: DateAnswers, precisions: Mapping[str, str]) -> WhenRead:
    """The date of a row.

    A column of precisions says how much of the date is known: "month" and "year" leave the rest out, "day" leaves a
    time out, "range" is from start to end. "Week" is from start to end where the row has both. With one day it is
    about that day's Monday to Sunday, approximate on both sides, for no data set says on which day its weeks begin,
    and the day alone would be shown as if it were known.

    Args:
        cells: by field: when, end, year, month, day, time, end_year, end_month, end_day, end_time, precision,
            when_text. Years in a column of years are counted as TimelineJS does: -1 is 1 BCE, and 0 is none.
        answers: what was asked once for the whole file.
        precisions: what the codes of the column of precisions mean, each one of PRECISIONS.
    """
    try:
        start, end = _side(cells, "", answers), _side(cells, "end_", answers)
        precision = _precision(cells, precisions)
        edtf = _as_exact_as(_joined(start, end, precision), precision)
        if answers.january == "year" and not precision and _is_new_year(edtf):
            edtf = edtf.removesuffix("-01-01")
        if year := plain_number(cells.get("year", "")):
            _check_year(year, edtf)
    except DateWaits as waits:
        return WhenRead(waiting=waits.fault)
    return WhenRead(edtf, _wording(cells, start, end))


def _is_new_year(edtf: str) -> bool:
    return edtf.endswith("-01-01") and DAY.fullmatch(edtf) is not None


def _side(cells: Mapping[str, str], prefix: str, answers: DateAnswers) -> str:
    """The start ("") or the end ("end_") of a date: a cell for all of it, or cells for year, month and day."""
    whole = plain_number(cells.get("end" if prefix else "when", ""))
    year, month, day, time = (plain_number(cells.get(prefix + name, "")) for name in ("year", "month", "day", "time"))
    if month and not year and re.fullmatch(r"\d{4}", whole):
        whole, year = "", whole
    edtf = _whole(whole, year, answers) if whole else of_columns(year, month, day)
    return with_time(edtf, time) if time else edtf


def _whole(text: str, year: str, answers: DateAnswers) -> str:
    """A cell for all of the date; the column of years says the year where the cell has none.

    Raises:
        DateWaits: it has no safe reading.
    """
    try:
        return read_cell(text, answers.order, answers.serials)
    except DateWaits as waits:
        if not (waits.lacks_year and year):
            raise
    between = "/" if re.fullmatch(r"\d{1,2}/\d{1,2}", text) else " "
    return read_cell(f"{text}{between}{year}", answers.order, answers.serials)


def _precision(cells: Mapping[str, str], precisions: Mapping[str, str]) -> str:
    """What the column of precisions says; "" where it says nothing.

    Raises:
        DateWaits: nobody knows what it says.
    """
    code = plain_number(cells.get("precision", ""))
    meaning = precisions.get(code, code.casefold())
    if code and meaning not in PRECISIONS:
        known = join(PRECISIONS, "or")
        raise DateWaits(f"has the precision {quote(code)}, which nobody has explained; write {known}")
    return meaning


def _joined(start: str, end: str, precision: str) -> str:
    if not start:
        raise DateWaits("has an end and no beginning; write the date" if end else "has no date; write one")
    if precision == "range" and not end and "/" not in start:
        raise DateWaits("is only known to lie in a range, and has no end; write the end")
    if end in ("", start) or start.endswith(f"/{end}"):
        return start
    if "/" in start + end:
        raise DateWaits(f"has the dates {quote(start)} and {quote(end)}, of which one has two ends; write one of them")
    try:
        return parse_edtf(f"{start}/{end}").text
    except DateError:
        sides = f"{when_in_words(end)} lies before {when_in_words(start)}"
        raise DateWaits(f"ends before it begins ({sides}); correct one of the two dates") from None


_CALENDAR = re.compile(r"(?P<year>-?\d{4})(?P<month>-\d\d)?(?P<day>-\d\d)?(?:T[^~?%]+)?(?P<mark>[~?%]?)")
_KEPT = {"day": ("year", "month", "day"), "month": ("year", "month"), "year": ("year",)}


def _as_exact_as(edtf: str, precision: str) -> str:
    """The date as exactly as the column of precisions says, never more exactly than it is written."""
    if precision == "week" and "/" not in edtf:
        return _week_of(edtf)
    kept = _KEPT.get(precision)
    if kept is None:
        return edtf
    sides = []
    for side in edtf.split("/"):
        match = _CALENDAR.fullmatch(side)
        sides.append("".join(match[part] or "" for part in (*kept, "mark")) if match else side)
    return "/".join(dict.fromkeys(sides))


def _week_of(edtf: str) -> str:
    when = parse_edtf(edtf)
    if when.start is None or when.precision not in ("day", "time"):
        return edtf
    # 1 January 1970 was a Thursday
    day = when.start.astype("datetime64[D]")
    monday = day - np.timedelta64((int(day.astype(int)) + 3) % 7, "D")
    try:
        return parse_edtf(f"{iso_day(monday)}~/{iso_day(monday + np.timedelta64(6, 'D'))}~").text
    except DateError:
        raise DateWaits("lies in a week that reaches beyond the year 9999; correct the date") from None


def _check_year(year: str, edtf: str) -> None:
    """Where a column of years stands beside a whole date, they say the same.

    Raises:
        DateWaits: they do not.
    """
    try:
        column, when = parse_edtf(year_of(year)), parse_edtf(edtf)
    except (DateWaits, DateError):
        return
    before = column.end is not None and when.start is not None and column.end < when.start
    after = column.start is not None and when.end is not None and column.start > when.end
    if before or after:
        raise DateWaits(f"has the year {quote(year)} beside the date {when_in_words(edtf)}; correct one of them")


def _wording(cells: Mapping[str, str], start: str, end: str) -> str:
    """The words of the document, else those of the cells where they say more than EDTF."""
    if text := " ".join(cells.get("when_text", "").split()):
        return text
    texts = [" ".join(cells.get(name, "").split()) for name in ("when", "end")]
    if not any(text and says_more(text, edtf) for text, edtf in zip(texts, (start, end), strict=True)):
        return ""
    return " – ".join(filter(None, texts))


SAMPLES = 3
LEAST_CLUSTER = 5
"""Rows on 1 January below which nobody is asked: chance brings a few."""
# More than three times what chance gives, 1 of 365.25 days: counted in whole numbers, 3 / 365.25 = 12 / 1461.
_OF_CHANCE, _DAYS = 12, 1_461


class DateNotes:
    """What has to be asked about the dates of a file, found while its rows are read.

    Attributes:
        ambiguous: cells that may be either order of day and month.
        ambiguous_samples: the first of them that differ.
        serials: cells that look like a spreadsheet's number of a day.
        serial_samples: the first of them that differ.
        dated: rows that are dated to one day, by no column of precisions.
        january: those of them on a 1 January.
    """

    def __init__(self) -> None:
        self.ambiguous, self.ambiguous_samples = 0, list[str]()
        self.serials, self.serial_samples = 0, list[str]()
        self.dated = self.january = 0
        self._proofs: dict[str, str] = {}

    def add(self, cells: Mapping[str, str]) -> None:
        """One row, by field as :func:`read_when` takes it."""
        undecided = False
        for name in ("when", "end"):
            text = plain_number(cells.get(name, ""))
            if looks_like_serial(text):
                self.serials += 1
                _sample(self.serial_samples, text)
            elif self._prove(text):
                undecided = True
                self.ambiguous += 1
                _sample(self.ambiguous_samples, text)
        if not cells.get("precision", "").strip():
            self._count_january(cells, undecided)

    def _prove(self, text: str) -> bool:
        """Notes which order the figures prove; whether any of them proves none."""
        pairs = list(figures_in(text))
        for first, second in pairs:
            if 1 <= second <= 12 < first <= 31:
                self._proofs.setdefault(DAY_FIRST, text)
            if 1 <= first <= 12 < second <= 31:
                self._proofs.setdefault(MONTH_FIRST, text)
        return any(is_undecided(first, second) for first, second in pairs)

    def _count_january(self, cells: Mapping[str, str], undecided: bool) -> None:
        # either order of an undecided date is a day, and neither is 1 January
        edtf = read_when(cells, DateAnswers(DAY_FIRST if undecided else ""), {}).edtf
        if DAY.fullmatch(edtf):
            self.dated += 1
            self.january += _is_new_year(edtf)

    @property
    def order(self) -> str:
        """The order that a cell proves (13/4: day-first); "" where none does, or where two disagree."""
        return next(iter(self._proofs)) if len(self._proofs) == 1 else ""

    @property
    def contradiction(self) -> str:
        """Where cells prove both orders: what is wrong and what to do, in a sentence; else ""."""
        if len(self._proofs) < 2:
            return ""
        day_first, month_first = quote(self._proofs[DAY_FIRST]), quote(self._proofs[MONTH_FIRST])
        return (
            f"The file has dates in both orders: {day_first} has the day first, and {month_first} has the month first. "
            "Write all of them in one order, or say which order those have that may be either."
        )

    @property
    def january_by_chance(self) -> float:
        """How many of the dated rows chance puts on a 1 January."""
        return self.dated * 4 / _DAYS

    @property
    def is_clustered(self) -> bool:
        """Whether so many rows lie on a 1 January that it may mean the year."""
        return self.january >= LEAST_CLUSTER and self.january * _DAYS > self.dated * _OF_CHANCE


def _sample(samples: list[str], text: str) -> None:
    if len(samples) < SAMPLES and text not in samples:
        samples.append(text)
