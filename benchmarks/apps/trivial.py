"""The yardstick: the five kinds of click with one line of text and a small table behind them, and nothing else."""

import pandas as pd
import streamlit as st

themes = st.sidebar.pills("Themes", [f"Theme {n}" for n in range(12)], selection_mode="multi")
names = [f"Actor {n}" for n in range(20)]
actors = st.sidebar.multiselect("Actors", names, placeholder="Any actor", filter_mode="contains", select_all=False)
with st.sidebar.form("search", border=False):
    words = st.text_input("Search")
    st.form_submit_button("Find")
start = st.sidebar.date_input("From", None, min_value="1900-01-01", max_value="2200-01-01", format="YYYY-MM-DD")
page = st.session_state.setdefault("page", 1)


def turn() -> None:
    """The next page."""
    st.session_state["page"] += 1


st.button("Next →", on_click=turn)
st.html(f'<p class="count-line" data-shown="1" data-total="1">{themes} {actors} {words} {start} {page}</p>')
st.table(pd.DataFrame({"chosen": ["words", "start", "page"], "value": [words, str(start), str(page)]}))
