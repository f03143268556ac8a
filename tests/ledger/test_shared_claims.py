"""The ledger of claims that stand in several events: each once, by any id."""

from __future__ import annotations

from datetime import date

import pytest

from tests.shared_claims import DENIAL, NEAR_IN_WORDS, events, open_shared, searched_events
from timeline.ledger.claims import claims_table, stance_matrix
from timeline.ledger.known import compare_known
from timeline.ledger.stances import derive_stances
from timeline.ledger.story import listed_story, story
from timeline.ledger.topics import topics_table


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_shared(tmp_path_factory.mktemp("shared"))


@pytest.mark.parametrize(
    ("claims", "events", "expected"),
    [
        (None, None, ["talks#1", "talks#2", "summit#1"]),
        (["summit#2"], None, ["talks#2"]),
        (["interview#1", "talks#2", "summit#2"], None, ["talks#2"]),
        (None, ["interview"], ["talks#2", "summit#1"]),
        (None, ["summit", "talks", "interview"], ["talks#1", "talks#2", "summit#1"]),
        (["talks#1"], ["summit"], []),
        (None, ["storm"], []),
    ],
)
def test_the_table_has_each_claim_once(record, claims, events, expected):
    table = claims_table(record, claims, events)
    assert table["claim"].tolist() == expected
    assert set(table["title"]) <= {"The talks", "The summit"}, "the event where it was first made"


def test_an_id_that_nothing_has_is_refused_with_the_nearest(record):
    with pytest.raises(ValueError, match=r"there is no claim 'summit#3' here\. Did you mean summit#1\?"):
        claims_table(record, ["summit#3"])


def test_stances_and_matrix_take_any_id(record):
    assert derive_stances(record, ["summit#2"])["subject"].unique().tolist() == ["talks#2"]
    assert stance_matrix(record, ["interview#1", "talks#2"]).index.tolist() == ["talks#2"]


def test_a_topic_that_names_it_twice_counts_it_once(record):
    (row,) = topics_table(record).to_dict("records")
    assert (row["claims"], row["positions"], row["actors"]) == (2, 3, 3)


def test_a_statement_names_each_event_that_the_claim_stands_in(record):
    (on,) = story(record, "talks-one").statements[0].claims
    assert on.events == (("talks", ""), ("interview", "also in"), ("summit", "also in"))


def test_it_becomes_known_once(record):
    first, second, third = date(2026, 2, 19), date(2026, 2, 21), date(2026, 3, 11)
    assert compare_known(record, first, second).claims["id"].tolist() == ["talks#2"]
    later = compare_known(record, second, third)
    assert later.claims["id"].tolist() == ["talks#1"], "that its own event became known makes it no new claim"
    assert later.grades[["kind", "id", "from_", "to_"]].to_numpy().tolist() == [
        ["contest", "talks#2", "one-sided", "contested"]
    ]


def test_a_claim_with_searches_is_one_row_with_the_last_of_them(tmp_path):
    table = claims_table(open_shared(tmp_path, searched_events()))
    assert table["claim"].tolist() == ["talks#1", "talks#2", "summit#1"]
    assert table["sought"].tolist() == ["not-yet", "some", "not-yet"]
    assert table["sought_words"][1] == NEAR_IN_WORDS


def test_an_event_that_it_stands_in_is_not_named_again_as_linked(tmp_path):
    given = events(summit={"links": [{"to": "talks", "relation": "follows"}, {"to": "storm", "relation": "follows"}]})
    given["talks"]["links"] = [{"to": "storm", "relation": "part-of"}]
    (on,) = story(open_shared(tmp_path, given), "talks-one").statements[0].claims
    assert on.events == (("talks", ""), ("interview", "also in"), ("summit", "also in"), ("storm", "is part of"))


@pytest.mark.parametrize("name", ["talks#2", "summit#2", "interview#1"])
def test_a_listed_statement_is_read_by_any_id_of_its_claim(tmp_path, name):
    said = [{"number": 1, "wording": "None was made.", "claims": [{"claim": name}]}]
    listed = [{"document": "https://example.org/talks-one", "statements": said}]
    record = open_shared(tmp_path, statements=listed)
    for found in (story(record, "talks-one"), listed_story(record, "talks-one")):
        (statement,) = found.statements
        assert [(on.claim, on.text) for on in statement.claims] == [("talks#2", DENIAL)]
        assert [stand.actor for stand in statement.claims[0].stands] == ["boris"]
