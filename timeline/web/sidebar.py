"""The sidebar: the filter as widgets, each option with the number of events that it would give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from timeline.dates import read_period
from timeline.query.facets import IN_PLACE, Facet
from timeline.query.filter import Filter
from timeline.query.record import View
from timeline.web.running_text import as_text
from timeline.web.state import change_filter, current_filter, set_filter

_PERIOD_AFTER = 2
"""Place of the facet that the period stands under."""
_PERIOD_PROBLEM = "_period_problem"
_BOUNDS: Mapping[str, Any] = {
    "min_value": date(1, 1, 1),
    "max_value": date(9999, 12, 31),
    "format": "YYYY-MM-DD",
}
COPY = '<p class="tools"><button type="button" class="copy" data-copy="1">Copy link</button></p>'


def draw_sidebar(view: View, today: date) -> None:
    """Draws all filters for the view; ``today`` is what "last week" counts from."""
    _draw_search()
    for facet in IN_PLACE:
        _draw_facet(facet, view)
        if facet.wider and (len(view.filter.values(facet.param)) > 1 or view.filter.together):
            st.toggle("All chosen actors together", key="w_together", help="Only events that name every one of them.")
        if facet.place == _PERIOD_AFTER:
            _draw_period(today)
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


def _draw_facet(facet: Facet, view: View) -> None:
    """Every value of a facet with its count; values without any event only where they are chosen."""
    names, counts = view.record.facet_names[facet.param], view.counts[facet.param]
    chosen = set(view.filter.values(facet.param))
    options = [v for v in names if v in chosen or v in view.record.occurring[facet.param]]
    if not options:
        return
    indent = _indents(view) if facet.wider else {}

    def read(value: str) -> str:
        return f"{indent.get(value, '')}{names[value]} · {counts[value]:,}"

    key = f"w_{facet.param}"
    if facet.widget == "pills":
        st.pills(
            as_text(facet.label),
            options,
            format_func=lambda v: as_text(read(v)),
            key=key,
            help=_HELP[facet.param],
            selection_mode="multi",
        )
    else:
        st.multiselect(
            as_text(facet.label),
            options,
            format_func=read,
            key=key,
            help=_HELP[facet.param],
            placeholder=facet.hint,
            filter_mode="contains",
            select_all=False,
        )


def _help(facet: Facet) -> str:
    """What stands beside the label, in Markdown: for a closed vocabulary a list of what its values mean."""
    if not facet.meanings or not isinstance(facet.names, Mapping):
        return as_text(facet.help)
    return "\n".join(
        f"- **{as_text(facet.names[value])}**: {as_text(meaning)}" for value, meaning in facet.meanings.items()
    )


_HELP = {facet.param: _help(facet) for facet in IN_PLACE}


def _indents(view: View) -> Mapping[str, str]:
    """Actors are set in under the wider actor that they follow in the list."""
    depths = view.record.actors["line"].map(len) - 1
    return {actor: "\u2003" * depth for actor, depth in zip(view.record.actors["id"], depths, strict=True)}


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
        st.warning(as_text(problem))
    if current_filter().start or current_filter().end or current_filter().certain:
        st.toggle(
            "Only what is certainly in the period",
            key="w_certain",
            help="Both bounds of an event lie inside.",
        )


def _read_period(today: date) -> None:
    """Fills both date fields from the text; problems appear below the box."""
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
