"""statements.yaml: what documents say, with documents, claims and positions that exist; what is wrong is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.writing import ACTORS, claim, event, sheets_of, source, write_collection, write_sheets
from timeline.collection.held import KEPT, read_again
from timeline.collection.read import load_tables
from timeline.query.collection import open_collection

PAPER = "https://example.org/paper"
DIGEST = {"id": "digest", "name": "Digest", "kind": "organisation"}
EVENTS = {
    "crossing": event(
        sources={"one": source(), "paper": source("Digest", "paper", cited_for="positions")},
        claims=[
            claim(("digest", "asserts", "", "paper"), ("alpha", "denies"), text="The bridge held."),
            claim(("digest", "asserts", "", "paper"), text="The road was open."),
            claim(("alpha", "asserts"), ("beta", "asserts", "", "paper"), text="It rained."),
        ],
    ),
}


def statement(number: int = 1, **fields: Any) -> dict[str, Any]:
    given = {"number": number, "wording": "It held.", "claims": [{"claim": "crossing#1", "text": "The bridge"}]}
    return {key: value for key, value in (given | fields).items() if value is not None}


def said(*statements: dict[str, Any], document: str = PAPER) -> dict[str, Any]:
    return {"document": document, "statements": list(statements)}


def load(folder, *documents, actors=(*ACTORS, DIGEST), **lists):
    return load_tables(write_collection(folder, EVENTS, statements=list(documents), actors=list(actors), **lists))


def test_what_is_prepared_of_tables_is_made_anew_when_the_list_changes(tmp_path):
    for wording in ("It held.", "It did not."):
        said_now = [said(statement(wording=wording))]
        write_sheets(tmp_path / wording, sheets_of(EVENTS), statements=said_now, actors=[*ACTORS, DIGEST])
    before, after = (tmp_path / wording for wording in ("It held.", "It did not."))
    assert open_collection(before).statements["wording"].tolist() == ["It held."]
    (before / "statements.yaml").write_bytes((after / "statements.yaml").read_bytes())
    assert open_collection(before).statements["wording"].tolist() == ["It did not."]


@pytest.mark.parametrize("kind", ["files", ".parquet", ".csv"])
def test_statements_become_a_table_in_the_order_of_their_numbers(tmp_path, kind):
    both = [{"claim": "crossing#2"}, {"claim": "crossing#1", "text": "The bridge held"}]
    told = {"section": "Opening", "speaker": 'Digest, reporting "many"', "note": "So it says."}
    lists = {"statements": [said(statement(7), statement(2, claims=both, **told))], "actors": [*ACTORS, DIGEST]}
    if kind == "files":
        write_collection(tmp_path, EVENTS, **lists)
    else:
        write_sheets(tmp_path, sheets_of(EVENTS), kind, **lists)
    for _ in ("from the folder", "again: of tables, from the prepared form"):
        record = open_collection(tmp_path)
        assert record.problems == ()
        assert record.statements.to_dict("records") == [
            {"source": "paper", "number": 2, "wording": "It held.", "claims": ("crossing#2", "crossing#1"), **told},
            {
                "source": "paper",
                "number": 7,
                "section": "",
                "wording": "It held.",
                "speaker": "",
                "claims": ("crossing#1",),
                "note": "",
            },
        ]
        assert record.sizes["statements"] == 2


def test_a_collection_without_the_file_has_none(tmp_path):
    tables = load_tables(write_collection(tmp_path, EVENTS, actors=[*ACTORS, DIGEST]))
    assert not tables.problems
    assert len(tables.statements) == 0


def test_statements_count_toward_the_version(tmp_path):
    one, other = (load(tmp_path / name, said(statement(wording=name))) for name in ("one", "other"))
    assert one.version != other.version


# What is listed, the numbers and claims that are kept, and what is told of it.
FAULTS = {
    "an unknown document": (
        [said(statement(), document=f"{PAPER}s")],
        {},
        f"{PAPER}s: is a document that no event cites. Write its address as the event's source has it.",
    ),
    "a document that is listed twice": (
        [said(statement()), said(statement(2))],
        {1: ("crossing#1",)},
        f"{PAPER}: is listed twice. Put all its statements into one list. Its statements were left out.",
    ),
    "a number twice": (
        [said(statement(), statement(claims=[{"claim": "crossing#2"}]))],
        {1: ("crossing#1",)},
        f"statement 1 of {PAPER}: has the number of an earlier one.",
    ),
    "a claim that is not there": (
        [said(statement(claims=[{"claim": "crossing#9"}, {"claim": "crossing#2"}]))],
        {1: ("crossing#2",)},
        f"statement 1 of {PAPER}, claims.0: names the claim crossing#9, and crossing has 3.",
    ),
    "a claim of no event": (
        [said(statement(claims=[{"claim": "crosing#1"}]), statement(2))],
        {2: ("crossing#1",)},
        f"statement 1 of {PAPER}: has no claim of this record.",
    ),
    "a claim whose number has moved": (
        [said(statement(claims=[{"claim": "crossing#2", "text": "The bridge"}]))],
        {1: ("crossing#1",)},
        "is that of crossing#1",
    ),
    "a claim whose words have changed": (
        [said(statement(claims=[{"claim": "crossing#1", "text": "The bridge fell"}, {"claim": "crossing#2"}]))],
        {1: ("crossing#2",)},
        "begins differently: “The bridge held.”",
    ),
    "a claim twice": (
        [said(statement(claims=[{"claim": "crossing#1"}, {"claim": "crossing#1"}]))],
        {1: ("crossing#1",)},
        "names the claim crossing#1 twice. Keep one of the two. The claim was left out here.",
    ),
    "a claim on which the publisher is silent": (
        [said(statement(claims=[{"claim": "crossing#3"}]))],
        {1: ("crossing#3",)},
        f"statement 1 of {PAPER}: makes the claim crossing#3, on which Digest takes no position in this document. "
        "Add to crossing#3 the position {actor: digest, stance: asserts, source: paper}, or name another claim.",
    ),
    "no claims": ([said(statement(claims=[]))], {}, "statements.0.statements.0.claims: is empty."),
    "no wording": ([said(statement(wording=None))], {}, "statements.0.statements.0.wording: is missing."),
    "no number": ([said(statement("first"))], {}, "“first” is not a number."),
    "number nought": ([said(statement(0))], {}, "Write a number of at least 1."),
    "marks that reverse text": ([said(statement(speaker="a\u202eb"))], {}, "marks that reverse text"),
    "an address of no document": ([said(statement(), document="paper")], {}, "is not a web address"),
    "an unknown field": ([said(statement(claim="crossing#1"))], {}, "is an unknown field. Did you mean claims?"),
}


@pytest.mark.parametrize(("documents", "kept", "told"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_told_and_the_rest_is_kept(tmp_path, documents, kept, told):
    tables = load(tmp_path, *documents)
    assert dict(zip(tables.statements["number"], tables.statements["claims"], strict=True)) == kept
    assert all(problem.file == "statements.yaml" for problem in tables.problems)
    assert told in " ".join(map(str, tables.problems))


def test_a_document_whose_publisher_is_no_actor_speaks_by_whomever_it_quotes(tmp_path):
    """The wire has no position of its own; Alpha has one in its document on the third claim, and none on the second."""
    lists = said(
        statement(1, claims=[{"claim": "crossing#3"}]),
        statement(2, claims=[{"claim": "crossing#2"}]),
        document="https://example.org/one",
    )
    (problem,) = load(tmp_path, lists).problems
    assert problem.field == "statement 2 of https://example.org/one"
    assert "on which nobody takes a position in this document" in problem.message
    assert "actor: whom it quotes, stance: asserts, source: one" in problem.advice


def test_a_claim_whose_event_does_not_cite_the_document_is_told(tmp_path):
    quiet = event(sources={"two": source(name="two")}, claims=[claim(("alpha", "asserts", "", "two"))])
    lists = {"statements": [said(statement(claims=[{"claim": "quiet#1"}]))], "actors": [*ACTORS, DIGEST]}
    (problem,) = load_tables(write_collection(tmp_path, EVENTS | {"quiet": quiet}, **lists)).problems
    assert "source: the local name that the document gets there" in problem.advice


def test_a_merged_event_is_followed_by_the_text(tmp_path):
    gone = [{"date": "2026-03-01", "event": "ford", "kind": "merged", "to": "crossing", "reason": "same"}]
    tables = load(tmp_path, said(statement(claims=[{"claim": "ford#3", "text": "The bridge held"}])), corrections=gone)
    assert tables.statements["claims"].tolist() == [("crossing#1",)]
    assert "is that of crossing#1" in str(tables.problems[0])


def test_a_list_that_has_a_fault_now_is_shown_as_it_was(tmp_path):
    load(tmp_path, said(statement()))
    first = read_again(tmp_path, {})
    load(tmp_path, said(statement(claims=[{"claim": "crossing#9"}])))
    again = read_again(tmp_path, first.sound).tables
    assert again.held == ("statements.yaml",)
    assert again.statements["claims"].tolist() == [("crossing#1",)]
    assert {problem.consequence for problem in again.problems} == {KEPT}


def test_the_shipped_statements_carry_how_each_claim_begins_and_count_up(real_record, root):
    text = (root / "data" / "statements.yaml").read_text(encoding="utf-8")
    assert text.count("claim: ") == text.count(" text: ")
    for _, numbers in real_record.statements.groupby("source")["number"]:
        assert numbers.is_monotonic_increasing
        assert numbers.is_unique
