"""Pairs that may be one event: who is compared, by cases and against a look at every pair."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from timeline.bring import duplicates
from timeline.bring.duplicates import ALIKE, ALIKE_WITHOUT_ACTORS, Occurrence, TooLarge, find_pairs, same_address
from timeline.bring.names import fold

DAY = np.datetime64("2026-02-04")


def one(key, title="Talks end in Geneva", day=DAY, last=None, who=("alpha",), urls=()):
    return Occurrence(key, day, day if last is None else last, title, frozenset(who), frozenset(urls))


ASKED = {
    "the same words": (one("a"), one("b"), True),
    "other order, more words": (one("a"), one("b", "In Geneva, talks end without a result"), True),
    "case, accents, punctuation": (one("a"), one("b", "TALKS ÉND, in “Geneva”"), True),
    "another title": (one("a"), one("b", "Power cuts in the north"), False),
    "the day after": (one("a"), one("b", day=DAY + 1), True),
    "the day before": (one("a"), one("b", day=DAY - 1), True),
    "two days after": (one("a"), one("b", day=DAY + 2), False),
    "it ends on the day": (one("a"), one("b", day=DAY - 5, last=DAY), True),
    "it only holds the day": (one("a"), one("b", day=DAY - 5, last=DAY + 5), False),
    "both last, and end a day apart": (one("a", last=DAY + 9), one("b", day=DAY - 9, last=DAY + 10), True),
    "another actor": (one("a"), one("b", who=("beta",)), False),
    "one of their actors": (one("a", who=("alpha", "beta")), one("b", who=("beta", "gamma")), True),
    "nobody on both sides": (one("a", who=()), one("b", who=()), True),
    "nobody on one side": (one("a"), one("b", who=()), False),
    "open at the start": (one("a", day=None, last=DAY), one("b", day=None, last=DAY + 9), False),
    "open at the end": (one("a", last=np.datetime64("NaT")), one("b", last=np.datetime64("NaT")), True),
    "no title at all": (one("a", "?"), one("b", "!"), False),
}


@pytest.mark.parametrize(("new", "known", "asked"), ASKED.values(), ids=ASKED)
def test_which_pairs_are_asked_about(new, known, asked):
    for found in (find_pairs([new], [known]), find_pairs([new, known], [])):
        assert [(pair.new, pair.other) for pair in found.pairs] == [("a", "b")] * asked
        assert found.too_large == ()
    assert find_pairs([], [new, known]).pairs == (), "known ones are not compared with each other"


def test_without_actors_titles_have_to_be_more_alike():
    titles = "Governor visits flooded villages", "Governor visits flooded towns"
    score = fuzz.token_set_ratio(*map(fold, titles))
    assert ALIKE <= score < ALIKE_WITHOUT_ACTORS
    for who, asked in ((("alpha",), 1), ((), 0)):
        assert len(find_pairs([one("a", titles[0], who=who)], [one("b", titles[1], who=who)]).pairs) == asked


def test_pairs_come_once_and_those_most_alike_first():
    new = [one("a", who=("alpha", "beta")), one("b", "Talks end in Genoa", who=("alpha", "beta"))]
    found = find_pairs(new, [one("c", who=("beta", "alpha"))])
    assert [(pair.new, pair.other) for pair in found.pairs] == [("a", "c"), ("a", "b"), ("b", "c")]
    assert found.pairs[0].score == 100 > found.pairs[1].score


def test_a_pair_says_whether_both_cite_one_document():
    new = one("a", urls=("http://Post.example/a/?utm_source=x#top", "https://post.example/b"))
    same, other = one("b", urls=("https://post.example/a",)), one("c", urls=("https://post.example/A",))
    assert [pair.same_document for pair in find_pairs([new], [same, other]).pairs] == [True, False]


def test_a_group_that_is_too_large_is_told_and_not_compared(monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_ROWS", 3)
    rows = [one("a"), one("b"), one("c")]
    assert len(find_pairs(rows, []).pairs) == 3
    found = find_pairs([*rows, one("d", day=DAY + 1)], [one("e", day=DAY + 5)])
    assert found.pairs == ()
    assert found.too_large == (TooLarge(DAY, "alpha", 4), TooLarge(DAY + 1, "alpha", 4))
    assert find_pairs([], [*rows, one("d")]).too_large == (), "nobody wanted to know"


def test_of_very_many_pairs_the_most_alike_are_told(monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_PAIRS", 4)
    monkeypatch.setattr(duplicates, "_KEPT", 5)
    rows = [one(str(number), "Talks end in Geneva" if number < 3 else "Talks end in Genoa") for number in range(8)]
    found = find_pairs(rows, [])
    assert found.more
    assert [pair.score for pair in found.pairs] == [100.0] * 4
    assert [(pair.new, pair.other) for pair in found.pairs] == [("0", "1"), ("0", "2"), ("1", "2"), ("3", "4")]


TITLES = st.sampled_from(
    ["Talks end", "Talks end in Geneva", "Strike on the port", "Port struck", "Strike on a port, two dead", ""]
)
ROWS = st.builds(
    lambda start, lasts, title, who: (start, start + lasts, title, frozenset(who)),
    st.integers(0, 6),
    st.sampled_from([0, 0, 1, 3]),
    TITLES,
    st.sets(st.sampled_from("abc"), max_size=2),
)


def by_hand(new, known, most):
    """Every pair looked at by itself."""
    rows = [*new, *known]

    def small(actor, day, bound):
        return sum(abs(row[bound] - day) <= 1 and actor in (row[3] or {""}) for row in rows) <= most

    for i, j in itertools.combinations(range(len(rows)), 2):
        if i >= len(new):
            continue
        (one, other), shared = (rows[i], rows[j]), (rows[i][3] or {""}) & (rows[j][3] or {""})
        met = any(
            abs(one[bound] - other[bound]) <= 1 and small(actor, day, bound)
            for bound in ((0, 1) if one[0] < one[1] or other[0] < other[1] else (0,))
            for day in (one[bound], other[bound])
            for actor in shared
        )
        alike = fuzz.token_set_ratio(fold(one[2]), fold(other[2])) >= (ALIKE_WITHOUT_ACTORS if "" in shared else ALIKE)
        if met and alike:
            yield i, j


@given(st.lists(ROWS, max_size=9), st.lists(ROWS, max_size=9), st.integers(1, 6))
def test_every_pair_within_the_bounds_is_found_and_no_other(new, known, most):
    occurrences = [Occurrence(str(number), *row) for number, row in enumerate([*new, *known])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "MOST_ROWS", most)
        found = find_pairs(occurrences[: len(new)], occurrences[len(new) :])
    assert sorted((int(pair.new), int(pair.other)) for pair in found.pairs) == sorted(by_hand(new, known, most))


def test_no_two_events_of_the_record_are_taken_for_one(real_record):
    events = real_record.tables().events
    columns = (events[name].tolist() for name in ("id", "title", "actors"))
    days = (events[name].to_numpy().astype("datetime64[D]") for name in ("start", "end"))
    rows = [
        Occurrence(name, start, end, title, frozenset(who))
        for name, title, who, start, end in zip(*columns, *days, strict=True)
    ]
    assert len(rows) > 200
    assert find_pairs(rows, []).pairs == ()
    again = find_pairs([row._replace(key=f"row {row.key}") for row in rows], rows).pairs
    assert [(pair.new, pair.other) for pair in again if pair.score == 100] == [
        (f"row {row.key}", row.key) for row in rows
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://post.example/a", "https://post.example/a"),
        ("https://POST.example/a", "https://post.example/a"),
        ("https://post.example/a/", "https://post.example/a"),
        ("https://post.example/", "https://post.example"),
        ("https://post.example/a#top", "https://post.example/a"),
        ("https://post.example:443/a", "http://post.example:80/a"),
        ("https://post.example/a?utm_source=x&b=1&UTM_medium=y", "https://post.example/a?b=1"),
        ("https://post.example/a?utm_source=x", "https://post.example/a"),
    ],
)
def test_addresses_of_one_document(one, other):
    assert same_address(one) == same_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://post.example/a", "https://www.post.example/a"),
        ("https://post.example/a", "https://post.example/A"),
        ("https://post.example/a?b=1", "https://post.example/a"),
        ("https://post.example/a?b=1&c=2", "https://post.example/a?c=2&b=1"),
        ("http://post.example:443/a", "https://post.example/a"),
        ("https://post.example/a?x=utm_source", "https://post.example/a"),
        ("https://a@post.example/", "https://post.example/"),
        ("http://[", "http://[1"),
        ("https://post.example:99999/a", "https://post.example/a"),
        ("post.example/a", "https://post.example/a"),
    ],
)
def test_addresses_of_two_documents(one, other):
    assert same_address(one) != same_address(other)


@given(st.text(max_size=40))
def test_no_address_makes_it_fail(text):
    assert same_address(text) == same_address(text)
    assert same_address(f"https://post.example/{text}") == same_address(f"http://post.example/{text}")


def test_many_rows_take_seconds():
    """20,000 rows; 100,000 of ten years with 100 actors took 9 seconds of processor time."""
    rows = [
        one(
            str(n),
            f"Event {n * 7919 % 10_007} at {n * 104_729 % 99_991}",
            DAY + n % 3650,
            who=(f"a{n % 97}", f"b{n % 89}"),
        )
        for n in range(20_000)
    ]
    start = time.process_time()
    assert find_pairs(rows, []).too_large == ()
    assert time.process_time() - start < 15
