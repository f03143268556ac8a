"""``export``: files of a view, the same as the pages offer."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile

import pytest

from tests.exchange.views import talks
from timeline import Filter
from timeline.__main__ import main
from timeline.exchange.view_files import VIEW_FORMATS, write_view


@pytest.fixture
def folder(tmp_path):
    talks(tmp_path / "record")
    return str(tmp_path / "record")


@pytest.mark.parametrize("form", VIEW_FORMATS)
def test_a_file_is_what_the_page_offers(folder, tmp_path, capsys, form):
    out = tmp_path / "out"
    arguments = ["--format", form, "--filter", "theme=talks", "--base-url", "https://example.org", "--out", str(out)]
    assert main(["export", folder, *arguments]) == 0
    assert out.read_bytes() == write_view(talks(tmp_path / "b", Filter(themes=("talks",))), form, "https://example.org")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"{out}: Talks events, 1 event, {out.stat().st_size:,} bytes\n"


def test_the_page_for_people_is_a_format_too(folder, tmp_path):
    out = tmp_path / "out.html"
    assert main(["export", folder, "--format", "html", "--filter", "theme=talks", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "<h1>Talks events</h1>" in page
    assert "<script" not in page


def test_without_a_file_it_is_printed(folder):
    command = [sys.executable, "-m", "timeline", "export", folder, "--known", "2026-02-10"]
    content = subprocess.run(command, capture_output=True, check=True).stdout
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "Filter: known=2026-02-10" in archive.read("README.txt").decode()


def test_what_the_record_lacks_is_told_beside_the_answer(folder, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert main(["export", folder, "--format", "json", "--filter", "actor=nobody", "--out", str(out)]) == 0
    assert "left out: actor=nobody" in capsys.readouterr().err
    assert json.loads(out.read_bytes())["about"]["filter"] == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xls"], "invalid choice: 'xls'"),
        (["--base-url", "example.org"], "'example.org' is not an address; write it like https://example.org/timeline"),
        (["--out", "/nowhere/at/all.zip"], "/nowhere/at/all.zip cannot be written: No such file or directory"),
        (["--known", "soon"], "write it like 2026-02-10"),
    ],
)
def test_a_wrong_call(folder, capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        main(["export", folder, *arguments])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_a_file_is_replaced_whole_or_not_at_all(folder, tmp_path, monkeypatch):
    out = tmp_path / "out.json"
    out.write_text("before")
    monkeypatch.setattr(os, "replace", lambda *paths: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(SystemExit):
        main(["export", folder, "--format", "json", "--out", str(out)])
    assert out.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_pipe_is_no_file_to_replace(folder):
    command = [sys.executable, "-m", "timeline", "export", folder, "--format", "json", "--out", "/dev/stdout"]
    run = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(run.stdout)["about"]["title"] == "Small record"
