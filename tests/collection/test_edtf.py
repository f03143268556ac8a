"""The dates that files may hold: what each says, what is refused and with which advice."""

from __future__ import annotations

import re
import string
import warnings
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from timeline.collection.edtf import MAX_LENGTH, DateError, When, parse_edtf, when_in_words
from timeline.collection.vocabulary import PRECISIONS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import edtf as oracle

# expression: (first day, last day, precision, in words); bounds are days in UTC, both inclusive
SINGLE = {
    "2026": ("2026-01-01", "2026-12-31", "year", "2026"),
    "0079": ("0079-01-01", "0079-12-31", "year", "79 CE"),
    "0999": ("0999-01-01", "0999-12-31", "year", "999 CE"),
    "0000": ("0000-01-01", "0000-12-31", "year", "1 BCE"),
    "-0699": ("-0699-01-01", "-0699-12-31", "year", "700 BCE"),
    "-0043-03-15": ("-0043-03-15", "-0043-03-15", "day", "15 March 44 BCE"),
    "2026-02": ("2026-02-01", "2026-02-28", "month", "February 2026"),
    "2024-02": ("2024-02-01", "2024-02-29", "month", "February 2024"),
    "1900-02": ("1900-02-01", "1900-02-28", "month", "February 1900"),
    "2026-02-03": ("2026-02-03", "2026-02-03", "day", "3 February 2026"),
    "2000-02-29": ("2000-02-29", "2000-02-29", "day", "29 February 2000"),
    "9999-12-31": ("9999-12-31", "9999-12-31", "day", "31 December 9999"),
    # seasons of the northern half; a winter ends in the next year
    "2026-21": ("2026-03-01", "2026-05-31", "season", "spring 2026"),
    "2026-22": ("2026-06-01", "2026-08-31", "season", "summer 2026"),
    "2026-23": ("2026-09-01", "2026-11-30", "season", "autumn 2026"),
    "2026-24": ("2026-12-01", "2027-02-28", "season", "winter 2026–27"),
    "2027-24": ("2027-12-01", "2028-02-29", "season", "winter 2027–28"),
    "1999-24": ("1999-12-01", "2000-02-29", "season", "winter 1999–2000"),
    "-0699-24": ("-0699-12-01", "-0698-02-28", "season", "winter 700–699 BCE"),
    "0000-24": ("0000-12-01", "0001-02-28", "season", "winter 1 BCE – 1 CE"),
    "2026-33": ("2026-01-01", "2026-03-31", "quarter", "first quarter of 2026"),
    "2026-34": ("2026-04-01", "2026-06-30", "quarter", "second quarter of 2026"),
    "2026-35": ("2026-07-01", "2026-09-30", "quarter", "third quarter of 2026"),
    "2026-36": ("2026-10-01", "2026-12-31", "quarter", "fourth quarter of 2026"),
    # parts that are not known
    "2026-02-XX": ("2026-02-01", "2026-02-28", "month", "some day of February 2026"),
    "2026-XX": ("2026-01-01", "2026-12-31", "year", "some month of 2026"),
    "2026-XX-XX": ("2026-01-01", "2026-12-31", "year", "some day of 2026"),
    "199X": ("1990-01-01", "1999-12-31", "year", "the 1990s"),
    "200X": ("2000-01-01", "2009-12-31", "year", "the years 2000–2009"),
    "20XX": ("2000-01-01", "2099-12-31", "year", "the years 2000–2099"),
    "003X": ("0030-01-01", "0039-12-31", "year", "the years 30–39"),
    # a time of day; the bounds are the day that it has in UTC
    "2026-02-03T14:30": ("2026-02-03", "2026-02-03", "time", "14:30, 3 February 2026"),
    "2026-02-03T14:30:05Z": ("2026-02-03", "2026-02-03", "time", "14:30:05 UTC, 3 February 2026"),
    "2026-02-03T01:00+03:00": ("2026-02-02", "2026-02-02", "time", "01:00 UTC+3, 3 February 2026"),
    "2026-02-03T23:00-05:00": ("2026-02-04", "2026-02-04", "time", "23:00 UTC−5, 3 February 2026"),
    "2026-01-01T01:00+05:30": ("2025-12-31", "2025-12-31", "time", "01:00 UTC+5:30, 1 January 2026"),
    "2026-02-03T00:00-00:30": ("2026-02-03", "2026-02-03", "time", "00:00 UTC−0:30, 3 February 2026"),
}

# "" is an open side
INTERVALS = {
    "2026-02-04/2026-02-05": ("2026-02-04", "2026-02-05", "day", "4–5 February 2026"),
    "2026-02-03/2026-02-03": ("2026-02-03", "2026-02-03", "day", "3 February 2026"),
    "2026-01-31/2026-02-02": ("2026-01-31", "2026-02-02", "day", "31 January – 2 February 2026"),
    "2025-12-31/2026-01-01": ("2025-12-31", "2026-01-01", "day", "31 December 2025 – 1 January 2026"),
    "2026-01/2026-03": ("2026-01-01", "2026-03-31", "month", "January–March 2026"),
    "2026-01-15/2026-03": ("2026-01-15", "2026-03-31", "month", "15 January 2026 – March 2026"),
    "2026-02-15/2026-02": ("2026-02-15", "2026-02-28", "month", "15 February 2026 – February 2026"),
    "1914/1918": ("1914-01-01", "1918-12-31", "year", "1914–1918"),
    "2014-02-20/2014": ("2014-02-20", "2014-12-31", "year", "20 February 2014 – 2014"),
    "2026-21/2026-22": ("2026-03-01", "2026-08-31", "season", "spring–summer 2026"),
    "2026-33/2026-34": ("2026-01-01", "2026-06-30", "quarter", "first–second quarter of 2026"),
    "-0499/-0299": ("-0499-01-01", "-0299-12-31", "year", "500–300 BCE"),
    "-0499/0020": ("-0499-01-01", "0020-12-31", "year", "500 BCE – 20 CE"),
    "199X/200X": ("1990-01-01", "2009-12-31", "year", "the 1990s – the years 2000–2009"),
    "2026-02-03T14:30/2026-02-03T15:00": (
        "2026-02-03",
        "2026-02-03",
        "time",
        "14:30–15:00, 3 February 2026",
    ),
    "2026-01-29/..": ("2026-01-29", "", "day", "since 29 January 2026"),
    "2026-01/..": ("2026-01-01", "", "month", "since January 2026"),
    "../2026-01-29": ("", "2026-01-29", "day", "until 29 January 2026"),
    "../2026": ("", "2026-12-31", "year", "until 2026"),
}

# expression: (approximate, uncertain, in words); a mark never moves the bounds
MARKED = {
    "2026-02-09~": (True, False, "about 9 February 2026"),
    "2026-02?": (False, True, "possibly February 2026"),
    "2026%": (True, True, "possibly about 2026"),
    "-0699~": (True, False, "about 700 BCE"),
    "199X~": (True, False, "about the 1990s"),
    "2026-22~": (True, False, "about summer 2026"),
    "2026-06-25/2026-06-27~": (True, False, "25 June – about 27 June 2026"),
    "2026-06-25~/2026-06-27": (True, False, "from about 25 June to 27 June 2026"),
    "2026-06-25~/2026-06-27~": (True, False, "about 25–27 June 2026"),
    "2028/2029?": (False, True, "2028 – possibly 2029"),
    "2028?/2029?": (False, True, "possibly 2028–2029"),
    "2028~/2029?": (True, True, "from about 2028 to possibly 2029"),
    "2028-01~/..": (True, False, "since about January 2028"),
    "../2028-01?": (False, True, "until possibly January 2028"),
}

# what is wrong: (text, the end of the sentence that begins with it)
FAULTS = {
    "nothing": ("", "is empty; write it like 2026-02-03, 2026-02 or 2026"),
    "blanks only": ("   ", "is empty; write it like 2026-02-03, 2026-02 or 2026"),
    "blanks around": (" 2026", "has white space around it; write it without"),
    "a line break": ("2026-02-03\n", "has white space around it; write it without"),
    "too long": ("2" * 61, "is too long for a date; write at most 60 characters, such as 2026-02-03"),
    "words": ("February 2026", "is not a date that we know; write it like 2026-02-03, 2026-02 or 2026"),
    "no date": ("null", "is not a date that we know; write it like 2026-02-03, 2026-02 or 2026"),
    "digits of another script": (
        "٢٠٢٦",
        "is not a date that we know; write it like 2026-02-03, 2026-02 or 2026",
    ),
    "five digits": ("12026", "is not a date that we know; write it like 2026-02-03, 2026-02 or 2026"),
    "month 13": (
        "2026-13",
        "has no month 13; write 01 to 12, 21 to 24 for a season or 33 to 36 for a quarter",
    ),
    "day of month 13": ("2026-13-01", "has no month 13; write a month from 01 to 12, then the day"),
    "day of a season": ("2026-21-05", "has no month 21; write a month from 01 to 12, then the day"),
    "30 February": (
        "2026-02-30",
        "is not a day of the calendar: February 2026 has 28 days; write 01 to 28",
    ),
    "29 February": (
        "1900-02-29",
        "is not a day of the calendar: February 1900 has 28 days; write 01 to 28",
    ),
    "day 0": ("2026-04-00", "is not a day of the calendar: April 2026 has 30 days; write 01 to 30"),
    "an early 30 February": (
        "0000-02-30",
        "is not a day of the calendar: February 0000 has 29 days; write 01 to 29",
    ),
    "30 February at noon": (
        "2026-02-30T12:00",
        "is not a day of the calendar: February 2026 has 28 days; write 01 to 28",
    ),
    "no hyphens": ("20260203", "lacks its hyphens; write 2026-02-03"),
    "no hyphens, no day": (
        "20260230",
        "is not a day of the calendar: February 2026 has 28 days; write 01 to 28",
    ),
    "no zeros": ("2026-2-3", "lacks a zero; write 2026-02-03"),
    "one zero": ("2026-02-3", "lacks a zero; write 2026-02-03"),
    "no zero in a month": ("2026-2", "lacks a zero; write 2026-02"),
    "slashes, year first": ("2026/02/03", "is not written with hyphens; write 2026-02-03"),
    "dots, year first": ("2026.02.03", "is not written with hyphens; write 2026-02-03"),
    "dots, day first": ("3.02.2026", "has its day first; write 2026-02-03"),
    "slashes, ambiguous": (
        "06/02/2026",
        "does not say which number is the month; write 2026-02-06 or 2026-06-02",
    ),
    "slashes, plain": (
        "13/02/2026",
        "has slashes, which stand between two dates; write 2026-02-13",
    ),
    "slashes, no day": (
        "30/02/2026",
        "has slashes, which stand between two dates; write it like 2026-02-03",
    ),
    "a mark in front": ("~2026-02", "has its mark in front; write 2026-02~"),
    "two marks": ("2026?~", "has two marks; write 2026%"),
    "Q1": ("2026-Q1", "names a quarter by letter; write 2026-33"),
    "a small x": ("2026-xx", "has a small x; write 2026-XX"),
    "part of a decade": (
        "202X-05",
        "names a part of a year that is not known; write 202X alone",
    ),
    "minus zero": ("-0000", "has a year minus zero; write 0000 for 1 BCE"),
    "a blank before the time": ("2026-02-03 14:30", "has a space before its time; write 2026-02-03T14:30"),
    "an hour alone": (
        "2026-02-03T14",
        "has no time that we know; write hours and minutes, such as 2026-02-03T14:30Z or 2026-02-03T14:30+03:00",
    ),
    "24:00": ("2026-02-03T24:00", "has no such time as 24:00; write 00:00 to 23:59"),
    "14:60": ("2026-02-03T14:60", "has no such time as 14:60; write 00:00 to 23:59"),
    "an offset too far": (
        "2026-02-03T14:30+25:00",
        "has the offset +25:00, which no place on Earth has; write Z for UTC, or an offset such as +03:00",
    ),
    "reversed": (
        "2026-02-05/2026-02-03",
        "ends before it begins; write 2026-02-03/2026-02-05 if the two were swapped",
    ),
    "reversed times": (
        "2026-02-03T15:00/2026-02-03T14:00",
        "ends before it begins; write 2026-02-03T14:00/2026-02-03T15:00 if the two were swapped",
    ),
    "open on both sides": ("../..", "is open on both sides and says nothing; leave the date out"),
    "empty start": ("/2026", "leaves the open side of an interval empty; write ../2026 instead"),
    "empty end": ("2026-02-03/", "leaves the open side of an interval empty; write 2026-02-03/.. instead"),
    "a lone slash": (
        "/",
        "is an interval without dates; write the two dates, such as 2026-02-04/2026-02-05",
    ),
    "three sides": (
        "2026-02-03/2026-02-04/2026-02-05",
        "is not a date that we know; write it like 2026-02-03, 2026-02 or 2026",
    ),
    "an en dash": ("2026-02-03–2026-02-05", "is an interval without a slash; write 2026-02-03/2026-02-05"),
    "the word to": (
        "2026-02-03 to 2026-02-05",
        "is an interval without a slash; write 2026-02-03/2026-02-05",
    ),
}


def day(bound: np.datetime64 | None) -> str:
    """A bound as the tables write it: the four digits of the year, and "" where it is open."""
    if bound is None:
        return ""
    sign, year, rest = re.fullmatch(r"(-?)(\d+)(-\d\d-\d\d)T00:00:00", str(bound)).groups()  # type: ignore[union-attr]
    return f"{sign}{year:0>4}{rest}"


@pytest.mark.parametrize(("text", "expected"), [*SINGLE.items(), *INTERVALS.items()])
def test_bounds_and_precision(text: str, expected: tuple[str, str, str, str]) -> None:
    when = parse_edtf(text)
    assert (day(when.start), day(when.end), when.precision) == expected[:3]
    assert (when.approximate, when.uncertain) == (False, False)
    assert (when.text, when.interval) == (text, "/" in text)
    assert (when.open_start, when.open_end) == (expected[0] == "", expected[1] == "")


@pytest.mark.parametrize(("text", "expected"), [*SINGLE.items(), *INTERVALS.items()])
def test_in_words(text: str, expected: tuple[str, str, str, str]) -> None:
    assert when_in_words(text) == when_in_words(parse_edtf(text)) == expected[3]


@pytest.mark.parametrize(("text", "expected"), MARKED.items())
def test_marks(text: str, expected: tuple[bool, bool, str]) -> None:
    when, unmarked = parse_edtf(text), parse_edtf(re.sub("[?~%]", "", text))
    assert (when.approximate, when.uncertain, when_in_words(when)) == expected
    assert (when.start, when.end, when.precision) == (unmarked.start, unmarked.end, unmarked.precision)


def test_a_time_is_kept_as_written_and_is_aware_only_with_an_offset() -> None:
    aware, naive = parse_edtf("2026-02-03T01:00+03:00").time, parse_edtf("2026-02-03T14:30:05").time
    assert aware is not None
    assert (aware.isoformat(), aware.utcoffset()) == ("01:00:00+03:00", timedelta(hours=3))
    assert naive is not None
    assert (naive.isoformat(), naive.tzinfo) == ("14:30:05", None)
    assert parse_edtf("2026-02-03").time is None
    assert parse_edtf("2026-02-03T14:30/2026-02-03T15:00").time is None


@pytest.mark.parametrize(
    ("left", "right", "sound"),
    [
        ("2026-02-03T14:30Z", "2026-02-03T17:30+03:00", True),  # the same moment
        ("2026-02-03T14:31Z", "2026-02-03T17:30+03:00", False),
        ("2026-02-03T14:30", "2026-02-03", True),
        ("2026-02-03T23:30-05:00", "2026-02-04T05:00Z", True),
        ("2026-02-03T23:30-05:00", "2026-02-04T04:00Z", False),
        ("2026-03", "2026-02-15", False),
    ],
)
def test_sides_are_compared_as_moments(left: str, right: str, sound: bool) -> None:
    if sound:
        assert parse_edtf(f"{left}/{right}").interval
    else:
        with pytest.raises(DateError, match="ends before it begins"):
            parse_edtf(f"{left}/{right}")


@pytest.mark.parametrize(("text", "fault"), FAULTS.values(), ids=FAULTS)
def test_faults_say_what_to_write(text: str, fault: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_edtf(text)
    assert caught.value.fault == fault
    assert caught.value.text == text
    with pytest.raises(DateError):
        when_in_words(text)


def test_an_error_quotes_the_text_on_one_line() -> None:
    with pytest.raises(DateError) as caught:
        parse_edtf("2026-02-03\nor so")
    assert str(caught.value) == (
        "“2026-02-03 or so” is not a date that we know; write it like 2026-02-03, 2026-02 or 2026"
    )


# Properties.


def read(text: str) -> When | DateError:
    """The date, or the one error that may be raised."""
    try:
        return parse_edtf(text)
    except DateError as error:
        return error


YEARS = st.integers(-9999, 9999).filter(lambda year: year != 0).map(lambda n: f"{'-' * (n < 0)}{abs(n):04}")
DAYS = st.dates().map(date.isoformat)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
QUARTERS = st.builds("{}-{}".format, YEARS, st.integers(33, 36))
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 24))
UNKNOWN = st.one_of(
    MONTHS.map("{}-XX".format),
    YEARS.map("{}-XX".format),
    YEARS.map("{}-XX-XX".format),
    st.integers(1, 999).map("{:03}X".format),
    st.integers(1, 99).map("{:02}XX".format),
)
MARKS = st.sampled_from(["", "~", "?", "%"])
TIMES = st.builds("{}T{:%H:%M}{}".format, DAYS, st.times(), st.sampled_from(["", "Z", "+03:00", "-05:00", "+05:45"]))
SINGLES = st.one_of(st.builds(str.__add__, YEARS | DAYS | MONTHS | QUARTERS | SEASONS | UNKNOWN, MARKS), TIMES)
OPEN = st.builds("{}/..".format, SINGLES) | st.builds("../{}".format, SINGLES)


@given(YEARS | DAYS | MONTHS | QUARTERS | SEASONS | UNKNOWN)
def test_bounds_agree_with_the_edtf_library(text: str) -> None:
    # its winter is December alone, and it exchanges the bounds of an unknown part before our era
    assume(not text.endswith("-24") and not (text.startswith("-") and "X" in text))
    ours, theirs = parse_edtf(text), oracle.parse_edtf(text)
    assert (day(ours.start), day(ours.end)) == (
        their_day(theirs.lower_strict()),
        their_day(theirs.upper_strict()),
    )


@given(st.tuples(DAYS | MONTHS | YEARS, DAYS | MONTHS | YEARS))
def test_intervals_agree_with_the_edtf_library(sides: tuple[str, str]) -> None:
    left, right = sorted(sides, key=lambda side: np.datetime64(parse_edtf(side).start))
    ours, theirs = parse_edtf(f"{left}/{right}"), oracle.parse_edtf(f"{left}/{right}")
    assert (day(ours.start), day(ours.end)) == (
        their_day(theirs.lower_strict()),
        their_day(theirs.upper_strict()),
    )


def their_day(moment: tuple[int, ...]) -> str:
    """The oracle's ``struct_time`` as the tables write it."""
    year, month, day_of_month = moment[:3]
    return f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day_of_month:02}"


@given(st.dates())
def test_a_calendar_day_reads_as_itself(found: date) -> None:
    when = parse_edtf(found.isoformat())
    assert when.start == when.end == np.datetime64(found, "s")
    assert when.precision == "day"


@given(SINGLES | OPEN)
def test_every_expression_keeps_its_text_and_has_words(text: str) -> None:
    when = parse_edtf(text)
    assert parse_edtf(when.text) == when
    assert when.precision in PRECISIONS
    assert when_in_words(when).strip()
    assert not re.search(r"\d{4}-\d\d|[~?%]", when_in_words(when))


@given(SINGLES, SINGLES)
def test_an_interval_spans_its_sides_or_is_refused_as_reversed(left: str, right: str) -> None:
    first, last = parse_edtf(left), parse_edtf(right)
    when = read(f"{left}/{right}")
    if isinstance(when, DateError):
        assert when.fault == f"ends before it begins; write {right}/{left} if the two were swapped"
        assert parse_edtf(f"{right}/{left}").interval
        return
    assert (when.start, when.end) == (first.start, last.end)
    assert when.approximate == (first.approximate or last.approximate)
    assert when.uncertain == (first.uncertain or last.uncertain)
    assert PRECISIONS.index(when.precision) == max(map(PRECISIONS.index, (first.precision, last.precision)))
    assert when_in_words(when)


NEAR_DATES = st.text("0123456789-/.T:Z+XxQ~?% ", max_size=30)


@given(st.text(max_size=MAX_LENGTH + 5) | NEAR_DATES | st.text(string.digits + "-/", max_size=12))
@example("\0")
@example("\ud800")
@example("2026-02-03T14:30+99:99")
@example("?" * MAX_LENGTH)
@example("/" * MAX_LENGTH)
@example("-" * MAX_LENGTH)
@example("2026-02-03" + "0" * 10_000_000)
@example("２０２６")
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    when = read(text)
    if isinstance(when, DateError):
        assert when.fault
        assert "\n" not in str(when)
        assert len(str(when)) < 300
    else:
        assert when_in_words(when)


def suggestions(fault: str) -> Iterator[str]:
    """What a fault says to write, where that is a date and not a range of numbers."""
    for word in fault.partition("write")[2].split():
        if re.match(r"-?\d{3}[\dX]|\.\.", word):
            yield word.rstrip(",;")


# Spellings that the faults know, with any figures in them.
ODD_SPELLINGS = st.sampled_from(
    [
        r"\d{4}[-./]?\d\d?[-./]?\d\d?",
        r"\d\d?[./]\d\d?[./]\d{4}",
        r"[?~%]-?\d{4}(-\d\d){0,2}",
        r"-?\d{4}(-\d\d){0,2}(\?~|~\?)",
        r"/-?\d{4}(-\d\d){0,2}|-?\d{4}(-\d\d){0,2}/",
        r"\d{4}-\d\d-\d\d( |–|\.\.| to )\d{4}-\d\d-\d\d",
        r"\d{4}-\d\d-\d\d \d\d:\d\d(Z|[+]\d\d:\d\d)?",
        r"\d{4}-?[qQ]\d|[\dxX]{4}(-[\dxX]{2}){0,2}",
    ]
).flatmap(lambda pattern: st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))


@given(ODD_SPELLINGS)
@example("?-0000")
@example("2026-02-03 25:00")
@example("2026-2-30")
@example("20261345")
@example("2026-02-30 14:30")
@example("?2026-13")
@example("2026-02-05–2026-02-03")
def test_what_a_fault_says_to_write_is_a_date(text: str) -> None:
    found = read(text)
    if isinstance(found, DateError):
        for suggestion in suggestions(found.fault):
            parse_edtf(suggestion)
