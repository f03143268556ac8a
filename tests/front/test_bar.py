"""Chips, counts and what can be done: each chip takes exactly itself out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.front.drawing import filters, soup
from tests.writing import event, source, write_collection
from timeline.front.bar import Tab, chips, render_bar, render_top
from timeline.front.panel import heading
from timeline.front.place import Place
from timeline.query.collection import open_collection
from timeline.query.facets import FACETS
from timeline.query.filter import Filter


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    events = {
        "first": event(when="2026-01-05"),
        "second": event(when="2026-02-01", themes=["strikes"], sources={"one": source(name="two")}),
    }
    return open_collection(write_collection(tmp_path_factory.mktemp("bar"), events))


def bar(record, may_freeze=True, frozen=False, place=None, **chosen):
    place = place or Place()
    return soup(render_bar(record.view(Filter(**chosen)), place, "?feeds", may_freeze=may_freeze, frozen=frozen))


# What is chosen, and the chips that say so with what remains without each.
CHIPS = {
    "nothing": ({}, []),
    "nothing that filters": ({"sort": "oldest", "page": 2, "event": "first"}, []),
    "a value": ({"actors": ["alpha"]}, [("Who: Alpha", {})]),
    "two of one facet": ({"actors": ["beta", "alpha"]}, [("Who: Alpha", {"actors": ["beta"]}),
                                                         ("Who: Beta", {"actors": ["alpha"]})]),
    "all of them": ({"actors": ["alpha", "beta"], "together": True},
                    [("Who: Alpha", {"actors": ["beta"], "together": True}),
                     ("Who: Beta", {"actors": ["alpha"], "together": True}),
                     ("Who: all of them together", {"actors": ["alpha", "beta"]})]),
    "all of one are not said": ({"actors": ["alpha"], "together": True}, [("Who: Alpha", {"together": True})]),
    "actors before themes": ({"themes": ["talks"], "actors": ["alpha"]},
                             [("Who: Alpha", {"themes": ["talks"]}), ("Theme: Talks", {"actors": ["alpha"]})]),
    "a period": ({"start": "2026-01-23", "end": "2026-02-04"}, [("When: 23 January 2026 – 4 February 2026", {})]),
    "one day": ({"start": "2026-01-23", "end": "2026-01-23"}, [("When: 23 January 2026", {})]),
    "since a day": ({"start": "2026-01-23"}, [("When: since 23 January 2026", {})]),
    "until a day": ({"end": "2026-01-23"}, [("When: until 23 January 2026", {})]),
    "what is certainly in it": ({"start": "2026-01-23", "certain": True},
                                [("When: since 23 January 2026", {}), ("When: certainly", {"start": "2026-01-23"})]),
    "words": ({"q": "a <b>"}, [("Words: a <b>", {})]),
    "a day to which the record is rewound": ({"known": "2026-03-01"}, [("Rewound to: 1 March 2026", {})]),
}  # fmt: skip


@pytest.mark.parametrize(("chosen", "expected"), CHIPS.values(), ids=CHIPS)
def test_what_is_chosen_is_a_chip_that_takes_itself_out(record, chosen, expected):
    found = [(f"{chip.kind}: {chip.name}", chip.url) for chip in chips(record.view(Filter(**chosen)), Place())]
    kept = {"sort": chosen["sort"]} if "sort" in chosen else {}
    assert found == [(words, Place().url(Filter(**without, **kept))) for words, without in expected]
    links = bar(record, **chosen).select(".chip a")
    assert [link["aria-label"] for link in links] == [f"Remove {words}" for words, _ in expected]
    assert [link["href"] for link in links] == [url for _, url in found]


@settings(max_examples=60)
@given(data=st.data())
def test_every_part_of_a_filter_has_one_chip_and_its_address_lacks_nothing_else(real_record, data):
    flt = data.draw(filters(real_record))
    expected = []
    if flt.start or flt.end:
        expected.append(flt.but(start=None, end=None, certain=False, event=""))
    if flt.certain:
        expected.append(flt.but(certain=False, event=""))
    if flt.q:
        expected.append(flt.but(q="", event=""))
    for param, facet in FACETS.items():
        chosen = set(flt.values(param))
        expected += [flt.but(**{facet.field: chosen - {value}}, event="") for value in chosen]
    if flt.together and len(flt.actors) > 1:
        expected.append(flt.but(together=False, event=""))
    found = [real_record.read_filter(chip.url) for chip in chips(real_record.view(flt), Place())]
    assert [ignored for _, ignored in found if ignored] == []
    assert sorted(without.to_query() for without, _ in found) == sorted(without.to_query() for without in expected)
    assert all(without.page == 1 and without.sort == flt.sort for without, _ in found)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({}, None),
        ({"themes": ["talks"]}, "Clear it"),
        ({"themes": ["talks"], "q": "met"}, "Clear both"),
        ({"themes": ["talks", "strikes"], "q": "met"}, "Clear all"),
        ({"start": "2026-01-01", "certain": True}, "Clear both"),
    ],
)
def test_all_can_be_cleared_and_the_order_stays(record, chosen, words):
    clear = bar(record, place=Place("timeline", "abc", {"rest": "hidden"}), sort="oldest", **chosen).select_one(
        "a.clear"
    )
    assert (clear and clear.text) == words
    if clear:
        assert clear["href"] == "?snapshot=abc&sort=oldest&rest=hidden"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [({}, "All 2 events"), ({"sort": "oldest"}, "All 2 events"), ({"themes": ["talks"]}, "1 of 2 events"),
     ({"q": "zzz"}, "0 of 2 events")],
)  # fmt: skip
def test_the_count_says_of_how_many_and_is_told_to_those_who_listen(record, chosen, words):
    line = bar(record, **chosen).select_one(".count-line")
    assert (line.text, line["role"]) == (words, "status")
    assert (int(line["data-shown"]), int(line["data-total"])) == (len(record.view(Filter(**chosen))), 2)


@pytest.mark.parametrize(("events", "words"), [(0, "All 0 events"), (1, "The one event"), (2, "All 2 events")])
def test_the_heading_of_a_record_of_few(tmp_path, events, words):
    rows = {f"e{number}": event(sources={"one": source(name=str(number))}) for number in range(events)}
    record = open_collection(write_collection(tmp_path, rows))
    assert heading(record.view()) == words
    if events == 1:
        assert heading(record.view(Filter(q="zzz"))) == "0 of 1 event"


@pytest.mark.parametrize(
    ("may_freeze", "frozen", "acts"),
    [(True, False, ["freeze", "download"]), (False, False, ["download"]), (True, True, ["cite", "download"]),
     (False, True, ["cite", "download"])],
)  # fmt: skip
def test_what_can_be_done_with_what_is_shown(record, may_freeze, frozen, acts):
    share = bar(record, may_freeze=may_freeze, frozen=frozen).select_one("details.share")
    assert [button["data-act"] for button in share.select("[data-act]")] == acts
    assert len(share.select("[data-copy]")) == len(share.select("[data-print]")) == 1
    *follow, kept = [(link.text, link["href"]) for link in share.select("a")]
    assert kept == ("Snapshots", "snapshots?")
    assert follow == [("Live feed", "feed.atom?feeds"), ("Calendar", "calendar.ics?feeds")]
    assert [button["data-copy-of"] for button in share.select("[data-copy-of]")] == [url for _, url in follow]


def test_the_bar_over_every_page(record):
    tabs = [Tab("Timeline", "timeline"), Tab("Claims", "who-says-what")]
    view = record.view(Filter(themes=["talks"], q='a "b"', event="first", page=2))
    top = soup(render_top("Name: what it is about", tabs, view, Place("who-says-what", "abc", {"topic": "x"})))
    home = top.select_one("a.mark")
    assert (home.text, home["href"]) == ("Name", "./?snapshot=abc")
    plain = "snapshot=abc&theme=talks&q=a+%22b%22"
    assert [(tab.text, tab["href"], tab.get("aria-current")) for tab in top.select("nav.tabs a")] == [
        ("Timeline", f"./?{plain}", None),
        ("Claims", f"who-says-what?{plain}", "page"),
    ]
    assert top.select_one("form.search input")["value"] == 'a "b"'
    assert top.select_one("a.skip")["href"] == "#content"
    assert top.select_one('[data-sheet="panel"]').text == "Filters · 2"
    bare = soup(render_top("Name", tabs, record.view(), Place()))
    assert bare.select_one('[data-sheet="panel"]').text == "Filters"
