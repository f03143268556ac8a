"""Claims that stand in several events, frozen: a snapshot holds together, a comparison tells what became of them."""

from __future__ import annotations

import copy

import pytest

from tests.shared_claims import DEAL, DENIAL, EVENTS, NEAR, NOTHING, WEATHER, events, open_shared, searched_events
from tests.snapshots.records import freeze_query
from tests.writing import claim
from timeline.query.collection import Collection
from timeline.query.filter import Filter
from timeline.snapshots.change_words import describe_changes, sum_up
from timeline.snapshots.compare import compare_snapshots, compare_with_record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.freeze import tables_of
from timeline.snapshots.publish import write_page
from timeline.snapshots.snapshot import read_snapshot, seal

NEVER = "There was never a deal."


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_shared(tmp_path_factory.mktemp("shared"))


FROZEN = {
    # filter: each claim with its event and its further places
    "": {
        "summit#1": ("summit", ["interview#2"]),
        "talks#1": ("talks", None),
        "talks#2": ("talks", ["interview#1", "summit#2"]),
    },
    "theme=talks": {"summit#1": ("summit", None), "talks#1": ("talks", None), "talks#2": ("talks", ["summit#2"])},
    "theme=strikes": {"summit#1": ("interview", ["interview#2"]), "talks#2": ("interview", ["interview#1"])},
    "known=2026-02-21": {"summit#1": ("summit", None), "talks#2": ("summit", ["summit#2"])},
}


@pytest.mark.parametrize("query", FROZEN)
def test_a_snapshot_points_nowhere_out_of_it_and_opens_with_the_same_grades(record, query):
    snapshot = read_snapshot(freeze_query(record, query).text)
    rows = snapshot.document["tables"]["claims"]
    assert {row["id"]: (row["event"], row.get("also")) for row in rows} == FROZEN[query]
    opened = Collection.from_tables(tables_of(snapshot))
    kept = record.view(record.read_filter(query)[0]).events
    assert opened.events[["id", "contest"]].to_numpy().tolist() == kept[["id", "contest"]].to_numpy().tolist()
    assert opened.view().claim_count == len(FROZEN[query])
    assert compare_with_record(snapshot, record).is_empty
    assert freeze_query(opened, Filter().to_query()).document["tables"]["claims"] == rows


def test_a_page_of_a_snapshot_links_to_the_card_in_it(record):
    page = write_page(freeze_query(record))
    assert 'Also in <a href="#event-interview">An &lt;interview&gt;</a>' in page
    assert 'First made in <a href="#event-talks">The talks</a>' in page
    assert "First made in" not in write_page(freeze_query(record, "theme=strikes")), "that event is not there"


def test_a_record_without_such_claims_freezes_to_the_bytes_of_before(tmp_path):
    alone = open_shared(tmp_path, {"talks": EVENTS["talks"]}, topics=None)
    assert all("also" not in row for row in freeze_query(alone).document["tables"]["claims"])


BROKEN = {
    "an event that is not there": ["elsewhere#1"],
    "no number": ["summit"],
    "a place that is taken": ["summit#1"],
    "a place twice": ["summit#2", "summit#2"],
    "no list": "summit#2",
}


@pytest.mark.parametrize("case", BROKEN)
def test_places_that_cannot_be_are_refused(record, case):
    document = copy.deepcopy(freeze_query(record).document)
    document["tables"]["claims"][2]["also"] = BROKEN[case]
    resealed = seal({name: value for name, value in document.items() if name != "sha256"})
    with pytest.raises(Damaged, match=r"claims|also"):
        tables_of(read_snapshot(resealed.text))


def apart(**changes):
    """The events as they were before: each with claims of its own, the positions of each in its own words."""
    summit = EVENTS["summit"]["sources"] | {
        "again": EVENTS["talks"]["sources"]["talks-one"] | {"cited_for": "positions"}
    }
    own = [claim(("beta", "asserts", "2026-02-18", "summit-one"), text=DEAL)]
    denied = claim(("boris", "denies", "2026-03-10", "again"), text=NEVER)
    given = {"summit": {"claims": [*own, denied], "sources": summit}, "interview": {"claims": []}}
    return events(**(given | changes))


def test_two_claims_that_are_one_now_are_told_as_merged(record, tmp_path):
    before = freeze_query(open_shared(tmp_path, apart(), topics=None), "theme=talks")
    changes = compare_with_record(before, record)
    assert changes.claims.to_dict("records") == [
        {"claim": "talks#2", "event": "talks", "text": DENIAL, "change": "merged", "was": NEVER, "now": DENIAL}
    ]
    assert changes.positions.empty, "what Boris said on one and the other was said once"
    assert changes.changed[["event", "field"]].to_numpy().tolist() == [["summit", "contest"]]
    assert describe_changes(changes)["Claims"] == [f"now one with a claim of another event: {NEVER} → {DENIAL}"]
    assert "1 claim merged" in sum_up(changes)
    assert changes.contests.empty


def test_a_claim_that_another_event_holds_now_is_told_as_moved(record, tmp_path):
    talks = {"claims": EVENTS["talks"]["claims"][:1]}
    positions = [("alpha", "asserts", "2026-02-18", "two"), ("boris", "denies", "2026-03-10", "one")]
    sources = EVENTS["summit"]["sources"] | {
        name: EVENTS["talks"]["sources"][f"talks-{name}"] | {"cited_for": "positions"} for name in ("one", "two")
    }
    held = [EVENTS["summit"]["claims"][0], claim(*positions, text=DENIAL)]
    given = apart(talks=talks, summit={"claims": held, "sources": sources})
    before = freeze_query(open_shared(tmp_path, given, topics=None), "theme=talks")
    changes = compare_with_record(before, record)
    assert changes.claims.to_dict("records") == [
        {"claim": "talks#2", "event": "talks", "text": DENIAL, "change": "moved", "was": DENIAL, "now": DENIAL}
    ]
    assert changes.positions.empty
    assert describe_changes(changes)["Claims"] == [f"now held by another event: {DENIAL}"]


def test_a_snapshot_without_the_event_that_holds_it_now_compares_too(record, tmp_path):
    held = claim(("boris", "denies", "2026-03-10", "interview-one"), text=WEATHER)
    before = freeze_query(open_shared(tmp_path, apart(interview={"claims": [held]}), topics=None), "theme=strikes")
    changes = compare_with_record(before, record)
    told = changes.claims.set_index("claim")[["event", "change"]].to_dict("index")
    assert told == {
        "summit#1": {"event": "interview", "change": "added"},
        "talks#2": {"event": "interview", "change": "moved"},
    }


def test_two_snapshots_with_another_part_of_the_events_know_the_claim_again(record):
    both, without = freeze_query(record), freeze_query(record, "theme=strikes")
    assert compare_snapshots(both, without).claims.empty
    assert compare_snapshots(without, both).claims.empty


HOLDERS = {"": "talks", "theme=talks": "talks", "theme=strikes": "interview", "known=2026-02-21": "summit"}


@pytest.mark.parametrize("query", HOLDERS)
def test_its_searches_and_further_documents_are_frozen_once_and_open_again(tmp_path, query):
    record = open_shared(tmp_path, searched_events())
    snapshot = read_snapshot(freeze_query(record, query).text)
    is_early = query.startswith("known")
    rows = snapshot.document["tables"]["searches"]
    assert [(row["claim"], row["event"], row["date"]) for row in rows] == [
        ("talks#2", HOLDERS[query], search["date"]) for search in ([NOTHING] if is_early else [NOTHING, NEAR])
    ]
    (position,) = [row for row in snapshot.document["tables"]["positions"] if row["claim"] == "talks#2"]
    assert position.get("further_sources") == (None if is_early else ["talks-late"])
    opened = Collection.from_tables(tables_of(snapshot))
    assert freeze_query(opened, Filter().to_query()).document["tables"]["searches"] == rows
    assert compare_with_record(snapshot, record).is_empty


def test_a_search_on_two_claims_that_are_one_now_is_one_search(tmp_path):
    given = apart()
    given["talks"]["claims"][1]["sought"] = [NOTHING]
    given["summit"]["claims"][1]["sought"] = [NOTHING]
    now = events()
    now["talks"]["claims"][1]["sought"] = [NOTHING, NEAR]
    before = freeze_query(open_shared(tmp_path / "before", given, topics=None), "theme=talks")
    changes = compare_with_record(before, open_shared(tmp_path / "now", now))
    assert changes.searches[["claim", "event", "date", "change"]].to_numpy().tolist() == [
        ["talks#2", "talks", "2026-06-01", "added"]
    ]


def test_a_search_on_a_claim_that_another_event_holds_now_is_no_new_one(tmp_path):
    record = open_shared(tmp_path, searched_events())
    both, without = freeze_query(record), freeze_query(record, "theme=strikes")
    assert compare_snapshots(both, without).searches.empty
    assert compare_snapshots(without, both).searches.empty
