"""Freeze, send, read without a server, and see what an edit changed; in Chromium."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import httpx2
import pytest

from tests.browser.driving import address, go, params, rerun, share, shown, tab
from tests.writing import event, write_collection
from timeline.__main__ import main
from timeline.snapshots.files import read_file

DIALOG = "[role=dialog]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, root):
    """A copy of the record that may be edited."""
    return Path(shutil.copytree(root / "data", tmp_path_factory.mktemp("editable") / "data"))


@pytest.fixture
def server(serve, folder):
    return serve(data=folder)


def ask_to_freeze(page, title):
    """Opens the dialog and presses its button."""
    with rerun(page):
        share(page).get_by_role("button", name="Freeze and cite").click()
    page.locator(DIALOG).get_by_label("Title").fill(title)
    with rerun(page):
        page.locator(DIALOG).get_by_role("button", name="Freeze", exact=True).click()


def freeze(page, title):
    """Freezes what is shown; returns the link that is handed out."""
    ask_to_freeze(page, title)
    return page.locator(f"{DIALOG} [data-testid=stCode] code").first.inner_text()


def test_a_view_is_frozen_sent_as_a_file_read_and_verified_with_the_network_cut(
    server, page, open_page, tmp_path, capsys, outside_requests
):
    go(page, server.url + "/?theme=diplomacy&actor=donald-trump")
    events = shown(page)
    link = freeze(page, "Talks with <Trump>")
    assert link.startswith(server.url + "/s/")
    with page.expect_download() as download:
        page.locator(DIALOG).get_by_role("button", name="Web page").click()
    file = tmp_path / "sent.html"
    download.value.save_as(file)
    name = link.rpartition("/")[2]
    assert main(["snapshot", "verify", str(file), "--id", name]) == 0
    assert capsys.readouterr().out.startswith("VERIFIED")

    reader = open_page()
    reader.context.set_offline(True)
    reader.goto(file.as_uri())
    assert reader.locator("h1").inner_text() == "Talks with <Trump>"
    assert reader.locator("article.event-card").count() == events
    assert reader.locator("figure svg.wide").bounding_box()["height"] > 100
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert name in reader.locator("footer").inner_text()
    assert outside_requests == [file.as_uri()], "nothing but the file itself"
    outside_requests.clear()


def test_the_link_shows_the_frozen_page_and_leads_back_into_the_dashboard(server, page, open_page):
    go(page, server.url + "/talks-and-strikes?theme=diplomacy&step=week")
    link = freeze(page, "Week by week")
    reader = open_page()
    assert reader.goto(link).status == 200
    assert reader.locator("h1").inner_text() == "Week by week"
    assert reader.title() == "Week by week"
    name = link.rpartition("/")[2]
    go(page, server.url + "/snapshots")
    with rerun(page):
        page.locator(f'[data-snapshot="{name}"]').get_by_role("link", name="Open in the dashboard").click()
    assert params(page) == {"snapshot": [name], "theme": ["diplomacy"], "step": ["week"]}
    assert "/talks-and-strikes" in address(page)
    with rerun(page):
        tab(page, "Timeline").click()
    assert params(page) == {"snapshot": [name], "theme": ["diplomacy"]}, "the snapshot stays open"
    with rerun(page):
        page.get_by_role("link", name="Leave the snapshot").click()
    assert params(page) == {"theme": ["diplomacy"]}


def version(server):
    return httpx2.get(f"{server.url}/healthz", timeout=30).json()["version"]


def write_and_wait(server, file, text):
    """Writes a file, and waits until readers see it: the files have to be left alone for a while first."""
    before = version(server)
    file.write_text(text, encoding="utf-8")
    for _ in range(100):
        if version(server) != before:
            return
        time.sleep(0.2)
    raise AssertionError("the edit is not seen")


def test_after_an_edit_the_dashboard_says_exactly_what_has_changed(server, folder, page):
    go(page, server.url + "/?theme=diplomacy")
    name = freeze(page, "Before the edit").rpartition("/")[2]
    go(page, f"{server.url}/?snapshot={name}&theme=diplomacy")
    assert "nothing has changed" in page.locator(".frozen").inner_text()
    before = shown(page)

    edited = folder / "events" / "anchorage-summit.md"
    original = edited.read_text(encoding="utf-8")
    line = next(line for line in original.splitlines() if line.startswith("title:"))
    write_and_wait(server, edited, original.replace(line, "title: Another title", 1))
    try:
        go(page, f"{server.url}/?snapshot={name}&theme=diplomacy")
        assert "Since this snapshot: 1 event changed." in page.locator(".frozen").inner_text()
        assert shown(page) == before
        with rerun(page):
            page.get_by_role("link", name="Compare with today").click()
        assert "Another title, title:" in page.locator(".findings").first.inner_text()
    finally:
        write_and_wait(server, edited, original)


def test_a_file_that_was_tampered_with_is_refused(server, page, tmp_path, capsys):
    go(page, server.url + "/?q=anchorage")
    freeze(page, "Untouched")
    with page.expect_download() as download:
        page.locator(DIALOG).get_by_role("button", name="Data (JSON)").click()
    file = tmp_path / "sent.json"
    download.value.save_as(file)
    assert read_file(file.read_bytes()).title == "Untouched"
    file.write_bytes(file.read_bytes().replace(b"Untouched", b"Retouched", 1))
    assert main(["snapshot", "verify", str(file)]) == 1
    assert "NOT VERIFIED" in capsys.readouterr().out


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_the_dialog_fits_the_window(server, open_page, width, dark):
    page = open_page(width=width, height=800, dark=dark)
    go(page, server.url + "/?q=anchorage")
    freeze(page, f"At {width}")
    box = page.locator(DIALOG).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_that_is_turned_keeps_what_was_written_in_the_dialog(server, open_page):
    page = open_page(width=1280, height=800)
    go(page, server.url + "/?q=anchorage")
    with rerun(page):
        share(page).get_by_role("button", name="Freeze and cite").click()
    title = page.locator(DIALOG).get_by_label("Title")
    title.fill("Half written")
    asked = page.evaluate("window.__driving.asked")
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_timeout(700)  # longer than the page waits before it tells its new width
    assert (page.evaluate("window.__driving.asked"), title.input_value()) == (asked, "Half written")
    with rerun(page):
        page.keyboard.press("Escape")


def test_the_limit_is_each_reader_s_own_behind_a_proxy_and_one_for_all_on_this_machine(serve, page, tmp_path):
    small = write_collection(tmp_path / "data", {"first": event()})
    server = serve(data=small, TIMELINE_FREEZES_AN_HOUR="1")
    for number, (reader, refused) in enumerate(
        [("203.0.113.9:5555", False), ("203.0.113.9:6666", True), ("", False), ("127.0.0.1", True)]
    ):
        page.set_extra_http_headers({"X-Forwarded-For": reader} if reader else {})
        go(page, server.url)
        ask_to_freeze(page, f"Number {number}")
        told = page.locator(DIALOG).inner_text().replace("\u2060", "")
        assert ("More than one snapshot an hour" in told) is refused, reader
