"""The same answers as JSON: events, claims and facet counts, by the same parameters as the pages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from timeline.collection.numbers import whole_number
from timeline.collection.tables import CLAIMS, POSITIONS, event_columns
from timeline.exchange.json_rows import plain, plain_rows
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.exchange.view_tables import is_base_url
from timeline.ledger.claims import claims_table
from timeline.query.answerer import NotHere
from timeline.query.facets import FACETS
from timeline.query.filter import MAX_QUERY
from timeline.query.record import View
from timeline.snapshots.freeze import software_version
from timeline.snapshots.snapshot import ID
from timeline.web.settings import URL
from timeline.web.store import current_record

LIMIT, MOST, MOST_OFFSET = 100, 1000, 10**9
CORS = {"access-control-allow-origin": "*", "access-control-expose-headers": "etag, link"}


def server_of(request: Request) -> str:
    """The dashboard's address: that of the settings, else as the client wrote it, else ""."""
    server = URL.value().rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
    return server if is_base_url(server) else ""


class Page(NamedTuple):
    """Which rows are asked for."""

    offset: int
    limit: int


class BadRequest(Exception):
    """A call that cannot be answered; says what to write instead."""


def answers(find: Callable[[View, Page], dict[str, Any]]) -> Callable[[Request], Response]:
    """A route that answers a view: filter from the query, ETag from data and query, errors in words."""

    def route(request: Request) -> Response:
        try:
            page = _read_page(request)
            view, ignored = _read_view(request)
        except BadRequest as error:
            return _refusal(error, 400)
        except NotHere as error:
            return _refusal(error, 501)
        etag = _etag(view, request)
        if is_current(request, etag):
            return Response(status_code=304, headers={**CORS, "etag": etag})
        try:
            found = _about(view, ignored) | find(view, page)
        except NotHere as error:
            return _refusal(error, 501)
        headers = {**CORS, "etag": etag, "cache-control": "no-cache"}
        if following := _next(request, page, found.get("total", 0)):
            found["next"] = following
            headers["link"] = f'<{following}>; rel="next"'
        return Response(
            json.dumps(found, ensure_ascii=False, default=plain), media_type="application/json", headers=headers
        )

    return route


def _refusal(error: Exception, status: int) -> JSONResponse:
    return JSONResponse({"error": str(error), "help": "/openapi.json"}, status, headers=CORS)


def _etag(view: View, request: Request) -> str:
    """Of the data's version, the call, the address in links and the software's version; the same in every process."""
    told = f"{request.url.path}?{request.url.query} {server_of(request)} {software_version()}"
    call = hashlib.sha256(told.encode()).hexdigest()
    return f'"{view.record.version[:16]}-{call[:16]}"'


def is_current(request: Request, etag: str) -> bool:
    """Whether the caller has this answer: ``If-None-Match`` by RFC 9110, with weak comparison.

    A proxy that compresses makes an ETag weak (``W/``); a list and ``*`` are allowed.
    """
    told = request.headers.get("if-none-match", "").strip()
    return told == "*" or etag in re.findall(r'"[^"]*"', told)


def _read_page(request: Request) -> Page:
    values = {}
    for name, default, most in (("offset", 0, MOST_OFFSET), ("limit", LIMIT, MOST)):
        text = request.query_params.get(name, str(default))
        number = whole_number(text, most)
        if number is None:
            raise BadRequest(f"{name}={text[:40]}: write a whole number from 0 to {most:,}")
        values[name] = number
    return Page(**values)


def _read_view(request: Request) -> tuple[View, list[str]]:
    if len(request.url.query) > MAX_QUERY:
        raise BadRequest(f"the query is longer than {MAX_QUERY:,} characters; ask for less at once")
    params = {name: request.query_params.getlist(name) for name in request.query_params if name not in Page._fields}
    record = current_record()
    flt, ignored = record.read_filter(params)
    return record.view(flt), [str(item) for item in ignored]


def _about(view: View, ignored: list[str]) -> dict[str, Any]:
    about, record = view.record.about, view.record
    return {
        "filter": view.filter.to_query(),
        "in_words": view.filter.in_words(record),
        "version": record.version,
        "licence": about.licence,
        "ignored": ignored,
    }


def _next(request: Request, page: Page, total: int) -> str:
    """The address of the rows after these, "" after the last."""
    if not page.limit or page.offset + page.limit >= total:
        return ""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in Page._fields]
    return f"{request.url.path}?{urlencode([*kept, ('offset', page.offset + page.limit), ('limit', page.limit)])}"


def find_events(view: View, page: Page) -> dict[str, Any]:
    """Rows of the view in the filter's order."""
    return {"total": len(view), "events": plain_rows(view.some(page.offset, page.limit))}


def find_claims(view: View, page: Page) -> dict[str, Any]:
    """Claims of the view's events, each with all positions on it."""
    table = claims_table(view.record.tables(), events=view.whole("events")["id"])
    chosen = table.iloc[page.offset : page.offset + page.limit]
    positions = view.record.details(chosen["event"]).positions
    positions = positions[positions["claim"].isin(chosen["claim"])]
    spoken: dict[str, list[dict[str, Any]]] = {}
    for row in plain_rows(positions):
        spoken.setdefault(row["claim"], []).append(row)
    rows = plain_rows(chosen.drop(columns=["positions", "stands"]))
    return {"total": len(table), "claims": [row | {"positions": spoken.get(row["claim"], [])} for row in rows]}


def find_facets(view: View, page: Page) -> dict[str, Any]:
    """For each value of each facet how many events it would give."""
    return {"events": len(view), "facets": {name: view.counts[name].to_dict() for name in FACETS}}


def openapi(request: Request) -> JSONResponse:
    """What can be asked, as OpenAPI 3.1."""
    return JSONResponse(_openapi(), headers=CORS)


def _openapi() -> dict[str, Any]:
    values: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
    days = {name: {"type": "string", "format": "date"} for name in ("from", "to", "known")}
    whole = {
        "offset": {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET},
        "limit": {"type": "integer", "minimum": 0, "maximum": MOST, "default": LIMIT},
    }
    rest = {
        "q": {"type": "string"},
        "certain": {"enum": ["1"]},
        "together": {"enum": ["1"]},
        "sort": {"enum": ["oldest", "newest"]},
    }
    schemas = {**dict.fromkeys(FACETS, values), **days, **rest, **whole}
    parameters = [
        {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in schemas.items()
    ]
    snapshot = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": ID.pattern}}]
    events = event_columns(current_record().about.figures)
    paths = {
        "/api/events": ("Events that a filter selects", {name: told for name, (_, told) in events.items()}),
        "/api/claims": (
            "Claims of these events with all positions",
            {n: told for n, (_, told) in {**CLAIMS, **POSITIONS}.items()},
        ),
        "/api/facets": ("How many events each value of each facet would give", {}),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "On the Record",
            "version": "1",
            "description": "The same parameters as the pages. GET only.",
        },
        "paths": {
            **{
                path: _get(
                    summary, parameters, _columns(columns), **{"400": "What is wrong, and what to write instead."}
                )
                for path, (summary, columns) in paths.items()
            },
            **{
                path: _get(summary, snapshot, told, kind, **_NO_SNAPSHOT)
                for path, (summary, told, kind) in _SNAPSHOTS.items()
            },
        },
    }


_SNAPSHOTS = {
    "/s/{id}": ("A snapshot as a page that needs no scripts", "The page, its data inside", "text/html"),
    "/s/{id}.json": ("Its rows", "Canonical JSON (RFC 8785), byte for byte what the hash is of", "application/json"),
    "/s/{id}.svg": ("Its picture, for previews", "Title, filter in words and the lanes", "image/svg+xml"),
    "/s/{id}.sig": (
        "Who froze it, if this server signs",
        "Signature as canonical JSON; 404 if there is none",
        "application/json",
    ),
}
_NO_SNAPSHOT = {"404": "There is no such snapshot.", "410": "It was withdrawn; the answer says why."}


def _get(
    summary: str, parameters: list[dict[str, Any]], answer: str, kind: str = "application/json", **refusals: str
) -> dict[str, Any]:
    """One path: what it is for, takes, answers and refuses."""
    told = {"304": "The ETag sent is still current.", **refusals}
    responses = {"200": {"description": answer, "content": {kind: {}}}} | {
        status: {"description": words} for status, words in told.items()
    }
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _columns(columns: dict[str, str]) -> str:
    return (
        "; ".join(f"{name}: {told}" if told else name for name, told in columns.items()) or "Counts by facet and value."
    )


def file_route(form: str) -> Callable[[Request], Response]:
    """A route that answers a view in one of the download formats, with links back to this server."""

    def route(request: Request) -> Response:
        try:
            view, _ = _read_view(request)
        except BadRequest as error:
            return _refusal(error, 400)
        except NotHere as error:
            return _refusal(error, 501)
        etag = _etag(view, request)
        headers = {**CORS, "etag": etag, "cache-control": "no-cache"}
        if is_current(request, etag):
            return Response(status_code=304, headers=headers)
        content = write_view(view, form, server_of(request))
        return Response(content, media_type=VIEW_FORMATS[form].media_type, headers=headers)

    return route


API_ROUTES = [
    Route("/feed.atom", file_route("atom")),
    Route("/calendar.ics", file_route("icalendar")),
    Route("/api/events", answers(find_events)),
    Route("/api/claims", answers(find_claims)),
    Route("/api/facets", answers(find_facets)),
    Route("/openapi.json", openapi),
]
