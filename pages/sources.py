"""Sources: publishers with who controls them, what rests on them, and every document."""

import streamlit as st

from timeline.web import blocks, sources, state

context = state.context()

st.html(blocks.opened_card(context.view))
with blocks.part():
    st.html(sources.publishers(context))
with blocks.part():
    sources.draw_documents(context)
    sources.draw_uncited(context)
    sources.draw_bibliography(context)
st.html(blocks.footer(context.record))
