"""``check --advice``: what may be wrong, the lines that answer it, and ``reviewed.yaml``."""

from __future__ import annotations

import re

import pytest

from tests.writing import event, sheets_of, source, write_collection, write_sheets
from timeline.__main__ import main
from timeline.commands import check
from timeline.query.collection import open_collection

TITLE = "Flood kills at least four"
KEY = "figure-in-title:flood"


def flood(summary="The flood killed five people.", title=TITLE):
    return {"flood": event(title=title, summary=summary)}


def told(folder, capsys):
    """Exit status, and what is printed."""
    status = main(["check", str(folder), "--advice"])
    return status, capsys.readouterr().out


def answer(printed, reason="Two counts differ.", **changed):
    """reviewed.yaml with the lines that were printed, and a reason behind each."""
    lines = re.findall(r"^  - key: .*\n    facts: .*\n    date: .*\n    reason:", printed, re.MULTILINE)
    text = "\n".join(["reviewed:", *(f"{line} {reason}" for line in lines), ""])
    for field, value in changed.items():
        text = re.sub(rf"{field}: .*", f"{field}: {value}", text)
    return text


def test_advice_is_printed_after_the_result_and_is_no_fault(tmp_path, capsys):
    status, out = told(write_collection(tmp_path, flood()), capsys)
    assert status == 0
    result, advice = out.split("0 faults.")
    assert "1 event (0 left out)" in result
    assert "Advice: 1 item that reviewed.yaml does not answer." in advice
    assert "events/flood.md, line 2: title: says “kills at least four”, and " in advice
    assert re.search(rf"  - key: {KEY}\n    facts: [0-9a-f]{{12}}\n    date: \d{{4}}-\d\d-\d\d\n    reason:\n", advice)


def test_without_the_option_nothing_is_advised(tmp_path, capsys):
    assert main(["check", str(write_collection(tmp_path, flood()))]) == 0
    assert "Advice" not in capsys.readouterr().out


def test_an_item_that_is_answered_is_quiet_and_comes_back_when_its_facts_have_moved(tmp_path, capsys):
    folder = write_collection(tmp_path, flood())
    (folder / "reviewed.yaml").write_text(answer(told(folder, capsys)[1]))
    status, out = told(folder, capsys)
    assert (status, KEY in out) == (0, False)
    assert "Advice: 0 items that reviewed.yaml does not answer; 1 that it answers." in out

    write_collection(folder, flood("The flood killed five people. It was a Sunday."))
    assert KEY not in told(folder, capsys)[1], "no figure has moved"

    write_collection(folder, flood("The flood killed six people."))
    status, out = told(folder, capsys)
    assert (status, f"  - key: {KEY}" in out) == (0, True)
    assert "(“Two counts differ.”); the facts have moved since. Mend that entry (reviewed.yaml, line 2)." in out


def test_an_answer_to_nothing_is_told_as_such(tmp_path, capsys):
    folder = write_collection(tmp_path, flood())
    (folder / "reviewed.yaml").write_text(answer(told(folder, capsys)[1]))
    write_collection(folder, flood("The flood killed four people."))
    status, out = told(folder, capsys)
    assert status == 0
    assert f"reviewed.yaml, line 2: reviewed: answers nothing any more: {KEY}. Delete the entry." in out


def test_of_an_event_that_was_left_out_nothing_is_said(tmp_path, capsys):
    folder = write_collection(tmp_path, flood())
    (folder / "reviewed.yaml").write_text(answer(told(folder, capsys)[1]))
    (folder / "events/flood.md").write_text("half an event")
    status, out = told(folder, capsys)
    assert status == 1
    assert "answers nothing" not in out


SOUND = f"reviewed:\n  - key: {KEY}\n    facts: {'0' * 12}\n    date: 2026-02-03\n    reason: Two counts differ.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SOUND.replace(" Two counts differ.", ""), "reviewed.yaml, line 5: reviewed.0.reason: is empty. Write it out."),
        (SOUND.replace("reason", "because"), "reviewed.0.because: is an unknown field."),
        (SOUND.replace("2026-02-03", "soon"), "line 4: reviewed.0.date: “soon” is not a day"),
        (SOUND.replace("0" * 12, "0O0"), "line 3: reviewed.0.facts: “0O0” is not the digest of facts"),
        (SOUND.replace(KEY, "the title"), "line 2: reviewed.0.key: “the title” is not the key of a piece of advice"),
        (SOUND.replace("in-title", "in-tile"), "of no kind of advice. Did you mean figure-in-title?"),
        (SOUND + SOUND.removeprefix("reviewed:\n"), f"line 6: reviewed: answers {KEY} twice. Keep one of the two."),
        (SOUND.replace("reviewed:", "review:"), "review"),
        ("reviewed: [", "reviewed.yaml"),
        ("reviewed: {a: b}\n", "reviewed: is not a list."),
        ("reviewed:\n  - [a]\n", "reviewed.0"),
        ("[]", "is not a mapping of fields."),
        (f"reviewed:\n  - key: \x07{KEY}\n", "reviewed.yaml"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--advice"]])
def test_a_fault_of_the_file_is_told_at_its_place_and_takes_nothing(tmp_path, capsys, text, words, option):
    folder = write_collection(tmp_path, flood())
    before = open_collection(folder)
    (folder / "reviewed.yaml").write_text(text)
    assert main(["check", str(folder), *option]) == 1
    printed = capsys.readouterr()
    assert words in printed.out
    assert "Traceback" not in printed.out + printed.err
    after = open_collection(folder)
    assert (len(after.events), after.problems, after.version) == (1, (), before.version)


def test_bytes_that_are_no_text_are_a_fault(tmp_path, capsys):
    folder = write_collection(tmp_path, flood())
    (folder / "reviewed.yaml").write_bytes(b"reviewed:\n  - key: \xff\n")
    assert main(["check", str(folder), "--advice"]) == 1
    assert "reviewed.yaml, line 2: is not UTF-8 text. Save it as UTF-8." in capsys.readouterr().out


def test_answers_change_neither_the_version_nor_what_readers_see(tmp_path, capsys):
    folder = write_collection(tmp_path, flood())
    before = open_collection(folder).version
    (folder / "reviewed.yaml").write_text(answer(told(folder, capsys)[1]))
    assert open_collection(folder).version == before


def test_of_many_items_the_rest_is_counted(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(check, "SHOWN_ITEMS", 2)
    events = {f"flood-{n}": event(title=TITLE, sources={"one": source(name=str(n))}) for n in range(5)}
    _, out = told(write_collection(tmp_path, events), capsys)
    assert out.count("  - key: ") == 2
    assert "3 more items of the kind figure-in-title: a title with a figure" in out


def test_of_tables_the_file_and_the_id_are_told(tmp_path, capsys):
    _, out = told(write_sheets(tmp_path, sheets_of(flood())), capsys)
    assert "events.parquet: flood: says “kills at least four”" in out
    assert f"  - key: {KEY}\n" in out


def test_the_record_answers_all_advice(root, capsys):
    assert main(["check", str(root / "data"), "--advice"]) == 0
    out = capsys.readouterr().out
    assert "Advice: 0 items that reviewed.yaml does not answer" in out
    assert "answers nothing any more" not in out
