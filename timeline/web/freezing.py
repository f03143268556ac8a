"""Freezing the view of any page, and what is handed out for it: link, hash, citation, files."""

from __future__ import annotations

from typing import cast

import streamlit as st
from markupsafe import Markup

from timeline.collection.english import count, join
from timeline.query.record import View
from timeline.snapshots.addresses import THIS_MACHINE
from timeline.snapshots.errors import SnapshotError, Stale
from timeline.snapshots.freeze import MAX_AUTHOR, MAX_NOTE, MAX_TITLE, freeze
from timeline.snapshots.publish import address_of, cite_in_bibtex, cite_snapshot, write_page
from timeline.snapshots.signatures import Signature, read_signature
from timeline.snapshots.snapshot import Snapshot, time_in_words
from timeline.snapshots.store import Entry
from timeline.web import state
from timeline.web.archive import keep_snapshot, open_snapshot, snapshot_store
from timeline.web.pages import PAGES, SNAPSHOTS_PAGE
from timeline.web.running_text import as_text
from timeline.web.settings import URL, cap_bytes, may_freeze
from timeline.web.store import standing

CITE = "Cite this snapshot"
_FROZEN, _PROBLEM = "_frozen", "_freeze_problem"
_PUBLIC = (
    "Everybody who uses this server can find and read it, with your note and name. It cannot be changed afterwards. "
    "The people who run this server can withdraw it."
)


def open_dialog(context: state.Context) -> None:
    """Opens what a reader asked for: the citation of the snapshot on show, else the form that freezes the view."""
    if context.opened:
        _cite_dialog(context.opened.snapshot)
    elif may_freeze() and not context.stale and len(context.view):
        _freeze_dialog(context.view)


@st.dialog(CITE, width="medium")
def _cite_dialog(snapshot: Snapshot) -> None:
    _draw_handed_out(snapshot)


@st.dialog("Freeze this view", width="medium")
def _freeze_dialog(view: View) -> None:
    """What would be frozen, whether it was before, and the form; once it is frozen, what is handed out."""
    try:
        if name := _frozen().get(_shown(view)):
            _draw_handed_out(open_snapshot(name).snapshot)
            st.button("Freeze it again, under another title", type="tertiary", on_click=_forget, args=(_shown(view),))
            return
        draft = _freeze(view)
        before = snapshot_store().same_content(draft)
    except SnapshotError as error:
        st.error(as_text(str(error)))
        return
    st.html(_contents(draft, view))
    if before:
        st.html(_frozen_before(before[0]))
        st.button("Cite that one", on_click=_frozen().__setitem__, args=(_shown(view), before[0].id))
    _draw_form(view, draft)


def _draw_form(view: View, draft: Snapshot) -> None:
    with st.form("freeze", border=False):
        st.text_input("Title", key="f_title", max_chars=MAX_TITLE, placeholder=draft.words)
        st.text_area("Note", key="f_note", max_chars=MAX_NOTE, height=80)
        st.text_input("Your name", key="f_author", max_chars=MAX_AUTHOR, help="Cited as you write it; not checked.")
        st.caption(_PUBLIC)
        st.form_submit_button("Freeze", type="primary", on_click=_keep, args=(view,))
    if problem := st.session_state.pop(_PROBLEM, ""):
        st.error(as_text(problem))


def _keep(view: View) -> None:
    """Freezes the view with the texts of the form; a refusal is said under it."""
    try:
        snapshot = _freeze(view, *(st.session_state.get(f"f_{name}") or "" for name in ("title", "note", "author")))
        keep_snapshot(snapshot, client_address())
    except ValueError as error:  # of which SnapshotError is one; a text that is too long is another
        st.session_state[_PROBLEM] = str(error)
        return
    _frozen()[_shown(view)] = snapshot.id


def client_address() -> str:
    """Where the reader comes from; Streamlit does not say it of this machine."""
    return st.context.ip_address or THIS_MACHINE


def _frozen() -> dict[str, str]:
    """What this session froze: ids by what was shown."""
    return cast(dict[str, str], st.session_state.setdefault(_FROZEN, {}))


def _forget(shown: str) -> None:
    _frozen().pop(shown, None)


def _shown(view: View) -> str:
    """What is shown, in one text: of two that are equal the content is equal."""
    page, choices = _page()
    return " ".join((view.record.version, page, choices, view.filter.but(event="", page=1).to_query()))


def _page() -> tuple[str, str]:
    """Address and choices of the page that is frozen; the list of snapshots stands for the opening page."""
    page = state.current_page()
    return (PAGES[0].path, "") if page.path == SNAPSHOTS_PAGE else (page.path, state.choices_query())


def _freeze(view: View, title: str = "", note: str = "", author: str = "") -> Snapshot:
    if stale := standing().stale:
        raise Stale(stale)
    page, choices = _page()
    return freeze(view, page=page, choices=choices, title=title, note=note, author=author, cap_bytes=cap_bytes())


def _contents(draft: Snapshot, view: View) -> Markup:
    """What a snapshot holds, in words."""
    tables, series = draft.document["tables"], view.record.about.series
    parts = [count(len(tables[name]), noun) for name, noun in _COUNTED.items() if tables[name]]
    if series and tables["strikes"]:
        parts.append(series.day.of(len(tables["strikes"])))
    return Markup(
        '<p><b>{}</b></p><p class="contents">{} of {:,} in the record, with {}. Data version <code>{}</code>, '
        "{:,.0f} kB.</p>"
    ).format(draft.words, parts[0], draft.total, join(parts[1:]), draft.version[:12], draft.size_bytes / 1000)


_COUNTED = {"events": "event", "claims": "claim", "positions": "position", "sources": "document"}


def _frozen_before(entry: Entry) -> Markup:
    return Markup("<p>The same content was frozen before, on {}: “{}”.</p>").format(
        time_in_words(entry.frozen), entry.heading
    )


def _draw_handed_out(snapshot: Snapshot) -> None:
    """Link, hash, citation and files of a snapshot."""
    base = _base_url()
    st.html(
        Markup('<p><b>{}</b><br>Frozen {}, id <code>{}</code></p><p class="hash">SHA-256 <code>{}</code></p>').format(
            snapshot.heading, snapshot.frozen_words, snapshot.id, snapshot.sha256
        )
    )
    signature = snapshot_store().signature(snapshot.id)
    if signature:
        st.html(_signed(read_signature(signature)))
    st.caption("Link: a page that needs no scripts, with the data inside")
    st.code(address_of(snapshot.id, base), language=None, wrap_lines=True)
    st.caption("Citation")
    st.code(cite_snapshot(snapshot, base), language=None, wrap_lines=True)
    with st.expander("BibTeX"):
        st.code(cite_in_bibtex(snapshot, base), language="latex", wrap_lines=True)
    left, middle, right = st.columns(3)
    name = f"snapshot-{snapshot.id}"
    left.download_button(
        "Web page",
        data=lambda: write_page(snapshot, base_url=base, signature=signature).encode(),
        file_name=f"{name}.html",
        mime="text/html",
        key="frozen_html",
        on_click="ignore",
        width="stretch",
        help="One file that can be read, printed and verified offline.",
    )
    middle.download_button(
        "Data (JSON)",
        data=snapshot.text.encode(),
        file_name=f"{name}.json",
        mime="application/json",
        key="frozen_json",
        on_click="ignore",
        width="stretch",
    )
    right.link_button(
        "Open in the dashboard",
        f"{base}/{state.url_of_snapshot(snapshot).removeprefix('./')}",
        width="stretch",
    )


def _signed(signature: Signature) -> Markup:
    """Who signed it; whoever wants to be sure checks that with a key from elsewhere."""
    return Markup(
        '<p class="hash">Signed by {} on {}, key <code>{}</code>. “snapshot verify --key” checks it against a key that '
        "you have from elsewhere.</p>"
    ).format(signature.name, time_in_words(signature.time), signature.fingerprint)


def _base_url() -> str:
    """The dashboard's address, as the settings have it or else as the reader wrote it."""
    return URL.value().rstrip("/") or (st.context.url or "").partition("?")[0].rstrip("/").removesuffix(
        f"/{state.current_page().path}"
    )
