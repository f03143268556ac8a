"""Stance over time and changes of position, against cases worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.writing import record_of, topic
from timeline.ledger.stances import STANCE_COLUMNS, derive_stances, find_turns, latest_answers
from timeline.ledger.topics import topics_table
from timeline.ledger.wording import Names, on_date, turn_in_words

FIRST, SECOND, THIRD, FOURTH = "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"


def turns_of(record, subject="e-a#1"):
    found = find_turns(derive_stances(record, [subject]))
    ends = ["level", "who", "from_actor", "from_stance", "from_date", "to_actor", "to_stance", "to_date"]
    return [tuple(row) for row in found[ends].to_numpy().tolist()]


@pytest.mark.parametrize(
    ("positions", "turns"),
    [
        # an actor that changes
        (
            [("anna", "asserts", FIRST), ("anna", "denies", THIRD)],
            [("actor", "anna", "anna", "asserts", FIRST, "anna", "denies", THIRD)],
        ),
        # and comes back
        (
            [("anna", "asserts", FIRST), ("anna", "questions", SECOND), ("anna", "asserts", THIRD)],
            [
                ("actor", "anna", "anna", "asserts", FIRST, "anna", "questions", SECOND),
                ("actor", "anna", "anna", "questions", SECOND, "anna", "asserts", THIRD),
            ],
        ),
        # says the same again: the change starts from the last time it was said
        (
            [("anna", "asserts", FIRST), ("anna", "asserts", SECOND), ("anna", "denies", THIRD)],
            [("actor", "anna", "anna", "asserts", SECOND, "anna", "denies", THIRD)],
        ),
        # members of a side one after another: nobody changed, the side did
        (
            [("anna", "asserts", FIRST), ("andrei", "denies", SECOND)],
            [("side", "alpha", "anna", "asserts", FIRST, "andrei", "denies", SECOND)],
        ),
        # members that disagree on one day are no change
        ([("anna", "asserts", FIRST), ("andrei", "denies", FIRST)], []),
        # members that disagreed before: whoever repeats one of the two has not changed the side
        ([("anna", "asserts", FIRST), ("andrei", "denies", FIRST), ("alpha", "denies", SECOND)], []),
        # of a day with both, only what was held before is still held
        (
            [
                ("anna", "asserts", FIRST),
                ("alpha", "asserts", SECOND),
                ("andrei", "denies", SECOND),
                ("anna", "denies", THIRD),
            ],
            [
                ("actor", "anna", "anna", "asserts", FIRST, "anna", "denies", THIRD),
                ("side", "alpha", "alpha", "asserts", SECOND, "anna", "denies", THIRD),
            ],
        ),
        # another side's denial is no change
        ([("anna", "asserts", FIRST), ("boris", "denies", SECOND)], []),
        # declining to comment takes nothing back
        ([("anna", "asserts", FIRST), ("anna", "declines", SECOND), ("anna", "asserts", THIRD)], []),
        (
            [("anna", "asserts", FIRST), ("anna", "declines", SECOND), ("anna", "denies", THIRD)],
            [("actor", "anna", "anna", "asserts", FIRST, "anna", "denies", THIRD)],
        ),
        # an undated position counts as the earliest
        (
            [("anna", "denies", FIRST), ("anna", "asserts", "")],
            [("actor", "anna", "anna", "asserts", "", "anna", "denies", FIRST)],
        ),
        ([("anna", "denies", ""), ("anna", "asserts", "")], []),
        # only denials
        ([("anna", "denies", FIRST), ("boris", "denies", SECOND)], []),
    ],
)
def test_changes_of_position_on_a_claim(tmp_path, positions, turns):
    assert turns_of(record_of(tmp_path, {"a": tuple(positions)})) == turns


def test_a_negating_claim_turns_the_stance_about(tmp_path):
    claims = {
        "a": (("anna", "asserts", FIRST),),
        "b": (("anna", "asserts", SECOND), ("boris", "denies", SECOND)),
    }
    record = record_of(tmp_path, claims, [topic("Is it?", a="affirms", b="negates")])
    stances = derive_stances(record, ["t"])
    assert stances[["claim", "actor", "said", "stance"]].to_numpy().tolist() == [
        ["e-a#1", "anna", "asserts", "asserts"],
        ["e-b#1", "anna", "asserts", "denies"],
        ["e-b#1", "boris", "denies", "asserts"],
    ]
    assert turns_of(record, "t") == [("actor", "anna", "anna", "asserts", FIRST, "anna", "denies", SECOND)]
    assert turns_of(record, "e-b#1") == []


def test_questioning_is_no_side_of_a_question(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "questions", FIRST),)}, [topic("Is it?", a="negates")])
    assert derive_stances(record, ["t"])["stance"].tolist() == ["questions"]


def test_a_topic_stands_as_its_latest_answers_do(tmp_path):
    claims = {
        "a": (("anna", "asserts", FIRST), ("boris", "asserts", FIRST)),
        "b": (("boris", "denies", SECOND), ("gamma", "declines", SECOND)),
    }
    record = record_of(tmp_path, claims, [topic("Is it?", a="affirms", b="affirms")])
    row = topics_table(record).iloc[0]
    assert row["contest"] == "contested"
    assert (row["claims"], row["positions"], row["actors"], row["changes"]) == (2, 4, 3, 1)
    answers = latest_answers(derive_stances(record, ["t"]))
    assert answers[["actor", "stance"]].to_numpy().tolist() == [
        ["anna", "asserts"],
        ["boris", "denies"],
        ["gamma", "declines"],
    ]


def test_of_answers_on_one_day_the_claim_listed_last_counts(tmp_path):
    claims = {"a": (("anna", "asserts", FIRST),), "b": (("anna", "denies", FIRST),)}
    for number, order in enumerate(("ab", "ba")):
        question = topic("Is it?", **dict.fromkeys(order, "affirms"))
        record = record_of(tmp_path / str(number), claims, [question])
        (answer,) = latest_answers(derive_stances(record, ["t"]))["claim"]
        assert answer == f"e-{order[-1]}#1"


def test_a_topic_that_nobody_had_spoken_to_yet(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", THIRD),)}, [topic("Is it?", a="affirms")])
    row = topics_table(record.known_on(date.fromisoformat(FIRST))).iloc[0]
    assert (row["contest"], row["positions"], row["changes"]) == ("no-position", 0, 0)


def test_an_unknown_subject_is_named_with_the_nearest_one(tmp_path):
    record = record_of(tmp_path, {"abc": (("anna", "asserts", FIRST),)})
    with pytest.raises(ValueError, match=r"no topic or claim 'e-abd#1'.*e-abc#1"):
        derive_stances(record, ["e-abd#1"])


def test_columns_hold_without_any_position(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", FIRST),)})
    empty = derive_stances(record, [])
    assert tuple(empty.columns) == STANCE_COLUMNS
    assert find_turns(empty).empty


def test_changes_in_words(tmp_path):
    rows = (("anna", "asserts", FIRST), ("anna", "denies", SECOND), ("andrei", "asserts", THIRD))
    record = record_of(tmp_path, {"a": rows}, [topic("Is it?", a="affirms")])
    names = Names(record)
    claim, question = (
        [turn_in_words(names, row) for row in find_turns(derive_stances(record, [s])).to_dict("records")]
        for s in ("e-a#1", "t")
    )
    assert claim == [
        "Anna Łęcka asserted it on 1 January 2026 (First Wire) and denied it on 2 January 2026 (First Wire).",
        "Alpha: Anna Łęcka denied it on 2 January 2026 (First Wire); "
        "Andrei asserted it on 3 January 2026 (First Wire).",
    ]
    assert question[0].startswith("Anna Łęcka answered yes on 1 January 2026 (First Wire) and answered no on")


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("", "on an unknown date"),
        ("2026-02-09", "on 9 February 2026"),
        ("2026-06", "in June 2026"),
        ("2026-06-27~", "about 27 June 2026"),
        ("2026-02-04/2026-02-05", "on 4–5 February 2026"),
    ],
)
def test_dates_inside_a_sentence(date, words):
    assert on_date(date) == words
