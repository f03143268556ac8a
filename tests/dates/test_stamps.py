"""Time stamps as data sets write them, and that they are read quickly."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.collection.edtf import DateError, parse_edtf
from timeline.dates import Reading, read_date
from timeline.dates.plain import plain
from timeline.dates.ranges import expression

TODAY = date(2026, 2, 20)

STAMPS = {
    # midnight without a zone is the day
    "2025-03-01 00:00:00.000": "2025-03-01",
    "2025-03-01 00:00:00": "2025-03-01",
    "2025-03-01 00:00": "2025-03-01",
    "2025-03-01T00:00:00": "2025-03-01",
    "2025-03-01T00:00:00.000000": "2025-03-01",
    "01.03.2025 00:00": "2025-03-01",
    "13/2/2025 12:00:00 AM": "2025-02-13",
    "20250301T000000": "2025-03-01",
    # of a person, and of our own files
    "2025-03-01T00:00": "2025-03-01T00:00",
    # a moment
    "2025-03-01T00:00:00Z": "2025-03-01T00:00:00Z",
    "2025-03-01 00:00:00+00": "2025-03-01T00:00:00+00:00",
    "2025-03-01 00:00:00.001": "2025-03-01T00:00:00",
    "2025-03-01 14:30": "2025-03-01T14:30",
    "2025-03-01 14:30:05.250": "2025-03-01T14:30:05",
    "2025/03/01 14:30:05,250": "2025-03-01T14:30:05",
    "01.03.2025 14:30": "2025-03-01T14:30",
    "13/2/2025 2:30 PM": "2025-02-13T14:30",
    "2025-03-01 14:30:05 +0300": "2025-03-01T14:30:05+03:00",
    "2025-03-01 14:30 +03:00": "2025-03-01T14:30+03:00",
    "2025-03-01 14:30:00 UTC": "2025-03-01T14:30:00Z",
    "20250301": "2025-03-01",
    "20250301T143000Z": "2025-03-01T14:30:00Z",
    # a side of a range
    "2025-03-01 14:30 – 2025-03-02 00:00": "2025-03-01T14:30/2025-03-02",
}


@pytest.mark.parametrize(("text", "edtf"), STAMPS.items())
def test_stamps(text: str, edtf: str) -> None:
    assert read_date(text, TODAY) == Reading(edtf)


def test_an_ambiguous_stamp_is_as_ambiguous_as_its_day() -> None:
    assert read_date("06/02/2026 00:00:00", TODAY).alternatives == ("2026-02-06", "2026-06-02")
    assert read_date("06/02/2026 14:30", TODAY).alternatives == ("2026-02-06T14:30", "2026-06-02T14:30")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2025-03-01 25:30", "has no such time as 25:30; write 00:00 to 23:59."),
        ("2025-03-01 24:00", "has no such time as 24:00; write 00:00 to 23:59."),
        ("31.04.2025 00:00:00", "is not a day of the calendar: April 2025 has 30 days; write 01 to 30."),
        ("2025-03-01 13:30 pm", "has no such hour as 13 pm; write 1 to 12, or a time like 14:30."),
        ("2025-03-01 14:30 +25:00", "has the offset +25:00, which no place on Earth has; write Z for UTC"),
    ],
)
def test_what_no_clock_or_calendar_has(text: str, problem: str) -> None:
    reading = read_date(text, TODAY)
    assert reading.edtf is None
    assert problem in reading.problem


moments = st.datetimes(min_value=datetime(1000, 1, 1)) | st.dates(min_value=date(1000, 1, 1)).map(
    lambda day: datetime(day.year, day.month, day.day)
)


@given(
    moments,
    st.sampled_from(["%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"]),
    st.none() | st.integers(-14 * 60, 14 * 60),
)
def test_a_stamp_reads_as_its_moment_and_midnight_without_a_zone_as_its_day(
    moment: datetime, form: str, offset: int | None
) -> None:
    if "%f" not in form:
        moment = moment.replace(microsecond=0)
    zone = timezone(timedelta(minutes=offset)) if offset is not None else None
    edtf = read_date(moment.replace(tzinfo=zone).strftime(form + "%z"), TODAY).edtf
    assert edtf is not None
    if zone is None and moment.time() == moment.min.time():
        assert edtf == moment.date().isoformat()
    else:
        assert datetime.fromisoformat(edtf) == moment.replace(microsecond=0, tzinfo=zone)


@given(st.from_regex(r"\A\d{1,4}([./-])\d{1,2}\1\d{1,4}\Z|\A\d{8}\Z|\A\d{4}-[01]\d-[0-3]\d\Z"))
def test_the_quick_way_reads_as_the_long_way(text: str) -> None:
    reading = read_date(text, TODAY)
    try:
        found = expression(plain(text), TODAY)
        for meaning in found:
            parse_edtf(meaning)
    except DateError:
        found = ()
    assert (reading.edtf,) == found or reading.alternatives == found


def test_what_only_looks_like_an_iso_day_is_not_passed_on() -> None:
    # the calendar's own reader takes both
    for text in ("2026-W06-1", "20260203"):
        assert date.fromisoformat(text)
        assert read_date(text, TODAY).edtf != text
