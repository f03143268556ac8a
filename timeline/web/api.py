"""The same answers as JSON: events, claims and facet counts, by the same parameters as the pages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from timeline.collection.numbers import whole_number
from timeline.collection.places import places_of
from timeline.collection.tables import CLAIMS, POSITIONS, SEARCHES, event_columns, rows_of
from timeline.exchange.atom import write_atom
from timeline.exchange.icalendar import icalendar_lines
from timeline.exchange.json_rows import plain, plain_rows
from timeline.exchange.view_files import VIEW_FORMATS
from timeline.exchange.view_tables import is_base_url
from timeline.ledger.claims import claims_table
from timeline.ledger.stands import Part
from timeline.query.answerer import NotHere
from timeline.query.facets import FACETS
from timeline.query.filter import MAX_QUERY
from timeline.query.record import Record, View
from timeline.snapshots.addresses import is_this_machine
from timeline.snapshots.freeze import software_version
from timeline.snapshots.snapshot import ID
from timeline.web.settings import URL
from timeline.web.shares import PATIENCE_SECONDS, RETRY_SECONDS, Answer, Busy, Shares
from timeline.web.store import CannotOpen, current_record
from timeline.web.turns import GiveWay, after_readers

LIMIT, MOST, MOST_OFFSET = 100, 1000, 10**9
MOST_DATES = 1000
"""Events of a calendar at an address; a file that is downloaded or exported has them all."""
_LINES_AT_ONCE = 100
CORS = {"access-control-allow-origin": "*", "access-control-expose-headers": "etag, link"}
LINKED = {**CORS, "vary": "host"}
"""Of answers with links back to this server (:func:`server_of`)."""


def server_of(request: Request) -> str:
    """The dashboard's address: that of the settings, else as a client on this machine wrote it, else "".

    From the network anybody may write anything as the host, and a cache could hand it on to others. A client on this
    machine is a reader there, or the proxy that passes on what its own readers wrote.
    """
    server = URL.value().rstrip("/")
    arrived_at, *_ = request.scope.get("server") or ("",)
    if not server and is_this_machine(arrived_at):
        server = f"{request.url.scheme}://{request.url.netloc}"
    return server if is_base_url(server) else ""


class Page(NamedTuple):
    """Which rows are asked for."""

    offset: int
    limit: int


class BadRequest(Exception):
    """A call that cannot be answered; says what to write instead."""


Asked = Callable[[Request, Page, Record, GiveWay], Answer]
"""What a route works out of a request, given the rows that are asked for and the record."""
SHARES = Shares()


def limited(work: Asked, kept: Mapping[str, str]) -> Callable[[Request], Awaitable[Response]]:
    """A route with an ETag from data and query, a share of the processor, and errors in words.

    Args:
        work: what is worked out.
        kept: headers of every answer that a caller may keep.
    """

    async def route(request: Request) -> Response:
        try:
            page = _read_page(request)
            await after_readers(PATIENCE_SECONDS)
            record = await run_in_threadpool(current_record)
            etag = _etag(record, request)
            if is_current(request, etag):
                return Response(status_code=304, headers={**kept, "etag": etag})
            found = await SHARES.answer(etag, lambda: work(request, page, record, GiveWay()))
        except tuple(_STATUS) as error:
            return _refusal(error)
        return found.response(request, {**kept, "etag": etag, "cache-control": "no-cache"})

    return route


def answers(find: Callable[..., dict[str, Any]], *own: str) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers a view as JSON: filter from the query.

    Args:
        find: what is answered, from the view, the page, and a list of values for each parameter of its own.
        own: these parameters.
    """

    def work(request: Request, page: Page, record: Record, give_way: GiveWay) -> Answer:
        give_way()
        view, ignored = _view(request, record, own)
        give_way()
        found = _about(view, ignored) | find(view, page, *map(request.query_params.getlist, own))
        give_way()
        headers = {}
        if following := _next(request, page, found.get("total", 0)):
            found["next"] = following
            headers["link"] = f'<{following}>; rel="next"'
        body = json.dumps(found, ensure_ascii=False, default=plain).encode()
        return Answer(body, "application/json", headers)

    return limited(work, CORS)


def file_route(form: str, write: Callable[[View, str], Iterable[bytes]]) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers a view in one of the download formats, with links back to this server."""

    def work(request: Request, page: Page, record: Record, give_way: GiveWay) -> Answer:
        give_way()
        view, _ = _view(request, record)
        parts = []
        for number, part in enumerate(write(view, server_of(request))):
            if number % _LINES_AT_ONCE == 0:
                give_way()
            parts.append(part)
        return Answer(b"".join(parts), VIEW_FORMATS[form].media_type, {})

    return limited(work, LINKED)


_STATUS: dict[type[Exception], int] = {BadRequest: 400, NotHere: 501, Busy: 503, CannotOpen: 503}
RETRY = {"retry-after": str(RETRY_SECONDS)}
"""Of a refusal that passes."""


def _refusal(error: Exception) -> JSONResponse:
    status = _STATUS[type(error)]
    headers = {**CORS, **(RETRY if status == 503 else {})}
    return JSONResponse({"error": str(error), "help": "/openapi.json"}, status, headers=headers)


def _etag(record: Record, request: Request) -> str:
    """Of the data's version, the call, the address in links and the software's version; the same in every process."""
    told = f"{request.url.path}?{request.url.query} {server_of(request)} {software_version()} {record.copies_version}"
    call = hashlib.sha256(told.encode()).hexdigest()
    return f'"{record.version[:16]}-{call[:16]}"'


def is_current(request: Request, etag: str) -> bool:
    """Whether the caller has this answer: ``If-None-Match`` by RFC 9110, with weak comparison.

    A proxy that compresses makes an ETag weak (``W/``); a list and ``*`` are allowed.
    """
    told = request.headers.get("if-none-match", "").strip()
    return told == "*" or etag in re.findall(r'"[^"]*"', told)


def _read_page(request: Request) -> Page:
    if len(request.url.query) > MAX_QUERY:
        raise BadRequest(f"the query is longer than {MAX_QUERY:,} characters; ask for less at once")
    values = {}
    for name, default, most in (("offset", 0, MOST_OFFSET), ("limit", LIMIT, MOST)):
        text = request.query_params.get(name, str(default))
        number = whole_number(text, most)
        if number is None:
            raise BadRequest(f"{name}={text[:40]}: write a whole number from 0 to {most:,}")
        values[name] = number
    return Page(**values)


def _view(request: Request, record: Record, own: Iterable[str] = ()) -> tuple[View, list[str]]:
    """The view that a query asks for, its parameters of the page and the route left out, and what was ignored."""
    names = [name for name in request.query_params if name not in {*Page._fields, *own}]
    params = {name: request.query_params.getlist(name) for name in names}
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


def find_claims(view: View, page: Page, ids: list[str]) -> dict[str, Any]:
    """Claims of the view's events, each with all positions and searches on it.

    Args:
        view: the events.
        page: which rows.
        ids: only these claims, by any id that each has; all where none is named.
    """
    if ids:
        named = view.record.find("claims", ids)
        named = named[np.array([any(map(view.has, places_of(row))) for row in rows_of(named)], dtype=bool)]
        total, shown = len(named), named.iloc[page.offset : page.offset + page.limit]
    else:
        total, shown = view.claim_count, view.claim_page(page.offset, page.limit)
    part = Part.of(view.record, shown)
    rows = plain_rows(claims_table(part).drop(columns=["positions", "stands"]))
    claims = {row["claim"]: row | {"positions": [], "searches": []} for row in rows}
    for name, table in (("positions", part.positions), ("searches", part.searches)):
        for row in plain_rows(table):
            claims[row["claim"]][name].append(row)
    return {"total": total, "claims": list(claims.values())}


def find_facets(view: View, page: Page) -> dict[str, Any]:
    """For each value of each facet how many events it would give."""
    return {"events": len(view), "facets": {name: view.counts[name].to_dict() for name in FACETS}}


def openapi(request: Request) -> JSONResponse:
    """What can be asked, as OpenAPI 3.1."""
    try:
        return JSONResponse(_openapi(), headers=CORS)
    except CannotOpen as error:
        return _refusal(error)


def _openapi() -> dict[str, Any]:
    values: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
    days = {name: _ignores("format", "date") for name in ("from", "to", "known")}
    whole = {
        "offset": {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET},
        "limit": {"type": "integer", "minimum": 0, "maximum": MOST, "default": LIMIT},
    }
    rest = {
        "q": {"type": "string"},
        "certain": _ignores("examples", ["1"]),
        "together": _ignores("examples", ["1"]),
        "sort": _ignores("examples", ["oldest", "newest"]),
    }
    schemas = {**dict.fromkeys(FACETS, values), **days, **rest, **whole}
    parameters = [
        {"name": name, "in": "query", "required": False, "schema": schema} for name, schema in schemas.items()
    ]
    own = {"name": "claim", "in": "query", "required": False, "schema": values}
    snapshot = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": ID.pattern}}]
    events = event_columns(current_record().about.figures)
    paths = {
        "/api/events": ("Events that a filter selects", {name: told for name, (_, told) in events.items()}),
        "/api/claims": (
            "Claims of these events with all positions and searches",
            {n: told for n, (_, told) in {**SEARCHES, **CLAIMS, **POSITIONS}.items()},
        ),
        "/api/facets": ("How many events each value of each facet would give", {}),
        "/api/view": ("What the opening page shows: words, counts, lanes and cards as HTML", {}),
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
                    summary,
                    [*parameters, own] if path == "/api/claims" else parameters,
                    _columns(columns),
                    **{"400": "What is wrong, and what to write instead."},
                )
                for path, (summary, columns) in paths.items()
            },
            **{
                path: _get(summary, snapshot, told, kind, **_NO_SNAPSHOT)
                for path, (summary, told, kind) in _SNAPSHOTS.items()
            },
        },
    }


def _ignores(name: str, meant: Any) -> dict[str, Any]:
    """Schema of a parameter that takes any text and follows only what is meant, as a page does with its address."""
    told = "Any other value is ignored, and the answer names it under “ignored”."
    return {"type": "string", name: meant, "description": told}


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


API_ROUTES = [
    Route("/feed.atom", file_route("atom", lambda view, server: [write_atom(view, server)])),
    Route("/calendar.ics", file_route("icalendar", partial(icalendar_lines, most=MOST_DATES))),
    Route("/api/events", answers(find_events)),
    Route("/api/claims", answers(find_claims, "claim")),
    Route("/api/facets", answers(find_facets)),
    Route("/openapi.json", openapi),
]
