"""The date line: how far the record goes, when it was edited, and what was corrected on which day."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from tests.writing import event, write_collection
from timeline.front.dateline import MOST_DAYS, DateLine, read_date_line, render_date_line
from timeline.query.collection import open_collection

DAYS = "date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source\n"


def line_of(folder, corrections=(), days="", events=None, **about):
    given = {"first": event(when="2026-01-05/2026-02-20"), "last": event(when="2026-02-10")}
    lists = {"collection": {"title": "T", **about}, "corrections": list(corrections)}
    write_collection(folder, given if events is None else events, **lists)
    if days:
        (folder / "strikes.csv").write_text(DAYS + days)
    return read_date_line(open_collection(folder))


COVERS = {
    "what the editors say": ({"covers_to": "2026-01-31"}, "", "31 January 2026"),
    "the latest end of an event": ({}, "", "20 February 2026"),
    "a daily figure after it": ({}, "2026-02-21,1,1,,,x\n2026-02-20,1,1,,,x\n", "21 February 2026"),
    "no earlier daily figure": ({}, "2026-02-19,1,1,,,x\n", "20 February 2026"),
}


@pytest.mark.parametrize(("about", "days", "day"), COVERS.values(), ids=COVERS)
def test_how_far_the_record_goes(tmp_path, about, days, day):
    assert line_of(tmp_path, days=days, **about).covers_words == f"Covers to {day}"


def test_days_alone_tell_it_too(tmp_path):
    assert line_of(tmp_path, days="2026-02-21,1,1,,,x\n", events={}).words == "Covers to 21 February 2026"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"covers_to": "2026-07-01", "edited": "2026-11-23"}, "Covers to 1 July 2026 · edited 23 November 2026"),
        ({"covers_to": "2026-07-01"}, "Covers to 1 July 2026"),
    ],
)
def test_when_it_was_edited_is_said_where_the_collection_says_so(tmp_path, about, words):
    line = line_of(tmp_path, **about)
    assert line.words == words
    shown = BeautifulSoup(render_date_line(line), "html.parser").p
    assert shown.text.strip() == words
    assert shown.b.text == "Covers to 1 July 2026"
    assert shown.select_one("span.since").has_attr("hidden")


FIGURES = {
    "they end before the record": ("2026-02-19", "Covers to 20 February 2026 · daily figures to 19 February 2026"),
    "they end with it": ("2026-02-20", "Covers to 20 February 2026"),
    "they go beyond what the editors looked at": ("2026-02-21", "Covers to 20 February 2026"),
}


@pytest.mark.parametrize(("day", "words"), FIGURES.values(), ids=FIGURES)
def test_where_the_daily_figures_end_is_said_if_the_record_goes_on(tmp_path, day, words):
    line = line_of(tmp_path, days=f"{day},1,1,,,x\n", covers_to="2026-02-20")
    assert line.words == words
    assert BeautifulSoup(render_date_line(line), "html.parser").p.text.strip() == words


def test_a_record_in_which_nothing_has_a_date(tmp_path):
    line = line_of(tmp_path, events={})
    assert (line.covers_to, line.words) == (None, "")
    assert BeautifulSoup(render_date_line(line), "html.parser").p.text == ""
    edited = line_of(tmp_path / "edited", events={}, edited="2026-11-23")
    assert BeautifulSoup(render_date_line(edited), "html.parser").p.text == "Edited 23 November 2026"


def correction(day):
    return {"date": day, "kind": "corrected", "was": "a", "now": "b"}


def test_corrections_are_counted_by_the_day_on_which_they_were_published(tmp_path):
    days = ["2026-03-05", "2026-03-06", "2026-03-05", "2026-02", "2026-03-07/..", "2026-02-28"]
    line = line_of(tmp_path, [correction(day) for day in days])
    assert line.corrections == (("2026-03-07", 1), ("2026-03-06", 1), ("2026-03-05", 2), ("2026-02-28", 2))
    told = BeautifulSoup(render_date_line(line), "html.parser").p["data-corrections"]
    assert json.loads(told) == [["2026-03-07", 1], ["2026-03-06", 1], ["2026-03-05", 2], ["2026-02-28", 2]]


def test_events_are_not_counted_by_their_own_date(tmp_path):
    assert line_of(tmp_path).corrections == ()


def test_the_newest_days_are_told_and_no_more(tmp_path):
    days = [(date(2026, 1, 1) + timedelta(number)).isoformat() for number in range(MOST_DAYS + 1)]
    line = line_of(tmp_path, [correction(day) for day in days])
    assert len(line.corrections) == MOST_DAYS
    assert (line.corrections[0][0], line.corrections[-1][0]) == (days[-1], days[1])


def test_the_record_that_ships(real_record):
    line = read_date_line(real_record)
    assert line.words.startswith("Covers to 5 July 2026 · daily figures to 28 June 2026 · edited ")
    assert sum(corrections for _, corrections in line.corrections) == len(real_record.corrections)
    assert isinstance(line, DateLine)
