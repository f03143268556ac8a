"""Routes of our own."""

import base64
import hashlib
import os
import re
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.shared_claims import EVENTS as SHARED
from tests.shared_claims import NEAR_IN_WORDS, searched_events
from tests.writing import claim, copy_of, event, write_collection, write_copies
from timeline.exchange.icalendar import icalendar_lines
from timeline.ledger.claims import claims_table
from timeline.snapshots.freeze import freeze
from timeline.snapshots.store import SnapshotStore
from timeline.web import api, store
from timeline.web.routes import MIDDLEWARE, ROUTES, hashes_of
from timeline.web.settings import snapshots_place
from timeline.web.shares import Busy


def at(address):
    """A client of a server that takes connections at this address."""
    return TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url=f"http://{address}")


@pytest.fixture
def client():
    """A client on the server's own machine."""
    return at("127.0.0.1:8501")


def test_health_says_which_data_is_served(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"a": event(), "b": event(when="soon")})))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert {k: answer.json()[k] for k in ("title", "events", "events_left_out")} == {
        "title": "Test",
        "events": 1,
        "events_left_out": 1,
    }
    assert len(answer.json()["version"]) == 64


def test_health_is_bad_without_events(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(tmp_path))
    assert client.get("/healthz").status_code == 503


def test_every_answer_carries_the_security_headers(client):
    for path in ("/healthz", "/nothing"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "http" not in headers["content-security-policy"]


def policy(answer):
    """The Content-Security-Policy of an answer, by directive."""
    parts = (part.split() for part in answer.headers["content-security-policy"].split(";"))
    return {part[0]: part[1:] for part in parts}


def test_of_scripts_in_a_page_only_streamlit_s_own_may_run(client):
    script = b"\n      window.prerenderReady = false\n    "
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    page = b"<script src='a.js'>one</script><script>" + script + b"</script><SCRIPT type=module>two</SCRIPT>"
    assert hashes_of(page).split()[0] == f"'sha256-{digest}'"
    assert len(hashes_of(page).split()) == 2
    told = policy(client.get("/healthz"))
    assert told["script-src"] == ["'self'", f"'sha256-{digest}'", "blob:"]
    assert told["connect-src"] == ["'self'"]


@pytest.fixture
def beside_streamlit():
    """Our middleware over an application that answers every path, as Streamlit does for its own."""

    async def page(request):
        return HTMLResponse("<p>")

    return TestClient(Starlette(routes=[Route("/{path:path}", page)], middleware=MIDDLEWARE))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/metrics", 404),
        ("/_stcore/metrics/", 404),
        ("/_stcore/metrics?families=session_state_bytes", 404),
        ("/%5fstcore/metrics", 404),
        ("/below/_stcore/metrics", 404),
        ("/_stcore/health", 200),
        ("/metrics", 200),
    ],
)
def test_streamlit_s_counts_of_the_server_are_not_for_readers(beside_streamlit, path, status):
    answer = beside_streamlit.get(path)
    assert answer.status_code == status
    assert "content-security-policy" in answer.headers


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Three events, one of them with a contested claim."""
    events = {
        "first": event(when="2026-01-05", claims=[claim(("alpha", "asserts"), ("beta", "denies", "2026-01"))]),
        "second": event(when="2026-02", themes=["strikes"], figures={"drones": 5, "by": "beta"}),
        "third": event(when="2026-03-01/.."),
    }
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, events)))


def test_events_are_those_of_the_page_with_the_same_parameters(client, folder):
    answer = client.get("/api/events?theme=talks&sort=oldest").json()
    assert [row["id"] for row in answer["events"]] == ["first", "third"]
    assert (answer["total"], answer["in_words"], answer["filter"]) == (2, "Talks events", "theme=talks&sort=oldest")
    assert answer["events"][1]["end"] is None, "an open end is null"
    drones = client.get("/api/events?theme=strikes").json()["events"][0]
    assert (drones["drones"], drones["missiles"], drones["start"], drones["end"]) == (
        5,
        None,
        "2026-02-01",
        "2026-02-28",
    )


def test_claims_carry_every_position(client, folder):
    (row,) = client.get("/api/claims").json()["claims"]
    assert (row["claim"], row["contest"]) == ("first#1", "contested")
    assert [(p["actor"], p["stance"], p["date"]) for p in row["positions"]] == [
        ("alpha", "asserts", ""),
        ("beta", "denies", "2026-01"),
    ]


def test_claims_carry_every_search_and_how_they_read(client, folder, tmp_path):
    sought = [{"date": "2026-03-01", "found": "some"}, {"date": "2026-03-02", "found": "none"}]
    claims = [claim(("alpha", "asserts")), claim(("alpha", "asserts"), sought=sought)]
    write_collection(tmp_path, {"first": event(claims=claims)})
    one, other = client.get("/api/claims").json()["claims"]
    assert (one["sought"], one["searches"]) == ("not-yet", [])
    assert [(s["claim"], s["date"], s["found"], s["by"]) for s in other["searches"]] == [
        ("first#2", "2026-03-01", "some", "the editors"),
        ("first#2", "2026-03-02", "none", "the editors"),
    ]
    words = "Others have said nothing that we know of (looked for on 2 March 2026)."
    assert (other["sought"], other["sought_words"]) == ("none", words)


def test_facets_count_as_the_sidebar_does(client, folder):
    answer = client.get("/api/facets?theme=strikes").json()
    assert answer["events"] == 1
    assert answer["facets"]["theme"] == {"talks": 2, "strikes": 1}
    assert answer["facets"]["contest"]["contested"] == 0


def test_next_links_lead_through_all_rows_once(client, folder):
    url, seen = "/api/events?limit=2", []
    while url:
        answer = client.get(url)
        seen += [row["id"] for row in answer.json()["events"]]
        url = answer.json().get("next")
        assert ("link" in answer.headers) is bool(url)
    assert seen == ["third", "second", "first"]


@pytest.mark.parametrize("route", ["/api/events", "/api/claims"])
def test_only_where_rows_follow_does_a_link_lead_to_them(client, folder, route):
    total = client.get(route).json()["total"]
    for query in (f"limit={total}", f"limit={total + 1}", f"limit=1&offset={total - 1}", f"offset={total}"):
        answer = client.get(f"{route}?{query}")
        assert ("next" in answer.json(), "link" in answer.headers) == (False, False), query
    if total > 1:
        following = client.get(client.get(f"{route}?limit={total - 1}").json()["next"]).json()
        assert len(following[route.rpartition("/")[2]]) == 1


def test_each_question_has_an_etag_of_its_own(client, folder):
    """Else the answer to one would be taken for that to another."""
    questions = [
        *("/api/events", "/api/events?theme=talks", "/api/events?theme=strikes", "/api/events?limit=1"),
        *("/api/events?limit=1&offset=1", "/api/claims", "/api/facets", "/api/facets?theme=talks"),
        *("/feed.atom", "/feed.atom?theme=talks", "/calendar.ics", "/calendar.ics?theme=talks"),
    ]
    first = {question: client.get(question).headers["etag"] for question in questions}
    assert len(set(first.values())) == len(questions)
    assert {question: client.get(question).headers["etag"] for question in questions} == first
    crossed = client.get("/api/events?theme=strikes", headers={"if-none-match": first["/api/events?theme=talks"]})
    assert crossed.status_code == 200
    assert [row["id"] for row in crossed.json()["events"]] == ["second"]


@pytest.mark.parametrize(
    ("title", "seconds"),
    [
        pytest.param("Alpha and Beta part", 1, id="as long as it was"),
        pytest.param("Alpha and Beta meet again", 0, id="in the same tick of a coarse clock"),
    ],
)
def test_an_edit_is_seen(client, folder, tmp_path, title, seconds):
    file = tmp_path / "events" / "first.md"
    before, written = client.get("/api/events?sort=oldest").json(), file.stat().st_mtime_ns
    file.write_text(file.read_text().replace("Alpha and Beta meet", title))
    os.utime(file, ns=(written + seconds * 10**9,) * 2)
    after = client.get("/api/events?sort=oldest").json()
    assert [answer["events"][0]["title"] for answer in (before, after)] == ["Alpha and Beta meet", title]
    assert before["version"] != after["version"]


def test_an_unchanged_answer_is_not_sent_again(client, folder, tmp_path):
    first = client.get("/api/events?theme=talks")
    again = client.get("/api/events?theme=talks", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    write_collection(tmp_path, {"fourth": event()})
    changed = client.get("/api/events?theme=talks", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.json()["total"] == 3


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0x1", "limit=1001", "offset=-1", "offset=1000000001", "limit=٣", "q=" + "x" * 30_000),
        *("limit=" + "9" * 40, "limit=" + "0" * 12 + "5000", "offset=" + "0" * 12 + "1" + "9" * 5000),
    ],
)
def test_a_call_that_cannot_be_answered_is_told_what_to_write(client, folder, query):
    answer = client.get(f"/api/events?{query}")
    assert answer.status_code == 400
    assert answer.json()["help"] == "/openapi.json"
    assert len(answer.json()["error"]) < 200


def test_unknown_ids_are_named_and_left_out(client, folder):
    answer = client.get("/api/events?actor=nobody&event=../../etc/passwd").json()
    assert answer["total"] == 3
    assert any("nobody" in line for line in answer["ignored"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("certain", "null"), ("together", "null"), ("certain", "0"), ("sort", "upwards"), ("from", "yesterday")),
        *(("to", "2026-02-30"), ("known", "1")),
    ],
)
def test_a_value_that_is_not_meant_is_ignored_and_the_description_says_so(client, folder, name, value):
    answer = client.get(f"/api/events?{name}={value}")
    assert (answer.status_code, answer.json()["total"]) == (200, 3)
    assert any(value in line for line in answer.json()["ignored"])
    described = client.get("/openapi.json").json()["paths"]["/api/events"]["get"]["parameters"]
    (schema,) = [parameter["schema"] for parameter in described if parameter["name"] == name]
    assert schema["type"] == "string"
    assert "enum" not in schema
    assert "ignored" in schema["description"]


def test_anyone_may_read_from_another_site(client, folder):
    for path in ("/api/events", "/api/claims", "/api/facets", "/openapi.json", "/api/events?limit=x"):
        assert client.get(path).headers["access-control-allow-origin"] == "*"


def test_the_description_names_every_parameter_and_column(client, folder):
    described = client.get("/openapi.json").json()["paths"]["/api/events"]["get"]
    named = {parameter["name"] for parameter in described["parameters"]}
    assert {"actor", "theme", "from", "to", "known", "q", "limit", "offset"} <= named
    row = client.get("/api/events").json()["events"][0]
    told = described["responses"]["200"]["description"]
    assert [name for name in row if name not in told] == []


def test_pages_name_the_script_of_the_charts_before_they_need_it(client, beside_streamlit):
    answer = beside_streamlit.get("/")
    path = re.fullmatch(r"<\.(/assets/plotly-cartesian-.+)>; rel=preload; as=script", answer.headers["link"])[1]
    assert client.get(path).status_code == 200
    assert "link" not in client.get("/healthz").headers


def test_every_path_that_is_described_is_served(client):
    described = set(client.get("/openapi.json").json()["paths"])
    assert described <= {route.path for route in ROUTES}
    assert {path for path in (route.path for route in ROUTES) if path.startswith(("/api/", "/s/"))} <= described


@pytest.mark.parametrize(("path", "start"), [("/feed.atom", b"<?xml"), ("/calendar.ics", b"BEGIN:VCALENDAR")])
def test_feed_and_calendar_follow_the_filter(client, folder, path, start):
    answer = client.get(f"{path}?theme=strikes")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert b"second" in answer.content
    assert b"third" not in answer.content
    again = client.get(f"{path}?theme=strikes", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_years_before_our_era_are_dates_too(client, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path, {"ancient": event(when="-0699")})))
    (row,) = client.get("/api/events").json()["events"]
    assert (row["start"], row["end"]) == ("-0699-01-01", "-0699-12-31")


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"other", {}', 304),
        ('"other" , W/{} ,"third"', 304),
        ("*", 304),
        ('"other"', 200),
        ("{}x".replace("{}", '"x'), 200),
        ("", 200),
    ],
)
@pytest.mark.parametrize("path", ["/api/events", "/feed.atom"])
def test_a_proxy_may_weaken_list_or_ask_for_any_etag(client, folder, path, told, status):
    etag = client.get(path).headers["etag"]
    assert client.get(path, headers={"if-none-match": told.replace("{}", etag)}).status_code == status


@pytest.mark.parametrize("path", ["/feed.atom", "/calendar.ics"])
def test_an_answer_with_the_links_of_another_host_is_another_answer(client, folder, path):
    etag = client.get(path, headers={"host": "evil.example"}).headers["etag"]
    answer = client.get(path, headers={"host": "record.example", "if-none-match": etag})
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


EVIL, OWN = "http://evil.example/", "https://record.example/"


@pytest.mark.parametrize(
    ("address", "setting", "links"),
    [
        pytest.param("127.0.0.1", "", EVIL, id="a reader here, or a proxy here that passes hosts on"),
        pytest.param("[::1]:8501", "", EVIL, id="the same by IPv6"),
        pytest.param("[::ffff:127.0.0.1]", "", EVIL, id="IPv4 on a socket of both"),
        pytest.param("192.0.2.7", "", None, id="the network"),
        pytest.param("[2001:db8::7]:8501", "", None, id="the network by IPv6"),
        pytest.param("localhost.evil.example", "", None, id="what is no address of a socket"),
        pytest.param("127.0.0.1", OWN, OWN, id="here, with the address set"),
        pytest.param("192.0.2.7", OWN, OWN, id="the network, with the address set"),
    ],
)
@pytest.mark.parametrize("path", ["/feed.atom", "/calendar.ics"])
def test_links_lead_to_a_host_that_was_written_only_where_the_network_cannot_write_it(
    folder, monkeypatch, path, address, setting, links
):
    monkeypatch.setenv("TIMELINE_URL", setting)
    answer = at(address).get(path, headers={"host": "evil.example"})
    assert answer.status_code == 200
    assert answer.headers["vary"] == "host, accept-encoding"
    assert {link for link in (EVIL, OWN) if link in answer.text.replace("\r\n ", "")} == ({links} if links else set())


@pytest.mark.parametrize("path", ["/feed.atom", "/calendar.ics", "/api/events"])
def test_a_query_that_is_too_long_is_refused(client, folder, path):
    answer = client.get(path + "?" + "&".join(["actor=alpha"] * 4_000))
    assert answer.status_code == 400
    assert "longer than" in answer.json()["error"]


def test_the_address_of_a_calendar_gives_the_latest_events_and_says_so(folder):
    lines = partial(icalendar_lines, most=2)
    routes = [Route("/calendar.ics", api.file_route("icalendar", lines))]
    text = TestClient(Starlette(routes=routes)).get("/calendar.ics?sort=newest").text
    assert text.count("BEGIN:VEVENT") == 2
    assert "(the latest 2 of 3 events)" in text.replace("\r\n ", "")
    assert "UID" in text
    assert "DTSTART;VALUE=DATE:20260105" not in text, "the earliest is left out, whatever the order asked for"


def test_too_many_questions_at_once_are_refused_in_words_with_when_to_come_back(client, folder, monkeypatch):
    async def busy(key, work):
        raise Busy

    monkeypatch.setattr(api.SHARES, "answer", busy)
    place = SnapshotStore(snapshots_place())
    snapshot = freeze(store.current_record().view())
    place.put(snapshot)
    questions = ("/api/events", "/api/claims", "/api/facets", "/feed.atom", "/calendar.ics", f"/s/{snapshot.id}")
    for path in (*questions, f"/s/{snapshot.id}.json"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2"), path
        assert "Ask again in 2 seconds" in answer.json()["error"]
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("query", ["", "theme=talks", "known=2026-02-10"])
def test_pages_of_claims_are_one_list(client, folder, tmp_path, query):
    """Each page is read on its own; together they are the ledger of the view."""
    several = [claim(("alpha", "asserts"), text=f"Number {number}.") for number in range(3)]
    write_collection(tmp_path, {"fourth": event(when="2026-01-01", claims=several), "fifth": event(claims=several[:2])})
    record = store.current_record()
    view = record.view(record.read_filter(query)[0])
    every = claims_table(view.record.tables(), events=view.whole("events")["id"])["claim"].tolist()
    paged = [
        [row["claim"] for row in client.get(f"/api/claims?{query}&limit={size}&offset={offset}").json()["claims"]]
        for size in (1, 2, 4)
        for offset in range(0, len(every) + size, size)
    ]
    assert len(every) > 3
    assert [one for page in paged for one in page] == every * 3
    assert client.get(f"/api/claims?{query}&limit=0").json()["total"] == len(every)


def test_a_new_copy_of_a_document_is_a_new_answer_of_the_same_version(client, folder, tmp_path):
    """What copies tell is shown, and is no part of the record's version."""
    before = client.get("/api/events")
    write_copies(tmp_path, copy_of("https://example.org/one"))
    after = client.get("/api/events")
    assert before.json()["version"] == after.json()["version"]
    assert before.headers["etag"] != after.headers["etag"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["talks#1", "talks#2", "summit#1"]),
        ("theme=strikes", ["talks#2", "summit#1"]),
        ("claim=talks%232", ["talks#2"]),
        ("claim=summit%232", ["talks#2"]),
        ("claim=interview%231&claim=summit%232&claim=interview%232", ["talks#2", "summit#1"]),
        ("claim=summit%232&from=2026-05-01", []),
        ("claim=nowhere%231", []),
    ],
)
def test_claims_that_stand_in_several_events_come_once_and_by_every_id(tmp_path, monkeypatch, client, query, expected):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path / "shared", SHARED)))
    answer = client.get(f"/api/claims?{query}").json()
    assert sorted(row["claim"] for row in answer["claims"]) == sorted(expected)
    assert (answer["total"], answer["ignored"]) == (len(expected), [])
    for row in answer["claims"]:
        assert row["also"] == {"talks#2": ["interview#1", "summit#2"], "summit#1": ["interview#2"]}.get(
            row["claim"], []
        )
        assert row["positions"]


@pytest.mark.parametrize("query", ["", "theme=strikes", "claim=summit%232"])
def test_searches_come_with_the_one_claim(tmp_path, monkeypatch, client, query):
    monkeypatch.setenv("TIMELINE_DATA", str(write_collection(tmp_path / "shared", searched_events())))
    claims = {row["claim"]: row for row in client.get(f"/api/claims?{query}").json()["claims"]}
    assert [search["date"] for search in claims["talks#2"]["searches"]] == ["2026-02-20", "2026-06-01"]
    assert claims["talks#2"]["sought_words"] == NEAR_IN_WORDS
    assert [row["further_sources"] for row in claims["talks#2"]["positions"]] == [["talks-late"]]
