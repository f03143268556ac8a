"""The frame around every page: set-up, links to the pages, the shared sidebar, notices.

Streamlit runs this file as its main script. It must not lie beside ``pages/``: Streamlit takes a
folder of that name beside the main script for its old multipage mode, and the first deep link to a
fresh server would then run the page alone, without this frame.
"""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from timeline.charts.palette import SCHEMES
from timeline.query.filter import Filter
from timeline.web import notices, state
from timeline.web.bridge import followed_link, mount_bridge
from timeline.web.downloads import draw_downloads
from timeline.web.pages import PAGES
from timeline.web.settings import ROOT, SIDEBAR_WIDTH
from timeline.web.sidebar import draw_sidebar
from timeline.web.store import current_record

SHOWN = {
    page.path: st.Page(ROOT / "pages" / page.script, title=page.title, url_path=page.path, default=not number)
    for number, page in enumerate(PAGES)
}


def _draw_page_links(flt: Filter) -> None:
    params = flt.to_params()
    for shown in SHOWN.values():
        st.page_link(shown, query_params=params)


record = current_record()
st.set_page_config(page_title=record.about.title, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
chosen = st.navigation(list(SHOWN.values()), position="hidden")
page = next(page for page in PAGES if SHOWN[page.path] == chosen)
if leave := state.leave_for():
    st.switch_page(SHOWN[leave[0]], query_params=leave[1])
flt, ignored = state.read_filter(record, page)
view = record.view(flt)
st.html(ROOT / "timeline/cards/cards.css")
st.html(ROOT / "timeline/web/frame.css")
dark = st.context.theme.type == "dark"
colours = SCHEMES["dark" if dark else "light"]
named = {"accent": colours.accent, **colours.stances}
st.html(f"<style>:root {{ {'; '.join(f'--{name}: {value}' for name, value in named.items())} }}</style>")
mount_bridge(flt.event, lambda: state.go_to(followed_link()))
with st.sidebar:
    st.html(notices.masthead(record))
    _draw_page_links(flt)
    draw_sidebar(view, today=datetime.now(UTC).date())
state.write_url(flt, page)
notices.draw_notices(record, flt, ignored)
context = state.Context(record, view, state.current_options(), dark)
state.keep(context)
chosen.run()
draw_downloads(context)
