"""What the living page fetches beside its answers: names, events, the table, a view; and what is refused."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.writing import event, source, write_collection
from timeline.front.options import MOST_FOUND
from timeline.query.collection import open_collection
from timeline.query.facets import FACETS
from timeline.query.filter import MAX_QUERY, Filter
from timeline.snapshots.freeze import freeze
from timeline.web import store
from timeline.web.archive import snapshot_store
from timeline.web.front_routes import _MOST_EVENTS
from timeline.web.routes import MIDDLEWARE, ROUTES

EVENTS = {
    "first": event(title="The <b>first</b> talks", when="2026-01-05"),
    "second": event(
        title="The second", when="2026-02", themes=["strikes"], actors=["gamma"], sources={"one": source(name="2")}
    ),
    "open": event(title="The open one", when="2026-03-01/..", sources={"one": source(name="3")}),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    path = write_collection(tmp_path / "data", EVENTS)
    monkeypatch.setenv("TIMELINE_DATA", str(path))
    store.current_record()
    return path


@pytest.fixture
def client(folder):
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://127.0.0.1")


def rows(answer):
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return [(row["data-value"], row["href"]) for row in BeautifulSoup(answer.text, "html.parser").select("a.opt")]


def test_names_are_found_for_the_view_that_the_page_shows(client):
    found = rows(client.get("/panel/actor?find=AL&theme=talks&lanes=all&event=first"))
    assert found == [("alpha", "?actor=alpha&theme=talks&lanes=all")]
    assert rows(client.get("/panel/actor?find=al&actor=alpha"))[0] == ("alpha", "?")


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_has_names(client, facet):
    assert client.get(f"/panel/{facet}?find=").status_code == 200


@pytest.mark.parametrize("facet", ["colour", "q", "known", "Actor", "actor%2f..", "%3Cscript%3E"])
def test_another_facet_is_refused_with_the_names_of_those_there_are(client, facet):
    answer = client.get(f"/panel/{facet}?find=a")
    if "%2f" in facet:
        assert answer.status_code == 404
        return
    assert answer.status_code == 400
    assert answer.json()["error"] == f"there is no such filter; write one of: {', '.join(FACETS)}"


@pytest.mark.parametrize(
    "find",
    ["<script>alert(1)</script>", '" onfocus="alert(1)', "%00", "(((", "\\", "x" * 5_000, "%F0%9F%98%80", "%ED%A0%80"],
)
def test_hostile_words_find_nothing_and_are_not_said_again(client, find):
    for path in ("/panel/actor", "/panel/publisher"):
        answer = client.get(f"{path}?find={find}")
        assert rows(answer) == []
        assert "No name here contains these words." in answer.text
        assert "alert(1)" not in answer.text
    assert client.get(f"/panel/event?find={find}").status_code == 200


def test_an_answer_is_bounded_however_many_there_are(tmp_path, monkeypatch):
    publishers = [
        {"id": f"p{number}", "name": f"Paper {number}", "control": "private"} for number in range(MOST_FOUND + 5)
    ]
    events = {
        f"e{n}": event(title=f"Event {n}", sources={"one": source(publisher=p["name"], name=p["id"])})
        for n, p in enumerate(publishers)
    }
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, events, publishers=publishers)))
    client = TestClient(Starlette(routes=ROUTES), base_url="http://127.0.0.1")
    found = client.get("/panel/publisher?find=paper")
    assert len(rows(found)) == MOST_FOUND
    assert "5 more: type more of the name." in found.text
    assert len(client.get("/panel/event?find=event").json()) == _MOST_EVENTS


@pytest.mark.parametrize("path", ["/panel/actor", "/panel/event", "/panel/table", "/api/view"])
def test_a_query_that_is_too_long_is_refused(client, path):
    assert client.get(f"{path}?find=" + "x" * MAX_QUERY).status_code == 400


def test_events_to_choose_a_period_by(client):
    """The latest first, whatever the page filters; one that is open at a side bounds nothing."""
    found = client.get("/panel/event?find=the&theme=strikes").json()
    assert found == [
        {"name": "The second (February 2026)", "first": "2026-02-01", "last": "2026-02-28"},
        {"name": "The <b>first</b> talks (5 January 2026)", "first": "2026-01-05", "last": "2026-01-05"},
    ]
    assert client.get("/panel/event?find=first").json() == found[1:]


def test_the_table_has_the_marks_of_the_page(client):
    page = BeautifulSoup(client.get("/panel/table?theme=talks").text, "html.parser")
    links = page.select_one("table").select("tbody a")
    assert {link.text for link in links} == {"The <b>first</b> talks"}, "the other lies after the axis"
    assert page.select("table tbody b") == []
    assert {link["href"] for link in links} == {"?theme=talks&event=first"}


def test_a_view_is_what_the_opening_page_shows(client, folder):
    told = client.get("/api/view?theme=talks&page=1").json()
    view = open_collection(folder).view(Filter(themes=["talks"]))
    assert (told["query"], told["words"], told["events"]) == ("theme=talks", "Talks events", len(view))
    assert told["counts"] == {param: view.counts[param].to_dict() for param in FACETS}
    cards = BeautifulSoup(told["cards"], "html.parser").select("article.event-card")
    assert [card["data-event"] for card in cards] == ["open", "first"]
    assert 'data-event="first"' in told["lanes"]
    assert "/api/view" in client.get("/openapi.json").json()["paths"]


@pytest.fixture
def kept(folder, tmp_path):
    """A snapshot of the talks, of which one is corrected since; its title is this test's, and so its id."""
    view = open_collection(folder).view(Filter(themes=("talks",)))
    snapshot = freeze(view, page="timeline", title=tmp_path.name, note="")
    snapshot_store().put(snapshot)
    write_collection(folder, EVENTS | {"first": event(title="Corrected since", actors=["gamma"], when="2026-01-05")})
    store.current_record()
    return snapshot


PATHS = ("/panel/actor?find=", "/panel/event?find=", "/panel/table?x=")


def test_a_page_of_a_snapshot_is_answered_from_its_rows(client, kept):
    names = rows(client.get(f"/panel/actor?find=beta&snapshot={kept.id}"))
    assert names == [("beta", f"?snapshot={kept.id}&actor=beta")]
    for path in PATHS[1:]:
        told = client.get(f"{path}&snapshot={kept.id}").text
        assert "first" in told
        assert "Corrected since" not in told
        assert "The second" not in told


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("snapshot", ["aaaaaaaaaaaaaaaa", "../../etc/passwd", "%00", "%3Cb%3E", "x" * 500])
def test_a_snapshot_that_is_not_there_is_refused_with_words(client, path, snapshot):
    answer = client.get(f"{path}&snapshot={snapshot}")
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("There is no snapshot")
    assert len(answer.json()["error"]) < 300


@pytest.mark.parametrize("path", PATHS)
def test_a_snapshot_that_was_withdrawn_is_not_told_of_from_memory(client, kept, path):
    address = f"{path}&snapshot={kept.id}"
    before = client.get(address)
    assert before.status_code == 200
    snapshot_store().withdraw(kept.id, "It named a minor.")
    after = client.get(address, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 410
    assert "It named a minor." in json.loads(after.content)["error"]
