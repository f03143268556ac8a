"""The server: `streamlit run dashboard.py` serves the pages, and routes of our own beside them."""

from pathlib import Path

import streamlit as st

from timeline.web.editing import find_launch, refusal_at_start
from timeline.web.process import end_with, limit_arenas, raise_descriptor_limit
from timeline.web.routes import MIDDLEWARE, ROUTES
from timeline.web.settings import told_at_start

if refused := refusal_at_start(find_launch()):
    end_with(refused)
limit_arenas()
raise_descriptor_limit()
print(*told_at_start(st.get_option("server.address")), sep="\n", flush=True)
app = st.App(Path(__file__).parent / "timeline/web/frame.py", routes=ROUTES, middleware=MIDDLEWARE)
