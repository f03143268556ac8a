"""The yardstick of a first load: one line of text and one Plotly chart."""

import plotly.graph_objects as go
import streamlit as st

st.html('<p class="count-line" data-shown="1" data-total="1">A chart</p>')
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[3, 1, 2])))
