"""Opening a collection: once for all sessions, with words for those who wait; and the last good record stays."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.web.driving import html, run
from tests.writing import event, event_text, sheets_of, write_collection, write_sheets
from timeline.collection.held import KEPT
from timeline.collection.journal import PENDING, alone
from timeline.snapshots.errors import Stale
from timeline.snapshots.freeze import freeze
from timeline.web import store
from timeline.web.routes import ROUTES


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"a": event()})))
    return tmp_path


@pytest.fixture
def slow(monkeypatch):
    """Opening waits until it is let go; tells what it does before."""
    go_on, opened = threading.Event(), []
    sound = store.reopen_collection

    def open_slowly(path, before, tell):
        opened.append(path)
        tell("Deriving grades")
        assert go_on.wait(30)
        return sound(path, before, tell)

    monkeypatch.setattr(store, "reopen_collection", open_slowly)
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(store, "_TELL_SECONDS", 0.05)
    return go_on, opened


def test_who_waits_is_told_what_is_being_done_and_all_share_one_opening(folder, slow):
    go_on, opened = slow
    told = [[], []]
    found = []

    def tell(words, mine):
        mine.append(words)
        if all(told):
            go_on.set()

    waiting = [
        threading.Thread(target=lambda mine=mine: found.append(store.standing(lambda w: tell(w, mine)).record))
        for mine in told
    ]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join(30)
    assert told[0][0] == told[1][0] == "Deriving grades"
    assert len(opened) == 1
    assert found[0] is found[1]


def test_the_page_shows_the_words_and_then_the_record(folder, slow, monkeypatch):
    from timeline.web import notices

    shown = []
    markup = notices.Markup
    monkeypatch.setattr(notices, "Markup", lambda text: shown.append(text) or slow[0].set() or markup(text))
    app = run()
    assert any("This happens once" in text for text in shown)
    assert not html(app).select(".waiting"), "and they go"
    assert len(html(app).select("article.event-card")) == 1


@pytest.fixture
def fails(monkeypatch):
    """Opening raises, and counts how often it was tried."""
    tried = []

    def fail(path, before, tell):
        tried.append(path)
        return 1 / 0

    monkeypatch.setattr(store, "reopen_collection", fail)
    return tried


def button(app, label):
    return next(item for item in app.button if item.label == label)


def titles():
    return set(store.current_record().events["title"])


def rewrite(folder, **events):
    write_collection(folder, {name: event(title=title) for name, title in events.items()})


def test_a_first_opening_that_fails_is_said_and_tried_once(folder, fails):
    client = TestClient(Starlette(routes=ROUTES))
    for path in ("/healthz", "/api/events", "/feed.atom", "/openapi.json"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "ZeroDivisionError" in answer.json()["error"]
        assert str(folder) not in answer.text
    page = html(run())
    assert page.select_one("h1").text == "The record cannot be shown now"
    assert len(fails) == 1


def test_a_first_opening_that_failed_is_tried_again_when_the_files_change(folder, monkeypatch):
    with monkeypatch.context() as context:
        context.setattr(store, "reopen_collection", lambda path, before, tell: 1 / 0)
        with pytest.raises(store.CannotOpen):
            store.current_record()
    rewrite(folder, b="Second")
    assert titles() == {"Alpha and Beta meet", "Second"}


def test_a_state_that_does_not_open_is_tried_once_and_the_last_good_record_stays(folder, request, caplog):
    assert titles() == {"Alpha and Beta meet"}
    tried = request.getfixturevalue("fails")
    rewrite(folder, b="Second")
    assert [titles() for _ in range(3)] == [{"Alpha and Beta meet"}] * 3
    assert len(tried) == 1
    assert "ZeroDivisionError" in store.standing().stale
    assert "cannot be opened" in caplog.text
    (folder / "events" / "b.md").unlink()
    assert store.standing().stale == "" or len(tried) == 2, "the folder is as it was, or is tried as it is now"


def test_nothing_is_read_until_the_files_are_still(folder, monkeypatch):
    assert titles() == {"Alpha and Beta meet"}
    monkeypatch.setattr(store, "STILL_SECONDS", 0.3)
    rewrite(folder, b="Second")
    assert titles() == {"Alpha and Beta meet"}
    assert store.standing().stale == "", "somebody is writing; nothing is wrong"
    time.sleep(0.4)
    assert titles() == {"Alpha and Beta meet", "Second"}


def test_files_of_a_clock_that_is_ahead_are_still_when_they_were_seen_unchanged(folder, monkeypatch):
    assert titles() == {"Alpha and Beta meet"}
    monkeypatch.setattr(store, "STILL_SECONDS", 0.3)
    rewrite(folder, b="Second")
    ahead = time.time() + 3600
    os.utime(folder / "events" / "b.md", (ahead, ahead))
    assert titles() == {"Alpha and Beta meet"}
    time.sleep(0.4)
    assert titles() == {"Alpha and Beta meet", "Second"}


def test_files_that_change_while_they_are_read_are_read_again(folder, monkeypatch):
    assert titles() == {"Alpha and Beta meet"}
    sound = store.reopen_collection

    def disturbed(path, before, tell):
        opened = sound(path, before, tell)
        monkeypatch.setattr(store, "reopen_collection", sound)
        rewrite(folder, c="Third")
        return opened

    monkeypatch.setattr(store, "reopen_collection", disturbed)
    rewrite(folder, b="Second")
    assert titles() == {"Alpha and Beta meet"}
    assert titles() == {"Alpha and Beta meet", "Second", "Third"}


def test_what_an_editor_keeps_beside_an_open_file_opens_nothing(folder, fails):
    with pytest.raises(store.CannotOpen):
        store.current_record()
    (folder / "events" / ".#a.md").write_text("half")
    with pytest.raises(store.CannotOpen):
        store.current_record()
    assert len(fails) == 1


def test_a_table_that_was_sound_and_has_a_fault_keeps_the_whole_record(tmp_path, monkeypatch):
    folder = write_sheets(tmp_path, sheets_of({"a": event(title="First"), "b": event(title="Second")}), ".csv")
    monkeypatch.setenv("TIMELINE_DATA", str(folder))
    assert titles() == {"First", "Second"}
    table = folder / "events.csv"
    sound = table.read_text(encoding="utf-8")
    table.write_text(sound.replace("2026-02-03", "soon", 1), encoding="utf-8")
    assert titles() == {"First", "Second"}
    assert "events.csv had no fault before and has one now. events.csv, row 1" in store.standing().stale
    table.write_text(sound.replace("Second", "Third"), encoding="utf-8")
    assert titles() == {"First", "Third"}
    assert store.standing().stale == ""


def test_an_event_whose_file_has_a_fault_is_marked_and_nothing_is_frozen(folder):
    rewrite(folder, a="First", b="Second")
    assert titles() == {"First", "Second"}
    app = run()
    assert html(app).select('[data-act="freeze"]')
    (folder / "events" / "b.md").write_text("---\ntitle: Half")
    app = run()
    held = [card["data-event"] for card in html(app).select("article.event-card:has(.held)")]
    assert held == ["b"]
    assert "events/b.md has a fault now" in html(app).select_one(".notices").text
    assert not html(app).select('[data-act="freeze"]')
    health = TestClient(Starlette(routes=ROUTES)).get("/healthz").json()
    assert health["held"] == ["events/b.md"]
    with pytest.raises(Stale, match=r"events/b\.md has a fault now"):
        freeze(store.current_record().view())
    about = run("about.py")
    assert "events/b.md has a fault now" in html(about).text
    assert KEPT in set(about.dataframe[0].value["Consequence"])


WRECKED = {
    "the folder is moved away": lambda at: at.rename(at.with_name(at.name + "-moved")),
    "the events are moved away": lambda at: (at / "events").rename(at / "elsewhere"),
    "a table is put beside the files": lambda at: (at / "events.csv").write_text("id,title\na,Half\n"),
    "every event is deleted": lambda at: [file.unlink() for file in (at / "events").iterdir()],
}


@pytest.mark.parametrize("wreck", WRECKED.values(), ids=WRECKED)
def test_a_wrecked_folder_takes_nothing_from_readers(folder, wreck):
    client = TestClient(Starlette(routes=ROUTES))
    before = client.get("/healthz").json()
    assert before["stale"] == ""
    wreck(folder)
    health = client.get("/healthz")
    assert health.status_code == 200
    assert health.json()["events"] == before["events"] == 1
    assert health.json()["version"] == before["version"]
    assert health.json()["stale"].startswith("The files of this record were changed before ")
    page = html(run())
    assert health.json()["stale"] in page.select_one(".notices").text
    assert len(page.select("article.event-card")) == 1


def test_nobody_sees_half_of_what_is_written_together(folder):
    assert titles() == {"Alpha and Beta meet"}
    with alone(folder):
        (folder / PENDING).mkdir()  # as write_files has it, until all files are in their places
        rewrite(folder, b="Second")
        assert titles() == {"Alpha and Beta meet"}
        rewrite(folder, c="Third")
        assert titles() == {"Alpha and Beta meet"}
        (folder / PENDING).rmdir()
    assert titles() == {"Alpha and Beta meet", "Second", "Third"}


def test_what_a_write_left_half_way_is_finished_before_it_is_read(folder):
    assert titles() == {"Alpha and Beta meet"}
    pending, text = folder / PENDING, event_text(event(title="Second")).encode()
    pending.mkdir()
    (pending / "0").write_bytes(text)
    steps = [["events/b.md", "", hashlib.sha256(text).hexdigest()]]
    (pending / "plan.json").write_text(json.dumps(steps), encoding="utf-8")
    assert titles() == {"Alpha and Beta meet", "Second"}
    assert not pending.exists()
