"""One document read against a record."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.writing import record_of, statement, topic
from tests.writing import claim, event, source, write_collection
from timeline.ledger.story import KINDS, find_reported, listed_story, sources_with_statements, story
from timeline.ledger.wording import Names, speaks_in_words, story_in_words
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
    """The one claim of each statement of a document without a list."""
    return {claim.text: claim for said in story(record, paper(record)["id"]).statements for claim in said.claims}


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
    found = find_reported(record)
    assert found[["source", "actor"]].to_numpy().tolist() == [["one", "anna"], ["two", "anna"], ["one", "boris"]]
    assert [stand.actor for s in story(record, "two").statements for c in s.claims for stand in c.stands] == ["anna"]


def test_counts_and_their_words(record):
    found = story(record, paper(record)["url"] + "/")
    expected = {"statements": 4, "contested": 1, "one-sided": 2, "agreed": 1, "against": 2, "alone": 1}
    assert found.counts == dict.fromkeys(("statements", *KINDS), 0) | expected
    assert not found.is_listed
    assert story_in_words(found) == (
        "4 statements by the document itself. Their claims: 1 disputed between sides, 1 agreed. Somebody contradicts 2 "
        "of them, on the claim itself or on a question that it bears on. Nobody else has spoken on 1 of them."
    )


def test_a_publisher_that_is_an_actor_speaks_for_itself(tmp_path):
    rows = (("digest", "asserts", FIRST, "paper"), ("anna", "denies", FIRST, "paper"))
    record = record_of(tmp_path, {"a": rows, "b": (("anna", "denies", SECOND, "paper"),)})
    own = find_reported(record)
    assert own[["claim", "actor", "own"]].to_numpy().tolist() == [["e-a#1", "digest", True]]
    assert story(record, paper(record)["id"]).own


def test_any_other_document_is_read_by_those_it_quotes(tmp_path):
    rows = (("boris", "asserts", FIRST, "second"), ("anna", "denies", FIRST, "second"))
    found = story(record_of(tmp_path, {"a": rows}), "https://example.org/second")
    assert not found.own
    assert [(s.claims[0].stands[0].actor, [o.actor for o in s.against]) for s in found.statements] == [
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


LISTED = [
    statement(9, "alone", speaker='Digest, reporting "some"', note="So it says."),
    statement(1, "dubai", section="Opening"),
    statement(4, "shared", "disputed", "alone", section="Opening"),
    statement(5, "shared", section="Close"),
]


@pytest.fixture
def listed(tmp_path):
    question = topic("Was it in Moscow?", moscow="affirms", dubai="negates")
    return record_of(tmp_path, CLAIMS, [question], LISTED)


def test_a_document_with_a_list_is_read_by_it(listed):
    found = story(listed, paper(listed)["id"])
    assert (found.is_listed, found.own, found.unknown) == (True, True, 0)
    assert [(s.number, s.section, [claim.text for claim in s.claims]) for s in found.statements] == [
        (1, "Opening", ["dubai"]),
        (4, "Opening", ["shared", "disputed", "alone"]),
        (5, "Close", ["shared"]),
        (9, "", ["alone"]),
    ]
    last = found.statements[-1]
    assert (last.wording, last.speaker, last.note) == ("Statement 9", 'Digest, reporting "some"', "So it says.")


def test_a_statement_stands_as_its_most_disputed_claim_and_is_alone_if_all_of_them_are(listed):
    first, both, shared, alone = story(listed, paper(listed)["id"]).statements
    assert [s.contest for s in (first, both, shared, alone)] == ["one-sided", "contested", "agreed", "one-sided"]
    assert [s.actor for s in both.against] == ["gamma"], "against one of its claims"
    assert [s.is_alone for s in (first, both, shared, alone)] == [False, False, False, True]
    counts = story(listed, paper(listed)["id"]).counts
    assert counts == dict.fromkeys(("statements", *KINDS), 0) | {
        "statements": 4,
        "contested": 1,
        "one-sided": 2,
        "agreed": 1,
        "against": 2,
        "alone": 1,
    }
    for kind in KINDS:
        assert counts[kind] == sum(s.fits(kind) for s in (first, both, shared, alone))


def test_a_list_is_told_in_words(listed):
    assert story_in_words(story(listed, paper(listed)["id"])).startswith(
        "4 statements of the document, in its order and in our words. Their claims: 1 disputed between sides, 1 agreed."
    )


def test_a_listed_document_may_speak_to_one_claim_only_and_comes_with_its_numbers(tmp_path):
    record = record_of(tmp_path, {"a": CLAIMS["alone"], "b": CLAIMS["moscow"]}, statements=[statement(3, "a")])
    (row,) = sources_with_statements(record).to_dict("records")
    assert (row["title"], row["own"], row["listed"], row["statements"], row["claims"]) == (
        "Document paper",
        True,
        True,
        1,
        1,
    )


def test_a_listed_denial_is_contradicted_by_who_asserts(tmp_path):
    found = story(record_of(tmp_path, {"a": CLAIMS["disputed"]}, statements=[statement(1, "a")]), "paper")
    assert found.statements[0].claims[0].stance == "denies"
    assert [s.actor for s in found.statements[0].against] == ["gamma"]


def test_of_two_whom_a_listed_document_quotes_the_first_is_its_voice_and_the_other_may_contradict(tmp_path):
    rows = (("anna", "asserts", FIRST, "paper"), ("boris", "denies", FIRST, "paper"), ("gamma", "asserts", SECOND))
    record = record_of(tmp_path, {"a": rows}, statements=[statement(1, "a")], with_digest=False)
    found = story(record, "paper")
    (claim,) = found.statements[0].claims
    assert (found.own, [s.actor for s in claim.stands]) == (False, ["anna"])
    assert [s.actor for s in claim.others] == ["boris", "gamma"]
    assert [s.actor for s in claim.against] == ["boris"]
    assert speaks_in_words(Names(record), claim) == "Anna Łęcka asserts"


def test_from_its_claims_alone_a_listed_document_reads_the_same(listed):
    source = paper(listed)["id"]
    assert listed_story(listed, source) == story(listed, source)
    assert listed_story(listed, "moscow-0") is None, "it has no list"


def test_on_an_earlier_day_only_what_was_known_is_shown_and_the_rest_is_counted(tmp_path):
    claims = {"early": CLAIMS["alone"], "late": (("gamma", "asserts", SECOND), ("digest", "asserts", SECOND, "paper"))}
    record = record_of(tmp_path, claims, statements=[statement(1, "early", "late"), statement(2, "late")])
    known = record.known_on(date(2026, 1, 1))
    found = story(known, "paper")
    assert [(s.number, [claim.text for claim in s.claims]) for s in found.statements] == [(1, ["early"])]
    assert found.unknown == 1
    assert "1 statement of the document, in its order and in our words. 1 further one is on claims" in story_in_words(
        found
    )
    assert sources_with_statements(known)["statements"].tolist() == [1]


def test_the_commentary_on_where_the_attack_took_place(real_record):
    rows = real_record.sources[real_record.sources["publisher"] == "insight-digest"]
    found = story(real_record, rows["url"].iloc[0])
    assert found.own
    where = next(claim for said in found.statements for claim in said.claims if claim.claim == "alekseyev-shot#2")
    assert "Abu Dhabi" in where.text
    assert where.stance == "asserts"
    assert {s.actor for s in where.against} == {"russia-investigative-committee", "dmitry-peskov"}
