"""What stands beside the pointer: plain words, never a collection's own markup."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.charts.hover import WRAP, contest_words, hover_text, hover_texts, sources_words, support_words, wrap
from timeline.collection.vocabulary import CONTESTS, SUPPORTS

OWN_MARKUP = re.compile(r"</?(b|i)>|<br>")


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">here</a>',
        "5 < 6 & 7 > 6",
        "&lt;b&gt;",
        "one<br>two",
    ],
)
def test_texts_of_a_collection_are_shown_as_they_are_written(hostile):
    text = hover_text(hostile, hostile, hostile, hostile, hostile, about=True)
    assert "<" not in OWN_MARKUP.sub("", text)
    assert html.unescape(OWN_MARKUP.sub(" ", text)).count(hostile) == 5


def test_title_date_grades_and_sources_stand_in_this_order():
    text = hover_text("Talks resume", "3 February 2026", "corroborated", "contested", "2 sources: AP", about=False)
    assert text.split("<br>") == [
        "<b>Talks resume</b>",
        "3 February 2026",
        f"{SUPPORTS['corroborated']}. {CONTESTS['contested']}.",
        "2 sources: AP",
    ]


def test_a_date_that_is_not_certain_is_explained():
    assert "The day is not known" in hover_text("T", "March 2026", "corroborated", "", "1 source", about=True)


@given(st.text())
def test_lines_stay_short_and_lose_no_word(text):
    lines = [html.unescape(line) for line in wrap(text).split("<br>")]
    assert all(len(line) <= WRAP for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("count", "publishers", "words"),
    [
        (0, [], "0 sources"),
        (1, ["AP"], "1 source: AP"),
        (2, ["AP", "TASS"], "2 sources: AP, TASS"),
        (9, list("abcdefgh"), "9 sources: a, b, c, d, e, f and 2 more"),
    ],
)
def test_sources_are_counted_and_named(count, publishers, words):
    assert sources_words(count, publishers) == words


@pytest.mark.parametrize("grade", SUPPORTS)
def test_each_grade_of_support_has_words(grade):
    assert support_words(grade) == SUPPORTS[grade]


@pytest.mark.parametrize("standing", [name for name in CONTESTS if name])
def test_each_standing_of_claims_has_words(standing):
    assert contest_words(standing) == CONTESTS[standing]


def test_an_event_of_the_record_is_told_by_names_of_publishers(real_record):
    events = real_record.events.head(5)
    texts = hover_texts(events, real_record.publisher_names, [False] * 5)
    for text, when, publishers in zip(texts, events["when_words"], events["publishers"], strict=True):
        plain = html.unescape(text.replace("<br>", " "))
        assert when in plain
        assert real_record.publisher_names[publishers[0]] in plain
