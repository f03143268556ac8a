"""The cells of one row to a date, and what the dates of a file make us ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from timeline.bring.when import LEAST_CLUSTER, PRECISIONS, DateAnswers, DateNotes, WhenRead, read_when
from timeline.collection.edtf import parse_edtf

NOBODY_SAID = DateAnswers()
# as UCDP GED counts
CODES = {"1": "day", "2": "range", "3": "week", "4": "month", "5": "year"}


def read(cells: Mapping[str, str], answers: DateAnswers = NOBODY_SAID) -> WhenRead:
    return read_when(cells, answers, CODES)


READ = [
    ({"when": "2025-03-01"}, "2025-03-01"),
    ({"when": " 2025-03-01 00:00:00.000 "}, "2025-03-01"),
    ({"when": "2025-03-01T14:30:00Z"}, "2025-03-01T14:30:00Z"),
    ({"when": "13/4/2025"}, "2025-04-13"),
    ({"when": "4/13/2025"}, "2025-04-13"),
    ({"when": "1/1/2025"}, "2025-01-01"),
    ({"when": "3. Februar 2026"}, "2026-02-03"),
    ({"when": "c. 700 BCE"}, "-0699~"),
    ({"when": "2025"}, "2025"),
    # a program made numbers of the column
    ({"when": "2025.0"}, "2025"),
    # two figures where spreadsheets and POSIX agree on the century
    ({"when": "03.02.26"}, "2026-02-03"),
    ({"when": "03.02.29"}, "2029-02-03"),
    ({"when": "03.02.69"}, "1969-02-03"),
    ({"when": "2025-03-01", "end": "2025-03-05"}, "2025-03-01/2025-03-05"),
    ({"when": "2025-03-01", "end": "2025-03-01"}, "2025-03-01"),
    ({"when": "2025-03-01 00:00:00", "end": "2025-03-01"}, "2025-03-01"),
    ({"when": "March 2025", "end": "3 May 2025"}, "2025-03/2025-05-03"),
    ({"when": "2025-03-01/2025-03-05", "end": "2025-03-05"}, "2025-03-01/2025-03-05"),
    # columns, as TimelineJS has them
    ({"year": "2025"}, "2025"),
    ({"year": "2025", "month": "3"}, "2025-03"),
    ({"year": "2025", "month": "03", "day": "01"}, "2025-03-01"),
    ({"year": "2025.0", "month": "3.0", "day": "1.0"}, "2025-03-01"),
    ({"year": "2025", "month": "März", "day": "1."}, "2025-03-01"),
    ({"year": "2025", "month": "3", "day": "1", "time": "14:30"}, "2025-03-01T14:30"),
    ({"year": "2025", "month": "3", "day": "1", "time": "2:30 pm"}, "2025-03-01T14:30"),
    # a column of times says midnight because somebody wrote it
    ({"year": "2025", "month": "3", "day": "1", "time": "00:00"}, "2025-03-01T00:00"),
    ({"year": "2025", "end_year": "2026"}, "2025/2026"),
    (
        {"year": "2025", "month": "3", "day": "1", "end_year": "2025", "end_month": "3", "end_day": "2"},
        "2025-03-01/2025-03-02",
    ),
    ({"year": "-1"}, "0000"),
    ({"year": "-44", "month": "3", "day": "15"}, "-0043-03-15"),
    ({"year": "\u221244"}, "-0043"),
    ({"year": "44 BC"}, "-0043"),
    ({"year": "c. 1142"}, "1142~"),
    ({"year": "79"}, "0079"),
    # what one column leaves out another says
    ({"when": "3 February", "year": "2026"}, "2026-02-03"),
    ({"when": "2026", "month": "2", "day": "3"}, "2026-02-03"),
    ({"when": "2026-02-03", "time": "14:30"}, "2026-02-03T14:30"),
    ({"when": "2026-02-03 14:30:00", "time": "14:30"}, "2026-02-03T14:30:00"),
    ({"when": "2026-02-03", "year": "2026", "month": "2"}, "2026-02-03"),
    ({"when": "2026-02-03", "year": "n/a"}, "2026-02-03"),
    # a column of precisions
    ({"when": "2025-03-15", "precision": "1"}, "2025-03-15"),
    ({"when": "2025-03-15 14:30:00", "precision": "day"}, "2025-03-15"),
    ({"when": "2025-03-15", "precision": "month"}, "2025-03"),
    ({"when": "2025-03-15", "precision": "5.0"}, "2025"),
    ({"when": "2025-03-01", "end": "2025-03-31", "precision": "4"}, "2025-03"),
    ({"when": "2025-03-20", "end": "2025-04-10", "precision": "4"}, "2025-03/2025-04"),
    ({"when": "2025-03-15", "end": "2025-03-18", "precision": "2"}, "2025-03-15/2025-03-18"),
    ({"when": "2025-03-15", "end": "2025-03-15", "precision": "2"}, "2025-03-15"),
    ({"when": "2025-03-10", "end": "2025-03-16", "precision": "3"}, "2025-03-10/2025-03-16"),
    ({"when": "2025-03-15", "precision": "3"}, "2025-03-10~/2025-03-16~"),
    ({"when": "2025-03-16", "precision": "week"}, "2025-03-10~/2025-03-16~"),
    ({"when": "2025-03-17", "precision": "week"}, "2025-03-17~/2025-03-23~"),
    # it says nothing more exactly than the date is written
    ({"when": "2025-03", "precision": "day"}, "2025-03"),
    ({"when": "2025", "precision": "month"}, "2025"),
    ({"when": "2025-03", "precision": "week"}, "2025-03"),
    ({"when": "c. 3 March 2025", "precision": "month"}, "2025-03~"),
    ({"when": "since 3 March 2025", "precision": "month"}, "2025-03/.."),
]


@pytest.mark.parametrize(("cells", "edtf"), READ)
def test_cells_to_edtf(cells: Mapping[str, str], edtf: str) -> None:
    assert read(cells)._replace(when_text="") == WhenRead(edtf)


# cells: the end of a sentence about the row
WAITING = [
    ({}, "has no date; write one"),
    ({"when": "  "}, "has no date; write one"),
    ({"end": "2025-03-01"}, "has an end and no beginning; write the date"),
    (
        {"when": "06/02/2026"},
        "has the date “06/02/2026”, which may be 6 February 2026 or 2 June 2026; "
        "say whether the day or the month comes first",
    ),
    ({"when": "2026-02-01", "end": "06-02-2026"}, "say whether the day or the month comes first"),
    (
        {"when": "last Tuesday"},
        "has the date “last Tuesday”, which counts from a day that the file does not name; write the date itself",
    ),
    ({"when": "yesterday"}, "counts from a day that the file does not name; write the date itself"),
    ({"when": "vor drei Tagen"}, "counts from a day that the file does not name; write the date itself"),
    ({"when": "2020–present"}, "counts from a day that the file does not name; write the date itself"),
    ({"when": "last year"}, "counts from a day that the file does not name; write the date itself"),
    ({"when": "yesterday", "year": "2026"}, "counts from a day that the file does not name; write the date itself"),
    ({"when": "3 February"}, "has the date “3 February”, which names no year; write the year, too"),
    ({"when": "06/02"}, "names no year; write the year, too"),
    ({"when": "29 February"}, "names no year; write the year, too"),
    ({"when": "since March"}, "names no year; write the year, too"),
    ({"when": "31 February"}, "is no day of every year; write the year, too"),
    ({"when": "06/02", "year": "2026"}, "say whether the day or the month comes first"),
    ({"when": "31 February", "year": "2026"}, "February 2026 has 28 days; write 01 to 28"),
    ({"when": "03.02.30"}, "has a year of two figures"),
    ({"when": "03.02.68"}, "has a year of two figures"),
    ({"when": "Montag, 3. Februar 2026"}, "names the wrong weekday: 2026-02-03 is a Tuesday; correct one"),
    ({"when": "03.02.45"}, "has the date “03.02.45”, which has a year of two figures; write all four"),
    ({"when": "03/02/29"}, "say whether the day or the month comes first"),
    (
        {"when": "45678"},
        "has the date “45678”, which looks like a spreadsheet’s number of a day; "
        "say where it counts from, or write the day",
    ),
    ({"when": "45678.5"}, "say where it counts from, or write the day"),
    ({"when": "60"}, "is not a date that we understand; write it like 3 February 2026"),
    (
        {"when": "30 February 2026"},
        "has the date “30 February 2026”, which is not a day of the calendar: February 2026 has 28 days; "
        "write 01 to 28",
    ),
    ({"when": "n/a"}, "is not a date that we understand"),
    ({"when": "winter 2025"}, "write the one that is meant"),
    ({"when": "x" * 1_000_000}, "is too long for a date; write at most 120 characters"),
    (
        {"when": "2025-03-05", "end": "2025-03-01"},
        "ends before it begins (1 March 2025 lies before 5 March 2025); correct one of the two dates",
    ),
    ({"year": "2025", "end_year": "2024"}, "ends before it begins (2024 lies before 2025); correct one of"),
    (
        {"when": "2–5 March 2025", "end": "2025-03-09"},
        "has the dates “2025-03-02/2025-03-05” and “2025-03-09”, of which one has two ends; write one of them",
    ),
    ({"month": "3"}, "has a month or a day and no year; write the year"),
    ({"year": "2025", "end_month": "3"}, "has a month or a day and no year; write the year"),
    ({"year": "2025", "day": "3"}, "has a day and no month; write the month, or leave the day empty"),
    ({"year": "0"}, "has the year 0, which no calendar counts; write 1, or -1 for 1 BCE"),
    ({"year": "since 2025"}, "has the year “since 2025”; write figures, such as 2026, or -44 for 44 BCE"),
    ({"year": "2025", "month": "13"}, "has the month “13”; write 1 to 12 or a name"),
    ({"year": "2025", "month": "0"}, "has the month “0”; write 1 to 12 or a name, or nothing where it is not known"),
    ({"year": "2025", "month": "2", "day": "32"}, "has the day “32”; write 1 to 31"),
    ({"year": "2025", "month": "2", "day": "30"}, "which is not a day of the calendar: February 2025 has 28 days"),
    ({"year": "2025", "month": "2", "time": "14:30"}, "has the time “14:30” and no day alone beside it"),
    ({"when": "2025-02-03", "time": "morning"}, "has the time “morning”; write it like 14:30"),
    ({"when": "2025-02-03", "time": "25:00"}, "has the time “25:00”; write it like 14:30"),
    ({"when": "2025-02-03", "time": "?"}, "has the time “?”; write it like 14:30"),
    ({"when": "2025-02-03 14:30", "time": "15:30"}, "has the time “15:30” and no day alone beside it"),
    ({"when": "2025-02-03", "year": "2024"}, "has the year “2024” beside the date 3 February 2025; correct one"),
    ({"when": "2025-02-03", "year": "2026"}, "has the year “2026” beside the date 3 February 2025; correct one"),
    ({"when": "2025-02-03", "precision": "7"}, "has the precision “7”, which nobody has explained; write day, week"),
    ({"when": "2025-02-03", "precision": "range"}, "is only known to lie in a range, and has no end; write the end"),
    ({"when": "9999-12-31", "precision": "week"}, "lies in a week that reaches beyond the year 9999"),
]


@pytest.mark.parametrize(("cells", "sentence"), WAITING, ids=[str(cells)[:60] for cells, _ in WAITING])
def test_what_has_no_safe_answer_waits(cells: Mapping[str, str], sentence: str) -> None:
    found = read(cells)
    assert (found.edtf, found.when_text) == ("", "")
    assert sentence in found.waiting
    assert found.waiting.startswith(("has ", "ends ", "is ", "lies "))
    assert len(found.waiting) < 400


ANSWERED = [
    ({"when": "06/02/2026"}, DateAnswers("day-first"), "2026-02-06"),
    ({"when": "06/02/2026"}, DateAnswers("month-first"), "2026-06-02"),
    ({"when": "06/02/2026 14:30"}, DateAnswers("month-first"), "2026-06-02T14:30"),
    ({"when": "6-2-26"}, DateAnswers("day-first"), "2026-02-06"),
    ({"when": "03/02/2026-05/02/2026"}, DateAnswers("day-first"), "2026-02-03/2026-02-05"),
    ({"when": "since 03/02/2026"}, DateAnswers("month-first"), "2026-03-02/.."),
    ({"when": "06/02", "year": "2026"}, DateAnswers("day-first"), "2026-02-06"),
    # only one order of these is a day, whatever was answered
    ({"when": "13/4/2025"}, DateAnswers("month-first"), "2025-04-13"),
    ({"when": "4/13/2025"}, DateAnswers("day-first"), "2025-04-13"),
    # and of these everybody knows the order
    ({"when": "2026-02-03"}, DateAnswers("month-first"), "2026-02-03"),
    ({"when": "03.02.2026"}, DateAnswers("month-first"), "2026-02-03"),
    ({"when": "45678"}, DateAnswers(serials="1900"), "2025-01-21"),
    ({"when": "45678"}, DateAnswers(serials="1904"), "2029-01-22"),
    ({"when": "45678.5"}, DateAnswers(serials="1900"), "2025-01-21T12:00"),
    # what a sum of floats leaves of midnight
    ({"when": "45677.9999999999"}, DateAnswers(serials="1900"), "2025-01-21"),
    ({"when": "45678", "end": "45680"}, DateAnswers(serials="1900"), "2025-01-21/2025-01-23"),
    ({"when": "2026"}, DateAnswers(serials="1900"), "2026"),
    ({"when": "20250301"}, DateAnswers(serials="1900"), "2025-03-01"),
    ({"when": "1.1.2025"}, DateAnswers(january="year"), "2025"),
    ({"year": "-44", "month": "1", "day": "1"}, DateAnswers(january="year"), "-0043"),
    ({"when": "1.1.2025"}, DateAnswers(january="day"), "2025-01-01"),
    ({"when": "2.1.2025"}, DateAnswers(january="year"), "2025-01-02"),
    ({"when": "2025-01-01 14:30"}, DateAnswers(january="year"), "2025-01-01T14:30"),
    ({"when": "2025-01-01", "end": "2025-01-02"}, DateAnswers(january="year"), "2025-01-01/2025-01-02"),
    # a column of precisions says it already
    ({"when": "2025-01-01", "precision": "1"}, DateAnswers(january="year"), "2025-01-01"),
]


@pytest.mark.parametrize(("cells", "answers", "edtf"), ANSWERED)
def test_answers(cells: Mapping[str, str], answers: DateAnswers, edtf: str) -> None:
    assert read(cells, answers) == WhenRead(edtf, "since 03/02/2026" if "since" in str(cells) else "")


def test_a_day_of_1900_that_never_was_waits() -> None:
    assert "29 February 1900" in read({"when": "60"}, DateAnswers(serials="1900")).waiting
    assert read({"when": "59"}, DateAnswers(serials="1900")).edtf == "1900-02-28"
    assert read({"when": "61"}, DateAnswers(serials="1900")).edtf == "1900-03-01"
    assert read({"when": "60"}, DateAnswers(serials="1904")).edtf == "1904-03-01"


WORDED = [
    ({"when": "2–3 February 2026"}, ""),
    ({"when": "Tuesday, 3rd of February 2026"}, ""),
    ({"when": "about 1142"}, ""),
    ({"when": "vom 2. bis 3. Februar 2026"}, ""),
    ({"when": "du 2 au 3 février 2026"}, ""),
    ({"when": "с 23 по 24 января 2026 года"}, ""),
    ({"when": "44 v. Chr."}, ""),
    ({"when": "summer 2025"}, ""),
    ({"when": "3. Februar 2026, 14:30 Uhr"}, ""),
    ({"when": "2025-03-01 00:00:00.000"}, ""),
    ({"when": "2026-02-XX"}, ""),
    ({"when": "2025-03-01 14:30:05.25"}, "2025-03-01 14:30:05.25"),
    ({"when": "night of 2 to  3 February 2026"}, "night of 2 to 3 February 2026"),
    ({"when": "morning of 3 February 2026"}, "morning of 3 February 2026"),
    ({"when": "Anfang Februar 2026"}, "Anfang Februar 2026"),
    ({"when": "since January 2025"}, "since January 2025"),
    ({"when": "9 and 10 February 2026"}, "9 and 10 February 2026"),
    ({"when": "early May 2025", "end": "7 June 2025"}, ""),
    ({"when": "3 May 2025", "end": "evening of 7 June 2025"}, "3 May 2025 – evening of 7 June 2025"),
    ({"when": "night of 2 to 3 February 2026", "when_text": " the  second night "}, "the second night"),
    ({"year": "2025", "when_text": "Sometime in 2025"}, "Sometime in 2025"),
]


@pytest.mark.parametrize(("cells", "when_text"), WORDED)
def test_the_wording_stays_where_it_says_more(cells: Mapping[str, str], when_text: str) -> None:
    assert read(cells).when_text == when_text


def noted(*cells: Mapping[str, str]) -> DateNotes:
    notes = DateNotes()
    for row in cells:
        notes.add(row)
    return notes


def whens(*texts: str) -> DateNotes:
    return noted(*({"when": text} for text in texts))


@pytest.mark.parametrize(
    ("texts", "order", "contradicts"),
    [
        (("3/4/2025",), "", False),
        (("3/4/2025", "13/4/2025"), "day-first", False),
        (("13-4-25",), "day-first", False),
        (("3/4/2025", "4/13/2025 14:30"), "month-first", False),
        (("13/4/2025", "4/13/2025"), "", True),
        # no day in either order, and the order that everybody knows
        (("13/13/2025", "32/4/2025", "2025-04-13", "13.4.2025", "2025/13/4"), "", False),
        (("12/12/2025", "1/12/2025"), "", False),
    ],
)
def test_the_order_is_proven_by_a_number_that_is_no_month(
    texts: tuple[str, ...], order: str, contradicts: bool
) -> None:
    notes = whens(*texts)
    assert notes.order == order
    assert bool(notes.contradiction) == contradicts


def test_a_contradiction_shows_both_cells() -> None:
    assert whens("13/4/2025", "4/13/2025").contradiction == (
        "The file has dates in both orders: “13/4/2025” has the day first, and “4/13/2025” has the month first. "
        "Write all of them in one order, or say which order those have that may be either."
    )


def test_ambiguous_cells_and_serials_are_counted_with_three_samples() -> None:
    notes = noted(
        {"when": "3/4/2025", "end": "5/4/2025"},
        {"when": "3/4/2025"},
        {"when": "6/4/2025"},
        {"when": "7/4/2025"},
        {"when": "4/4/2025"},
        {"when": "45678"},
        {"when": "45678.0"},
        {"when": "45679.25", "end": "45680"},
        {"when": "2025", "end": "20250301"},
        {},
    )
    assert (notes.ambiguous, notes.ambiguous_samples) == (5, ["3/4/2025", "5/4/2025", "6/4/2025"])
    assert (notes.serials, notes.serial_samples) == (4, ["45678", "45679.25", "45680"])


# 487 rows have 4 in 1 January by three times chance: 487 / 365.25 * 3 is 4 exactly; 974 have 8.
@pytest.mark.parametrize(
    ("dated", "january", "clustered"),
    [
        *((974, 8, False), (974, 9, True), (974, 7, False), (973, 8, True), (975, 8, False), (487, 5, True)),
        *((5, 5, True), (4, 4, False), (10_000, LEAST_CLUSTER - 1, False)),
    ],
)
def test_more_than_three_times_chance_is_a_cluster(dated: int, january: int, clustered: bool) -> None:
    notes = DateNotes()
    for number in range(dated):
        notes.add({"when": "2025-01-01" if number < january else "2025-03-01"})
    assert (notes.dated, notes.january, notes.is_clustered) == (dated, january, clustered)
    assert notes.january_by_chance == pytest.approx(dated / 365.25)


def test_only_rows_that_are_dated_to_one_day_are_counted() -> None:
    notes = noted(
        {"when": "1 January 2025"},
        {"year": "2025", "month": "1", "day": "1"},
        {"when": "01/01/2025 00:00:00"},
        # of these either order is a day
        {"when": "3/1/2025"},
        {"when": "2025"},
        {"when": "2025-01-01", "end": "2025-12-31"},
        {"when": "2025-01-01", "precision": "day"},
        {"when": "2025-01-01", "precision": "year"},
        {"when": "1 January"},
        {"when": "45678"},
    )
    assert (notes.dated, notes.january) == (4, 3)


@given(st.integers(10_000, 99_999), st.integers(0, 1439), st.sampled_from(["1900", "1904"]))
def test_serials_are_the_days_that_openpyxl_reads(number: int, minute: int, system: str) -> None:
    epoch = {"1900": CALENDAR_WINDOWS_1900, "1904": CALENDAR_MAC_1904}[system]
    serial = f"{number + minute / 1440:.10f}" if minute else str(number)
    moment = from_excel(float(serial), epoch)
    edtf = read({"when": serial}, DateAnswers(serials=system)).edtf
    assert edtf == (f"{moment:%Y-%m-%dT%H:%M}" if minute else f"{moment:%Y-%m-%d}")
    assert read({"when": serial}).edtf == ""


@given(st.integers(1, 999).filter(lambda number: number != 60), st.sampled_from(["1900", "1904"]))
def test_small_serials_are_read_where_somebody_said_that_there_are_serials(number: int, system: str) -> None:
    epoch = {"1900": CALENDAR_WINDOWS_1900, "1904": CALENDAR_MAC_1904}[system]
    moment = from_excel(number, epoch)
    assert isinstance(moment, datetime)
    assert read({"when": str(number)}, DateAnswers(serials=system)).edtf == f"{moment:%Y-%m-%d}"
    assert read({"when": str(number)}).edtf == ""


days = st.dates(min_value=date(1000, 1, 1))


@given(days, st.sampled_from("/-"), st.sampled_from(["day-first", "month-first"]))
def test_every_day_in_figures_is_proven_answered_or_waits(day: date, mark: str, order: str) -> None:
    figures = [f"{day.day}", f"{day.month}"] if order == "day-first" else [f"{day.month}", f"{day.day}"]
    cells = {"when": mark.join([*figures, f"{day.year}"])}
    unasked, notes = read(cells), noted(cells)
    assert read(cells, DateAnswers(order)).edtf == day.isoformat()
    if day.day > 12:
        assert notes.order == order
        assert unasked.edtf == day.isoformat()
    elif day.day == day.month:
        assert unasked.edtf == day.isoformat()
        assert (notes.order, notes.ambiguous) == ("", 0)
    else:
        assert unasked.waiting
        assert (notes.order, notes.ambiguous) == ("", 1)


@given(days, st.integers(0, 400), st.sampled_from(PRECISIONS))
def test_a_precision_never_leaves_out_what_is_written(day: date, length: int, precision: str) -> None:
    cells = {"when": day.isoformat(), "precision": precision}
    if length and day <= date.max - timedelta(days=400):
        cells["end"] = (day + timedelta(days=length)).isoformat()
    found = read(cells)
    if found.waiting:
        assert precision == "range" or day.year == 9999
        return
    when = parse_edtf(found.edtf)
    last = date.fromisoformat(cells.get("end", day.isoformat()))
    assert str(when.start)[:10] <= day.isoformat()
    assert str(when.end)[:10] >= last.isoformat()


cell = (
    st.text(max_size=12) | st.text("0123456789-/.: T", max_size=12) | st.sampled_from(["-1", "3", "March", "range", ""])
)
FIELDS = ["when", "end", "precision", "when_text"]
FIELDS += [side + part for side in ("", "end_") for part in ("year", "month", "day", "time")]


@given(
    st.dictionaries(st.sampled_from(FIELDS), cell),
    st.builds(
        DateAnswers,
        st.sampled_from(["", "day-first", "month-first"]),
        st.sampled_from(["", "1900", "1904"]),
        st.sampled_from(["", "year", "day"]),
    ),
)
def test_any_row_has_a_date_or_waits_with_a_reason(cells: dict[str, str], answers: DateAnswers) -> None:
    found = read_when(cells, answers, CODES)
    assert bool(found.edtf) != bool(found.waiting)
    if found.edtf:
        assert parse_edtf(found.edtf).text == found.edtf
    noted(cells)
