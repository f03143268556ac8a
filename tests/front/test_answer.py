"""One answer for a view: the same words, counts, lanes and cards wherever they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.front.drawing import filters, soup
from tests.front.records import record_with
from timeline.collection.vocabulary import CONTEST_MEANINGS, SUPPORT_MEANINGS
from timeline.front.answer import Answer, answer, signs_of
from timeline.front.panel import render_panel
from timeline.front.place import Place
from timeline.front.tables import render_tables
from timeline.query.facets import FACETS
from timeline.query.filter import Filter


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return record_with(tmp_path_factory.mktemp("answer"), "who-says-what?topic=deal")


def found(record, place=None, width=640, cards=20, **chosen) -> Answer:
    return answer(record.view(Filter(**chosen)), place or Place(), width=width, cards=cards)


@settings(max_examples=30)
@given(data=st.data())
def test_query_words_and_counts_are_the_view_s(real_record, data):
    flt = data.draw(filters(real_record))
    view = real_record.view(flt)
    told = answer(view, Place())
    assert real_record.read_filter(told.query) == (flt, [])
    assert told.words == flt.in_words(real_record)
    assert told.counts == {param: view.counts[param].to_dict() for param in FACETS}
    assert all(type(number) is int for counts in told.counts.values() for number in counts.values()), "JSON has them"


def test_parts_of_the_opening_page_in_their_order(record):
    parts = found(record).main
    assert list(parts) == ["questions", "lanes", "side", "list", "foot"]
    assert len(soup(parts["questions"]).select("nav.questions a")) == 1
    assert soup(parts["side"]).select_one("section")["class"] == ["latest"]
    assert found(record, themes=["talks"]).main["questions"] == "", "a filter is a question of its own"
    assert soup(found(record, event="quiet").main["side"]).select_one("section")["class"] == ["opened-card"]
    assert soup(found(record, event="quiet").main["questions"]).select("nav"), "an opened card filters nothing"


# What changes between two readers, and whether they share the lanes.
SHARED = {
    "nothing": ({}, {}, True),
    "the page of cards": ({}, {"page": 2}, True),
    "the order": ({}, {"sort": "oldest"}, True),
    "the opened card": ({}, {"event": "quiet"}, True),
    "cards a page": ({}, {"cards": 5}, True),
    "a filter": ({}, {"themes": ["talks"]}, False),
    "another filter": ({"themes": ["talks"]}, {"themes": ["strikes"]}, False),
    "words": ({"q": "met"}, {"q": "meet"}, False),
    "the width": ({}, {"width": 641}, False),
    "a choice of the page": ({}, {"place": Place("timeline", "", {"lanes": "all"})}, False),
    "another page": ({}, {"place": Place("about-the-record")}, False),
    "a snapshot": ({}, {"place": Place("timeline", "abc")}, False),
}


@pytest.mark.parametrize(("one", "other", "shared"), SHARED.values(), ids=SHARED)
def test_readers_share_the_lanes_of_one_view_and_no_other(record, one, other, shared):
    first, second = found(record, **one).lanes, found(record, **other).lanes
    assert (first is second) == shared


@pytest.mark.parametrize("width", [320, 640, 960, 1280])
def test_every_key_event_of_the_real_record_is_named(real_record, width):
    keys = found(real_record, width=width).plan().keys
    assert len(keys) > 3
    assert [key.event.title for key in keys if not key.lines] == []


def test_another_record_has_lanes_of_its_own(record, tmp_path):
    assert found(record).lanes is not found(record_with(tmp_path)).lanes


HIDDEN = Place("timeline", "", {"rest": "hidden"})
# A filter, a link of its lanes, and the switch below them: only where something is left out.
LINKS = {
    "no filter": ({}, "?event=meeting", None, None),
    "a filter that leaves nothing out": ({"themes": ["talks"]}, "?theme=talks&event=meeting", None, None),
    "one that leaves two out": (
        *({"contest": ["contested"]}, "?contest=contested&event=meeting"),
        *("?contest=contested&rest=hidden", "Hide events outside the filter"),
    ),
    "these are hidden": (
        *({"contest": ["contested"], "place": HIDDEN}, "?contest=contested&event=meeting&rest=hidden"),
        *("?contest=contested", "Show events outside the filter as pale marks"),
    ),
}


@pytest.mark.parametrize(("chosen", "event_link", "rest_link", "told"), LINKS.values(), ids=LINKS)
def test_marks_lead_to_cards_and_what_is_left_out_can_be_hidden(record, chosen, event_link, rest_link, told):
    page = soup(found(record, page=2, event="quiet", **chosen).lanes)
    assert page.select_one('a[data-event="meeting"]')["href"] == event_link
    switch = page.select_one(".notes a[data-go]")
    assert (switch and switch["href"], switch and switch.text) == (rest_link, told)
    assert page.select_one("details.as-table [data-table]").text == "", "filled when it is opened"


@pytest.mark.parametrize(
    ("chosen", "groups"),
    [
        ({}, {"Claims"}),
        ({"themes": ["talks"]}, {"Claims", "Filter"}),
        ({"event": "quiet", "sort": "oldest"}, {"Claims"}),
    ],
)
def test_the_legend_has_signs_that_can_occur(record, chosen, groups):
    """This record counts nothing day by day and names no thin coverage."""
    assert {"Claims", "Coverage", "Filter"} & set(signs_of(record, Filter(**chosen))) == groups


def test_the_table_has_the_marks_with_links_to_their_cards(record):
    page = soup(render_tables(found(record, start="2026-02-01", place=Place("timeline", "abc"))))
    rows = page.select_one("table").select("tbody tr")
    assert [row.a["href"] for row in rows] == [
        f"?snapshot=abc&from=2026-02-01&event={event}" for event in ("denial", "quiet")
    ]
    assert all(row.a.text == "Alpha and Beta meet" for row in rows)
    assert len(page.select("table")) == len(page.select("caption"))


def panel(record, problem="", place=None, **chosen):
    return soup(render_panel(record.view(Filter(**chosen)), place or Place(), problem))


def test_the_panel_begins_with_the_count_and_ends_with_what_it_would_show(record):
    for chosen, heading, button in (
        ({}, "All 3 events", "Show 3 events"),
        ({"start": "2026-02-20"}, "1 of 3 events", "Show 1 event"),
        ({"q": "zzz"}, "0 of 3 events", "Show 0 events"),
    ):
        page = panel(record, **chosen)
        assert page.select_one(".panel-top h2").text == heading
        assert page.select_one(".panel-foot button").text == button


def test_the_panel_has_facets_in_the_order_of_use_and_the_others_in_a_fold(record):
    page = panel(record)
    names = [heading.contents[0].strip() for heading in page.select("h3")]
    assert names == ["When", "Who", "Theme", "Disputed?", "Sourcing", "Publisher", "Rewind"]
    fold = page.select_one("details.fold")
    assert [heading.contents[0].strip() for heading in fold.select("h3")] == ["Sourcing", "Publisher", "Rewind"]


@pytest.mark.parametrize(
    ("chosen", "is_open"),
    [({}, False), ({"themes": ["talks"]}, False), ({"publishers": ["first-wire"]}, True),
     ({"known": "2026-03-01"}, True), ({"support": ["single-source"]}, True), ({"start": "2026-02-01"}, False)],
)  # fmt: skip
def test_what_is_chosen_in_the_fold_is_seen(record, chosen, is_open):
    assert panel(record, **chosen).select_one("details.fold").has_attr("open") == is_open


def test_rows_that_give_nothing_are_dimmed_unless_they_are_chosen(record):
    page = panel(record, q="zzz", themes=["talks"])
    rows = {row["data-value"]: row for row in page.select('[role="checkbox"]')}
    assert rows["alpha"]["class"] == ["opt", "none"]
    assert rows["talks"]["class"] == ["opt"]
    assert (rows["talks"]["aria-checked"], rows["alpha"]["aria-checked"]) == ("true", "false")


def test_a_period_in_words_that_is_none_is_answered_under_its_box(record):
    page = panel(record, problem="“<once>” is no period.")
    hint = page.select_one("#period-help")
    assert (hint.text, hint["role"]) == ("“<once>” is no period.", "alert")
    assert not panel(record).select_one("#period-help").has_attr("role")


def test_the_panel_s_switches(record):
    page = panel(record, actors=["alpha", "beta"], start="2026-02-01", event="quiet", sort="oldest")
    kept = "actor=alpha&actor=beta&from=2026-02-01"
    assert {link.text: link["href"] for link in page.select(".either a")} == dict.fromkeys(
        ("any of", "all of"), f"?{kept}&together=1&sort=oldest"
    )
    certain = page.select_one('[data-param="certain"]')
    assert (certain["href"], certain["aria-checked"]) == (f"?{kept}&certain=1&sort=oldest", "false")
    assert page.select_one(".panel-foot a")["href"] == "?sort=oldest"
    days = {box["name"]: box["value"] for box in page.select("[data-days] input")}
    assert days == {"from": "2026-02-01", "to": ""}
    assert panel(record).select('[data-param="certain"]') == [], "without a period nothing is certainly in it"


def test_a_grade_says_what_it_means_where_a_pointer_rests_on_it(record):
    told = {row["data-value"]: row.get("title") for row in panel(record).select('[role="checkbox"]')}
    assert told["contested"] == CONTEST_MEANINGS["contested"]
    assert told["single-source"] == SUPPORT_MEANINGS["single-source"]
    assert told["alpha"] == "3, with all who belong to it"
    assert told["first-wire"] is None
