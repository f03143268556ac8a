"""Routes of our own on the same server, and headers on every answer."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.web.api import API_ROUTES
from timeline.web.browser import BROWSER_ROUTES
from timeline.web.editing import Mark
from timeline.web.front_routes import FRONT_ROUTES
from timeline.web.plot import PLOT_ROUTES, library_path
from timeline.web.shell import Shell
from timeline.web.snapshot_routes import SNAPSHOT_ROUTES
from timeline.web.store import CannotOpen, standing
from timeline.web.uploads import UPLOAD_ROUTES

_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def hashes_of(page: bytes) -> str:
    """The scripts that stand in a page, as a Content-Security-Policy names them."""
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE.findall(page))
    return " ".join(f"'sha256-{digest}'" for digest in digests)


_OWN_SCRIPTS = hashes_of((Path(st.__file__).parent / "static" / "index.html").read_bytes())
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "SAMEORIGIN",
    # Nothing may come from elsewhere, and of scripts within a page those of Streamlit's own page alone run. It needs
    # inline styles, and hands the scripts of our components to the browser as blobs.
    "content-security-policy": (
        f"default-src 'self'; script-src 'self' {_OWN_SCRIPTS} blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
}
_PRELOAD = f"<{library_path()}>; rel=preload; as=script"
"""The charts' script comes while the page still connects: on a slow line charts are drawn a fifth earlier."""


_HIDDEN = "/_stcore/metrics"
"""Streamlit's counts of sessions, memory and calls of our functions, by name: not for readers."""


class Headers:
    """Adds headers to every response: those that guard, where it does not set them itself, and what to preload.

    It hides what Streamlit serves of the server's own state.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html") and not scope["path"].startswith("/s/"):
                    headers.append("link", _PRELOAD)
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        hidden = scope["path"].rstrip("/").endswith(_HIDDEN)
        app = PlainTextResponse("Not Found", 404) if hidden else self.app
        await app(scope, receive, add)


def health(request: Request) -> JSONResponse:
    """Whether the data is there: version, number of events and of faults, and whether it is as its files are now."""
    try:
        record, stale = standing()
    except CannotOpen as error:
        return JSONResponse({"error": str(error)}, 503)
    found = {
        "title": record.about.title,
        "version": record.version,
        "events": record.sizes["events"],
        "events_left_out": record.events_left_out,
        "problems": len(record.problems),
        "stale": stale,
        "held": list(record.held),
    }
    return JSONResponse(found, status_code=200 if record.sizes["events"] else 503)


ROUTES = [
    Route("/healthz", health),
    *PLOT_ROUTES,
    *BROWSER_ROUTES,
    *FRONT_ROUTES,
    *API_ROUTES,
    *SNAPSHOT_ROUTES,
    *UPLOAD_ROUTES,
]
MIDDLEWARE = [Middleware(Headers), Middleware(Mark), Middleware(Shell)]
