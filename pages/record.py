"""The timeline: what happened when, what was contested, how the series ran meanwhile."""

import streamlit as st

from timeline.web import blocks, lanes, state

context = state.context()
view = context.view

st.html(blocks.heading(view))
lanes.draw_lanes(context)
st.html(blocks.opened_card(view))
if not len(view):
    st.html(blocks.nothing_found(view))
else:
    blocks.draw_order(view)
    st.html(blocks.cards(view))
    st.html(blocks.page_links(view.filter, len(view)))
st.html(blocks.footer(context.record))
