"""Freezing from a page, frozen rows on every page, the page of snapshots; by Streamlit's AppTest."""

from __future__ import annotations

import pytest

from tests.web.driving import as_shown, ask, html, options, press, run
from tests.writing import claim, event, write_collection
from timeline.query.collection import open_collection
from timeline.query.filter import Filter
from timeline.snapshots.files import read_file
from timeline.snapshots.freeze import freeze
from timeline.web import downloads, freezing
from timeline.web.archive import snapshot_store
from timeline.web.pages import PAGES

DISPUTE = claim(("alpha", "asserts"), ("beta", "denies"))
EVENTS = {
    "first": event(title="First talks", when="2026-01-05", claims=[DISPUTE]),
    "second": event(title="Second strike", when="2026-02-01", themes=["strikes"]),
    "third": event(title="Third talks", when="2026-03"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three events and an empty store."""
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", str(tmp_path / "snapshots.sqlite"))
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path / "data", EVENTS)))
    monkeypatch.setenv("TIMELINE_URL", "https://record.example")
    monkeypatch.setattr(freezing, "client_address", lambda: "203.0.113.9")
    return tmp_path / "data"


@pytest.fixture
def kept(folder):
    """The talks as they were, before one more round was put on record and one was given another date."""
    snapshot = freeze(
        open_collection(folder).view(Filter(themes=("talks",))),
        page="who-says-what",
        choices="grade=contested",
        title="The talks <i>so far</i>",
        note="For the editor",
        author="Zoë",
    )
    snapshot_store().put(snapshot)
    write_collection(folder, {**EVENTS, "third": event(title="Third talks", when="2026-03-02"), "fourth": event()})
    return snapshot


def cards(app):
    return [article["data-event"] for article in html(app).select("article.event-card")]


def freeze_with(app, **texts):
    """Opens the dialog, fills its form and presses the button."""
    ask(app, "freeze")
    for label, text in texts.items():
        (box,) = [box for box in (*app.text_input, *app.text_area) if box.label == label]
        box.input(text)
    app.session_state["_dialog"] = "freeze"  # AppTest knows no dialogs: one run of the page for all of it
    app.button("FormSubmitter:freeze-Freeze").click().run()
    assert not app.exception
    return app


def test_one_click_freezes_what_is_shown_and_hands_out_link_hash_and_citation(folder):
    app = run(theme="talks")
    ask(app, "freeze")
    assert "2 events of 3 in the record, with 1 claim, 2 positions and 1 document." in html(app).text
    freeze_with(app, Title="Talks", Note="One\nTwo")
    (entry,) = snapshot_store().find()
    assert (entry.title, entry.note, entry.query, entry.events) == ("Talks", "One\nTwo", "theme=talks", 2)
    assert entry.sha256 in html(app).text
    told = "\n".join(block.value for block in app.code)
    assert f"https://record.example/s/{entry.id}" in told
    assert f"“Talks.” Test, snapshot {entry.id}, frozen" in told
    assert "@online{snapshot-" in told


def test_the_page_and_its_choices_are_frozen_with_the_filter(folder):
    freeze_with(run("claims.py", theme="talks", grade="contested"))
    (entry,) = snapshot_store().find()
    assert (entry.page, entry.choices, entry.query) == ("who-says-what", "grade=contested", "theme=talks")


def test_the_same_content_is_recognised(folder):
    freeze_with(run(theme="talks"), Title="Once")
    app = run(theme="talks")
    ask(app, "freeze")
    assert "The same content was frozen before" in html(app).text
    app = run(theme="strikes")
    ask(app, "freeze")
    assert "The same content was frozen before" not in html(app).text


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("TIMELINE_SNAPSHOT_MB", "0", "a snapshot may have 0.0 MB"),
        ("TIMELINE_SNAPSHOTS", "/proc/nowhere/x", "cannot be"),
    ],
)
def test_why_something_cannot_be_frozen_is_said_in_the_dialog(folder, monkeypatch, setting, value, words):
    monkeypatch.setenv(setting, value)
    app = run()
    ask(app, "freeze")
    assert words in as_shown(app.error[0].value)


def test_a_reader_who_freezes_too_much_is_told_when_to_go_on(folder, monkeypatch):
    monkeypatch.setenv("TIMELINE_FREEZES_AN_HOUR", "1")
    freeze_with(run(theme="talks"))
    app = freeze_with(run(theme="strikes"), Title="One more")
    assert "More than one snapshot an hour" in as_shown(app.error[0].value)
    assert "Try again in" in app.error[0].value
    assert snapshot_store().count() == 1


def test_what_was_just_frozen_is_handed_out_again_until_another_title_is_wanted(folder):
    app = freeze_with(run(theme="talks"), Title="Once")
    ask(app, "freeze")
    assert "“Once.”" in app.code[1].value
    (again,) = [button for button in app.button if button.label.startswith("Freeze it again")]
    app.session_state["_dialog"] = "freeze"
    again.click().run()
    freeze_with(app, Title="Twice")
    assert sorted(entry.title for entry in snapshot_store().find()) == ["Once", "Twice"]


def test_a_server_may_keep_readers_from_freezing(folder, kept, monkeypatch):
    monkeypatch.setenv("TIMELINE_FREEZE", "off")
    app = run()
    assert not html(app).select('[data-act="freeze"]')
    assert "Freeze this view" not in html(ask(app, "freeze")).text
    assert html(run("snapshots.py")).select(f'[data-snapshot="{kept.id}"]'), "what exists stays readable"


@pytest.mark.parametrize("script", [page.script for page in PAGES])
def test_every_page_works_on_the_frozen_rows_behind_a_banner(kept, script):
    app = run(script, snapshot=kept.id)
    banner = html(app).select_one(".frozen").text
    assert "Snapshot “The talks <i>so far</i>”, frozen" in banner
    assert "by Zoë: 2 of the 3 events on record then." in banner
    assert "Since this snapshot: 1 event added, 1 changed." in banner
    assert app.query_params["snapshot"] in (kept.id, [kept.id])


def test_links_widgets_and_counts_stay_with_the_frozen_rows(kept):
    app = run(snapshot=kept.id)
    assert cards(app) == ["third", "first"], "not what was put on record later"
    assert options(app, "theme") == ["Talks 2"]
    inside = [link["href"] for link in html(app).select("a[data-go]")]
    outside = [link for link in inside if f"snapshot={kept.id}" not in link]
    assert sorted(outside) == ["?", f"snapshots?before={kept.id}"], "only the banner leads out"
    press(app, "actor", "alpha")
    assert app.query_params["snapshot"] in (kept.id, [kept.id])
    assert app.query_params["actor"] in ("alpha", ["alpha"])


def test_a_snapshot_that_is_open_is_cited_and_not_frozen_again(kept):
    app = run(snapshot=kept.id)
    assert html(app).select('[data-act="cite"]')
    ask(app, "cite")
    told = "\n".join(block.value for block in app.code)
    assert f"Zoë. “The talks <i>so far</i>.” Test, snapshot {kept.id}" in told


def test_what_cannot_be_shown_is_refused_with_words_and_today_s_record_is_not_shown_instead(kept):
    snapshot_store().withdraw(kept.id, "An error of ours.")
    for name, words in ((kept.id, "An error of ours."), ("a" * 16, "There is no snapshot"), ("<b>", "There is no")):
        app = run(snapshot=name)
        assert words in html(app).text
        assert cards(app) == []
        assert not html(app).select("b")


def test_the_list_says_what_each_is_and_finds_by_words(kept):
    page = html(run("snapshots.py"))
    (shown,) = page.select("[data-snapshot]")
    for words in ("The talks <i>so far</i>", "Talks events", "For the editor", "by Zoë", "2 events", kept.id):
        assert words in shown.text
    opens = [link["href"] for link in shown.select("a[data-go]")]
    assert f"who-says-what?snapshot={kept.id}&theme=talks&grade=contested" in opens
    assert html(run("snapshots.py", words="editor zoe")).select("[data-snapshot]")
    assert "No snapshot has all of these words." in html(run("snapshots.py", words="elsewhere")).text


def test_an_edit_of_the_data_is_told_event_by_event_and_field_by_field(kept):
    app = run("snapshots.py", before=kept.id)
    page = html(app)
    assert page.select_one(".since").text == "Since this snapshot: 1 event added, 1 changed."
    findings = {title.text: title.find_next("ul").text for title in page.select("h3") if title.find_next("ul")}
    assert findings["Events added"] == "3 February 2026: Alpha and Beta meet"
    assert findings["Events changed, field by field"] == "Third talks, date: March 2026 → 2 March 2026"
    tables = [table.value for table in app.dataframe]
    assert tables[0]["event"].tolist() == ["fourth"]
    assert tables[1][["field", "was", "now"]].values.tolist() == [["when", "2026-03", "2026-03-02"]]


def test_two_snapshots_are_compared(folder, kept):
    later = freeze(open_collection(folder).view(Filter(themes=("talks",))), page="timeline", title="Later")
    snapshot_store().put(later)
    page = html(run("snapshots.py", before=kept.id, after=later.id))
    assert "1 event added, 1 changed." in page.select_one(".since").text
    assert page.select_one(".since").text.startswith("From ")
    offered = [link["href"] for link in html(run("snapshots.py", before=kept.id)).select("a[data-go]")]
    assert f"snapshots?before={kept.id}&after={later.id}" in offered


def test_nothing_of_this_breaks_where_the_store_cannot_be_used(folder, monkeypatch):
    monkeypatch.setenv("TIMELINE_SNAPSHOTS", "/proc/nowhere/x.sqlite")
    assert "/proc/nowhere" in as_shown(run("snapshots.py").error[0].value)
    assert cards(run()) == ["third", "second", "first"]


def test_a_large_view_is_written_when_asked_for_and_then_offered(folder, monkeypatch):
    monkeypatch.setattr(downloads, "AT_ONCE", 2)
    app = run()
    ask(app, "download")
    assert not app.get("download_button"), "nothing is made in advance"
    app.selectbox("download_format").select("JSON")
    app.session_state["_dialog"] = "download"
    app.button("download_prepare").click().run()
    (button,) = app.get("download_button")
    assert as_shown(button.proto.label).startswith("Download on-the-record-")


def test_downloads_of_a_snapshot_are_the_snapshot_itself_as_long_as_its_filter_stands(kept):
    app = run(snapshot=kept.id, theme="talks")
    context = app.session_state["_context"]
    assert read_file(downloads.page_file(context)).id == kept.id
    narrowed = run(snapshot=kept.id, theme="talks", actor="alpha")
    assert b'id="snapshot"' not in downloads.page_file(narrowed.session_state["_context"])
