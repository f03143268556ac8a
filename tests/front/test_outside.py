"""What lies outside an axis that opens on the densest part: told in words, with the address that shows it."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from tests.far_away import FIRST, LAST, ROUNDS, write_far
from tests.front.drawing import soup
from timeline.front.answer import answer
from timeline.front.place import Place
from timeline.front.tables import render_tables
from timeline.query.collection import open_collection
from timeline.query.filter import Filter

WHOLE = "Show the whole time"


def open_far(folder, *far, **more):
    record = open_collection(write_far(folder, *far, **more))
    assert record.problems == ()
    return record


def read(record, part="lanes", place=None, **chosen):
    return soup(getattr(answer(record.view(Filter(**chosen)), place or Place()), part))


def told(page, where=".notes"):
    """The links on what lies outside: words, and the days that the address asks for."""
    found = {}
    for link in page.select(f"{where} a.told, {where} a.whole"):
        params = parse_qs(link["href"].lstrip("?"))
        assert link.text not in found, "each is told once"
        found[link.text] = tuple(params.get(name, [""])[0] for name in ("from", "to"))
    return found


# When the treaties were sealed -> what is told, with the days of the link.
TOLD = {
    "one before": (
        ["1142"],
        {"1 event lies before this axis, in 1142": ("1142-01-01", "1142-12-31"), WHOLE: ("1142-01-01", LAST)},
    ),
    "one after": (
        ["2990-05-01"],
        {"1 event lies after this axis, in 2990": ("2990-05-01", "2990-05-01"), WHOLE: (FIRST, "2990-05-01")},
    ),
    "several, and one that is open at a side": (
        ["1142", "../0950"],
        {
            "2 events lie before this axis, until 1142": ("", "1142-12-31"),
            WHOLE: ("", LAST),
        },
    ),
    "nothing far away": ([], {}),
}


@pytest.mark.parametrize(("far", "links"), TOLD.values(), ids=TOLD)
def test_the_lanes_tell_what_lies_outside(tmp_path, far, links):
    assert told(read(open_far(tmp_path, *far))) == links


def test_what_no_address_can_name_is_told_without_a_link(tmp_path):
    page = read(open_far(tmp_path, "-0043-03-15"))
    assert page.select_one(".notes").text == f"1 event lies before this axis, in 44 BCE. {WHOLE}"
    assert told(page) == {WHOLE: ("", LAST)}, "an address can have the years 1 to 9999"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_far(tmp_path_factory.mktemp("outside"), "1142")


def test_the_whole_is_that_of_both_sides(tmp_path):
    assert told(read(open_far(tmp_path, "1142", "2990", rounds=108))) == {
        "1 event lies before this axis, in 1142": ("1142-01-01", "1142-12-31"),
        "1 event lies after this axis, in 2990": ("2990-01-01", "2990-12-31"),
        WHOLE: ("1142-01-01", "2990-12-31"),
    }


def test_the_links_show_what_they_tell(record):
    for words, (first, last) in told(read(record)).items():
        page = read(record, start=first, end=last)
        assert page.select('a.mark[data-event="treaty-0"]'), words
        assert len(page.select("a.mark")) == (1 if "1142" in words else ROUNDS + 1)
        assert not told(page)


def test_the_marks_stand_over_the_width_of_the_plot(record):
    svg = read(record).select_one("svg.lanes")
    places = sorted(float(mark["transform"].removeprefix("translate(").split()[0]) for mark in svg.select("a.mark"))
    assert len(places) == ROUNDS
    assert places[0] - float(svg["data-left"]) < 15
    assert float(svg["data-right"]) - places[-1] < 15


def test_months_of_the_panel_tell_it_whatever_period_is_chosen(record):
    sentence = "1 event lies before these bars, in 1142"
    for chosen in ({}, {"start": "2020-01-01", "end": "2020-12-31"}, {"themes": ["talks"]}):
        page = read(record, "panel", event="round-3", **chosen)
        assert "event=" not in page.select_one(".outside a")["href"], "the opened card may lie outside these days"
        assert list(told(page, ".outside")) == [sentence, WHOLE]
        bars = page.select("a.bar")
        assert (bars[0]["data-first"], bars[-1]["data-last"]) == (FIRST, LAST)
        assert len(bars) == 24
    assert not told(read(record, "panel", themes=["strikes"]), ".outside"), "of what the filter selects"


def test_a_link_keeps_the_page_and_the_filter(record):
    place = Place("timeline", "abc", {"lanes": "all"})
    link = read(record, place=place, actors=["alpha"], event="round-3").select_one(".notes a.told")
    assert parse_qs(link["href"].lstrip("?")) == {
        "snapshot": ["abc"],
        "actor": ["alpha"],
        "from": ["1142-01-01"],
        "to": ["1142-12-31"],
        "lanes": ["all"],
    }


@pytest.mark.parametrize(("chosen", "is_told"), [({"themes": ["talks"]}, True), ({"themes": ["strikes"]}, False)])
def test_a_filter_tells_what_of_its_own_lies_outside(record, chosen, is_told):
    assert bool(told(read(record, **chosen))) == is_told


def test_a_filter_that_is_about_the_far_event_shows_it(record):
    page = read(record, q="treaty")
    assert not told(page)
    assert [mark["data-event"] for mark in page.select("a.mark")] == ["treaty-0"]


def test_list_and_table_have_every_event(tmp_path):
    """One that lasts from then to now is on the axis, and no second time in the table."""
    record = open_far(tmp_path, "1142", "1142-05-01/2020-01-01", rounds=108, fields={"title": "A & <b>B</b>"})
    found = answer(record.view(), Place(), cards=200)
    assert len(soup(found.list).select("article")) == 108 + 2
    tables = soup(render_tables(found)).select("table")
    assert [table.caption.text for table in tables] == [
        "Events that are drawn as marks, by time",
        "Events that lie outside the axis, by time",
    ]
    ids = [parse_qs(link["href"].lstrip("?"))["event"][0] for table in tables for link in table.select("a")]
    assert len(ids) == len(set(ids)) == 108 + 2
    (row,) = tables[1].select("tbody tr")
    assert [cell.text for cell in row.select("th, td")] == [
        *("1142", "A & <b>B</b>", "Talks", "Single source", "No claims", "1", "First Wire"),
    ]


@pytest.mark.parametrize("far", [["1142"], ["2990", "../2990-05-01"], ["-0043-03-15"], ["1142-04-01/1150"]])
def test_the_table_of_what_lies_outside(tmp_path, far):
    """The one that has no beginning touches every axis."""
    found = answer(open_far(tmp_path, *far, rounds=108).view(), Place())
    assert len(soup(render_tables(found)).select("table")[1].select("tbody tr")) == 1


def test_where_the_collection_names_its_period_all_is_as_it_was(tmp_path):
    record = open_far(tmp_path, "1142", collection={"title": "T", "default_period": "2016-01-15/2025-12-08"})
    page = read(record)
    assert page.select_one(".notes").text == "1 event before 15 January 2016 lies left of this axis."
    assert not told(page)
    assert not read(record, "panel").select(".outside")
    assert len(soup(render_tables(answer(record.view(), Place()))).select("table")) == 1
