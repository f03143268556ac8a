"""What lies outside an axis in words, and charts that have an axis of their own: stances, months of a profile."""

from __future__ import annotations

import numpy as np
import pytest

from tests.charts.checking import checked
from tests.ledger.writing import record_of, topic
from tests.writing import event, source, write_collection
from timeline.charts.lanes.outside import tell_outside
from timeline.charts.profile import build_months_chart
from timeline.charts.stances import build_stances_chart
from timeline.charts.time_axis import years_in_words
from timeline.profiles.actors import actor_profile
from timeline.query.answerer import Density
from timeline.query.collection import open_collection


def day(text):
    return text and int(np.datetime64(text, "D").astype(int))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("1142-01-01", "1142-12-31", "in 1142"),
        ("1142-12-31", "1143-01-01", "from 1142 to 1143"),
        (None, "1142-12-31", "until 1142"),
        ("2990-01-01", None, "from 2990 on"),
        (None, None, ""),
        ("-0043-03-15", "-0043-03-15", "in 44 BCE"),
        ("-0043-03-15", "0014-08-19", "from 44 BCE to 14 CE"),
    ],
)
def test_years_in_words(first, last, words):
    assert years_in_words(day(first), day(last)) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0, 0, []),
        (1, 0, ["1 event lies before this axis, in 1142"]),
        (0, 2, ["2 events lie after this axis, from 2990 to 3001"]),
        (
            *(1_200, 1),
            ["1,200 events lie before this axis, in 1142", "1 event lies after this axis, from 2990 to 3001"],
        ),
    ],
)
def test_how_many_lie_at_which_side_and_when(before, after, words):
    early, late = (day("1142-02-01"), day("1142-06-01")), (day("2990-02-01"), day("3001-06-01"))
    density = Density({}, {}, 0, before, after, early, late)
    assert [side.words for side in tell_outside(density)] == words


SAID = [f"{2016 + number}-03-01" for number in range(8)]
# Days of further positions -> first and last year of the axis, and what is told of the others.
STANCES = {
    "none": ([], ("2015", "2023"), []),
    "one long before": (
        *(["1142-05-01"], ("2015", "2023")),
        ["1 position lies before this axis, in 1142; the table has it."],
    ),
    "one long after": (
        *(["2990-05-01"], ("2015", "2023")),
        ["1 position lies after this axis, in 2990; the table has it."],
    ),
    "not far": (["2012-05-01"], ("2011", "2023"), []),
    "on both sides, of so few": (["1142-05-01", "2990-05-01"], ("1085", "3047"), []),
}


@pytest.mark.parametrize(("far", "years", "notes"), STANCES.values(), ids=STANCES)
def test_stances_over_time_open_on_the_densest_part(tmp_path, far, years, notes):
    rows = [("anna", "asserts", when) for when in SAID] + [("boris", "denies", when) for when in far]
    record = record_of(tmp_path, {"a": tuple(rows)}, [topic("Is it?", a="affirms")])
    assert record.problems == ()
    chart = build_stances_chart(record, "t", scheme="light", width=1000)
    assert tuple(str(edge)[:4] for edge in checked(chart).layout.xaxis.range) == years
    assert [note for note in chart.notes if "axis" in note] == notes
    shown = [x for trace in checked(chart).data if trace.meta == "marks" for x in trace.x]
    assert len(shown) == len(SAID) + len(far) - len(notes)
    assert len(chart.tables()[0]) == len(SAID) + len(far)


def test_an_arrow_from_a_position_that_lies_outside_is_not_drawn(tmp_path):
    rows = [("anna", "denies", "1142-05-01"), *(("anna", "asserts", when) for when in SAID)]
    record = record_of(tmp_path, {"a": tuple(rows)}, [topic("Is it?", a="affirms")])
    figure = checked(build_stances_chart(record, "t", scheme="light", width=1000))
    assert [note.name for note in figure.layout.annotations if note.showarrow] == []


@pytest.mark.parametrize(
    ("far", "drawn", "notes"),
    [
        ([], 29, ()),
        (
            *(["2990-05-01"], 29),
            ("1 event after May 2026, up to May 2990, is not drawn; the table has it.",),
        ),
        (
            *(["1142-05-01"], 29),
            ("1 event before January 2024, from May 1142 on, is not drawn; the table has it.",),
        ),
    ],
)
def test_months_of_a_profile_end_on_the_densest_part(tmp_path, far, drawn, notes):
    days = [f"{2024 + number // 12}-{number % 12 + 1:02}-03" for number in range(29)] + far
    events = {
        f"e{number}": event(when=when, actors=["gamma"], sources={"one": source(name=str(number))})
        for number, when in enumerate(days)
    }
    profile = actor_profile(open_collection(write_collection(tmp_path, events)), "gamma")
    chart = build_months_chart(profile, scheme="light", width=400)
    (bars,) = checked(chart).data
    assert (bars.x[0], bars.x[-1], len(bars.x)) == ("2024-01-15", "2026-05-15", drawn)
    assert chart.notes == notes
    assert len(chart.tables()[0]) == len(days)
