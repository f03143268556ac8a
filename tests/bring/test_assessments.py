"""Assess these first: which publishers are asked about, and what an answer changes in file and grades."""

from __future__ import annotations

import dataclasses
import difflib
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.writing import ACTORS, PUBLISHERS, claim, dump, event, source, write_collection
from timeline import open_collection
from timeline.bring import assessments
from timeline.bring.assessments import assess_first, edit_entry, write_assessment
from timeline.bring.errors import BringError
from timeline.collection.yaml_text import parse_yaml
from timeline.evidence import derive_support

DATA = Path(__file__).resolve().parents[2] / "data"
EVENTS = {
    # Valley Post alone: not assessed, and single-source if it were private
    "alone": event(sources={"v": source("Valley Post", "v1")}),
    # with a wire: single-source, and corroborated if it were private
    "second": event(when="2026-02-04", sources={"v": source("Valley Post", "v2"), "f": source("First Wire", "f")}),
    # corroborated whatever it is
    "third": event(
        when="2026-02-05",
        sources={"v": source("Valley Post", "v2"), "f": source("First Wire", "f"), "s": source("Second Wire", "s")},
    ),
    # with Alpha's own: one-side-only, and single-source if it were private
    "own": event(when="2026-02-06", sources={"h": source("Hill Post", "h"), "a": source("Alpha TV", "a")}),
    # both unknown: either one alone makes it single-source
    "both": event(when="2026-02-07", sources={"h": source("Hill Post", "h"), "v": source("Valley Post", "v3")}),
    # cited for a position only: no grade rests on it
    "said": event(
        when="2026-02-08",
        sources={"f": source("First Wire", "f"), "v": source("Valley Post", "v4", cited_for="positions")},
        claims=[claim(("alpha", "asserts", "2026-02-08", "v"))],
    ),
}
GRADES = {
    "alone": "not-assessed",
    "second": "single-source",
    "third": "corroborated",
    "own": "one-side-only",
    "both": "not-assessed",
    "said": "single-source",
}


@pytest.fixture
def folder(tmp_path):
    return write_collection(tmp_path, EVENTS)


def grades(folder):
    record = open_collection(folder)
    assert [str(problem) for problem in record.problems if "is missing" not in str(problem)] == []
    return dict(zip(record.events["id"], record.events["support"], strict=True))


def test_which_publishers_are_asked_about(folder):
    table = assess_first(open_collection(folder))
    rows = table[["id", "name", "documents", "events"]].to_numpy().tolist()
    assert rows == [
        ["valley-post", "Valley Post", 4, ("alone", "second", "both")],
        ["hill-post", "Hill Post", 1, ("own", "both")],
    ]
    assert table["share"].tolist() == [4 / 8, 1 / 8]


def test_a_weak_publisher_of_unknown_owner_moves_nothing(tmp_path):
    publishers = [row | ({"weak": "true"} if row["id"] == "valley-post" else {}) for row in PUBLISHERS]
    table = assess_first(open_collection(write_collection(tmp_path, EVENTS, publishers=publishers))).set_index("id")
    assert table.loc["valley-post", "events"] == ()


def test_a_record_without_events_has_nothing_that_moves(tmp_path):
    table = assess_first(open_collection(write_collection(tmp_path, {})))
    assert table[["id", "share", "events"]].to_numpy().tolist() == [["hill-post", 0, ()], ["valley-post", 0, ()]]


@pytest.mark.parametrize(
    ("answer", "moved"),
    [
        (("private",), {"alone": "single-source", "second": "corroborated", "both": "single-source"}),
        (("public-service",), {"alone": "single-source", "second": "corroborated", "both": "single-source"}),
        (("state-run", "alpha"), {"alone": "one-side-only", "both": "one-side-only"}),
        (("official", "gamma"), {"alone": "single-source", "second": "corroborated", "both": "single-source"}),
        (("private", "", True, "retells others"), {"alone": "weakly-sourced", "both": "weakly-sourced"}),
        (("unknown", "", True), {"alone": "weakly-sourced", "both": "weakly-sourced"}),
        (("unknown",), {}),
    ],
)
def test_an_answer_moves_the_grades_that_it_should(folder, answer, moved):
    write_assessment(folder, "valley-post", *answer)
    assert grades(folder) == GRADES | moved


def test_what_would_move_is_what_moves(folder):
    told = assess_first(open_collection(folder)).set_index("id")["events"].to_dict()
    before = grades(folder)
    for name, events in told.items():
        text = (folder / "publishers.yaml").read_bytes()
        write_assessment(folder, name, "private")
        after = grades(folder)
        assert {event for event in after if after[event] != before[event]} == set(events)
        (folder / "publishers.yaml").write_bytes(text)


HAND = """\
# Who is who.
publishers:
  - id: first   # the first
    name: First
    control: unknown   # nobody has looked

    # a note of ours
    kind: wire
    weak: true
    weak_because: >
      it retells
      others
    note: stays
  - name: Second
    id: second
    control:
      unknown
  -   id: third
      control: "state-run"
      controlled_by: alpha
      name: Third
# the end
"""
EDITS = {
    "a word, with the remark beside it": (
        ("first", {"control": "private"}),
        ["-    control: unknown   # nobody has looked", "+    control: private   # nobody has looked"],
    ),
    "a controller behind the control": (
        ("first", {"control": "state-run", "controlled_by": "alpha"}),
        [
            "-    control: unknown   # nobody has looked",
            "+    control: state-run   # nobody has looked",
            "+    controlled_by: alpha",
        ],
    ),
    "weak no more": (
        ("first", {"weak": "", "weak_because": ""}),
        ["-    weak: true", "-    weak_because: >", "-      it retells", "-      others"],
    ),
    "another reason in place of a block": (
        ("first", {"weak_because": "no: origin # named"}),
        ["-    weak_because: >", "-      it retells", "-      others", "+    weak_because: 'no: origin # named'"],
    ),
    "two lines become one": (
        ("first", {"weak_because": "one\ntwo"}),
        ["-    weak_because: >", "-      it retells", "-      others", '+    weak_because: "one\\ntwo"'],
    ),
    "weak at the end of an entry": (
        ("second", {"weak": "true", "weak_because": "why"}),
        ["+    weak: 'true'", "+    weak_because: why"],
    ),
    "a value on a line of its own": (
        ("second", {"control": "private"}),
        ["-      unknown", "+      private"],
    ),
    "a controller that goes": (
        ("third", {"control": "private", "controlled_by": ""}),
        ['-      control: "state-run"', "-      controlled_by: alpha", "+      control: private"],
    ),
    "indents as they are": (
        ("third", {"weak": "true"}),
        ["+      weak: 'true'"],
    ),
    "nothing new": (("third", {"control": "state-run", "controlled_by": "alpha", "weak": ""}), []),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(("edit", "lines"), EDITS.values(), ids=EDITS)
def test_only_the_lines_of_the_answer_change(edit, lines, ends):
    edited = edit_entry(HAND.replace("\n", ends), *edit)
    assert changed(HAND, edited.replace(ends, "\n")) == lines
    assert edited.replace(ends, "") == edited.replace(ends, "\n").replace("\n", ""), "each line ends as all do"


def changed(before, after):
    """The lines that differ, those that went before those that came."""
    told = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    lines = [line for line in told if not line.startswith(("---", "+++", "@@"))]
    return sorted(lines, key=lambda line: line.startswith("+"))


def test_a_file_without_an_end_of_its_last_line_is_edited():
    text = "publishers:\n- id: a\n  name: A\n  control: private"
    assert edit_entry(text, "a", {"weak": "true"}) == text + "\n  weak: 'true'"
    assert edit_entry(text, "a", {"control": "unknown"}) == text.replace("private", "unknown")


REFUSED = {
    "no such publisher": (("nobody", "private"), "has no publisher nobody"),
    "no such control": (("valley-post", "owned"), "is not a known word"),
    "controlled by nobody": (("valley-post", "state-run"), "controlled_by whom"),
    "private and controlled": (("valley-post", "private", "alpha"), "change one of the two"),
    "controlled by a stranger": (("valley-post", "state-run", "alhpa"), "Did you mean alpha"),
    "controlled by no id": (("valley-post", "state-run", "Alpha\nx: y"), "is not an id"),
    "a reason beyond bounds": (("valley-post", "private", "", True, "x" * 8_001), "is too long"),
    "a reason with a control character": (("valley-post", "private", "", True, "a\x00b"), "control characters"),
}


@pytest.mark.parametrize(("answer", "words"), REFUSED.values(), ids=REFUSED)
def test_what_check_would_refuse_is_refused(folder, answer, words):
    before = (folder / "publishers.yaml").read_bytes()
    with pytest.raises(BringError, match=words):
        write_assessment(folder, *answer)
    assert (folder / "publishers.yaml").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["actors.yaml", "collection.yaml", "events", "publishers.yaml", "themes.yaml"]
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("publishers: [", "not valid YAML"),
        ("publishers: {a: b}", "no list of publishers"),
        ("- a", "no list of publishers"),
        ("publishers:\n  - {id: valley-post, name: V, control: unknown}\n", "in braces"),
        ("publishers: [{id: valley-post, name: V, control: unknown}]\n", "in braces"),
        (b"publishers:\n  - id: \xff\n", "not UTF-8"),
        ("publishers:\n  - &a\n    id: valley-post\n", "anchor"),
    ],
)
def test_a_file_that_cannot_be_edited_is_left_alone(folder, text, words):
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "publishers.yaml").write_bytes(data)
    with pytest.raises(BringError, match=words):
        write_assessment(folder, "valley-post", "private")
    assert (folder / "publishers.yaml").read_bytes() == data


def test_a_field_that_must_go_from_the_first_line_is_left_to_a_person():
    with pytest.raises(BringError, match="behind the hyphen"):
        edit_entry("publishers:\n- weak: 'true'\n  id: a\n", "a", {"weak": ""})


def test_an_edit_that_would_change_anything_else_is_refused(monkeypatch):
    """Whatever way of writing nobody thought of."""
    monkeypatch.setattr(assessments._Edit, "change", lambda edit, changes: HAND.replace("stays", "goes"))
    with pytest.raises(BringError, match="in a way that cannot be edited"):
        edit_entry(HAND, "first", {"control": "private"})


def test_other_faults_of_the_file_do_not_stand_in_the_way(folder):
    publishers = [*PUBLISHERS, {"id": "x", "name": "X", "control": "planet"}]
    (folder / "publishers.yaml").write_text(dump({"publishers": publishers}))
    write_assessment(folder, "valley-post", "private")
    assert open_collection(folder).publishers.set_index("id").loc["valley-post", "control"] == "private"


def test_a_collection_without_the_file_gets_one_with_every_publisher(tmp_path):
    folder = write_collection(tmp_path, EVENTS, publishers=None)
    assert set(grades(folder).values()) == {"not-assessed"}
    write_assessment(folder, "alpha-tv", "state-run", "alpha")
    listed = yaml.safe_load((folder / "publishers.yaml").read_text())["publishers"]
    assert [(row["id"], row["control"]) for row in sorted(listed, key=lambda row: row["id"])] == [
        ("alpha-tv", "state-run"),
        ("first-wire", "unknown"),
        ("hill-post", "unknown"),
        ("second-wire", "unknown"),
        ("valley-post", "unknown"),
    ]
    assert grades(folder) == dict.fromkeys(GRADES, "not-assessed") | {"own": "one-side-only"}
    with pytest.raises(BringError, match="has no publisher nobody"):
        write_assessment(folder, "nobody", "private")


def test_nothing_is_half_written(folder, monkeypatch):
    before = (folder / "publishers.yaml").read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(assessments.os, "fsync", full)
    with pytest.raises(BringError, match="cannot be written"):
        write_assessment(folder, "valley-post", "private")
    assert (folder / "publishers.yaml").read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_rights_and_the_mark_of_utf_8_stay(folder):
    path = folder / "publishers.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    path.chmod(0o640)
    write_assessment(folder, "valley-post", "private")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfpublishers")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_leads_out_of_the_folder_is_not_written(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "publishers.yaml"
    shutil.move(folder / "publishers.yaml", elsewhere)
    (folder / "publishers.yaml").symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    with pytest.raises(BringError, match="leads out"):
        write_assessment(folder, "valley-post", "private")
    assert elsewhere.read_bytes() == before


# The record that comes with the software: every publisher, and only its own lines.
TEXT = (DATA / "publishers.yaml").read_text(encoding="utf-8")
LISTED = parse_yaml(TEXT).value["publishers"]
FIELDS = {"control", "controlled_by", "weak", "weak_because"}


@pytest.mark.parametrize("part", range(6))
def test_of_every_publisher_of_the_record_only_its_own_lines_change(part):
    lines = TEXT.splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if line.startswith("  - ")]
    bounds = dict(zip((row["id"] for row in LISTED), zip(starts, [*starts[1:], len(lines)], strict=True), strict=True))
    for row in LISTED[part::6]:
        is_held = "controlled_by" in row
        answer = {"control": "private", "controlled_by": ""} if is_held else {"control": "official"}
        answer |= {} if is_held else {"controlled_by": "russia"}
        answer |= {"weak": "" if row.get("weak") == "true" else "true", "weak_because": f"looked up: {row['name']}"}
        edited = edit_entry(TEXT, row["id"], answer)
        first, last = bounds[row["id"]]
        after = edited.splitlines(keepends=True)
        tail = len(lines) - last
        assert after[:first] == lines[:first]
        assert after[len(after) - tail :] == lines[last:]
        own, now = by_field(lines[first:last]), by_field(after[first : len(after) - tail])
        assert {name: own[name] for name in own if name not in FIELDS} == {
            name: now[name] for name in now if name not in FIELDS
        }
        assert [name for name in own if name in now] == [name for name in now if name in own], "their order stays"


def by_field(lines):
    """The lines of each field of an entry, with those that a long value goes on in."""
    found = {}
    for line in lines:
        name = line[4:].split(":")[0] if line[4] != " " else [*found][-1]
        found[name] = found.get(name, "") + line
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return shutil.copytree(DATA, tmp_path_factory.mktemp("data") / "data", ignore=shutil.ignore_patterns(".cache"))


@pytest.mark.parametrize(
    ("publisher", "answer"),
    [("reuters", ("unknown",)), ("tass", ("private",)), ("adevarul", ("private", "", True, "none"))],
)
def test_in_the_record_only_events_that_cite_the_publisher_get_another_grade(data, publisher, answer):
    text = (data / "publishers.yaml").read_bytes()
    before = open_collection(data)
    write_assessment(data, publisher, *answer)
    after = open_collection(data)
    (data / "publishers.yaml").write_bytes(text)
    assert after.problems == before.problems
    moved = before.events["support"] != after.events["support"]
    cites = before.events["publishers"].map(lambda ids: publisher in ids)
    assert not (moved & ~cites).any()
    assert moved.any() or publisher == "adevarul"


@pytest.mark.parametrize("part", range(4))
def test_of_every_publisher_it_is_known_what_would_move_if_it_were_private(real_record, part):
    tables = real_record.tables()
    publishers = tables.publishers.set_index("id", drop=False)
    for name in publishers.index[part::4]:
        if publishers.loc[name, "weak"]:
            continue
        grades = []
        for control in ("unknown", "private"):
            changed = publishers.copy()
            changed.loc[name, ["control", "controlled_by", "controlled_by_side"]] = [control, "", ""]
            grades.append((changed, derive_support(tables.events, tables.sources, changed)))
        (unknown, before), (_, after) = grades
        asked = dataclasses.replace(
            tables, publishers=unknown.reset_index(drop=True), events=tables.events.assign(support=before)
        )
        told = assess_first(SimpleNamespace(tables=lambda asked=asked: asked)).set_index("id").loc[name, "events"]
        assert set(told) == set(tables.events.loc[before != after, "id"]), name
        assert all(name in ids for ids in tables.events.loc[before != after, "publishers"])


WORDS = st.text("ab é:#'\"-\n|>{}[]&*!%@`, \t\x85\u2028", max_size=20)


@given(st.lists(WORDS, min_size=2, max_size=4), WORDS, st.booleans(), st.sampled_from(["'", '"', None]))
def test_any_reason_is_written_as_it_is_and_nothing_else_changes(notes, reason, weak, style):
    listed = [
        {"id": f"p{number}", "name": f"P {number}", "control": "unknown", "weak_because": note, "note": note}
        for number, note in enumerate(notes)
    ]
    text = yaml.safe_dump({"publishers": listed}, allow_unicode=True, sort_keys=False, default_style=style, width=30)
    wanted = {"control": "private", "controlled_by": "", "weak": "true" if weak else "", "weak_because": reason}
    edited = parse_yaml(edit_entry(text, "p1", wanted)).value["publishers"]
    expected = parse_yaml(text).value["publishers"]
    expected[1] |= wanted
    dropped = {name for name, value in wanted.items() if not value}
    assert [edited[0], *edited[2:]] == [expected[0], *expected[2:]]
    assert {k: v for k, v in edited[1].items() if v} == {k: v for k, v in expected[1].items() if v and k not in dropped}


def test_the_actors_of_these_tests_are_there():
    assert {"alpha", "gamma"} <= {row["id"] for row in ACTORS}
