"""The sidebar: the filter as widgets, each option with the number of events that it would give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from timeline.collection.dates import read_period
from timeline.collection.vocabulary import CONTESTS, SUPPORTS
from timeline.query.filter import Filter
from timeline.query.names import country_name
from timeline.query.view import View
from timeline.web.state import change_filter, current_filter, set_filter

_PERIOD_PROBLEM = "_period_problem"
_BOUNDS: Mapping[str, Any] = {
    "min_value": date(1, 1, 1),
    "max_value": date(9999, 12, 31),
    "format": "YYYY-MM-DD",
}
COPY = '<p class="tools"><button type="button" class="copy" data-copy="1">Copy link</button></p>'


def draw_sidebar(view: View, today: date) -> None:
    """Draws all filters for the view; ``today`` is what "last week" counts from."""
    record = view.record
    _draw_search()
    _options("Themes", "theme", view, record.theme_names.__getitem__, st.pills, selection_mode="multi")
    _options(
        "Actors",
        "actor",
        view,
        _indented(view),
        st.multiselect,
        placeholder="Any actor",
        filter_mode="contains",
        select_all=False,
        help="A wider actor includes its members: Russia finds Lavrov.",
    )
    if len(view.filter.actors) > 1 or view.filter.together:
        st.toggle("All chosen actors together", key="w_together", help="Only events that name every one of them.")
    _draw_period(today)
    _options(
        "Support",
        "support",
        view,
        SUPPORTS.__getitem__,
        st.pills,
        selection_mode="multi",
        help=_help(SUPPORT_WORDS),
    )
    _options(
        "Contest",
        "contest",
        view,
        CONTESTS.__getitem__,
        st.pills,
        selection_mode="multi",
        help=_help(CONTEST_WORDS),
    )
    lists = {"filter_mode": "contains", "select_all": False}
    _options("Country", "country", view, country_name, st.multiselect, placeholder="Anywhere", **lists)
    names = record.publisher_names.__getitem__
    _options("Publisher", "publisher", view, names, st.multiselect, placeholder="Any publisher", **lists)
    st.date_input(
        "As known on",
        key="w_known",
        help="Rewinds the record: later documents and positions drop out, and all grades are derived anew.",
        **_BOUNDS,
    )
    left, right = st.columns(2)
    left.button(
        "Reset",
        key="reset",
        on_click=_reset,
        disabled=view.filter.is_empty,
        width="stretch",
        help="Show all events again.",
    )
    right.html(COPY)


SUPPORT_WORDS = {
    "Corroborated": "two or more independent publishers, or the own publishers of two different sides",
    "Single source": "exactly one independent publisher",
    "One side only": "only publishers that one side of the event runs or controls",
    "Weakly sourced": "only aggregators, republishers without a named origin and the like",
}
CONTEST_WORDS = {
    "Contested": "one side asserts it and another side denies it",
    "Split": "members of one side stand against each other, no other side denies it",
    "Denied": "denials are on record and no assertion",
    "Questioned": "somebody doubts it, nobody denies it",
    "One-sided": "one side asserts it, others have said nothing that we know of",
    "Agreed": "two or more sides assert it",
    "No position taken": "those who were asked declined to comment",
}


def _help(words: dict[str, str]) -> str:
    return "\n".join(f"- **{name}**: {meaning}" for name, meaning in words.items())


def _options(
    label: str,
    facet: str,
    view: View,
    name: Callable[[str], str],
    widget: Callable[..., object],
    **more: object,
) -> None:
    """One facet: every value with its count; values without any event only where they are chosen."""
    counts = view.counts[facet]
    chosen = set(view.filter.values(facet))
    everything = view.record.index.values[facet]
    options: Sequence[str] = [v for v in view.record.facet_values[facet] if v in everything or v in chosen]
    if options:
        widget(label, options, format_func=lambda v: f"{name(v)} · {counts[v]:,}", key=f"w_{facet}", **more)


def _indented(view: View) -> Callable[[str], str]:
    """Actors' names, members set in under the wider actor that they follow in the list."""
    depth = dict(zip(view.record.actors["id"], view.record.actors["line"].map(len) - 1, strict=True))
    return lambda actor: "\u2003" * depth[actor] + view.record.actor_names[actor]


def _draw_search() -> None:
    with st.form("search", border=False):
        box, button = st.columns([3, 1], vertical_alignment="bottom", gap="small")
        box.text_input("Search", key="w_q", max_chars=200, placeholder="Words in titles, texts, claims, names")
        button.form_submit_button("Find", width="stretch")


def _draw_period(today: date) -> None:
    left, right = st.columns(2, gap="small")
    left.date_input("From", key="w_from", **_BOUNDS)
    right.date_input("To", key="w_to", **_BOUNDS)
    with st.form("period", border=False):
        box, button = st.columns([3, 1], vertical_alignment="bottom", gap="small")
        box.text_input(
            "Period in words",
            key="w_period",
            max_chars=100,
            placeholder="since January · last week of 2025 · з січня",
            help="English, Russian or Ukrainian.",
        )
        button.form_submit_button("Set", width="stretch", on_click=_read_period, args=(today,))
    if problem := st.session_state.get(_PERIOD_PROBLEM):
        st.warning(problem)
    if current_filter().start or current_filter().end or current_filter().certain:
        st.toggle(
            "Only what is certainly in the period",
            key="w_certain",
            help="Both bounds of an event lie inside.",
        )


def _read_period(today: date) -> None:
    """Words to the two dates; what is not understood is said under the box."""
    text = st.session_state.get("w_period", "")
    period = read_period(text, today) if text.strip() else None
    st.session_state[_PERIOD_PROBLEM] = period.problem if period else ""
    if period is None:
        change_filter(start=None, end=None)
    elif not period.problem:
        change_filter(start=period.start, end=period.end)


def _reset() -> None:
    st.session_state[_PERIOD_PROBLEM] = ""
    st.session_state["w_period"] = ""
    set_filter(Filter(sort=current_filter().sort))
