"""Positions older than their event, claims that nobody asserts, and one proposition as two claims."""

from __future__ import annotations

import pytest

from tests.advice.asking import advice_on
from tests.shared_claims import EVENTS, events
from tests.writing import claim, event, source
from timeline.advice.items import BEFORE_EVENT, NOBODY_ASSERTS, SAME_CLAIM

EARLIER = {"earlier": event(when="2026-01-10", sources={"two": source(name="two")})}
LATER = {"later": event(when="2026-03-01", sources={"two": source(name="two")})}
LINK = [{"to": "earlier", "relation": "follows"}]


@pytest.mark.parametrize(
    ("position", "fields", "others", "expected"),
    [
        # the mistake: an answer of three weeks before, to something else
        (("boris", "asserts", "2026-01-23"), {}, {}, ["talks#1:boris"]),
        (("boris", "asserts", "2026-01-23"), {"note": "Two papers differ."}, {}, ["talks#1:boris"]),
        (("boris", "asserts", "2026-01-05"), {"links": LINK}, EARLIER, ["talks#1:boris"]),
        # explained
        (("boris", "asserts", "2026-01-23", "one", "Said of the round before."), {}, {}, []),
        (("boris", "asserts", "2026-01-23"), {"note": "Boris spoke of the round before."}, {}, []),
        (("boris", "asserts", "2026-01-23"), {"links": LINK}, EARLIER, []),
        # not certainly before
        (("boris", "asserts", "2026-02"), {}, {}, []),
        (("boris", "asserts"), {}, {}, []),
        (("boris", "asserts", "2026-02-03"), {}, {}, []),
    ],
)
def test_a_position_before_its_event_is_told_unless_something_explains_it(tmp_path, position, fields, others, expected):
    events = {"talks": event(claims=[claim(("anna", "denies"), position)], **fields), **others}
    found = advice_on(tmp_path, BEFORE_EVENT, events)
    assert list(found) == expected
    for item in found.values():
        assert "claims.0.positions.1: is of " in str(item.told)
        assert item.told.line


def test_days_before_the_year_1_are_told_too(tmp_path):
    events = {"ides": event(when="-0043-03-15", claims=[claim(("boris", "asserts", "-0044-03-01"))])}
    assert "is of -0044-03-01, and the event begins on -0043-03-15." in str(
        advice_on(tmp_path, BEFORE_EVENT, events)["ides#1:boris"].told
    )


def test_an_earlier_event_explains_a_position_from_either_end_of_the_link(tmp_path):
    linking = {"earlier": {**EARLIER["earlier"], "links": [{"to": "talks", "relation": "same-story"}]}}
    events = {"talks": event(claims=[claim(("boris", "asserts", "2026-01-23"))]), **linking}
    assert advice_on(tmp_path, BEFORE_EVENT, events) == {}


def test_a_later_event_explains_nothing(tmp_path):
    linked = event(claims=[claim(("boris", "asserts", "2026-01-23"))], links=[{"to": "later", "relation": "follows"}])
    assert list(advice_on(tmp_path, BEFORE_EVENT, {"talks": linked, **LATER})) == ["talks#1:boris"]


DENIED = [claim(("beta", "denies"), text="Beta had a part in it.")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        # the mistakes: a denial stood there with nobody to deny, and the event itself said who had spoken
        ({"summary": "Andrei called it an act of Beta. Nobody was hurt."}, "Andrei called it an act of Beta."),
        ({"summary": "Nobody was hurt.\n\nAccording to Łęcka it was Beta."}, "According to Łęcka it was Beta."),
        ({"title": "Army of Alpha says it raised the matter"}, "Army of Alpha says it raised the matter"),
        ({"note": "A paper reports that Альфа blames Beta."}, "A paper reports that Альфа blames Beta."),
        ({"sources": {"one": source(title="Andrei accuses Beta")}}, "Andrei accuses Beta"),
    ],
)
def test_a_claim_that_nobody_asserts_is_told_with_who_spoke(tmp_path, fields, sentence):
    events = {"attack": event(**{"title": "An attack", "claims": DENIED} | fields)}
    found = advice_on(tmp_path, NOBODY_ASSERTS, events)
    assert list(found) == ["attack#1"]
    assert sentence in str(found["attack#1"].told)
    assert "claims.0.text: is asserted by nobody" in str(found["attack#1"].told)


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": "Beta said that it had nothing to do with it."},  # its position is there
        {"summary": "Andrei was hurt."},
        {"summary": "A witness called it an accident."},
        {"summary": "Andrei called it an act of Beta.", "claims": [claim(("beta", "denies"), ("anna", "asserts"))]},
        {"summary": "Andrei called it an act of Beta.", "claims": []},
    ],
)
def test_a_claim_is_left_alone_where_somebody_asserts_it_or_nobody_else_spoke(tmp_path, fields):
    events = {"attack": event(**{"title": "An attack", "claims": DENIED} | fields)}
    assert advice_on(tmp_path, NOBODY_ASSERTS, events) == {}


GROUP = "A group acting on behalf of Beta's state authorities carried out the attack on the bridge in May 2025."
SAME = "The group that attacked the bridge in 2025 acted on behalf of Béta's state authorities."


@pytest.mark.parametrize(
    ("text", "linked", "expected"),
    [
        (SAME, True, ["first#1:second#1"]),
        (GROUP.upper(), True, ["first#1:second#1"]),
        (SAME, False, []),
        ("Gamma's army built the bridge.", True, []),
    ],
)
def test_one_proposition_in_two_linked_events_is_told(tmp_path, text, linked, expected):
    links = [{"to": "second", "relation": "same-story"}] if linked else []
    events = {
        "first": event(claims=[claim(("anna", "asserts"), text=GROUP)], links=links),
        "second": event(claims=[claim(("boris", "denies"), text=text)], sources={"one": source(name="two")}),
    }
    found = advice_on(tmp_path, SAME_CLAIM, events)
    assert list(found) == expected
    assert all("says the same as second#1" in str(item.told) for item in found.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The pause was broken by Alpha.", ["pause#1:pause#2"]), ("Beta kept to the pause of nine days.", [])],
)
def test_one_proposition_twice_in_an_event_is_told(tmp_path, text, expected):
    claims = [claim(("anna", "denies"), text="Alpha broke the pause."), claim(("boris", "asserts"), text=text)]
    assert list(advice_on(tmp_path, SAME_CLAIM, {"pause": event(claims=claims)})) == expected


@pytest.mark.parametrize(("text", "expected"), [(None, []), (SAME, ["first#1:third#1"])])
def test_a_claim_of_several_linked_events_is_no_second_claim_and_told_once(tmp_path, text, expected):
    links = [{"to": "first", "relation": "follows"}, {"to": "second", "relation": "follows"}]
    third = {"claims": [claim(("boris", "denies"), text=text)]} if text else {}
    given = {
        "first": event(claims=[claim(("anna", "asserts"), text=GROUP)]),
        "second": event(claims=[{"same": "first#1"}], links=links[:1], sources={"one": source(name="two")}),
        "third": event(links=links, sources={"one": source(name="three")}, **third),
    }
    assert list(advice_on(tmp_path, SAME_CLAIM, given)) == expected


def test_a_claim_stands_beside_those_of_an_event_that_names_it(tmp_path):
    second = [claim(("boris", "denies"), text=SAME), {"same": "first#1"}]
    given = {
        "first": event(claims=[claim(("anna", "asserts"), text=GROUP)]),
        "second": event(claims=second, sources={"one": source(name="two")}),
    }
    assert list(advice_on(tmp_path, SAME_CLAIM, given)) == ["second#1:first#1"]


@pytest.mark.parametrize(("begins", "expected"), [("2026-01-10", []), ("2026-02-17", ["talks#2:alpha"])])
def test_an_earlier_event_that_the_claim_stands_in_explains_a_position(tmp_path, begins, expected):
    early = claim(("alpha", "asserts", "2026-01-15", "talks-two"), text="No deal was made.")
    given = events(talks={"claims": [EVENTS["talks"]["claims"][0], early]}, summit={"when": begins})
    assert list(advice_on(tmp_path, BEFORE_EVENT, given)) == expected


def test_a_claim_that_nobody_asserts_is_told_where_it_is_held(tmp_path):
    denied = claim(("boris", "denies", "", "talks-one"), text="No deal was made.")
    talks = {"claims": [EVENTS["talks"]["claims"][0], denied], "summary": "Andrei said that no deal was made."}
    assert list(advice_on(tmp_path, NOBODY_ASSERTS, events(talks=talks))) == ["talks#2"]
