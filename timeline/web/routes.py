"""Routes of our own on the same server, and headers on every answer."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.web.api import API_ROUTES
from timeline.web.plot import PLOT_ROUTES, library_path
from timeline.web.snapshot_routes import SNAPSHOT_ROUTES
from timeline.web.store import CannotOpen, standing

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "SAMEORIGIN",
    # Streamlit's own scripts need 'unsafe-eval' and inline styles; nothing may come from elsewhere.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
}
_PRELOAD = f"<{library_path()}>; rel=preload; as=script"
"""The charts' script comes while the page still connects: on a slow line charts are drawn a fifth earlier."""


class Headers:
    """Adds headers to every response: those that guard, where it does not set them itself, and what to preload."""

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

        await self.app(scope, receive, add if scope["type"] == "http" else send)


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


ROUTES = [Route("/healthz", health), *PLOT_ROUTES, *API_ROUTES, *SNAPSHOT_ROUTES]
MIDDLEWARE = [Middleware(Headers)]
