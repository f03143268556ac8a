"""What changed, in words: one sentence, and a line a change."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from tests.snapshots.records import NOON, freeze_query, open_record
from tests.snapshots.test_compare import CORRECTION, DAY_29, DAY_30, FIRST, HEAD, HOUR, SECOND, TENTH, WITHDRAWN, edited
from tests.writing import ACTORS, claim, source
from timeline.snapshots.change_words import describe_changes, sum_up
from timeline.snapshots.compare import Changes, compare_snapshots, compare_with_record

EXTRA = {f"extra-{number}": {"title": f"Extra {number}", "when": f"2026-04-0{number}"} for number in (1, 2, 3)}
WHOLE = {name: value for name, value in CORRECTION.items() if name != "event"}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_record(tmp_path_factory.mktemp("record"))


@pytest.fixture(scope="module")
def snapshot(record):
    return freeze_query(record)


SENTENCES = {
    "added and corrected": (
        {"changes": EXTRA, "corrections": [CORRECTION]},
        "Since this snapshot: 3 events added, 1 corrected.",
    ),
    "one added": ({"changes": {"extra-1": EXTRA["extra-1"]}}, "Since this snapshot: 1 event added."),
    "one corrected": ({"corrections": [CORRECTION]}, "Since this snapshot: 1 event corrected."),
    "what was corrected is not changed once more": (
        {"changes": {"meeting": {"title": "T", "summary": "S"}}, "corrections": [CORRECTION]},
        "Since this snapshot: 1 event corrected.",
    ),
    "two corrections of one event": (
        {"corrections": [CORRECTION, CORRECTION | {"was": "two", "now": "three"}]},
        "Since this snapshot: 1 event corrected.",
    ),
    "two fields of one event": (
        {"changes": {"meeting": {"title": "T", "summary": "S"}}},
        "Since this snapshot: 1 event changed.",
    ),
    "removed": (
        {"changes": {"ancient": None}, "corrections": [WITHDRAWN]},
        "Since this snapshot: 1 event removed.",
    ),
    "all of these": (
        {"changes": EXTRA | {"ancient": None, "strike": {"note": "N"}}, "corrections": [CORRECTION]},
        "Since this snapshot: 3 events added, 1 corrected, 1 changed, 1 removed.",
    ),
    "claims and positions": (
        {"changes": {"meeting": {"claims": [FIRST, claim(("anna", "asserts"), text="It rained.")]}}},
        "Since this snapshot: 1 claim reworded; 1 position new, 1 removed.",
    ),
    "contests": (
        {
            "changes": {
                "meeting": {"claims": [FIRST, claim(("beta", "asserts", "2026-02-03"), ("anna", "denies"), text=HOUR)]}
            }
        },
        "Since this snapshot: 1 claim graded differently; 1 position new.",
    ),
    "two contests": (
        {
            "changes": {
                "meeting": {
                    "claims": [
                        claim(("anna", "asserts", "2026-02-03"), text="They agreed."),
                        claim(("beta", "declines", "2026-02-03"), text=HOUR),
                    ]
                }
            }
        },
        "Since this snapshot: 1 event changed; 2 claims graded differently; 1 position new, 2 removed.",
    ),
    "documents": (
        {"changes": {"strike": {"sources": {"three": source("First Wire", "three", title="T")}}}},
        "Since this snapshot: 1 document described differently.",
    ),
    "strike days": (
        {"strikes": "\n".join((HEAD, DAY_29.replace("100,90", "101,91"), TENTH)) + "\n"},
        "Since this snapshot: 2 strike days reported differently.",
    ),
    "the record as a whole": (
        {"corrections": [WHOLE]},
        "Since this snapshot: 1 correction of the record as a whole.",
    ),
    "nothing": ({}, "Since this snapshot nothing has changed. It is the same version of the data."),
    "nothing that it shows": (
        {"topics": None},
        "Since this snapshot nothing has changed in its events, claims, positions, documents and strike days. The data "
        "has another version, with changes elsewhere.",
    ),
}


@pytest.mark.parametrize(("edit", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_one_sentence_sums_up(snapshot, tmp_path, edit, sentence):
    assert sum_up(compare_with_record(snapshot, edited(tmp_path, **edit))) == sentence


@pytest.mark.parametrize("edit", [edit for edit, _ in SENTENCES.values()], ids=SENTENCES)
def test_the_sentence_says_that_nothing_changed_only_where_no_line_says_otherwise(snapshot, tmp_path, edit):
    changes = compare_with_record(snapshot, edited(tmp_path, **edit))
    assert ("nothing has changed" in sum_up(changes)) is changes.is_empty is (describe_changes(changes) == {})


def test_two_snapshots_are_named_by_their_times(snapshot, tmp_path):
    later = freeze_query(edited(tmp_path, {"extra-1": EXTRA["extra-1"]}), now=NOON + timedelta(days=9, minutes=5))
    times = "From 23 November 2026, 12:00 UTC to 2 December 2026, 12:05 UTC"
    assert sum_up(compare_snapshots(snapshot, later)) == f"{times}: 1 event added."
    assert sum_up(compare_snapshots(snapshot, snapshot)).startswith("From 23 November 2026, 12:00 UTC to 23 November")


def test_every_change_has_its_line(snapshot, tmp_path):
    reworded = claim(
        ("anna", "asserts", "2026-02-03"), ("boris", "denies", "2026-02-04", "two"), text="They did agree."
    )
    moved = claim(("beta", "asserts", "2026-02-03"), ("anna", "denies"), text=HOUR)
    events = {
        "extra-1": EXTRA["extra-1"],
        "ancient": None,
        "meeting": {"claims": [reworded, moved], "note": "New."},
        "strike": {
            "sources": {"three": source("First Wire", "three", published=None)},
            "figures": {"missiles": 12, "by": "alpha-army"},
        },
    }
    days = "\n".join((HEAD, DAY_29.replace("100,90", "101,90"), DAY_30)) + "\n"
    record = edited(
        tmp_path, events, strikes=days, corrections=[CORRECTION, WITHDRAWN, WHOLE | {"reason": "all dates"}]
    )
    assert describe_changes(compare_with_record(snapshot, record)) == {
        "Events added": ["1 April 2026: Extra 1"],
        "Events removed": ["15 March 700 BCE: Long ago (it was withdrawn: a legend)"],
        "Corrections": [
            "1 April 2026: Alpha and Beta meet: one hour → two hours (the minutes)",
            "1 April 2026: the record as a whole: one hour → two hours (all dates)",
        ],
        "Events changed, field by field": [
            "A heavy night, drones launched: no longer 0",
            "Alpha and Beta meet, note: now New.",
        ],
        "Claims": ["reworded: They agreed. → They did agree."],
        "Claims graded differently": [f"Only one side has spoken → Disputed between sides: {HOUR}"],
        "Positions new": [f"Anna Łęcka denies (undated): {HOUR}"],
        "Documents": ["Document three, publisher: second-wire → first-wire"],
        "Strike days": [
            "29 January 2026, drones launched: 100 → 101",
            "10 February 2026, day: no longer reported",
        ],
    }


def test_claims_and_positions_that_come_and_go(snapshot, tmp_path):
    record = edited(tmp_path, {"meeting": {"claims": [SECOND, claim(("gamma", "declines", "2026-03"), text="New.")]}})
    found = describe_changes(compare_with_record(snapshot, record))
    assert found["Claims"] == ["added: New.", "removed: They agreed."]
    assert found["Positions new"] == ["Gamma declines to comment (March 2026): New."]
    assert found["Positions removed"] == [
        "Anna Łęcka asserts (3 February 2026): They agreed.",
        "Boris denies (4 February 2026): They agreed.",
    ]


def test_grades_are_called_as_readers_know_them(snapshot, tmp_path):
    record = edited(
        tmp_path,
        {
            "meeting": {
                "claims": [
                    claim(("beta", "declines", "2026-02-03"), text="They agreed."),
                    claim(("beta", "declines", "2026-02-03"), text=HOUR),
                ]
            }
        },
    )
    found = describe_changes(compare_with_record(snapshot, record))
    assert found["Events changed, field by field"] == [
        "Alpha and Beta meet, disputed: Disputed between sides → No position taken"
    ]
    assert found["Claims graded differently"] == [
        "Disputed between sides → No position taken: They agreed.",
        f"Only one side has spoken → No position taken: {HOUR}",
    ]


def test_what_the_filter_named_and_another_filter(record, tmp_path):
    actors = [actor for actor in ACTORS if actor["id"] != "gamma"]
    today = edited(tmp_path, {"ancient": {"actors": ["beta"]}}, actors=actors)
    found = describe_changes(compare_with_record(freeze_query(record, "actor=gamma"), today))
    assert "gamma" in found["No longer known to the record"][0]
    found = describe_changes(compare_snapshots(freeze_query(record), freeze_query(record, "theme=talks")))
    assert found["Different filters"] == ["All events against Talks events"]
    assert "Different filters" not in describe_changes(compare_snapshots(freeze_query(record), freeze_query(record)))


START = "A beginning that both texts share, " * 8
LONG = {
    "the end of a long text": (
        START + "then peace.",
        START + "then war.",
        "…that both texts share, then peace. → …that both texts share, then war.",
    ),
    "a long text that was cut": (
        START + "and more.",
        START.strip(),
        "…that both texts share, and more. → …that both texts share,",
    ),
    "two long texts with nothing in common": ("a" * 300, "b" * 300, f"{'a' * 120}… → {'b' * 120}…"),
    "a long text that is new": ("", "b " * 300, f"now {('b ' * 60).strip()}…"),
    "a long text that is gone": ("a" * 121, "", f"no longer {'a' * 120}…"),
    "as long as a line shows": ("a" * 120, "b" * 120, f"{'a' * 120} → {'b' * 120}"),
    "both short": ("one", "two", "one → two"),
}


@pytest.mark.parametrize(("was", "now", "words"), LONG.values(), ids=LONG)
def test_long_texts_are_shown_from_where_they_part(snapshot, was, now, words):
    same = compare_snapshots(snapshot, snapshot)
    fields = {name: getattr(same, name) for name in Changes.__dataclass_fields__}
    row = {"event": "meeting", "title": "T", "field": "summary", "was": was, "now": now}
    changes = Changes(**(fields | {"changed": pd.DataFrame([row])}))
    assert describe_changes(changes) == {"Events changed, field by field": [f"T, summary: {words}"]}
