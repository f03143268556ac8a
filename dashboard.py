"""The server: `streamlit run dashboard.py` serves the pages, and routes of our own beside them."""

from pathlib import Path

import streamlit as st

from timeline.web.routes import MIDDLEWARE, ROUTES

app = st.App(Path(__file__).parent / "timeline/web/frame.py", routes=ROUTES, middleware=MIDDLEWARE)
