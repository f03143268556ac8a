"""Scripts and styles of our own, as files that browsers keep, and the components that use them.

The page is a handful of elements: top (heading, bars), main (on the opening page), panel. Each takes HTML that the
server has escaped, by named parts, and writes only the parts that changed (browser/morph.js). Their scripts are stubs:
Streamlit sends the text of a component's script with every run, and a module that is imported by its address is read
once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from timeline.charts.lanes_style import STYLE as LANES_STYLE
from timeline.front.look import page_colours
from timeline.web.settings import ROOT
from timeline.web.shares import FOR_GOOD, Answer, pack

_FOLDER = Path(__file__).parent / "browser"
_SHEETS = tuple(
    ROOT / "timeline" / sheet for sheet in ("cards/cards.css", "web/frame.css", "web/front.css", "web/bring.css")
)
_TYPES = {".js": "text/javascript", ".css": "text/css"}
STYLE, SCRIPT, SHELL, BRING = "page.css", "page.js", "shell.js", "bring.js"


@cache
def files() -> Mapping[str, bytes]:
    """Every file by its name; the style sheet is made of those of cards, pages and frame."""
    found = {path.name: path.read_bytes() for path in sorted(_FOLDER.glob("*.js"))}
    sheets = [page_colours(), LANES_STYLE, *(sheet.read_text(encoding="utf-8") for sheet in _SHEETS)]
    return found | {STYLE: "\n".join(sheets).encode()}


@cache
def address(name: str) -> str:
    """Where a page finds a file, relative to any page; the digest in it lets browsers keep it for good."""
    digest = hashlib.sha256(b"\0".join(files().values())).hexdigest()[:12]
    return f"./browser/{digest}/{name}"


@cache
def _answer(name: str) -> Answer:
    return pack(Answer(files()[name], _TYPES[Path(name).suffix], {}))


def send_file(request: Request) -> Response:
    """A file, packed where the browser takes that."""
    name = request.path_params["name"]
    if name not in files():
        return PlainTextResponse("Not Found", 404)
    current = address(name).endswith(f"/{request.path_params['digest']}/{name}")
    return _answer(name).response(request, {"cache-control": FOR_GOOD if current else "no-cache"})


def mount(
    key: str,
    draw: str,
    parts: Mapping[str, Markup],
    data: Mapping[str, Any],
    script: str = SCRIPT,
    **settings: Any,
) -> Any:
    """Draws a component once a run; returns what the page has sent with it.

    Args:
        key: of the component; its element has the class ``st-key-<key>``.
        draw: the function of the script that draws it.
        parts: its HTML by name, in order.
        data: what else the script needs.
        script: one of ``files``.
        settings: callbacks and defaults of the component.
    """
    sent = {**data, "parts": [{"name": name, "html": str(html)} for name, html in parts.items()]}
    return _component(key, draw, script)(key=key, data=sent, **settings)


@st.cache_resource(show_spinner=False)
def _component(key: str, draw: str, script: str) -> Callable[..., Any]:
    stub = f"""export default async function (args) {{
  const page = await import(new URL("{address(script)}", document.baseURI).href);
  page.{draw}(args);
}}"""
    return st.components.v2.component(
        f"on_the_record_{key}", html="<div data-parts></div>", js=stub, isolate_styles=False
    )


BROWSER_ROUTES = [Route("/browser/{digest}/{name}", send_file)]
