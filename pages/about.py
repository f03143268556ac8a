"""About the record: where it comes from, how grades come about, what is covered, corrected or faulty."""

import streamlit as st

from timeline.web import about, state

record = state.context().record

st.html(about.introduction(record))
st.html(about.grades(record))
st.html(about.coverage(record) + about.corrections(record))
about.draw_problems(record)
