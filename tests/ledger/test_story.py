"""One document read against a record."""

from __future__ import annotations

import pytest

from tests.ledger.writing import record_of, topic
from tests.writing import claim, event, source, write_collection
from timeline.ledger.story import find_statements, sources_with_statements, story
from timeline.ledger.wording import story_in_words
from timeline.query.collection import open_collection

FIRST, SECOND = "2026-01-01", "2026-01-02"
CLAIMS = {
    "moscow": (("anna", "asserts", FIRST), ("andrei", "asserts", SECOND)),
    "dubai": (("digest", "asserts", FIRST, "paper"),),
    "alone": (("digest", "asserts", FIRST, "paper"),),
    "shared": (
        ("digest", "asserts", FIRST, "paper"),
        ("boris", "denies", FIRST),
        ("boris", "asserts", SECOND),
    ),
    "disputed": (("digest", "denies", FIRST, "paper"), ("gamma", "asserts", FIRST)),
}


@pytest.fixture
def record(tmp_path):
    question = topic("Was it in Moscow?", moscow="affirms", dubai="negates")
    return record_of(tmp_path, CLAIMS, [question])


def paper(record):
    return next(row for row in record.sources.to_dict("records") if row["title"] == "Document paper")


def by_text(record):
    return {statement.text: statement for statement in story(record, paper(record)["id"]).statements}


def test_each_statement_meets_what_others_say(record):
    found = by_text(record)
    assert set(found) == {"dubai", "alone", "shared", "disputed"}
    assert [(s.actor, s.stance) for s in found["shared"].others] == [("boris", "asserts")]
    assert found["shared"].contest == "agreed"
    assert [(s.actor, s.claim) for s in found["disputed"].against] == [("gamma", "e-disputed#1")]
    assert found["alone"].is_alone
    assert not found["dubai"].is_alone


def test_a_contradiction_on_another_claim_is_found_through_the_question(record):
    statement = by_text(record)["dubai"]
    assert (statement.contest, statement.others) == ("one-sided", ())
    (question,) = statement.questions
    assert (question.question, question.stance) == ("Was it in Moscow?", "denies")
    assert [(s.actor, s.stance) for s in question.others] == [("anna", "asserts"), ("andrei", "asserts")]
    assert [s.actor for s in statement.against] == ["anna", "andrei"]


def test_only_the_latest_answer_of_each_actor_counts(tmp_path):
    claims = {
        "a": (("digest", "asserts", FIRST, "paper"),),
        "b": (("anna", "denies", FIRST),),
        "c": (("anna", "asserts", SECOND),),
    }
    record = record_of(tmp_path, claims, [topic("Is it?", a="affirms", b="affirms", c="affirms")])
    (question,) = by_text(record)["a"].questions
    assert [(s.claim, s.stance) for s in question.others] == [("e-c#1", "asserts")]
    assert question.against == ()


def test_an_answer_on_the_statements_own_claim_is_not_told_twice(tmp_path):
    claims = {"a": (("digest", "asserts", FIRST, "paper"), ("anna", "denies", FIRST))}
    found = by_text(record_of(tmp_path, claims, [topic("Is it?", a="affirms")]))["a"]
    assert [s.actor for s in found.against] == ["anna"]
    assert found.questions[0].others == ()


def test_a_position_is_a_statement_of_every_document_that_carries_it(tmp_path):
    sources = {name: source("Digest", name) for name in ("one", "two")}
    said = claim(("anna", "asserts", FIRST, "one", "", ["two"]), ("boris", "denies", FIRST, "one"))
    record = open_collection(write_collection(tmp_path, {"e": event(sources=sources, claims=[said])}))
    found = find_statements(record)
    assert found[["source", "actor"]].to_numpy().tolist() == [["one", "anna"], ["two", "anna"], ["one", "boris"]]
    assert [s.stand.actor for s in story(record, "two").statements] == ["anna"]


def test_counts_and_their_words(record):
    found = story(record, paper(record)["url"] + "/")
    assert found.counts == {"statements": 4, "contested": 1, "against": 2, "agreed": 1, "alone": 1}
    assert story_in_words(found) == (
        "4 statements by the document itself. Their claims: 1 disputed between sides, 1 agreed. Somebody contradicts 2 "
        "of them, on the claim itself or on a question that it bears on. Nobody else has spoken on 1 of them."
    )


def test_a_publisher_that_is_an_actor_speaks_for_itself(tmp_path):
    rows = (("digest", "asserts", FIRST, "paper"), ("anna", "denies", FIRST, "paper"))
    record = record_of(tmp_path, {"a": rows, "b": (("anna", "denies", SECOND, "paper"),)})
    own = find_statements(record)
    assert own[["claim", "actor", "own"]].to_numpy().tolist() == [["e-a#1", "digest", True]]
    assert story(record, paper(record)["id"]).own


def test_any_other_document_is_read_by_those_it_quotes(tmp_path):
    rows = (("boris", "asserts", FIRST, "second"), ("anna", "denies", FIRST, "second"))
    found = story(record_of(tmp_path, {"a": rows}), "https://example.org/second")
    assert not found.own
    assert [(s.stand.actor, [o.actor for o in s.against]) for s in found.statements] == [
        ("boris", ["anna"]),
        ("anna", ["boris"]),
    ]


def test_documents_that_can_be_read_so(record):
    assert sources_with_statements(record)["title"].tolist() == ["Document paper"]
    assert sources_with_statements(record, at_least=5).empty
    assert len(sources_with_statements(record, at_least=1)) > 1


def test_events_that_bear_on_a_statement(record):
    assert by_text(record)["alone"].events == (("e-alone", ""),)


@pytest.mark.parametrize("asked", ["nosuch", "https://example.org/papr"])
def test_a_document_that_is_not_there(record, asked):
    with pytest.raises(ValueError, match="there is no document"):
        story(record, asked)


def test_the_commentary_on_where_the_attack_took_place(real_record):
    rows = real_record.sources[real_record.sources["publisher"] == "insight-digest"]
    found = story(real_record, rows["url"].iloc[0])
    assert found.own
    (statement,) = [s for s in found.statements if s.stand.claim == "alekseyev-shot#2"]
    assert "Abu Dhabi" in statement.text
    assert statement.stand.stance == "asserts"
    assert {s.actor for s in statement.against} == {
        "russia-investigative-committee",
        "dmitry-peskov",
        "alexander-bortnikov",
    }
