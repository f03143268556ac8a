"""The frame around every page: set-up, links to the pages, the shared sidebar, notices.

Streamlit runs this file as its main script. It must not lie beside ``pages/``: Streamlit takes a
folder of that name beside the main script for its old multipage mode, and the first deep link to a
fresh server would then run the page alone, without this frame.
"""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from timeline.query.filter import Filter
from timeline.query.record import Record
from timeline.snapshots.errors import SnapshotError
from timeline.web import freezing, notices, state
from timeline.web.archive import open_snapshot
from timeline.web.blocks import nothing_to_show, page_style, part
from timeline.web.bridge import followed_link, mount_bridge
from timeline.web.downloads import draw_downloads
from timeline.web.pages import pages_of
from timeline.web.running_text import as_text
from timeline.web.settings import ROOT, SIDEBAR_WIDTH
from timeline.web.sidebar import draw_sidebar
from timeline.web.store import CannotOpen, standing
from timeline.web.turns import turn


def _draw_page_links(record: Record, flt: Filter) -> None:
    """Links to the pages that have something to show of a record."""
    params = state.url_params(flt)
    for page, named in zip(pages, pages_of(record.about), strict=True):
        if not page.lacks(record):
            st.page_link(shown[page.path], label=as_text(named.title), query_params=params)


with notices.waiting() as tell:
    try:
        today, stale = standing(tell)
    except CannotOpen as error:
        notices.draw_closed(error)
        st.stop()
pages = pages_of(today.about)
shown = {
    page.path: st.Page(ROOT / "pages" / page.script, title=page.title, url_path=page.path, default=not number)
    for number, page in enumerate(pages)
}
state.offer(pages)
st.set_page_config(page_title=today.about.title, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
chosen = st.navigation(list(shown.values()), position="hidden")
page = next(page for page in pages if shown[page.path] == chosen)
if leave := state.leave_for():
    st.switch_page(shown[leave[0]], query_params=leave[1])
dark = st.context.theme.type == "dark"
st.html(page_style("dark" if dark else "light"))
opened = None
if state.snapshot_id():
    try:
        opened = open_snapshot(state.snapshot_id())
    except SnapshotError as error:
        mount_bridge("", lambda: state.go_to(followed_link()))
        notices.draw_refusal(error)
        st.stop()
with turn():
    record = opened.record if opened else today
    flt, ignored = state.read_filter(record, page)
    view, ignored = state.open_view(record, flt, ignored)
    flt = view.filter
    mount_bridge(flt.event, lambda: state.go_to(followed_link()))
    context = state.Context(record, view, state.current_options(), dark, opened, stale)
    with st.sidebar:
        st.html(notices.masthead(record))
        _draw_page_links(record, flt)
        draw_sidebar(view, today=datetime.now(UTC).date())
        freezing.draw_button(context, "sidebar")
    state.write_url(flt, page)
    if opened:
        notices.draw_banner(opened, today, flt)
    notices.draw_notices(record, flt, ignored, stale)
    state.keep(context)
    sentence = page.lacks(record)
    with part():
        if sentence:
            st.html(nothing_to_show(view, page.title, sentence))
        else:
            chosen.run()
    with st.container(key="foot"):
        freezing.draw_button(context, "foot")
        draw_downloads(context)
