"""Opening a collection: once for all sessions, with words for those who wait."""

from __future__ import annotations

import threading

import pytest

from tests.web.driving import html, run
from tests.writing import event, write_collection
from timeline.web import store


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"a": event()})))
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(store, "_TELL_SECONDS", 0.05)
    return tmp_path


@pytest.fixture
def slow(monkeypatch):
    """Opening waits until it is let go; tells what it does before."""
    go_on, opened = threading.Event(), []
    sound = store.open_collection

    def open_slowly(path, tell):
        opened.append(path)
        tell("Deriving grades")
        assert go_on.wait(30)
        return sound(path, tell)

    monkeypatch.setattr(store, "open_collection", open_slowly)
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
        threading.Thread(target=lambda mine=mine: found.append(store.current_record(lambda w: tell(w, mine))))
        for mine in told
    ]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join(30)
    assert set(told[0] + told[1]) == {"Deriving grades"}
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


def test_an_opening_that_fails_is_tried_again(folder, monkeypatch):
    sound = store.open_collection
    monkeypatch.setattr(store, "open_collection", lambda path, tell: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.current_record()
    monkeypatch.setattr(store, "open_collection", sound)
    assert len(store.current_record().events) == 1
