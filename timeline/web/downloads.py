"""What is shown as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import streamlit as st

from timeline.exchange.view_files import VIEW_FORMATS, file_name, write_view
from timeline.query.record import View
from timeline.snapshots.publish import write_page
from timeline.snapshots.standalone import Stamp, render_standalone
from timeline.web.running_text import as_text
from timeline.web.state import Context

AT_ONCE = 5_000
"""Events that every format writes within a second or two; above, a file is prepared first, and the page says so."""
_COLUMNS = 3
_PAGE_HELP = "One HTML file with chart, cards and sources that can be read and printed offline."


class _File(NamedTuple):
    """A file that can be made of what is shown."""

    label: str
    name: str
    media_type: str
    write: Callable[[], bytes]
    help: str = ""


@st.dialog("Download what is shown", width="medium")
def open_dialog(context: Context) -> None:
    """One button a format; a file is made when it is asked for."""
    view = context.view
    words = view.filter.in_words(view.record)
    st.caption(as_text(f"{words}. Each file states its filter, the data version and the licence."))
    files = list(_files(context))
    if len(view) > AT_ONCE:
        _draw_prepared(view, files)
        return
    columns = st.columns(_COLUMNS)
    for number, file in enumerate(files):
        columns[number % _COLUMNS].download_button(
            as_text(file.label),
            data=file.write,
            file_name=file.name,
            mime=file.media_type,
            key=f"download_{number}",
            on_click="ignore",
            width="stretch",
            help=as_text(file.help),
        )


def _files(context: Context) -> list[_File]:
    view = context.view
    name = file_name(view, "json").removesuffix(".json")
    page = _File("Web page", f"{name}.html", "text/html", partial(page_file, context), _PAGE_HELP)
    rest = (
        _File(form.label, file_name(view, key), form.media_type.partition(";")[0], partial(write_view, view, key))
        for key, form in VIEW_FORMATS.items()
    )
    return [page, *rest]


def _draw_prepared(view: View, files: list[_File]) -> None:
    """For large views: choose a format, wait with the seconds counted, take the file."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    labels = {file.label: file for file in files}
    label = left.selectbox("Format", list(labels), key="download_format")
    if not right.button("Prepare the file", key="download_prepare", width="stretch"):
        st.caption(as_text(f"{len(view):,} events take a while to write."))
        return
    file = labels[label]
    with st.spinner(as_text(f"Writing {len(view):,} events as {file.label}"), show_time=True):
        content = file.write()
    st.download_button(
        as_text(f"Download {file.name}, {len(content) / 1e6:,.1f} MB"),
        data=content,
        file_name=file.name,
        mime=file.media_type,
        key="download_prepared",
        on_click="ignore",
    )


def page_file(context: Context) -> bytes:
    """The view as one HTML file; a snapshot as it was frozen, where exactly that is shown."""
    opened = context.opened
    if opened and context.filter.but(event="", page=1) == opened.snapshot.filter:
        return write_page(opened.snapshot, opened.record, signature=opened.signature).encode()
    return render_standalone(context.view, Stamp()).encode()
