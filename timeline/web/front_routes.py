"""What the living page fetches beside its answers: names to find in the panel, events to choose a period by."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline.collection.tables import rows_of
from timeline.front.answer import LANES, REST, answer
from timeline.front.panel import render_found
from timeline.front.place import SNAPSHOT, START, Place
from timeline.front.tables import render_tables
from timeline.query.facets import FACETS
from timeline.query.filter import MAX_TEXT, Filter
from timeline.query.record import Record, View
from timeline.snapshots.errors import SnapshotError
from timeline.web.api import CORS, Asked, BadRequest, Page, answers, limited
from timeline.web.archive import open_snapshot, snapshot_store
from timeline.web.shares import Answer
from timeline.web.snapshot_routes import refuse
from timeline.web.turns import GiveWay

FIND = "find"
_MOST_EVENTS = 20


def _of_page(work: Asked) -> Callable[[Request], Awaitable[Response]]:
    """A route for a page: of today's record, or of the snapshot that the page shows, as long as that one stands."""
    answered = limited(work, CORS)

    async def route(request: Request) -> Response:
        try:
            if snapshot := _snapshot(request):
                await run_in_threadpool(lambda: snapshot_store().entry(snapshot))
            return await answered(request)
        except SnapshotError as error:
            return refuse(request, error)

    return route


def _snapshot(request: Request) -> str:
    return next(iter(request.query_params.getlist(SNAPSHOT)), "")


def _asked(request: Request, record: Record) -> tuple[View, Place, str]:
    """The view that the page shows, where its addresses lead, and the words to find."""
    params = {name: request.query_params.getlist(name) for name in request.query_params}
    words = " ".join(params.pop(FIND, [""])[0].split())[:MAX_TEXT]
    params.pop(SNAPSHOT, None)
    if snapshot := _snapshot(request):
        record = open_snapshot(snapshot).record
    choices = {name: values[0] for name in (LANES, REST) if (values := params.pop(name, []))}
    flt, _ = record.read_filter(params)
    return record.view(flt), Place(START, snapshot, choices), words


def find_values(request: Request, page: Page, record: Record, give_way: GiveWay) -> Answer:
    """Values of a facet whose names hold some words, as rows of the panel.

    Raises:
        BadRequest: there is no such facet.
    """
    facet = FACETS.get(request.path_params["facet"])
    if facet is None:
        raise BadRequest(f"there is no such filter; write one of: {', '.join(FACETS)}")
    give_way()
    view, place, words = _asked(request, record)
    return Answer(str(render_found(view, facet, place, words)).encode(), "text/html", {})


def find_events(request: Request, page: Page, record: Record, give_way: GiveWay) -> Answer:
    """Events whose titles and texts hold some words: name, first and last day, the latest first."""
    give_way()
    view, _, words = _asked(request, record)
    found = view.record.view(Filter(q=words)).some(0, _MOST_EVENTS)
    events = [
        {"name": f"{row['title']} ({row['when_words']})", "first": _day(row["start"]), "last": _day(row["end"])}
        for row in rows_of(found.dropna(subset=["start", "end"]))
    ]
    return Answer(json.dumps(events, ensure_ascii=False).encode(), "application/json", {})


def _day(value: Any) -> str:
    return str(value)[:10]


def find_table(request: Request, page: Page, record: Record, give_way: GiveWay) -> Answer:
    """What the lanes of the page show, as tables; events lead to their cards."""
    give_way()
    view, place, _ = _asked(request, record)
    html = render_tables(answer(view, place))
    return Answer(str(html).encode(), "text/html", {})


def find_view(view: View, page: Page) -> dict[str, Any]:
    """A filter in words, its counts, and the opening page's lanes and cards as HTML."""
    found = answer(view, Place())
    return {
        "query": found.query,
        "words": found.words,
        "events": len(view),
        "counts": found.counts,
        "lanes": str(found.lanes),
        "cards": str(found.list),
    }


FRONT_ROUTES = [
    Route("/panel/table", _of_page(find_table)),
    Route("/panel/event", _of_page(find_events)),
    Route("/panel/{facet}", _of_page(find_values)),
    Route("/api/view", answers(find_view)),
]
