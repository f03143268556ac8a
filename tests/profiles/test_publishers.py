"""What rests on a publisher, by cases worked by hand."""

from __future__ import annotations

import dataclasses

import pytest

from tests.writing import claim, event, source, write_collection
from timeline import Filter, open_collection
from timeline.evidence import grade
from timeline.profiles.publishers import NO_SOURCE, WITHOUT_LABELS, Loss, find_losses, publisher_table


@pytest.fixture
def record(tmp_path):
    """Four events: two wires on one; a wire and a side's own; both sides' own; a weak one alone."""
    events = {
        "e1": event(
            sources={
                "one": source("First Wire", "a"),
                "two": source("Second Wire", "b", language="ru"),
                "three": source("First Wire", "c", language="ru"),
            },
            claims=[claim(("alpha", "asserts", "2026-02-03"), ("beta", "denies", "2026-02-04", "two"))],
        ),
        "e2": event(when="2026-02-04", sources={"one": source("First Wire", "a"), "tv": source("Alpha TV", "d")}),
        "e3": event(
            when="2026-02-05",
            sources={"tv": source("Alpha TV", "d"), "gazette": source("Beta Gazette", "e", language="uk")},
        ),
        "e4": event(when="2026-02-06", themes=["strikes"], sources={"digest": source("Digest", "f")}),
    }
    found = open_collection(write_collection(tmp_path, events))
    assert not found.problems, found.problems
    return found


def test_a_document_that_only_carries_a_position_further_counts(tmp_path):
    sources = {"one": source(), "two": source("Second Wire", "two", cited_for="positions")}
    said = claim(("alpha", "asserts", "", "one", "", ["two"]))
    record = open_collection(write_collection(tmp_path, {"e": event(sources=sources, claims=[said])}))
    table = publisher_table(record, record.events).set_index("id")
    assert table["document_count"].to_dict() == {"first-wire": 1, "second-wire": 1}


def test_documents_events_and_languages(record):
    table = publisher_table(record, record.events).set_index("id")
    counted = table[["document_count", "event_count"]].apply(tuple, axis=1).to_dict()
    assert counted == {
        "first-wire": (2, 2),
        "alpha-tv": (1, 2),
        "beta-gazette": (1, 1),
        "digest": (1, 1),
        "second-wire": (1, 1),
    }
    assert list(table.index) == ["first-wire", "alpha-tv", "beta-gazette", "digest", "second-wire"]
    assert table.loc["first-wire", "events"] == ("e1", "e2")
    assert table["languages"].to_dict() == {
        "first-wire": ("en", "ru"),
        "alpha-tv": ("en",),
        "beta-gazette": ("uk",),
        "digest": ("en",),
        "second-wire": ("ru",),
    }


def test_who_controls_whom(record):
    table = publisher_table(record, record.events).set_index("id")
    own = table.loc["alpha-tv"]
    assert (own["control"], own["controlled_by"], own["controlled_by_name"]) == ("state-run", "alpha", "Alpha")
    assert table.loc["first-wire", "controlled_by_name"] == ""
    assert (table.loc["digest", "weak"], table.loc["digest", "weak_because"]) == (True, "retells others")


def test_what_would_lose_support(record):
    losses = publisher_table(record, record.events).set_index("id")["losses"].to_dict()
    assert losses == {
        "first-wire": (Loss("e1", "corroborated", "single-source"), Loss("e2", "single-source", "one-side-only")),
        "second-wire": (Loss("e1", "corroborated", "single-source"),),
        "alpha-tv": (Loss("e3", "corroborated", "one-side-only"),),  # e2 keeps its one independent publisher
        "beta-gazette": (Loss("e3", "corroborated", "one-side-only"),),
        "digest": (Loss("e4", "weakly-sourced", NO_SOURCE),),
    }


def test_a_view_counts_its_own_events_only(record):
    view = record.view(Filter(themes=["strikes"]))
    (row,) = publisher_table(record, view.events).to_dict("records")
    assert (row["id"], row["event_count"], row["document_count"]) == ("digest", 1, 1)


def test_a_document_that_only_a_position_cites_is_a_document_on_which_no_event_rests(record):
    events = record.events[record.events["id"] == "e1"]
    of_second = set(record.sources.loc[record.sources["publisher"] == "second-wire", "id"])
    left = events["sources"].map(lambda ids: tuple(name for name in ids if name not in of_second))
    table = publisher_table(record, events.assign(sources=left)).set_index("id")
    assert tuple(table.loc["second-wire", ["document_count", "event_count"]]) == (1, 0)
    assert table.loc["second-wire", "losses"] == ()


def test_no_events_no_publishers(record):
    table = publisher_table(record, record.events.head(0))
    assert len(table) == 0
    assert {"id", "name", "document_count", "event_count", "languages", "losses"} <= set(table)


def test_losses_are_what_grading_without_the_publisher_gives(real_record):
    """Against the plain way: strike one publisher's documents from the record and grade it anew."""
    found = find_losses(real_record, real_record.events)
    support = dict(zip(real_record.events["id"], real_record.events["support"], strict=True))
    rank = {name: number for number, name in enumerate(WITHOUT_LABELS)}
    for publisher in ("reuters", "tass", "isw", "unn"):
        gone = set(real_record.sources.loc[real_record.sources["publisher"] == publisher, "id"])
        assert gone, publisher
        kept = real_record.events["sources"].map(lambda ids, gone=gone: tuple(s for s in ids if s not in gone))
        events = grade(dataclasses.replace(real_record, events=real_record.events.assign(sources=kept))).events
        expected = {}
        for event_id, left, after in zip(events["id"], kept, events["support"], strict=True):
            without = after if left else NO_SOURCE
            if rank[without] > rank[support[event_id]]:
                expected[event_id] = without
        rows = found[found["publisher"] == publisher]
        assert dict(zip(rows["event"], rows["without"], strict=True)) == expected
