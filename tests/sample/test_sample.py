"""Invented collections: sound, realistic in shape, the same for the same seed, never over somebody's files."""

import pytest

from timeline import open_collection
from timeline.sample.write import write_sample


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_collection(write_sample(tmp_path_factory.mktemp("sample") / "s", 2_000))


def test_every_event_is_sound(record):
    assert record.problems == ()
    assert len(record.events) == 2_000
    assert record.events_left_out == 0


def test_it_has_the_shape_of_a_record(record):
    assert len(record.themes) == 12
    assert record.actors["line"].map(len).max() == 3
    named = record.events["actors"].explode().value_counts()
    assert named.iloc[0] > 15 * named.median()
    assert record.events["source_count"].mean() > 1.5
    assert len(record.claims) > 1_000
    assert len(record.positions) > len(record.claims)
    assert set(record.events["precision"]) == {"day", "month", "quarter", "year"}
    assert set(record.events["support"]) == {"corroborated", "single-source", "one-side-only", "weakly-sourced"}
    assert {"contested", "split", "denied", "questioned", "agreed", "one-sided"} <= set(record.events["contest"])
    by_week = record.events["start"].dt.to_period("W").value_counts()
    assert by_week.max() > 8 * by_week.median()


def test_a_seed_gives_one_collection(tmp_path):
    first, again = (open_collection(write_sample(tmp_path / name, 50, seed=5)) for name in ("a", "b"))
    other = open_collection(write_sample(tmp_path / "c", 50, seed=6))
    assert first.version == again.version
    assert first.version != other.version


@pytest.mark.parametrize("events", [1, 2, 3])
def test_the_smallest_collections_are_sound(tmp_path, events):
    record = open_collection(write_sample(tmp_path / "s", events))
    assert record.problems == ()
    assert len(record.events) == events


def test_it_writes_over_nothing_but_its_own(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ValueError, match="holds something already"):
        write_sample(tmp_path, 10)
    write_sample(tmp_path / "s", 10)
    write_sample(tmp_path / "s", 20)
    with pytest.raises(ValueError, match="ask for one at least"):
        write_sample(tmp_path / "t", 0)
