"""The lanes at their edges, and what they say in words: nothing, one, too many, too early, too late."""

from __future__ import annotations

import time
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.small_events import NO_COVERAGE, THEMES, EventsOnAxis, small_events
from timeline.charts.lanes import LanesPlan, plan_lanes
from timeline.charts.lanes_svg import draw_plan
from timeline.collection.first_series import SERIES
from timeline.collection.series import Daily
from timeline.query.collection import open_collection

SPRING = (date(2026, 1, 1), date(2026, 6, 30))
MOST_MARKS = 600


def plan(events: pd.DataFrame | EventsOnAxis, **changes: Any) -> LanesPlan:
    look: dict[str, Any] = {"period": SPRING, "width": 1000, "publishers": {"first-wire": "First Wire"}} | changes
    view = events if isinstance(events, EventsOnAxis) else EventsOnAxis(events)
    return plan_lanes(view, THEMES, look.pop("daily", None), NO_COVERAGE, **look)


def tens(count: int, first: str = "2026-01-01", whose: str = "") -> Daily:
    """Days of the first collection's series, ten of each kind on each."""
    days = np.datetime64(first, "D") + np.arange(count)
    counts = {name: pd.Series(np.full(count, 10), dtype="Int64") for name in SERIES.columns}
    return Daily(SERIES, pd.DataFrame({"date": pd.Series(days.astype("datetime64[s]")), **counts}), whose)


def many(count: int, days: int = 180) -> list[dict[str, Any]]:
    first = np.datetime64("2026-01-01")
    themes = THEMES["id"].tolist()
    return [{"day": str(first + n % days), "title": f"Event {n}", "themes": [themes[n % 3]]} for n in range(count)]


def drawn_ids(found: LanesPlan) -> set[str]:
    return {mark.event.id for lane in found.lanes for mark in lane.marks}


def texts(found: LanesPlan) -> str:
    return " ".join(ET.fromstring(str(draw_plan(found))).itertext())


def test_no_event_says_so_in_the_plot_and_in_words():
    found = plan(small_events([]))
    assert "No events in this period" in texts(found)
    assert found.alt() == "Timeline without any event from 1 January 2026 to 30 June 2026."
    assert found.tables().events.empty
    assert "Event" in found.tables().events
    assert found.tables().counts.empty
    assert found.notes() == ()


def test_one_event_is_one_mark():
    found = plan(small_events([{"day": "2026-03-01", "contest": "contested"}]))
    assert drawn_ids(found) == {"e0"}
    assert (
        found.alt()
        == "Timeline of 1 event in 1 theme from 1 January 2026 to 30 June 2026, 1 of them disputed between sides."
    )


def test_an_event_without_a_theme_and_one_with_an_unknown_theme_have_lanes_of_their_own():
    found = plan(small_events([{"day": "2026-03-01", "themes": []}, {"day": "2026-03-02", "themes": ["<b>x"]}]))
    assert [lane.head.name for lane in found.lanes] == ["<b>x", "No theme"]


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("-0700-05-01", "1 event before 1 January 2026 lies left of this axis."),
        ("-20000-05-01", "1 event before 1 January 2026 lies left of this axis."),
        ("20000-05-01", "1 event after 30 June 2026 lies right of this axis."),
    ],
)
def test_events_of_far_years_are_told_of(day, note):
    found = plan(small_events([{"day": day}, {"day": "2026-03-01"}]))
    assert drawn_ids(found) == {"e1"}
    assert found.notes() == (note,)


@pytest.mark.parametrize(
    "period",
    [
        pytest.param((date(1, 1, 1), date(60, 1, 1)), id="from year 1"),
        pytest.param((date(9900, 1, 1), date(9999, 12, 31)), id="to year 9999"),
        pytest.param((date(1, 1, 1), date(9999, 12, 31)), id="all years"),
        pytest.param((date(2026, 3, 1), date(2026, 3, 1)), id="one day"),
        pytest.param((date(2026, 3, 9), date(2026, 3, 1)), id="turned round"),
    ],
)
@pytest.mark.parametrize("width", [320, 1200])
def test_an_axis_of_any_length_is_drawn_inside_its_plot(period, width):
    days = ["-0700-05-01", "0030-04-07", "2026-03-01", "9990-01-01", "20000-01-01"]
    rows = [{"day": day, "until": until} for day in days for until in (day, "20001-01-01")]
    found = plan(small_events(rows), period=period, width=width, daily=tens(60))
    marks = [mark for lane in found.lanes for mark in lane.marks]
    assert marks
    assert all(found.left <= mark.first <= mark.last <= found.width for mark in marks)
    ET.fromstring(str(draw_plan(found)))


@pytest.mark.parametrize("years", [1, 5, 40, 400])
def test_the_strip_says_what_its_bins_are_and_keeps_them_few(years):
    found = plan(small_events([]), period=(date(1, 1, 1), date(years, 12, 31)), daily=tens(90, "0001-01-01"))
    assert len(found.strip.kinds[0]) <= MOST_MARKS
    assert ("mean of" in texts(found)) == (found.strip.bin_days > 1)


def test_up_to_six_hundred_events_all_are_marks():
    found = plan(small_events(many(MOST_MARKS)))
    assert len(drawn_ids(found)) == MOST_MARKS
    assert found.counts is None


@pytest.mark.parametrize("width", [343, 1000])
def test_beyond_that_all_are_counted_and_the_weightiest_are_marks(width):
    rows = many(2000)
    for number in range(10):
        rows[number * 90]["contest"] = "contested"
    for number in range(5):
        rows[number * 60 + 1]["source_count"] = 9
    found = plan(small_events(rows), width=width)
    weighty = {f"e{number * 90}" for number in range(10)} | {f"e{number * 60 + 1}" for number in range(5)}
    shown = drawn_ids(found)
    assert weighty <= shown
    assert len(shown) <= 60
    assert sum(found.counts.counts.values()) == 2000
    assert found.tables().counts["Events"].sum() == 2000
    assert "2,000 events are too many to draw one by one here." in found.notes()[0]
    assert set(found.tables().events["Id"]) == shown


@settings(max_examples=30)
@given(st.integers(0, 5_000), st.sampled_from([30, 700, 1500]), st.integers(1, 9))
def test_events_chosen_from_a_table_are_drawn_as_if_they_were_all_of_it(seed, total, share):
    rng = np.random.default_rng(seed)
    rows = many(total, days=int(rng.integers(20, 400)))
    for row in rows:
        row |= {"contest": rng.choice(["", "contested", "agreed"]), "source_count": int(rng.integers(1, 5))}
    events = small_events(rows)
    chosen = np.flatnonzero(rng.integers(0, 10, len(events)) < share)
    apart = plan(events.take(chosen).reset_index(drop=True))
    within = plan(EventsOnAxis(events, chosen))
    assert draw_plan(within) == draw_plan(apart)
    assert (within.alt(), within.notes()) == (apart.alt(), apart.notes())
    for one, other in zip(within.tables(), apart.tables(), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_fifty_thousand_events_make_a_small_picture_quickly():
    events = EventsOnAxis(small_events(many(50_000, days=3650)))
    began = time.process_time()
    svg = draw_plan(plan(events, period=(date(2026, 1, 1), date(2035, 12, 31))))
    assert time.process_time() - began < 1, "about a twentieth of that on the machine of docs/architecture.md"
    assert len(svg) < 60_000


def test_the_table_has_plain_columns_and_a_row_for_each_event():
    row = {"day": "2026-03-01", "contest": "contested", "support": "corroborated", "source_count": 2}
    table = plan(small_events([row, {"day": "2026-03-02"}])).tables().events
    assert list(table) == ["When", "Event", "Theme", "Support", "Disputed?", "Sources", "Publishers", "Id"]
    assert table.iloc[0].tolist() == [
        "2026-03-01", "Talks resume", "Talks", "Corroborated", "Disputed between sides", 2, "First Wire", "e0",
    ]  # fmt: skip
    assert table.loc[1, "Disputed?"] == "No claims"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"support": "corroborated", "source_count": 3}, "3 sources: First Wire"),
        ({"support": "single-source", "source_count": 1}, "1 source: First Wire"),
        ({"support": "single-source", "source_count": 4}, "1 independent source of 4: First Wire"),
        ({"support": "one-side-only", "source_count": 3}, "No independent source of 3: First Wire"),
        ({"source_count": 0, "publishers": []}, "0 sources"),
    ],
)
def test_a_mark_says_how_many_of_its_sources_are_independent(row, words):
    assert words in texts(plan(small_events([{"day": "2026-03-01", **row}]))).split("\n")


@pytest.mark.parametrize("width", [343, 1000])
def test_whose_count_the_days_are_stands_in_the_chart_and_in_its_sentence(width):
    found = plan(small_events([]), daily=tens(30, whose="Air <b>Force</b>"), width=width)
    said = " ".join(texts(found).split())
    assert "Air <b>Force</b>’s" in said
    assert "count" in said
    assert "(Air <b>Force</b>’s count)" in found.alt(), "the sentence is plain text: whoever draws it escapes it"
    assert "151 days of this period have no strike report; they are marked, not zero." in found.notes()
    assert "no-report" in draw_plan(found)


@pytest.mark.parametrize("width", [343, 1200])
def test_the_strip_says_once_what_is_counted(root, width):
    daily = open_collection(root / "tests/data/floods").daily
    said = texts(plan(small_events([]), period=(date(2021, 1, 1), date(2021, 3, 31)), width=width, daily=daily))
    assert " ".join(said.split()).lower().count("millimetres of rain") == 1


@pytest.mark.parametrize("width", [343, 736, 1200])
def test_the_real_record_is_drawn_whole(real_record, width):
    period = (date(2025, 8, 1), date(2026, 7, 1))
    found = plan_lanes(
        real_record.view(), real_record.themes, real_record.daily, real_record.coverage, period=period, width=width,
        publishers=real_record.publisher_names,
    )  # fmt: skip
    assert sorted(drawn_ids(found)) == sorted(found.tables().events["Id"])
    assert len(drawn_ids(found)) == found.density.touching
