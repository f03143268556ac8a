"""The frame around every page: set-up, bars, notices, the page itself, and the panel of the filter.

Streamlit runs this file as its main script. It must not lie beside ``pages/``: Streamlit takes a
folder of that name beside the main script for its old multipage mode, and the first deep link to a
fresh server would then run the page alone, without this frame.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from timeline.front.head import tab_title
from timeline.snapshots.errors import SnapshotError
from timeline.web import downloads, freezing, front, notices, state
from timeline.web.archive import open_snapshot
from timeline.web.blocks import nothing_to_show, part
from timeline.web.pages import pages_of
from timeline.web.settings import ROOT
from timeline.web.store import CannotOpen, standing
from timeline.web.turns import turn

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
st.set_page_config(page_title=today.about.title, layout="wide")
chosen = st.navigation(list(shown.values()), position="hidden")
page = next(page for page in pages if shown[page.path] == chosen)
if leave := state.leave_for():
    st.switch_page(shown[leave[0]], query_params=leave[1])
dark = st.context.theme.type == "dark"
opened = None
if state.snapshot_id():
    try:
        opened = open_snapshot(state.snapshot_id())
    except SnapshotError as error:
        notices.draw_refusal(error)
        st.stop()
with turn():
    record = opened.record if opened else today
    flt, ignored = state.read_filter(record, page)
    view, ignored = state.open_view(record, flt, ignored)
    flt = view.filter
    context = state.Context(record, view, state.current_options(), dark, opened, stale)
    state.write_url(flt)
    state.keep(context)
    sentence = page.lacks(record)
    st.set_page_config(page_title=tab_title(view, state.place(), page.title))
    told = notices.notices(record, flt, ignored, stale)
    front.draw_top(context, page, (notices.banner(opened, today, flt) if opened else Markup("")) + told)
    with part():
        if sentence:
            st.html(nothing_to_show(view, sentence))
        else:
            chosen.run()
    front.draw_panel(context)
    dialog = front.asked_dialog()
    if dialog == "download":
        downloads.open_dialog(context)
    elif dialog:
        freezing.open_dialog(context)
