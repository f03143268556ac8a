"""Who may change the collection from a browser: with TIMELINE_EDIT=local somebody at this machine, and nobody else.

There is no login yet, so the rule is strict: the server listens on this machine only, and each request has to come from
a browser on it, straight to the server, from a page of ours. What another machine, a proxy, another name or another
page sends is refused.
"""

from __future__ import annotations

import os
import re
import secrets
from typing import NamedTuple

import click
import streamlit as st
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from timeline.snapshots.addresses import is_this_machine
from timeline.web.settings import EDIT, URL

LOCAL = "local"
_PROXIES = "FORWARDED_ALLOW_IPS"
"""Uvicorn's own setting: which proxies it trusts."""
_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE | re.ASCII)
_OF_PROXIES = ("forwarded", "via", "x-real-ip")
_MARK = "x-on-the-record-may-edit"
_SECRET = secrets.token_hex(16)
"""Nobody outside this process knows it."""


class Launch(NamedTuple):
    """How the server was started."""

    address: str | None
    """Where it listens; "" for everywhere, None where nobody can tell."""
    workers: int
    trusted: str = ""
    """Proxies whose headers uvicorn believes, where somebody has named some."""


def is_on() -> bool:
    """Whether the collection may be changed from a browser at all."""
    return EDIT.value().lower() == LOCAL


def find_launch() -> Launch:
    """How this process was started: by Streamlit, whose settings say where it listens, or by uvicorn's command.

    The address in Streamlit's settings says nothing where uvicorn was started by itself, so that its own command is
    asked. Further workers are processes of their own, which no command has started.
    """
    context = click.get_current_context(silent=True)
    by = context.command.callback.__module__ if context and context.command.callback else ""
    trusted = os.environ.get(_PROXIES, "")
    if context and by == "streamlit.web.cli":
        return Launch(st.get_option("server.address") or "", 1, trusted)
    if context and by == "uvicorn.main":
        said = context.params
        other = said.get("uds") or said.get("fd") is not None
        address = None if other else said.get("host") or ""
        return Launch(address, said.get("workers") or 1, said.get("forwarded_allow_ips") or trusted)
    return Launch(None, 1, trusted)


def refusal_at_start(launch: Launch) -> str:
    """Why a server that is started like this must not run, as a sentence; "" where it may.

    >>> refusal_at_start(Launch("127.0.0.1", 1))  # with no TIMELINE_EDIT
    ''
    """
    said = EDIT.value()
    if not said:
        return ""
    if not is_on():
        return f"TIMELINE_EDIT is {said!r}; it can be {LOCAL!r}, or empty."
    if launch.address is None:
        return (
            "TIMELINE_EDIT=local needs a server that says where it listens: start it with “make run”, “streamlit run "
            "dashboard.py” or “uvicorn dashboard:app”, with one worker."
        )
    if not is_this_machine(launch.address):
        where = launch.address or "every address of this machine"
        return (
            "TIMELINE_EDIT=local needs a server that only this machine can reach, and this one would listen on "
            f"{where}; set HOST=127.0.0.1."
        )
    if URL.value():
        return "TIMELINE_EDIT=local is for one person, and TIMELINE_URL says that others read here; unset one of them."
    if launch.trusted:
        return f"TIMELINE_EDIT=local allows no proxy; unset {_PROXIES}, which trusts {launch.trusted}."
    return "TIMELINE_EDIT=local needs one worker." if launch.workers != 1 else ""


def refusal(scope: Scope) -> str:
    """Why a request or a websocket may not change the collection, as a sentence; "" where it may.

    Args:
        scope: of ASGI; its client is the peer of the connection.
    """
    headers = Headers(scope=scope)
    client, hosts, origins = scope.get("client"), headers.getlist("host"), headers.getlist("origin")
    if not is_on():
        return "This server does not let anybody change the collection."
    if not client or not is_this_machine(client[0]):
        return "Only a browser on the server’s own machine may do this."
    if through := [name for name in headers if name in _OF_PROXIES or name.startswith("x-forwarded")]:
        return f"The request came through a proxy: it has the header {through[0]}."
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        return "Open the dashboard at localhost, 127.0.0.1 or [::1]; under another name nothing can be changed."
    scheme = "https" if scope["scheme"] in ("https", "wss") else "http"
    reads = scope.get("method") in ("GET", "HEAD")
    if origins != [f"{scheme}://{hosts[0]}"] and (origins or not reads):
        return "The request does not come from a page of this server."
    return ""


class Mark:
    """Tells the session behind a websocket whether it may change the collection.

    The decision is taken here, where the peer of the connection is known: Streamlit gives a session its headers, but
    not the peer of this machine. It is handed on as a header that nobody else can write. So a page of a server
    that was started without this has no rights, and readers who come through a proxy read on.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "websocket":
            kept = [(name, value) for name, value in scope["headers"] if name.lower() != _MARK.encode()]
            mark = [] if refusal(scope) else [(_MARK.encode(), _SECRET.encode())]
            scope = {**scope, "headers": [*kept, *mark]}
        await self.app(scope, receive, send)


def session_may_edit() -> bool:
    """Whether the session that runs may change the collection."""
    marks = st.context.headers.get_all(_MARK)
    return is_on() and len(marks) == 1 and secrets.compare_digest(marks[0], _SECRET)
