"""A chart in a page, drawn by Plotly's own script.

``st.plotly_chart`` makes a new chart at every change of a figure and draws it twice, with a script of 4.7 MB that also
brings maps and 3D. This component draws once, changes what stands there, and loads Plotly's *cartesian* bundle: bars,
scatters and heat maps, which is all that our charts are made of. It uses Streamlit's documented component interface.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from timeline.web.shares import FOR_GOOD, Answer, pack

_FOLDER = Path(__file__).parent
LIBRARY = _FOLDER / "vendor" / "plotly-cartesian.min.js"
"""As npm has it under plotly.js-cartesian-dist-min, in the version that the Python package plotly draws for."""
KINDS = ("bar", "heatmap", "scatter")
"""Of the kinds of traces that the bundle can draw, those of our charts."""


class Choice(NamedTuple):
    """What a reader chose in a chart."""

    marks: tuple[str, ...]
    """``customdata`` of the marks: of one that was clicked, or of those inside a box."""
    boxes: tuple[tuple[str, str], ...]
    """First and last value of each box on the axis of time, as Plotly writes them."""


def mount_plot(figure: str, alt: str, key: str, on_choice: Callable[[], None] | None = None) -> None:
    """Draws a chart once a run.

    Args:
        figure: in Plotly's JSON.
        alt: what it shows, for those who do not see it.
        key: of the chart.
        on_choice: called when a reader clicks a mark or draws a box; what it was stands in :func:`read_choice`.
    """
    _component()(
        key=key,
        data={
            "figure": figure,
            "alt": alt,
            "chooses": on_choice is not None,
            "library": library_path(),
        },
        on_chosen_change=on_choice or _nothing,
    )


def read_choice(key: str) -> Choice:
    """What was chosen, inside the callback; only strings from the browser are kept."""
    state = st.session_state.get(key)
    return choice_of(state.get("chosen") if state else None)


def choice_of(sent: Any) -> Choice:
    """A choice as the browser sends it; empty where it is none.

    >>> choice_of({"marks": ["first-meeting", 7], "boxes": [["2026-01-02 12:00", "2026-01-01"]]})
    Choice(marks=('first-meeting',), boxes=(('2026-01-01', '2026-01-02 12:00'),))
    >>> choice_of("nonsense")
    Choice(marks=(), boxes=())
    """
    parts = sent if isinstance(sent, dict) else {}
    marks, boxes = (part if isinstance(part, list) else [] for part in (parts.get("marks"), parts.get("boxes")))
    pairs = [sorted(box) for box in boxes if isinstance(box, list) and all(isinstance(edge, str) for edge in box)]
    return Choice(
        tuple(mark for mark in marks if isinstance(mark, str)),
        tuple((box[0], box[1]) for box in pairs if len(box) == 2),
    )


def _nothing() -> None:
    """A chart in which there is nothing to choose."""


@st.cache_resource
def _component() -> Callable[..., Any]:
    script = (_FOLDER / "plot.js").read_text(encoding="utf-8")
    return st.components.v2.component(
        "on_the_record_plot", html='<div class="plot" role="figure"></div>\n', js=script, isolate_styles=False
    )


@cache
def library_version() -> str:
    """Version of Plotly's script, as its first lines name it.

    Raises:
        ValueError: it is another bundle.
    """
    found = re.search(rb"plotly\.js \(cartesian - minified\) v([\d.]+)", LIBRARY.read_bytes()[:200])
    if not found:
        raise ValueError(f"{LIBRARY} is not Plotly's cartesian bundle")
    return found[1].decode()


def library_path() -> str:
    """Where a page finds the script, relative to the page; the version in it lets browsers keep it for good."""
    return f"./assets/plotly-cartesian-{library_version()}.min.js"


@cache
def _library() -> Answer:
    return pack(Answer(LIBRARY.read_bytes(), "text/javascript", {}))


def send_library(request: Request) -> Response:
    """Plotly's script, packed once for all readers: a third of its size."""
    return _library().response(request, {"cache-control": FOR_GOOD})


PLOT_ROUTES = [Route(f"/{library_path().removeprefix('./')}", send_library)]
