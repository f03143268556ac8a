"""The page around charts and tables: its bars and its panel, what a reader asks with them, and the reader's screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import streamlit as st
from markupsafe import Markup

from timeline.dates import read_period
from timeline.front.answer import Answer, answer
from timeline.front.bar import Tab, render_bar, render_top
from timeline.front.head import render_head
from timeline.front.look import theme_rules
from timeline.front.place import Place
from timeline.query.filter import Filter
from timeline.query.record import Record, View
from timeline.web import state
from timeline.web.browser import mount
from timeline.web.editing import is_on
from timeline.web.pages import SNAPSHOTS_PAGE, Page, pages_of
from timeline.web.settings import cards_a_page, may_freeze

KEY = "top"
STEPS = (320, 360, 400, 500, 640, 768, 900, 1000, 1100, 1180, 1280, 1366, 1440, 1536, 1600, 1760, 1900, 2100, 2300)
"""Widths of the window in CSS pixels, between which charts do not change."""
PHONE_BELOW, SIDE_FROM = 1000, 1280
"""Widths of the window (front.css): below the first the panel is a sheet; from the second on a column stands right."""
PANEL, GAP, SLIM_GAP = 244, 24, 16
DIALOGS = ("freeze", "cite", "download")
_ASKED, _PROBLEM, _DIALOG = "_asked", "_period_problem", "_dialog"


class Screen(NamedTuple):
    """What charts are drawn for."""

    width: int
    """Of the reader's window in CSS pixels, rounded down to one of STEPS."""
    coarse: bool
    """Whether it is used with a finger rather than a mouse, whatever its width."""

    @property
    def content(self) -> int:
        """Pixels that a chart may take on a page."""
        if self.width < PHONE_BELOW:
            return self.width - 2 * SLIM_GAP
        return self.width - PANEL - 2 * GAP

    @property
    def lanes(self) -> int:
        """Pixels that the lanes may take on the opening page: beside them lies a column (front.css)."""
        side = min(max(272, round(0.23 * self.width)), 400) + GAP if self.width >= SIDE_FROM else 0
        return self.content - side


def guess_screen(agent: str) -> Screen:
    """By the kind of device that asks, as long as its browser has not told."""
    return Screen(360, True) if "Mobi" in agent else Screen(1280, False)


def screen_of(sent: Any) -> Screen | None:
    """A screen as the browser sends it; None where it is none.

    >>> screen_of({"width": 1180, "coarse": False})
    Screen(width=1180, coarse=False)
    >>> screen_of({"width": 1153, "coarse": False}), screen_of({"width": 320}), screen_of("nonsense")
    (None, None, None)
    """
    width, coarse = (sent.get("width"), sent.get("coarse")) if isinstance(sent, dict) else (None, None)
    return Screen(width, coarse) if width in STEPS and isinstance(coarse, bool) else None


def read_screen() -> Screen:
    """The reader's screen, guessed until the browser has told."""
    return screen_of(_sent("screen")) or _guessed()


def _guessed() -> Screen:
    return guess_screen(st.context.headers.get("User-Agent") or "")


def _sent(name: str) -> Any:
    held = st.session_state.get(KEY)
    return held.get(name) if held else None


def tabs_of(record: Record) -> list[Tab]:
    """The pages that a record has something for; snapshots are reached by what shares a view."""
    pages = (page for page in pages_of(record.about) if page.path != SNAPSHOTS_PAGE and not page.lacks(record))
    return [Tab(page.title, page.path) for page in pages]


_NO_FILTER = Markup('<i class="no-filter" hidden></i>')
"""By it the style sheet leaves filter and sharing away, where there is nothing to filter."""


def top_parts(view: View, place: Place, page: Page, tabs: Sequence[Tab], *, freezable: bool) -> dict[str, Markup]:
    """What stands over the content of every page, by name.

    Args:
        view: what is shown.
        place: where.
        page: which of the pages.
        tabs: of the top bar.
        freezable: whether the view can be frozen now.
    """
    is_filtered = page.is_filtered and view.record.sizes["events"] > 0
    return {
        "look": theme_rules(view.record) + (Markup() if is_filtered else _NO_FILTER),
        "top": render_top(view.record.about.title, tabs, view, place),
        "head": render_head(view, place, page.title),
        "bar": render_bar(view, place, feed_query(view.filter), may_freeze=freezable, frozen=bool(place.snapshot)),
    }


def feed_query(flt: Filter) -> str:
    """Query of the live feed and calendar of a filter, which arrange nothing; "" for everything."""
    return Place().url(flt.rows_key()).rstrip("?")


def draw_top(context: state.Context, page: Page, notices: Markup) -> None:
    """Draws bars and heading, and listens to what the reader asks for."""
    freezable = may_freeze() and not context.stale and len(context.view) > 0
    parts = top_parts(context.view, state.place(), page, tabs_of(context.record), freezable=freezable)
    sent = mount(
        KEY,
        "drawTop",
        {**parts, "notices": notices},
        {"scheme": context.scheme, "steps": STEPS, "screen": read_screen()._asdict(), **_told()},
        on_go_change=_follow,
        on_act_change=_perform,
        on_screen_change=_nothing,
        default={"screen": _guessed()._asdict()},
    )
    _hear_what_no_callback_heard(sent)


def _hear_what_no_callback_heard(sent: Any) -> None:
    """Follows what the page asked in the first run of its session.

    A session is new when the server was started anew while the page stood open. What is pressed then reaches a run in
    which Streamlit does not know yet whose callback to call.
    """
    for name, answer_it in (("go", _follow), ("act", _perform)):
        asked = getattr(sent, name, None)
        if isinstance(asked, dict) and asked.get("number") != st.session_state.get(_ASKED, 0):
            answer_it()
            st.rerun()


def draw_panel(context: state.Context) -> None:
    """Draws the filter."""
    problem = st.session_state.get(_PROBLEM, "")
    mount("panel", "drawPanel", {"panel": _answer(context, problem).panel}, _told())


def draw_main(context: state.Context) -> None:
    """Draws the opening page under its heading."""
    found, flt = _answer(context), context.filter
    asked = {"event": flt.event, "filter": found.place.url(flt.rows_key()), "page": f"{flt.page} {flt.sort}"}
    mount("main", "drawMain", found.main, asked | _told())


def _answer(context: state.Context, problem: str = "") -> Answer:
    width, cards = read_screen().lanes, cards_a_page()
    return answer(context.view, state.place(), width=width, cards=cards, problem=problem, brings=is_on())


def _told() -> dict[str, int]:
    """Number of the question that is answered: the page knows by it whether it has asked another since."""
    return {"number": st.session_state.get(_ASKED, 0)}


def read_asked(sent: Any) -> dict[str, str]:
    """What the page asks, its number noted; only strings are kept, nothing where it is no question."""
    if not isinstance(sent, dict) or not isinstance(sent.get("number"), int):
        return {}
    st.session_state[_ASKED] = sent["number"]
    return {name: value for name, value in sent.items() if isinstance(value, str)}


def _follow() -> None:
    """A link of our own."""
    st.session_state[_PROBLEM] = ""
    if link := read_asked(_sent("go")).get("link"):
        state.go_to(link)


def _perform() -> None:
    """Something that is no address."""
    asked = read_asked(_sent("act"))
    if asked.get("what") == "period":
        _read_period(asked.get("words", ""))
    elif asked.get("what") in DIALOGS:
        st.session_state[_DIALOG] = asked["what"]


def _read_period(text: str) -> None:
    """The days of a period in words go into the address; what is wrong with them is said under the box."""
    period = read_period(text[:100], datetime.now(UTC).date()) if text.strip() else None
    st.session_state[_PROBLEM] = period.problem if period else ""
    if period is None:
        state.change_filter(start=None, end=None)
    elif not period.problem:
        state.change_filter(start=period.start, end=period.end)


def asked_dialog() -> str:
    """The dialog that a reader asked for, once."""
    return str(st.session_state.pop(_DIALOG, ""))


def _nothing() -> None:
    """A change of the screen needs a rerun and nothing else."""
