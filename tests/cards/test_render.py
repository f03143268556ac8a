"""Event cards: what they say, and that no text of a collection can be anything but text."""

import pytest
from bs4 import BeautifulSoup

from tests.writing import ACTORS, PUBLISHERS, claim, copy_of, event, source, write_collection, write_copies
from timeline import Filter, open_collection
from timeline.cards import render
from timeline.cards.markup import archived_note, render_markdown
from timeline.cards.render import render_cards

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href="javascript:alert(1)">x</a>{{7*7}}'


def cards(record, flt=None, opened=""):
    flt = flt or Filter()
    return BeautifulSoup(
        render_cards(record, record.view(flt).events, flt, lambda f: "?" + f.to_query(), opened),
        "html.parser",
    )


@pytest.fixture
def record(tmp_path):
    meeting = event(
        when="2026-02-04/2026-02-05~",
        place={"name": "Abu Dhabi", "country": "AE"},
        themes=["talks", "strikes"],
        summary="They **met**.\n\nNothing was [signed](https://example.org/doc).",
        note="Dates differ.",
        figures={"drones": "1200", "intercepted": "1000", "by": "alpha-army"},
        sources={
            "one": source("Alpha TV", "one", via="First Wire", citing="an aide", language="uk", published="2026-02"),
            "two": source("Second Wire", "two", published=None),
            "weak": source("Digest", "weak"),
        },
        claims=[
            claim(
                ("anna", "asserts", "2026-02-04"),
                ("beta", "denies", "2026-02-05", "two", "Of the first draft."),
                ("anna", "questions", "2026-03-01"),
                ("gamma", "declines"),
                text="A text was signed.",
            )
        ],
        links=[{"to": "before", "relation": "follows"}],
    )
    return open_collection(
        write_collection(
            tmp_path,
            {"meeting": meeting, "before": event(title="Earlier", sources={"early": source(name="early")})},
        )
    )


def test_a_document_of_unknown_language_and_kind_says_nothing_of_them(tmp_path):
    one = {name: value for name, value in source(name="one").items() if name not in ("language", "kind")}
    record = open_collection(write_collection(tmp_path, {"first": event(sources={"one": one})}))
    assert record.problems == ()
    assert record.sources[["language", "kind"]].to_numpy().tolist() == [["", ""]]
    (told,) = cards(record).select(".sources li .meta")
    assert told.text == "First Wire; 3 February 2026"


def test_a_card_tells_of_our_copies_beside_the_link(tmp_path):
    given = event(sources={"one": source(name="one"), "two": source("Second Wire", "two")})
    folder = write_collection(tmp_path, {"first": given})
    assert cards(open_collection(folder)).select(".archived") == []
    url = "https://example.org/one"
    write_copies(folder, copy_of(url), copy_of(url, "2026-05-09", "2" * 64))
    one, two = cards(open_collection(folder)).select(".sources li")
    (told,) = one.select(".archived")
    changed = "text differs between the copies of 3 March 2026 and 9 May 2026"
    assert told.text == f"copy of 9 May 2026; {changed}, SHA-256 222222222222…"
    assert told.select_one("[title]")["title"] == f"SHA-256 {'2' * 64}"
    assert two.select(".archived") == []


def test_a_card_shows_tags_as_links_and_what_came_with_the_event_as_text(tmp_path):
    given = event(tags=["Water-Rights", "мир", "water-rights"], extra={"GED id": "12", "Notes": f"{HOSTILE}\nSecond."})
    record = open_collection(write_collection(tmp_path, {"first": given}))
    assert record.problems == ()
    page = cards(record)
    links = page.select(".chips .tag a")
    assert [(a.text, a["href"]) for a in links] == [
        ("water rights", "?tag=water-rights"),
        ("мир", "?tag=%D0%BC%D0%B8%D1%80"),
    ]
    (told,) = page.select("details.extra")
    assert told.summary.text == "As it came"
    assert [dt.text for dt in told.select("dt")] == ["GED id", "Notes"]
    assert [dd.text for dd in told.select("dd")] == ["12", f"{HOSTILE}\nSecond."]
    assert len(record.view(Filter(q="onerror second"))) == 1
    assert len(record.view(Filter(q="ged"))) == 0, "names are no text of the event"


def test_a_card_links_an_archived_copy_that_others_keep(tmp_path):
    sources = {"one": source(name="one", archived="https://archive.example/one"), "two": source("Second Wire", "two")}
    record = open_collection(write_collection(tmp_path, {"first": event(sources=sources)}))
    one, two = cards(record).select(".sources li")
    (link,) = one.select(".archived a")
    assert (link.text, link["href"]) == ("archived copy", "https://archive.example/one")
    assert two.select(".archived") == []


def test_what_a_foreign_snapshot_tells_of_copies_is_text():
    note = archived_note({"archived": HOSTILE, "copy_words": HOSTILE, "copy_sha256": HOSTILE})
    assert [tag.name for tag in BeautifulSoup(note, "html.parser").find_all()] == ["span", "span", "code"]


def test_a_card_says_all_that_its_event_holds(record):
    page = cards(record)
    card = page.select_one("article.event-card[data-event=meeting]")
    text = " ".join(card.get_text(" ").split())
    for words in (
        "4 February",
        "(approximate)",
        "Abu Dhabi, United Arab Emirates",
        "Alpha and Beta meet",
        "Single source: 1 independent source of 3",
        "1,200 drones, 1,000 stopped, by the count of Army of Alpha",
        "They met .",
        "Dates differ.",
        "A text was signed.",
        "Alpha TV , via First Wire, citing an aide; ",
        "Ukrainian; press",
        "controlled by Alpha",
        "Second Wire; undated",
        "weak: retells others",
        "follows Earlier",
        "Link to this event",
    ):
        assert words.replace(" ,", ",").replace(" .", ".") in text.replace(" ,", ",").replace(" .", "."), words


def test_positions_stand_in_the_order_of_their_dates_with_who_when_and_source(record):
    lines = [" ".join(li.get_text().split()) for li in cards(record).select("[data-event=meeting] .claims li")]
    assert lines == [
        "Gamma declines to comment undated, Alpha TV",
        "Anna Łęcka (Alpha) asserts this 4 February 2026, Alpha TV · earlier position",
        "Beta denies this 5 February 2026, Second Wire Of the first draft.",
        "Anna Łęcka (Alpha) questions this 1 March 2026, Alpha TV",
    ]


def test_a_position_that_several_documents_carry_names_all_of_them(tmp_path):
    sources = {"one": source(), "two": source("Second Wire", "two"), "weak": source("Digest", "weak")}
    said = claim(("anna", "asserts", "2026-02-04", "one", "Of the draft.", ["two", "weak"]))
    record = open_collection(write_collection(tmp_path, {"meeting": event(sources=sources, claims=[said])}))
    (line,) = cards(record).select(".claims li")
    assert " ".join(line.get_text().split()) == (
        "Anna Łęcka (Alpha) asserts this 4 February 2026, First Wire; Second Wire; Digest Of the draft."
    )
    assert [link["href"].rpartition("/")[2] for link in line.select("a")] == ["one", "two", "weak"]


def test_a_claim_of_one_side_says_whether_others_were_looked_for(tmp_path):
    search = {"date": "2026-03-01", "found": "some", "note": HOSTILE}
    said, denied = ("anna", "asserts", "2026-02-04"), ("beta", "denies", "2026-02-05")
    claims = [claim(said), claim(said, sought=[search]), claim(said, denied, sought=[search])]
    record = open_collection(write_collection(tmp_path, {"meeting": event(claims=claims)}))
    page = cards(record)
    told = [block.select_one(".sought") for block in page.select(".claims .claim")]
    near = f"Others have spoken near it, not on it: {HOSTILE} (looked for on 1 March 2026)."
    assert [found and found.text for found in told] == ["Others: not looked for yet.", near, None]
    assert page.select("script, img") == []


def test_related_events_are_named_from_both_ends(record):
    other = cards(record).select_one("[data-event=before] .related")
    assert "is followed by Alpha and Beta meet" in " ".join(other.get_text(" ").split())


def test_chips_add_to_the_filter_and_titles_open_the_card(record):
    flt = Filter(actors=["gamma", "alpha"], page=2)
    page = cards(record, flt)
    card = page.select_one("[data-event=meeting]")
    assert [a["href"] for a in card.select(".chips a")][:2] == [
        "?actor=alpha&actor=gamma",
        "?actor=alpha&actor=beta&actor=gamma",
    ]
    assert card.select_one("h2 a")["href"] == "?actor=alpha&actor=gamma&event=meeting&page=2"
    assert card.select_one(".permalink a")["href"] == "?event=meeting"


def test_the_opened_card_shows_its_sources_at_once(record):
    page = cards(record, opened="meeting")
    assert page.select_one("[data-event=meeting] details.sources").has_attr("open")
    assert not page.select_one("[data-event=before] details.sources").has_attr("open")


@pytest.mark.parametrize(("first_open", "opened"), [(False, []), (True, ["meeting"])])
def test_a_list_may_show_the_sources_of_its_first_card(record, first_open, opened):
    events = record.events.sort_values("id", ascending=False)
    html = render_cards(record, events, Filter(), lambda flt: "?", first_open=first_open)
    found = [card["data-event"] for card in BeautifulSoup(html, "html.parser").select("article:has(.sources[open])")]
    assert found == opened


def test_a_title_that_is_not_english_says_its_language(record):
    titles = cards(record).select("[data-event=meeting] .sources li > a")
    assert [title.get("lang") for title in titles] == ["uk", None, None]


def test_what_cards_say_is_kept_for_some_of_them_only(tmp_path, monkeypatch):
    """A reader of a large record pages through it without its cards staying in memory."""
    names = [f"e{n}" for n in range(12)]
    record = open_collection(write_collection(tmp_path, {name: event() for name in names}))
    made = []
    sound = render.FactsMaker.all_facts
    monkeypatch.setattr(render, "_KEPT_CARDS", 4)
    monkeypatch.setattr(render.FactsMaker, "all_facts", lambda self: made.extend(self.events["id"]) or sound(self))

    def show(name):
        rows = record.events[record.events["id"] == name]
        assert f'data-event="{name}"' in render_cards(record, rows, Filter(), lambda flt: "?")

    for name in [*names, names[-1]]:
        show(name)
    assert made == names, "the last is still there"
    show(names[0])
    assert made == [*names, names[0]], "the first is not"


def test_hostile_text_in_every_field_stays_text(tmp_path):
    actors = [{**ACTORS[0], "name": HOSTILE, "role": HOSTILE}, *ACTORS[1:]]
    publishers = [
        {**PUBLISHERS[0], "name": HOSTILE, "note": HOSTILE},
        {**PUBLISHERS[6], "weak_because": HOSTILE},
    ]
    hostile = event(
        title=HOSTILE,
        when_text=HOSTILE,
        place={"name": HOSTILE},
        summary=HOSTILE,
        note=HOSTILE,
        figures={"drones": "1", "by": "alpha"},
        sources={"one": source(HOSTILE, title=HOSTILE, citing=HOSTILE), "two": source("Digest", "two")},
        claims=[claim(("alpha", "asserts", "", "one", HOSTILE), text=HOSTILE)],
    )
    themes = [{"id": "talks", "name": HOSTILE}]
    folder = write_collection(tmp_path, {"hostile": hostile}, actors=actors, publishers=publishers, themes=themes)
    record = open_collection(folder)
    assert not record.problems
    page = cards(record, opened="hostile")
    assert {tag.name for tag in page.find_all()} <= {
        *("article", "header", "div", "h2", "p", "time", "span", "a", "i", "b", "em", "q"),
        *("ul", "ol", "li", "details", "summary"),
    }
    for tag in page.find_all():
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("src", "style", "srcdoc")]
        if tag.name == "a":
            assert tag["href"].startswith(("?", "https://example.org/"))
    assert page.get_text().count("<script>alert(1)</script>") >= 8
    assert "49" not in page.get_text()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        (
            "![x](https://evil.example/p.png)",
            '<p>!<a rel="noopener nofollow" target="_blank" href="https://evil.example/p.png">x</a></p>',
        ),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>"),
        ("[x](//evil.example)", "<p>[x](//evil.example)</p>"),
        ("<https://example.org>", "<p>&lt;https://example.org&gt;</p>"),
        ("# not a heading", "<p># not a heading</p>"),
        ("`code` ~x~ :material/home:", "<p>`code` ~x~ :material/home:</p>"),
    ],
)
def test_markdown_is_text_emphasis_lists_and_web_links(markdown, html):
    assert render_markdown(markdown).strip() == html


def test_every_card_of_the_real_record_is_drawn(real_record):
    page = cards(real_record)
    found = [article["data-event"] for article in page.select("article.event-card")]
    assert found == real_record.events["id"].tolist()
    places = real_record.claims.set_index("id")["also"].map(len) + 1
    assert len(page.select(".claims li")) == real_record.positions["claim"].map(places).sum()
    assert all(a["href"].startswith(("?", "http://", "https://")) for a in page.select("a"))


def test_a_summary_that_is_the_title_is_not_shown_twice(tmp_path):
    events = {"first": event(title="They met", summary="They met"), "second": event(summary="They met.")}
    record = open_collection(write_collection(tmp_path, events))
    assert [bool(card.select(".summary")) for card in cards(record).select("article")] == [False, True]
