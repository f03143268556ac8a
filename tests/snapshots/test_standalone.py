"""The standalone page: one file, sound and readable with no network, every text in it a text."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.far_away import write_far
from tests.writing import claim, event, source, write_collection
from timeline.query.collection import open_collection
from timeline.query.filter import Filter
from timeline.snapshots.standalone import Stamp, render_standalone, script_text

HOSTILE = '</style></script><script>alert(1)</script><img src=x onerror=alert(1)> "quoted" &amp;'


DISPUTE = claim(("alpha", "asserts"), ("beta", "denies"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    events = {
        "first": event(
            title="First talks", when="2026-01-10", claims=[claim(("alpha", "asserts"), ("beta", "denies"))]
        ),
        "hostile": event(title=HOSTILE, when="2026-02-10", summary=HOSTILE, sources={"one": source(title=HOSTILE)}),
    }
    about = {"title": HOSTILE, "licence": {"name": "CC BY 4.0"}}
    return open_collection(write_collection(tmp_path_factory.mktemp("page"), events, collection=about))


def page(record, flt=None, **stamp):
    return BeautifulSoup(render_standalone(record.view(flt), Stamp(**stamp)), "html.parser")


def test_it_says_what_it_shows_and_carries_chart_cards_citation_and_licence(record):
    shown = page(record, Filter(q="first"), title="A title", facts=[("Frozen", "23 November 2026")])
    assert shown.h1.text == "A title"
    assert "Events mentioning “first”: 1 of 2 events." in shown.select_one(".words").text
    assert [card["data-event"] for card in shown.select("article.event-card")] == ["first"]
    assert shown.select_one("figure svg")["aria-label"].startswith("Timeline of 1 event")
    assert shown.select_one("dd").text == "23 November 2026"
    assert "CC BY 4.0" in shown.footer.text
    assert record.version[:12] in shown.footer.text


def test_the_chart_opens_on_the_densest_part_and_says_whose_cards_are_below(tmp_path):
    """The rows of a file are those of its record here: nothing but the rule decides."""
    shown = page(open_collection(write_far(tmp_path, "1142")))
    assert "1 event lies before this axis, in 1142; its card is below." in shown.figcaption.text
    for chart in shown.select("figure svg.lanes"):
        assert "from 15 January 2016 to 8 December 2025" in chart["aria-label"]
    assert shown.select("article#event-treaty-0")


def test_nothing_far_away_is_nothing_to_say(tmp_path):
    shown = page(open_collection(write_far(tmp_path)))
    assert "this axis" not in shown.figcaption.text


def test_a_link_preview_has_title_words_and_picture(record):
    shown = page(record, title="A title", url="https://example.org/s/abc", picture="https://example.org/s/abc.svg")
    tags = {tag.get("property") or tag.get("name"): tag["content"] for tag in shown.select("meta[content]")}
    assert tags["og:title"] == tags["twitter:title"] == "A title"
    assert tags["og:description"] == "All events"
    assert tags["og:image"] == "https://example.org/s/abc.svg"
    assert tags["twitter:card"] == "summary_large_image"


def test_nothing_runs_and_nothing_is_fetched(record):
    text = render_standalone(record.view(), Stamp(title=HOSTILE, note=HOSTILE, citation=HOSTILE, verify=HOSTILE))
    shown = BeautifulSoup(text, "html.parser")
    assert not shown.select("script, img, link, iframe, object")
    assert not [tag for tag in shown.find_all() if any(name.startswith("on") for name in tag.attrs)]
    assert "default-src 'none'" in shown.select_one("meta[http-equiv]")["content"]
    assert not re.search(r"url\((?!#)|@import|src=", shown.style.string)
    assert not shown.select("svg image, svg use, svg foreignObject")
    assert HOSTILE in shown.h1.text


@pytest.mark.parametrize(
    ("base", "start"), [("", "#event-"), ("https://example.org/dash/", "https://example.org/dash/?")]
)
def test_links_lead_into_the_file_or_to_the_dashboard(record, base, start):
    for link in page(record, base_url=base).select(".event-card h2 a"):
        assert link["href"].startswith(start)


def test_what_it_shows_comes_first_and_where_it_comes_from_last(record):
    shown = page(record, title="A title", note="A note", kept="snapshot of today", facts=[("Id", "abc")], verify="So.")
    order = ["h1", ".words", "figure", ".cards", "footer", "details.provenance"]
    places = [shown.text.index(shown.select_one(name).text) for name in order]
    assert places == sorted(places)
    assert "abc" not in shown.header.text
    assert shown.select_one("details.provenance dd").text == "abc"
    assert shown.select_one(".collection").text.endswith(" · snapshot of today")


def test_a_phone_is_given_a_picture_of_its_own_width(record):
    wide, narrow = page(record).select("figure svg")
    assert int(narrow["width"]) <= 360 < int(wide["width"])
    ids = [tag["id"] for tag in page(record).select("[id]")]
    assert len(ids) == len(set(ids))
    for picture in (wide, narrow):
        assert picture["aria-label"].startswith("Timeline of ")
        assert not picture.select("[id]"), "two pictures on a page would have the same"


def test_the_first_card_shows_its_sources(record):
    details = page(record).select("details.sources")
    assert [part.has_attr("open") for part in details] == [True, False]


def test_every_mark_of_the_chart_leads_to_a_card_of_the_file(record):
    shown = page(record)
    targets = {card["id"] for card in shown.select("article")}
    assert {link["href"][1:] for link in shown.select("svg a")} <= targets


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_data_stays_the_same_json_and_cannot_end_its_element(value):
    text = json.dumps(value, ensure_ascii=False)
    carried = str(script_text(text))
    assert "<" not in carried
    assert json.loads(carried) == value


def test_the_data_is_found_where_verifiers_look(record):
    shown = page(record, data='{"a":"</script>"}')
    assert json.loads(shown.select_one("script#snapshot[type='application/json']").string) == {"a": "</script>"}


def test_the_page_without_its_cards_stays_under_400_kb(real_record):
    whole = render_standalone(real_record.view(), Stamp())
    cards = "".join(str(card) for card in BeautifulSoup(whole, "html.parser").select("article"))
    assert len(whole.encode()) - len(cards.encode()) < 400_000
