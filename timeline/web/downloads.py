"""What is shown as files, at the foot of every page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from timeline.exchange.view_files import VIEW_FORMATS, file_name, write_view
from timeline.query.view import View
from timeline.snapshots.standalone import Stamp, render_standalone
from timeline.web.state import Context

_COLUMNS = 4


def draw_downloads(context: Context) -> None:
    """One button a format; a file is made when it is asked for."""
    view = context.view
    with st.expander("Download what is shown"):
        st.caption(
            f"{view.filter.in_words(view.record)}. Each file names its filter, the data's version and the licence."
        )
        columns = st.columns(_COLUMNS)
        name = file_name(view, "json").removesuffix(".json")
        columns[0].download_button(
            "Web page",
            data=partial(_page, view),
            file_name=f"{name}.html",
            mime="text/html",
            key="download_html",
            on_click="ignore",
            width="stretch",
            help="One HTML file with chart, cards and sources that is read and printed without any network.",
        )
        for number, (key, form) in enumerate(VIEW_FORMATS.items(), 1):
            columns[number % _COLUMNS].download_button(
                form.label,
                data=partial(write_view, view, key),
                file_name=file_name(view, key),
                mime=form.media_type.partition(";")[0],
                key=f"download_view_{key}",
                on_click="ignore",
                width="stretch",
            )


def _page(view: View) -> bytes:
    return render_standalone(view, Stamp()).encode()
