"""What every page says above its content: parts of a link that were not followed, faults of the data."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import go_link
from timeline.ledger.known import known_in_words
from timeline.query.collection import Collection
from timeline.query.filter import Filter, Ignored
from timeline.web.state import url_of


def masthead(record: Collection) -> str:
    """The collection's title, as a link to all of it."""
    return Markup('<p class="masthead">{}</p>').format(go_link("?", record.about.title))


def draw_notices(record: Collection, flt: Filter, ignored: Sequence[Ignored]) -> None:
    """Draws one line a notice, and nothing where all is well."""
    lines = [Markup("{}: <b>{}</b>").format(_sentence(item), item.value) for item in ignored]
    if flt.known:
        today = url_of(flt.but(known=None))
        lines.append(
            Markup("The record {}. {}").format(known_in_words(record, flt.known), go_link(today, "Show today’s."))
        )
    if record.events_left_out:
        lines.append(Markup("{}").format(left_out_in_words(record)))
    if lines:
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
        st.html(Markup('<ul class="notices" role="status">{}</ul>').format(items))


def left_out_in_words(record: Collection) -> str:
    """How many events were left out because of faults in their files, and where they are listed."""
    count = record.events_left_out
    noun, verb, whose = ("event", "was", "its file") if count == 1 else ("events", "were", "their files")
    return f"{count} {noun} {verb} left out because of faults in {whose}; “About the record” lists them."


def _sentence(item: Ignored) -> str:
    return item.why[:1].upper() + item.why[1:]
