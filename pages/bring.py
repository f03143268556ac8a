"""Bring: somebody's file into the collection, step by step; where the server lets a browser edit."""

import streamlit as st

from timeline.web import blocks, bring, state

bring.draw()
st.html(blocks.footer(state.context().record))
