"""The ledger, its filters and orders, and the matrix."""

from __future__ import annotations

from datetime import date

import pytest

from tests.ledger.writing import record_of
from tests.writing import claim, event, source, write_collection
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import SOUGHT
from timeline.ledger.claims import LEDGER, SORTS, claims_table, filter_claims, sort_claims, stance_matrix
from timeline.query.collection import open_collection

ONE = {"one": source(published="2026-01-01")}
FIRST, SECOND, THIRD = "2026-01-01", "2026-01-02", "2026-01-03"
CLAIMS = {
    "agreed": (("anna", "asserts", FIRST), ("boris", "asserts", FIRST)),
    "contested": (("anna", "asserts", FIRST), ("boris", "denies", THIRD)),
    "denied": (("boris", "denies", SECOND),),
    "changed": (("anna", "denies", FIRST), ("anna", "asserts", SECOND), ("boris", "denies", FIRST)),
    "split": (("anna", "asserts", ""), ("andrei", "denies", FIRST)),
    "asked": (("gamma", "declines", FIRST),),
    "doubted": (("anna", "asserts", FIRST), ("gamma", "questions", FIRST)),
}


@pytest.fixture
def record(tmp_path):
    return record_of(tmp_path, CLAIMS)


def names(table):
    return list(table["text"])


def test_each_actors_latest_position_and_the_contest(record):
    table = claims_table(record).set_index("text")
    assert table["contest"].to_dict() == {
        "agreed": "agreed",
        "contested": "contested",
        "denied": "denied",
        "changed": "contested",
        "split": "split",
        "asked": "no-position",
        "doubted": "questioned",
    }
    changed = table.loc["changed"]
    assert [(s.actor, s.side, s.stance, s.date) for s in changed["stands"]] == [
        ("boris", "beta", "denies", FIRST),
        ("anna", "alpha", "asserts", SECOND),
    ]
    assert (changed["positions"], str(changed["said"].date()), str(changed["changed"].date())) == (
        3,
        SECOND,
        SECOND,
    )
    assert table["changed"].notna().sum() == 2, "the side in 'split' moved from an undated position"


def test_the_ledger_of_some_events_and_of_none(record):
    assert names(claims_table(record, events=["e-denied", "e-agreed"])) == ["agreed", "denied"]
    assert names(claims_table(record, ["e-agreed#1"], ["e-denied"])) == []
    none = claims_table(record, [])
    assert tuple(none.columns) == LEDGER
    for order in SORTS:
        assert sort_claims(none, order).empty
    assert filter_claims(none, record, contest=["agreed"], speaker=["alpha"]).empty


NOTHING, NEAR = {"date": "2026-03-01", "found": "none"}, {"date": "2026-04-01", "found": "some", "note": "Of lunch."}
ALONE = ("anna", "asserts", FIRST)
NOT_YET = ("not-yet", "Others: not looked for yet.")
SEARCHES = {
    "nobody looked": ([ALONE], [], NOT_YET),
    "nothing was found": (
        [ALONE],
        [NOTHING],
        ("none", "Others have said nothing that we know of (looked for on 1 March 2026)."),
    ),
    "something near it, after nothing": (
        [ALONE],
        [NOTHING, NEAR],
        ("some", "Others have spoken near it, not on it: Of lunch (looked for on 1 April 2026)."),
    ),
    "the last day counts, not the last line": (
        [ALONE],
        [NEAR, NOTHING],
        ("some", "Others have spoken near it, not on it: Of lunch (looked for on 1 April 2026)."),
    ),
    "of one day the last line counts": (
        [ALONE],
        [NEAR, NEAR | {"found": "none"}],
        ("none", "Others have said nothing that we know of (looked for on 1 April 2026)."),
    ),
    "without a note": (
        [ALONE],
        [NEAR | {"note": ""}],
        ("some", "Others have spoken near it, not on it (looked for on 1 April 2026)."),
    ),
    "somebody else looked": (
        [ALONE],
        [NOTHING | {"by": "a reader"}],
        ("none", "Others have said nothing that we know of (looked for on 1 March 2026 by a reader)."),
    ),
    "somebody else has spoken": ([ALONE, ("boris", "denies", SECOND)], [NOTHING], ("", "")),
}


@pytest.fixture
def searched(tmp_path):
    claims = [claim(*said, text=name, sought=sought) for name, (said, sought, _) in SEARCHES.items()]
    return open_collection(write_collection(tmp_path, {"meeting": event(sources=ONE, claims=claims)}))


def test_how_a_claim_reads_by_the_last_search(searched):
    table = claims_table(searched)
    told = {row["text"]: (row["sought"], row["sought_words"]) for row in rows_of(table)}
    assert told == {name: words for name, (_, _, words) in SEARCHES.items()}
    for kind in SOUGHT:
        fitting = [name for name, (_, _, (found, _)) in SEARCHES.items() if found == kind]
        assert names(filter_claims(table, searched, sought=[kind])) == fitting != []
    with pytest.raises(ValueError, match="outcome of a search"):
        filter_claims(table, searched, sought=["never"])


def test_those_come_first_on_which_nobody_has_looked_for_longest(searched):
    table = sort_claims(claims_table(searched), "sought")
    looked = [
        (row["sought"], row["looked"].strftime("%Y-%m-%d") if row["looked"] == row["looked"] else "")
        for row in rows_of(table)
    ]
    assert looked == [
        ("not-yet", ""),
        ("none", "2026-03-01"), ("none", "2026-03-01"),
        ("some", "2026-04-01"), ("some", "2026-04-01"), ("none", "2026-04-01"), ("some", "2026-04-01"),
        ("", "2026-03-01"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "kind"), [("2026-02-28", "not-yet"), ("2026-03-01", "none"), ("2026-03-31", "none"), ("2026-04-01", "some")]
)
def test_searches_after_the_day_are_not_known(searched, day, kind):
    then = claims_table(searched.known_on(date.fromisoformat(day))).set_index("text")
    assert then.loc["something near it, after nothing", "sought"] == kind


@pytest.mark.parametrize(
    ("wishes", "kept"),
    [
        ({}, list(CLAIMS)),
        ({"contest": ["agreed", "split"]}, ["agreed", "split"]),
        ({"speaker": ["gamma"]}, ["asked", "doubted"]),
        ({"speaker": ["alpha"]}, ["agreed", "contested", "changed", "split", "doubted"]),
        # the latest position counts: anna no longer denies "changed"
        ({"speaker": ["anna"], "stance": ["denies"]}, []),
        ({"stance": ["denies"]}, ["contested", "denied", "changed", "split"]),
        # claims Alpha asserts and Beta denies
        ({"speaker": ["alpha"], "stance": ["asserts"], "counter": ["beta"]}, ["contested", "changed"]),
        ({"speaker": ["beta"], "stance": ["asserts"], "counter": ["alpha"]}, []),
        ({"speaker": ["anna"], "counter": ["andrei"]}, ["split"]),
        # questioning is not the contrary
        ({"speaker": ["gamma"], "counter": ["alpha"]}, []),
        ({"counter": ["beta"]}, ["contested", "changed"]),
        ({"stance": ["declines"], "counter": ["beta"]}, []),
        ({"contest": ["contested"], "speaker": ["gamma"]}, []),
    ],
)
def test_filters(record, wishes, kept):
    table = filter_claims(claims_table(record), record, **wishes)
    assert sorted(names(table)) == sorted(kept)


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"contest": ["contestd"]}, "grade of contest 'contestd'.*contested"),
        ({"stance": ["denys"]}, "stance 'denys'.*denies"),
        ({"speaker": ["alfa"]}, "actor 'alfa'.*alpha"),
        ({"counter": ["alfa"]}, "actor 'alfa'.*alpha"),
    ],
)
def test_a_wish_for_what_there_is_not(record, wishes, message):
    with pytest.raises(ValueError, match=message):
        filter_claims(claims_table(record), record, **wishes)


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("contest", "changed", "asked"),
        ("positions", "changed", "asked"),
        ("said", "contested", "split"),
        ("change", "changed", "asked"),
        ("event", "agreed", "split"),
    ],
)
def test_orders(record, order, first, last):
    table = claims_table(record, ["e-agreed#1", "e-asked#1", "e-changed#1", "e-contested#1", "e-split#1"])
    ordered = names(sort_claims(table, order))
    assert ordered[0] == first
    if order in ("contest", "positions"):
        assert ordered[-1] == last
    assert sorted(ordered) == sorted(names(table))
    with pytest.raises(ValueError, match="order of claims"):
        sort_claims(table, "loudness")


def test_the_matrix_of_sides_shows_silence_as_silence(record):
    matrix = stance_matrix(record)
    assert list(matrix.columns) == ["alpha", "beta", "gamma"]
    assert matrix.rename(index=lambda claim: claim[2:-2]).T.to_dict() == {
        "agreed": {"alpha": "asserts", "beta": "asserts", "gamma": ""},
        "contested": {"alpha": "asserts", "beta": "denies", "gamma": ""},
        "denied": {"alpha": "", "beta": "denies", "gamma": ""},
        "changed": {"alpha": "asserts", "beta": "denies", "gamma": ""},
        "split": {"alpha": "differ", "beta": "", "gamma": ""},
        "asked": {"alpha": "", "beta": "", "gamma": "declines"},
        "doubted": {"alpha": "asserts", "beta": "", "gamma": "questions"},
    }


def test_the_matrix_of_actors_in_the_order_asked_for(record):
    matrix = stance_matrix(record, ["e-split#1", "e-denied#1"], by="actor")
    assert list(matrix.index) == ["e-split#1", "e-denied#1"]
    assert matrix.loc["e-split#1"].to_dict() == {"anna": "asserts", "andrei": "denies", "boris": ""}
    assert stance_matrix(record, []).empty
    with pytest.raises(ValueError, match="by is 'claim'; write side or actor"):
        stance_matrix(record, by="claim")


def test_declining_beside_a_stance_is_no_difference(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", FIRST), ("andrei", "declines", FIRST))})
    assert stance_matrix(record).loc["e-a#1", "alpha"] == "asserts"
