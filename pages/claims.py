"""Claims: who says what, since when, and who changed."""

import streamlit as st

from timeline.web import blocks, claims, state

context = state.context()

with blocks.part():
    claims.draw_stances(context)
st.html(blocks.opened_card(context.view))
with blocks.part():
    st.html(claims.topics(context))
    claims.draw_choices(context)
    claims.draw_ledger(context)
st.html(blocks.footer(context.record))
