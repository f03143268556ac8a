"""The lanes chart at its edges: nothing, one, too many, too early, too late; where a finger may be; what is told."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.checking import checked
from tests.charts.small_events import NO_COVERAGE, THEMES, EventsOnAxis, small_events
from timeline.charts.frame import Chart
from timeline.charts.lanes import build_lanes_chart
from timeline.collection.first_series import SERIES
from timeline.collection.series import Daily
from timeline.query.collection import open_collection

MOST_MARKS = 600
SPRING = (date(2026, 1, 1), date(2026, 6, 30))
PLOTLY_DATE = re.compile(r"-?\d{4}-\d\d-\d\d( \d\d:\d\d)?")


def draw(events: pd.DataFrame, **changes: Any) -> Chart:
    look: dict[str, Any] = {"period": SPRING, "scheme": "light", "width": 1000} | changes
    daily = look.pop("daily", None)
    view = events if isinstance(events, EventsOnAxis) else EventsOnAxis(events)
    return build_lanes_chart(view, THEMES, daily, NO_COVERAGE, publishers={"first-wire": "First Wire"}, **look)


def tens(count: int, first: str = "2026-01-01", whose: str = "") -> Daily:
    """Days of the first collection's series, ten of each kind on each."""
    days = np.datetime64(first, "D") + np.arange(count)
    counts = {name: pd.Series(np.full(count, 10), dtype="Int64") for name in SERIES.columns}
    return Daily(SERIES, pd.DataFrame({"date": pd.Series(days.astype("datetime64[s]")), **counts}), whose)


def traces(chart: Chart, meta: str) -> list[dict[str, Any]]:
    return [trace for trace in chart.figure.data if trace.get("meta") == meta]


def drawn_ids(chart: Chart) -> list[str]:
    return [event_id for trace in traces(chart, "marks") for event_id in trace["customdata"]]


def dates(chart: Chart) -> Iterator[str]:
    """Every date that Plotly is given."""
    axis = chart.figure.layout["xaxis"]
    yield from (*axis["range"], axis["minallowed"], axis["maxallowed"])
    for trace in chart.figure.data:
        yield from (value for value in (*trace.get("base", ()), *trace.get("x", ())) if isinstance(value, str))


def test_no_event_says_so_in_the_plot_and_in_words():
    chart = draw(small_events([]))
    assert [note["text"] for note in chart.figure.layout["annotations"]] == ["No events in this period"]
    assert chart.alt == "Timeline without any event from 1 January 2026 to 30 June 2026."
    assert chart.tables().events.empty
    assert "Event" in chart.tables().events
    assert chart.tables().counts.empty
    assert chart.notes == ()


def test_one_event_is_one_mark_with_its_title():
    chart = draw(small_events([{"day": "2026-03-01", "contest": "contested"}]))
    assert drawn_ids(chart) == ["e0"]
    (labels,) = traces(chart, "labels")
    assert labels["text"][0].strip() == "Talks resume"
    assert chart.alt == "Timeline of 1 event in 1 theme from 1 January 2026 to 30 June 2026, 1 of them contested."


def test_an_event_without_a_theme_and_one_with_an_unknown_theme_have_lanes_of_their_own():
    chart = draw(small_events([{"day": "2026-03-01", "themes": []}, {"day": "2026-03-02", "themes": ["<b>x"]}]))
    assert list(chart.figure.layout["yaxis"]["ticktext"]) == ["&lt;b&gt;x", "No theme"]


@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("-0700-05-01", "1 event before 1 January 2026 lies left of this axis."),
        ("-20000-05-01", "1 event before 1 January 2026 lies left of this axis."),
        ("20000-05-01", "1 event after 30 June 2026 lies right of this axis."),
    ],
)
def test_events_of_far_years_are_told_of(day, note):
    chart = draw(small_events([{"day": day}, {"day": "2026-03-01"}]))
    assert drawn_ids(chart) == ["e1"]
    assert chart.notes == (note,)


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
def test_every_date_is_one_that_plotly_can_read(period, width):
    days = ["-0700-05-01", "0030-04-07", "2026-03-01", "9990-01-01", "20000-01-01"]
    rows = [{"day": day, "until": until} for day in days for until in (day, "20001-01-01")]
    chart = draw(small_events(rows), period=period, width=width, daily=tens(60))
    assert [text for text in dates(chart) if not PLOTLY_DATE.fullmatch(text)] == []
    low, high = chart.figure.layout["xaxis"]["range"]
    assert np.datetime64(low.replace(" ", "T")) < np.datetime64(high.replace(" ", "T"))


@pytest.mark.parametrize("years", [1, 5, 40, 400, 9000])
def test_the_strip_keeps_to_six_hundred_bars_and_says_what_a_bar_stands_for(years):
    chart = draw(small_events([]), period=(date(1, 1, 1), date(years, 12, 31)), daily=tens(90, "0001-01-01"))
    (drones,) = traces(chart, "series-drones_launched")
    assert len(drones["y"]) <= 2 * MOST_MARKS, "two points a step"
    captions = " ".join(note["text"] for note in chart.figure.layout["annotations"])
    assert ("mean of" in captions) == (drones["dx"] > 43_200_000)


def many(count: int, days: int = 180) -> list[dict[str, Any]]:
    first = np.datetime64("2026-01-01")
    themes = THEMES["id"].tolist()
    return [{"day": str(first + n % days), "title": f"Event {n}", "themes": [themes[n % 3]]} for n in range(count)]


def test_up_to_six_hundred_events_all_are_marks():
    chart = draw(small_events(many(MOST_MARKS)))
    assert len(drawn_ids(chart)) == MOST_MARKS
    assert traces(chart, "counts") == []


def test_beyond_that_all_are_counted_and_the_weightiest_are_marks():
    rows = many(2000)
    for number in range(20):
        rows[number * 90]["contest"] = "contested"
    for number in range(30):
        rows[number * 60 + 1]["source_count"] = 9
    chart = draw(small_events(rows))
    weighty = {f"e{number * 90}" for number in range(20)} | {f"e{number * 60 + 1}" for number in range(30)}
    shown = drawn_ids(chart)
    assert weighty <= set(shown)
    assert len(shown) == len(set(shown)) <= 60
    outlines = traces(chart, "counts")
    assert [outline["name"] for outline in outlines] == ["Talks", "Strikes", "Energy"]
    assert sum(sum(outline["customdata"]) for outline in outlines) == 2000
    assert chart.tables().counts["Events"].sum() == 2000


@settings(max_examples=40)
@given(st.integers(0, 5_000), st.sampled_from([30, 700, 1500]), st.integers(1, 9))
def test_events_chosen_from_a_table_are_drawn_as_if_they_were_all_of_it(seed, total, share):
    rng = np.random.default_rng(seed)
    rows = many(total, days=int(rng.integers(20, 400)))
    for row in rows:
        row |= {"contest": rng.choice(["", "contested", "agreed"]), "source_count": int(rng.integers(1, 5))}
    events = small_events(rows)
    chosen = np.flatnonzero(rng.integers(0, 10, len(events)) < share)
    apart = draw(events.take(chosen).reset_index(drop=True))
    within = draw(EventsOnAxis(events, chosen))
    assert within.figure.to_json() == apart.figure.to_json()
    assert (within.alt, within.notes) == (apart.alt, apart.notes)
    for one, other in zip(within.tables(), apart.tables(), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_fifty_thousand_events_make_a_small_figure_quickly():
    events = small_events(many(50_000, days=3650))
    began = time.process_time()
    chart = draw(events, period=(date(2026, 1, 1), date(2035, 12, 31)))
    spent = time.process_time() - began
    assert spent < 5, "it takes less than half a second on the machine of docs/architecture.md"
    assert len(chart.figure.to_json()) < 250_000


@pytest.mark.parametrize("touch", [False, True])
def test_heights_stay_while_the_axis_of_time_is_dragged(touch):
    layout = draw(small_events(many(30)), touch=touch, daily=tens(90)).figure.layout
    assert layout["yaxis"]["fixedrange"]
    assert layout["yaxis2"]["fixedrange"]


@pytest.mark.parametrize("width", [320, 1200])
def test_clicks_select_and_a_box_is_a_tool_of_the_bar(width):
    layout = draw(small_events(many(3)), width=width).figure.layout
    assert layout["dragmode"] not in ("select", "lasso"), "a finger or a drag moves the axis"
    assert layout["clickmode"] == "event", "a click opens a card and marks nothing"
    assert "select2d" in layout["modebar"]["add"]
    assert "lasso2d" in layout["modebar"]["remove"]


def test_a_click_makes_nothing_pale():
    events = [
        {"day": "2026-03-01"},
        {"day": "2026-03-05", "until": "2026-03-09"},
        {"day": "2026-04", "until": "2026-05"},
    ]
    for trace in draw(small_events(events), daily=tens(90)).figure.data:
        if trace["type"] == "bar" or "markers" in trace.get("mode", ""):
            assert trace["unselected"]["marker"]["opacity"] == 1, trace["meta"]


@pytest.mark.parametrize("width", [320, 700, 1200])
def test_there_is_no_more_room_above_and_below_than_the_tools_and_the_dates_need(width):
    layout = draw(small_events(many(30)), width=width).figure.layout
    assert layout["margin"]["t"] <= 26
    assert layout["margin"]["b"] <= 42
    assert layout["height"] == pytest.approx(layout["yaxis"]["range"][1] + layout["margin"]["t"] + 42, abs=1)


def test_the_table_has_plain_columns_and_a_row_for_each_event():
    row = {"day": "2026-03-01", "contest": "contested", "support": "corroborated", "source_count": 2}
    table = draw(small_events([row, {"day": "2026-03-02"}])).tables().events
    assert list(table) == ["When", "Event", "Theme", "Support", "Contest", "Sources", "Publishers", "Id"]
    assert table.iloc[0].tolist() == [
        "2026-03-01", "Talks resume", "Talks", "Corroborated", "Disputed between sides", 2, "First Wire", "e0",
    ]  # fmt: skip
    assert table.loc[1, "Contest"] == "No claims"


def test_whose_count_the_strike_days_are_stands_in_the_chart_and_in_its_sentence():
    chart = draw(small_events([]), daily=tens(30, whose="Air <b>Force</b>"))
    captions = " ".join(note["text"] for note in chart.figure.layout["annotations"])
    assert "Air &lt;b&gt;Force&lt;/b&gt;’s count" in captions
    assert "(Air <b>Force</b>’s count)" in chart.alt, "the sentence is plain text: the page escapes it"
    assert "151 days of this period have no strike report; they are marked, not zero." in chart.notes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [343, 736, 1200])
def test_the_real_record_is_drawn_whole(real_record, width, scheme):
    period = (date(2025, 8, 1), date(2026, 7, 1))
    chart = build_lanes_chart(
        real_record.view(),
        real_record.themes,
        real_record.daily,
        real_record.coverage,
        period=period,
        scheme=scheme,
        width=width,
        publishers=real_record.publisher_names,
    )
    checked(chart)
    shown = drawn_ids(chart)
    assert sorted(shown) == sorted(chart.tables().events["Id"])
    texts = json.loads(chart.figure.to_json())["data"]
    hovers = [text for trace in texts if trace.get("meta") == "marks" for text in trace["hovertext"]]
    assert all(re.search(r"\d+ sources?", text) for text in hovers)


@pytest.mark.parametrize(("width", "words"), [(343, "Millimetres of rain a day"), (1200, "Millimetres of rain. ")])
def test_a_narrow_strip_says_once_what_is_counted(root, width, words):
    daily = open_collection(root / "tests/data/floods").daily
    chart = draw(small_events([]), period=(date(2021, 1, 1), date(2021, 3, 31)), width=width, daily=daily)
    (caption,) = [note["text"] for note in chart.figure.layout["annotations"] if "■" in note["text"]]
    assert words in caption
    assert caption.lower().count("millimetres of rain") == 1
