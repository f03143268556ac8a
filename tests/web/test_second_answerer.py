"""Every page and route bears a record that has no tables, cannot be rewound and counts no pairs."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.query.tiny import TinyRecord
from tests.web.driving import html, run
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.query.collection import Opened
from timeline.query.filter import Filter
from timeline.web import store
from timeline.web.pages import PAGES
from timeline.web.routes import ROUTES

REFUSING = {"claims.py", "story.py", "changes.py", "actors.py", "sources.py"}
"""Pages of which a part needs what the record does not have."""


@pytest.fixture
def tiny(real_record, tmp_path, monkeypatch):
    events = real_record.view().weightiest((date(2014, 1, 1), date(2026, 7, 1)), 20)
    record = TinyRecord(real_record, events)
    # Behind current_record: a module that is first imported meanwhile would keep a replaced one for good.
    monkeypatch.setattr(store, "reopen_collection", lambda path, before, tell: Opened(record, frozenset(), {}))
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    return record


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_page_is_served(tiny, page):
    page_html = html(run("" if page is PAGES[0] else page.script))
    refusals = [part.text for part in page_html.select(".not-here")]
    assert bool(refusals) == (page.script in REFUSING), refusals
    assert all(text.startswith("This record ") for text in refusals)
    assert page_html.select_one(".footer")


def test_the_timeline_draws_its_events_as_cards_and_marks(tiny):
    app = run(theme="diplomacy")
    shown = [card["data-event"] for card in html(app).select(".event-card")]
    assert shown == tiny.view(Filter(themes=["diplomacy"])).page(20)["id"].tolist()
    assert len(html(app).select("svg.lanes a .mark, svg.lanes a.mark")) == len(tiny.view(Filter(themes=["diplomacy"])))


def test_a_link_into_the_past_is_named_and_the_page_shows_today(tiny):
    app = run(known="2026-01-01")
    assert "is not rewound" in html(app).select_one(".notices").text
    assert html(app).select_one(".count-line")["data-shown"] == "20"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/events", 200),
        ("/api/facets", 200),
        ("/feed.atom", 200),
        ("/calendar.ics", 200),
        ("/healthz", 200),
        ("/api/claims", 200),
        ("/api/events?known=2026-01-01", 501),
        ("/feed.atom?known=2026-01-01", 501),
    ],
)
def test_routes_answer_or_say_why_not(tiny, path, status):
    answer = TestClient(Starlette(routes=ROUTES)).get(path)
    assert answer.status_code == status
    if status == 501:
        assert answer.json()["error"].startswith("This record ")


@pytest.mark.parametrize("form", VIEW_FORMATS)
def test_every_file_is_written(tiny, form):
    assert write_view(tiny.view(Filter(themes=["diplomacy"])), form)
