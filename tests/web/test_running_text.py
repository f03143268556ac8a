"""Text of the address, of forms, of the collection and of a withdrawal reaches Streamlit as text, not as Markdown."""

from __future__ import annotations

import pytest

from tests.web.driving import ask, run
from tests.writing import event, write_collection
from timeline.query.collection import open_collection
from timeline.snapshots.freeze import freeze
from timeline.web.archive import snapshot_store
from timeline.web.running_text import as_text

LINK = "[Sign in](https://evil.example) ![](//e.ve/x)"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """One event of a theme that is named like a link."""
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", str(tmp_path / "snapshots.sqlite"))
    themes = [{"id": "talks", "name": LINK}]
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path / "data", {"a": event()}, themes=themes)))
    return tmp_path / "data"


def the_search_under_downloads(folder):
    app = run(q=LINK)
    return ask(app, "download").caption[0].value


def the_reason_of_a_withdrawal(folder):
    snapshot = freeze(open_collection(folder).view(), page="timeline")
    snapshot_store().put(snapshot)
    snapshot_store().withdraw(snapshot.id, LINK)
    return run("snapshots.py", before=snapshot.id).error[0].value


@pytest.mark.parametrize(
    "told",
    [
        the_search_under_downloads,
        the_reason_of_a_withdrawal,
    ],
)
def test_a_link_that_somebody_wrote_stays_text(folder, told):
    assert as_text(LINK) in told(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Talks", "Talks"),
        ("Зустріч «у Римі» – 5 км…", "Зустріч «у Римі» – 5 км…"),
        ("[x](y)", r"\[x\]~\(y\)"),
        (":red[x]", r"\:~red\[x\]"),
        ("https://a.b", r"https\:~\/~\/a\.b"),
        ("www.a.b", r"www~\.a\.b"),
        ("a@b.c", r"a\@~b\.c"),
        ("    a\n\n- b ", r"a \- b"),
        ("a\\*b", r"a\\~\*b"),
    ],
)
def test_signs_are_escaped_and_what_looks_like_an_address_is_taken_apart(text, told):
    assert as_text(text) == told.replace("~", "\u2060")
