"""The lanes chart as a picture: sound XML, the same marks as on the page, every text escaped."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from tests.charts.small_events import EventsOnAxis
from tests.writing import claim, event, source, write_collection
from timeline.charts.lanes_svg import STYLE, draw_lanes_svg, svg_colours
from timeline.query.collection import open_collection

PERIOD = (date(2026, 1, 1), date(2026, 3, 31))
HOSTILE = '</title><script>alert("1")</script>&'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    two = {"one": source("First Wire", "one"), "two": source("Second Wire", "two")}
    events = {
        "corroborated": event(when="2026-01-10", sources=two),
        "single": event(when="2026-01-20", title=HOSTILE),
        "contested": event(when="2026-02-01", sources=two, claims=[claim(("alpha", "asserts"), ("beta", "denies"))]),
        "month": event(when="2026-03", themes=["strikes"]),
        "lasting": event(when="2026-02-10/2026-02-20", themes=["strikes"]),
        "before": event(when="2025-01-01"),
    }
    coverage = [{"theme": "talks", "period": "2026-03", "level": "thin"}]
    return open_collection(write_collection(tmp_path_factory.mktemp("svg"), events, coverage=coverage))


def picture(record, events=None):
    shown = record.view() if events is None else EventsOnAxis(events)
    return str(draw_lanes_svg(shown, record.themes, record.daily, record.coverage, period=PERIOD))


def test_it_is_sound_xml_with_a_title_and_one_sentence(record):
    root = ET.fromstring(picture(record))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Events by theme"
    assert root.find(f"{SVG}desc").text.startswith("Timeline of 5 events in 2 themes")


def test_every_drawn_event_is_a_mark_that_leads_to_its_card(record):
    root = ET.fromstring(picture(record))
    links = {link.get("href") for link in root.iter(f"{SVG}a")}
    assert links == {f"#event-{event}" for event in record.events["id"] if event != "before"}


def test_fill_ring_and_bars_tell_what_they_tell_on_the_page(record):
    root = ET.fromstring(picture(record))
    marks = {link.get("href")[7:]: link for link in root.iter(f"{SVG}a")}
    classes = {event: {e.get("class") for e in mark.iter() if e.get("class")} for event, mark in marks.items()}
    assert "corroborated" in classes["corroborated"]
    assert {"single-source", "half"} <= classes["single"]
    assert "ring solid" in classes["contested"]
    assert not any("ring" in name for name in classes["corroborated"])
    boxes = [rect.get("class") for rect in root.iter(f"{SVG}rect")]
    assert (boxes.count("bar"), boxes.count("span"), boxes.count("gap-thin")) == (1, 1, 1)


def test_texts_of_a_collection_stay_texts(record):
    root = ET.fromstring(picture(record))
    assert not list(root.iter(f"{SVG}script"))
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert any(HOSTILE in (text or "") for text in titles)


def test_no_event_is_drawn_without_a_fault(record):
    root = ET.fromstring(picture(record, record.events.iloc[:0]))
    assert not list(root.iter(f"{SVG}a"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_that_the_picture_uses_has_a_value(record, scheme):
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", picture(record) + STYLE)) - {"own"}
    assert used <= set(svg_colours(record.themes, scheme))


def test_the_whole_record_is_drawn_in_well_under_200_kb(real_record):
    svg = draw_lanes_svg(
        real_record.view(),
        real_record.themes,
        real_record.daily,
        real_record.coverage,
        period=(date(2025, 8, 1), date(2026, 7, 1)),
    )
    assert len(svg) < 200_000
    assert "http" not in str(svg).replace("http://www.w3.org/2000/svg", "")
