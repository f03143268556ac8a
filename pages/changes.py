"""What changed: the record as known on one day against another."""

import streamlit as st

from timeline.web import blocks, changes, state

context = state.context()

st.html(blocks.opened_card(context.view))
with blocks.part():
    first, last = changes.draw_days(context)
    st.html(changes.comparison(context, first, last))
st.html(blocks.footer(context.record))
