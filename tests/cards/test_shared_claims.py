"""Cards of events that have a claim in common."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.shared_claims import DENIAL, NEAR_IN_WORDS, open_shared, searched_events
from timeline.cards.render import render_cards
from timeline.query.filter import Filter


def render(record) -> BeautifulSoup:
    return BeautifulSoup(render_cards(record, record.events, Filter(), lambda f: "?" + f.to_query()), "html.parser")


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    return render(open_shared(tmp_path_factory.mktemp("shared")))


def claims(cards, event: str) -> list[tuple[str, str, str]]:
    """Anchor, text and what is said of other events, of each claim of a card."""
    blocks = cards.select(f"#event-{event} .claim")
    places = [block.select_one("p.meta") for block in blocks]
    return [
        (block["id"], block.q.text, place.text if place else "") for block, place in zip(blocks, places, strict=True)
    ]


CARDS = {
    "talks": [
        ("claim-talks-1", "It rained.", ""),
        ("claim-talks-2", DENIAL, "Also in An <interview> · also in The summit"),
    ],
    "summit": [
        ("claim-summit-1", "A deal was made.", "Also in An <interview>"),
        ("claim-summit-2", DENIAL, "First made in The talks · also in An <interview>"),
    ],
    "interview": [
        ("claim-interview-1", DENIAL, "First made in The talks · also in The summit"),
        ("claim-interview-2", "A deal was made.", "First made in The summit"),
    ],
    "storm": [],
}


@pytest.mark.parametrize("event", CARDS)
def test_a_claim_stands_at_its_own_number_and_says_where_else_it_stands(cards, event):
    assert claims(cards, event) == CARDS[event]


def test_its_positions_and_their_documents_are_on_each_card(cards):
    for anchor in ("claim-talks-2", "claim-summit-2", "claim-interview-1"):
        positions = cards.select(f"#{anchor} li")
        assert [position.b.text for position in positions] == ["Alpha", "Boris"]
        assert [position.a["href"] for position in positions] == [
            "https://example.org/talks-two",
            "https://example.org/talks-one",
        ]


def test_the_words_lead_to_the_other_event(cards):
    links = cards.select("#claim-summit-2 p.meta a")
    assert [link["href"] for link in links] == ["?event=talks", "?event=interview"]


def test_no_anchor_stands_twice(cards):
    ids = [block["id"] for block in cards.select("[id]")]
    assert len(ids) == len(set(ids))


def test_each_card_says_whether_others_were_looked_for_and_names_every_document(tmp_path):
    cards = render(open_shared(tmp_path, searched_events()))
    for anchor in ("claim-talks-2", "claim-summit-2", "claim-interview-1"):
        (told,) = cards.select(f"#{anchor} .sought")
        assert told.text == NEAR_IN_WORDS
        (position,) = cards.select(f"#{anchor} li")
        assert [link["href"].rpartition("/")[2] for link in position.select("a")] == ["talks-two", "talks-late"]
