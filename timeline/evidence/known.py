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
from timeline.evidence.support import cited_sources, derive_support

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

    Sources published after the day, positions taken after it and later days of the series drop out, then events
    without a source and claims without a position. A date that is only known to the month counts from its last day; a
    source without a date counts as known from its event's end on. A claim that stands in several events stands in those
    of them that are known: in another in place of its own, as long as that is not.
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
    sources = collect(rows, cited, pd.Index(tables.sources["id"]), len(kept))
    publisher, ids = as_numbers(tables.sources, "publisher")
    publishers = drop_repeats(rows, publisher[cited], pd.Index(as_column(ids)), len(kept))
    as_before = tables.events["sources"].dtype
    events["sources"] = pd.Series(sources.astype(as_before), index=events.index)
    events["publishers"] = pd.Series(publishers.astype(as_before), index=events.index)
    events["source_count"] = pd.array(told[kept], dtype="Int64")

    # One entry a position, by rows of all events and all sources: it is known where an event of its claim is, where
    # its source is, and where it was taken by then.
    ids = arrow_text(tables.events["id"])
    event = positions_in(arrow_text(tables.positions["event"]), ids)
    source = positions_in(arrow_text(tables.positions["source"]), arrow_text(tables.sources["id"]))
    said = _seconds(tables.positions["date_end"])
    heard = _known_at(published[source], ended[event]) <= limit
    is_there = _sharing_events(tables.claims, ids, told > 0)
    to = moved(tables.claims, is_there)
    stands = (told[event] > 0) | (tables.positions["claim"].isin(to).to_numpy(dtype=bool) if to else False)
    positions = tables.positions[(np.isnat(said) | (said <= limit)) & heard & stands]
    claims = tables.claims[positions_in(arrow_text(tables.claims["id"]), arrow_text(positions["claim"])) >= 0]
    claims, positions = trim(move(claims, "id", to), is_there), move(positions, "claim", to)
    events["claim_count"] = pd.array(_count_claims(claims, ids)[kept], dtype="Int64")
    links = _links_among(tables.links, arrow_text(events["id"]))
    used = np.zeros(len(tables.sources), dtype=bool)
    used[cited] = True
    used[source[positions.index]] = True
    return grade(
        dataclasses.replace(
            tables,
            events=events.reset_index(drop=True),
            sources=tables.sources[used].reset_index(drop=True),
            claims=claims.reset_index(drop=True),
            positions=positions.reset_index(drop=True),
            links=links.reset_index(drop=True),
            strikes=tables.strikes[tables.strikes[DATE] <= limit].reset_index(drop=True),
        )
    )


def _links_among(links: pd.DataFrame, events: pa.Array) -> pd.DataFrame:
    """The links with both ends among these events."""
    ends = [positions_in(arrow_text(links[end]), events) for end in ("event", "to")]
    return links[(ends[0] >= 0) & (ends[1] >= 0)]


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
    source = positions_in(arrow_text(tables.positions["source"]), arrow_text(tables.sources["id"]))
    said = pd.Series(np.fmax(published[source], _seconds(tables.positions["date_end"])))
    last = pd.concat([documents, said]).max()
    return KnownDays(events.min().date(), events.max().date(), last.date())


def _seconds(column: pd.Series) -> np.ndarray:
    return column.to_numpy().astype("datetime64[s]")


def _known_at(published: np.ndarray, ended: np.ndarray) -> np.ndarray:
    """When a source was known: once published, or where that is unknown once its event had ended; NaT for never."""
    return np.where(np.isnat(published), ended, published)
