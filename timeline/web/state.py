"""One reader's state: the URL, the filter and the sidebar's widgets, kept equal in this one module.

Streamlit's own binding of widgets to the URL writes labels into it, and ours carry counts; its own
page menu drops parameters. So: when the URL is not the one that we wrote last (first load, pasted
link, Back, Forward) the URL wins and is written into the widgets; otherwise the widgets win and are
written into the URL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import streamlit as st

from timeline.query.collection import Collection
from timeline.query.filter import FACETS, Filter, Ignored
from timeline.query.view import View

WIDGETS: Mapping[str, str] = {
    "w_actor": "actors",
    "w_theme": "themes",
    "w_support": "support",
    "w_contest": "contest",
    "w_country": "countries",
    "w_publisher": "publishers",
    "w_from": "start",
    "w_to": "end",
    "w_certain": "certain",
    "w_together": "together",
    "w_q": "q",
    "w_sort": "sort",
}
"""Key of each widget and the field of the filter that it shows."""

_FILTER, _URL, _IGNORED, _CONTEXT = "_filter", "_url", "_ignored", "_context"


@dataclass(frozen=True)
class Context:
    """What a page works with."""

    record: Collection
    """As it is today."""
    view: View
    """What the filter selects; its ``record`` is rewound where the filter says ``known``."""
    ignored: tuple[Ignored, ...]
    dark: bool

    @property
    def filter(self) -> Filter:
        """The reader's filter."""
        return self.view.filter


def read_filter(record: Collection) -> tuple[Filter, tuple[Ignored, ...]]:
    """The filter that holds in this run, and what of the link was ignored."""
    state, url = st.session_state, _url()
    if state.get(_URL) != url:
        flt, ignored = Filter.from_query(url, record)
        state[_URL], state[_IGNORED] = url, tuple(ignored)
        set_filter(flt)
    else:
        flt = current_filter()
        changes = {field: _value(field, state[key]) for key, field in WIDGETS.items() if key in state}
        changes = {field: value for field, value in changes.items() if value != getattr(flt, field)}
        if changes:
            set_filter(flt.but(**changes))
            state[_IGNORED] = ()
    return current_filter(), state.get(_IGNORED, ())


def current_filter() -> Filter:
    """The filter as it was set last in this session."""
    return cast(Filter, st.session_state.get(_FILTER, Filter()))


def set_filter(flt: Filter) -> None:
    """Makes ``flt`` the filter and shows it in the widgets; for callbacks and before widgets are drawn."""
    st.session_state[_FILTER] = flt
    for key, field in WIDGETS.items():
        value = getattr(flt, field)
        st.session_state[key] = list(value) if isinstance(value, tuple) else value


def change_filter(**changes: Any) -> None:
    """A callback that changes fields of the filter."""
    set_filter(current_filter().but(**changes))


def write_url(flt: Filter) -> None:
    """Makes the address show the filter."""
    params = flt.to_params()
    if _url() != params:
        st.query_params.from_dict(params)
    st.session_state[_URL] = params


def go_to(query: str, record: Collection) -> None:
    """Follows a link of our own ("?actor=russia") without leaving the session."""
    flt, ignored = Filter.from_query(query, record)
    set_filter(flt)
    st.session_state[_IGNORED] = tuple(ignored)


def url_of(flt: Filter) -> str:
    """The address of a filter on the present page; "?" alone is the page without a filter."""
    return "?" + flt.to_query()


def keep(context: Context) -> None:
    """Hands the context from the frame to the page that it runs."""
    st.session_state[_CONTEXT] = context


def context() -> Context:
    """What the frame has handed to the page."""
    return cast(Context, st.session_state[_CONTEXT])


def _url() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _value(field: str, value: Any) -> Any:
    """A widget's value as the filter holds it."""
    if field in FACETS.values():
        return tuple(sorted(value or ()))
    if field in ("start", "end"):
        return value if isinstance(value, date) else None
    if field == "sort":
        return value or "newest"
    return " ".join(value.split()) if field == "q" else bool(value)
