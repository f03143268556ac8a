"""Story check: one document read against the record."""

import streamlit as st

from timeline.web import blocks, claims, state

context = state.context()

st.html(blocks.opened_card(context.view))
with blocks.part():
    claims.draw_story(context)
st.html(blocks.footer(context.record))
