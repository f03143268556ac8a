"""Drafts: checked like any other event, and in nothing that readers see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.writing import claim, event, sheets_of, source, write_collection, write_sheets
from timeline.__main__ import main
from timeline.collection.held import read_again
from timeline.query.collection import Collection, open_collection

SAID = claim(("alpha", "asserts", "2026-02-04", "seen"), text="They agreed.")
EVENTS = {
    "seen": event(
        sources={"seen": source(name="seen")},
        claims=[SAID, {"same": "hidden#1"}],
        links=[{"to": "hidden", "relation": "follows"}, {"to": "other", "relation": "follows"}],
    ),
    "other": event(title="Another", sources={"other": source(name="other")}),
    "hidden": event(
        title="Not to be seen",
        draft="true",
        sources={"hidden": source(name="hidden")},
        claims=[claim(("beta", "denies", "2026-02-04", "hidden"), text="They met in secret.")],
        links=[{"to": "seen", "relation": "follows"}],
    ),
}
LISTS = {
    "topics": [
        {"id": "both", "question": "Did they?", "claims": [
            {"claim": "hidden#1", "text": "They met", "bears": "affirms"},
            {"claim": "seen#1", "text": "They agreed", "bears": "affirms"},
        ]},
        {"id": "secret", "question": "Where?", "claims": [{"claim": "hidden#1", "bears": "affirms"}]},
    ],
    "statements": [
        {"document": "https://example.org/hidden", "statements": [
            {"number": "1", "wording": "It was so.", "claims": [{"claim": "hidden#1"}]},
        ]},
        {"document": "https://example.org/seen", "statements": [
            {"number": "1", "wording": "It was so.", "claims": [{"claim": "hidden#1"}]},
            {"number": "2", "wording": "They did.", "claims": [{"claim": "seen#1"}]},
        ]},
    ],
    "corrections": [{"date": "2026-03-01", "event": "hidden", "kind": "corrected", "was": "a", "now": "b"}],
    "collection": {"title": "Test", "questions": [
        {"text": "What?", "link": "./?event=hidden"},
        {"text": "Who?", "link": "who-says-what?topic=secret"},
        {"text": "When?", "link": "./?event=seen"},
    ]},
}  # fmt: skip


def write(folder: Path, kind: str) -> Path:
    if kind == "files":
        return write_collection(folder, EVENTS, **LISTS)
    return write_sheets(folder, sheets_of(EVENTS), kind, **LISTS)


@pytest.fixture(params=["files", ".parquet", ".csv"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write(tmp_path, request.param)


def test_a_draft_is_in_nothing_and_what_names_it_is_no_fault(folder: Path) -> None:
    record = open_collection(folder)
    assert [str(problem) for problem in record.problems] == []
    assert (record.drafts, record.events_left_out) == (("hidden",), 0)
    assert sorted(record.events["id"]) == ["other", "seen"]
    assert record.sources["id"].tolist() == ["seen", "other"] or sorted(record.sources["id"]) == ["other", "seen"]
    assert record.claims["id"].tolist() == ["seen#1"]
    assert record.links[["event", "to"]].to_numpy().tolist() == [["seen", "other"]]
    assert record.topics["id"].tolist() == ["both"]
    assert record.topic_claims["claim"].tolist() == ["seen#1"]
    assert record.statements["number"].tolist() == [2]
    assert record.corrections.empty
    assert [question.link for question in record.about.questions] == ["./?event=seen"]


def test_check_says_how_many_there_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "1 draft: checked" in told
    assert re.search(r"^Test: 2 events \(0 left out\)", told, re.M)


def test_a_fault_of_a_draft_is_told_and_counts_no_event(tmp_path: Path) -> None:
    given = EVENTS | {"hidden": EVENTS["hidden"] | {"actors": ["nobody"]}}
    record = open_collection(write_collection(tmp_path, given))
    assert [p.file for p in record.problems if p.field == "actors.0"] == ["events/hidden.md"]
    assert record.events_left_out == 0
    assert "hidden" not in record.drafts


def test_names_that_only_a_draft_has_do_not_enter_open_lists(tmp_path: Path) -> None:
    given = EVENTS | {"hidden": EVENTS["hidden"] | {"actors": ["agent"], "themes": ["secrets"]}}
    record = open_collection(write_collection(tmp_path, given, actors=None, themes=None))
    assert "agent" not in record.actors["id"].tolist()
    assert "secrets" not in record.themes["id"].tolist()
    assert record.drafts == ("hidden",)


def test_an_event_that_becomes_a_draft_goes_at_once(tmp_path: Path) -> None:
    folder = write_collection(tmp_path, EVENTS)
    before = read_again(folder, {})
    write_collection(folder, EVENTS | {"other": EVENTS["other"] | {"draft": "true"}})
    after = read_again(folder, before.sound)
    assert after.tables.events["id"].tolist() == ["seen"]
    assert (after.tables.drafts, after.tables.held) == (("hidden", "other"), ())


def test_the_version_changes_with_the_bytes_of_a_draft(tmp_path: Path) -> None:
    one = open_collection(write_collection(tmp_path, EVENTS)).version
    given = EVENTS | {"hidden": EVENTS["hidden"] | {"title": "Otherwise"}}
    assert open_collection(write_collection(tmp_path, given)).version != one


def test_a_prepared_form_keeps_the_ids_of_drafts(tmp_path: Path) -> None:
    folder = write(tmp_path, ".parquet")
    open_collection(folder)
    again = open_collection(folder)
    assert isinstance(again, Collection)
    assert again.drafts == ("hidden",)
