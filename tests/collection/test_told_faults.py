"""How faults are told: none hides another, one cause is told once, and advice is never empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.writing import event, event_text, source, write_collection
from timeline import open_collection
from timeline.__main__ import main
from timeline.collection.problems import Problem, advise, tell_once


def test_a_bad_file_name_does_not_hide_the_faults_inside(tmp_path: Path) -> None:
    folder = write_collection(tmp_path, {"sound": event()})
    (folder / "events/Bad Name.md").write_text(event_text(event(actors=["nobody"], sources={"two": source(name="2")})))
    (folder / "events/Bare.md").write_text("No front matter.\n")
    record = open_collection(folder)
    told = {(problem.file, problem.field, problem.message.partition(":")[0]) for problem in record.problems}
    assert told == {
        ("events/Bad Name.md", "", "has a file name that is not an id."),
        ("events/Bad Name.md", "actors.0", "names the unknown actor nobody."),
        ("events/Bare.md", "", "has a file name that is not an id."),
        ("events/Bare.md", "", "has no front matter."),
    }
    assert (record.events["id"].tolist(), record.events_left_out) == (["sound"], 2)


def test_one_cause_is_told_once_with_how_often(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {f"e{n}": event(actors=["alpha"] * (n % 3) + ["nobody"]) for n in range(40)}
    folder = write_collection(tmp_path, given)
    assert len(open_collection(folder).problems) == 40, "each place stays available to code"
    assert main(["check", str(folder)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "unknown actor" in line]
    assert len(lines) == 1
    assert lines[0].startswith("events/e0.md, line ")
    assert lines[0].endswith("(and 39 more places)")


def test_faults_of_other_fields_are_other_causes() -> None:
    one, other, again = (
        Problem("a.md", field, "is missing.", "Add it.") for field in ("title", "sources.one.url", "sources.two.url")
    )
    assert [(told.first, told.more, told.others) for told in tell_once([one, other, again])] == [
        (one, 0, ""),
        (other, 1, "and 1 more place"),
    ]


@pytest.mark.parametrize("allowed", [[], ["a"], [f"w{n}" for n in range(13)]])
def test_advice_never_ends_in_an_empty_list(allowed: list[str]) -> None:
    told = advise("quite-another", allowed, "actors.yaml")
    assert not told.rstrip(".").endswith("one of: ")
    assert told.removeprefix("Write one of: ").strip(" .")


@pytest.mark.parametrize(
    "name", ["a.csv", "A.TSV", "b.xlsx", "b.json", "b.jsonl", "e.ics", "refs.bib", "refs.ris", "d.md"]
)
def test_a_folder_that_an_import_can_read_names_the_command(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("---\ntitle: x\n---\n" if name.endswith(".md") else "x")
    (tmp_path / "README.md").write_text("# A readme\n")
    told = [
        str(problem) for problem in open_collection(tmp_path).problems if "python -m timeline bring" in str(problem)
    ]
    assert len(told) == 1
    assert told[0].startswith(name)


def test_a_folder_with_events_or_without_such_files_does_not(tmp_path: Path) -> None:
    for folder in (write_collection(tmp_path / "one", {"a": event()}), write_collection(tmp_path / "two", {})):
        (folder / "README.md").write_text("# A readme\n")
        (folder / "strikes.csv").write_text("date\n")
        assert "bring" not in str(open_collection(folder).problems)
