"""One reader's state: the URL, the filter and the sidebar's widgets, kept equal in this one module.

Streamlit's own binding of widgets to the URL writes labels into it, and ours carry counts; its own
page menu drops parameters. So: when the URL is not the one that we wrote last (first load, pasted
link, Back, Forward) the URL wins and is written into the widgets; otherwise the widgets win and are
written into the URL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import parse_qs, urlencode

import streamlit as st

from timeline.charts.palette import SchemeName
from timeline.query.answerer import NotHere
from timeline.query.facets import FACETS
from timeline.query.filter import Filter, Ignored
from timeline.query.record import Record, View
from timeline.snapshots.snapshot import Snapshot
from timeline.snapshots.store import Entry
from timeline.web.archive import Opened
from timeline.web.pages import PAGES, Page

WIDGETS: Mapping[str, str] = {
    **{f"w_{param}": facet.field for param, facet in FACETS.items()},
    "w_from": "start",
    "w_to": "end",
    "w_known": "known",
    "w_certain": "certain",
    "w_together": "together",
    "w_q": "q",
    "w_sort": "sort",
}
"""Key of each widget and the field of the filter that it shows."""

_LISTS = {facet.field for facet in FACETS.values()}

SNAPSHOT = "snapshot"
"""Parameter of every page: id of the snapshot whose rows are shown instead of today's."""

_PAGES, _FILTER, _OPTIONS, _PAGE, _URL, _IGNORED, _CONTEXT, _LEAVE = (
    "_pages",
    "_filter",
    "_options",
    "_page",
    "_url",
    "_ignored",
    "_context",
    "_leave",
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
    """The filter that holds in this run of a page, and what of the link was ignored."""
    state, url = st.session_state, _url()
    if state.get(_URL) != url or state.get(_PAGE) != page.path:
        state[_URL], state[_PAGE] = url, page.path
        chosen, rest, dropped = _split(url, record, page)
        flt, ignored = record.read_filter(rest)
        state[_IGNORED] = (*ignored, *dropped)
        set_filter(flt)
        set_options(**{option.name: chosen.get(option.name, option.default) for option in page.options})
    else:
        flt = current_filter()
        changes = {field: _value(field, state[key]) for key, field in WIDGETS.items() if key in state}
        changes = {field: value for field, value in changes.items() if value != getattr(flt, field)}
        moved = {o.name: o.from_widget(state[o.widget]) for o in page.options if o.widget in state}
        if changes or moved.items() - current_options().items():
            set_filter(flt.but(**changes))
            set_options(**moved)
            state[_IGNORED] = ()
    return current_filter(), state.get(_IGNORED, ())


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
                chosen[option.name] = value
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


def write_url(flt: Filter, page: Page) -> None:
    """Makes the address show the filter and the page's choices."""
    params = {**_snapshot_param(snapshot_id()), **flt.to_params(), **_option_params(page, current_options())}
    if _url() != params:
        st.query_params.from_dict(params)
    st.session_state[_URL] = params


def _option_params(page: Page, options: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        option.name: [options[option.name]]
        for option in page.options
        if options.get(option.name, option.default) != option.default
    }


def go_to(link: str) -> None:
    """A callback that follows a link of our own, "?actor=alpha" or "claims?topic=x", inside the session."""
    path, _, query = link.removeprefix("./").partition("?")
    params = parse_qs(query)
    if link.startswith("?") or path == st.session_state.get(_PAGE):
        st.query_params.from_dict(params)
    else:
        st.session_state[_LEAVE] = (path or PAGES[0].path, params)


def leave_for() -> tuple[str, dict[str, list[str]]] | None:
    """The page that a followed link leads to, with its parameters; asked for once."""
    return cast("tuple[str, dict[str, list[str]]] | None", st.session_state.pop(_LEAVE, None))


def url_of(flt: Filter, snapshot: str | None = None) -> str:
    """The address of a filter on the present page; "?" alone is the page without a filter.

    Args:
        flt: the filter.
        snapshot: id of the snapshot to show, "" for today's record; the present one where it is not given.
    """
    return urls(snapshot)(flt)


def urls(snapshot: str | None = None) -> Callable[[Filter], str]:
    """:func:`url_of` for many filters: the session is asked once, which takes longer than an address."""
    before = _snapshot_param(snapshot_id() if snapshot is None else snapshot)
    after = _option_params(current_page(), current_options())
    return lambda flt: "?" + urlencode({**before, **flt.to_params(), **after}, doseq=True)


def url_on(path: str, flt: Filter, **options: str) -> str:
    """The address of a filter on another page, relative to any page of ours; a snapshot stays open."""
    start = "./" if path == PAGES[0].path else path
    return f"{start}?" + urlencode({**_snapshot_param(snapshot_id()), **flt.to_params(), **options}, doseq=True)


def url_of_snapshot(kept: Snapshot | Entry) -> str:
    """The address, relative to any page of ours, that opens frozen rows on the page that they were frozen on."""
    page = _offered().get(kept.page, PAGES[0])
    start = "./" if page is PAGES[0] else page.path
    params = {**_snapshot_param(kept.id), **parse_qs(kept.query), **parse_qs(kept.choices)}
    return f"{start}?{urlencode(params, doseq=True)}"


def url_params(flt: Filter) -> dict[str, list[str]]:
    """The parameters of a filter on any page; a snapshot stays open."""
    return {**_snapshot_param(snapshot_id()), **flt.to_params()}


def snapshot_id() -> str:
    """The snapshot that the address asks for, "" for today's record."""
    return st.query_params.get(SNAPSHOT, "")


def _snapshot_param(snapshot: str) -> dict[str, list[str]]:
    return {SNAPSHOT: [snapshot]} if snapshot else {}


def current_page() -> Page:
    """The page that is shown."""
    return _offered()[st.session_state.get(_PAGE, PAGES[0].path)]


def choices_query() -> str:
    """The page's own choices as its address has them: "step=week"."""
    return urlencode(_option_params(current_page(), current_options()), doseq=True)


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
    if field in _LISTS:
        return tuple(sorted(value or ()))
    if field in ("start", "end", "known"):
        return value if isinstance(value, date) else None
    if field == "sort":
        return value or "newest"
    return " ".join(value.split()) if field == "q" else bool(value)
