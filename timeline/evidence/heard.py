"""When each event was last heard of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from timeline.collection.arrow_text import arrow_text, positions_in
from timeline.collection.places import at_each_place
from timeline.collection.tables import Tables
from timeline.evidence.support import carrying_sources, cited_sources

NEVER = np.iinfo(np.int64).min + 1
"""Of an event with nothing dated; it has a negative."""
_SAID = ["claim", "event", "source", "further_sources", "date_start"]


def last_heard(tables: Tables) -> np.ndarray:
    """The first possible day of each event's newest document or position, else of itself.

    The documents that a position cites count as well; a position counts in each event that its claim stands in.
    Corrections do not: they belong to a view.

    Returns:
        Seconds since 1970 in the order of ``tables.events``; NEVER where nothing is dated.
    """
    events, sources = tables.events, tables.sources
    positions = at_each_place(tables.positions[_SAID], tables.claims)
    published = _seconds(sources["published_start"])
    heard = np.full(len(events), NEVER)
    rows, cited = cited_sources(events["sources"], sources)
    np.maximum.at(heard, rows, published[cited])
    of = positions_in(arrow_text(positions["event"]), arrow_text(events["id"]))
    np.maximum.at(heard, of, _seconds(positions["date_start"]))
    rows, cited = carrying_sources(positions, sources)
    np.maximum.at(heard, of[rows], published[cited])
    for own in ("start", "end"):
        heard = np.where(heard == NEVER, _seconds(events[own]), heard)
    return heard


def _seconds(column: pd.Series) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[s]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64))
