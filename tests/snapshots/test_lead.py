"""What a collection opens with, and its key events, are frozen with it; what says nothing changes no byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.snapshots.records import LISTS, freeze_query, open_record
from timeline.query.collection import open_collection
from timeline.snapshots.compare import compare_with_record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.files import read_file
from timeline.snapshots.freeze import freeze, tables_of
from timeline.snapshots.snapshot import read_snapshot, seal

FORMAT_1 = Path(__file__).resolve().parents[1] / "data/snapshots/format-1"
LEAD = {
    "headline": "Did they meet?",
    "standfirst": "{events} events.",
    "questions": [{"text": "Is there a deal?", "link": "who-says-what?topic=deal"}],
    "covers_to": "2026-03-01",
    "edited": "2026-03-05",
}


@pytest.fixture
def record(tmp_path):
    return open_record(tmp_path, {"meeting": {"key": "true"}}, collection=LISTS["collection"] | LEAD)


def test_it_is_frozen_and_opens_the_same(record):
    made = freeze_query(record)
    assert LEAD.items() <= made.collection.items()
    again = tables_of(read_snapshot(made.text))
    assert again.about == record.about
    assert again.events.set_index("id")["key"].to_dict() == {"meeting": True, "strike": False, "ancient": False}
    assert [row.get("key") for row in made.document["tables"]["events"]] == [None, None, True]


@pytest.mark.parametrize("field", LEAD)
def test_what_a_collection_does_not_say_is_not_frozen(tmp_path, field):
    said = {name: value for name, value in LEAD.items() if name != field}
    made = freeze_query(open_record(tmp_path, collection=LISTS["collection"] | said))
    assert made.collection.keys() & LEAD.keys() == said.keys()
    assert not tables_of(made).about.as_dict()[field]


def test_a_record_without_any_of_it_freezes_to_what_it_was_frozen_to_before(tmp_path):
    kept = read_file((FORMAT_1 / "small.json").read_bytes())
    now = freeze(open_collection(FORMAT_1 / "folder").view(kept.filter)).document
    assert now["tables"] == kept.document["tables"]
    assert now["collection"] == kept.document["collection"]


def test_another_lead_or_key_is_no_change_of_what_the_record_says(record, tmp_path):
    changes = compare_with_record(freeze_query(record), open_record(tmp_path / "later"))
    assert changes.is_empty


HOSTILE = {
    "a standfirst that asks for more": {"standfirst": "{events.__class__}"},
    "a standfirst that is none": {"standfirst": 7},
    "a headline of two kinds": {"headline": ["a"]},
    "a headline that turns": {"headline": "a\u202eb"},
    "a question to another site": {"questions": [{"text": "x", "link": "https://example.org"}]},
    "a question that runs": {"questions": [{"text": "x", "link": "javascript:alert(1)"}]},
    "many questions": {"questions": [{"text": "x", "link": "./"}] * 5},
    "questions that are none": {"questions": 7},
    "no day": {"covers_to": "soon"},
    "no day of an edit": {"edited": "2026-02-30"},
}


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE)
def test_a_snapshot_made_by_hand_opens_with_nothing_that_a_collection_cannot(record, told):
    fields = {name: value for name, value in freeze_query(record).document.items() if name != "sha256"}
    forged = seal(fields | {"collection": fields["collection"] | told})
    with pytest.raises(Damaged, match="or its lead"):
        tables_of(forged)


def test_a_key_that_is_no_boolean_is_refused(record):
    fields = {name: value for name, value in freeze_query(record).document.items() if name != "sha256"}
    rows = [row | {"key": "yes"} for row in fields["tables"]["events"]]
    with pytest.raises(Damaged, match="key is 'yes', which is not a boolean"):
        tables_of(seal(fields | {"tables": fields["tables"] | {"events": rows}}))
