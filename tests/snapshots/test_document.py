"""docs/snapshots.md tells what the code does: fields, tables, settings, commands, and how to verify without it."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys

import pytest

from tests.snapshots.records import freeze_query, open_record
from timeline.__main__ import COMMANDS
from timeline.commands import snapshot as command
from timeline.snapshots.compare import compare_snapshots
from timeline.snapshots.freeze import MAX_AUTHOR, MAX_NOTE, MAX_TITLE, SIZE_CAP_BYTES
from timeline.snapshots.selection import FROZEN
from timeline.snapshots.snapshot import FORMAT
from timeline.snapshots.standalone import Stamp, render_standalone
from timeline.snapshots.store import AN_HOUR, DEFAULT_PLACE


@pytest.fixture(scope="module")
def document(root) -> str:
    return (root / "docs" / "snapshots.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_record(tmp_path_factory.mktemp("record"))


@pytest.fixture(scope="module")
def snapshot(record):
    return freeze_query(record, title='{"author": "</script>"} “Ł”', note='"sha256":"' + "0" * 64 + '"\n}')


def block(document: str, language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
    return str(found)


def first_cells(document: str, head: str) -> list[str]:
    """What stands in backquotes in the first column of a table."""
    table = document.partition(f"| {head} |")[2].partition("\n\n")[0]
    return [name for line in table.splitlines()[2:] for name in re.findall(r"`([^`]+)`", line.split("|")[1])]


def test_every_field_and_table_is_told(document, snapshot):
    assert sorted(first_cells(document, "field")) == sorted(snapshot.document)
    assert sorted(first_cells(document, "table")) == sorted(FROZEN)
    assert sorted(first_cells(document, "kind")) == sorted(compare_snapshots(snapshot, snapshot).tables)


def test_the_numbers_are_those_of_the_code(document):
    assert FORMAT in document
    assert f"up to {MAX_TITLE}, {MAX_NOTE:,} and {MAX_AUTHOR} characters" in document
    assert f"| `TIMELINE_SNAPSHOTS` | `{DEFAULT_PLACE}` |" in document
    assert f"| `TIMELINE_SNAPSHOT_MB` | `{SIZE_CAP_BYTES // 1_000_000}` |" in document
    assert f"| `TIMELINE_FREEZES_AN_HOUR` | `{AN_HOUR}` |" in document
    assert {command.PLACE, command.MOST_MB} < set(first_cells(document, "setting"))


def test_every_command_that_it_names_is_understood(document):
    assert "snapshot" in COMMANDS
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    lines = re.findall(r"^python -m timeline (snapshot .*)$", document, re.MULTILINE)
    called = {parser.parse_args(shlex.split(line)) and line.split()[1] for line in lines}
    assert called == {"freeze", "list", "show", "verify", "compare", "export", "withdraw"}


@pytest.mark.parametrize("kind", ["json", "html"])
def test_the_python_that_it_gives_verifies_a_file(document, record, snapshot, tmp_path, kind):
    page = render_standalone(record.view(), Stamp(title=snapshot.title, note=snapshot.note, data=snapshot.text))
    script, file = tmp_path / "verify.py", tmp_path / "file"
    script.write_text(block(document, "python"))
    for changed in (False, True):
        text = snapshot.text if kind == "json" else page
        file.write_text(text.replace('"text":"They agreed."', '"text":"They quarrelled."') if changed else text)
        run = subprocess.run(
            [sys.executable, "-W", "ignore", str(script), str(file)], capture_output=True, text=True, check=True
        )
        assert run.stdout.splitlines() == [f"{snapshot.sha256} {snapshot.id}", str(not changed)]


def test_the_shell_that_it_gives_computes_the_hash(document, snapshot, tmp_path):
    (tmp_path / "snapshot.json").write_text(snapshot.text, encoding="utf-8")
    run = subprocess.run(["sh", "-c", block(document, "sh")], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [snapshot.sha256, "-"]
