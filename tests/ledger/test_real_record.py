"""What the shipped record answers: its topics, who changed on Anchorage, what was contested on a day."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.ledger.claims import claims_table, filter_claims
from timeline.ledger.known import compare_known, known_in_words
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.topics import topics_table
from timeline.ledger.wording import Names, turn_in_words


@pytest.fixture(scope="module")
def anchorage(real_record):
    return find_turns(derive_stances(real_record, ["anchorage-agreement"]))


def test_the_topics_that_the_page_promises(real_record):
    wanted = {
        "anchorage-agreement",
        "anchorage-washington-withdrew",
        "anchorage-moscow-withdrew",
        "alekseyev-where",
        "alekseyev-by-whom",
        "pause-reach",
        "pause-length",
        "india-russian-oil",
        "valdai-attack",
        "nord-stream-2-halt",
    }
    table = topics_table(real_record).set_index("topic")
    assert wanted <= set(table.index)
    assert (table["positions"] > 0).all()
    assert table["question"].str.endswith("?").all()


def test_who_changed_on_whether_anything_was_agreed_in_anchorage(real_record, anchorage):
    own = anchorage[anchorage["level"] == "actor"]
    assert own[["who", "from_stance", "to_stance", "to_date"]].to_numpy().tolist() == [
        ["vladimir-putin", "asserts", "denies", "2026-06-28"],
    ]
    documents = real_record.sources.set_index("id").loc[own["to_source"]]
    assert documents["publisher"].tolist() == ["dagens"]
    assert documents["url"].str.startswith("https://").all()


def test_russia_through_its_members(real_record, anchorage):
    names = Names(real_record)
    last = anchorage[anchorage["level"] == "side"].iloc[-1]
    assert (last["from_actor"], last["to_actor"], last["to_date"]) == (
        "sergey-lavrov",
        "vladimir-putin",
        "2026-06-28",
    )
    assert turn_in_words(names, last).startswith("Russia: Sergey Lavrov answered yes about 27 June 2026")


def test_what_was_contested_as_known_on_10_february_2026(real_record):
    day = date(2026, 2, 10)
    known = real_record.known_on(day)
    contested = filter_claims(claims_table(known), known, contest=["contested"])
    words = known_in_words(real_record, day)
    assert f"{len(known.events)} of {len(real_record.events)} events known" in words
    assert f"{len(contested)} claims disputed between sides" in words
    assert "anchorage-summit#1" in set(contested["claim"])
    assert "rubio-no-agreement-anchorage#1" not in set(known.claims["id"])


def test_russia_asserts_and_the_united_states_denies(real_record):
    wishes = {"speaker": ["russia"], "stance": ["asserts"], "counter": ["united-states"]}
    table = filter_claims(claims_table(real_record), real_record, **wishes)
    assert "anchorage-summit#1" in set(table["claim"])
    for stands in table["stands"]:
        assert any(s.side == "russia" and s.stance == "asserts" for s in stands)
        assert any(s.side == "united-states" and s.stance == "denies" for s in stands)


def test_putins_turn_came_to_be_known_in_june(real_record):
    moved = compare_known(real_record, date(2026, 2, 10), date(2026, 7, 1))
    new = moved.changes[(moved.changes["subject"] == "anchorage-agreement") & (moved.changes["level"] == "actor")]
    assert new["who"].tolist() == ["vladimir-putin"]
