"""Documents that no event cites yet: in documents.yaml, or as rows of a table of sources that no event names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.writing import event, sheets_of, source, write_collection, write_sheets
from timeline import Filter, open_collection
from timeline.__main__ import main

BOOK = {"id": "valley-post-2025-floods", **source("Valley Post", "floods", title="Floods, a history")}
EVENTS = {"first": event(sources={"one": source(name="one")})}


def write(folder: Path, kind: str, *documents: dict[str, Any]) -> Path:
    if kind == "files":
        return write_collection(folder, EVENTS, documents=list(documents))
    sheets = sheets_of(EVENTS)
    sheets["sources"] += [dict.fromkeys(sheets["sources"][0]) | document for document in documents]
    return write_sheets(folder, sheets, kind)


KINDS = pytest.mark.parametrize("kind", ["files", ".parquet", ".csv"])


@KINDS
def test_it_is_a_document_that_no_number_counts(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, kind, BOOK)
    for record in (open_collection(folder), open_collection(folder)):  # of tables the second one is prepared
        assert [str(problem) for problem in record.problems] == []
        assert record.not_cited()["title"].tolist() == ["Floods, a history"]
        assert record.sizes["sources"] == 1
        assert record.view(Filter()).whole("sources")["id"].tolist() == ["one"]
    assert main(["check", str(folder)]) == 0
    assert ", 1 documents," in capsys.readouterr().out


@KINDS
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"publisher": "Nobody"}, "unknown publisher “Nobody”"),
        ({"url": "javascript:alert(1)"}, "is not a web address"),
        ({"title": None}, "is missing"),
    ],
)
def test_a_faulty_one_is_told_and_left_out(tmp_path: Path, kind: str, fields: dict[str, Any], words: str) -> None:
    given = {name: value for name, value in (BOOK | fields).items() if value is not None}
    record = open_collection(write(tmp_path, kind, given))
    (problem,) = record.problems
    assert words in problem.message
    assert problem.consequence in ("The document was left out.", "The record was left out.")
    assert record.not_cited().empty
    assert len(record.events) == 1


def test_an_event_that_cites_the_address_uses_it(tmp_path: Path) -> None:
    book = {name: value for name, value in BOOK.items() if name != "id"}
    given = {"first": event(sources={"mine": book})}
    record = open_collection(write_collection(tmp_path, given, documents=[BOOK | {"citing": "a clerk"}]))
    assert record.problems == ()
    assert record.not_cited().empty
    assert record.events["sources"].tolist() == [(BOOK["id"],)]
    assert record.sources["citing"].tolist() == ["a clerk"], "what the event leaves open the list says"


def test_a_difference_is_told_at_the_event(tmp_path: Path) -> None:
    book = {name: value for name, value in BOOK.items() if name != "id"}
    given = {"first": event(sources={"mine": book | {"title": "Another"}})}
    (problem,) = open_collection(write_collection(tmp_path, given, documents=[BOOK])).problems
    assert (problem.file, problem.field) == ("events/first.md", "sources.mine.title")
    assert re.search(r"differently from documents\.yaml", problem.message)


@pytest.mark.parametrize(("field", "value"), [("id", "another"), ("url", "https://example.org/another")])
def test_one_id_and_one_address_is_one_document(tmp_path: Path, field: str, value: str) -> None:
    record = open_collection(write(tmp_path, "files", BOOK, BOOK | {field: value}))
    assert len(record.problems) == 1
    assert record.not_cited()["id"].tolist() == [BOOK["id"]]


def test_statements_of_one_are_still_those_of_a_document_that_no_event_cites(tmp_path: Path) -> None:
    said = [
        {"document": BOOK["url"], "statements": [{"number": "1", "wording": "x", "claims": [{"claim": "first#1"}]}]}
    ]
    record = open_collection(write_collection(tmp_path, EVENTS, documents=[BOOK], statements=said))
    assert "is a document that no event cites" in str(record.problems)


def test_without_any_event_a_bibliography_opens(tmp_path: Path) -> None:
    record = open_collection(write_collection(tmp_path, {}, documents=[BOOK]))
    assert record.not_cited()["id"].tolist() == [BOOK["id"]]
