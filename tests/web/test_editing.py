"""Who may change the collection from a browser: the rule, told for requests, for sessions and for the start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import uvicorn.main
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from streamlit.web.cli import main as streamlit_command

from timeline.web import editing
from timeline.web.editing import Launch, Mark, refusal, refusal_at_start
from timeline.web.routes import MIDDLEWARE

HERE = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.fixture
def local(monkeypatch):
    monkeypatch.setenv("TIMELINE_EDIT", "local")


def scope_of(peer, headers, method="PUT", scheme="http"):
    """A request as a server hands it on."""
    pairs = headers.items() if isinstance(headers, dict) else headers
    sent = [(name.lower().encode(), value.encode()) for name, value in pairs]
    client = (peer, 50_000) if peer else None
    return {"type": "http", "method": method, "scheme": scheme, "client": client, "headers": sent}


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        pytest.param("127.0.0.1", HERE, id="a browser here"),
        pytest.param("127.0.0.1", {"host": "localhost:8501", "origin": "http://localhost:8501"}, id="by name"),
        pytest.param("127.0.0.1", {"host": "LocalHost", "origin": "http://LocalHost"}, id="without a port"),
        pytest.param("::1", {"host": "[::1]:8501", "origin": "http://[::1]:8501"}, id="by IPv6"),
        pytest.param("::ffff:127.0.0.1", HERE, id="by IPv4 in IPv6"),
    ],
)
def test_a_browser_on_this_machine_may(local, peer, headers):
    assert refusal(scope_of(peer, headers)) == ""


@pytest.mark.parametrize(
    ("peer", "headers", "why"),
    [
        pytest.param("203.0.113.9", HERE, "own machine", id="another machine"),
        pytest.param("::ffff:203.0.113.9", HERE, "own machine", id="another machine, IPv4 in IPv6"),
        pytest.param("2001:db8::1", HERE, "own machine", id="another machine by IPv6"),
        pytest.param("", HERE, "own machine", id="a socket without an address"),
        pytest.param("127.0.0.1", {**HERE, "x-forwarded-for": "203.0.113.9"}, "x-forwarded-for", id="a proxy"),
        pytest.param("127.0.0.1", {**HERE, "X-Forwarded-For": "127.0.0.1"}, "x-forwarded-for", id="one that pretends"),
        pytest.param("127.0.0.1", {**HERE, "x-forwarded-host": "localhost"}, "x-forwarded-host", id="its name"),
        pytest.param("127.0.0.1", {**HERE, "forwarded": "for=127.0.0.1"}, "forwarded", id="a proxy of RFC 7239"),
        pytest.param("127.0.0.1", {**HERE, "x-real-ip": "127.0.0.1"}, "x-real-ip", id="a proxy of nginx"),
        pytest.param("127.0.0.1", {**HERE, "via": "1.1 gateway"}, "via", id="a gateway"),
        pytest.param("127.0.0.1", {**HERE, "host": "record.example"}, "another name", id="a foreign name"),
        pytest.param(
            "127.0.0.1", {"host": "localtest.me", "origin": "http://localtest.me"}, "another name", id="rebound"
        ),
        pytest.param(
            "127.0.0.1", {"host": "localhost.", "origin": "http://localhost."}, "another name", id="with a dot"
        ),
        pytest.param(
            "127.0.0.1", {"host": "127.0.0.2", "origin": "http://127.0.0.2"}, "another name", id="another one"
        ),
        pytest.param("127.0.0.1", {"host": "localhost:8501@x.example"}, "another name", id="a host with a user"),
        pytest.param("127.0.0.1", {"origin": HERE["origin"]}, "another name", id="no name"),
        pytest.param("127.0.0.1", [*HERE.items(), ("host", "localhost")], "another name", id="two names"),
        pytest.param("127.0.0.1", {**HERE, "origin": "https://evil.example"}, "a page of this", id="a foreign page"),
        pytest.param("127.0.0.1", {**HERE, "origin": "http://127.0.0.1:8502"}, "a page of this", id="another port"),
        pytest.param("127.0.0.1", {**HERE, "origin": "http://localhost:8501"}, "a page of this", id="its other name"),
        pytest.param("127.0.0.1", {**HERE, "origin": "https://127.0.0.1:8501"}, "a page of this", id="another scheme"),
        pytest.param("127.0.0.1", {**HERE, "origin": "null"}, "a page of this", id="a page without an origin"),
        pytest.param("127.0.0.1", {"host": HERE["host"]}, "a page of this", id="no browser"),
        pytest.param("127.0.0.1", [*HERE.items(), ("origin", HERE["origin"])], "a page of this", id="two origins"),
    ],
)
def test_everybody_else_is_refused(local, peer, headers, why):
    assert why in refusal(scope_of(peer, headers))


@pytest.mark.parametrize(("origin", "may"), [({}, True), ({"origin": "https://evil.example"}, False)])
def test_a_browser_names_no_origin_where_it_only_reads(local, origin, may):
    assert (refusal(scope_of("127.0.0.1", {"host": "localhost"} | origin, "GET")) == "") is may


def test_over_tls_the_origin_says_so(local):
    headers = {"host": "localhost:8501", "origin": "https://localhost:8501"}
    assert refusal(scope_of("127.0.0.1", headers, scheme="https")) == ""
    assert refusal(scope_of("127.0.0.1", headers)) != ""


@pytest.mark.parametrize("setting", ["", "off", "login"])
def test_without_the_setting_nobody_may(monkeypatch, setting):
    monkeypatch.setenv("TIMELINE_EDIT", setting)
    assert "does not let anybody" in refusal(scope_of("127.0.0.1", HERE))


def session(peer="127.0.0.1", **headers):
    """Whether a session whose websocket has these headers may edit, and how many marks it is shown."""

    async def socket(websocket):
        marks = websocket.headers.getlist("x-on-the-record-may-edit")
        await websocket.accept()
        await websocket.send_json([len(marks), marks == [editing._SECRET]])
        await websocket.close()

    app = Mark(Starlette(routes=[WebSocketRoute("/_stcore/stream", socket)]))
    client = TestClient(app, client=(peer, 50_000))
    with client.websocket_connect("ws://127.0.0.1:8501/_stcore/stream", headers=headers) as connection:
        return connection.receive_json()


@pytest.mark.parametrize(
    ("peer", "headers", "marks"),
    [
        pytest.param("127.0.0.1", {"origin": "http://127.0.0.1:8501"}, [1, True], id="a browser here"),
        pytest.param("127.0.0.1", {}, [0, False], id="no browser"),
        pytest.param("127.0.0.1", {"origin": "http://evil.example"}, [0, False], id="a foreign page"),
        pytest.param("203.0.113.9", {"origin": "http://127.0.0.1:8501"}, [0, False], id="another machine"),
        pytest.param(
            "127.0.0.1", {"host": "a.example", "origin": "http://a.example"}, [0, False], id="under another name"
        ),
        pytest.param(
            "127.0.0.1", {"origin": "http://127.0.0.1:8501", "via": "1.1 x"}, [0, False], id="through a gateway"
        ),
        pytest.param("203.0.113.9", {"X-On-The-Record-May-Edit": "1"}, [0, False], id="with a mark of its own making"),
    ],
)
def test_a_session_is_told_by_the_same_rule(local, peer, headers, marks):
    assert session(peer, **headers) == marks


def test_sessions_are_told_by_the_server_itself():
    assert any(layer.cls is Mark for layer in MIDDLEWARE)


@pytest.mark.parametrize(
    ("launch", "environment", "told"),
    [
        pytest.param(Launch("127.0.0.1", 1), {}, "", id="as it comes"),
        pytest.param(Launch("::1", 1), {}, "", id="by IPv6"),
        pytest.param(Launch("localhost", 1), {}, "", id="by name"),
        pytest.param(Launch("0.0.0.0", 1), {}, "0.0.0.0", id="for everybody"),  # noqa: S104
        pytest.param(Launch("", 1), {}, "every address", id="Streamlit without a setting"),
        pytest.param(Launch("192.0.2.7", 1), {}, "192.0.2.7", id="for the network"),
        pytest.param(Launch("box.example", 1), {}, "box.example", id="a name that may lead anywhere"),
        pytest.param(Launch(None, 1), {}, "says where it listens", id="a server that we do not know"),
        pytest.param(Launch("127.0.0.1", 1), {"TIMELINE_URL": "https://a.example"}, "TIMELINE_URL", id="others read"),
        pytest.param(Launch("127.0.0.1", 1, "10.0.0.1"), {}, "FORWARDED_ALLOW_IPS", id="a proxy"),
        pytest.param(Launch("127.0.0.1", 2), {}, "one worker", id="workers"),
        pytest.param(Launch("127.0.0.1", 1), {"TIMELINE_EDIT": "on"}, "can be 'local'", id="another word"),
        pytest.param(Launch("0.0.0.0", 9, "*"), {"TIMELINE_EDIT": ""}, "", id="nobody edits"),  # noqa: S104
    ],
)
def test_a_server_that_others_reach_does_not_start(monkeypatch, launch, environment, told):
    for name, value in {"TIMELINE_EDIT": "local", "TIMELINE_URL": "", **environment}.items():
        monkeypatch.setenv(name, value)
    assert told in refusal_at_start(launch)
    assert bool(refusal_at_start(launch)) == bool(told)


@pytest.mark.parametrize(
    ("command", "launch"),
    [
        ([], Launch("127.0.0.1", 1)),
        (["--host", "0.0.0.0"], Launch("0.0.0.0", 1)),  # noqa: S104
        (["--uds", "socket"], Launch(None, 1)),
        (["--fd", "3"], Launch(None, 1)),
        (["--workers", "2"], Launch("127.0.0.1", 2)),
        (["--forwarded-allow-ips", "*"], Launch("127.0.0.1", 1, "*")),
    ],
    ids=["as it comes", "for everybody", "a socket of files", "a socket of another", "workers", "a proxy"],
)
def test_uvicorn_s_own_command_says_where_it_listens(command, launch):
    with uvicorn.main.make_context("uvicorn", ["dashboard:app", *command]):
        assert editing.find_launch() == launch


def test_streamlit_s_settings_say_where_it_listens():
    with streamlit_command.make_context("streamlit", ["run", "dashboard.py"]) as context:
        run = streamlit_command.get_command(context, "run")
        with run.make_context("run", ["dashboard.py"], parent=context):
            assert editing.find_launch() == Launch("127.0.0.1", 1)  # of .streamlit/config.toml


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "streamlit", "run", "dashboard.py", "--server.port", "0", "--server.address", "0.0.0.0"],  # noqa: S104
        ["-m", "uvicorn", "dashboard:app", "--port", "0", "--host", "0.0.0.0"],  # noqa: S104
        ["-c", "import dashboard"],
    ],
    ids=["Streamlit", "uvicorn", "whoever imports it"],
)
def test_such_a_server_ends_with_a_sentence(root, command):
    run = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env={**os.environ, "TIMELINE_EDIT": "local"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1
    assert run.stderr.count("TIMELINE_EDIT=local") == 1
    assert "Traceback" not in run.stderr


def test_a_page_has_no_rights_without_the_mark(local):
    """As in a server that was not started by dashboard.py."""
    assert not editing.session_may_edit()
