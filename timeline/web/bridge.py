"""The page and the session: links of our own, the address to copy, what kind of screen the reader has (bridge.js).

Event cards, the legend and the page numbers are one block of HTML each, since that is far quicker
than a widget a card. Their links are real addresses, which open in a new tab or without JavaScript as
they should; a plain click on one is handed to Python instead, so that the page changes in place. This
uses Streamlit's documented component interface.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

KEY = "bridge"
STEPS = (320, 400, 500, 640, 768, 900, 1024, 1152, 1280, 1440, 1600, 1900, 2300)
"""Widths of the window in CSS pixels, between which charts do not change."""


class Screen(NamedTuple):
    """What charts are drawn for."""

    width: int
    """Of the reader's window in CSS pixels, rounded down to one of STEPS."""
    coarse: bool
    """Whether it is used with a finger rather than a mouse, whatever its width."""


def mount_bridge(opened: str, on_go: Callable[[], None]) -> None:
    """Draws the component once a run.

    Args:
        opened: id of the event whose card is open, '' for none.
        on_go: called when a reader follows a link of our own; the link stands in :func:`followed_link`.
    """
    _component()(
        key=KEY,
        data={"opened": opened, "steps": STEPS, **read_screen()._asdict()},
        on_go_change=on_go,
        on_screen_change=_nothing,
        default={"screen": _guessed()._asdict()},
    )


def followed_link() -> str:
    """The link that was followed, inside the callback."""
    return str(_state("go") or "")


def read_screen() -> Screen:
    """The reader's screen, guessed until the browser has told."""
    return screen_of(_state("screen")) or _guessed()


def screen_of(sent: Any) -> Screen | None:
    """A screen as the browser sends it; None where it is none.

    >>> screen_of({"width": 1152, "coarse": False})
    Screen(width=1152, coarse=False)
    >>> screen_of({"width": 1153, "coarse": False}), screen_of({"width": 320}), screen_of("nonsense")
    (None, None, None)
    """
    width, coarse = (sent.get("width"), sent.get("coarse")) if isinstance(sent, dict) else (None, None)
    return Screen(width, coarse) if width in STEPS and isinstance(coarse, bool) else None


def _guessed() -> Screen:
    """By the kind of device that asks."""
    return Screen(320, True) if "Mobi" in (st.context.headers.get("User-Agent") or "") else Screen(1280, False)


def _state(name: str) -> Any:
    state = st.session_state.get(KEY)
    return state.get(name) if state else None


def _nothing() -> None:
    """A change of the screen needs a rerun and nothing else."""


@st.cache_resource
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_name("bridge.js").read_text(encoding="utf-8")
    return st.components.v2.component("on_the_record_bridge", html="<span hidden></span>", js=script)
