"""Which rows a snapshot of a view holds: enough for every page and every grade, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from timeline.collection import tables
from timeline.query.record import View
from timeline.query.selection import select_rows

FROZEN: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "events": tables.EVENTS,
        "claims": tables.CLAIMS,
        "positions": tables.POSITIONS,
        "sources": tables.SOURCES,
        "publishers": tables.PUBLISHERS,
        "actors": tables.ACTORS,
        "themes": tables.THEMES,
        "topics": tables.TOPICS,
        "topic_claims": tables.TOPIC_CLAIMS,
        "links": tables.LINKS,
        "corrections": tables.CORRECTIONS,
        "coverage": tables.COVERAGE,
        "strikes": tables.STRIKES,
    }
)
"""Every table of a snapshot with its columns."""


def select_frozen(view: View) -> dict[str, pd.DataFrame]:
    """The tables that a snapshot of a view holds, by the names of :data:`FROZEN`, rows in the record's order.

    Those that belong to the view, with links between two of its events. Themes and coverage are held whole, for
    colours and hatching follow from them.
    """
    record = view.record
    return select_rows(view, links="both") | {"themes": record.themes, "coverage": record.coverage}
