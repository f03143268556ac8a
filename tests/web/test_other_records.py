"""Records about other things: one with nothing to count and no claims, one with figures and a series of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.driving import as_shown, charts, html, rows, run
from timeline.query.collection import open_collection
from timeline.snapshots.compare import compare_with_record
from timeline.snapshots.errors import Damaged
from timeline.snapshots.freeze import freeze, tables_of
from timeline.snapshots.snapshot import read_snapshot, seal
from timeline.snapshots.standalone import Stamp, render_standalone
from timeline.web.pages import PAGES

DATA = Path(__file__).parents[1] / "data"
SUBJECT = ("strike", "drone", "missile", "launch", "stopped")


@pytest.fixture
def plain(monkeypatch):
    """Five events, no claims, no series, no coverage, no places."""
    monkeypatch.setenv("TIMELINE_DATA", str(DATA / "plain"))


@pytest.fixture
def floods(monkeypatch):
    """Two events with claims and figures, and a series of one kind without a part."""
    monkeypatch.setenv("TIMELINE_DATA", str(DATA / "floods"))


def words(app):
    """Everything that the page says, charts included."""
    drawn = json.dumps([(chart["alt"], chart["figure"]) for chart in charts(app)])
    return " ".join([html(app).text, drawn, *(as_shown(item.value) for item in app.caption)])


def menu(app):
    return [link.text for link in html(app).select(".tabs a")]


def test_pages_that_a_record_has_nothing_for_are_not_in_its_menu(plain):
    assert menu(run()) == ["Timeline", "Actors", "Sources", "About the record"]


def test_the_menu_names_the_page_of_the_series_as_the_collection_does(floods):
    assert menu(run())[:3] == ["Timeline", "Rain and floods", "Claims"]


ABSENT = {
    "series.py": "This record has no daily figures.",
    "claims.py": "No event in this record has a claim",
    "story.py": "No event in this record has a claim",
    "changes.py": "No document of this record has a date",
}


@pytest.mark.parametrize(("script", "sentence"), ABSENT.items())
def test_a_link_to_such_a_page_shows_a_sentence(plain, script, sentence):
    page = html(run(script, event="test-event-2"))
    assert sentence in page.text
    assert page.select_one(".opened-card article")["data-event"] == "test-event-2"


@pytest.mark.parametrize("script", [page.script for page in PAGES])
def test_no_page_of_another_record_speaks_of_the_first_ones_subject(plain, script):
    said = words(run(script)).lower()
    assert [word for word in SUBJECT if word in said] == []


def test_the_opening_page_has_no_empty_strip_legend_or_facet(plain):
    page = html(run())
    assert not page.select("svg.lanes .kind-0")
    assert [name.text for name in page.select(".lanes-legend .group b")] == ["Sources", "Time"]
    labels = {title.text.split(" ")[0].strip() for title in page.select(".group h3")}
    assert labels >= {"When", "Who", "Theme"}
    assert not labels & {"Disputed?", "Place"}


def test_the_page_about_the_record_counts_only_what_there_is(plain):
    sizes = [item.text for item in html(run("about.py")).select(".sizes li")]
    assert sizes == ["5 events", "5 documents", "1 publishers", "1 actors"]
    assert "Disputed?" not in html(run("about.py")).text


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_series_of_one_kind_is_drawn_in_its_own_words(floods, scale):
    app = run("series.py", scale=scale)
    said = words(app).lower()
    assert [word for word in SUBJECT if word in said] == []
    assert "Heaviest wet spells" in html(app).text
    assert rows(app, "Wet spell", "Millimetres of rain", "Heaviest day") == [
        ["20–21 February 2021", "180", "20 February 2021: 90", "Test event: a flood"]
    ]
    assert [mark for mark in ("yaxis4",) if mark in charts(app)[0]["figure"]["layout"]] == [], "nothing is a part"
    assert "Rain days as counted by Water Office (invented); Invented Water Office." in html(app).text


def test_claims_that_name_a_count_are_found_by_the_words_of_the_figures(floods):
    (told,) = rows(run("series.py"), "Claim", "Who")[:1]
    assert told[0] == "The flood took 12 victims."


def test_a_card_names_figures_one_and_many(floods):
    assert "3 deaths, 1 house flooded, by the count of Water Office (invented)" in html(run()).text


def test_figures_stand_in_the_api_and_its_description(floods):
    from dashboard import app as server

    client = TestClient(server)
    first = client.get("/api/events").json()["events"][-1]
    assert (first["deaths_best"], first["houses"], first["figures_by"]) == (3, 1, "water-office")
    assert "deaths_best: deaths, best estimate" in client.get("/openapi.json").text


def thawed(name):
    record = open_collection(DATA / name)
    return record, freeze(record.view(), software="test")


def test_a_snapshot_holds_declared_figures_and_days_and_its_declaration(floods):
    record, snapshot = thawed("floods")
    rows_of = snapshot.document["tables"]
    assert [row.get("deaths_best") for row in rows_of["events"]] == [3, None]
    assert rows_of["strikes"][0] == {"date": "2021-01-01", "rain_mm": 8, "source": "https://example.org/rain/0"}
    again = tables_of(read_snapshot(snapshot.text))
    assert (again.about, again.events.dtypes.to_dict()) == (record.about, record.events.dtypes.to_dict())
    assert compare_with_record(snapshot, record).is_empty


def test_a_snapshot_of_a_record_without_figures_is_what_older_software_reads(plain):
    record, snapshot = thawed("plain")
    assert {"figures", "series"} & snapshot.document["collection"].keys() == set()
    assert snapshot.document["collection"]["strikes_by"] == ""
    assert snapshot.document["tables"]["strikes"] == []
    assert {name for row in snapshot.document["tables"]["events"] for name in row} <= set(record.events)
    assert tables_of(snapshot).about == record.about


HOSTILE = {
    "figure with the name of a column": {"figures": [{"id": "title", "label": "x", "unit": "x"}]},
    "no figures": {"figures": 7},
    "a series without kinds": {"series": {"file": "a.csv", "page": "x", "unit": "x", "kinds": []}},
    "a file elsewhere": {
        "series": {"file": "/etc/passwd", "page": "x", "unit": "x", "kinds": [{"unit": "x", "total": "x"}]}
    },
}  # fmt: skip


@pytest.mark.parametrize("declared", HOSTILE.values(), ids=HOSTILE)
def test_a_snapshot_made_by_hand_declares_nothing_that_a_collection_cannot(plain, declared):
    _, snapshot = thawed("plain")
    fields = {name: value for name, value in snapshot.document.items() if name != "sha256"}
    forged = seal(fields | {"collection": fields["collection"] | declared})
    with pytest.raises(Damaged, match="figures or series"):
        tables_of(forged)


def test_a_figure_that_only_one_side_declares_is_no_change(floods, tmp_path):
    _, snapshot = thawed("floods")
    folder = tmp_path / "floods"
    for path in (DATA / "floods").rglob("*.*"):
        if path.is_file():
            target = folder / path.relative_to(DATA / "floods")
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8").replace("houses: 1", "roofs: 2").replace("id: houses", "id: roofs")
            target.write_text(text, encoding="utf-8")
    assert compare_with_record(snapshot, open_collection(folder)).changed.empty


@pytest.mark.parametrize("name", ["plain", "floods"])
def test_a_page_to_send_has_the_words_of_its_record(name):
    page = render_standalone(open_collection(DATA / name).view(), Stamp())
    assert [word for word in ("drone", "missile", "launched", "Strike") if word in page] == []
    assert ("in the middle of a mark shows that" in page) == (name == "floods")


@pytest.mark.parametrize("sound", ["", "b,They met again,2026-02-03,alpha,talks,They met.,one\n"])
def test_a_hostile_name_where_there_are_no_lists_is_a_fault_and_no_page_fails(tmp_path, monkeypatch, sound):
    head = "id,title,when,actors,themes,summary,sources\n"
    (tmp_path / "events.csv").write_text(f'{head}a,They met,2026-02-03,"US,",talks,They met.,one\n{sound}')
    (tmp_path / "sources.csv").write_text("id,publisher,title,url\none,First Wire,Doc,https://example.org/a\n")
    record = open_collection(tmp_path)
    assert record.actors["id"].tolist() == (["alpha"] if sound else [])
    assert [problem.field for problem in record.problems if problem.row] == ["actors.0"]
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    for script in ("", "actors.py", "sources.py", "about.py", "changes.py", "snapshots.py"):
        run(script)
