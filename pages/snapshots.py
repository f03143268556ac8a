"""Snapshots: views that were frozen, and what has changed since."""

import streamlit as st

from timeline.web import blocks, snapshots, state

context = state.context()

st.html(
    '<p class="prose">A link to a page shows the record as it is; a snapshot shows '
    "it as it was. It holds the rows and a hash of them, so that anybody can check that nothing was changed.</p>"
)
snapshots.draw_comparison(context)
snapshots.draw_list(context)
st.html(blocks.footer(context.record))
