"""The series: how it ran while the events happened, and what its figures do not say."""

import streamlit as st

from timeline.web import blocks, series, state

context = state.context()

st.html(series.credit(context))
found = series.found_waves(context)
with blocks.part():
    series.draw_series(context, found)
st.html(blocks.opened_card(context.view))
with blocks.part():
    st.html(series.waves_table(context, found))
st.html(series.around_period(context))
with blocks.part():
    series.draw_windows(context)
series.draw_calendar(context)
with blocks.part():
    st.html(series.competing_counts(context))
st.html(blocks.footer(context.record))
