from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import feedparser
import nh3
import pytest
from bs4 import BeautifulSoup

from tests.exchange.views import BASE, talks, view_of
from tests.writing import claim, source
from timeline.exchange.atom import write_atom
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_tables import head_file, stable_id
from timeline.query.filter import Filter

ATOM = "{http://www.w3.org/2005/Atom}"


def read(content: bytes):
    """The feed as a feed reader has it, which must find nothing to complain of; RFC 4287's must-haves checked."""
    found = feedparser.parse(io.BytesIO(content), sanitize_html=False)
    assert not found.bozo
    assert found.version == "atom10"
    root = ET.fromstring(content)
    for parent in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    for link in root.iter(f"{ATOM}link"):
        assert link.get("href", "").startswith("https://")
    return found


def test_the_newest_first_and_of_one_day_events_before_corrections(tmp_path):
    feed = read(write_atom(talks(tmp_path), BASE))
    assert [(entry.title, entry.updated, entry.link) for entry in feed.entries] == [
        ("Corrected: the record", "2026-03-03T00:00:00Z", f"{BASE}/"),
        ("A strike", "2026-03-02T00:00:00Z", f"{BASE}/?event=strike"),
        ("Merged: A strike", "2026-03-02T00:00:00Z", f"{BASE}/?event=strike"),
        ("Alpha and Beta meet", "2026-03-01T00:00:00Z", f"{BASE}/?event=meeting"),
        ("Corrected: Alpha and Beta meet", "2026-03-01T00:00:00Z", f"{BASE}/?event=meeting"),
    ]


def test_an_entry_says_what_happened_and_who_says_so(tmp_path):
    feed = read(write_atom(talks(tmp_path, Filter(themes=("talks",))), BASE))
    (entry,) = [entry for entry in feed.entries if not entry.title.startswith("Corrected")]
    assert entry.summary == "3 February 2026. Single source. They met."
    text = BeautifulSoup(entry.content[0].value, "html.parser").get_text(" ", strip=True)
    assert "It is agreed. (Denied only): Boris denies; Anna Łęcka denies" in text
    assert "First Wire: Document meeting" in text
    assert 'href="https://example.org/meeting"' in entry.content[0].value
    assert [tag.term for tag in entry.tags] == ["Talks"]
    of_the_record, correction = [entry for entry in feed.entries if entry.title.startswith("Corrected")]
    assert correction.summary == "Was: 2 Now: 3 Because: x"
    assert of_the_record.title == "Corrected: the record"


def test_a_claim_of_one_side_says_whether_others_were_looked_for(tmp_path):
    claims = [claim(("anna", "asserts"), text="It is agreed.", sought=[{"date": "2026-03-01", "found": "none"}])]
    (entry,) = read(write_atom(view_of(tmp_path, {"meeting": {"claims": claims}}), BASE)).entries
    text = BeautifulSoup(entry.content[0].value, "html.parser").get_text(" ", strip=True)
    words = "Anna Łęcka asserts. Others have said nothing that we know of (looked for on 1 March 2026)."
    assert f"It is agreed. (Only one side has spoken): {words}" in text


def test_the_feed_says_what_it_is(real_view):
    head, feed = head_file(real_view, BASE), read(write_atom(real_view, BASE)).feed
    assert feed.title == f"{head.title}: {head.filter_words}"
    assert head.version in feed.subtitle
    assert f"Filter: {head.query or '(none)'}." in feed.subtitle
    assert feed.rights == "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
    links = {link.rel: link.href for link in feed.links}
    query = f"?{head.query}" if head.query else ""
    assert links == {"alternate": f"{BASE}/{query}", "self": f"{BASE}/feed.atom{query}"}


def test_entries_of_the_record(real_view):
    feed = read(write_atom(real_view, BASE, limit=10_000))
    stamps = [entry.updated for entry in feed.entries]
    assert stamps == sorted(stamps, reverse=True)
    assert feed.feed.updated == (stamps[0] if stamps else "0001-01-01T00:00:00Z")
    found = {entry.id: entry for entry in feed.entries}
    assert len(found) == len(feed.entries)
    for row in real_view.events.to_dict("records"):
        entry = found[stable_id(real_view.record, "event", row["id"]).urn]
        assert (entry.title, entry.link) == (row["title"], f"{BASE}/?event={row['id']}")


@pytest.mark.parametrize("limit", [0, 1, 7, 15, 40])
def test_a_limit_keeps_the_newest(real_record, limit):
    view = real_record.view()
    whole = read(write_atom(view, limit=10_000)).entries
    feed = read(write_atom(view, limit=limit))
    assert [entry.id for entry in feed.entries] == [entry.id for entry in whole[:limit]]
    assert feed.feed.subtitle.startswith(f"The newest {limit} of {len(whole)} events and corrections.")


def test_without_an_address_there_are_no_links(tmp_path):
    content = write_atom(talks(tmp_path))
    assert not ET.fromstring(content).findall(f".//{ATOM}link")
    assert len(read(content).entries) == 5


def test_two_corrections_of_one_event_on_one_day_are_two(tmp_path):
    rows = [
        {"date": "2026-03-01", "event": "e", "kind": "corrected", "was": w, "now": "x", "reason": "r"} for w in "ab"
    ]
    feed = read(write_atom(view_of(tmp_path, {"e": {}}, corrections=rows)))
    assert len({entry.id for entry in feed.entries}) == 3


def test_days_that_the_format_does_not_have(tmp_path):
    view = view_of(tmp_path, {"e": {"when": "-0699", "sources": {"one": source(published=None)}}})
    (entry,) = read(write_atom(view)).entries
    assert entry.updated == "0001-01-01T00:00:00Z"
    assert entry.summary.startswith("700 BCE.")


def test_hostile_texts_are_texts(hostile_view, hostile_text):
    feed = read(write_atom(hostile_view, BASE))
    line = " ".join(clean_lines(hostile_text).split())
    events = [entry for entry in feed.entries if not entry.title.startswith(("Corrected:", "Merged:"))]
    assert [" ".join(entry.title.split()) for entry in events] == [line, line]
    for entry in feed.entries:
        html = entry.content[0].value
        allowed = {"p", "ul", "ol", "li", "a", "em", "strong"}
        soup = BeautifulSoup(html, "html.parser")
        assert {tag.name for tag in soup.find_all(True)} <= allowed
        for link in soup.find_all("a"):
            assert link["href"].startswith(("https://", "http://"))
            assert set(link.attrs) <= {"href", "rel", "target"}
        attributes = {"a": {"href", "target", "rel"}}
        cleaned = nh3.clean(html, tags=allowed, attributes=attributes, link_rel=None)
        assert BeautifulSoup(cleaned, "html.parser").get_text() == soup.get_text()
