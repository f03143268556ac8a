"""Routes of our own."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.writing import event, write_collection
from timeline.web.routes import MIDDLEWARE, ROUTES


@pytest.fixture
def client():
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE))


def test_health_says_which_data_is_served(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"a": event(), "b": event(when="soon")})))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert {k: answer.json()[k] for k in ("title", "events", "events_left_out")} == {
        "title": "Test",
        "events": 1,
        "events_left_out": 1,
    }
    assert len(answer.json()["version"]) == 64


def test_health_is_bad_without_events(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    assert client.get("/healthz").status_code == 503


def test_every_answer_carries_the_security_headers(client):
    for path in ("/healthz", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "http" not in headers["content-security-policy"]
