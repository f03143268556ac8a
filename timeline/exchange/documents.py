"""The documents behind events, as files list them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from timeline.cards.markup import is_web_link
from timeline.collection.tables import rows_of
from timeline.exchange.bibliography import one_line
from timeline.query.record import View


class Document(NamedTuple):
    """One source; every text on one line."""

    publisher: str
    title: str
    url: str

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title} {self.url}".rstrip()


def event_documents(view: View, events: pd.DataFrame) -> dict[str, list[Document]]:
    """The documents that speak of each event, in its order, by the event's id.

    Args:
        view: what the events are from.
        events: some or all of its events.
    """
    names = view.record.publisher_names
    found = {
        row["id"]: Document(
            one_line(names.get(row["publisher"], row["publisher"])), one_line(row["title"]), one_line(row["url"])
        )
        for row in rows_of(view.record.details(events["id"]).sources)
    }
    pairs = zip(events["id"], events["sources"], strict=True)
    return {event: [found[source] for source in cited] for event, cited in pairs}


def html_documents(documents: Iterable[Document]) -> Markup:
    """A list of links; a title alone where the address is none of the web."""
    items = Markup("").join(
        Markup("<li>{}: {}</li>").format(
            found.publisher,
            Markup('<a href="{}">{}</a>').format(found.url, found.title) if is_web_link(found.url) else found.title,
        )
        for found in documents
    )
    return Markup("<p>Sources:</p><ul>{}</ul>").format(items) if items else items
