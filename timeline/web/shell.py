"""The first HTML of every page: Streamlit's own, with the page's title, styles and content in it.

Streamlit's page is empty until its scripts have run and its first answer has come, and stays empty without scripts.
Here it holds heading, lanes and cards at once; it is taken away when Streamlit has drawn the same (browser/shell.js).
It is made under the limiter of the API, and kept; beyond the limiter a page comes without it, never an error. So does
one of a snapshot: that a reader sees old rows has to be said over them, and /s/ID shows them without scripts.
"""

from __future__ import annotations

import hashlib
import re
from asyncio import to_thread
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from timeline.cards.render import render_cards
from timeline.front.answer import answer
from timeline.front.first import render_first, render_head_of
from timeline.front.head import tab_title
from timeline.front.place import SNAPSHOT, START, Place
from timeline.query.answerer import NotHere
from timeline.query.filter import MAX_QUERY
from timeline.query.record import Record
from timeline.snapshots.freeze import software_version
from timeline.web.api import SHARES, is_current, server_of
from timeline.web.browser import BRING, SCRIPT, SHELL, STYLE, address, files
from timeline.web.editing import is_on
from timeline.web.front import feed_query, guess_screen, tabs_of, top_parts
from timeline.web.pages import Page, pages_of
from timeline.web.settings import cards_a_page, may_freeze
from timeline.web.shares import Answer, Busy
from timeline.web.store import begin_opening, shown_record

_FIRST_CARDS = 5
"""Events of a page that is not made of cards."""
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


@cache
def _index() -> str:
    """Streamlit's own page, without its title and its word to those who have no scripts."""
    html = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return _NO_SCRIPT.sub("", html)


class Shell:
    """Answers the addresses of pages; all others go on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            record = shown_record()
            page = _page_at(scope["path"], record)
            if page:
                response = await _respond(Request(scope), record, page)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _page_at(path: str, record: Record | None) -> Page | None:
    """The page that an address names; None for what is no page of ours."""
    pages = pages_of(record.about if record else None)
    return next((page for page in pages if path == f"/{page.path}" or (path == "/" and page.path == START)), None)


async def _respond(request: Request, record: Record | None, page: Page) -> Response:
    if record is None:  # whoever asks first may be a robot, or a reader without scripts, and opens it no less
        await to_thread(begin_opening)
        return _plain(page.title)
    if len(request.url.query) > MAX_QUERY:
        return _plain(record.about.title)
    query = parse_qs(request.url.query)
    if SNAPSHOT in query:
        return _plain(record.about.title)
    width, server = guess_screen(request.headers.get("user-agent", "")).lanes, server_of(request)
    made_by = f"{software_version()} {address(STYLE)} {record.copies_version}"
    told = f"{request.url.path}?{request.url.query} {width} {server} {made_by}"
    etag = f'"{record.version[:16]}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"'
    headers = {"etag": etag, "cache-control": "no-cache", "vary": "user-agent, host"}
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    try:
        found = await SHARES.answer(f"page {etag}", lambda: _page(record, page, query, width, server))
    except (Busy, NotHere):
        return _plain(record.about.title)
    return found.response(request, headers)


def _plain(title: str) -> Response:
    """The page with its title and styles, and nothing else yet."""
    return Response(_whole(_head(title), Markup("")), media_type="text/html", headers={"cache-control": "no-store"})


def _head(title: str, **told: str) -> Markup:
    modules = [
        SHELL,
        SCRIPT,
        *(name for name in files() if name.endswith(".js") and name not in (SHELL, SCRIPT, BRING)),
    ]
    held = {"description": "", "address": "", "site": title, "feed": "./feed.atom", **told}
    return render_head_of(title=title, style=address(STYLE), scripts=[address(name) for name in modules], **held)


def _whole(head: Markup, shell: Markup) -> bytes:
    html = _TITLE.sub(lambda found: str(head), _index(), count=1)
    return html.replace('<div id="root"></div>', f'{shell}<div id="root"></div>', 1).encode()


def _page(record: Record, page: Page, query: Mapping[str, list[str]], width: int, server: str) -> Answer:
    """The page's content, for a filter that readers share."""
    choices, rest = _split(record, page, query)
    flt, _ = record.read_filter(rest)
    view = record.view(flt)
    place = Place(page.path, "", choices)
    found = answer(view, place, width=width, cards=cards_a_page(), brings=is_on())
    top = top_parts(view, place, page, tabs_of(record), freezable=may_freeze() and len(view) > 0)
    main: Mapping[str, Markup] = {}
    cards = Markup("")
    if page.path == START:
        main = found.main
    else:
        cards = render_cards(view.record, view.page(_FIRST_CARDS), flt, place.url, story=place.story)
    own = place.on(page.path, flt, **choices).removeprefix("./").removesuffix("?")
    head = _head(
        tab_title(view, place, page.title),
        description=record.about.description,
        address=f"{server}/{own}" if server else "",
        site=record.about.title,
        feed=f"./feed.atom{feed_query(flt)}",
    )
    return Answer(_whole(head, render_first(top, found.panel, main, cards)), "text/html", {})


def _split(record: Record, page: Page, query: Mapping[str, list[str]]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The page's own choices that are there and no default, and what remains for the filter."""
    rest, chosen = dict(query), dict[str, str]()
    for option in page.options:
        value = rest.pop(option.name, [option.default])[0]
        if value != option.default and option.allows(record, value):
            chosen[option.name] = option.one_name(record, value)
    return chosen, rest
