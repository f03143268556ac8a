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
from timeline.web.settings import ROOT, SIDEBAR_WIDTH
from timeline.web.sidebar import draw_sidebar
from timeline.web.store import current_record

# url_path differs from the file's stem, so that no other mode of Streamlit's can take a link for the file.
PAGES = (
    st.Page(ROOT / "pages/record.py", title="Timeline", url_path="timeline", default=True),
    st.Page(ROOT / "pages/about.py", title="About the record", url_path="about-the-record"),
)


def _draw_page_links(flt: Filter) -> None:
    params = flt.to_params()
    for page in PAGES:
        st.page_link(page, query_params=params)


record = current_record()
st.set_page_config(page_title=record.about.title, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
page = st.navigation(list(PAGES), position="hidden")
flt, ignored = state.read_filter(record)
view = record.view(flt)
st.html(ROOT / "timeline/cards/cards.css")
st.html(ROOT / "timeline/web/frame.css")
dark = st.context.theme.type == "dark"
st.html(f"<style>:root {{ --accent: {SCHEMES['dark' if dark else 'light'].accent} }}</style>")
mount_bridge(flt.event, lambda: state.go_to(followed_link(), record))
with st.sidebar:
    st.html(notices.masthead(record))
    _draw_page_links(flt)
    draw_sidebar(view, today=datetime.now(UTC).date())
state.write_url(flt)
notices.draw_notices(record, flt, ignored)
state.keep(state.Context(record, view, ignored, dark))
page.run()
