from __future__ import annotations

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.views import BASE, talks
from timeline.exchange.bibliography import one_line
from timeline.exchange.timelinejs import timelinejs_dates, write_timelinejs
from timeline.exchange.view_tables import head_file


def read(content: bytes) -> dict:
    """The file, with what TimelineJS's documents ask of it."""
    found = json.loads(content)
    assert found["scale"] == "human"
    assert len({slide["unique_id"] for slide in found["events"]}) == len(found["events"])
    for slide in (found["title"], *found["events"]):
        assert set(slide["text"]) == {"headline", "text"}
        for html in (*slide["text"].values(), slide.get("group", "")):
            soup = BeautifulSoup(html, "html.parser")
            assert {tag.name for tag in soup.find_all(True)} <= {"p", "br", "ul", "ol", "li", "a", "em", "strong"}
            for link in soup.find_all("a"):
                assert link["href"].startswith(("https://", "http://"))
                assert set(link.attrs) <= {"href", "rel", "target"}
    for slide in found["events"]:
        for name in {"start_date", "end_date"} & slide.keys():
            assert all(type(part) is int for part in slide[name].values())
            assert list(slide[name]) == ["year", "month", "day", "hour", "minute"][: len(slide[name])]
        assert "start_date" in slide
    return found


def day(*parts: int) -> dict[str, int]:
    return dict(zip(("year", "month", "day", "hour", "minute"), parts, strict=False))


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2026", day(2026), None),
        ("2026-02", day(2026, 2), None),
        ("2026-02-03", day(2026, 2, 3), None),
        ("2026-02-03?", day(2026, 2, 3), None),
        ("2026-XX", day(2026), None),
        ("2026-02-XX", day(2026, 2), None),
        ("202X", day(2020), day(2029)),
        ("2026-21", day(2026, 3), day(2026, 5)),
        ("2026-24", day(2026, 12), day(2027, 2)),
        ("2026-34", day(2026, 4), day(2026, 6)),
        ("2026-02-03/2026-02-05", day(2026, 2, 3), day(2026, 2, 5)),
        ("2026-02/2026-03-05", day(2026, 2), day(2026, 3, 5)),
        ("2026-01-29/..", day(2026, 1, 29), None),
        ("../2026-01", day(2026, 1), None),
        ("2026-02-03T14:30Z", day(2026, 2, 3, 14, 30), None),
        ("2026-02-03T23:30-03:00", day(2026, 2, 4, 2, 30), None),
        ("2026-02-03T01:15+05:45", day(2026, 2, 2, 19, 30), None),
        ("2026-02-03T01:15", day(2026, 2, 3, 1, 15), None),
        ("0000", day(-1), None),
        ("-0699-03-15", day(-700, 3, 15), None),
    ],
)
def test_dates_have_the_parts_that_are_known(when, start, end):
    assert timelinejs_dates(when) == {"start_date": start} | ({"end_date": end} if end else {})


@given(st.dates(), st.dates())
def test_any_two_days(one, other):
    first, last = sorted((one, other))
    found = timelinejs_dates(f"{first}/{last}")
    assert date(**found["start_date"]) == first
    assert date(**found.get("end_date", found["start_date"])) == last


def test_one_slide(tmp_path):
    strike, meeting = read(write_timelinejs(talks(tmp_path), BASE))["events"]
    assert (strike["start_date"], strike["display_date"], strike["group"]) == (day(2026, 1), "January 2026", "Strikes")
    assert meeting["text"]["headline"] == "Alpha and Beta meet"
    assert '<a href="https://example.org/meeting">Document meeting</a>' in meeting["text"]["text"]
    assert f'<a href="{BASE}/?event=meeting">' in meeting["text"]["text"]


def test_every_event_has_a_slide(real_view):
    found = read(write_timelinejs(real_view, BASE))
    assert [slide["unique_id"] for slide in found["events"]] == list(real_view.events["id"])
    assert [slide["display_date"] for slide in found["events"]] == list(real_view.events["when_words"])
    assert found["about"] == head_file(real_view, BASE).as_dict()
    title = BeautifulSoup(found["title"]["text"]["text"], "html.parser").get_text("\n")
    assert title.split("\n") == head_file(real_view, BASE).lines()[1:]


def test_hostile_texts_are_texts(hostile_view, hostile_text):
    line = one_line(hostile_text)
    for slide in read(write_timelinejs(hostile_view, BASE))["events"]:
        for html in (slide["text"]["headline"], slide["group"]):
            assert BeautifulSoup(html, "html.parser").get_text() == line
