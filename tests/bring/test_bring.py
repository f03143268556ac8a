"""An import and what comes after it: edits, a newer file, answers, rows that were mended, a folder that is there."""

from __future__ import annotations

import csv
import difflib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bring.running import bring, contents, set_in_recipe
from timeline.__main__ import main
from timeline.collection.yaml_text import parse_yaml
from timeline.query.collection import open_collection

DATA = Path(__file__).parents[1] / "data"
HEADER = "Date;Title;Who;Source;Publisher;Confidential"
ROWS = [
    "3/2/2024;Dam breaks;Fire brigade;https://example.org/a;Gazette;said by a neighbour",
    "2024-02-04;Second wave;Fire brigade;https://example.org/b;Gazette;",
    "last Tuesday;Council meets;Council;https://example.org/c;Gazette;",
    "2024-02-05;No address;;by phone;;",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "floods.csv", ROWS)


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, list[str]]:
    """Lines that differ, by file."""
    found = {}
    for name in sorted(before.keys() | after.keys()):
        texts = (content.get(name, b"").decode("utf-8-sig").splitlines() for content in (before, after))
        lines = [line for line in difflib.unified_diff(*texts, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")]
        if lines:
            found[name] = lines
    return found


def test_what_is_not_decided_waits_and_the_rest_is_written(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = bring(capsys, file, tmp_path / "mine")
    assert told["balance"] == {"rows": 4, "written": 1, "merged": 0, "waiting": 3, "refused": 0}
    assert told["changed"] == 1
    whys = {row["number"]: row["why"] for row in told["waiting"]}
    assert "3 February 2024 or 2 March 2024" in whys[1] or "2 March 2024 or 3 February 2024" in whys[1]
    assert "last Tuesday" in whys[3]
    assert "by phone" in whys[4]
    assert any("Does the day or the month come first" in question for question in told["questions"])
    assert open_collection(tmp_path / "mine").problems == ()


def test_an_answer_in_the_recipe_writes_what_waited(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    bring(capsys, file, folder)
    set_in_recipe(folder, "floods", dates__order="day-first")
    told = bring(capsys, file, folder)
    assert (told["balance"]["written"], told["balance"]["waiting"], told["changed"]) == (2, 2, 1)
    assert sorted(open_collection(folder).events["when"]) == ["2024-02-03", "2024-02-04"]


def test_a_cell_proves_the_order_of_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path / "floods.csv", [*ROWS, "13/2/2024;Repair;;https://example.org/d;Gazette;"])
    told = bring(capsys, file, tmp_path / "mine")
    assert told["balance"]["written"] == 3
    assert "2024-02-03" in set(open_collection(tmp_path / "mine").events["when"])


def test_one_changed_cell_changes_one_line_of_one_event(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside it, the digest of that field and of the file move in the two files that the import keeps for itself."""
    folder = tmp_path / "mine"
    bring(capsys, file, folder)
    before = contents(folder)
    write(file, [row.replace("https://example.org/b", "https://example.org/new") for row in ROWS])
    assert bring(capsys, file, folder)["changed"] == 1
    lines = changed(before, contents(folder))
    event = "events/second-wave-2024-02-04.md"
    own = {"imports/floods.yaml", "imports/floods.keys.csv"}
    assert set(lines) == {event, *own}
    write(file, [row.replace("Second wave", "The second wave").replace("2024-02-04", "2024-02-04") for row in ROWS])


def test_one_changed_word_changes_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "floods.csv", tmp_path / "mine"
    file.write_text(
        "id,date,title,url,publisher,place\nf-1,2024-02-04,Dam breaks,https://example.org/a,Gazette,Altdorf\n"
    )
    bring(capsys, file, folder)
    before = contents(folder)
    file.write_text(file.read_text().replace("Altdorf", "Neustadt"))
    bring(capsys, file, folder)
    lines = changed(before, contents(folder))
    assert lines.pop("events/f-1.md") == ["-place: {name: Altdorf}", "+place: {name: Neustadt}"]
    assert {name: len(found) for name, found in lines.items()} == {
        "imports/floods.yaml": 2,
        "imports/floods.keys.csv": 2,
    }


def test_an_edit_of_a_person_stays_and_is_told(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    bring(capsys, file, folder)
    event = folder / "events/second-wave-2024-02-04.md"
    edited = event.read_text().replace("title: Second wave", "title: The second wave\n# as the mayor calls it")
    event.write_text(edited)
    assert bring(capsys, file, folder)["conflicts"] == []
    assert event.read_text() == edited
    write(file, [row.replace("Gazette", "Herald") for row in ROWS])
    told = bring(capsys, file, folder)
    assert told["conflicts"] == []
    assert "# as the mayor calls it" in event.read_text()
    assert "publisher: Herald" in event.read_text()
    event.write_text(event.read_text().replace("publisher: Herald", "publisher: Gazette"))
    write(file, [row.replace("Gazette", "Courier") for row in ROWS])
    told = bring(capsys, file, folder)
    assert [conflict.partition(" was edited")[0] for conflict in told["conflicts"]] == [
        next(c.partition(" was edited")[0] for c in told["conflicts"])
    ]
    assert "publisher: Gazette" in event.read_text()


def test_an_event_that_was_deleted_is_not_brought_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    bring(capsys, file, folder)
    (folder / "events/second-wave-2024-02-04.md").unlink()
    told = bring(capsys, file, folder)
    assert told["balance"]["refused"] == 1
    assert "was deleted since" in told["refused"][0]["why"]
    assert not (folder / "events/second-wave-2024-02-04.md").exists()


def test_rows_that_wait_are_mended_in_a_spreadsheet(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    bring(capsys, file, folder)
    path = folder / "imports/floods.waiting.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [row["Title"] for row in rows] == ["Dam breaks", "Council meets", "No address"]
    rows[0]["Date"], rows[1]["Date"] = "2024-02-03", "2024-02-06"
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(target.getvalue().encode("cp1252"))  # as a spreadsheet may save it

    capsys.readouterr()
    assert main(["bring", str(file), "--into", str(folder), "--format", "json"]) == 1
    assert "was edited since the last import" in capsys.readouterr().err, "what was mended is not written over"
    told = bring(capsys, path, folder)
    assert told["balance"] == {"rows": 3, "written": 2, "merged": 0, "waiting": 1, "refused": 0}
    told = bring(capsys, file, folder)
    assert told["balance"] == {"rows": 4, "written": 3, "merged": 0, "waiting": 1, "refused": 0}
    assert told["changed"] == 0
    assert len(open_collection(folder).events) == 3


def test_what_stays_with_the_editors_is_in_no_page_export_or_search(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    set_order = "day-first"
    bring(capsys, file, folder)
    set_in_recipe(folder, "floods", dates__order=set_order)
    bring(capsys, file, folder)
    assert "said by a neighbour" in (folder / "imports/floods.kept.csv").read_text(encoding="utf-8-sig")
    capsys.readouterr()
    main(["export", str(folder), "--format", "json"])
    assert "neighbour" not in capsys.readouterr().out
    assert all("neighbour" not in path.read_text() for path in folder.glob("*.yaml"))
    assert all("neighbour" not in path.read_text() for path in (folder / "events").iterdir())
    set_in_recipe(folder, "floods", columns__Confidential="show")
    bring(capsys, file, folder)
    assert "Confidential: said by a neighbour" in (folder / "events/dam-breaks-2024-02-03.md").read_text()
    assert not (folder / "imports/floods.kept.csv").exists()


def test_what_stays_with_the_editors_outlives_the_mending_of_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "rain.csv", tmp_path / "mine"
    file.write_text(
        "id,title,date,url,Remark\n"
        "a,Rain on the hill,2024-02-03,https://one.example/a,=told by A\n"
        "b,Snow in town,last week,https://one.example/b,told by B\n"
    )
    bring(capsys, file, folder)
    waiting, kept = folder / "imports/rain.waiting.csv", folder / "imports/rain.kept.csv"
    before = kept.read_bytes()
    waiting.write_text(waiting.read_text(encoding="utf-8-sig").replace("last week", "2024-02-10"))
    bring(capsys, waiting, folder)
    assert kept.read_bytes() == before
    assert not waiting.exists()
    kept.write_bytes(b"\xff\xfe broken")
    waiting.write_text(
        "import key,why it waits,id,title,date,url,Remark\nc,,c,Hail,2024-02-11,https://one.example/c,by C\n"
    )
    assert main(["bring", str(waiting), "--into", str(folder), "--format", "json"]) == 1
    assert "is damaged. Bring the whole file again" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "counts"), [("same", (0, 1, 0)), ("different", (1, 0, 0)), ("later", (0, 0, 1))])
def test_two_that_look_alike(
    answer: str, counts: tuple[int, int, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    first = write(
        tmp_path / "floods.csv", ["2024-02-03;Dam breaks at Altdorf;Fire brigade;https://example.org/a;Gazette;"]
    )
    bring(capsys, first, folder)
    second = write(
        tmp_path / "other.csv", ["2024-02-04;Dam at Altdorf breaks;Fire brigade;https://example.org/b;Herald;"]
    )
    recipe = tmp_path / "other.yaml"
    main(["bring", "look", str(second), "--recipe", str(recipe)])
    pair = {"row": "2024-02-04 Dam at Altdorf breaks", "event": "dam-breaks-at-altdorf-2024-02-03", "answer": answer}
    recipe.write_text(recipe.read_text() + f"pairs: [{json.dumps(pair)}]\n")
    told = bring(capsys, second, folder, "--recipe", str(recipe))
    assert tuple(told["balance"][name] for name in ("written", "merged", "waiting")) == counts
    record = open_collection(folder)
    assert record.problems == ()
    assert len(record.events) == 1 + counts[0]
    documents = {
        name: len(sources) for name, sources in zip(record.events["id"], record.events["sources"], strict=True)
    }
    assert documents["dam-breaks-at-altdorf-2024-02-03"] == (2 if answer == "same" else 1)


def test_nobody_is_asked_a_like_pair_is_two_and_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        "2024-02-03;Dam breaks at Altdorf;Fire brigade;https://example.org/a;Gazette;",
        "2024-02-04;Dam at Altdorf breaks;Fire brigade;https://example.org/b;Herald;",
    ]
    told = bring(capsys, write(tmp_path / "floods.csv", rows), tmp_path / "mine")
    assert told["balance"]["written"] == 2
    assert any("the same event as dam-breaks-at-altdorf-2024-02-03" in question for question in told["questions"])


def test_names_are_found_new_ones_are_added_and_likely_ones_are_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mine"
    first = write(tmp_path / "floods.csv", ["2024-02-03;Dam breaks;Volodymyr Example;https://example.org/a;Gazette;"])
    bring(capsys, first, folder)
    actors = folder / "actors.yaml"
    actors.write_text(actors.read_text() + "# the end\n")
    row = "2024-03-03;Repair;{};https://example.org/b;Gazette;"
    second = write(tmp_path / "other.csv", [row.format("Volodimir Example|VOLODYMYR EXAMPLE|Somebody new")])
    recipe = tmp_path / "other.yaml"
    main(["bring", "look", str(second), "--recipe", str(recipe)])
    told = bring(capsys, second, folder, "--recipe", str(recipe), "--dry-run")
    assert any("Volodimir Example" in question and "volodymyr-example" in question for question in told["questions"])
    assert not (folder / "imports/other.yaml").exists(), "a dry run writes nothing"
    recipe.write_text(recipe.read_text() + "names: {actors: {Volodimir Example: volodymyr-example}}\n")
    bring(capsys, second, folder, "--recipe", str(recipe))
    record = open_collection(folder)
    assert sorted(record.actors["id"]) == ["somebody-new", "volodymyr-example"]
    assert set(record.actors["kind"]) == {"unknown"}
    text = actors.read_text()
    assert "aliases: [Volodimir Example]" in text
    assert "# the end" in text


@pytest.mark.parametrize("form", ["json", "csv", "parquet"])
@pytest.mark.parametrize("record", ["floods", "plain"])
def test_our_own_export_comes_back(form: str, record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ending = {"json": "json", "csv": "csv.zip", "parquet": "parquet.zip"}[form]
    file = tmp_path / f"export.{ending}"
    main(["export", str(DATA / record), "--format", form, "--out", str(file)])
    bring(capsys, file, tmp_path / "mine")
    was, now = open_collection(DATA / record), open_collection(tmp_path / "mine")
    assert now.problems == ()
    for table in ("events", "claims", "positions", "searches", "links", "topics", "corrections"):
        assert plain_rows(getattr(now, table)) == plain_rows(getattr(was, table)), table


def plain_rows(table: Any) -> list[dict[str, str]]:
    return [{name: str(value) for name, value in row.items()} for row in table.to_dict("records")]


def test_very_many_events_are_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    """A folder keeps its form: what came as tables is updated as tables."""
    monkeypatch.setattr("timeline.bring.write.MOST_FILES", 1)
    rows = [f"2024-02-0{day};Wave {day};Fire brigade;https://example.org/{day};Gazette;" for day in (1, 2, 3)]
    file, folder = write(tmp_path / "floods.csv", rows), tmp_path / "mine"
    told = bring(capsys, file, folder)
    assert (folder / "events.parquet").is_file()
    assert not (folder / "events").exists()
    before = contents(folder)
    assert bring(capsys, file, folder)["changed"] == 0
    assert contents(folder) == before
    write(file, [rows[0], rows[1].replace("Wave 2", "Wave two"), rows[2], rows[2].replace("3", "4")])
    told = bring(capsys, file, folder)
    record = open_collection(folder)
    assert record.problems == ()
    assert told["balance"]["written"] == 4
    assert sorted(record.events["title"]) == ["Wave 1", "Wave 2", "Wave 3", "Wave 4", "Wave two"]


def test_a_new_collection_opens_and_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "river-levels"
    assert main(["new", str(folder)]) == 0
    assert f"bring FILE --into {folder}" in capsys.readouterr().out
    record = open_collection(folder)
    assert record.about.title == "River levels"
    assert len(record.events) == 0
    with pytest.raises(SystemExit) as ended:
        main(["new", str(folder)])
    assert ended.value.code == 2
    assert "holds something already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["no-such-file.csv", "--into", "x"], 1, "is not there"),
        (["x.csv"], 2, "needs --into DIR"),
        (["a", "b", "c"], 2, "takes one file"),
        ([str(DATA / "bring/ged.csv"), "--into", str(DATA / "bring/ged.csv")], 1, "is a file"),
        ([str(DATA / "bring/ged.csv"), "--into", "x", "--recipe", str(DATA / "bring/ged.csv")], 1, "The recipe"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    arguments: list[str], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        ended = main(["bring", *arguments])
    except SystemExit as stopped:
        ended = int(str(stopped.code))
    assert ended == status
    assert words in capsys.readouterr().err


def test_a_person_before_a_terminal_is_asked(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {
        "Confidential": "3",
        "day or the month": "1",
        "which data set": ["Floods", "Institute", "https://example.org/data", "", ""],
    }
    asked: list[str] = []

    def answer(prompt: str = "") -> str:
        told = capsys.readouterr().err
        asked.append(told or prompt)
        question = next((words for words in answers if words in told), "")
        left = answers.get(question) or answers["which data set"]
        return left.pop(0) if isinstance(left, list) else left

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["bring", str(file), "--into", str(tmp_path / "mine")]) == 0
    assert "4 rows = 3 written + 0 merged + 1 waiting + 0 refused" in capsys.readouterr().out
    assert sum("day or the month" in told for told in asked) == 1, "each question is asked once"
    assert not (tmp_path / "mine/imports/floods.kept.csv").exists(), "the column was left out"
    assert len(open_collection(tmp_path / "mine").events) == 3


def test_what_was_mended_is_not_read_from_the_file_again(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file still says what it said: an answer that makes its row readable must not undo the mending."""
    folder = tmp_path / "mine"
    bring(capsys, file, folder)
    path = folder / "imports/floods.waiting.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("3/2/2024,Dam", "2024-03-02,Dam"), encoding="utf-8")
    bring(capsys, path, folder)
    set_in_recipe(folder, "floods", dates__order="day-first")
    told = bring(capsys, file, folder)
    assert told["changed"] == 0
    assert any("was mended" in conflict for conflict in told["conflicts"])
    assert "2024-03-02" in set(open_collection(folder).events["when"])


def test_a_written_publisher_is_not_replaced_by_the_domain_of_another_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "2024-02-03;Dam breaks;;https://paper.example.org/a;Valley News;",
        "2024-02-04;Second wave;;https://paper.example.org/b;;",
    ]
    file, folder = write(tmp_path / "floods.csv", rows), tmp_path / "mine"
    bring(capsys, file, folder)
    before = contents(folder)
    assert bring(capsys, file, folder)["changed"] == 0
    assert contents(folder) == before
    assert sorted(open_collection(folder).publishers["name"]) == ["Valley News", "example.org"]


def test_one_document_that_rows_describe_in_two_ways_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        "2024-02-03;Dam breaks;;https://example.org/a;Gazette;",
        "2024-02-04;Second wave;;https://example.org/a/;Herald;",
    ]
    folder = tmp_path / "mine"
    told = bring(capsys, write(tmp_path / "floods.csv", rows), folder)
    assert any(note.startswith("Described in more than one way: 1 document") for note in told["notes"])
    record = open_collection(folder)
    assert record.problems == ()
    assert record.sources["url"].tolist() == ["https://example.org/a"]
    assert record.publishers["name"].tolist() == ["Gazette"], "nobody is added whom nothing names"


def test_a_name_that_is_answered_after_it_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["2024-02-03;Dam breaks;Stadt Grünau;https://example.org/a;Gazette;"]
    folder = tmp_path / "mine"
    bring(capsys, write(tmp_path / "first.csv", rows), folder)
    file = write(tmp_path / "floods.csv", ["2024-03-03;Repair;Stadt Gruenau;https://example.org/b;Gazette;"])
    told = bring(capsys, file, folder)
    assert any("Stadt Gruenau" in question for question in told["questions"])
    set_in_recipe(folder, "floods", names__actors={"Stadt Gruenau": "stadt-grunau"})
    assert bring(capsys, file, folder)["changed"] == 1
    assert open_collection(folder).events["actors"].tolist() == [("stadt-grunau",), ("stadt-grunau",)]
    set_in_recipe(folder, "floods", names__actors={"Stadt Gruenau": "nobody"})
    assert any("nobody, which is not in actors.yaml" in note for note in bring(capsys, file, folder)["notes"])


def test_what_is_left_out_is_nowhere(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, recipe = tmp_path / "mine", tmp_path / "r.yaml"
    main(["bring", "look", str(file), "--recipe", str(recipe)])
    recipe.write_text(recipe.read_text().replace("columns:", "columns:\n  Confidential: leave"))
    bring(capsys, file, folder, "--recipe", str(recipe))
    assert all(b"neighbour" not in content for content in contents(folder).values())


@pytest.mark.parametrize(
    ("sources", "shown"),
    [
        (["https://example.org/a", "Court file 12/22, p. 4"], "Court file 12/22, p. 4"),
        ([{"url": "https://example.org/a"}, {"title": "Court file", "date": "2024"}], '"title": "Court file"'),
    ],
    ids=["texts", "parts"],
)
def test_a_source_without_an_address_is_shown(
    sources: list[Any], shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "cases.json", tmp_path / "mine"
    plain = [{"date": f"2024-03-0{day}", "title": "Trial", "sources": sources[:1]} for day in (1, 2, 3)]
    file.write_text(json.dumps([{"date": "2024-02-03", "title": "Arrest", "sources": sources}, *plain]))
    bring(capsys, file, folder)
    (event,) = (folder / "events").glob("arrest-*")
    assert shown in parse_yaml(event.read_text().split("---")[1]).value["extra"]["Sources without an address"]


def test_a_draft_stays_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "cases.json", tmp_path / "mine"
    file.write_text(json.dumps([{"date": "2024-02-03", "title": "A", "url": "https://example.org/a", "draft": True}]))
    assert bring(capsys, file, folder)["balance"]["written"] == 1
    assert open_collection(folder).events.empty
    assert "draft: 'true'" in next((folder / "events").iterdir()).read_text()


def test_rows_that_are_gone_are_told_and_a_title_may_end_in_dashes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, folder = tmp_path / "floods.csv", tmp_path / "mine"
    file.write_text(
        "id,date,title,url\na-1,2024-02-03,Dam ---,https://example.org/a\na-2,2024-02-04,B,https://example.org/b\n"
    )
    bring(capsys, file, folder)
    file.write_text("id,date,title,url\na-1,2024-02-05,Dam ---,https://example.org/a\n")
    told = bring(capsys, file, folder)
    assert told["notes"] == ["Not in the file any more: 1 row of an earlier run. What they brought stays: a-2."]
    record = open_collection(folder)
    assert record.problems == ()
    assert dict(zip(record.events["id"], record.events["when"], strict=True)) == {
        "a-1": "2024-02-05",
        "a-2": "2024-02-04",
    }
    assert record.events["title"].tolist() == ["B", "Dam ---"]


def test_a_file_without_a_title_says_so_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("date,What happened\n2024-02-03,Dam breaks\n")
    told = bring(capsys, file, tmp_path / "mine")
    assert any(question.startswith("Which column is the title?") for question in told["questions"])
