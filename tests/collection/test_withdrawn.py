"""An event that was withdrawn: what names it elsewhere is left out, and is no fault."""

from __future__ import annotations

from pathlib import Path

from tests.writing import claim, event, write_collection
from timeline.collection.folder import Folder
from timeline.collection.read import read_folder
from timeline.query.collection import open_collection

GONE = {"date": "2026-03-01", "event": "gone", "kind": "withdrawn", "reason": "It did not take place."}


def test_links_topics_and_questions_to_it_are_left_out(tmp_path: Path) -> None:
    talks = event(claims=[claim(("alpha", "asserts"))], links=[{"to": "gone", "relation": "follows"}])
    topics = [
        {"id": "both", "question": "Both?", "claims": [
            {"claim": "talks#1", "bears": "affirms"}, {"claim": "gone#1", "bears": "negates"},
        ]},
        {"id": "only", "question": "Only?", "claims": [{"claim": "gone#1", "bears": "affirms"}]},
    ]  # fmt: skip
    questions = [{"text": "What of it?", "link": "?event=gone"}, {"text": "And that?", "link": "claims?topic=only"}]
    record = open_collection(
        write_collection(
            tmp_path,
            {"talks": talks},
            topics=topics,
            corrections=[GONE],
            collection={"title": "Test", "questions": questions},
        )
    )
    assert record.problems == ()
    assert record.links.empty
    assert list(record.topics["id"]) == ["both"]
    assert record.about.questions == ()


def test_without_the_tombstone_each_of_them_is_a_fault(tmp_path: Path) -> None:
    talks = event(links=[{"to": "gone", "relation": "follows"}])
    record = open_collection(write_collection(tmp_path, {"talks": talks}))
    assert [problem.field for problem in record.problems] == ["links.0.to"]


def test_files_that_are_to_be_written_or_deleted_are_read_as_if_they_were(tmp_path: Path) -> None:
    folder = write_collection(tmp_path, {"a": event(), "b": event()})
    text = (folder / "events/a.md").read_bytes()
    read = read_folder(Folder(folder, given={"events/b.md": None, "events/c.md": text, "actors.yaml": None}))
    assert list(read.events["id"]) == ["a", "c"]
    assert [str(problem) for problem in read.problems] == [
        "actors.yaml: is missing. The actors were taken as events name them."
    ]
