"""What a search looks through: all text of each event, column by column."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from timeline.collection.arrow_text import arrow_text, positions_in
from timeline.collection.extras import unpack_extra
from timeline.collection.id_lists import flatten
from timeline.collection.places import further_places
from timeline.collection.tables import Tables
from timeline.query.search import Part


def text_parts(tables: Tables) -> list[Part]:
    """Titles, summaries, places, actors' names and aliases, claims, and what else came with events.

    The documents are the rows of the events.
    """
    events = tables.events
    return [
        Part(arrow_text(events["title"])),
        Part(arrow_text(events["summary"])),
        Part(arrow_text(events["place"])),
        _actors(tables),
        _claims(tables),
        _extras(tables),
    ]


def _extras(tables: Tables) -> Part:
    """What came with events under other names, without these names."""
    extras = arrow_text(tables.events["extra"])
    rows = np.flatnonzero(pc.not_equal(extras, "").to_numpy(zero_copy_only=False))
    packed = extras.take(pa.array(rows)).to_pylist()
    return Part(pa.array(["\n".join(unpack_extra(text).values()) for text in packed], pa.large_string()), rows)


def _actors(tables: Tables) -> Part:
    spoken = tables.actors["name"] + " " + tables.actors["aliases"].map(" ".join).astype("str")
    named = flatten(tables.events["actors"])
    positions = positions_in(arrow_text(named.names), arrow_text(tables.actors["id"]))
    return Part(pa.array(spoken.tolist(), pa.large_string()), named.rows, positions[named.codes])


def _claims(tables: Tables) -> Part:
    ids, further = arrow_text(tables.events["id"]), further_places(tables.claims)
    rows = np.concatenate([positions_in(arrow_text(held), ids) for held in (tables.claims["event"], further["event"])])
    claims = np.concatenate([np.arange(len(tables.claims)), further["row"].to_numpy()])
    order = np.argsort(rows, kind="stable")
    order = order[np.searchsorted(rows[order], 0) :]
    return Part(arrow_text(tables.claims["text"].take(claims[order])), rows[order])
