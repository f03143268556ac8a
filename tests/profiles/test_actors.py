"""One actor's profile, by cases worked by hand."""

from __future__ import annotations

import pytest

from tests.writing import claim, event, source, write_collection
from timeline import open_collection
from timeline.profiles.actors import actor_profile

EVENTS = {
    "e1": event(
        when="2026-01-10",
        actors=["alpha", "anna", "boris"],
        claims=[
            claim(("anna", "asserts", "2026-01-10"), ("boris", "denies", "2026-01-11"), text="One."),
            claim(("anna", "asserts", "2026-01-10"), ("andrei", "denies", "2026-01-12"), text="Two."),
        ],
    ),
    "e2": event(
        when="2026-01-20",
        actors=["anna", "boris", "gamma"],
        sources={"one": source(name="two", published="2026-01-20")},
        claims=[
            claim(("anna", "denies", "2026-01-20"), ("anna", "asserts", "2026-01-25"), text="Three."),
            claim(("anna", "questions", "2026-01-20"), ("gamma", "asserts"), text="Four."),
        ],
    ),
    "e3": event(when="2026-03", actors=["anna"], sources={"one": source(name="three")}),
    "e4": event(when="2026-21", actors=["alpha-army"], sources={"one": source(name="four")}),
    "e5": event(
        when="2026-04-01",
        actors=["beta"],
        sources={"one": source(name="five", published="2026-04-01")},
        claims=[claim(("boris", "asserts", "2026-04-01"), ("gamma", "denies", "2026-04-01"), text="Five.")],
    ),
}


@pytest.fixture
def record(tmp_path):
    found = open_collection(write_collection(tmp_path, EVENTS))
    assert not found.problems, found.problems
    return found


def test_who_it_is(record):
    anna = actor_profile(record, "anna")
    assert (anna.name, anna.kind, anna.side) == ("Anna Łęcka", "person", "alpha")
    assert anna.line == (("alpha-army", "Army of Alpha"), ("alpha", "Alpha"))
    alpha = actor_profile(record, "alpha")
    assert (alpha.line, alpha.aliases) == ((), ("Альфа",))
    assert list(alpha.members["id"]) == ["alpha-army", "anna", "andrei"]
    assert len(anna.members) == 0


def test_a_wider_actor_takes_part_through_its_members(record):
    assert list(actor_profile(record, "anna").events["id"]) == ["e1", "e2", "e3"]
    assert list(actor_profile(record, "alpha-army").events["id"]) == ["e1", "e2", "e3", "e4"]
    assert list(actor_profile(record, "andrei").events["id"]) == []


def test_events_over_time(record):
    army = actor_profile(record, "alpha-army")
    assert {f"{month:%Y-%m}": int(count) for month, count in army.months.items()} == {"2026-01": 2, "2026-03": 1}
    assert army.unplaced_events == 1  # spring has no month


def test_positions_newest_first_with_changes(record):
    rows = actor_profile(record, "anna").positions
    assert [tuple(row) for row in rows[["claim", "stance", "date", "changed"]].itertuples(index=False)] == [
        ("e2#1", "asserts", "2026-01-25", True),
        ("e2#2", "questions", "2026-01-20", False),
        ("e1#1", "asserts", "2026-01-10", False),
        ("e1#2", "asserts", "2026-01-10", False),
    ]
    assert rows["text"].tolist() == ["Three.", "Four.", "One.", "Two."]
    assert rows["contest"].tolist() == ["one-sided", "questioned", "contested", "split"]
    assert set(actor_profile(record, "alpha").positions["actor"]) == {"anna", "andrei"}
    assert actor_profile(record, "gamma").positions["date"].tolist() == ["2026-04-01", ""]  # undated ones last


def test_companions_without_its_own_people(record):
    found = actor_profile(record, "anna").companions
    assert [tuple(row) for row in found[["actor", "event_count"]].itertuples(index=False)] == [
        ("boris", 2),
        ("gamma", 1),
    ]
    assert found["side_name"].tolist() == ["Beta", "Gamma"]
    assert actor_profile(record, "alpha").companions["actor"].tolist() == ["boris", "gamma"]


def test_who_contradicts_it(record):
    found = actor_profile(record, "anna").opponents
    assert [tuple(row) for row in found[["actor", "claim_count", "claims"]].itertuples(index=False)] == [
        ("andrei", 1, ("e1#2",)),  # of its own side
        ("boris", 1, ("e1#1",)),
    ]
    # Against Alpha as a whole its own people do not count, and questioning contradicts nobody.
    assert actor_profile(record, "alpha").opponents["actor"].tolist() == ["boris"]
    beta = actor_profile(record, "beta").opponents.set_index("actor")["claims"].to_dict()
    assert beta == {"anna": ("e1#1",), "gamma": ("e5#1",)}


def test_only_latest_positions_contradict(tmp_path):
    given = claim(("anna", "asserts", "2026-01-10"), ("boris", "denies", "2026-01-11"), ("boris", "asserts"))
    given["positions"][2]["date"] = "2026-01-12"
    record = open_collection(write_collection(tmp_path, {"e": event(actors=["anna", "boris"], claims=[given])}))
    assert len(actor_profile(record, "anna").opponents) == 0
    assert actor_profile(record, "boris").positions["changed"].tolist() == [True]


def test_an_actor_without_events(record):
    andrei = actor_profile(record, "andrei")
    assert (len(andrei.events), len(andrei.months), andrei.unplaced_events, len(andrei.companions)) == (0, 0, 0, 0)
    assert andrei.opponents["actor"].tolist() == ["anna"]


def test_an_unknown_actor(record):
    with pytest.raises(KeyError, match="no actor 'nobody'; write an id of the register"):
        actor_profile(record, "nobody")


def test_every_real_actor_has_a_profile(real_record):
    profiles = {actor: actor_profile(real_record, actor) for actor in real_record.actors["id"]}
    for actor, profile in profiles.items():
        assert profile.months.sum() + profile.unplaced_events == len(profile.events)
        assert not {actor, *profile.members["id"]} & {*profile.companions["actor"], *profile.opponents["actor"]}
        for other in profile.opponents["actor"]:  # contradicting is mutual
            assert set(profile.positions["actor"]) & set(profiles[other].opponents["actor"])
