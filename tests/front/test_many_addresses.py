"""Addresses that lead on from a page."""

from __future__ import annotations

import pytest

from timeline.front.place import Place
from timeline.query.filter import Filter

PLACES = [Place(), Place("claims", "2026-01-01-abcdef", {"topic": "x", "step": "week & more"})]
FULL = Filter(
    actors=["beta", "alpha"],
    themes=["talks"],
    start="2026-01-02",
    end="2026-03-04",
    known="2026-05-06",
    q="a & b=c",
    certain=True,
    together=True,
    event="that",
    sort="oldest",
    page=7,
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("flt", [Filter(), Filter(page=3), FULL], ids=["nothing", "a page", "everything"])
@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"event": ("this",)}, {"event": "this"}),
        ({"event": ()}, {"event": ""}),
        ({"actor": ("alpha", "gamma"), "event": ()}, {"actors": ("alpha", "gamma"), "event": ""}),
        ({"theme": ()}, {"themes": ()}),
        (
            {"from": ("2026-02-01",), "to": ("2026-02-09",), "event": ()},
            {"start": "2026-02-01", "end": "2026-02-09", "event": ""},
        ),
    ],
)
def test_links_are_the_addresses_that_the_place_gives_the_changed_filter(place, flt, changes, same):
    assert place.links(flt).but(changes) == place.url(flt.but(**same))


@pytest.mark.parametrize("place", PLACES)
def test_a_link_that_opens_a_card_keeps_the_page_of_cards(place):
    assert place.links(FULL).opened("this") == place.url(FULL.but(event="this"))
    assert "page=7" in place.links(FULL).opened("this")
