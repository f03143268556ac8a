"""The lead: live numbers in the standfirst, and how it stands with what each question leads to."""

from __future__ import annotations

import dataclasses
import re

import pytest
from bs4 import BeautifulSoup

from tests.front.records import record_with
from tests.query.tiny import TinyAnswer, TinyRecord
from tests.writing import claim, event, source, write_collection
from timeline.collection.vocabulary import CONTESTS
from timeline.front.lead import read_lead, render_lead, render_questions
from timeline.query.answerer import NotHere
from timeline.query.collection import Collection, open_collection

QUESTIONS = ("who-says-what?topic=deal", "?from=2026-01-23&to=2026-02-04", "./?event=meeting")


def states(record):
    return [question.state for question in read_lead(record).questions]


def test_a_change_of_the_record_moves_every_number(tmp_path):
    before = read_lead(record_with(tmp_path, *QUESTIONS))
    assert before.standfirst == "3 events, 4 claims, 1 disputed, 3 documents, 23 January 2026 to 20 February 2026."
    assert [question.state for question in before.questions] == [
        "Disputed: 3 speakers, 1 change of position",
        "23 Jan – 4 Feb 2026: 2 events, 1 disputed",
        "23 January 2026: disputed",
    ]
    told = [claim(("gamma", "asserts", "2026-01-30"), ("beta", "denies", "2026-01-30"), text="A deal.")]
    said = (("anna", "asserts", "2026-01-23"), ("gamma", "denies", "2026-02-01"), ("andrei", "asserts", "2026-02-01"))
    answer = claim(*said, text="They agreed.")
    events = {
        "meeting": event(when="2026-01-24", claims=[answer]),
        "denial": event(
            when="2026-02-04",
            sources={"one": source(name="denial")},
            claims=[
                claim(("gamma", "asserts", "2026-02-04"), ("boris", "denies", "2026-02-05"), text="Nothing."),
                *[claim(("alpha", "asserts")) for _ in range(2)],
            ],
        ),
        "rumour": event(when="2026-01-30", sources={"one": source(name="rumour")}, claims=told),
        "late": event(when="2026-03-02", sources={"one": source(name="late")}),
    }
    after = read_lead(record_with(tmp_path, *QUESTIONS, events=events))
    assert after.standfirst == "5 events, 5 claims, 3 disputed, 5 documents, 24 January 2026 to 2 March 2026."
    assert [question.state for question in after.questions] == [
        "Disputed: 4 speakers, no change of position",
        "23 Jan – 4 Feb 2026: 3 events, 3 disputed",
        "24 January 2026: disputed",
    ]


# What a question links to, and how it stands.
STATES = {
    "a topic with another choice of its page": ("who-says-what?topic=deal&columns=actor",
                                                   "Disputed: 3 speakers, 1 change of position"),
    "a topic on which all agree": ("who-says-what?topic=date",
                                   f"{CONTESTS['agreed']}: 2 speakers, no change of position"),
    "a topic on which one declined": ("who-says-what?topic=silence",
                                      f"{CONTESTS['no-position']}: 1 speaker, no change of position"),
    "a filter without a period": ("?actor=alpha", "3 events, 1 disputed"),
    "a filter by a grade": ("?contest=contested", "1 event, 1 disputed"),
    "a filter by another grade": ("?contest=one-sided", "1 event, none disputed"),
    "a filter that finds nothing": ("?from=2026-04-01", "Since 1 Apr 2026: 0 events, none disputed"),
    "until a day": ("./?to=2026-01-31", "Until 31 Jan 2026: 1 event, 1 disputed"),
    "one day": ("./?from=2026-02-04&to=2026-02-04", "4 Feb 2026: 1 event, none disputed"),
    "days of a month": ("./?from=2026-02-03&to=2026-02-04", "3–4 Feb 2026: 1 event, none disputed"),
    "months of two years": ("./?from=2025-12-31&to=2026-01-31", "31 Dec 2025 – 31 Jan 2026: 1 event, 1 disputed"),
    "days a year apart": ("./?from=2025-02-04&to=2026-02-04", "4 Feb 2025 – 4 Feb 2026: 2 events, 1 disputed"),
    "an event with quieter claims": ("./?event=denial", f"4 February 2026: {CONTESTS['one-sided'].lower()}"),
    "an event without claims": ("?event=quiet", "20 February 2026"),
    "an event and a filter": ("?event=quiet&actor=anna", "20 February 2026"),
    "a claim": ("who-says-what?claim=meeting%231", ""),
    "another page": ("talks-and-strikes", ""),
    "another page with a filter": ("who-is-who?from=2026-01-01", "Since 1 Jan 2026: 3 events, 1 disputed"),
    "another page with a choice of its own": ("talks-and-strikes?step=week", ""),
    "both": ("talks-and-strikes?step=week&actor=alpha", "3 events, 1 disputed"),
    "everything": ("./", ""),
    "the record of another day": ("?from=2026-01-01&known=2026-02-01", ""),
    "a filter that is not there": ("?from=2026-01-01&colour=red", ""),
    "a day that is none": ("?from=2026-02-30", ""),
}  # fmt: skip


@pytest.mark.parametrize(("link", "state"), STATES.values(), ids=STATES)
def test_how_a_question_stands_follows_from_its_link(tmp_path, link, state):
    assert states(record_with(tmp_path, link)) == [state]


SAID = [
    {
        "document": "https://example.org/one",
        "statements": [{"number": 1, "wording": "They agreed.", "claims": [{"claim": "meeting#1"}]}],
    },
    {
        "document": "https://example.org/denial",
        "statements": [
            {"number": 1, "wording": "Yes.", "claims": [{"claim": "denial#2"}, {"claim": "denial#1"}]},
            {"number": 2, "wording": "They ate.", "claims": [{"claim": "denial#3"}]},
        ],
    },
]


@pytest.mark.parametrize(
    ("document", "state"),
    [
        ("one", "2 statements: none disputed; nobody else speaks on 1"),
        ("one-2", "1 statement: 1 disputed; nobody else speaks on 0"),
        ("one-3", ""),
    ],
)
def test_how_a_document_stands_follows_from_the_list_of_its_statements(tmp_path, document, state):
    """The third has no list; and all of it is asked of an engine that has no tables."""
    record = record_with(tmp_path, f"story-check?document={document}", statements=SAID)
    assert states(record) == [state]
    assert states(TinyRecord(record, record.events)) == [state]


def test_both_kinds_of_dispute_count_and_no_other_grade(tmp_path):
    """Between sides, and within one; what is only denied, questioned or asserted by one is not disputed."""
    sides = {
        "contested": (("anna", "asserts"), ("boris", "denies")),
        "split": (("anna", "asserts"), ("andrei", "denies")),
        "denied": (("anna", "denies"),),
        "questioned": (("anna", "questions"),),
        "one-sided": (("anna", "asserts"),),
        "agreed": (("anna", "asserts"), ("boris", "asserts")),
        "no-position": (("anna", "declines"),),
    }
    events = {name: event(claims=[claim(*positions)]) for name, positions in sides.items()}
    about = {"title": "T", "standfirst": "{disputed}", "questions": [{"text": "Q", "link": "?actor=alpha"}]}
    record = open_collection(write_collection(tmp_path, events, collection=about))
    assert record.contests == dict.fromkeys(sides, 1)
    assert read_lead(record).standfirst == "2"
    assert states(record) == ["7 events, 2 disputed"]


def test_a_collection_without_a_lead_shows_title_and_description(root):
    lead = read_lead(open_collection(root / "tests/data/plain"))
    assert lead.headline == "Invented harbour works (test data)"
    assert lead.standfirst == "Five invented events for tests. Nothing in them happened."
    assert render_questions(lead) == ""
    assert BeautifulSoup(render_lead(lead), "html.parser").h1.text == lead.headline


def test_a_title_alone_has_no_sentence_under_it(tmp_path):
    record = open_collection(write_collection(tmp_path, {"a": event()}, collection={"title": "T"}))
    assert render_lead(read_lead(record)) == '<h1 class="phrase" id="content" tabindex="-1">T</h1>'


def test_a_record_without_events_has_numbers_too(tmp_path):
    record = open_collection(
        write_collection(tmp_path, {}, collection={"title": "T", "standfirst": "{events}, {from}"})
    )
    assert read_lead(record).standfirst == "0, an unknown day"


def test_the_small_record_with_a_lead(root):
    lead = read_lead(open_collection(root / "tests/data/floods"))
    assert lead.headline == "Did the rain take lives?"
    assert (
        lead.standfirst
        == "2 events, 2 claims, 0 of them disputed, from 2 documents: 20 February 2021 to 31 March 2021."
    )
    assert [tuple(question) for question in lead.questions] == [
        (
            "Did the flood take 12 victims?",
            "who-says-what?topic=victims",
            f"{CONTESTS['denied']}: 1 speaker, no change of position",
        ),
        ("What came after it?", "./?from=2021-02-21&to=2021-03-31", "21 Feb – 31 Mar 2021: 1 event, none disputed"),
        ("How much rain fell?", "rain", ""),
    ]


def test_the_record_that_ships_asks_what_it_can_answer(real_record):
    lead = read_lead(real_record)
    assert lead.standfirst.startswith(f"{len(real_record.events)} events from the talks and strikes")
    agreed, between, _, article = (question.state for question in lead.questions)
    assert agreed.startswith("Disputed: ")
    assert between.startswith("23 Jan – 4 Feb 2026: ")
    assert re.fullmatch(r"\d+ statements: \d+ disputed; nobody else speaks on \d+", article)
    assert 1 <= real_record.events["key"].sum() <= 7


class Refusing(TinyAnswer):
    """Counts nothing, and would not bear to be read whole."""

    def counts(self):
        raise NotHere("This record does not count.")

    def stream(self, table):
        raise AssertionError(f"nobody should read all {table}")


def test_nothing_reads_a_whole_table_and_what_the_record_refuses_is_left_out(tmp_path, monkeypatch):
    """An engine has no tables; the lead is made of few questions to it, and stands without those that it refuses."""
    whole = record_with(tmp_path, *QUESTIONS)
    tiny = TinyRecord(whole, whole.events)
    assert read_lead(tiny) == read_lead(whole)
    refusing = TinyRecord(whole, whole.events)
    monkeypatch.setattr(refusing.answerer, "ask", lambda flt: Refusing(refusing.answerer, flt))
    lead = read_lead(refusing)
    assert lead.standfirst == read_lead(whole).standfirst
    assert [question.state for question in lead.questions] == [*states(whole)[:1], "", *states(whole)[2:]]


def test_a_topic_that_a_snapshot_lacks_leaves_its_state_empty(tmp_path):
    record = record_with(tmp_path, *QUESTIONS)
    kept = {"topics": record.topics[:0], "topic_claims": record.topic_claims[:0]}
    assert states(Collection.from_tables(dataclasses.replace(record, **kept)))[0] == ""


def test_a_record_is_asked_once(tmp_path):
    record = record_with(tmp_path, *QUESTIONS)
    assert read_lead(record) is read_lead(record)
    assert read_lead(record) is not read_lead(record_with(tmp_path, *QUESTIONS)), "opened anew it is another record"


def test_every_text_is_shown_as_it_was_typed(tmp_path):
    text = "<script>alert(1)</script> & “a” \"b\" 'c'"
    questions = [{"text": text, "link": "?q=xyz&theme=talks"}]
    record = record_with(tmp_path, headline=text, standfirst=f"{text} {{events}}", questions=questions)
    lead = read_lead(record)
    page = BeautifulSoup(render_lead(lead) + render_questions(lead), "html.parser")
    assert [tag.name for tag in page.find_all()] == ["h1", "p", "nav", "a", "b", "span"]
    assert page.select_one("h1.phrase").text == text
    assert page.select_one("p.standfirst").text == f"{text} 3"
    link = page.select_one("nav.questions > a[data-go]")
    assert (link["href"], link.b.text) == ("./?q=xyz&theme=talks", text)
    assert link.span.text == "0 events, none disputed"
