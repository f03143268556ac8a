"""Addresses: they hold exactly snapshot, filter and the page's own choices, however hostile these are."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.front.place import START, Place
from timeline.query.filter import Filter

TALKS = Filter(themes=["talks"], start="2026-01-23", q="a & b=c")
TALKS_QUERY = "theme=talks&from=2026-01-23&q=a+%26+b%3Dc"


@pytest.mark.parametrize(
    ("place", "url", "on_actors", "on_start"),
    [
        pytest.param(Place(), f"?{TALKS_QUERY}", f"who-is-who?{TALKS_QUERY}", f"./?{TALKS_QUERY}", id="today"),
        pytest.param(Place("who-is-who"), f"?{TALKS_QUERY}", f"who-is-who?{TALKS_QUERY}", f"./?{TALKS_QUERY}",
                     id="an address of the same page names no page"),
        pytest.param(Place(START, "abc"), f"?snapshot=abc&{TALKS_QUERY}", f"who-is-who?snapshot=abc&{TALKS_QUERY}",
                     f"./?snapshot=abc&{TALKS_QUERY}", id="a snapshot stays open"),
        pytest.param(Place(START, "", {"lanes": "all"}), f"?{TALKS_QUERY}&lanes=all", f"who-is-who?{TALKS_QUERY}",
                     f"./?{TALKS_QUERY}", id="a page's own choices stay on it"),
    ],
)  # fmt: skip
def test_where_addresses_lead(place, url, on_actors, on_start):
    assert place.url(TALKS) == url
    assert place.on("who-is-who", TALKS) == on_actors
    assert place.on(START, TALKS) == on_start


def test_the_page_without_a_filter():
    assert Place().url(Filter()) == "?"
    assert Place().on(START, Filter()) == "./?"
    assert Place().on("who-says-what", Filter(), topic="x y") == "who-says-what?topic=x+y"


@pytest.mark.parametrize(
    ("held", "value", "kept"),
    [
        ({}, "all", {"lanes": "all"}),
        ({"lanes": "all"}, "", {}),
        ({"lanes": "all", "rest": "hidden"}, "", {"rest": "hidden"}),
        ({"rest": "hidden"}, "all", {"rest": "hidden", "lanes": "all"}),
        ({}, "", {}),
    ],
)
def test_one_choice_changes_and_the_others_stay(held, value, kept):
    place = Place(START, "abc", held)
    assert place.but("lanes", value) == Place(START, "abc", kept)
    assert place.choices == held, "the place itself stays as it is"


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)


@given(
    q=TEXT,
    actors=st.lists(TEXT, max_size=3, unique=True),
    snapshot=st.just("") | TEXT,
    choices=st.dictionaries(st.sampled_from(["lanes", "rest", "topic"]), TEXT),
)
def test_urllib_reads_what_was_written(q, actors, snapshot, choices):
    flt = Filter(q=q, actors=actors)
    place = Place("who-says-what", snapshot, choices)
    held = {"snapshot": [snapshot]} if snapshot else {}
    for url, rest in ((place.url(flt), choices), (place.on("about", flt, **choices), choices)):
        parts = urlsplit(url)
        assert (parts.scheme, parts.netloc, parts.fragment) == ("", "", "")
        assert parts.path in ("", "about")
        assert parse_qs(parts.query, keep_blank_values=True) == {
            **held,
            **flt.to_params(),
            **{name: [value] for name, value in rest.items()},
        }
