"""What a collection opens with, and how far it goes: read from files and tables alike, and what is wrong is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.writing import claim, dump, event, sheets_of, write_collection, write_sheets
from timeline.collection.lead import NUMBERS, Question, fill_standfirst
from timeline.collection.tables import About
from timeline.query.collection import open_collection

KINDS = ("files", ".parquet", ".csv")
ABOUT: dict[str, Any] = {
    "title": "Crossings",
    "headline": "Which bridge held?",
    "standfirst": "{events} events, {claims} claims ({disputed} disputed), {sources} documents, {from} to {to}.",
    "questions": [
        {"text": "Did it hold?", "link": "who-says-what?topic=bridge"},
        {"text": "What happened?", "link": "./?event=crossing"},
        {"text": "When?", "link": "?from=2026-02-01&to=2026-02-28&actor=alpha&theme=talks"},
    ],
    "covers_to": "2026-03-01",
    "edited": "2026-03-05",
}
TOPICS = [{"id": "bridge", "question": "Did it hold?", "claims": [{"claim": "crossing#1", "bears": "affirms"}]}]
MERGED = [{"date": "2026-03-05", "event": "ford", "kind": "merged", "to": "crossing"}]


def write(folder, kind, about):
    events = {"crossing": event(claims=[claim(("alpha", "asserts"))])}
    lists = {"collection": about, "topics": TOPICS, "corrections": MERGED}
    if kind == "files":
        return write_collection(folder, events, **lists)
    return write_sheets(folder, sheets_of(events), kind, **lists)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_from_files_and_from_tables_and_from_what_is_prepared_of_them(tmp_path, kind):
    folder = write(tmp_path, kind, ABOUT)
    for _ in ("from the folder", "again: of tables, from the prepared form"):
        record = open_collection(folder)
        assert record.problems == ()
        told = record.about.as_dict()
        assert {name: told[name] for name in ABOUT} == ABOUT
        assert About.from_dict(told) == record.about


@pytest.mark.parametrize("kind", KINDS)
def test_a_collection_that_says_nothing_has_none(tmp_path, kind):
    about = open_collection(write(tmp_path, kind, {"title": "Crossings"})).about
    assert (about.headline, about.standfirst, about.questions, about.covers_to, about.edited) == ("", "", (), "", "")


def changed(field, value):
    """ABOUT with one field changed; of "link" that of the second question, of "text" its text, None for without."""
    about = copy.deepcopy(ABOUT)
    part = about["questions"][1] if field in ("link", "text") else about
    if value is None:
        del part[field]
    else:
        part[field] = value
    return about


def each(field, path, words, *values):
    return {f"{field}: {str(value)[:40]}": (changed(field, value), path, words) for value in values}


PAGE = "is not a link to a page of ours; write a page with its query, such as who-says-what?topic=x"
HIDDEN = "control characters or marks that reverse text"
FAULTS = {
    **each("standfirst", "standfirst", "stands for nothing; in braces write one of {events}, {disputed}, {claims}",
           "{event} events", "{Events}", "{ events }", "{}", "{0}", "{events:>9}", "{events!r}", "{events.real}",
           "{events[0]}", "{events} and {titles}", "{подій}"),
    **each("standfirst", "standfirst", "holds { alone; in braces write one of", "{{events}}", "{events", "a { b"),
    **each("standfirst", "standfirst", "holds } alone; in braces write one of", "events}", "{events}}"),
    **each("standfirst", "standfirst", "too long", "x" * 8_001),
    **each("headline", "headline", "too long", "x" * 401),
    **each("headline", "headline", HIDDEN, "a\u202eb"),
    **each("headline", "headline", "a list is given where a text is expected", ["a"]),
    **each("questions", "questions", "At most 4", [{"text": "a", "link": "./"}] * 5),
    **each("questions", "questions", "is given where a list is expected", "who-says-what"),
    **each("questions", "questions.0.lnk", "Did you mean link?", [{"text": "a", "lnk": "./"}]),
    **each("text", "questions.1.text", "is missing", None),
    **each("text", "questions.1.text", "is empty", ""),
    **each("text", "questions.1.text", HIDDEN, "a\u2066b"),
    **each("link", "questions.1.link", "is missing", None),
    **each("link", "questions.1.link", "is empty", ""),
    **each("link", "questions.1.link", HIDDEN, "?q=a\u202eb"),
    **each("link", "questions.1.link", PAGE,
           "https://example.org/", "//example.org/", "javascript:alert(1)", "data:text/html,x", "mailto:a@b",
           "/who-says-what", "../data", "who-says-what/", "who-says-what#x", "who-says-what?topic=a b", "Claims",
           "?q=<b>", '?q="x"', "?q='x'", "?q=a//b", "?q={events}", "a\\b", "who_says", "./who-says-what", "?a?b#c"),
    **{key: case for field in ("covers_to", "edited") for key, case in each(
        field, field, "is not a day; write year, month and day, such as 2026-02-03",
        "2026-02", "1 July 2026", "20260701", "2026-02-30", "2026-W06-2", "2026-07-01T00:00", "2026-07-01~").items()},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("about", "field", "words"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_in_it_is_told_with_its_line_and_what_to_write(tmp_path, kind, about, field, words):
    record = open_collection(write(tmp_path, kind, about))
    assert [p.file for p in record.problems] == ["collection.yaml"] * len(record.problems)
    told = {problem.field: problem for problem in record.problems}
    assert words in str(told[field])
    lines = dump(about).splitlines()
    first = 1 + next(number for number, line in enumerate(lines) if line.startswith(field.partition(".")[0]))
    assert (told[field].line or 0) - first in (range(10) if "." in field else (0,))
    assert len(record.events) == 1, "the events do not depend on it"


UNKNOWN = {
    "a topic": ("who-says-what?topic=bridges", "names the topic “bridges”", "Did you mean bridge?"),
    "an event": ("./?event=crosing", "names the event “crosing”", "Did you mean crossing?"),
    "a claim": ("who-says-what?claim=crossing%232", "names the claim “crossing#2”", "Did you mean crossing#1?"),
    "a claim of no event": ("who-says-what?claim=x%231", "names the claim “x#1”", "Write one of: crossing#1."),
    "an actor": ("?actor=alpah", "names the actor “alpah”", "Did you mean alpha?"),
    "the second of two": ("?actor=beta&actor=betta", "names the actor “betta”", "Did you mean beta?"),
    "a speaker": ("who-says-what?speaker=anne", "names the speaker “anne”", "Did you mean anna?"),
    "a theme": ("?theme=talk", "names the theme “talk”", "Did you mean talks?"),
    "a document": ("story-check?document=two", "names the document “two”", "Write one of: one."),
    "a publisher": ("?publisher=digests", "names the publisher “digests”", "Did you mean digest?"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("link", "words", "advice"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_question_about_what_is_not_there_is_told_and_left_out(tmp_path, kind, link, words, advice):
    record = open_collection(write(tmp_path, kind, changed("link", link)))
    (problem,) = record.problems
    assert (problem.file, problem.field) == ("collection.yaml", "questions.1.link")
    assert problem.message == f"{words}, which is not in this record."
    assert (problem.advice, problem.consequence) == (advice, "The question was left out.")
    assert [question.text for question in record.about.questions] == ["Did it hold?", "When?"]
    assert record.about.headline == "Which bridge held?", "the rest stays"


LINKS = (
    "./",
    "talks-and-strikes",
    "?q=%D0%B7",
    "./?event=ford",
    "who-says-what?claim=crossing%231",
    "story-check?document=one",
    "?from=2026-01-01",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("link", LINKS)
def test_pages_filters_and_merged_events_may_be_linked_to(tmp_path, kind, link):
    record = open_collection(write(tmp_path, kind, changed("link", link)))
    assert record.problems == ()
    assert record.about.questions[1] == Question(text="What happened?", link=link)


def test_every_number_is_filled_in_and_nothing_is_formatted():
    text = " ".join(f"{{{name}}}" for name in NUMBERS)
    assert fill_standfirst(text, {name: name.upper() for name in NUMBERS}) == " ".join(NUMBERS).upper()
    assert fill_standfirst("{from}", {"from": "{to} %s"}) == "{to} %s", "what is filled in is not looked at again"
