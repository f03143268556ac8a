"""The lanes chart: what a mark says, where titles stand, what is drawn of dates, gaps and too many events."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charts.small_events import EventsOnAxis
from tests.writing import claim, event, source, write_collection
from timeline.charts.labels import Box, shorten, text_width
from timeline.charts.lanes import build_lanes_chart
from timeline.charts.legend import legend_html
from timeline.query.collection import Collection, open_collection

PERIOD = (date(2026, 1, 1), date(2026, 3, 31))
HOSTILE = '<b>bold</b><script>alert("1")</script>'


@pytest.fixture(scope="module")
def record(tmp_path_factory) -> Collection:
    """One event for each thing that a mark can say."""
    two = {"one": source("First Wire", "one"), "two": source("Second Wire", "two")}
    one = {"one": source("First Wire", "one")}
    digest = {"one": source("Digest", "digest")}
    own = {"one": source("Alpha TV", "tv")}
    events = {
        "corroborated": event(when="2026-01-10", sources=two),
        "single": event(when="2026-01-15", sources=one),
        "own": event(when="2026-01-20", sources=own),
        "weak": event(when="2026-01-25", sources=digest),
        "contested": event(when="2026-02-01", claims=[claim(("alpha", "asserts"), ("beta", "denies"))]),
        "denied": event(when="2026-02-05", claims=[claim(("beta", "denies"))]),
        "one-sided": event(when="2026-02-10", claims=[claim(("alpha", "asserts"))]),
        "lasting": event(when="2026-02-12/2026-02-20", themes=["strikes"]),
        "month": event(when="2026-03", themes=["strikes"]),
        "about": event(when="2026-03-10~", themes=["strikes"]),
        "earlier": event(when="2025-12-20/2026-01-03", themes=["strikes"]),
        "before": event(when="2025-11-01"),
        "hostile": event(when="2026-03-20", title=HOSTILE, sources={"one": source("First Wire", "h")}),
    }
    coverage = [
        {"theme": "talks", "period": "2026-03-01/2026-03-31", "level": "thin"},
        {"theme": "strikes", "period": "2026-03-15/..", "level": "none"},
    ]
    return open_collection(write_collection(tmp_path_factory.mktemp("lanes"), events, coverage=coverage))


def draw(record: Collection, events: pd.DataFrame | None = None, **changes: Any) -> Any:
    look: dict[str, Any] = {"period": PERIOD, "scheme": "light", "width": 1000} | changes
    names = record.publisher_names
    shown = record.view() if events is None else EventsOnAxis(events)
    return build_lanes_chart(shown, record.themes, record.daily, record.coverage, publishers=names, **look)


def points(chart: Any, meta: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each event's id in the traces of one kind, with what its mark looks like."""
    for trace in chart.figure.data:
        if trace.get("meta") != meta:
            continue
        for number, event_id in enumerate(trace["customdata"]):
            marker = trace.get("marker", {})
            look = {name: value[number] if isinstance(value, list | tuple) else value for name, value in marker.items()}
            yield event_id, {**look, "hover": (trace.get("hovertext") or [""] * 999)[number], "name": trace.get("name")}


def test_the_fill_of_a_mark_tells_the_support(record):
    marks = dict(points(draw(record), "marks"))
    ground = "#ffffff"
    assert marks["corroborated"]["color"] != ground
    for hollow in ("single", "own", "weak"):
        assert marks[hollow]["color"] == ground, hollow
    halves = set(dict(points(draw(record), "halves")))
    assert "single" in halves
    assert not halves & {"corroborated", "own", "weak"}
    assert marks["weak"]["line"]["dash"]
    assert "dash" not in marks["own"]["line"]


@pytest.mark.parametrize(
    ("event_id", "ring"), [("contested", True), ("denied", True), ("one-sided", False), ("single", False)]
)
def test_a_ring_tells_of_opposed_claims(record, event_id, ring):
    assert (event_id in dict(points(draw(record), "rings"))) is ring


def test_the_ring_of_a_dispute_between_sides_is_whole_and_others_are_broken(record):
    rings = dict(points(draw(record), "rings"))
    assert not rings["contested"]["line"].get("dash")
    assert rings["denied"]["line"]["dash"]


@pytest.mark.parametrize(
    ("event_id", "meta", "symbol"),
    [
        ("corroborated", None, "circle"),
        ("lasting", "bars", "circle"),
        ("month", "spans", None),
        ("about", "spans", None),
    ],
)
def test_a_day_is_a_mark_what_lasts_a_bar_and_what_is_imprecise_a_pale_span(record, event_id, meta, symbol):
    chart = draw(record)
    drawn = [kind for kind in ("bars", "spans") if event_id in dict(points(chart, kind))]
    assert drawn == ([meta] if meta else [])
    if symbol:
        assert dict(points(chart, "marks"))[event_id]["symbol"] == symbol
    else:
        assert dict(points(chart, "marks"))[event_id]["symbol"] != "circle"


def test_events_beyond_the_axis_are_counted_in_words_and_not_drawn(record):
    chart = draw(record)
    assert "before" not in dict(points(chart, "marks"))
    assert "1 event before 1 January 2026 lies left of this axis." in chart.notes


def test_the_pointer_is_told_title_date_and_sources(record):
    hover = dict(points(draw(record), "marks"))["corroborated"]["hover"]
    for words in ("Alpha and Beta meet", "10 January 2026", "First Wire", "Second Wire", "Corroborated"):
        assert words in hover


def test_texts_of_a_collection_are_escaped_in_the_figure(record):
    text = draw(record).figure.to_json()
    assert "<script" not in text.replace("\\u003c", "<")
    hover = dict(points(draw(record), "marks"))["hostile"]["hover"]
    assert "&lt;script&gt;" in hover


def test_what_was_not_looked_at_is_hatched(record):
    def hatched(chart: Any) -> int:
        return sum("fillpattern" in trace for trace in chart.figure.data)

    look: dict[str, Any] = {"period": PERIOD, "scheme": "light", "width": 1000}
    bare = build_lanes_chart(record.view(), record.themes, record.daily, record.coverage.iloc[:0], **look)
    assert hatched(bare) == 0
    assert hatched(draw(record)) == 2, "one for what is thin, one for what was not looked at"


def test_the_table_holds_every_drawn_event_in_words(record):
    table = draw(record).tables().events.set_index("Id")
    assert set(table.index) == set(record.events["id"]) - {"before"}
    assert table.loc["contested", "Contest"] == "Disputed between sides"
    assert table.loc["month", "When"] == "March 2026"


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 160), st.sampled_from([320, 700, 1300]))
def test_titles_never_overlap(record, seed, count, width):
    """On whole charts of random days: boxes of the label traces, as wide as their text."""
    rows = []
    for number in range(count):
        day = (seed * 31 + number * number * 7) % 90
        title = " ".join(["Talks", "resume", "in", "the", "capital"][: 1 + (seed + number) % 5])
        rows.append((f"e{number}", title, pd.Timestamp("2026-01-01") + pd.Timedelta(days=day)))
    chart = chart_of(record, rows, width)
    boxes = list(label_boxes(chart))
    for first, one in enumerate(boxes):
        for other in boxes[first + 1 :]:
            apart = (
                one.right <= other.left or other.right <= one.left or one.top <= other.bottom or other.top <= one.bottom
            )
            assert apart


def chart_of(record: Collection, rows: list[tuple[str, str, pd.Timestamp]], width: int) -> Any:
    base = record.events.iloc[:1]
    frame = pd.concat([base] * len(rows), ignore_index=True)
    frame["id"], frame["title"] = [row[0] for row in rows], [row[1] for row in rows]
    frame["start"] = frame["end"] = pd.Series([row[2] for row in rows]).astype("datetime64[s]")
    frame = frame.sort_values(["start", "id"], ignore_index=True)
    return draw(record, frame, width=width)


def label_boxes(chart: Any) -> Iterator[Box]:
    layout = chart.figure.layout
    plot = layout["width"] - layout["margin"]["l"] - layout["margin"]["r"]
    low, high = (pd.Timestamp(edge) for edge in layout["xaxis"]["range"])
    for trace in chart.figure.data:
        if trace.get("meta") != "labels":
            continue
        for x, y, text, side in zip(trace["x"], trace["y"], trace["text"], trace["textposition"], strict=True):
            at = (pd.Timestamp(x) - low) / (high - low) * plot
            plain = html.unescape(re.sub("<[^>]+>", "", text))
            long = text_width(plain, trace["textfont"]["size"])
            left, right = (at, at + long) if side.endswith("right") else (at - long, at)
            # a blank parts a title from its mark; a pixel more or less of it is no overlap of words
            yield Box(left + 1, y - 4, right - 1, y + 4)


def test_a_title_that_does_not_fit_is_shortened_at_a_word():
    assert shorten("Negotiators meet again", 500, 11) == "Negotiators meet again"
    short = shorten("Negotiators meet again in Abu Dhabi", 120, 11)
    assert short.endswith("…")
    assert text_width(short, 11) <= 120
    assert "Negotiators meet again in Abu Dhabi".startswith(short[:-1].rstrip())


def test_beyond_six_hundred_events_counts_are_drawn_and_the_weightiest_stand_above(record):
    rows = [(f"e{n}", f"Event {n}", pd.Timestamp("2026-01-01") + pd.Timedelta(days=n % 90)) for n in range(3000)]
    chart = chart_of(record, rows, 1000)
    drawn = dict(points(chart, "marks"))
    assert 0 < len(drawn) <= 600
    assert any("3,000 events are too many to draw one by one here" in note for note in chart.notes)
    tables = chart.tables()
    assert sorted(tables.events["Id"]) == sorted(drawn)
    assert tables.counts["Events"].sum() == 3000
    assert tables.counts.iloc[0].tolist() == ["1 January 2026", "1 January 2026", "Talks", 34]


def test_the_legend_explains_every_mark_in_words():
    text = re.sub("<[^>]+>", " ", legend_html("light"))
    for words in ("Corroborated", "Single source", "One side only", "Weakly sourced", "Contested", "Thin coverage"):
        assert words in text
