"""``/s/ID``: the page to send, its picture and the canonical rows; what is answered where there is none."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.writing import claim, event, write_collection
from timeline.query.collection import open_collection
from timeline.query.filter import Filter
from timeline.snapshots.errors import SnapshotError
from timeline.snapshots.files import read_file, signature_in_page
from timeline.snapshots.freeze import freeze
from timeline.snapshots.signatures import WELL_KNOWN, check, make_key, read_public, read_signature
from timeline.snapshots.snapshot import seal
from timeline.web.archive import keep_snapshot, snapshot_store
from timeline.web.routes import MIDDLEWARE, ROUTES

HOSTILE = '</title><script>alert(1)</script>" onload="alert(2)'


@pytest.fixture
def client():
    """A reader of https://record.example whom a proxy on the server's machine lets through."""
    host = {"host": "record.example"}
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="https://127.0.0.1", headers=host)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A snapshot in a store of its own, with a hostile title."""
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", str(tmp_path / "snapshots.sqlite"))
    events = {
        "first": event(when="2026-01-05", claims=[claim(("alpha", "asserts"), ("beta", "denies"))]),
        "second": event(when="2026-02-01", themes=["strikes"]),
    }
    record = open_collection(write_collection(tmp_path / "data", events))
    snapshot = freeze(record.view(Filter(themes=("talks",))), page="timeline", title=HOSTILE, note=HOSTILE)
    snapshot_store().put(snapshot)
    return snapshot


def test_the_page_shows_the_frozen_rows_and_can_be_verified(client, kept):
    answer = client.get(f"/s/{kept.id}")
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert page.h1.text == HOSTILE
    assert [card["data-event"] for card in page.select("article.event-card")] == ["first"]
    assert "Talks events: 1 of 2 events." in page.select_one(".words").text
    assert kept.sha256 in page.footer.text
    assert f"https://record.example/s/{kept.id}" in page.footer.text
    assert read_file(answer.content, kept.id) == kept


def test_previews_find_title_words_and_picture(client, kept):
    page = BeautifulSoup(client.get(f"/s/{kept.id}").text, "html.parser")
    tags = {tag.get("property") or tag.get("name"): tag["content"] for tag in page.select("meta[content]")}
    assert tags["og:title"] == tags["twitter:title"] == HOSTILE
    assert tags["og:description"] == "Talks events"
    assert tags["og:url"] == f"https://record.example/s/{kept.id}"
    picture = client.get(tags["og:image"])
    assert picture.headers["content-type"] == "image/svg+xml"


def test_a_host_that_somebody_on_the_network_writes_is_in_no_link(kept):
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    answer = TestClient(app, base_url="https://192.0.2.7").get(f"/s/{kept.id}", headers={"host": "evil.example"})
    assert (answer.status_code, answer.headers["vary"]) == (200, "host, accept-encoding")
    assert "evil.example" not in answer.text
    assert "og:url" not in answer.text


def test_the_picture_is_sound_xml_with_the_title_as_text(client, kept):
    picture = BeautifulSoup(client.get(f"/s/{kept.id}.svg").content, "xml")
    assert picture.svg["aria-label"] == HOSTILE
    assert not picture.find_all("script")
    assert len(picture.select("svg.lanes")) == 1
    assert (picture.svg["width"], picture.svg["height"]) == ("1200", "630")


def test_the_rows_are_byte_for_byte_what_the_hash_is_of(client, kept):
    answer = client.get(f"/s/{kept.id}.json")
    assert answer.content == kept.text.encode()
    assert answer.headers["access-control-allow-origin"] == "*"


def test_no_script_runs_on_any_of_them(client, kept):
    for suffix in ("", ".svg", ".json"):
        headers = client.get(f"/s/{kept.id}{suffix}").headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src")
        assert "script-src" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_an_unchanged_page_is_not_sent_again(client, kept):
    etag = client.get(f"/s/{kept.id}").headers["etag"]
    again = client.get(f"/s/{kept.id}", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["aaaaaaaaaaaaaaaa", "AAAA", "..%2F..%2Fetc%2Fpasswd", "a" * 500, "%00", "<script>"])
@pytest.mark.parametrize("suffix", ["", ".json", ".svg"])
def test_what_is_not_there_is_not_found_and_said_to_be(client, kept, name, suffix):
    answer = client.get(f"/s/{name}{suffix}")
    assert answer.status_code == 404
    if "/" not in name and "%2F" not in name:
        assert "There is no snapshot" in answer.json()["error"]
        assert answer.json()["help"] == "/openapi.json"


def test_an_old_link_to_a_withdrawn_snapshot_tells_the_reason(client, kept):
    assert client.get(f"/s/{kept.id}").status_code == 200, "and what was open does not stay open"
    snapshot_store().withdraw(kept.id, "Named a <private> person.")
    for suffix in (".json", ".svg"):
        answer = client.get(f"/s/{kept.id}{suffix}")
        assert answer.status_code == 410
        assert "Named a <private> person." in answer.json()["error"]
    page = client.get(f"/s/{kept.id}", headers={"accept": "text/html,*/*"})
    assert page.status_code == 410
    assert "This snapshot was withdrawn" in page.text
    assert "Named a &lt;private&gt; person." in page.text


def test_a_store_that_cannot_be_reached_is_said_without_a_trace(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", str(tmp_path))
    answer = client.get("/s/aaaaaaaaaaaaaaaa")
    assert answer.status_code == 503
    assert str(tmp_path) in answer.json()["error"]


def test_the_address_of_the_settings_goes_before_what_the_client_wrote(client, kept, monkeypatch):
    monkeypatch.setenv("TIMELINE_URL", "https://timeline.example/")
    page = BeautifulSoup(client.get(f"/s/{kept.id}").text, "html.parser")
    assert page.select_one("meta[property='og:url']")["content"] == f"https://timeline.example/s/{kept.id}"
    assert "https://timeline.example" in client.get("/feed.atom").text


def test_what_this_server_freezes_is_signed_with_its_key(client, kept, tmp_path, monkeypatch):
    assert client.get(f"/s/{kept.id}.sig").status_code == 404, "it was kept without a key"
    assert client.get(WELL_KNOWN).status_code == 404
    make_key(tmp_path / "keys.json", "Institute")
    monkeypatch.setenv("TIMELINE_KEY", str(tmp_path / "keys.json"))
    snapshot = seal({**{k: v for k, v in kept.document.items() if k != "sha256"}, "title": "signed"})
    keep_snapshot(snapshot, "203.0.113.9")
    assert "sha256" in client.get(f"/s/{snapshot.id}.json").json(), "and what was asked before is not sent for it"
    answer = client.get(f"/s/{snapshot.id}.sig")
    keys = read_public(client.get(WELL_KNOWN).text)
    assert check(read_signature(answer.text), snapshot.sha256, keys) == keys[0]
    page = client.get(f"/s/{snapshot.id}").content
    assert signature_in_page(page) == answer.text
    assert read_file(page, snapshot.id) == snapshot
    assert "private" not in client.get(WELL_KNOWN).text


def test_a_key_that_cannot_be_used_is_told_and_nothing_is_kept(client, kept, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_KEY", str(tmp_path / "none.json"))
    snapshot = seal({**{k: v for k, v in kept.document.items() if k != "sha256"}, "title": "unsigned"})
    with pytest.raises(SnapshotError, match="cannot be read"):
        keep_snapshot(snapshot, "")
    assert client.get(f"/s/{snapshot.id}").status_code == 404
    assert client.get(WELL_KNOWN).status_code == 500


def test_an_authority_that_does_not_answer_stops_nobody(client, kept, tmp_path, monkeypatch, caplog):
    make_key(tmp_path / "keys.json", "Institute")
    monkeypatch.setenv("TIMELINE_KEY", str(tmp_path / "keys.json"))
    monkeypatch.setenv("TIMELINE_TIMESTAMP", "http://127.0.0.1:1")
    snapshot = seal({**{k: v for k, v in kept.document.items() if k != "sha256"}, "title": "undated"})
    keep_snapshot(snapshot, "")
    assert read_signature(client.get(f"/s/{snapshot.id}.sig").text).sha256 == snapshot.sha256
    assert "kept without a time stamp" in caplog.text
