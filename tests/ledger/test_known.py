"""What was known when: comparisons by hand, and what holds for any record and day."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.writing import record_of, topic
from tests.writing import claim, event, source, write_collection
from timeline.evidence import known_days
from timeline.ledger.claims import claims_table
from timeline.ledger.known import compare_known, known_in_words
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.topics import topics_table
from timeline.query.collection import open_collection

BEFORE, FIRST, SECOND, THIRD = (date(2025, 12, 31), *(date(2026, 1, day) for day in (1, 2, 3)))
CLAIMS = {
    "a": (
        ("anna", "asserts", "2026-01-01"),
        ("boris", "denies", "2026-01-02"),
        ("boris", "asserts", "2026-01-03"),
    ),
    "b": (("boris", "asserts", "2026-01-03"),),
}


@pytest.fixture
def record(tmp_path):
    return record_of(tmp_path, CLAIMS, [topic("Is it?", a="affirms", b="negates")])


def test_the_line_counts_what_was_contested_and_its_grade_today(record):
    assert known_in_words(record, SECOND) == (
        "on 2 January 2026: 1 of 2 events known; 1 claim disputed between sides, now agreed"
    )
    assert known_in_words(record, FIRST) == "on 1 January 2026: 1 of 2 events known; no claim disputed between sides"
    assert known_in_words(record, BEFORE) == "on 31 December 2025: 0 of 2 events known; no claim disputed between sides"


def test_the_line_says_when_nothing_moved(tmp_path):
    rows = (("anna", "asserts", "2026-01-01"), ("boris", "denies", "2026-01-01"))
    one = record_of(tmp_path / "one", {"a": rows})
    assert known_in_words(one, FIRST).endswith("1 claim disputed between sides, still today")
    two = record_of(tmp_path / "two", {"a": rows, "b": rows})
    assert known_in_words(two, FIRST).endswith("2 claims disputed between sides, all of them still today")


def test_what_changed_between_two_days(record):
    moved = compare_known(record, FIRST, THIRD)
    assert moved.events["id"].tolist() == ["e-b"]
    assert moved.claims["id"].tolist() == ["e-b#1"]
    assert moved.grades[["kind", "id", "from_", "to_"]].to_numpy().tolist() == [
        ["contest", "e-a#1", "one-sided", "agreed"]
    ]
    told = moved.positions[["claim", "actor", "stance"]].to_numpy().tolist()
    assert told == [
        ["e-a#1", "boris", "denies"],
        ["e-a#1", "boris", "asserts"],
        ["e-b#1", "boris", "asserts"],
    ]
    assert moved.changes[["subject", "who", "to_stance"]].to_numpy().tolist() == [["e-a#1", "boris", "asserts"]]
    assert moved.sentences() == [
        "Between 1 January 2026 and 3 January 2026: 1 event became known.",
        "Grades changed: support for 0 events, “Disputed?” for 1 claim.",
        "3 positions became known, with 1 change of position on single claims.",
    ]


def test_a_position_that_was_known_from_another_document_is_not_new(tmp_path):
    sources = {"old": source(name="old", published="2026-01-01")} | {
        name: source(name=name, published=day, cited_for="positions")
        for name, day in {"early": "2026-01-01", "first": "2026-01-03"}.items()
    }
    said = ("anna", "asserts", "2025-12-31", "old"), ("anna", "denies", "2026-01-01", "first", "", ["early"])
    e = event(when="2026-01-01", sources=sources, claims=[claim(*said)])
    moved = compare_known(open_collection(write_collection(tmp_path, {"e": e})), FIRST)
    assert moved.before.positions["source"].tolist() == ["old", "early"]
    assert moved.after.positions["source"].tolist() == ["old", "first"]
    assert moved.positions.empty
    assert moved.changes.empty


def test_a_change_that_was_known_already_is_not_new(record):
    assert compare_known(record, SECOND).changes["subject"].tolist() == ["e-a#1"]
    assert compare_known(record, THIRD).changes.empty


def test_support_that_grew(tmp_path):
    rows = (("anna", "asserts", "2026-01-01"), ("anna", "asserts", "2026-01-03", "second"))
    grades = compare_known(record_of(tmp_path, {"a": rows}), FIRST, THIRD).grades
    assert grades[["kind", "id", "event", "from_", "to_"]].to_numpy().tolist() == [
        ["support", "e-a", "e-a", "single-source", "corroborated"]
    ]


def test_the_days_on_which_the_record_became_known(record):
    """Each is the first day on which it is so: the day before, less was known."""
    days = known_days(record.tables())
    assert days == (FIRST, THIRD, THIRD)
    assert len(record.known_on(days.first).events) > len(record.known_on(BEFORE).events) == 0
    assert len(record.known_on(days.event).events) > len(record.known_on(SECOND).events)


def test_a_later_document_is_no_later_event(tmp_path):
    rows = (("anna", "asserts", "2026-01-01"), ("anna", "asserts", "2026-01-03", "second"))
    assert known_days(record_of(tmp_path, {"a": rows}).tables()) == (FIRST, FIRST, THIRD)


def test_days_in_the_wrong_order(record):
    with pytest.raises(ValueError, match="2026-01-03 is later than 2026-01-01; give the earlier day first"):
        compare_known(record, THIRD, FIRST)


def test_one_day_against_itself_and_before_anything(record):
    for day in (BEFORE, FIRST, THIRD):
        moved = compare_known(record, day, day)
        parts = (moved.events, moved.claims, moved.grades, moved.positions, moved.changes)
        assert all(part.empty for part in parts)
    moved = compare_known(record, BEFORE)
    assert len(moved.events) == 2
    assert moved.grades.empty, "what appears has no grade to move from"
    assert moved.sentences()[0] == "Between 31 December 2025 and today: 2 events became known."


STANCES = st.sampled_from(["asserts", "denies", "questions", "declines"])
ACTORS = st.sampled_from(["alpha", "anna", "andrei", "beta", "boris", "gamma"])
DAYS = st.one_of(st.just(""), st.integers(1, 9).map(lambda day: f"2026-01-0{day}"))
RECORDS = st.dictionaries(
    st.sampled_from("abc"), st.lists(st.tuples(ACTORS, STANCES, DAYS), min_size=1, max_size=5), min_size=1
)


def opened(claims):
    folder = Path(tempfile.mkdtemp())
    first = next(iter(claims))
    return record_of(folder, {k: tuple(v) for k, v in claims.items()}, [topic("Is it?", **{first: "negates"})])


def tables(record):
    stances = derive_stances(record)
    return {
        "events": record.events.drop(columns=["sources", "publishers"]),
        "claims": claims_table(record),
        "topics": topics_table(record),
        "stances": stances,
        "turns": find_turns(stances),
    }


@settings(max_examples=25)
@given(RECORDS)
def test_rewinding_to_the_last_day_is_today(claims):
    record = opened(claims)
    rewound = tables(record.known_on(date(2026, 1, 9)))
    for name, table in tables(record).items():
        assert table.astype("str").equals(rewound[name].astype("str")), name


@settings(max_examples=25)
@given(RECORDS, st.integers(0, 9), st.integers(0, 9))
def test_rewinding_is_monotone(claims, one, other):
    record = opened(claims)
    early, late = (record.known_on(date(2025, 12, 31) + timedelta(days=n)) for n in sorted((one, other)))
    assert set(early.sources["id"]) <= set(late.sources["id"]) <= set(record.sources["id"])
    assert set(early.events["id"]) <= set(late.events["id"])
    assert set(early.claims["id"]) <= set(late.claims["id"])
    key = ["claim", "actor", "stance", "date", "source"]
    assert set(early.positions[key].itertuples(index=False)) <= set(late.positions[key].itertuples(index=False))


@settings(max_examples=25)
@given(RECORDS)
def test_a_change_is_between_two_different_stances_and_forward_in_time(claims):
    turns = find_turns(derive_stances(opened(claims)))
    assert (turns["from_stance"] != turns["to_stance"]).all()
    assert not turns[["from_stance", "to_stance"]].eq("declines").any(axis=None)
    assert turns["to_date_start"].notna().all()
    dated = turns.dropna(subset="from_date_start")
    assert (dated["from_date_start"] < dated["to_date_start"]).all()
    same = turns["from_actor"].eq(turns["to_actor"])
    assert (same == turns["level"].eq("actor")).all()
