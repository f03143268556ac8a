"""Which numbers of a text count something, and what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.advice.counts import counts_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Flood kills at least four", [(4, "kil")]),
        ("Flood hits 12 towns and thirty-two farms", [(12, "town"), (32, "farm")]),
        ("Reservoir loses 1,400 cubic metres", [(1400, "metr")]),
        ("Lender gives 90 billion crowns", [(90_000_000_000, "crown")]),
        ("Prices rise by 2.5 per cent", [(2.5, "percent")]),
        ("Prices rise by 2.5%", [(2.5, "percent")]),
        ("Five people were hurt", [(5, "hurt")]),
        ("Three of the bridges fell", [(3, "bridg")]),
    ],
)
def test_a_number_counts_what_stands_beside_it(text, found):
    counts = list(counts_in(text))
    assert [count.value for count in counts] == [value for value, _ in found]
    assert all(word in count.of for count, (_, word) in zip(counts, found, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Alpha votes on 3 February 2026",
            "Alpha votes on 3 and 4 February",
            "Alpha votes on February 3",
            "In 2026-02",
        ),
        *("Alpha could be ready by 2029", "The 20th package", "A 20-point plan", "A three-day pause", "At 14:30"),
        *(
            "Work on Line 2 stops",
            "Alpha signs article 5",
            "Round two begins",
            "The G7 meets",
            "Six days after the vote",
        ),
    ],
)
def test_dates_years_ordinals_and_names_count_nothing(text):
    assert list(counts_in(text, compounds=False)) == []


def test_the_verb_of_a_passive_belongs_to_its_number_and_nothing_else_does():
    found = counts_in("Five people were hurt in the night, and twelve houses on the coast burned")
    assert [sorted(count.of) for count in found] == [["hurt", "peopl"], ["hous"]]


def test_the_number_of_a_compound_counts_where_a_text_only_supports_a_title():
    assert [count.value for count in counts_in("A 90-billion-crown loan")] == [90_000_000_000]
    assert list(counts_in("A 90-billion-crown loan", compounds=False)) == []


@pytest.mark.parametrize(
    ("text", "about"), [("almost 600 boats", True), ("up to 600 boats", True), ("at least 600 boats", False)]
)
def test_a_number_may_be_said_to_be_about_so_many(text, about):
    assert [count.about for count in counts_in(text)] == [about]


PIECES = st.sampled_from(
    ["9" * 400, "٣", "²", "1,000", "1.5.2", "-", " to ", "%", "per cent", "million", "five", " was ", "May"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_no_text_stops_the_search(text):
    assert all(count.value >= 0 for count in counts_in(text))
