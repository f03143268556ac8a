"""Which rows a snapshot of a view holds: enough for every page and every grade, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from timeline.collection import tables
from timeline.collection.tables import About
from timeline.query.record import View
from timeline.query.selection import select_rows

Columns = Mapping[str, tuple[str, str]]

FROZEN: Mapping[str, Columns] = MappingProxyType(
    {
        "events": tables.EVENTS,
        "claims": tables.CLAIMS,
        "positions": tables.POSITIONS,
        "searches": tables.SEARCHES,
        "sources": tables.SOURCES,
        "citations": tables.CITATIONS,
        "publishers": tables.PUBLISHERS,
        "actors": tables.ACTORS,
        "themes": tables.THEMES,
        "topics": tables.TOPICS,
        "topic_claims": tables.TOPIC_CLAIMS,
        "statements": tables.STATEMENTS,
        "links": tables.LINKS,
        "corrections": tables.CORRECTIONS,
        "coverage": tables.COVERAGE,
        "strikes": tables.series_columns(None),
    }
)
"""Every table of a snapshot with the columns that it has whatever the collection counts."""

LATER = frozenset({"searches", "statements", "citations"})
"""Tables that no snapshot had at first: one without rows is left out, so that old rows freeze to the same bytes."""


def frozen_columns(about: About) -> Mapping[str, Columns]:
    """Every table of a snapshot with its columns: figures and the series' are those that the collection declares."""
    counted = {"events": tables.event_columns(about.figures), "strikes": tables.series_columns(about.series)}
    return {**FROZEN, **counted}


def select_frozen(view: View) -> dict[str, pd.DataFrame]:
    """The tables that a snapshot of a view holds, by the names of :data:`FROZEN`, rows in the record's order.

    Those that belong to the view, with links between two of its events. Themes and coverage are held whole, for
    colours and hatching follow from them. ``strikes`` is the table of the series, whatever it is about.
    """
    record = view.record
    return select_rows(view, links="both") | {"themes": record.themes, "coverage": record.coverage}
