"""Ids and tags made of names, and which known name a text means."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from timeline.bring.names import LEAST, NEAR, Known, Names, fold, make_slug, make_tag, split_names
from timeline.collection.entries import ID, MAX_ID

TAG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
REGISTER = (
    Known("ukraine", "Ukraine", ("Україна", "UA")),
    Known("putin", "Vladimir Putin", ("Путин",)),
    Known("svyrydenko", "Yulia Svyrydenko"),
    Known("us", "United States", ("U.S.", "Washington")),
    Known("state-washington", "Washington State", ("Washington",)),
)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Anna Łęcka", "anna-lecka"),
        ("  Володимир   Зеленський ", "volodimir-zelenskiy"),
        ("O’Brien & Sons, Ltd.", "obrien-sons-ltd"),
        ("24 Kanal", "24-kanal"),
        ("ÅÄÖ — 日本", "aao-riben"),
        ("???", ""),
        ("", ""),
        ("x" * 300, "x" * MAX_ID),
        ("a" * 99 + " b", "a" * 99),
    ],
)
def test_an_id_made_of_a_name(text, slug):
    assert make_slug(text) == slug


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Peace Talks", "peace-talks"),
        ("Мирні переговори", "мирні-переговори"),
        ("Straße", "strasse"),
        ("CO₂ / climate", "co2-climate"),
        ("İstanbul", "istanbul"),
        ("cafe\u0301", "café"),
        ("under_score", "under-score"),
        ("#", ""),
        ("a" * 99 + " b", "a" * 99),
    ],
)
def test_a_tag_made_of_a_text(text, tag):
    assert make_tag(text) == tag


@given(st.text(max_size=150))
def test_what_is_made_of_any_text_has_its_form(text):
    slug, tag = make_slug(text), make_tag(text)
    assert not slug or (ID.fullmatch(slug) and len(slug) <= MAX_ID)
    assert not tag or (TAG.fullmatch(tag) and len(tag) <= MAX_ID)
    assert (make_slug(slug), make_tag(tag)) == (slug, tag)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Türkiye", "TURKIYE"),
        ("U.S.", "us"),
        ("O’Brien", "OBrien"),
        ("al-Qaida  in Iraq", "Al Qaida (in Iraq)"),
        ("Reuters\u00a0", "\ufeffReuters"),
        ("ＡＣＬＥＤ", "acled"),
        ("Reu\u00adters", "Reuters"),
        ("Łódź", "lodz"),
    ],
)
def test_two_ways_to_write_one_name(one, other):
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("C+", "C"), ("Group 1", "Group 2"), ("Kyiv", "Kiev"), ("МИД", "MID")])
def test_two_names(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Anna; Boris |Carl", ["Anna", "Boris", "Carl"]),
        ("Novak, Anna; Novak, Boris", ["Novak, Anna", "Novak, Boris"]),
        ("Trinidad and Tobago", ["Trinidad and Tobago"]),
        ("Anna;;Anna; ", ["Anna"]),
        ("US,", ["US,"]),
        (" | ", []),
    ],
)
def test_names_in_a_cell(cell, names):
    assert split_names(cell) == names


def test_a_comma_stands_between_names_only_where_somebody_says_so():
    assert split_names("US, Anna; Boris", comma=True) == ["US", "Anna", "Boris"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("ukraine", "ukraine"),
        ("UKRAINE", "ukraine"),
        ("україна", "ukraine"),
        ("u.a.", "ukraine"),
        ("Vladimir  Pútin", "putin"),
        ("Putin Vladimir", ""),
        ("Washington", ""),
        ("washington state", "state-washington"),
        ("state-washington", "state-washington"),
        ("", ""),
        ("...", ""),
    ],
)
def test_which_entry_a_text_names(text, entry):
    assert Names(REGISTER).find(text) == entry


def test_a_name_of_two_entries_is_told():
    names = Names(REGISTER)
    assert names.doubles == {"washington": ("us", "state-washington")}
    (told,) = names.told()
    assert "us and state-washington have the name “washington”" in told


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Putin, Vladimir", "putin"),
        ("Julia Svyrydenko", "svyrydenko"),
        ("Путін", "putin"),
        ("Юлія Свириденко", "svyrydenko"),
        ("Ukrainia", "ukraine"),
        ("Ukrainian Railways", None),
        ("Washingtom", None),  # the name of two: it does not say which of them
        ("UAE", None),  # too short, whatever is like it
        ("", None),
    ],
)
def test_the_nearest_known(text, entry):
    near = Names(REGISTER).near(text)
    assert (near.id if near else None) == entry
    assert near is None or near.score >= NEAR


def test_how_short_a_name_may_be_that_is_compared():
    names = Names([Known("a", "x" * LEAST), Known("b", "y" * (LEAST - 1))])
    assert names.near("x" * LEAST) is not None
    assert names.near("y" * (LEAST - 1)) is None
    assert names.near("y" * LEAST) is None, "a known name that is too short is not compared either"


def test_the_nearest_of_many_are_those_of_each():
    names = Names(REGISTER)
    texts = ["Ukrain", "Wladimir Putin", "nobody at all", "UA", "Svyrydenko Julia", "Ukrain"]
    assert names.nearest(texts) == [names.near(text) for text in texts]


SPELT = st.text("abc ", min_size=4, max_size=12).map(fold).filter(lambda text: len(text) >= LEAST)


@given(st.lists(SPELT, min_size=1, max_size=8, unique=True), st.lists(SPELT, max_size=5))
def test_no_known_name_is_nearer_than_the_nearest(known, texts):
    def score(one, other):
        return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))

    names = Names(Known(f"known-{number}", name) for number, name in enumerate(known))
    for text, near in zip(texts, names.nearest(texts), strict=True):
        best = max(score(text, name) for name in known)
        assert (near.score if near else 0) == (round(best, 1) if best >= NEAR else 0)


NAME = st.text("aAbé-'. жЖ", max_size=12)


@given(st.lists(NAME, max_size=6), st.lists(NAME.filter(str.strip), max_size=8))
def test_what_is_added_is_found(known, new):
    names = Names(Known(f"known-{number}", name) for number, name in enumerate(known))
    ids = set()
    for text in new:
        double = len(names.doubles)
        before = names.find(text)
        entry = names.add(text)
        assert ID.fullmatch(entry)
        assert names.add(text) == entry
        assert before in ("", entry)
        assert names.find(text) == entry or double
        ids.add(entry)
    assert len(ids) == len({names.add(text) for text in new})


def test_new_ids_are_unique_and_made_of_the_name():
    names = Names([Known("anna-novak", "A. N.")], "actor")
    added = [names.add(text) for text in ("Anna Novák", "Anna-Novak.", "Ánna/Novak!", "+", "-", "All", "x" * 200)]
    assert added == ["anna-novak-2"] * 3 + ["actor-1", "actor-2", "all-2", "x" * MAX_ID]
    long = Names([Known("x" * MAX_ID, "other")]).add("x" * 200)
    assert long == "x" * (MAX_ID - 10) + "-2"


def test_two_scripts_of_one_name_are_two_entries_until_somebody_says_otherwise():
    names = Names([])
    assert [names.add("Путин"), names.add("Putin")] == ["putin", "putin-2"]


def test_a_blank_name_is_refused():
    with pytest.raises(ValueError, match="not blank"):
        Names([]).add(" ")


def test_many_names_take_seconds():
    """10,000 known and 1,000 new ones; with 100,000 and 10,000 it took 33 seconds on two busy cores."""
    names = Names(Known(f"n-{number}", f"Name {number:05} of {number * 7919 % 10_007}") for number in range(10_000))
    start = time.process_time()
    new = [f"Nome {number:05} in {number * 7919 % 10_007}" for number in range(1_000)]
    near = names.nearest(new)
    assert sum(found is not None for found in near) == 1_000
    assert len({names.add(text) for text in new}) == 1_000
    assert time.process_time() - start < 15
