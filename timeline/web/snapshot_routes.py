"""Addresses of snapshots: the page to send, its picture, the canonical rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from timeline.snapshots.errors import SnapshotError, StoreUnavailable, Unknown, Unsigned, Withdrawn
from timeline.snapshots.freeze import software_version
from timeline.snapshots.preview import draw_preview
from timeline.snapshots.publish import write_page
from timeline.snapshots.signatures import WELL_KNOWN, public_keys, write_public
from timeline.snapshots.snapshot import Snapshot
from timeline.web.api import CORS, is_current, server_of
from timeline.web.archive import Opened, open_snapshot
from timeline.web.settings import key_file

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""No script runs on what strangers titled."""
_STATUS = ((Unknown, 404), (Unsigned, 404), (Withdrawn, 410), (StoreUnavailable, 503), (SnapshotError, 500))
_ERROR = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><style>:root { color-scheme: light dark }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1.05rem/1.5 Georgia, serif }</style></head>
<body><h1>{{ title }}</h1><p>{{ error }}</p><p><a href="../snapshots">All snapshots</a></p></body></html>"""
)


def _answers(write: Callable[[Opened, str], str | bytes], media_type: str) -> Callable[[Request], Response]:
    """A route that answers one snapshot, or says why it cannot."""

    def route(request: Request) -> Response:
        try:
            opened = open_snapshot(request.path_params["id"])
            etag = _etag(opened.snapshot, None if media_type == _JSON else server_of(request))
            headers = {**CORS, "etag": etag, "cache-control": "no-cache", "content-security-policy": _POLICY}
            if is_current(request, etag):
                return Response(status_code=304, headers=headers)
            return Response(write(opened, server_of(request)), media_type=media_type, headers=headers)
        except SnapshotError as error:
            return _refuse(request, error, media_type)

    return route


def _etag(snapshot: Snapshot, server: str | None) -> str:
    """Of the rows alone; with the address that links in it have, of the software that writes it as well."""
    if server is None:
        return f'"{snapshot.sha256}-{snapshot.software}"'
    return f'"{snapshot.sha256}-{software_version()}-{hashlib.sha256(server.encode()).hexdigest()[:16]}"'


def _refuse(request: Request, error: SnapshotError, media_type: str) -> Response:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    headers = {**CORS, "cache-control": "no-store", "content-security-policy": _POLICY}
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
        return _refuse(request, Unsigned("This server signs no snapshots: it has no key (TIMELINE_KEY)."), _JSON)
    try:
        return Response(
            write_public(public_keys(file)), media_type=_JSON, headers={**CORS, "cache-control": "no-cache"}
        )
    except SnapshotError as error:
        return _refuse(request, error, _JSON)


SNAPSHOT_ROUTES = [
    Route(WELL_KNOWN, _keys),
    Route("/s/{id}.sig", _answers(_signature, _JSON)),
    Route("/s/{id}.json", _answers(_rows, _JSON)),
    Route("/s/{id}.svg", _answers(_picture, _SVG)),
    Route("/s/{id}", _answers(_page, _HTML)),
]
