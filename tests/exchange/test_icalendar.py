from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.views import BASE, TEXTS, talks, view_of
from tests.writing import source
from timeline.exchange.icalendar import MAX_OCTETS, escape_text, fold, write_icalendar
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_tables import head_file, stable_id
from timeline.query.filter import Filter


def read(content: bytes) -> tuple[icalendar.Calendar, list[icalendar.Event]]:
    """The calendar and its events, as an independent reader has them; lines are checked by hand."""
    assert content.endswith(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= MAX_OCTETS
        assert not {b"\r", b"\n"} & {line[i : i + 1] for i in range(len(line))}
        line.decode()  # no letter is split
    calendar = icalendar.Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not any(event.errors for event in events)
    return calendar, events


def dates(tmp_path, when):
    view = view_of(tmp_path, {"e": {"when": when, "title": "It"}})
    (event,) = read(write_icalendar(view))[1]
    return event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"]), str(event["DESCRIPTION"]).split("\n")[0]


@pytest.mark.parametrize(
    ("when", "start", "end", "title", "told"),
    [
        ("2026-02-03", "2026-02-03", "2026-02-04", "It", "Date: 3 February 2026."),
        ("2026-02-28/2026-03-01", "2026-02-28", "2026-03-02", "It", "Date: 28 February – 1 March 2026."),
        ("2026-02-03T23:30-03:00", "2026-02-04", "2026-02-05", "It", "Date: 23:30 UTC−3, 3 February 2026."),
        (
            "2026-02",
            "2026-02-01",
            "2026-03-01",
            "It (February 2026)",
            "Date: February 2026; some time in the month, the day is not known.",
        ),
        (
            "2026-24",
            "2026-12-01",
            "2027-03-01",
            "It (winter 2026–27)",
            "Date: winter 2026–27; some time in the season, the day is not known.",
        ),
        (
            "202X",
            "2020-01-01",
            "2030-01-01",
            "It (the 2020s)",
            "Date: the 2020s; some time in these days, the day is not known.",
        ),
        ("2026-02-03~", "2026-02-03", "2026-02-04", "It (about 3 February 2026)", "Date: about 3 February 2026."),
        ("2026-02-03?", "2026-02-03", "2026-02-04", "It (possibly 3 February 2026)", "Date: possibly 3 February 2026."),
        ("2026-01/2026-02", "2026-01-01", "2026-03-01", "It (January–February 2026)", "Date: January–February 2026."),
        ("2026-01-29/..", "2026-01-29", "2026-01-30", "It (since 29 January 2026)", "Date: since 29 January 2026."),
        ("../2026-01-29", "2026-01-29", "2026-01-30", "It (until 29 January 2026)", "Date: until 29 January 2026."),
        ("0001-01-01", "0001-01-01", "0001-01-02", "It", "Date: 1 January 1 CE."),
    ],
)
def test_dates_are_all_day_and_say_how_exact_they_are(tmp_path, when, start, end, title, told):
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert dates(tmp_path, when) == (*days, title, told)


def test_what_no_calendar_can_date_is_left_out_and_counted(tmp_path):
    view = view_of(tmp_path, {"old": {"when": "-0699"}, "last": {"when": "9999"}, "new": {}})
    calendar, events = read(write_icalendar(view))
    assert len(events) == 1
    assert "Left out, because calendars cannot hold their dates: 2 events" in str(calendar["DESCRIPTION"])


@pytest.mark.parametrize(
    ("published", "stamp"), [("-0699", "0001-01-01"), ("0000", "0001-01-01"), ("0001-01-02", "0001-01-02")]
)
def test_a_stamp_is_a_day_that_calendars_know_though_the_document_is_older(tmp_path, published, stamp):
    """An inscription of 700 BCE that speaks of today."""
    sources = {"one": source(published=published)}
    (event,) = read(write_icalendar(view_of(tmp_path, {"e": {"sources": sources}})))[1]
    assert event["DTSTAMP"].dt == datetime.combine(date.fromisoformat(stamp), datetime.min.time(), UTC)


def test_every_event_is_there(real_view):
    calendar, events = read(write_icalendar(real_view, BASE))
    rows = real_view.events.to_dict("records")
    assert len(events) == len(rows)
    assert len({str(event["UID"]) for event in events}) == len(rows)
    for event, row in zip(events, rows, strict=True):
        assert str(event["UID"]) == str(stable_id(real_view.record, "event", row["id"]))
        assert str(event["SUMMARY"]).startswith(row["title"])
        assert event["DTSTART"].dt == row["start"].date()
        assert event["DTEND"].dt - timedelta(days=1) == row["end"].date()
        assert event["URL"] == f"{BASE}/?event={row['id']}"
        assert event["TRANSP"] == "TRANSPARENT"
        for document in row["sources"]:
            url = real_view.record.sources.set_index("id").loc[document, "url"]
            assert url in str(event["DESCRIPTION"])
    assert str(calendar["DESCRIPTION"]) == "\n".join(head_file(real_view, BASE).lines())
    assert str(calendar["NAME"]) == f"{real_view.record.about.title}: {real_view.filter.in_words(real_view.record)}"


def test_one_event_whole(tmp_path):
    (event,) = read(write_icalendar(talks(tmp_path, Filter(themes=("talks",)))))[1]
    assert event["DTSTAMP"].dt == datetime(2026, 3, 1, tzinfo=UTC)  # the correction
    assert str(event["LOCATION"]) == "Geneva, Switzerland"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (46.2, 6.15)
    assert [str(name) for name in event["CATEGORIES"].cats] == ["Talks"]
    assert "URL" not in event
    assert str(event["DESCRIPTION"]) == (
        "Date: 3 February 2026.\n\nThey met.\n\nSupport: Single source. Claims: Denied only.\n\n"
        "First Wire: Document meeting https://example.org/meeting"
    )


def test_hostile_texts_are_texts(hostile_view, hostile_text):
    calendar, events = read(write_icalendar(hostile_view, BASE))
    assert len(events) == 2
    assert calendar.subcomponents == events
    line = " ".join(clean_lines(hostile_text).split())
    for event in events:
        # newer keys of a hostile text would show here
        assert set(event) <= {
            *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"),
            *("LOCATION", "GEO", "CATEGORIES", "URL", "TRANSP"),
        }
        assert str(event["SUMMARY"]).startswith(line)


def test_an_update_keeps_the_ids(tmp_path):
    before = read(write_icalendar(talks(tmp_path / "a")))[1]
    after = read(write_icalendar(talks(tmp_path / "b", Filter(themes=("talks",))), BASE))[1]
    assert after[0]["UID"] == before[1]["UID"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.sampled_from(sorted(TEXTS.values())))
def test_any_text_comes_back(text):
    line = fold(f"SUMMARY:{escape_text(text)}")
    assert all(len(part) <= MAX_OCTETS for part in line.split(b"\r\n"))
    content = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + line + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == clean_lines(text).replace("\t", " ")
    assert list(event) == ["SUMMARY"]
