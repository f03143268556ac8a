"""Which rows a snapshot of a view holds: enough for every page and every grade, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from timeline.collection import tables
from timeline.query.view import View

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

    Events with their claims and positions; the sources that either cites; the publishers, actors (with everyone
    above them) and topics that any of these, or the filter, names; links between two of the events; corrections
    of the events, of ids that they took over and of the record as a whole, and all where the filter asks for
    everything. Themes and coverage are held whole, for colours and hatching follow from them. Strike days are those
    of the filter's period, all where it names none.
    """
    record, flt, events = view.record, view.filter, view.events
    ids = set(events["id"])
    claims = _among(record.claims, "event", ids)
    positions = _among(record.positions, "event", ids)
    sources = _among(record.sources, "id", {*_items(events["sources"]), *positions["source"]})
    named = {*_items(events["publishers"]), *sources["publisher"], *sources["via"], *flt.publishers}
    publishers = _among(record.publishers, "id", named)
    bearing = _among(record.topic_claims, "claim", set(claims["id"]))
    return {
        "events": events,
        "claims": claims,
        "positions": positions,
        "sources": sources,
        "publishers": publishers,
        "actors": _actors(view, positions, publishers),
        "themes": record.themes,
        "topics": _among(record.topics, "id", set(bearing["topic"])),
        "topic_claims": bearing,
        "links": _among(_among(record.links, "event", ids), "to", ids),
        "corrections": _corrections(view, ids),
        "coverage": record.coverage,
        "strikes": _strike_days(view),
    }


def _actors(view: View, positions: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    events, register = view.events, view.record.actors
    named = {
        *_items(events["actors"]),
        *_items(events["sides"]),
        *events["figures_by"],
        *positions["actor"],
        *positions["side"],
        *publishers["controlled_by"],
        *publishers["controlled_by_side"],
        *view.filter.actors,
        view.record.about.strikes_by,
    }
    return _among(register, "id", set(_items(_among(register, "id", named)["line"])) | named)


def _corrections(view: View, ids: set[str]) -> pd.DataFrame:
    """Corrections of these events, of retired ids that lead to them over however many steps, and of no one event.

    Who asks for everything gets all: also what was withdrawn and leads to no event.
    """
    table, retired = view.record.corrections, view.record.retired
    if view.filter.but(known=None).is_empty:
        return table
    here = [not event or event in ids or to in ids or retired.get(event, "") in ids for event, to in _pairs(table)]
    return table[np.array(here, dtype=bool)]


def _pairs(table: pd.DataFrame) -> Iterable[tuple[str, str]]:
    return zip(table["event"], table["to"], strict=True)


def _strike_days(view: View) -> pd.DataFrame:
    flt, strikes = view.filter, view.record.strikes
    days = strikes["date"].to_numpy().astype("datetime64[s]")
    kept = np.ones(len(days), dtype=bool)
    if flt.start:
        kept &= days >= np.datetime64(flt.start, "s")
    if flt.end:
        kept &= days <= np.datetime64(flt.end, "s")
    return strikes[kept]


def _among(table: pd.DataFrame, column: str, ids: set[str]) -> pd.DataFrame:
    return table[table[column].isin(ids)]


def _items(column: pd.Series) -> Iterable[str]:
    return (item for items in column for item in items)
