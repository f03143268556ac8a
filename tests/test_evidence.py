"""Grades against hand-worked cases: read the tables as the definition."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writing import claim, event, source, write_collection
from timeline import evidence, open_collection
from timeline.collection.vocabulary import CONTEST_MEANINGS, CONTESTS, SUPPORT_MEANINGS, SUPPORTS

# publishers of the event's sources, sides of its actors -> support, and words the reason must hold
SUPPORT = [
    (["First Wire", "Second Wire"], "corroborated", ["two independent publishers: First Wire, Second Wire"]),
    (
        ["First Wire", "Public Radio"],
        "corroborated",
        ["two independent publishers: First Wire, Public Radio"],
    ),
    (["First Wire", "First Wire"], "single-source", ["one independent publisher: First Wire"]),
    (["First Wire"], "single-source", ["one independent publisher: First Wire"]),
    (["First Wire", "Alpha TV"], "single-source", ["First Wire", "Alpha TV is controlled by Alpha, a party"]),
    (
        ["Alpha TV", "Beta Gazette"],
        "corroborated",
        ["Alpha TV is controlled by Alpha", "Beta Gazette speaks for Beta"],
    ),
    (["Alpha TV"], "one-side-only", ["Alpha TV is controlled by Alpha"]),
    (["Alpha TV", "Alpha Army News"], "one-side-only", ["Alpha Army News speaks for Army of Alpha"]),
    (["Alpha TV", "Digest"], "one-side-only", ["Digest corroborates nothing"]),
    (["Digest"], "weakly-sourced", ["Digest corroborates nothing"]),
    (["Digest", "Alpha Digest"], "weakly-sourced", ["Digest and Alpha Digest corroborate nothing"]),
    (["First Wire", "Digest"], "single-source", ["one independent publisher: First Wire"]),
    (
        ["First Wire", "Second Wire", "Alpha TV"],
        "corroborated",
        ["two independent", "Alpha TV is controlled by Alpha"],
    ),
    (["Valley Post"], "not-assessed", ["one publisher of unknown owner set aside: Valley Post"]),
    (
        ["Valley Post", "Hill Post", "Hill Post"],
        "not-assessed",
        ["two publishers of unknown owner set aside: Valley Post, Hill Post"],
    ),
    (["First Wire", "Valley Post"], "single-source", ["First Wire", "set aside: Valley Post"]),
    (["Alpha TV", "Valley Post"], "one-side-only", ["Alpha TV is controlled by Alpha", "set aside: Valley Post"]),
    (["Digest", "Valley Post"], "weakly-sourced", ["Digest corroborates nothing", "set aside: Valley Post"]),
]


@pytest.mark.parametrize(
    ("publishers", "support", "reasons"), SUPPORT, ids=lambda v: "+".join(v) if isinstance(v, list) else v
)
def test_support_of_an_event_between_alpha_and_beta(tmp_path, publishers, support, reasons):
    sources = {f"s{n}": source(publisher, f"s{n}") for n, publisher in enumerate(publishers)}
    record = open_collection(write_collection(tmp_path, {"meeting": event(sources=sources)}))
    assert record.events["support"].tolist() == [support]
    words = evidence.explain_supports(record, record.events, record.sources)["meeting"].words
    for reason in reasons:
        assert reason in words


# publishers of the event's sources -> what the card counts of its documents
COUNTED = [
    (["First Wire", "Second Wire"], "2 independent sources of 2"),
    (["First Wire", "First Wire", "Digest"], "1 independent source of 3"),
    (["First Wire", "Alpha TV"], "1 independent source of 2"),
    (["Alpha TV", "Digest"], "no independent source of 2"),
    (["Alpha TV", "Beta Gazette"], "2 sides’ own sources of 2"),
    (["First Wire", "Alpha TV", "Beta Gazette"], "1 independent and 2 sides’ own sources of 3"),
    (["First Wire", "Second Wire", "Alpha TV", "Beta Gazette"], "2 independent sources of 4"),
    (["Digest"], "no independent source of 1"),
    (["Digest", "Valley Post"], "no independent source of 2"),
    (["First Wire", "Valley Post"], "1 independent source of 2"),
    (["Valley Post"], "1 source of unknown owner"),
    (["Valley Post", "Hill Post"], "2 sources of unknown owner"),
]


@pytest.mark.parametrize(("publishers", "counted"), COUNTED, ids=lambda v: "+".join(v) if isinstance(v, list) else v)
def test_what_counts_of_an_event_s_documents(tmp_path, publishers, counted):
    sources = {f"s{n}": source(publisher, f"s{n}") for n, publisher in enumerate(publishers)}
    record = open_collection(write_collection(tmp_path, {"meeting": event(sources=sources)}))
    grounds = evidence.explain_supports(record, record.events, record.sources)["meeting"]
    assert grounds.of(len(publishers)) == counted
    assert evidence.grade_support(*grounds[:3]) == record.events["support"].item()


def test_the_numbers_on_cards_are_those_of_the_method(real_record):
    """Counted here as docs/method.md says it, event by event, and not as the software does."""
    tables = real_record.tables()
    register = {row["id"]: row for row in tables.publishers.to_dict("records")}
    sides = dict(zip(tables.actors["id"], tables.actors["side"], strict=True))
    publisher_of = dict(zip(tables.sources["id"], tables.sources["publisher"], strict=True))
    grounds = evidence.explain_supports(real_record, tables.events, tables.sources)
    for row in tables.events.to_dict("records"):
        named = {publisher_of[document] for document in row["sources"]}
        weak = {publisher for publisher in named if register[publisher]["weak"]}
        unknown = {publisher for publisher in named - weak if register[publisher]["control"] == "unknown"}
        strong = [register[publisher] for publisher in named - weak - unknown]
        side_of = [sides[p["controlled_by"]] if p["control"] in ("state-run", "official") else "" for p in strong]
        own = [side for side in side_of if side in {sides[actor] for actor in row["actors"]}]
        found = grounds[row["id"]]
        assert found[:4] == (len(strong) - len(own), len(set(own)), len(weak), len(unknown)), row["id"]
        assert evidence.grade_support(*found[:3]) == row["support"], row["id"]


def test_a_state_publisher_is_independent_where_its_state_is_no_party(tmp_path):
    sources = {"a": source("Alpha TV", "a"), "b": source("First Wire", "b")}
    record = open_collection(write_collection(tmp_path, {"meeting": event(sources=sources, actors=["beta", "gamma"])}))
    assert record.events["support"].tolist() == ["corroborated"]


def test_a_member_brings_its_side_into_the_event(tmp_path):
    record = open_collection(
        write_collection(tmp_path, {"meeting": event(sources={"a": source("Alpha TV", "a")}, actors=["anna"])})
    )
    assert record.events["sides"].tolist() == [("alpha",)]
    assert record.events["support"].tolist() == ["one-side-only"]


def test_a_wire_text_on_another_site_is_the_wires(tmp_path):
    sources = {"a": source("First Wire", "a"), "b": source("First Wire", "b", via="Second Wire")}
    record = open_collection(write_collection(tmp_path, {"meeting": event(sources=sources)}))
    assert record.events["support"].tolist() == ["single-source"]


def test_a_source_cited_for_a_position_only_does_not_carry_the_event(tmp_path):
    sources = {"one": source(), "b": source("Second Wire", "b", cited_for="positions")}
    record = open_collection(write_collection(tmp_path, {"meeting": event(sources=sources)}))
    assert record.events["support"].tolist() == ["single-source"]
    assert record.events["sources"].tolist() == [("one",)]


# positions in the order of the file -> contest
CONTEST = [
    ("one side asserts, another denies", [("alpha", "asserts"), ("beta", "denies")], "contested"),
    ("members speak for their sides", [("anna", "asserts"), ("boris", "denies")], "contested"),
    (
        "split, and another side denies too",
        [("anna", "asserts"), ("andrei", "denies"), ("beta", "denies")],
        "contested",
    ),
    ("members of one side disagree", [("anna", "asserts"), ("andrei", "denies")], "split"),
    ("only denials", [("alpha", "denies"), ("beta", "denies")], "denied"),
    ("denied, and doubted", [("alpha", "denies"), ("beta", "questions")], "denied"),
    ("asserted and doubted", [("alpha", "asserts"), ("beta", "questions")], "questioned"),
    (
        "two assert, one doubts",
        [("alpha", "asserts"), ("beta", "asserts"), ("gamma", "questions")],
        "questioned",
    ),
    ("only doubted", [("beta", "questions")], "questioned"),
    ("two sides assert", [("alpha", "asserts"), ("beta", "asserts")], "agreed"),
    ("one side asserts, through two members", [("anna", "asserts"), ("andrei", "asserts")], "one-sided"),
    ("one asserts, another declines", [("alpha", "asserts"), ("beta", "declines")], "one-sided"),
    ("only declined", [("alpha", "declines")], "no-position"),
    (
        "changed to a denial",
        [("alpha", "asserts", "2026-01-01"), ("alpha", "denies", "2026-02-01")],
        "denied",
    ),
    (
        "the later position counts, not the later line",
        [
            ("alpha", "denies", "2026-02-01"),
            ("alpha", "asserts", "2026-01-01"),
            ("beta", "asserts", "2026-01-01"),
        ],
        "contested",
    ),
    ("undated counts as earliest", [("alpha", "denies", "2025-01-01"), ("alpha", "asserts")], "denied"),
    (
        "a change that ends the dispute",
        [
            ("alpha", "asserts", "2026-01-01"),
            ("beta", "denies", "2026-01-02"),
            ("beta", "asserts", "2026-03-01"),
        ],
        "agreed",
    ),
]


@pytest.mark.parametrize(("positions", "contest"), [c[1:] for c in CONTEST], ids=[c[0] for c in CONTEST])
def test_contest_of_a_claim(tmp_path, positions, contest):
    record = open_collection(write_collection(tmp_path, {"meeting": event(claims=[claim(*positions)])}))
    assert not record.problems
    assert record.claims["contest"].tolist() == [contest]
    assert record.events["contest"].tolist() == [contest]


def test_the_most_disputed_claim_stands_for_the_event(tmp_path):
    claims = [
        claim(("alpha", "asserts")),
        claim(("alpha", "asserts"), ("beta", "denies")),
        claim(("beta", "denies")),
    ]
    record = open_collection(write_collection(tmp_path, {"meeting": event(claims=claims), "other": event()}))
    assert dict(zip(record.events["id"], record.events["contest"], strict=True)) == {
        "meeting": "contested",
        "other": "",
    }


SUPPORT_CASES = [
    # independent, own sides, weak, grade
    (0, 0, 0, "not-assessed"),
    (0, 0, 1, "weakly-sourced"),
    (0, 0, 2, "weakly-sourced"),
    (0, 1, 0, "one-side-only"),
    (0, 1, 1, "one-side-only"),
    (1, 0, 0, "single-source"),
    (1, 0, 2, "single-source"),
    (1, 1, 0, "single-source"),
    (0, 2, 0, "corroborated"),
    (2, 0, 0, "corroborated"),
    (1, 2, 0, "corroborated"),
]
CONTEST_CASES = [
    # sides asserting, denying, either; anybody questions; grade
    (0, 0, 0, False, "no-position"),
    (1, 0, 1, False, "one-sided"),
    (2, 0, 2, False, "agreed"),
    (1, 0, 1, True, "questioned"),
    (2, 0, 2, True, "questioned"),
    (0, 0, 0, True, "questioned"),
    (0, 1, 1, False, "denied"),
    (0, 1, 1, True, "denied"),
    (1, 1, 1, False, "split"),
    (1, 1, 1, True, "split"),
    (1, 1, 2, False, "contested"),
    (2, 1, 2, True, "contested"),
]


@pytest.mark.parametrize(("independent", "own_sides", "weak", "grade"), SUPPORT_CASES)
def test_the_rule_of_support(independent, own_sides, weak, grade):
    assert evidence.grade_support(independent, own_sides, weak) == grade


@pytest.mark.parametrize(("asserting", "denying", "together", "questioned", "grade"), CONTEST_CASES)
def test_the_rule_of_contest(asserting, denying, together, questioned, grade):
    assert evidence.grade_contest(asserting, denying, together, questioned) == grade


@given(st.tuples(*[st.integers(0, 6)] * 3), st.booleans())
def test_the_rules_tell_no_counts_above_many_apart(counts, questioned):
    few = [min(count, evidence.grades.MANY) for count in counts]
    assert evidence.grade_support(*counts) == evidence.grade_support(*few)
    assert evidence.grade_contest(*counts, questioned) == evidence.grade_contest(*few, questioned)


def test_thousands_of_sides_on_one_question_are_graded_as_two_are():
    speakers = [f"actor{number}" for number in range(5_000)]
    positions = pd.DataFrame({"claim": "topic", "side": speakers, "stance": ["asserts", "denies"] * 2_500})
    assert evidence.derive_contest(positions.assign(latest=True)).to_dict() == {"topic": "contested"}


def test_the_rules_give_every_grade_and_no_other():
    assert {case[-1] for case in SUPPORT_CASES} == set(SUPPORTS)
    assert {case[-1] for case in CONTEST_CASES} == set(CONTESTS)


def test_the_method_says_of_every_grade_what_the_pages_say(root):
    """The words of the grades stand once, in the vocabulary; the document repeats them, in the order of the rules."""
    text = (root / "docs/method.md").read_text(encoding="utf-8")
    for title, labels, meanings in (
        ("## Support for an event", SUPPORTS, SUPPORT_MEANINGS),
        ("## Disputed?", CONTESTS, CONTEST_MEANINGS),
    ):
        section = text.partition(title)[2].partition("\n## ")[0]
        told = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE))
        del told["grade"]
        assert told == {labels[grade].lower(): meaning for grade, meaning in meanings.items()}


@pytest.fixture
def growing(tmp_path):
    """Sources of February, March and one without a date; a position that is taken back in April."""
    early = event(
        when="2026-02-03",
        sources={
            "one": source(published="2026-02-03"),
            "two": source("Second Wire", "two", published="2026-03-01"),
            "late": source("Second Wire", "late", published="2026-04-10", cited_for="positions"),
        },
        claims=[
            claim(
                ("alpha", "asserts", "2026-02-03"),
                ("beta", "denies", "2026-03-01", "two"),
                ("beta", "asserts", "2026-04-10", "late"),
            )
        ],
    )
    undated = event(when="2026-05-01/2026-05-03", sources={"x": source("First Wire", "x", published=None)})
    month = event(when="2026-01-05", sources={"m": source("First Wire", "m", published="2026-02")})
    return open_collection(write_collection(tmp_path, {"early": early, "undated": undated, "month": month}))


@pytest.mark.parametrize(
    ("day", "events", "support", "contest"),
    [
        ("2026-02-02", [], "", ""),
        ("2026-02-03", ["early"], "single-source", "one-sided"),
        ("2026-02-27", ["early"], "single-source", "one-sided"),
        ("2026-02-28", ["month", "early"], "single-source", "one-sided"),
        ("2026-03-01", ["month", "early"], "corroborated", "contested"),
        ("2026-04-10", ["month", "early"], "corroborated", "agreed"),
        ("2026-05-02", ["month", "early"], "corroborated", "agreed"),
        ("2026-05-03", ["month", "early", "undated"], "corroborated", "agreed"),
    ],
)
def test_the_record_as_known_on_a_day(growing, day, events, support, contest):
    then = growing.known_on(date.fromisoformat(day))
    assert then.events["id"].tolist() == events
    if events:
        row = then.events.set_index("id").loc["early"]
        assert (row["support"], row["contest"]) == (support, contest)


@pytest.mark.parametrize(
    ("day", "documents"),
    [
        ("2026-02-09", []),
        ("2026-02-10", [("early", ())]),
        ("2026-03-01", [("first", ("early",))]),
        ("2026-04-01", [("first", ("early", "last"))]),
    ],
)
def test_a_position_is_known_with_the_first_of_its_documents(tmp_path, day, documents):
    days = {"first": "2026-03-01", "early": "2026-02-10", "last": "2026-04-01"}
    sources = {"own": source(name="own")} | {
        name: source(name=name, published=published, cited_for="positions") for name, published in days.items()
    }
    said = ("beta", "denies", "2026-02-05", "first", "", ["early", "last"])
    record = open_collection(write_collection(tmp_path, {"e": event(sources=sources, claims=[claim(said)])}))
    assert record.problems == ()
    then = record.known_on(date.fromisoformat(day))
    found = list(zip(then.positions["source"], then.positions["further_sources"], strict=True))
    assert found == documents
    assert set(then.sources["id"]) == {"own", *(name for first, rest in documents for name in (first, *rest))}


def test_known_on_the_last_day_is_the_record_of_today(growing):
    then = growing.known_on(date(2030, 1, 1))
    for name in ("events", "claims", "positions", "searches", "sources", "links", "strikes"):
        assert getattr(then, name).equals(getattr(growing, name)), name
