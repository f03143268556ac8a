"""One reader's state: the address, which says all of it, and the widgets of a page's own choices.

The filter is what the address says: panel, chips, cards and charts lead to addresses. A page's own choices have
widgets of Streamlit's. When the address is not the one that we wrote last (first load, pasted link, Back, Forward) it
wins and is written into those widgets; otherwise the widgets win and are written into the address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, urlencode

import streamlit as st

from timeline.charts.palette import SchemeName
from timeline.front.place import SNAPSHOT, START, Place
from timeline.query.answerer import NotHere
from timeline.query.filter import Filter, Ignored
from timeline.query.record import Record, View
from timeline.snapshots.snapshot import Snapshot
from timeline.snapshots.store import Entry
from timeline.web.archive import Opened
from timeline.web.pages import PAGES, Page

_PAGES, _OPTIONS, _PAGE, _URL, _IGNORED, _CONTEXT, _LEAVE, _FILTER = (
    "_pages",
    "_options",
    "_page",
    "_url",
    "_ignored",
    "_context",
    "_leave",
    "_filter",
)


@dataclass(frozen=True)
class Context:
    """What a page works with."""

    record: Record
    """As it is today, or as a snapshot holds it."""
    view: View
    """What the filter selects; its ``record`` is rewound where the filter says ``known``."""
    options: Mapping[str, str]
    """The page's own choices, by name."""
    dark: bool
    opened: Opened | None = None
    """The snapshot that the rows come from; None for today's record."""
    stale: str = ""
    """Why today's record is not what its files hold; "" where it is."""

    @property
    def filter(self) -> Filter:
        """The reader's filter."""
        return self.view.filter

    @property
    def scheme(self) -> SchemeName:
        """Name of the colours that charts take."""
        return "dark" if self.dark else "light"


def offer(pages: Sequence[Page]) -> None:
    """Tells which pages there are; first of all in a run."""
    st.session_state[_PAGES] = {page.path: page for page in pages}


def _offered() -> Mapping[str, Page]:
    return cast(Mapping[str, Page], st.session_state.get(_PAGES) or {page.path: page for page in PAGES})


def read_filter(record: Record, page: Page) -> tuple[Filter, tuple[Ignored, ...]]:
    """The filter that the address asks for in this run of a page, and what of it was ignored."""
    state, url = st.session_state, _url()
    chosen, rest, dropped = _split(url, record, page)
    flt, ignored = record.read_filter(rest)
    if state.get(_URL) != url or state.get(_PAGE) != page.path:
        state[_URL], state[_PAGE] = url, page.path
        state[_IGNORED] = (*ignored, *dropped)
        set_options(**{option.name: chosen.get(option.name, option.default) for option in page.options})
    else:
        moved = {o.name: o.from_widget(state[o.widget]) for o in page.options if o.widget in state}
        if moved.items() - current_options().items():
            set_options(**moved)
            state[_IGNORED] = ()
    state[_FILTER] = flt
    return flt, state.get(_IGNORED, ())


def open_view(record: Record, flt: Filter, ignored: tuple[Ignored, ...]) -> tuple[View, tuple[Ignored, ...]]:
    """The view of a filter; of today's record, with a word about it, where the record cannot be rewound."""
    try:
        return record.view(flt), ignored
    except NotHere as refusal:
        told = Ignored("known", str(flt.known), str(refusal))
        return record.view(flt.but(known=None, page=flt.page)), (*ignored, told)


def _split(
    url: Mapping[str, list[str]], record: Record, page: Page
) -> tuple[dict[str, str], dict[str, list[str]], list[Ignored]]:
    """The page's own choices in a URL, what remains for the filter, and the choices that do not exist."""
    rest, chosen, dropped = dict(url), dict[str, str](), list[Ignored]()
    rest.pop(SNAPSHOT, None)
    for option in page.options:
        for value in rest.pop(option.name, [])[:1]:
            if option.allows(record, value):
                chosen[option.name] = option.one_name(record, value)
            else:
                dropped.append(Ignored(option.name, value[:80], "this page has no such choice"))
    return chosen, rest, dropped


def current_options() -> Mapping[str, str]:
    """The page's own choices."""
    return cast(Mapping[str, str], st.session_state.get(_OPTIONS, {}))


def set_options(**values: str) -> None:
    """Makes these the page's choices and shows them in its widgets; before widgets are drawn."""
    options = current_page().options
    held = {**current_options(), **values}
    st.session_state[_OPTIONS] = {option.name: held[option.name] for option in options}
    for option in options:
        st.session_state[option.widget] = option.to_widget(held[option.name])


def change_filter(**changes: Any) -> None:
    """A callback that changes fields of the filter."""
    go_to(url_of(cast(Filter, st.session_state.get(_FILTER, Filter())).but(**changes)))


def write_url(flt: Filter) -> None:
    """Makes the address show the filter and the page's choices."""
    held = {SNAPSHOT: [snapshot_id()]} if snapshot_id() else {}
    params = {**held, **flt.to_params(), **{name: [value] for name, value in _choices().items()}}
    if _url() != params:
        st.query_params.from_dict(params)
    st.session_state[_URL] = params


def _choices() -> dict[str, str]:
    """The page's own choices that are no default."""
    options = current_options()
    return {o.name: options[o.name] for o in current_page().options if options.get(o.name, o.default) != o.default}


def go_to(link: str) -> None:
    """A callback that follows a link of our own, "?actor=alpha" or "claims?topic=x", inside the session."""
    path, _, query = link.removeprefix("./").partition("?")
    params = parse_qs(query)
    if link.startswith("?") or path == st.session_state.get(_PAGE):
        st.query_params.from_dict(params)
    elif not path or path in _offered():
        st.session_state[_LEAVE] = (path or START, params)


def leave_for() -> tuple[str, dict[str, list[str]]] | None:
    """The page that a followed link leads to, with its parameters; asked for once."""
    return cast("tuple[str, dict[str, list[str]]] | None", st.session_state.pop(_LEAVE, None))


def place(snapshot: str | None = None) -> Place:
    """Where the reader is, for addresses that lead on; with another snapshot, or "" for today's record."""
    shown = snapshot_id() if snapshot is None else snapshot
    return Place(current_page().path, shown, _choices())


def url_of(flt: Filter, snapshot: str | None = None) -> str:
    """The address of a filter on the present page; "?" alone is the page without a filter.

    Args:
        flt: the filter.
        snapshot: id of the snapshot to show, "" for today's record; the present one where it is not given.
    """
    return place(snapshot).url(flt)


def url_on(path: str, flt: Filter, **options: str) -> str:
    """The address of a filter on another page, relative to any page of ours; a snapshot stays open."""
    return place().on(path, flt, **options)


def url_of_snapshot(kept: Snapshot | Entry) -> str:
    """The address, relative to any page of ours, that opens frozen rows on the page that they were frozen on."""
    page = _offered().get(kept.page, PAGES[0])
    start = "./" if page.path == START else page.path
    params = {SNAPSHOT: [kept.id], **parse_qs(kept.query), **parse_qs(kept.choices)}
    return f"{start}?{urlencode(params, doseq=True)}"


def snapshot_id() -> str:
    """The snapshot that the address asks for, "" for today's record."""
    return st.query_params.get(SNAPSHOT, "")


def current_page() -> Page:
    """The page that is shown."""
    return _offered()[st.session_state.get(_PAGE, PAGES[0].path)]


def choices_query() -> str:
    """The page's own choices as its address has them: "step=week"."""
    return urlencode(_choices())


def keep(context: Context) -> None:
    """Hands the context from the frame to the page that it runs."""
    st.session_state[_CONTEXT] = context


def context() -> Context:
    """What the frame has handed to the page."""
    return cast(Context, st.session_state[_CONTEXT])


def _url() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}
