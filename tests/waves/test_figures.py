"""Competing figures stand side by side, as a range and by whose count; nothing is averaged."""

from __future__ import annotations

import pytest

from tests.waves.series import day, days
from tests.writing import claim, event, source, write_collection
from timeline.collection.first_series import FIGURES
from timeline.query.collection import open_collection
from timeline.waves import competing_figures
from timeline.waves.figures import counts_in_claims
from timeline.waves.report import list_ranges, list_told_counts


@pytest.fixture
def figures(tmp_path):
    """A raid of 60 drones by Alpha's count and 50 by the strike days', a raid that only Alpha counts, a claim."""
    events = {
        "raid": event(
            when=day(1),
            themes=["strikes"],
            figures={"drones": 60, "missiles": 2, "by": "alpha-army"},
            claims=[
                claim(("beta", "asserts", day(2)), text="Beta shot down 41 drones of Alpha."),
                claim(("beta", "asserts", day(2)), text="The raid was heavy."),
            ],
        ),
        "two-days": event(when=f"{day(3)}/{day(4)}", themes=["strikes"], figures={"drones": 70, "by": "alpha-army"}),
    }
    record = open_collection(write_collection(tmp_path, events))
    assert not record.problems
    strikes = days([12.0, 52.0, 12.0, 40.0, 30.0], missiles=2)
    return competing_figures(record.events, record.claims, record.positions, strikes, FIGURES)


def test_each_count_is_listed_with_whose_it_is(figures):
    counts = figures.counts[figures.counts["event"] == "raid"]
    rows = [tuple(row) for row in counts[["measure", "value", "counted_by", "given_in"]].itertuples(index=False)]
    assert rows == [
        ("drones", 50, "beta", "strike days"),
        ("drones", 60, "alpha-army", "event"),
        ("missiles", 2, "alpha-army", "event"),
        ("missiles", 2, "beta", "strike days"),
    ]


def test_ranges_span_what_is_counted_and_no_mean_is_made(figures):
    rows = [tuple(row) for row in figures.ranges.itertuples(index=False)]
    assert rows == [("raid", "drones", 50, 60), ("raid", "missiles", 2, 2)]
    assert 55 not in figures.counts["value"].tolist()


def test_an_attack_dated_to_two_days_has_no_day_to_stand_beside(figures):
    assert figures.counts.loc[figures.counts["event"] == "two-days", "given_in"].tolist() == ["event"]


def test_claims_that_name_a_count_are_listed_with_their_speaker_and_in_no_range(figures):
    rows = [tuple(row) for row in figures.claims[["event", "text", "actor", "stance"]].itertuples(index=False)]
    assert rows == [("raid", "Beta shot down 41 drones of Alpha.", "beta", "asserts")]


@pytest.mark.parametrize(
    ("when", "beside"),
    [
        (day(3), True),
        ("2026-01", True),
        (day(3) + "~", False),
        (day(3) + "?", False),
        ("2026-01~", False),
        (day(3) + "T20:00:00Z", False),
        (day(3) + "/..", False),
        ("../" + day(3), False),
        ("2026-02", False),
        (day(60), False),
    ],
)
def test_only_what_is_dated_surely_and_reported_whole_has_strike_days_beside_it(tmp_path, when, beside):
    events = {"raid": event(when=when, themes=["strikes"], figures={"drones": 70, "by": "alpha-army"})}
    record = open_collection(write_collection(tmp_path, events))
    strikes = days([40.0] * 40)
    found = competing_figures(record.events, record.claims, record.positions, strikes, FIGURES)
    assert set(found.counts["given_in"]) == ({"event", "strike days"} if beside else {"event"})
    known = found.counts["days"].dropna()
    assert len(known) == (0 if ".." in when else len(found.counts))
    assert known.isin([1, 28, 31]).all()


def test_a_month_with_a_day_unreported_has_no_sum_beside_it(tmp_path):
    events = {"tally": event(when="2026-01", themes=["strikes"], figures={"drones": 1200, "by": "alpha-army"})}
    record = open_collection(write_collection(tmp_path, events))
    for launched, rows in (([40.0] * 40, 2), ([*[40.0] * 12, None, *[40.0] * 27], 1)):
        found = competing_figures(record.events, record.claims, record.positions, days(launched), FIGURES)
        assert len(found.counts) == rows


def test_counts_that_differ_are_told_as_plain_rows(figures):
    assert list_ranges(figures) == [
        {
            "event": "raid",
            "measure": "drones",
            "low": 50,
            "high": 60,
            "counts": [
                {"value": 50, "counted_by": "beta", "given_in": "strike days"},
                {"value": 60, "counted_by": "alpha-army", "given_in": "event"},
            ],
        }
    ]
    assert [(row["actor"], row["stance"]) for row in list_told_counts(figures)] == [("beta", "asserts")]


@pytest.mark.parametrize(
    ("text", "is_count"),
    [
        ("Russia launched 705 drones and 52 missiles.", True),
        ("Dozens of Ukrainian drones were shot down.", True),
        ("1,204 attack drones were launched.", True),
        ("151 of the drones were lost.", True),
        ("Ukraine fired four US-made ATACMS missiles.", True),
        ("Ukraine shot down a drone.", False),
        ("The targets of 7 September 2025 were drone assembly sites.", False),
        ("On 5 February the drones came back.", False),
        ("It met 3 ministers and drones were its subject.", False),
        ("The drones came from the north.", False),
        ("On 5 February the talks went on; a drone factory burned.", False),
        ("", False),
    ],
)
def test_a_count_of_drones_or_missiles_is_recognised(text, is_count):
    assert bool(counts_in_claims(FIGURES).search(text)) is is_count


def test_a_claim_is_listed_with_each_event_that_it_stands_in(tmp_path):
    told = claim(("beta", "asserts", day(2)), text="Beta shot down 41 drones of Alpha.")
    sources = {"two": source(name="two")}
    counted = {"drones": 60, "by": "alpha-army"}
    events = {
        "raid": event(claims=[told], figures=counted),
        "repeat": event(sources=sources, claims=[{"same": "raid#1"}]),
    }
    record = open_collection(write_collection(tmp_path, events))
    for name in events:
        chosen = record.events[record.events["id"] == name]
        found = competing_figures(chosen, record.claims, record.positions, days([40.0]), FIGURES)
        assert found.claims[["claim", "event"]].to_numpy().tolist() == [["raid#1", "raid"]]
