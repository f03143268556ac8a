"""What is told of the copies reaches pages and files; the copies themselves never leave the folder."""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import zipfile

import pytest

from tests.browser.server import HOST, Server
from tests.web.driving import html, run
from tests.writing import copy_of, event, write_collection, write_copies
from timeline.exchange.csv_tables import write_csv
from timeline.exchange.json_rows import write_json
from timeline.query.collection import open_collection
from timeline.web import store
from timeline.web.store import current_record

SECRET = "the text of a third party"  # noqa: S105  (no password)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = write_copies(write_collection(tmp_path / "record", {"first": event()}), copy_of("https://example.org/one"))
    (made / "archive/20260303T090000Z.wacz").write_text(SECRET)
    monkeypatch.setenv("TIMELINE_DATA", str(made))
    monkeypatch.setattr(store, "STILL_SECONDS", 0.0)
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 30.0)
    return made


def test_files_carry_day_and_hash_and_no_copy(folder):
    view = open_collection(folder).view()
    told = {"copy_date": "2026-03-03", "copy_sha256": "1" * 64, "copy_words": "copy of 3 March 2026"}
    (row,) = json.loads(write_json(view))["sources"]
    assert {name: row[name] for name in told} == told
    with zipfile.ZipFile(io.BytesIO(write_csv(view))) as packed:
        (row,) = csv.DictReader(packed.read("sources.csv").decode("utf-8-sig").splitlines())
        assert {name: row[name] for name in told} == told
        assert not any(SECRET.encode() in packed.read(name) for name in packed.namelist())


def test_sources_tells_of_them_beside_each_document(folder):
    (note,) = html(run("sources.py")).select("table .archived")
    assert note.text == "copy of 3 March 2026, SHA-256 111111111111…"


def test_a_run_is_seen_by_the_open_record(folder):
    before = current_record()
    write_copies(folder, copy_of("https://example.org/one", "2026-12-24"))
    os.utime(folder / "archive/index.csv", (2_000_000_000, 2_000_000_000))
    assert before.find("sources", ["one"])["copy_date"].tolist() == ["2026-03-03"]
    assert current_record().find("sources", ["one"])["copy_date"].tolist() == ["2026-12-24"]


def test_the_server_never_serves_a_copy(folder, tmp_path):
    server = Server(tmp_path, {"TIMELINE_DATA": str(folder)}).wait()
    try:
        for path in ("index.csv", "20260303T090000Z.wacz"):
            for above in (
                "/archive",
                "/data/archive",
                "/app/static/archive",
                "/static/../archive",
                f"/{folder}/archive",
            ):
                connection = http.client.HTTPConnection(HOST, server.port, timeout=20)
                connection.request("GET", f"{above}/{path}")
                body = connection.getresponse().read()
                connection.close()
                assert SECRET.encode() not in body
                assert b"sha256" not in body
    finally:
        server.stop()
