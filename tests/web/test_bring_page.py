"""The page Bring where it is there and where it is not, and the opening page of a record without events."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.web.driving import html, run
from tests.writing import event, write_collection
from timeline.bring.empty import write_empty
from timeline.bring.errors import BringError
from timeline.web import bring, uploads
from timeline.web.pages import PAGES, pages_of
from timeline.web.routes import MIDDLEWARE, ROUTES

ROWS = b"title,date,url\nDam broken,2024-04-03,https://www.ndr.de/a\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_empty(tmp_path / "floods")
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path / "floods"))
    return tmp_path / "floods"


@pytest.fixture
def may_edit(monkeypatch):
    """A session of somebody who may; and a store of its own."""
    monkeypatch.setenv("TIMELINE_EDIT", "local")
    monkeypatch.setattr(bring, "session_may_edit", lambda: True)
    own = uploads.Uploads()
    monkeypatch.setattr(bring, "UPLOADS", own)
    monkeypatch.setattr(bring, "_until_the_session_ends", str)  # what Streamlit allows in a run only
    return own


def send(store, content=ROWS, name="floods.csv"):
    """Token of a file that was sent."""
    path = store.new_file(name)
    path.write_bytes(content)
    return store.keep(path)


def say(app, *path, value=""):
    """Something that is chosen or pressed, as the page hears it; then what it shows. A refusal is raised."""
    work = app.session_state["_bring"]
    work.heard += 1
    bring._take(work, path, value, lambda words: None)
    app.run()
    assert not app.exception
    return html(app)


def tabs(page):
    return [link.text for link in page.select("header.top .tabs a")]


def test_there_is_no_such_page_without_the_setting(folder):
    assert pages_of(None) == PAGES
    assert "Bring" not in tabs(html(run()))


def test_it_stands_in_the_menu_where_people_may_edit(folder, monkeypatch):
    monkeypatch.setenv("TIMELINE_EDIT", "local")
    assert [page.title for page in pages_of(None)][-1] == "Bring"
    assert tabs(html(run()))[-1] == "Bring"


def test_a_session_without_rights_is_told_and_shown_nothing(folder, monkeypatch):
    """AppTest has no websocket, and so no mark of the server."""
    monkeypatch.setenv("TIMELINE_EDIT", "local")
    app = run("bring.py")
    assert "This page is for a browser on the server’s own machine" in html(app).text
    assert html(app).select_one("[type=file], [data-do]") is None
    assert "_bring" not in app.session_state


def test_each_step_opens_when_the_one_before_is_done(folder, may_edit):
    app = run("bring.py")
    headings = [part.text for part in html(app).select(".step h2")]
    assert headings == ["1. A file"]
    assert "of up to 50 MB" in " ".join(html(app).text.split())
    page = say(app, "file", value=send(may_edit))
    assert [part.text for part in page.select(".step h2")] == ["1. A file", "2. Columns"]
    page = say(app, "do", "columns")
    steps = ["1. A file", "2. Columns", "3. Decisions", "4. Preview", "5. Write"]
    assert [part.text for part in page.select(".step h2")] == steps
    assert "There is nothing to decide." in page.text
    assert "1 row = 1 written + 0 merged" in " ".join(page.text.split())
    page = say(app, "columns", "title", value="show")
    assert [part.text for part in page.select(".step h2")] == steps[:2]
    say(app, "columns", "title", value="title")
    say(app, "do", "columns")
    page = say(app, "do", "write")
    assert [part.text for part in page.select(".step h2")] == ["1. A file", "Done", "Assess these first"]
    assert page.select_one(".count-line")["data-shown"] == "1"  # the frame shows the record as it is now
    assert len(list((folder / "events").iterdir())) == 1


def test_what_is_new_to_decide_comes_before_the_preview(folder, may_edit):
    app = run("bring.py")
    rows = b"title,date,url\nDam broken,03/04/2024,https://www.ndr.de/a\nVillage cleared,05/04/2024,\n"
    say(app, "file", value=send(may_edit, rows))

    def asked(*path, value=""):
        page = say(app, *path, value=value)
        return [part.text for part in page.select(".step > fieldset > legend")], bool(page.select("#step-preview"))

    order, data_set = "Does the day or the month come first in 2 dates?", "1 row without an address of a source"
    assert asked("do", "columns") == ([order], False)
    assert asked("dates", "order", value="day-first") == ([order], False)
    legends, is_previewed = asked("do", "preview")
    assert (legends[0], legends[1].partition(":")[0], is_previewed) == (order, data_set, False)
    assert asked("do", "preview")[1]
    assert not asked("dates", "order", value="month-first")[1]


def test_what_is_stated_and_how_it_is_read_can_be_said(folder, may_edit):
    app = run("bring.py")
    page = say(app, "file", value=send(may_edit))
    assert [label.text for label in page.select("[aria-labelledby=step-file] fieldset label")] == [
        "Encoding, such as utf-8 or cp1252",
        "Between the cells stand",
        "Marks around texts",
    ]
    say(app, "do", "columns")
    page = say(app, "licence", value="CC0 <b>")
    assert page.select_one("#b-licence")["value"] == "CC0 <b>"
    page = say(app, "do", "preview")
    assert page.select_one("[data-do=write]")
    page = say(app, "terms", value="</textarea><script>alert(1)</script>")
    assert page.select_one("#b-terms").text == "</textarea><script>alert(1)</script>"
    assert page.select("#step-preview") == []  # it would be that of the recipe before
    page = say(app, "reading", "delimiter", value=";")
    assert [part.text for part in page.select(".step h2")] == ["1. A file", "2. Columns"]
    assert page.select("td[data-label='It is:']")[0] is not None


def test_a_publisher_is_not_weak_without_a_reason(folder, may_edit):
    app = run("bring.py")
    say(app, "file", value=send(may_edit))
    say(app, "do", "columns")
    page = say(app, "do", "write")
    publisher = page.select_one("[data-do=assess]")["data-value"]
    say(app, "assess", publisher, "weak", value="true")
    before = (folder / "publishers.yaml").read_bytes()
    with pytest.raises(BringError, match="nobody says why"):
        say(app, "do", "assess", value=publisher)
    assert (folder / "publishers.yaml").read_bytes() == before
    say(app, "assess", publisher, "weak_because", value="it is a shop")
    say(app, "do", "assess", value=publisher)
    assert "weak_because: it is a shop" in (folder / "publishers.yaml").read_text()


def test_there_is_no_filter_where_nothing_can_be_filtered(folder, may_edit):
    assert html(run("bring.py")).select(".no-filter")
    assert html(run("record.py")).select(".no-filter")  # an empty record
    (folder / "events").mkdir()
    write_collection(folder, {"rain": event()})
    assert html(run("bring.py")).select(".no-filter")
    assert not html(run("record.py")).select(".no-filter")


def test_terms_are_accepted_before_anything_is_written(folder, may_edit, root):
    app = run("bring.py")
    say(app, "file", value=send(may_edit, (root / "tests/data/bring/acled.csv").read_bytes(), "acled.csv"))
    say(app, "do", "columns")
    page = say(app, "do", "preview")
    assert "terms of use" in page.text
    with pytest.raises(BringError, match="not accepted"):
        say(app, "do", "write")
    assert not (folder / "imports").exists()
    assert say(app, "agreed", value="true").select_one("[type=checkbox]").has_attr("checked")
    say(app, "do", "write")
    assert (folder / "imports").exists()


@pytest.mark.parametrize("path", [("do", "write"), ("do", "columns"), ("columns", "title"), ("dates", "order"), ("x",)])
def test_without_a_file_nothing_can_be_done(folder, may_edit, path):
    app = run("bring.py")
    with pytest.raises(BringError, match="There is no file"):
        say(app, *path)


@pytest.mark.parametrize("token", ["", "x" * 22])
def test_a_file_that_is_gone_is_told(folder, may_edit, token):
    app = run("bring.py")
    with pytest.raises(BringError, match="no longer here"):
        say(app, "file", value=token)


def test_a_publisher_is_assessed(folder, may_edit):
    app = run("bring.py")
    for path, value in (
        (("file",), send(may_edit)),
        (("do", "columns"), ""),
        (("do", "write"), ""),
        (("assess", "ndr-de", "control"), "public-service"),
    ):
        page = say(app, *path, value=value)
    assert page.select_one(".assess select option[selected]")["value"] == "public-service"
    page = say(app, "do", "assess", value="ndr-de")
    assert page.select_one(".assess") is None  # nobody is left to assess
    assert "control: public-service" in (folder / "publishers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "told"), [("", "python -m timeline bring FILE --into FOLDER"), ("local", "Bring a file")]
)
def test_a_record_without_events_says_what_to_do_next(folder, monkeypatch, setting, told):
    monkeypatch.setenv("TIMELINE_EDIT", setting)
    page = html(run())
    assert told in page.select_one(".nothing").text
    assert page.select_one("svg.lanes") is None
    assert bool(page.select_one('.nothing a[href="bring"]')) == bool(setting)
    first = TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://127.0.0.1:8501").get(
        f"/?q={setting}"
    )
    assert told in first.text


def test_one_that_a_filter_empties_does_not(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"a": event()})))
    page = html(run(q="nothinghasthisword"))
    assert "No event fits all these choices" in page.select_one(".nothing").text
