"""Competing figures stand side by side, as a range and by whose count; nothing is averaged."""

from __future__ import annotations

import pytest

from tests.waves.series import day, days
from tests.writing import claim, event, write_collection
from timeline.query.collection import open_collection
from timeline.waves import competing_figures
from timeline.waves.figures import names_a_count


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
    return competing_figures(record.events, record.claims, record.positions, strikes, strikes_by="beta")


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
    ("text", "is_count"),
    [
        ("Russia launched 705 drones and 52 missiles.", True),
        ("Dozens of Ukrainian drones were shot down.", True),
        ("1,204 attack drones were launched.", True),
        ("Ukraine shot down a drone.", True),
        ("The drones came from the north.", False),
        ("On 5 February the talks went on; a drone factory burned.", True),
        ("", False),
    ],
)
def test_a_count_of_drones_or_missiles_is_recognised(text, is_count):
    assert names_a_count(text) is is_count
