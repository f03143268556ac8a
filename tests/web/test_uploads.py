"""Sending a file: who may, how much is read of what nobody wants, and what is left afterwards."""

from __future__ import annotations

import asyncio
import json
import socket
import stat
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from timeline.bring.errors import BringError
from timeline.web import uploads
from timeline.web.routes import MIDDLEWARE, ROUTES
from timeline.web.uploads import MOST_BYTES

HERE = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}
PATH = "/bring/upload"


@pytest.fixture(autouse=True)
def store(monkeypatch):
    """A store of this test's own, on a server that lets people edit."""
    own = uploads.Uploads()
    monkeypatch.setattr(uploads, "UPLOADS", own)
    monkeypatch.setenv("TIMELINE_EDIT", "local")
    return own


def put(content=b"title\nA\n", name="floods.csv", **headers):
    app = Starlette(routes=ROUTES, middleware=MIDDLEWARE)
    client = TestClient(app, base_url="http://127.0.0.1:8501", client=("127.0.0.1", 50_000))
    return client.put(PATH, params={"name": name}, content=content, headers=HERE | headers)


def files(store):
    """Every file that the store has on the disk."""
    return [path for path in Path(store._root.name).rglob("*") if path.is_file()] if store._root else []


def test_a_file_is_opened_by_its_token(store):
    answer = put("Ort;Tag\nKöln;1.2.2024\n".encode("cp1252"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    path = store.open(answer.json()["token"])
    assert (path.name, path.read_bytes()) == ("floods.csv", b"Ort;Tag\nK\xf6ln;1.2.2024\n")
    assert len(answer.json()["token"]) == 22  # 128 bits in 6 each
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("floods.csv", "floods.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\maps\\floods.csv", "floods.csv"),
        ("", "file"),
        ("..", "file"),
        (".hidden.csv", "hidden.csv"),
        ("a\x00b\r\n.csv", "ab.csv"),
        ("\u202evsc.exe", "vsc.exe"),
        ("Überfälle 2024.csv", "Überfälle 2024.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
        ("x." + "y" * 300, "x." + "y" * 98),
    ],
)
def test_its_name_is_cleaned(store, sent, kept):
    assert store.open(put(name=sent).json()["token"]).name == kept


def test_a_newer_file_takes_the_place_of_the_one_before(store):
    first, second = put().json()["token"], put(b"title\nB\n").json()["token"]
    with pytest.raises(BringError, match="no longer here"):
        store.open(first)
    assert [path.read_bytes() for path in files(store)] == [b"title\nB\n"]
    store.drop(first)
    assert store.open(second)


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 22])
def test_no_other_token_opens_it(store, token):
    put()
    with pytest.raises(BringError):
        store.open(token)


def test_it_is_kept_for_an_hour(store, monkeypatch):
    monkeypatch.setattr(uploads, "KEPT_SECONDS", 0.05)
    assert put().status_code == 200
    deadline = time.monotonic() + 5
    while files(store) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert files(store) == []


def send(messages, headers=(), method="PUT", peer="127.0.0.1"):
    """The status and the answer to a request whose body comes in these messages, and how many of them were read."""
    sent, read = [], []

    async def receive():
        read.append(1)
        if len(read) > len(messages):
            await asyncio.sleep(60)
        return messages[len(read) - 1]

    async def note(message):
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, value in {**HERE, **dict(headers)}.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": PATH,
        "raw_path": PATH.encode(),
        "root_path": "",
        "scheme": "http",
    }
    scope |= {"query_string": b"name=a.csv", "headers": given, "client": (peer, 5), "server": ("127.0.0.1", 8501)}
    asyncio.run(Starlette(routes=ROUTES, middleware=MIDDLEWARE)(scope, receive, note))
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode(), len(read)


CHUNK = b"x" * 1_000_000


def body(*chunks):
    return [{"type": "http.request", "body": chunk, "more_body": n < len(chunks)} for n, chunk in enumerate(chunks, 1)]


def test_of_what_a_reader_without_rights_sends_nothing_is_read(store):
    status, answer, read = send(body(*[CHUNK] * 50), {"content-length": "50000000"}, peer="203.0.113.9")
    assert (status, read, files(store)) == (403, 0, [])
    assert "own machine" in json.loads(answer)["error"]


def test_without_the_setting_there_is_no_such_address(store, monkeypatch):
    monkeypatch.setenv("TIMELINE_EDIT", "")
    status, _, read = send(body(*[CHUNK] * 50), {"content-length": "50000000"})
    assert (status, read, files(store)) == (404, 0, [])


@pytest.mark.parametrize(
    ("length", "status"), [("50000001", 413), ("9" * 17, 413), ("9" * 5_000, 400), ("-1", 400), ("many", 400)]
)
def test_what_announces_too_much_is_not_read(store, length, status):
    found, answer, read = send(body(CHUNK), {"content-length": length})
    assert (found, read, files(store)) == (status, 0, [])
    assert status == 400 or "50 MB" in json.loads(answer)["error"]


def test_what_announces_nothing_is_counted(store):
    status, answer, read = send(body(*[CHUNK] * 80), {"transfer-encoding": "chunked"})
    assert (status, read, files(store)) == (413, MOST_BYTES // len(CHUNK) + 1, [])
    assert "python -m timeline bring" in json.loads(answer)["error"]


def test_50_mb_are_taken(store):
    assert send(body(*[CHUNK] * 50), {"content-length": "50000000"})[0] == 200
    assert [path.stat().st_size for path in files(store)] == [MOST_BYTES]


@pytest.mark.parametrize(
    ("messages", "length", "status"),
    [
        pytest.param(body(b"abc"), "5", 400, id="less than announced"),
        pytest.param(body(b"abc", b"def", b"ghi"), "5", 400, id="more than announced"),
        pytest.param([*body(b"abc", b"d")[:1], {"type": "http.disconnect"}], "5", 400, id="aborted"),
        pytest.param(body(b"abc", b"d")[:1], "5", 408, id="it stands still"),
    ],
)
def test_an_upload_that_fails_leaves_no_file(store, monkeypatch, messages, length, status):
    monkeypatch.setattr(uploads, "IDLE_SECONDS", 0.2)
    token = put().json()["token"]
    assert send(messages, {"content-length": length})[0] == status
    assert files(store) == [store.open(token)]  # and takes nothing from the one before


@contextmanager
def served():
    """Port of a server that listens for the while."""
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES, middleware=MIDDLEWARE), port=0, log_level="error"))
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Origin: http://evil.example", 403),
        ("Origin: {own}\r\nX-Forwarded-For: 127.0.0.1", 403),
        ("Origin: {own}", 413),
    ],
)
def test_over_a_connection_the_answer_comes_before_the_body(store, header, status):
    with served() as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        own = header.format(own=f"http://127.0.0.1:{port}")
        length = 50_000_001 if status == 413 else 50_000_000
        head = f"PUT {PATH}?name=a.csv HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{own}\r\nContent-Length: {length}\r\n\r\n"
        connection.sendall(head.encode())  # and not a byte of the body
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    assert answer.startswith(f"HTTP/1.1 {status}".encode())
    assert files(store) == []


def test_streamlit_s_own_uploads_keep_their_limit(root):
    assert "maxUploadSize = 5\n" in (root / ".streamlit/config.toml").read_text(encoding="utf-8")
