"""The first HTML of every page: what stands in it, when it comes plain, and whose answers it leaves to others."""

from __future__ import annotations

import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.shared_claims import EVENTS as SHARED
from tests.writing import claim, copy_of, event, source, write_collection, write_copies
from timeline.query.answerer import NotHere
from timeline.query.collection import open_collection
from timeline.query.filter import MAX_QUERY, Filter
from timeline.snapshots.freeze import freeze
from timeline.web import shell, store
from timeline.web.archive import snapshot_store
from timeline.web.browser import files
from timeline.web.routes import MIDDLEWARE, ROUTES
from timeline.web.shares import Busy

EVENTS = {
    "first": event(title="The first", when="2026-01-05", claims=[claim(("alpha", "asserts"), ("beta", "denies"))]),
    "second": event(title="The second", when="2026-02-01", themes=["strikes"], sources={"one": source(name="two")}),
}
ABOUT = {"title": "Test & <more>", "description": "What “it” is.", "headline": "Did they?"}


def client_of(agent="Mozilla/5.0 (X11)", address="127.0.0.1:8501"):
    """A client of our middleware, with Streamlit's part played by a word."""

    async def streamlit(request):
        return PlainTextResponse("streamlit")

    app = Starlette(routes=[*ROUTES, Route("/{path:path}", streamlit)], middleware=MIDDLEWARE)
    return TestClient(app, base_url=f"http://{address}", headers={"user-agent": agent}, follow_redirects=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A small record that is on show."""
    path = write_collection(tmp_path / "data", EVENTS, collection=ABOUT)
    monkeypatch.setenv("TIMELINE_DATA", str(path))
    store.current_record()
    return path


@pytest.fixture
def client(folder):
    """A reader at a desk, on the server's own machine."""
    return client_of()


def page(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return BeautifulSoup(answer.text, "html.parser")


def cards(found):
    return [card["data-event"] for card in found.select("#shell article.event-card")]


def is_plain(answer):
    """Whether a page came with its title and styles, and none of its content."""
    found = page(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert found.select_one("div#root")
    assert len(found.select('link[rel="stylesheet"][href^="./browser/"]')) == 1
    return found.select_one("#shell") is None and "The first" not in answer.text


@pytest.mark.parametrize("path", ["/", "/timeline"])
def test_the_opening_page_is_whole_without_a_script(client, path):
    found = page(client.get(path))
    assert found.title.text == "Did they? · Test & <more>"
    assert found.select_one("#shell h1").text == "Did they?"
    assert cards(found) == ["second", "first"]
    assert {mark["data-event"] for mark in found.select("#shell svg.lanes [data-event]")} == {"first", "second"}
    assert found.select_one("#shell .part-panel [data-param=theme][data-value=talks]")["href"] == "?theme=talks"
    assert found.select("noscript") == []
    assert found.select_one("#shell").find_next_sibling(id="root"), "Streamlit draws beside it"


def test_scripts_are_files_of_ours_or_streamlit_s(client):
    found = page(client.get("/"))
    own = [script for script in found.select("script") if "browser/" in script.get("src", "")]
    assert [script["src"].rpartition("/")[2] for script in own] == ["shell.js"]
    assert all(script.get("src") or not script.find_parent(id="shell") for script in found.select("script"))
    fetched = {link["href"].rpartition("/")[2] for link in found.select('link[rel="modulepreload"]')}
    assert fetched >= {name for name in files() if name.endswith(".js")} - {"shell.js", "bring.js"}


@pytest.mark.parametrize(
    ("path", "title", "shown"),
    [
        ("/?theme=talks", "Talks events · Test & <more>", ["first"]),
        ("/timeline?q=second", "Events mentioning “second” · Test & <more>", ["second"]),
        ("/?sort=oldest", "Did they? · Test & <more>", ["first", "second"]),
        ("/?event=first", "Did they? · Test & <more>", ["first", "second"]),
        ("/?theme=nonsense&colour=red", "Did they? · Test & <more>", ["second", "first"]),
        ("/who-says-what", "Claims · Test & <more>", ["second", "first"]),
        ("/who-says-what?theme=talks", "Claims: talks events · Test & <more>", ["first"]),
        ("/who-is-who?theme=strikes&profile=anna", "Actors: strikes events · Test & <more>", ["second"]),
        ("/about-the-record", "About the record · Test & <more>", ["second", "first"]),
    ],
)
def test_a_page_s_first_html_is_that_of_its_address(client, path, title, shown):
    found = page(client.get(path))
    assert (found.title.text, cards(found)) == (title, shown)
    assert found.select_one('#shell nav.tabs [aria-current="page"], #shell nav.tabs')


def named(found):
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in found.select("meta[content]")}


@pytest.mark.parametrize(
    ("path", "address", "feed"),
    [
        ("/", "http://127.0.0.1:8501/", "./feed.atom"),
        ("/?theme=talks&page=2&event=first", "http://127.0.0.1:8501/?theme=talks&event=first&page=2",
         "./feed.atom?theme=talks"),
        ("/?lanes=all&sort=oldest", "http://127.0.0.1:8501/?sort=oldest&lanes=all", "./feed.atom"),
        ("/?lanes=nonsense&rest=pale&utm_source=x", "http://127.0.0.1:8501/", "./feed.atom"),
        ("/who-is-who", "http://127.0.0.1:8501/who-is-who", "./feed.atom"),
        ("/who-is-who?profile=anna&theme=talks", "http://127.0.0.1:8501/who-is-who?theme=talks&profile=anna",
         "./feed.atom?theme=talks"),
    ],
)  # fmt: skip
def test_previews_and_robots_find_title_description_address_and_feed(client, path, address, feed):
    found = page(client.get(path))
    told = named(found)
    assert told["description"] == told["og:description"] == "What “it” is."
    assert told["og:title"] == found.title.text
    assert told["og:site_name"] == "Test & <more>"
    assert told["og:url"] == found.select_one('link[rel="canonical"]')["href"] == address
    assert found.select_one('link[rel="alternate"]')["href"] == feed


def test_a_server_that_does_not_know_its_address_tells_none(folder):
    found = page(client_of(address="192.0.2.7:8501").get("/"))
    assert found.select('[rel="canonical"], [property="og:url"]') == []


def test_a_link_leads_where_the_living_page_s_leads(client):
    found = page(client.get("/who-is-who?profile=anna&theme=talks"))
    tabs = {link["href"] for link in found.select("nav.tabs a")}
    assert {"./?theme=talks", "who-is-who?theme=talks"} <= tabs
    assert found.select_one(".chip a")["href"] == "?profile=anna"


# Whether a second address has the answer of the first: what it is asked with, and whether the tag is the same.
TAGS = {
    "the same": ("/?theme=talks", {}, True),
    "another filter": ("/?theme=strikes", {}, False),
    "another order": ("/?theme=talks&sort=oldest", {}, False),
    "another page": ("/who-says-what?theme=talks", {}, False),
    "no filter": ("/", {}, False),
    "a phone": ("/?theme=talks", {"agent": "Mobile"}, False),
    "another name of the server": ("/?theme=talks", {"address": "localhost:8501"}, False),
}


@pytest.mark.parametrize(("path", "reader", "same"), TAGS.values(), ids=TAGS)
def test_the_etag_is_of_address_kind_of_screen_and_server(client, path, reader, same):
    tag = client.get("/?theme=talks").headers["etag"]
    answer = client_of(**reader).get(path, headers={"if-none-match": tag})
    assert answer.status_code == (304 if same else 200)
    assert (answer.headers["etag"] == tag) == same
    if same:
        assert answer.content == b""
    assert answer.headers["cache-control"] == "no-cache"
    assert {"user-agent", "host"} <= set(re.split(", *", answer.headers["vary"]))


@pytest.mark.parametrize("change", ["an event", "a copy of a document"])
def test_what_changed_since_has_another_etag_and_is_shown(folder, client, change):
    before = client.get("/?theme=talks")
    if change == "an event":
        write_collection(folder, EVENTS | {"first": event(title="Corrected")}, collection=ABOUT)
    else:
        write_copies(folder, copy_of("https://example.org/one"))
    store.current_record()
    after = client.get("/?theme=talks", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.text != before.text


def test_phones_get_lanes_of_their_width(folder):
    pictures = [page(client_of(agent).get("/")).select_one("svg.lanes") for agent in ("X11", "Mobile")]
    widths = [float(picture["width"]) for picture in pictures]
    assert widths[1] < 360 < widths[0]


@pytest.mark.parametrize("path", ["/nowhere", "/timeline/", "/timeline/x", "/_stcore/health", "/static/js/a.js"])
def test_what_is_no_page_goes_on(client, path):
    assert client.get(path).text == "streamlit"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_what_reads_is_answered(client, method):
    assert client.request(method, "/").status_code == 405


def test_head_has_the_headers_of_get(client):
    get, head = client.get("/?theme=talks"), client.head("/?theme=talks")
    assert head.status_code == 200
    assert {name: head.headers[name] for name in ("etag", "content-type", "cache-control", "vary")} == {
        name: get.headers[name] for name in ("etag", "content-type", "cache-control", "vary")
    }


def test_our_routes_are_not_pages(client):
    assert client.get("/healthz").json()["events"] == 2
    assert client.get("/api/events").json()["total"] == 2


@pytest.mark.parametrize("length", [MAX_QUERY, MAX_QUERY + 1])
def test_a_query_that_is_too_long_gives_the_plain_page(client, length):
    answer = client.get("/?q=" + "x" * (length - 2))
    assert ("etag" not in answer.headers) == (length > MAX_QUERY)
    if length > MAX_QUERY:
        assert is_plain(answer)
        assert page(answer).title.text == "Test & <more>"


@pytest.mark.parametrize("error", [Busy(), NotHere("Not here.")])
def test_beyond_the_limiter_a_page_comes_plain_and_is_asked_again(client, monkeypatch, error):
    async def refuse(key, work):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(shell.SHARES, "answer", refuse)
        assert is_plain(client.get("/?q=nobody-asked-this"))
    assert cards(page(client.get("/"))) == ["second", "first"]


def test_a_record_that_is_still_opening_gives_the_plain_page(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, EVENTS)))
    answer = client_of().get("/?theme=talks")
    assert is_plain(answer)
    assert page(answer).title.text == "Timeline"
    assert client_of().get("/nowhere").text == "streamlit"


def test_whoever_asks_first_opens_the_record_without_scripts_too(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, EVENTS)))
    client, until = client_of(), time.monotonic() + 30
    while not (found := cards(page(client.get("/")))) and time.monotonic() < until:
        time.sleep(0.05)
    assert found == ["second", "first"]


def test_a_record_that_cannot_be_opened_gives_the_plain_page(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path / "nothing"))
    assert is_plain(client_of().get("/"))


@pytest.mark.parametrize("path", ["/", "/who-says-what", "/snapshots"])
def test_under_a_snapshot_s_address_nothing_of_today_is_shown(client, folder, path):
    """Its rows are frozen, and the page says so over them; /s/ID shows them to whoever runs no scripts."""
    kept = freeze(open_collection(folder).view(Filter(themes=("talks",))), page="timeline", title="T", note="")
    snapshot_store().put(kept)
    write_collection(folder, EVENTS | {"first": event(title="Corrected since")}, collection=ABOUT)
    store.current_record()
    for named_so in (kept.id, "aaaaaaaaaaaaaaaa", "../../etc", "<b>"):
        answer = client.get(path, params={"snapshot": named_so, "theme": "talks"})
        assert is_plain(answer)
        assert "Corrected since" not in answer.text


HOSTILE = '</title></div></svg><script>alert(1)</script><div id="root"></div>" onload="alert(2)'


def test_whatever_collection_and_address_say_is_text(tmp_path, monkeypatch):
    about = {"title": HOSTILE, "description": HOSTILE, "headline": HOSTILE}
    events = {"first": event(title=HOSTILE, summary=HOSTILE, claims=[claim(("anna", "asserts"), text=HOSTILE)])}
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, events, collection=about)))
    store.current_record()
    for params in ({}, {"q": HOSTILE, "lanes": HOSTILE, HOSTILE: HOSTILE}):
        found = page(client_of().get("/", params=params))
        assert [script["src"] for script in found.select("script[src*=browser]")] == [
            script["src"] for script in found.select("#shell script, head script[src*=browser]")
        ]
        assert "alert(1)" not in "".join(script.text for script in found.select("script"))
        assert len(found.select("div#root")) == 1
        assert found.select("[onload]") == []
        assert HOSTILE in found.title.text
        assert named(found)["description"] == HOSTILE


PARAMS = st.dictionaries(
    st.sampled_from(
        ["theme", "actor", "from", "to", "q", "event", "known", "page", "sort", "lanes", "rest", "x", "country"]
    ),
    st.lists(
        st.sampled_from(["talks", "anna", "2026-01-05", "2026-02-30", "all", "\x00", "%", "9" * 30, "first", "é"]),
        max_size=3,
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(params=PARAMS, path=st.sampled_from(["/", "/who-says-what", "/who-is-who", "/about-the-record"]))
def test_whatever_is_asked_is_no_error(client, params, path):
    answer = client.get(path, params=params)
    assert answer.status_code == 200
    assert 'id="shell"' in answer.text


def test_readers_of_one_view_share_its_page(client, monkeypatch):
    made = []
    whole = shell._page
    monkeypatch.setattr(shell, "_page", lambda *given: made.append(given) or whole(*given))
    query = "/?q=met&sort=oldest"
    assert client.get(query).text == client.get(query).text
    assert client_of().get(query).status_code == 200
    assert len(made) == 1
    client.get("/?q=met&theme=talks")
    assert len(made) == 2


def test_streamlit_s_own_page_is_as_we_take_it():
    """If a new version of Streamlit writes its page otherwise, the first HTML has no place in it."""
    assert shell._index().count('<div id="root"></div>') == 1
    assert len(shell._TITLE.findall(shell._index())) == 1


def test_the_first_page_of_a_claim_has_the_address_of_its_one_id(tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path / "shared", SHARED)))
    store.current_record()
    found = page(client_of().get("/who-says-what?claim=summit%232"))
    assert found.select_one('link[rel="canonical"]')["href"].endswith("/who-says-what?claim=talks%232")
