"""The opening page under its heading: pages of cards at their bounds, what to loosen, the opened card."""

from __future__ import annotations

import pytest

from tests.front.drawing import soup
from tests.writing import claim, event, source, write_collection
from timeline.front.main import Paging, paging, render_latest, render_list, render_opened
from timeline.front.place import Place
from timeline.query.collection import open_collection
from timeline.query.filter import Filter

DAYS = ["2026-01-05", "2026-01-06", "2026-02-01", "2026-02-02", "2026-03-01"]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    events = {
        f"e{number}": event(
            title=f"Event {number}",
            when=day,
            themes=["talks" if number < 3 else "strikes"],
            actors=["alpha"] if number < 4 else ["gamma"],
            sources={"one": source(name=str(number))},
            claims=[claim(("anna", "asserts"), ("boris", "denies"))] if number == 4 else [],
        )
        for number, day in enumerate(DAYS)
    }
    record = open_collection(write_collection(tmp_path_factory.mktemp("main"), events))
    assert record.problems == ()
    return record


@pytest.mark.parametrize(
    ("total", "size", "page", "shown", "before", "after"),
    [
        (0, 20, 1, (1, 0), 0, 0),
        (1, 20, 1, (1, 1), 0, 0),
        (19, 20, 1, (1, 19), 0, 0),
        (20, 20, 1, (1, 20), 0, 0),
        (21, 20, 1, (1, 20), 0, 2),
        (21, 20, 2, (21, 21), 1, 0),
        (40, 20, 2, (21, 40), 1, 0),
        (41, 20, 2, (21, 40), 1, 3),
        (41, 20, 3, (41, 41), 2, 0),
        (41, 20, 4, (41, 41), 2, 0),
        (41, 20, 1_000_000, (41, 41), 2, 0),
        (3, 1, 2, (2, 2), 1, 3),
    ],
)
def test_pages_at_their_bounds(total, size, page, shown, before, after):
    flt, place = Filter(themes=["talks"], event="e1", page=page), Place()
    urls = [place.url(flt.but(page=number)) if number else "" for number in (before, after)]
    assert paging(flt, place, total, size) == Paging(*shown, total, *urls)


def cards(html):
    return [card["data-event"] for card in soup(html).select("article.event-card")]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, ["e4", "e3"]),
        ({"page": 2}, ["e2", "e1"]),
        ({"page": 3}, ["e0"]),
        ({"page": 9}, ["e0"]),
        ({"sort": "oldest"}, ["e0", "e1"]),
        ({"event": "e4"}, ["e3"]),
        ({"event": "e0"}, ["e4", "e3"]),
    ],
)
def test_which_cards_a_page_shows(record, chosen, shown):
    """The opened event is beside the lanes, and not once more among the cards."""
    assert cards(render_list(record.view(Filter(**chosen)), Place(), 2)) == shown


def test_the_order_and_the_way_to_other_pages(record):
    page = soup(render_list(record.view(Filter(page=2)), Place(), 2))
    assert [(link.text, link["href"], link.get("aria-current")) for link in page.select(".orders a")] == [
        ("Newest first", "?", "true"),
        ("Oldest first", "?sort=oldest", None),
    ]
    ways = page.select("nav.pages")
    assert [[" ".join(way.get_text(" ").split()), *[link["href"] for link in way.select("a")]] for way in ways[:1]] == [
        ["← Previous 3–4 of 5 Next →", "?", "?page=3"]
    ]
    assert len(ways) == 2, "above the cards and below them"
    assert soup(render_list(record.view(), Place(), 5)).select("nav.pages") == []


@pytest.mark.parametrize(
    ("chosen", "looser"),
    [
        ({"themes": ["talks"], "start": "2026-03-01"}, [("Any time", 3, "?theme=talks"),
                                                        ("Any theme", 1, "?from=2026-03-01")]),
        ({"themes": ["talks"], "q": "event 4"}, [("Without the words “event 4”", 3, "?theme=talks"),
                                                 ("Any theme", 1, "?q=event+4")]),
        ({"q": "zzz", "start": "2030-01-01"}, []),
        ({"q": "<i>zzz"}, [("Without the words “<i>zzz”", 5, "?")]),
        ({"contest": ["contested"], "themes": ["talks"]}, [("Disputed or not", 3, "?theme=talks"),
                                                           ("Any theme", 1, "?contest=contested")]),
        ({"start": "2026-01-07", "end": "2026-01-31", "certain": True, "sort": "oldest"},
         [("Any time", 5, "?sort=oldest")]),
    ],
)  # fmt: skip
def test_where_nothing_fits_it_says_what_to_loosen_that_which_gives_most_first(record, chosen, looser):
    view = record.view(Filter(**chosen))
    assert len(view) == 0
    page = soup(render_list(view, Place(), 20))
    found = [(row.a.text, row.text, row.a["href"]) for row in page.select(".nothing li")]
    assert found == [(words, f"{words} gives {n} event{'' if n == 1 else 's'}", url) for words, n, url in looser]
    everything = page.select("a")[-1]
    kept = "?sort=oldest" if chosen.get("sort") else "?"
    assert (everything.text, everything["href"]) == ("Show all events", kept)


def test_a_rewound_record_without_events_leads_to_today(record):
    page = soup(render_list(record.view(Filter(known="2025-12-01", themes=["talks"], sort="oldest")), Place(), 20))
    assert {link.text: link["href"] for link in page.select(".nothing a")} == {
        "Show today’s record": "?theme=talks&sort=oldest",
        "Show all events": "?sort=oldest",
    }


def links(page):
    return {link.text.strip(): link["href"] for link in page.select(".beside a")}


def test_the_opened_card_leads_to_its_neighbours_in_time_and_back(record):
    place = Place("timeline", "", {"lanes": "all"})
    page = soup(render_opened(record.view(Filter(actors=["alpha"], event="e2", sort="newest")), place))
    assert cards(str(page)) == ["e2"]
    assert links(page) == {
        "← Earlier": "?actor=alpha&event=e1&lanes=all",
        "Later →": "?actor=alpha&event=e3&lanes=all",
        "Close": "?actor=alpha&lanes=all",
    }
    assert page.select(".hint") == []


@pytest.mark.parametrize(("event_id", "ways"), [("e0", ["Later →", "Close"]), ("e4", ["← Earlier", "Close"])])
def test_at_the_ends_there_is_one_way(record, event_id, ways):
    assert list(links(soup(render_opened(record.view(Filter(event=event_id)), Place())))) == ways


def test_an_event_outside_the_filter_is_shown_and_says_so(record):
    page = soup(render_opened(record.view(Filter(themes=["talks"], event="e4")), Place()))
    assert cards(str(page)) == ["e4"]
    assert "outside the filter" in page.select_one(".hint").text
    assert links(page) == {"← Earlier": "?theme=talks&event=e2", "Close": "?theme=talks"}


@pytest.mark.parametrize("event_id", ["", "nowhere"])
def test_no_event_is_opened_that_is_not_there(record, event_id):
    assert render_opened(record.view(Filter(event=event_id)), Place()) == ""


@pytest.mark.parametrize(
    ("chosen", "heading", "query", "numbers"),
    [
        ({}, "Latest on record", "?event=e{}", (4, 3, 2, 1)),
        ({"sort": "oldest", "page": 2}, "Latest on record", "?event=e{}&sort=oldest&page=2", (4, 3, 2, 1)),
        ({"themes": ["talks"]}, "Latest of these", "?theme=talks&event=e{}", (2, 1, 0)),
        ({"themes": ["talks"], "sort": "oldest"}, "Latest of these", "?theme=talks&event=e{}&sort=oldest", (2, 1, 0)),
    ],
)
def test_what_ends_the_view(record, chosen, heading, query, numbers):
    page = soup(render_latest(record.view(Filter(**chosen)), Place()))
    assert page.h2.text == heading
    assert [(row.a.text, row.a["href"]) for row in page.select("li")] == [
        (f"Event {number}", query.format(number)) for number in numbers
    ]
    assert [row.a.text for row in page.select("li") if row.select(".disputed")] == ["Event 4"] * (4 in numbers)


def test_a_view_without_events_has_no_latest_ones(record):
    assert render_latest(record.view(Filter(q="nothinghasthisword")), Place()) == ""
