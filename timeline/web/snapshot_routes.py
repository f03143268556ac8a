"""Addresses of snapshots: the page to send, its picture, the canonical rows."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from timeline.snapshots.errors import SnapshotError, StoreUnavailable, Unknown, Unsigned, Withdrawn
from timeline.snapshots.freeze import software_version
from timeline.snapshots.preview import draw_preview
from timeline.snapshots.publish import write_page
from timeline.snapshots.signatures import WELL_KNOWN, public_keys, write_public
from timeline.web.api import CORS, LINKED, RETRY, SHARES, is_current, server_of
from timeline.web.archive import Opened, open_snapshot, snapshot_store
from timeline.web.settings import key_file
from timeline.web.shares import Answer, Busy

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""No script runs on what strangers titled."""
_STATUS = (
    (Unknown, 404),
    (Unsigned, 404),
    (Withdrawn, 410),
    (StoreUnavailable, 503),
    (Busy, 503),
    (SnapshotError, 500),
)
_ERROR = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><style>:root { color-scheme: light dark }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1.05rem/1.5 Georgia, serif }</style></head>
<body><h1>{{ title }}</h1><p>{{ error }}</p><p><a href="../snapshots">All snapshots</a></p></body></html>"""
)


def _answers(write: Callable[[Opened, str], str | bytes], media_type: str) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers one snapshot, or says why it cannot.

    The store is asked each time whether it still stands; writing it out takes a share of the processor.
    """

    async def route(request: Request) -> Response:
        name, server = request.path_params["id"], server_of(request)

        def work() -> Answer:
            content = write(open_snapshot(name), server)
            return Answer(content.encode() if isinstance(content, str) else content, media_type, {})

        try:
            entry = await run_in_threadpool(lambda: snapshot_store().entry(name))
            etag = _etag(entry.sha256, None if media_type == _JSON else server)
            headers = {**LINKED, "etag": etag, "cache-control": "no-cache", "content-security-policy": _POLICY}
            if is_current(request, etag):
                return Response(status_code=304, headers=headers)
            found = await SHARES.answer(f"{request.url.path} {etag}", work)
        except (SnapshotError, Busy) as error:
            return refuse(request, error, media_type)
        return found.response(request, headers)

    return route


def _etag(sha256: str, server: str | None) -> str:
    """Of the rows alone; with the address that links in it have, of the software that writes it as well."""
    if server is None:
        return f'"{sha256}"'
    return f'"{sha256}-{software_version()}-{hashlib.sha256(server.encode()).hexdigest()[:16]}"'


def refuse(request: Request, error: Exception, media_type: str = "application/json") -> Response:
    """What went wrong with a snapshot, in words: as a page where one was asked for by a browser, else as JSON."""
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    headers = {**CORS, "cache-control": "no-store", "content-security-policy": _POLICY}
    headers |= RETRY if status == 503 else {}
    if media_type == _HTML and "text/html" in request.headers.get("accept", ""):
        title = "This snapshot was withdrawn" if status == 410 else "No snapshot to show"
        return HTMLResponse(_ERROR.render(title=title, error=str(error)), status, headers)
    return JSONResponse({"error": str(error), "help": "/openapi.json"}, status, headers)


def _page(opened: Opened, base_url: str) -> str:
    return write_page(opened.snapshot, opened.record, base_url, opened.signature)


def _signature(opened: Opened, base_url: str) -> str:
    """The signature alone.

    Raises:
        Unsigned: there is none.
    """
    if not opened.signature:
        raise Unsigned(f"The snapshot {opened.snapshot.id} is not signed.")
    return opened.signature


def _rows(opened: Opened, base_url: str) -> bytes:
    return opened.snapshot.text.encode()


def _picture(opened: Opened, base_url: str) -> str:
    return draw_preview(opened.snapshot, opened.record)


_HTML, _JSON, _SVG = "text/html; charset=utf-8", "application/json", "image/svg+xml"


def _keys(request: Request) -> Response:
    """The public keys of this server."""
    file = key_file()
    if file is None:
        return refuse(request, Unsigned("This server signs no snapshots: it has no key (TIMELINE_KEY)."))
    try:
        return Response(
            write_public(public_keys(file)), media_type=_JSON, headers={**CORS, "cache-control": "no-cache"}
        )
    except SnapshotError as error:
        return refuse(request, error)


SNAPSHOT_ROUTES = [
    Route(WELL_KNOWN, _keys),
    Route("/s/{id}.sig", _answers(_signature, _JSON)),
    Route("/s/{id}.json", _answers(_rows, _JSON)),
    Route("/s/{id}.svg", _answers(_picture, _SVG)),
    Route("/s/{id}", _answers(_page, _HTML)),
]
