"""Under which address a reader's freezes are counted, behind each kind of proxy: uvicorn's reading and ours."""

from __future__ import annotations

import asyncio

import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from timeline.snapshots.addresses import counted_as
from timeline.web import freezing

READER, HERE, DEFAULT = "203.0.113.9", "127.0.0.1", "127.0.0.1,::1"


def reader_behind(peer: str, header: str, trusted: str) -> str:
    """The address that Streamlit is given for a connection: from ``peer``, with this X-Forwarded-For."""
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["client"][0])

    headers = [(b"x-forwarded-for", header.encode())] if header else []
    scope = {"type": "websocket", "client": (peer, 5), "headers": headers, "scheme": "ws"}
    asyncio.run(ProxyHeadersMiddleware(app, trusted_hosts=trusted)(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "header", "trusted", "counted"),
    [
        pytest.param(READER, "", DEFAULT, READER, id="no proxy"),
        pytest.param(READER, "198.51.100.1", DEFAULT, READER, id="no proxy, and a reader who makes a header up"),
        pytest.param(HERE, "", DEFAULT, HERE, id="a reader here, or a proxy here that sends no header: one for all"),
        pytest.param(HERE, HERE, DEFAULT, HERE, id="a proxy here that passes a made-up header on"),
        pytest.param(HERE, READER, DEFAULT, READER, id="a proxy here"),
        pytest.param(HERE, f"198.51.100.1, {READER}", DEFAULT, READER, id="a proxy here that appends"),
        pytest.param(HERE, f"{READER}:5555", DEFAULT, READER, id="a proxy here that adds ports"),
        pytest.param(HERE, "[2001:db8::1]:555", DEFAULT, "2001:db8::/64", id="the same by IPv6"),
        pytest.param(HERE, "[::1]:555", DEFAULT, HERE, id="a proxy here that adds a port to this machine's address"),
        pytest.param("::1", READER, DEFAULT, READER, id="a proxy here that comes by IPv6"),
        pytest.param("172.17.0.1", READER, DEFAULT, "172.17.0.1", id="a proxy in a container that is not trusted"),
        pytest.param("172.17.0.1", READER, f"{DEFAULT},172.17.0.0/16", READER, id="a proxy in a container"),
        pytest.param("172.17.0.1", f"{READER}, 172.17.0.5", "172.17.0.0/16", READER, id="two proxies in containers"),
    ],
)
def test_whom_a_freeze_is_counted_under(peer, header, trusted, counted):
    assert counted_as(reader_behind(peer, header, trusted)) == counted


@pytest.mark.parametrize(("told", "counted"), [(None, HERE), (READER, READER), (f"{READER}:5555", READER)])
def test_a_reader_on_this_machine_is_one_more(monkeypatch, told, counted):
    """Streamlit gives no address where it is one of this machine."""
    monkeypatch.setattr(freezing.st, "context", type("Context", (), {"ip_address": told}))
    assert counted_as(freezing.client_address()) == counted
