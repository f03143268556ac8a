"""Talks and strikes: how the air campaign ran while diplomats met, and what the figures do not say."""

import streamlit as st

from timeline.web import blocks, state, strikes

context = state.context()

st.html(blocks.heading(context.view, "Talks and strikes") + strikes.credit(context))
found = strikes.found_waves(context)
with blocks.part():
    strikes.draw_strikes(context, found)
st.html(blocks.opened_card(context.view))
with blocks.part():
    st.html(strikes.waves_table(context, found))
st.html(strikes.around_period(context))
with blocks.part():
    strikes.draw_windows(context)
strikes.draw_calendar(context)
with blocks.part():
    st.html(strikes.competing_counts(context))
st.html(blocks.footer(context.record))
