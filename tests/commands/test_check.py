"""``python -m timeline check``: every fault with its place, and a status that a script can use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.writing import event, write_collection
from timeline.__main__ import main


def test_a_sound_collection_is_counted_and_ends_well(tmp_path, capsys):
    folder = write_collection(tmp_path, {"first": event()})
    assert main(["check", str(folder)]) == 0
    assert "1 event (0 left out)" in capsys.readouterr().out


def test_each_fault_is_printed_with_file_line_and_advice(tmp_path, capsys):
    folder = write_collection(tmp_path, {"first": event(), "second": event(when="soon")})
    assert main(["check", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "events/second.md" in out
    assert "soon" in out
    assert "1 event (1 left out)" in out


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_folder_without_records_is_a_fault_and_no_stack_trace(tmp_path, capsys, folder):
    (tmp_path / "empty").mkdir()
    assert main(["check", str(tmp_path / folder)]) == 1
    printed = capsys.readouterr()
    assert "0 events" in printed.out
    assert "missing" in printed.out
    assert "Traceback" not in printed.out + printed.err


@pytest.mark.parametrize("arguments", [[], ["check"], ["nonsense"]])
def test_a_wrong_call_is_told_how_to_call(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m timeline" in capsys.readouterr().err


def test_the_package_can_be_run_as_the_readme_says(root):
    run = subprocess.run([sys.executable, "-m", "timeline", "check", "data"], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "261 events" in run.stdout


@pytest.mark.parametrize(
    ("covers_to", "told"),
    [
        ("2026-02-02", "2 events lie after 2 February 2026: first (3 February 2026) and later (5 February 2026)."),
        ("2026-02-04", "1 event lies after 4 February 2026: later (5 February 2026)."),
        ("2026-02-05", ""),
    ],
)
def test_events_after_the_day_that_the_record_covers_are_advice_and_no_fault(tmp_path, capsys, covers_to, told):
    events = {"first": event(), "later": event(when="2026-02-05"), "open": event(when="../2026-03-01")}
    folder = write_collection(tmp_path, events, collection={"title": "T", "covers_to": covers_to})
    assert main(["check", str(folder)]) == 0
    out = capsys.readouterr().out
    assert ("collection.yaml: covers_to: " in out) is bool(told)
    assert told in out
    assert "0 faults" in out


def test_of_many_such_events_the_first_are_named(tmp_path, capsys):
    events = {f"e{number:02}": event() for number in range(25)}
    main(["check", str(write_collection(tmp_path, events, collection={"title": "T", "covers_to": "2026-01-01"}))])
    out = capsys.readouterr().out
    assert "25 events lie after 1 January 2026: e00 (3 February 2026), " in out
    assert "e19 (3 February 2026) and 5 more." in out
