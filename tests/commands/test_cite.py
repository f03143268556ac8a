"""``cite``: the bibliography of a filter on standard output."""

from __future__ import annotations

import json

import bibtexparser
import pytest

from tests.writing import event, source, write_collection
from timeline.__main__ import main


@pytest.fixture
def folder(tmp_path):
    events = {
        "e1": event(title="One", sources={"one": source(name="a", title="100% of {it}", published="2026-02-01")}),
        "e2": event(title="Two", themes=["strikes"], sources={"one": source(name="b", published="2026-02-20")}),
    }
    about = {"title": "Test", "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}}
    return str(write_collection(tmp_path, events, collection=about))


def cite(capsys, folder, *arguments):
    assert main(["cite", folder, *arguments]) == 0
    return capsys.readouterr().out


def test_bibtex_is_what_is_written_unless_asked_otherwise(folder, capsys):
    out = cite(capsys, folder)
    library = bibtexparser.parse_string(out)
    assert library.failed_blocks == []
    assert sorted(entry["url"] for entry in library.entries) == ["https://example.org/a", "https://example.org/b"]
    assert out.startswith("% Test\n% Sources of: All events\n% Documents: 2\n% Data version: ")
    assert out == cite(capsys, folder, "--format", "bibtex")


def test_csl_json_of_a_filter(folder, capsys):
    (item,) = json.loads(cite(capsys, folder, "--filter", "?theme=strikes", "--format", "csl-json"))
    assert (item["URL"], item["custom"]["filter"]) == ("https://example.org/b", "Strikes events")
    assert (item["custom"]["query"], item["custom"]["licence"]) == ("theme=strikes", "CC BY 4.0")


def test_plain_text_as_known_on_a_day(folder, capsys):
    lines = cite(capsys, folder, "--known", "2026-02-10", "--format", "plain").splitlines()
    assert lines[1:4] == ["Sources of: Events as known on 10 February 2026", "Filter: known=2026-02-10", "Documents: 1"]
    assert lines[-1] == "First Wire: “100% of {it}”, 1 February 2026. https://example.org/a"
    assert not any("example.org/b" in line for line in lines)


def test_nothing_found_is_an_empty_bibliography(folder, capsys):
    assert cite(capsys, folder, "--filter", "q=nothing-like-it", "--format", "csl-json") == "[]\n"


def test_what_the_record_lacks_is_told_beside_the_answer(folder, capsys):
    assert main(["cite", folder, "--filter", "actor=nobody"]) == 0
    told = capsys.readouterr()
    assert "nobody" in told.err
    assert "% Documents: 2" in told.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "ris"], "invalid choice: 'ris'"),
        (["--known", "soon"], "write it like 2026-02-10"),
    ],
)
def test_a_wrong_call(folder, capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        main(["cite", folder, *arguments])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_a_folder_without_a_record(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["cite", str(tmp_path)])
    assert stopped.value.code == 2
    assert "holds no events" in capsys.readouterr().err
