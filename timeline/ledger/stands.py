"""Who stands where on a claim: each actor's latest position, and when two positions contradict each other."""

from __future__ import annotations

from collections.abc import Collection as Values
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from timeline.collection.places import further_places
from timeline.collection.problems import advise
from timeline.collection.tables import Tables
from timeline.query.record import Record

OPPOSITE: Mapping[str, str] = {"asserts": "denies", "denies": "asserts"}
"""Whoever questions or declines takes no side, so nothing stands against it."""


class Part(NamedTuple):
    """What the ledger of some claims is made of: tables with grades that hold them and all that they lead to."""

    events: pd.DataFrame
    claims: pd.DataFrame
    positions: pd.DataFrame
    searches: pd.DataFrame
    sources: pd.DataFrame
    topics: pd.DataFrame
    topic_claims: pd.DataFrame
    links: pd.DataFrame
    statements: pd.DataFrame

    @classmethod
    def of(cls, record: Record, claims: pd.DataFrame) -> Part:
        """The part of a record that holds some of its claims, given by their rows."""
        details, events = record.details(claims["event"]), record.find("events", claims["event"])
        positions, searches = (
            table[table["claim"].isin(claims["id"])] for table in (details.positions, details.searches)
        )
        return cls(
            events,
            claims,
            positions,
            searches,
            details.sources,
            record.topics,
            record.topic_claims,
            details.links,
            record.statements,
        )


class Stand(NamedTuple):
    """One actor's stance, with where it was said."""

    claim: str
    actor: str
    side: str
    stance: str
    date: str
    """EDTF, "" if unknown."""
    source: str
    note: str
    """What was said, where that is narrower or other than the claim, "" if nothing is to be added."""


def find_stands(positions: pd.DataFrame) -> list[Stand]:
    """The rows as stands, in their order; ``positions`` needs a column for each field of :class:`Stand`."""
    return [Stand(*row) for row in positions[list(Stand._fields)].itertuples(index=False)]


def latest_positions(record: Tables | Part, claims: Iterable[str] | None = None) -> pd.DataFrame:
    """Each actor's latest position on each claim.

    Args:
        record: with grades.
        claims: claim ids; None for all.

    Returns:
        Rows of the record's positions table in its order, numbered anew.
    """
    positions = record.positions[record.positions["latest"].astype(bool)]
    if claims is not None:
        positions = positions[positions["claim"].isin(check_claims(record.claims, claims))]
    return positions.reset_index(drop=True)


def days_of(ids: pd.Series, by_id: pd.Series) -> pd.Series:
    """The day of each id, NaT where it has none (``Series.map`` fails on days where nothing is found)."""
    return by_id.reindex(ids).set_axis(ids.index).astype("datetime64[s]")


def is_against(one: str, other: str) -> bool:
    """Whether two stances contradict each other: one asserts what the other denies."""
    return OPPOSITE.get(one) == other


def check_ids(kind: str, asked: Iterable[str], known: Iterable[str]) -> list[str]:
    """The ids asked for, repeats dropped.

    Args:
        kind: what they are ids of, for the message.
        asked: ids.
        known: all ids there are.

    Raises:
        ValueError: an id that is not known, with the nearest one that is.
    """
    found, there = list(dict.fromkeys(asked)), set(known)
    for value in found:
        if value not in there:
            raise ValueError(f"there is no {kind} {value!r} here. {advise(value, sorted(there), 'the record')}")
    return found


def check_claims(
    table: pd.DataFrame, asked: Iterable[str], others: Iterable[str] = (), kind: str = "claim"
) -> list[str]:
    """The claims asked for by their one ids, repeats dropped; each may be named by any id that it has.

    Args:
        table: claims.
        asked: ids.
        others: ids of other things that may be asked for.
        kind: what is asked for, for the message.

    Raises:
        ValueError: an id that is not known, with the nearest one that is.
    """
    further = further_places(table)
    same = dict(zip(further["id"], further["claim"], strict=True))
    return check_ids(kind, [same.get(claim, claim) for claim in asked], [*others, *table["id"]])


def actors_within(record: Tables, actors: Values[str]) -> set[str]:
    """The actors and all their members, however deep.

    Raises:
        ValueError: an actor that the record does not have.
    """
    wanted = set(check_ids("actor", actors, record.actors["id"]))
    rows = zip(record.actors["id"], record.actors["line"], strict=True)
    return {actor for actor, line in rows if wanted & set(line)}
