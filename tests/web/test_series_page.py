"""The page of a series: waves, windows around events, and what narrows the period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.web.driving import charts, html, rows, run, table
from tests.writing import event, write_collection

FIRST = date(2026, 1, 1)
HEAVY = 60
"""The day, counted from the first, on which ten times the usual is launched; the day after it has no report."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A hundred days of ten drones and one missile, one heavy day, one day without a report, two rounds of talks."""
    lines = ["date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source"]
    for number in range(100):
        if number != HEAVY + 1:
            drones, stopped = (100, 80) if number == HEAVY else (10, 9)
            lines.append(f"{FIRST + timedelta(number)},{drones},{stopped},1,0,https://example.org/{number}")
    events = {
        "round": event(title="A round of talks", when=str(FIRST + timedelta(40))),
        "raid": event(
            title="The heavy night",
            when=str(FIRST + timedelta(HEAVY)),
            themes=["strikes"],
            figures={"drones": 120, "by": "alpha-army"},
        ),
    }
    write_collection(
        tmp_path,
        events,
        collection={
            "title": "Test",
            "default_period": "2026-01-01/2026-04-10",
            "strikes": {"by": "beta", "credit": "Reports of Beta, ODC-BY 1.0"},
        },
    )
    (tmp_path / "strikes.csv").write_text("\n".join(lines) + "\n")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))


def test_a_wave_is_listed_with_its_figures_share_and_events(folder):
    (wave,) = rows(run("series.py"), "Wave", "Launched")
    assert wave == ["2 March 2026", "101", "100", "1", "80", "79%", "2 March 2026: 101", "The heavy night"]


def test_a_wave_leads_to_its_days(folder):
    link = html(run("series.py")).select_one(".table tbody th a")
    assert link["href"] == "?from=2026-03-02&to=2026-03-02"


def test_whose_figures_they_are_stands_on_the_page(folder):
    words = html(run("series.py")).text
    assert "Strike days as counted by Beta; Reports of Beta, ODC-BY 1.0." in words
    assert "The last figure is of 10 April 2026." in words
    assert "gaps, not zeros" in words


def test_the_days_around_a_period_are_told_in_words(folder):
    app = run("series.py", **{"from": "2026-03-02", "to": "2026-03-03"})
    words = [item.text for item in html(app).select(".findings li")]
    assert "7 days before: 11 launches a day, 7 missiles in all, 82 % stopped." in words
    assert any("101 launches a day" in line and "(1 day without a report)" in line for line in words)
    assert "Sequence is not cause." in words


def test_windows_around_the_chosen_events_are_compared_in_words(folder):
    words = html(run("series.py", theme="talks")).text
    assert "7 days after the chosen event were 14 % below the reference, inside the band: no detectable" in words
    assert "A single date is a very small set" in words
    assert "Sequence is not cause." in words
    assert len(charts(run("series.py", theme="talks"))) == 3


@pytest.mark.parametrize(("step", "days"), [("day", 100), ("week", 15), ("month", 4)])
def test_days_are_summed_as_the_address_says(folder, step, days):
    app = run("series.py", step=step)
    sums = table(app, "series")
    assert len(sums) == days
    assert sums["Drones launched"].sum() == 98 * 10 + 100


def test_an_unknown_step_is_named(folder):
    app = run("series.py", step="hour")
    assert "hour" in html(app).select_one(".notices").text
    assert len(table(app, "series")) == 100


def test_competing_figures_are_a_range_with_whose_each_is(folder):
    (row,) = rows(run("series.py"), "Event", "Figure", "Range")
    assert row[:3] == ["The heavy night", "drones launched", "100 to 120"]
    assert row[4] == "100: Beta, in the data set120: Army of Alpha, in the event’s sources"
    drawn = html(run("series.py")).select_one(".range")
    assert (drawn["aria-label"], drawn["style"]) == ("100 to 120", "--low: 83.3%")
