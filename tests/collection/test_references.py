"""A claim that stands in several events: how files and tables say so, what is read, and what is refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.shared_claims import DENIAL, EVENTS, RAIN, TOPICS, events, searched_events
from tests.writing import SHEET_COLUMNS, claim, sheets_of, source, write_collection, write_sheets
from timeline.collection.problems import Problem
from timeline.collection.read import load_tables
from timeline.collection.tables import Tables

OWN = claim(("alpha", "asserts", "2026-02-18", "summit-one"), text="An own one.")


def places(tables: Tables) -> dict[str, tuple[str, ...]]:
    """The further places of each claim."""
    return dict(zip(tables.claims["id"], map(tuple, tables.claims["also"]), strict=True))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.field, f"{problem.message} {problem.advice}".strip()) for problem in problems]


def test_a_claim_is_one_row_with_its_further_places_and_counts_in_each_event(tmp_path):
    tables = load_tables(write_collection(tmp_path, EVENTS))
    assert tables.problems == ()
    assert places(tables) == {
        "summit#1": ("interview#2",),
        "talks#1": (),
        "talks#2": ("interview#1", "summit#2"),
    }
    counts = dict(zip(tables.events["id"], tables.events["claim_count"], strict=True))
    assert counts == {"talks": 2, "summit": 2, "interview": 2, "storm": 0}
    assert set(tables.positions["claim"]) == set(tables.claims["id"]), "positions are those of the one claim"


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_tables_say_the_same_as_files(tmp_path, ending):
    files = load_tables(write_collection(tmp_path / "files", EVENTS, topics=TOPICS))
    large = load_tables(write_sheets(tmp_path / "large", sheets_of(EVENTS), ending, topics=TOPICS))
    assert large.problems == ()
    for name in ("events", "claims", "positions", "topic_claims"):
        one, other = (
            getattr(tables, name).astype({"also": object} if name == "claims" else {}) for tables in (files, large)
        )
        order = ["claim", "actor"] if name == "positions" else list(one.columns[:2])
        one, other = (frame.sort_values(order, ignore_index=True) for frame in (one, other))
        for column in one:
            assert one[column].map(str).tolist() == other[column].map(str).tolist(), f"{name}.{column}"


def summit(*claims: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return events(interview=None, summit={"claims": list(claims)})


REFUSED = {
    "an unknown event": (
        summit({"same": "talk#2"}),
        "claims.0.same",
        "names talk#2, whose event is not in this record. Did you mean talks?",
    ),
    "an unknown number": (
        summit(OWN, {"same": "talks#3"}),
        "claims.1.same",
        "names talks#3, and talks has no claim of that number. Count its claims from 1, as in its file.",
    ),
    "itself": (
        summit({"same": "summit#1"}),
        "claims.0.same",
        "names itself. Name the claim of the event where it was first made.",
    ),
    "another claim of its event": (
        summit(OWN, {"same": "summit#1"}),
        "claims.1.same",
        "names summit#1, which stands in this event anyway. Delete it, or name a claim of another event.",
    ),
    "one claim twice": (
        summit({"same": "talks#2"}, {"same": "talks#2"}),
        "claims.1.same",
        "names talks#2, which stands in this event already, as summit#1. Keep one of the two.",
    ),
    "what is itself another claim": (
        events(interview=None, storm={"claims": [{"same": "summit#2"}]}),
        "claims.0.same",
        "names summit#2, which is itself another claim: talks#2. Write same: talks#2.",
    ),
    "each other": (
        events(interview=None, summit={"claims": [{"same": "storm#1"}]}, storm={"claims": [{"same": "summit#1"}]}),
        "claims.0.same",
        "names summit#1, which is itself another claim: storm#1. Write same: storm#1.",
    ),
    "text beside it": (
        summit({"same": "talks#2", "text": "They did not."}),
        "claims.0",
        "has `text` beside `same`; write them at the claim that `same` names, and `same` alone here.",
    ),
    "positions beside it": (
        summit({"same": "talks#2", "positions": OWN["positions"], "text": "x"}),
        "claims.0",
        "has `positions` and `text` beside `same`; write them at the claim that `same` names, and `same` alone here.",
    ),
    "no id of a claim": (
        summit({"same": "talks"}),
        "claims.0.same",
        "“talks” is not a claim; write event id, # and number, such as first-meeting#1.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_leads_to_no_claim_of_another_event_is_refused(tmp_path, case):
    given, field, sentence = REFUSED[case]
    tables = load_tables(write_collection(tmp_path, given))
    assert (field, sentence) in told(tables.problems)
    assert all(problem.line for problem in tables.problems), "each fault has its line"


def test_only_the_reference_is_left_out_where_it_leads_nowhere(tmp_path):
    tables = load_tables(write_collection(tmp_path, events(talks={"title": ""}, interview=None)))
    assert [problem.consequence for problem in tables.problems] == [
        "The event was left out.",
        "The claim was left out of this event.",
    ]
    assert list(tables.claims["id"]) == ["summit#1"]
    assert dict(zip(tables.events["id"], tables.events["claim_count"], strict=True))["summit"] == 1


SHEETS = {
    "an unknown event": ("talk#9", "names the claim “talk#9” of an unknown event. Did you mean talks?"),
    "a number that leaves a gap": (
        "summit#4",
        "“summit#4” is not the id of a claim of summit, or occurs twice. Number its claims from summit#1 to summit#2.",
    ),
    "a place that is taken": (
        "summit#1",
        "“summit#1” is not the id of a claim of summit, or occurs twice. Number its claims from summit#1 to summit#2.",
    ),
    "an event twice": (
        "summit#2 summit#3",
        "names talks#2, which stands in this event already, as summit#2. Keep one of the two.",
    ),
    "its own event": (
        "talks#3",
        "names talks#2, which stands in this event anyway. Delete it, or name a claim of another event.",
    ),
}


@pytest.mark.parametrize("case", SHEETS)
def test_a_table_names_row_and_column(tmp_path, case):
    also, sentence = SHEETS[case]
    sheets = sheets_of(summit(OWN))
    held = next(row for row in sheets["claims"] if row["id"] == "talks#2")
    held["also"] = also.split()
    (problem,) = load_tables(write_sheets(tmp_path, sheets)).problems
    assert told((problem,))[0][1] == sentence
    assert (problem.file, problem.row, problem.column) == ("claims.parquet", sheets["claims"].index(held) + 1, "also")


def test_a_position_in_a_table_names_the_one_claim(tmp_path):
    sheets = sheets_of(summit({"same": "talks#2"}))
    sheets["positions"].append(
        dict.fromkeys(SHEET_COLUMNS["positions"])
        | {"claim": "summit#1", "actor": "beta", "stance": "denies", "source": "summit-one"}
    )
    (problem,) = load_tables(write_sheets(tmp_path, sheets)).problems
    assert told((problem,)) == [
        ("claim", "names “summit#1”, which is the claim talks#2 of another event. Write talks#2.")
    ]


def topic(*claims: tuple[str, str, str]) -> list[dict[str, Any]]:
    named = [{"claim": name, "bears": bears, "text": text} for name, bears, text in claims]
    return [{"id": "deal", "question": "Was a deal made?", "claims": named}]


NAMED = {
    "by its one id": ([("talks#2", "negates", DENIAL)], []),
    "by its id elsewhere": ([("summit#2", "negates", DENIAL)], []),
    "as it began when it was a claim of its own": ([("summit#2", "negates", "There was never a deal")], []),
    "by two of its ids": ([("talks#2", "negates", DENIAL), ("interview#1", "negates", "")], []),
    "by two ids, to two ends": (
        [("talks#2", "negates", ""), ("summit#2", "affirms", "")],
        ["names the claim talks#2 twice. Keep one of the two."],
    ),
    "twice by one id": (
        [("summit#2", "negates", ""), ("summit#2", "negates", "")],
        ["names the claim talks#2 twice. Keep one of the two."],
    ),
    "by another number": (
        [("interview#2", "negates", DENIAL)],
        ["names interview#2, but the text “No deal was made.” is that of interview#1. Write claim: interview#1."],
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_topic_may_name_any_id_of_a_claim(tmp_path, case):
    claims, faults = NAMED[case]
    tables = load_tables(write_collection(tmp_path, EVENTS, topics=topic(*claims)))
    assert [sentence for _, sentence in told(tables.problems)] == faults
    assert list(tables.topic_claims["claim"]) == ["talks#2"]


SAID = {
    # the claim as a statement of a document names it, and what is told of it
    "by its one id": ([("talks#2", DENIAL)], []),
    "by its id elsewhere": ([("summit#2", DENIAL)], []),
    "as it began when it was a claim of its own": ([("summit#2", "There was never a deal")], []),
    "by two of its ids": ([("interview#1", ""), ("summit#2", "")], []),
    "twice by one id": (
        [("summit#2", ""), ("summit#2", "")],
        ["names the claim talks#2 twice. Keep one of the two."],
    ),
}


def statements(document: str, *claims: tuple[str, str]) -> list[dict[str, Any]]:
    named = [{"claim": name, "text": text} for name, text in claims]
    told = {"number": 1, "wording": "No deal was made.", "claims": named}
    return [{"document": f"https://example.org/{document}", "statements": [told]}]


@pytest.mark.parametrize("case", SAID)
def test_a_statement_may_name_any_id_of_a_claim(tmp_path, case):
    claims, faults = SAID[case]
    tables = load_tables(write_collection(tmp_path, EVENTS, statements=statements("talks-one", *claims)))
    assert [sentence for _, sentence in told(tables.problems)] == faults
    assert tables.statements["claims"].tolist() == [("talks#2",)]


@pytest.mark.parametrize("name", ["talks#2", "interview#1"])
@pytest.mark.parametrize(
    ("document", "is_told"), [("talks-two", False), ("talks-late", False), ("interview-one", True)]
)
def test_a_document_takes_its_position_where_the_claim_is_held(tmp_path, name, document, is_told):
    said = statements(document, (name, ""))
    problems = load_tables(write_collection(tmp_path, searched_events(), statements=said)).problems
    silent = "makes the claim talks#2, on which nobody takes a position in this document."
    assert [sentence.startswith(silent) for _, sentence in told(problems)] == [True] * is_told


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_tables_hold_searches_and_further_documents_of_the_one_claim(tmp_path, ending):
    said = statements("talks-late", ("summit#2", ""))
    tables = load_tables(write_sheets(tmp_path, sheets_of(searched_events()), ending, statements=said))
    assert tables.problems == ()
    assert tables.searches[["claim", "event"]].to_numpy().tolist() == [["talks#2", "talks"]] * 2
    assert tables.statements["claims"].tolist() == [("talks#2",)]


def test_a_search_in_a_table_names_the_one_claim(tmp_path):
    sheets = sheets_of(summit({"same": "talks#2"}))
    sheets["searches"].append(
        dict.fromkeys(SHEET_COLUMNS["searches"]) | {"claim": "summit#1", "date": "2026-03-01", "found": "none"}
    )
    (problem,) = load_tables(write_sheets(tmp_path, sheets)).problems
    assert told((problem,)) == [
        ("claim", "names “summit#1”, which is the claim talks#2 of another event. Write talks#2.")
    ]


def test_a_question_of_the_opening_page_may_name_any_id_of_a_claim(tmp_path):
    link = "who-says-what?claim=summit%232"
    said = {"title": "Test", "questions": [{"text": "Was there a deal?", "link": link}]}
    assert load_tables(write_collection(tmp_path, EVENTS, collection=said)).problems == ()


def test_sources_are_those_of_the_event_that_holds_the_claim(tmp_path):
    own = {"summit-one": source("Public Radio", "summit-one"), "talks-one": source(name="other")}
    tables = load_tables(write_collection(tmp_path, events(summit={"sources": own}, interview=None)))
    assert tables.problems == ()
    cited = tables.positions.merge(tables.sources[["id", "url"]], left_on="source", right_on="id")
    assert set(cited.loc[cited["claim"] == "talks#2", "url"]) == {
        "https://example.org/talks-one",
        "https://example.org/talks-two",
    }


def test_nothing_is_shared_where_nothing_says_so(tmp_path):
    tables = load_tables(write_collection(tmp_path, summit(OWN)))
    assert set(tables.claims["text"]) == {RAIN, DENIAL, "An own one."}
    assert pd.Series(tables.claims["also"]).map(len).sum() == 0
