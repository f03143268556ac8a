"""The lanes as a picture: sound XML, links and signs that say what they mean without colour, every text escaped."""

from __future__ import annotations

import itertools
import re
import time
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.charts.small_events import NO_COVERAGE, THEMES, EventsOnAxis, small_events
from tests.writing import claim, event, source, write_collection
from timeline.charts.lanes import plan_lanes
from timeline.charts.lanes.signs import draw_sign
from timeline.charts.lanes_svg import STYLE, draw_lanes_svg, draw_plan, svg_colours
from timeline.charts.palette import FONT_SIZE, LABEL_SIZE, SMALL_SIZE
from timeline.collection.series import MAX_KINDS
from timeline.collection.vocabulary import SUPPORTS
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


def draw(record, events=None, behind=None, width=900, **look):
    shown = record.view() if events is None else EventsOnAxis(events)
    more = {"keys": look.pop("keys", None), "open_lanes": look.pop("open_lanes", False)}
    ground = None if behind is None else EventsOnAxis(behind)
    plan = plan_lanes(
        shown, record.themes, record.daily, record.coverage, period=PERIOD, width=width, behind=ground, **more
    )
    return ET.fromstring(str(draw_plan(plan, **look)))


def marks(root):
    return {link.get("data-event"): link for link in root.iter(f"{SVG}a") if "mark" in link.get("class", "").split()}


def classes(element):
    return {name for part in element.iter() for name in part.get("class", "").split()}


def test_its_name_is_one_sentence_and_links_lie_in_no_image(record):
    root = draw(record)
    assert root.get("role") == "group"
    assert root.get("aria-label").startswith("Timeline of 5 events in 2 themes")
    assert [part.get("role") for part in root.iter() if part.get("role") == "img"] == []


def test_every_drawn_event_is_a_mark_that_leads_to_its_card(record):
    assert {mark.get("href") for mark in marks(draw(record)).values()} == {
        f"#event-{event}" for event in record.events["id"] if event != "before"
    }


def test_links_go_where_the_caller_says(record):
    root = draw(record, link=lambda event: f'/?a="1"&event={event}')
    assert marks(root)["single"].get("href") == '/?a="1"&event=single'


def test_one_mark_a_lane_is_a_stop_of_the_tab_key_the_first(record):
    for lane in (part for part in draw(record).iter(f"{SVG}g") if part.get("class") == "lane"):
        assert [link.get("tabindex") for link in lane] == ["0", *["-1"] * (len(lane) - 1)]


def test_fill_centre_and_bars_tell_sources_disputes_and_dates(record):
    drawn = {event: classes(mark) for event, mark in marks(draw(record)).items()}
    assert "full" in drawn["corroborated"]
    assert {"half"} <= drawn["single"]
    assert "dot" in drawn["contested"]
    assert not {"dot", "gap", "ring"} & drawn["corroborated"]
    assert "bar" in drawn["lasting"]
    assert "span" in drawn["month"]


def test_signs_are_told_apart_by_their_form_alone():
    looks = {
        (shape, support, contest): (support == "corroborated", draw_sign(shape, support, contest, 10.0))
        for shape, support, contest in itertools.product(
            ("day", "about", "earlier"), SUPPORTS, ("", "contested", "split")
        )
    }
    assert len(set(looks.values())) == len(looks)
    assert looks["day", "corroborated", "split"] == looks["day", "corroborated", "split"]
    assert draw_sign("day", "corroborated", "denied", 10.0) == draw_sign("day", "corroborated", "split", 10.0)
    assert not any("var(" in drawn for _, drawn in looks.values())


def test_what_a_filter_leaves_out_is_pale_and_no_link():
    events = small_events([{"day": "2026-02-01"}, {"day": "2026-02-03", "until": "2026-02-20"}])
    whole = EventsOnAxis(events)
    plan = plan_lanes(
        EventsOnAxis(events, np.array([0])), THEMES, None, NO_COVERAGE, period=PERIOD, width=900, behind=whole
    )
    root = ET.fromstring(str(draw_plan(plan)))
    assert list(marks(root)) == ["e0"]
    pens = [part.get("class") for part in root.iter() if "pale" in part.get("class", "").split()]
    assert pens == ["pale bar", "pale dot", "pale gap"]
    alone = ET.fromstring(str(draw_lanes_svg(EventsOnAxis(events), THEMES, None, NO_COVERAGE, period=PERIOD)))
    assert len(marks(alone)) == 2
    assert "pale" not in classes(alone)


def test_a_filter_of_many_stands_before_the_outline_of_all():
    events = small_events([{"day": str(np.datetime64("2026-01-01") + n % 80)} for n in range(1300)])
    plan = plan_lanes(
        EventsOnAxis(events, np.arange(700)), THEMES, None, NO_COVERAGE, period=PERIOD, width=900,
        behind=EventsOnAxis(events),
    )  # fmt: skip
    root = ET.fromstring(str(draw_plan(plan)))
    outlines = [part for part in root.iter() if part.get("class") in ("whole", "counts")]
    assert [part.get("class") for part in outlines] == ["whole", "counts"]
    assert sum(map(int, outlines[1].get("data-values").split())) == 700


@pytest.mark.parametrize("width", [328, 900])
def test_small_themes_open_by_a_link(width):
    themes = THEMES.iloc[:0]
    events = small_events([{"day": "2026-02-01", "themes": [f"t{number}"]} for number in range(8)])
    look = {"period": PERIOD, "width": width}
    for open_lanes, words in ((False, "open"), (True, "merge")):
        plan = plan_lanes(EventsOnAxis(events), themes, None, NO_COVERAGE, open_lanes=open_lanes, **look)
        root = ET.fromstring(str(draw_plan(plan, toggle="?lanes=x&y")))
        (link,) = [part for part in root.iter(f"{SVG}a") if part.get("class") == "open-lanes"]
        assert link.get("href") == "?lanes=x&y"
        assert "".join(link.find(f"{SVG}text").itertext()).startswith(words)
        assert "open-lanes" not in classes(ET.fromstring(str(draw_plan(plan))))


def test_key_events_are_links_named_above_the_lanes(record):
    keys = record.events[record.events["id"].isin(["contested", "single"])]
    root = draw(record, keys=keys)
    links = {part.get("data-event"): part for part in root.iter(f"{SVG}a") if part.get("class") == "key-link"}
    assert sorted(links) == ["contested", "single"]
    assert "1 Feb" in "".join(links["contested"].itertext())
    assert float(root.get("data-axis")) > float(draw(record).get("data-axis")), "without any there is no room for them"


@pytest.mark.parametrize("width", [328, 900, 1200])
def test_thin_coverage_says_so_in_words(record, width):
    root = draw(record, width=width)
    rects = [part.get("class") for part in root.iter(f"{SVG}rect")]
    assert rects.count("wash") == 1, "one of two themes is thin"


def test_texts_of_a_collection_stay_texts(record):
    keys = record.events[record.events["id"] == "single"]
    root = draw(record, keys=keys)
    assert not list(root.iter(f"{SVG}script"))
    assert sum(HOSTILE in "".join(part.itertext()) for part in root.iter(f"{SVG}title")) == 2


def test_no_event_is_drawn_without_a_fault(record):
    root = draw(record, record.events.iloc[:0])
    assert not list(root.iter(f"{SVG}a"))
    assert "No events in this period" in "".join(root.itertext())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_that_the_picture_uses_has_a_value(record, scheme):
    drawn = ET.tostring(draw(record, behind=record.events, events=record.events.iloc[:2])).decode()
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", drawn + STYLE)) - {"own", "soft", "pale"}
    assert used <= set(svg_colours(record.themes, scheme))


def test_an_unknown_theme_has_a_colour_too():
    events = small_events([{"day": "2026-02-01", "themes": ['"><b>x']}])
    svg = str(draw_lanes_svg(EventsOnAxis(events), THEMES, None, NO_COVERAGE, period=PERIOD))
    assert "var(--theme-none)" in svg
    ET.fromstring(svg)


@pytest.mark.parametrize("width", [328, 920])
def test_the_whole_record_is_a_small_picture(real_record, width):
    svg = draw_lanes_svg(
        real_record.view(), real_record.themes, real_record.daily, real_record.coverage,
        period=(date(2025, 8, 1), date(2026, 7, 1)), width=width, publishers=real_record.publisher_names,
    )  # fmt: skip
    assert len(svg) < 500 * len(real_record.events)
    assert "http" not in str(svg).replace("http://www.w3.org/2000/svg", "")


def test_six_hundred_marks_are_drawn_quickly():
    rows = [{"day": str(np.datetime64("2026-01-01") + n % 90), "themes": [THEMES["id"][n % 3]]} for n in range(600)]
    view = EventsOnAxis(small_events(rows))
    began = time.process_time()
    svg = draw_lanes_svg(view, THEMES, None, NO_COVERAGE, period=PERIOD)
    assert time.process_time() - began < 0.3, "about 12 ms on the machine of docs/architecture.md"
    assert str(svg).count('data-event="') == 600


def test_letters_are_as_large_as_the_plan_takes_them_to_be():
    sizes = dict(re.findall(r"\.lanes ([.a-z-]+)[^{}]*\{[^}]*font-size: (\d+)px", STYLE))
    assert sizes == {
        "text": str(FONT_SIZE),
        ".tick": str(SMALL_SIZE),
        ".field-words": str(LABEL_SIZE),
        ".key-name": str(LABEL_SIZE),
    }
    assert all(f".lanes .kind-{kind} " in STYLE for kind in range(MAX_KINDS))
