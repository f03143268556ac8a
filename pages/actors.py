"""Actors: who appears with whom, and one actor's profile."""

import streamlit as st

from timeline.web import actors, blocks, state

context = state.context()

actors.draw_choice(context)
if actor := actors.chosen_actor(context):
    with blocks.part():
        actors.draw_profile(context, actor)
st.html(blocks.opened_card(context.view))
with blocks.part():
    actors.draw_network(context)
st.html(blocks.footer(context.record))
