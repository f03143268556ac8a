"""The first HTML: whole without a script, and whatever a collection or an address says in it is text."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.front.drawing import soup
from tests.writing import ACTORS, PUBLISHERS, THEMES, claim, event, source, write_collection
from timeline.charts.palette import SCHEMES
from timeline.front.answer import answer
from timeline.front.bar import Tab, render_bar, render_top
from timeline.front.first import render_first, render_head_of
from timeline.front.head import render_head, tab_title, title_of
from timeline.front.look import page_colours, theme_rules
from timeline.front.place import Place
from timeline.front.tables import render_tables
from timeline.query.collection import open_collection
from timeline.query.filter import Filter

HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(2)>\" onclick='alert(3)' {{ 7*7 }} & <!--"
PLAIN = "Plain words"


def record_of(folder, text):
    """A record in which every text that an editor may choose freely is this one."""
    named = [{**entry, "name": f"{text} {entry['id']}"} for entry in ACTORS]
    themes = [{**entry, "name": f"{text} {entry['id']}"} for entry in THEMES]
    publishers = [{**entry, "name": f"{text} {entry['id']}"} for entry in PUBLISHERS]
    one = source(publisher=f"{text} first-wire", title=text)
    events = {
        "a": event(
            title=text,
            summary=text,
            sources={"one": one},
            place={"name": text},
            claims=[claim(("anna", "asserts"), ("boris", "denies"), text=text)],
        ),
        "b": event(when="2026-02-20", title=text, sources={"one": {**one, "url": "https://example.org/b"}}, key=True),
    }
    about = {
        "title": text,
        "description": text,
        "headline": text,
        "standfirst": f"{text.replace('{', '').replace('}', '')} {{events}}",
        "questions": [{"text": text, "link": "?theme=talks"}],
        "licence": {"name": text, "url": "https://example.org/licence"},
    }
    lists = {"actors": named, "themes": themes, "publishers": publishers, "collection": about}
    record = open_collection(write_collection(folder, events, **lists))
    assert record.problems == ()
    return record


def page_of(record, text, **chosen) -> BeautifulSoup:
    """The whole page of a view, whose address and settings say the same text."""
    view, place = (
        record.view(Filter(q=text, **chosen) if chosen else Filter()),
        Place("timeline", text if chosen else "", {"lanes": text}),
    )
    found = answer(view, place, problem=text)
    top = {
        "look": theme_rules(record),
        "top": render_top(record.about.title, [Tab(text, text)], view, place),
        "head": render_head(view, place, text),
        "bar": render_bar(view, place, "?feeds", may_freeze=True, frozen=False),
    }
    told = {"title": text, "description": text, "address": f"https://x/{text}", "site": text, "feed": f"./feed?{text}"}
    head = render_head_of(**told, style="s.css", scripts=["a.js", "b.js"])
    shell = render_first(top, found.panel, found.main, found.list)
    return soup(f"<head>{head}</head><body>{shell}{render_tables(found)}</body>")


@pytest.mark.parametrize("chosen", [{}, {"themes": ["talks"]}, {"event": "a"}], ids=["all", "filtered", "opened"])
def test_every_text_is_shown_as_it_was_typed(tmp_path, chosen):
    hostile = page_of(record_of(tmp_path / "h", HOSTILE), HOSTILE, **chosen)
    plain = page_of(record_of(tmp_path / "p", PLAIN), PLAIN, **chosen)
    assert [script["src"] for script in hostile.select("script")] == ["a.js"]
    assert hostile.select("img, iframe, object, embed, base, form[action]") == []
    attributes = {name for tag in hostile.find_all() for name in tag.attrs}
    assert [name for name in attributes if name.startswith("on")] == []
    assert attributes <= {name for tag in plain.find_all() for name in tag.attrs} | {"open", "data-lang", "title"}
    assert {tag.name for tag in hostile.find_all()} == {tag.name for tag in plain.find_all()}
    if not chosen:
        assert hostile.select_one("h1").text == HOSTILE
        assert hostile.select_one("nav.questions b").text == HOSTILE
    assert hostile.title.text == HOSTILE
    assert "49" not in hostile.select_one("h1").text


def test_what_stands_in_the_head():
    told = {"title": "T", "description": "D", "address": "https://x/y?a=1&b=2", "site": "S", "feed": "./feed.atom?a=1"}
    head = soup(render_head_of(**told, style="s.css", scripts=["one.js", "two.js", "three.js"]))
    assert head.title.text == "T"
    named = {tag.get("property") or tag.get("name"): tag["content"] for tag in head.select("meta")}
    assert named == {"description": "D", "og:title": "T", "og:description": "D", "og:type": "website",
                     "og:site_name": "S", "og:url": "https://x/y?a=1&b=2"}  # fmt: skip
    links = [(link["rel"][0], link["href"]) for link in head.select("link")]
    assert links == [("canonical", "https://x/y?a=1&b=2"), ("alternate", "./feed.atom?a=1"), ("stylesheet", "s.css"),
                     ("modulepreload", "two.js"), ("modulepreload", "three.js")]  # fmt: skip
    assert [script["src"] for script in head.select("script")] == ["one.js"], "the first is run, the others fetched"
    unknown = soup(render_head_of(**told | {"address": ""}, style="s.css", scripts=["one.js"]))
    assert unknown.select('[rel="canonical"], [property="og:url"]') == []


@pytest.mark.parametrize(
    ("path", "chosen", "title", "tab"),
    [
        ("timeline", {}, "Did they agree?", "Did they agree? · Test"),
        ("timeline", {"sort": "oldest", "event": "a"}, "Did they agree?", "Did they agree? · Test"),
        ("timeline", {"themes": ["talks"]}, "Talks events", "Talks events · Test"),
        ("who-is-who", {}, "Actors", "Actors · Test"),
        ("who-is-who", {"themes": ["talks"]}, "Actors: talks events", "Actors: talks events · Test"),
    ],
)
def test_what_a_page_is_called(tmp_path, path, chosen, title, tab):
    about = {"title": "Test", "headline": "Did they agree?"}
    record = open_collection(write_collection(tmp_path, {"a": event()}, collection=about))
    view, place = record.view(Filter(**chosen)), Place(path)
    assert title_of(view, place, "Actors") == title
    assert tab_title(view, place, "Actors") == tab
    heading = soup(render_head(view, place, "Actors"))
    assert heading.h1.text == ("Actors" if path == "who-is-who" else title)
    assert heading.h1["id"] == "content", "where the skip link leads"
    assert heading.select_one(".dateline").text.startswith("Covers to 3 February 2026")


def test_a_record_named_as_its_page_is_named_once(tmp_path):
    record = open_collection(write_collection(tmp_path, {"a": event()}))
    assert tab_title(record.view(), Place(), "Timeline") == "Test"


def test_other_pages_hold_their_first_cards(tmp_path):
    top = dict.fromkeys(("look", "top", "head", "bar"), soup("").new_string(""))
    assert soup(render_first(top, "", {}, "cards")).main.text == "cards"
    assert not soup(render_first(top, "", {}, "cards")).select_one("#shell").has_attr("data-main")
    assert soup(render_first(top, "", {"list": "L"}, "")).select_one("#shell[data-main] main .part-list").text == "L"


def test_colours_are_named_for_both_schemes_and_each_theme(tmp_path):
    rules = page_colours()
    light, dark, asked, paper = rules.strip().splitlines()
    assert light.startswith(":root {")
    assert "prefers-color-scheme: dark" in dark
    assert asked.startswith(':root[data-scheme="dark"]')
    assert paper.startswith("@media print {")
    for scheme, line in (("light", light), ("dark", dark), ("dark", asked), ("light", paper)):
        assert f"--ground: {SCHEMES[scheme].background};" in line
        assert f"--muted: {SCHEMES[scheme].muted};" in line
    record = open_collection(write_collection(tmp_path, {"a": event()}))
    own = str(theme_rules(record))
    assert own.startswith("<style>")
    assert all(own.count(f"--theme-{theme['id']}: #") == 4 for theme in THEMES)
