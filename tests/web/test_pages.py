"""Pages by Streamlit's AppTest: what a reader's first run shows for a link, and what widgets do."""

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from tests.web.driving import chosen, follow, html, options, press, run
from tests.writing import claim, event, source, write_collection
from timeline.web import blocks
from timeline.web.pages import PAGES as registered

PAGES = sorted(page.script for page in registered)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three events, and a fourth whose file has a fault."""
    events = {
        "first": event(
            title="First talks", when="2026-01-05", claims=[claim(("alpha", "asserts"), ("beta", "denies"))]
        ),
        "second": event(title="Second strike", when="2026-02-01", themes=["strikes"], actors=["anna"]),
        "third": event(title="Third talks", when="2026-03", actors=["gamma"], sources={"a": source("Digest", "a")}),
        "faulty": event(when="soon"),
    }
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, events)))
    return tmp_path


def shown(app: AppTest) -> list[str]:
    return [article["data-event"] for article in html(app).select("article.event-card")]


def count(app: AppTest) -> tuple[int, int]:
    line = html(app).select_one(".count-line")
    return int(line["data-shown"]), int(line["data-total"])


def test_the_opening_page_shows_every_event_newest_first(folder):
    app = run()
    assert shown(app) == ["third", "second", "first"]
    assert count(app) == (3, 3)
    assert html(app).select_one("h1").text == "Test", "the record's own title"


@pytest.mark.parametrize(
    ("params", "events", "words"),
    [
        ({"theme": "talks"}, ["third", "first"], "Talks events"),
        ({"actor": "alpha"}, ["second", "first"], "Events involving Alpha"),
        ({"actor": ["alpha", "beta"], "together": "1"}, ["first"], "Events involving Alpha and Beta"),
        ({"contest": "contested"}, ["first"], "Events with a claim that is disputed between sides"),
        ({"support": "weakly-sourced"}, ["third"], "Weakly sourced events"),
        (
            {"from": "2026-01-06", "to": "2026-02-28", "sort": "oldest"},
            ["second"],
            "Events from 6 January 2026 to 28 February 2026",
        ),
        ({"q": "strike"}, ["second"], "Events mentioning “strike”"),
        ({"sort": "oldest"}, ["first", "second", "third"], "Test"),
        ({"known": "2026-02-03"}, ["third", "second", "first"], "Events as known on 3 February 2026"),
    ],
)
def test_a_link_shows_what_it_names_in_the_first_run(folder, params, events, words):
    app = run(**params)
    assert shown(app) == events
    assert count(app)[0] == len(events)
    assert html(app).select_one("h1").text == words


def test_a_link_to_an_event_opens_its_card_even_outside_the_filter(folder):
    app = run(theme="talks", event="second")
    assert shown(app) == ["second", "third", "first"]
    assert "outside the filter" in html(app).select_one(".opened-card").text
    inside = run(theme="talks", event="first")
    assert shown(inside) == ["first", "third"]
    assert "outside the filter" not in html(inside).select_one(".opened-card").text


def test_what_a_link_asks_for_in_vain_is_named(folder):
    app = run(actor=["nobody", "alpha"], event="nothing", page="x")
    notice = html(app).select_one(".notices").text
    assert "an actor we do not have: nobody" in notice
    assert "an event we do not have: nothing" in notice
    assert shown(app) == ["second", "first"]


def test_that_notice_goes_when_the_filter_changes(folder):
    app = run(actor="nobody")
    assert "an actor we do not have: nobody" in html(app).select_one(".notices").text
    app.run()
    assert "nobody" in html(app).select_one(".notices").text, "as long as nothing is changed it stays"
    press(app, "theme", "talks")
    assert "nobody" not in html(app).text


def test_back_and_forward_on_one_page_are_followed(folder):
    """The browser then changes the address and nothing else."""
    app = run(theme="talks")
    follow(app, "?theme=strikes")
    assert (shown(app), chosen(app, "theme")) == (["second"], ["strikes"])
    follow(app, "?theme=talks")
    assert (shown(app), chosen(app, "theme")) == (["third", "first"], ["talks"])
    follow(app, "?theme=strikes&actor=anna")
    assert (shown(app), chosen(app, "actor")) == (["second"], ["anna"])
    follow(app, "?")
    assert (count(app), chosen(app, "theme")) == ((3, 3), [])


def test_faults_of_the_data_are_said_on_every_page_and_listed_on_one(folder):
    for script in ("", "about.py"):
        app = run(script)
        assert "1 event was left out because of faults in its file" in html(app).select_one(".notices").text
    rows = app.dataframe[-1].value
    assert rows["Where"].tolist() == ["events/faulty.md, line 3"]
    assert "soon" in rows["What is wrong"][0]


def test_the_panel_changes_what_is_shown_and_chips_take_it_back(folder):
    app = press(run(), "theme", "talks")
    assert shown(app) == ["third", "first"]
    press(app, "actor", "gamma")
    assert shown(app) == ["third"]
    assert [chip.b.text for chip in html(app).select(".chip")] == ["Gamma", "Talks"]
    follow(app, html(app).select_one(".chip a")["href"])
    assert (shown(app), chosen(app, "actor")) == (["third", "first"], [])
    follow(app, html(app).select_one(".clear")["href"])
    assert count(app) == (3, 3)
    assert chosen(app, "theme") == []


def test_options_carry_counts_that_follow_the_other_facets(folder):
    app = run(theme="strikes")
    assert options(app, "theme") == ["Talks 2", "Strikes 1"]
    assert options(app, "actor") == ["Alpha 1", "> Army of Alpha 1", "> > Anna Łęcka 1", "Beta 0", "Gamma 0"]


def test_a_value_that_is_chosen_stays_in_its_list_though_no_event_has_it(folder):
    app = run(actor="boris")
    assert [label for label in options(app, "actor") if "Boris" in label] == ["> Boris 0"]
    assert chosen(app, "actor") == ["boris"]
    press(app, "actor", "boris")
    assert count(app) == (3, 3)
    assert not [label for label in options(app, "actor") if "Boris" in label]


def test_an_empty_result_says_what_to_loosen(folder):
    app = run(theme="strikes", actor="gamma")
    page = html(app)
    assert shown(app) == []
    assert count(app) == (0, 3)
    links = {a.text: a["href"] for a in page.select(".nothing a")}
    assert links == {"Any theme": "?actor=gamma", "Any actor": "?theme=strikes", "Show all events": "?"}


@pytest.mark.parametrize(
    ("flt", "suggested"),
    [
        ({"actor": "gamma", "theme": "strikes"}, ["Any actor gives 4 events", "Any theme gives 1 event"]),
        ({"actor": "anna", "theme": "talks"}, ["Any theme gives 4 events", "Any actor gives 2 events"]),
        ({"actor": "anna", "theme": "talks", "q": "second"}, ["Any theme gives 4 events"]),
        ({"theme": "talks", "from": "2026-05-01"}, ["Any theme gives 3 events", "Any time gives 2 events"]),
        ({"theme": "talks", "from": "2026-05-03"}, ["Any time gives 2 events", "Any theme gives 1 event"]),
    ],
)
def test_what_would_give_most_is_suggested_first(tmp_path, monkeypatch, flt, suggested):
    """Four strikes, three of them in May, and two talks before."""
    strike = {"themes": ["strikes"], "actors": ["anna"], "title": "Second strike"}
    days = ["2026-01-05", "2026-05-01", "2026-05-02", "2026-05-03"]
    events = {f"strike-{number}": event(when=day, **strike) for number, day in enumerate(days)}
    events |= {"one": event(), "two": event(actors=["gamma"])}
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, events)))
    assert [line.text for line in html(run(**flt)).select(".nothing li")] == suggested


@pytest.mark.parametrize(
    ("agent", "window"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1", 360),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36", 360),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", 1280),
        ("", 1280),
    ],
)
def test_the_first_lanes_that_a_device_gets_fit_it(folder, monkeypatch, agent, window):
    """Before the browser has said how wide it is. On a phone the page keeps a rem free on both sides."""
    monkeypatch.setattr(ContextProxy, "headers", {"User-Agent": agent})
    width = int(html(run()).select_one("svg.lanes")["viewbox"].split()[2])
    assert 0.5 * window < width <= window - 32


def test_the_lanes_are_told_in_one_sentence(folder):
    picture = html(run()).select_one("svg.lanes")
    assert "3 events" in picture["aria-label"]
    assert len(picture.select(".mark")) == 3


@pytest.mark.parametrize("script", ["claims.py", "story.py", "changes.py"])
def test_pages_that_read_everything_say_so_where_that_is_too_much(folder, monkeypatch, script):
    monkeypatch.setattr(blocks, "MOST_READ", 2)
    app = run(script, event="first")
    assert "made for up to 2 events; this record has 3" in html(app).text
    assert shown(app) == ["first"], "a card still opens"
    monkeypatch.setattr(blocks, "MOST_READ", 3)
    assert "made for up to" not in html(run(script)).text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_on_the_real_record_and_on_nothing_at_all(page, tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    run(page)
    for path in (tmp_path, tmp_path / "nowhere"):
        monkeypatch.setenv("TIMELINE_DATA", str(path))
        app = run(page)
        assert html(app).select_one("h1").text


def test_an_edited_file_is_seen_without_a_restart(folder):
    app = run()
    write_collection(folder, {"fourth": event(title="Fourth")})
    app.run()
    assert count(app) == (4, 4)
