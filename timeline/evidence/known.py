"""Grades put into tables, and the record as known on a day."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, positions_in
from timeline.collection.id_lists import collect, drop_repeats
from timeline.collection.places import further_places, move, moved, trim
from timeline.collection.series import DATE
from timeline.collection.tables import Tables
from timeline.evidence.contest import derive_contest, mark_latest, worst_contest
from timeline.evidence.counting import as_numbers
from timeline.evidence.support import carrying_sources, cited_sources, derive_support

AnyTables = TypeVar("AnyTables", bound=Tables)


def grade(tables: AnyTables) -> AnyTables:
    """The same tables with ``support``, ``contest`` and ``latest`` filled in."""
    positions = tables.positions.assign(latest=mark_latest(tables.positions))
    contest = derive_contest(positions)
    places = positions_in(arrow_text(tables.claims["id"]), arrow_text(contest.index))
    claims = tables.claims.assign(contest=contest.take(places).set_axis(tables.claims.index))
    events = tables.events.assign(
        support=derive_support(tables.events, tables.sources, tables.publishers),
        contest=worst_contest(tables.events["id"], claims),
    )
    return dataclasses.replace(tables, events=events, claims=claims, positions=positions)


def known_on(tables: AnyTables, day: date) -> AnyTables:
    """The record as known on ``day``, with grades derived anew.

    Sources published after the day, positions and searches after it and later days of the series drop out, then
    events without a source and claims without a position. A position is known with the first of its documents. A date
    only known to the month counts from its last day; a source without a date is known from its event's end on. A claim
    of several events stands in those that are known: in another in place of its own, as long as that is not.
    """
    if tables.events.empty:
        return tables
    limit = np.datetime64(day, "s")
    published, ended = _seconds(tables.sources["published_end"]), _seconds(tables.events["end"])
    # One entry a citation: the row of the event, the row of the source. What was not known yet goes, and with it
    # events that nothing known tells of; the others are numbered anew, so that their lists are put together again
    # from numbers, without a tuple an event.
    rows, cited = cited_sources(tables.events["sources"], tables.sources)
    known = _known_at(published[cited], ended[rows]) <= limit
    told = np.bincount(rows[known], minlength=len(tables.events))
    kept = np.flatnonzero(told)
    events = tables.events.take(kept)
    number = np.cumsum(told > 0) - 1
    rows, cited = number[rows[known]], cited[known]
    _cite(events, tables.sources, rows, cited)
    events["source_count"] = pd.array(told[kept], dtype="Int64")

    # One entry a document of a position, by rows of all events and all sources: the position is known where an event of
    # its claim is, where a document of it is, and where it was taken by then.
    ids = arrow_text(tables.events["id"])
    event = positions_in(arrow_text(tables.positions["event"]), ids)
    said = _seconds(tables.positions["date_end"])
    is_there = _sharing_events(tables.claims, ids, told > 0)
    to = moved(tables.claims, is_there)
    stands = (told[event] > 0) | (tables.positions["claim"].isin(to).to_numpy(dtype=bool) if to else False)
    kept_positions = (np.isnat(said) | (said <= limit)) & stands
    carried, carrying = carrying_sources(tables.positions, tables.sources)
    known = (_known_at(published[carrying], ended[event[carried]]) <= limit) & kept_positions[carried]
    carried, carrying = carried[known], carrying[known]
    positions = _carried_by(tables.positions, tables.sources, carried, carrying)
    claims = tables.claims[positions_in(arrow_text(tables.claims["id"]), arrow_text(positions["claim"])) >= 0]
    claims, positions = trim(move(claims, "id", to), is_there), move(positions, "claim", to)
    events["claim_count"] = pd.array(_count_claims(claims, ids)[kept], dtype="Int64")
    used = tables.sources.take(np.unique(np.concatenate([cited, carrying]))).reset_index(drop=True)
    events, ids = events.reset_index(drop=True), arrow_text(events["id"])
    return grade(
        dataclasses.replace(
            tables,
            events=events,
            uncited=(),
            sources=used,
            claims=claims.reset_index(drop=True),
            positions=positions,
            searches=move(_searched(tables.searches, claims, day), "claim", to),
            citations=_citations_among(tables.citations, ids, arrow_text(used["id"])),
            links=_links_among(tables.links, ids),
            strikes=tables.strikes[tables.strikes[DATE] <= limit].reset_index(drop=True),
        )
    )


def _cite(events: pd.DataFrame, sources: pd.DataFrame, rows: np.ndarray, cited: np.ndarray) -> None:
    """Puts documents and publishers into the events that cite them.

    Args:
        events: changed in place.
        sources: the table.
        rows: the event of each citation, by number.
        cited: the row of its document.
    """
    documents = collect(rows, cited, pd.Index(sources["id"]), len(events))
    publisher, ids = as_numbers(sources, "publisher")
    publishers = drop_repeats(rows, publisher[cited], pd.Index(as_column(ids)), len(events))
    as_before = events["sources"].dtype
    events["sources"] = pd.Series(documents.astype(as_before), index=events.index)
    events["publishers"] = pd.Series(publishers.astype(as_before), index=events.index)


def _carried_by(
    positions: pd.DataFrame, sources: pd.DataFrame, rows: np.ndarray, documents: np.ndarray
) -> pd.DataFrame:
    """The positions that documents carry, with these documents only.

    Args:
        positions: the table.
        sources: the table.
        rows: the position of each document, ascending.
        documents: rows of the sources.
    """
    kept, first = np.unique(rows, return_index=True)
    further = np.ones(len(rows), dtype=bool)
    further[first] = False
    number = np.searchsorted(kept, rows[further])
    beside = collect(number, documents[further], pd.Index(sources["id"]), len(kept))
    found = positions.take(kept).reset_index(drop=True)
    return found.assign(
        source=sources["id"].take(documents[first]).reset_index(drop=True),
        further_sources=pd.Series(beside.astype(positions["further_sources"].dtype), index=found.index),
    )


def _searched(searches: pd.DataFrame, claims: pd.DataFrame, day: date) -> pd.DataFrame:
    """The searches on these claims until a day."""
    kept = searches["claim"].isin(claims["id"]) & searches["date"].le(day.isoformat())
    return searches[kept].reset_index(drop=True)


def _citations_among(citations: pd.DataFrame, events: pa.Array, sources: pa.Array) -> pd.DataFrame:
    """What these events say of these documents."""
    known = [positions_in(arrow_text(citations[name]), ids) for name, ids in (("event", events), ("source", sources))]
    return citations[(known[0] >= 0) & (known[1] >= 0)].reset_index(drop=True)


def _links_among(links: pd.DataFrame, events: pa.Array) -> pd.DataFrame:
    """The links with both ends among these events."""
    ends = [positions_in(arrow_text(links[end]), events) for end in ("event", "to")]
    return links[(ends[0] >= 0) & (ends[1] >= 0)].reset_index(drop=True)


def _sharing_events(claims: pd.DataFrame, events: pa.Array, known: np.ndarray) -> Callable[[str], bool]:
    """Of events that have claims in common with others: whether one is known, by its id."""
    further = further_places(claims)
    named = [*{*further["holder"], *further["event"]}]
    rows = positions_in(pa.array(named, LARGE_TEXT), events)
    return {name for name, row in zip(named, rows.tolist(), strict=True) if row >= 0 and known[row]}.__contains__


def _count_claims(claims: pd.DataFrame, events: pa.Array) -> np.ndarray:
    """How many claims stand in each event."""
    further = further_places(claims)
    others = further.loc[further["event"] != further["holder"], "event"]
    rows = [positions_in(arrow_text(names), events) for names in (claims["event"], others)]
    return np.bincount(np.concatenate(rows), minlength=len(events))


class KnownDays(NamedTuple):
    """Days on which something became known, by the rule of :func:`known_on`."""

    first: date
    """The first one."""
    event: date
    """The last on which an event became known."""
    last: date
    """The last on which anything did: further documents and positions included."""


def known_days(tables: Tables) -> KnownDays | None:
    """When the record came to be known; None where no document tells."""
    published, ended = _seconds(tables.sources["published_end"]), _seconds(tables.events["end"])
    rows, cited = cited_sources(tables.events["sources"], tables.sources)
    documents = pd.Series(_known_at(published[cited], ended[rows]))
    events = documents.groupby(rows).min()
    if events.isna().all():
        return None
    carried, carrying = carrying_sources(tables.positions, tables.sources)
    said = pd.Series(np.fmax(published[carrying], _seconds(tables.positions["date_end"])[carried]))
    last = pd.concat([documents, said]).max()
    return KnownDays(events.min().date(), events.max().date(), last.date())


def _seconds(column: pd.Series) -> np.ndarray:
    return column.to_numpy().astype("datetime64[s]")


def _known_at(published: np.ndarray, ended: np.ndarray) -> np.ndarray:
    """When a source was known: once published, or where that is unknown once its event had ended; NaT for never."""
    return np.where(np.isnat(published), ended, published)
