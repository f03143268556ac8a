"""Which rows of every table belong to a view: the one answer for files that are exported and snapshots."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Literal

import numpy as np
import pandas as pd

from timeline.collection.edtf import parse_edtf
from timeline.collection.places import trim
from timeline.collection.series import DATE
from timeline.query.record import View


def select_rows(view: View, links: Literal["either", "both"]) -> dict[str, pd.DataFrame]:
    """The rows of each table, in the record's order.

    The view's events and what hangs on them: their claims with positions and searches, the documents that they or the
    positions cite, and the rows of the registers that any of these, or the filter, names, with everyone above them.
    Topics are those that one of the claims bears on, statements those of the documents that make one of the claims.
    Days of the series are those of the filter's period. Corrections are those of the events, of ids that they took over
    over however many steps, and of the record as a whole; all where the filter asks for everything; none later than the
    day that the filter says is known.

    Args:
        view: what is selected.
        links: with one end in the view, as files for other programs have them; or with both, as a snapshot must, for
            nothing in it may point out of it. The further events of claims follow this, too.
    """
    record = view.record
    names = ("events", "claims", "positions", "searches", "sources", "citations", "links")
    found = {name: view.whole(name) for name in names}
    events, positions, sources = found["events"], found["positions"], found["sources"]
    if links == "both":
        ids = set(events["id"])
        found["claims"] = trim(found["claims"], ids.__contains__)
        found["links"] = _among(_among(found["links"], "event", ids), "to", ids)
    named = {*_items(events["publishers"]), *sources["publisher"], *sources["via"], *view.filter.publishers}
    publishers = _among(record.publishers, "id", named)
    bearing = _among(record.topic_claims, "claim", set(found["claims"]["id"]))
    return found | {
        "publishers": publishers,
        "actors": _actors(view, events, positions, publishers),
        "themes": _among(record.themes, "id", {*_items(events["themes"]), *view.filter.themes}),
        "topics": _among(record.topics, "id", set(bearing["topic"])),
        "topic_claims": bearing,
        "statements": select_statements(record.statements, set(sources["id"]), set(found["claims"]["id"])),
        "strikes": _days(view),
        "corrections": select_corrections(view),
    }


def _actors(view: View, events: pd.DataFrame, positions: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    register, series = view.record.actors, view.record.about.series
    named = {
        *_items(events["actors"]),
        *_items(events["sides"]),
        *events["figures_by"],
        *positions["actor"],
        *positions["side"],
        *publishers["controlled_by"],
        *publishers["controlled_by_side"],
        *view.filter.actors,
        *([series.by] if series and series.by else []),
    }
    return _among(register, "id", {*named, *_items(_among(register, "id", named)["line"])})


def select_statements(statements: pd.DataFrame, sources: Container[str], claims: Container[str]) -> pd.DataFrame:
    """The statements of these documents that make one of these claims, each with no other claim."""
    made = [tuple(claim for claim in named if claim in claims) for named in statements["claims"]]
    told = zip(statements["source"], made, strict=True)
    kept = np.array([source in sources and bool(found) for source, found in told], dtype=bool)
    return statements.assign(claims=pd.Series(made, index=statements.index, dtype="object"))[kept]


def select_corrections(view: View) -> pd.DataFrame:
    """The corrections that belong to a view; see :func:`select_rows`."""
    table, retired, flt = view.record.corrections, view.record.retired, view.filter
    kept = np.ones(len(table), dtype=bool)
    if not flt.but(known=None).is_empty:
        pairs = zip(table["event"], table["to"], strict=True)
        kept[:] = [not event or any(map(view.has, (event, to, retired.get(event, "")))) for event, to in pairs]
    if flt.known:
        kept &= np.array([first_day(date) <= np.datetime64(flt.known, "s") for date in table["date"]], dtype=bool)
    return table[kept]


def first_day(date: str) -> np.datetime64:
    """First possible day of an EDTF date; NaT where it is open or not given."""
    start = parse_edtf(date).start if date else None
    return np.datetime64("NaT", "s") if start is None else start


def _days(view: View) -> pd.DataFrame:
    """The days of the series in the filter's period, all where it names none."""
    flt, series = view.filter, view.record.strikes
    days = series[DATE].to_numpy().astype("datetime64[s]")
    kept = np.ones(len(days), dtype=bool)
    if flt.start:
        kept &= days >= np.datetime64(flt.start, "s")
    if flt.end:
        kept &= days <= np.datetime64(flt.end, "s")
    return series[kept]


def _among(table: pd.DataFrame, column: str, ids: set[str]) -> pd.DataFrame:
    return table[table[column].isin(ids)]


def _items(column: pd.Series) -> Iterable[str]:
    return (item for items in column for item in items)
