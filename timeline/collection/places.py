"""Where claims stand: each in the event where it was first made, some in further events too.

A claim is one row with one id, wherever it stands. Its column ``also`` has the ids that its other places have:
``other-event#2`` for the second claim in the list of that event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.id_lists import collect, flatten
from timeline.collection.tables import rows_of


def event_of(claim: str) -> str:
    """The event that the id of a claim names.

    >>> event_of("first-meeting#2")
    'first-meeting'
    """
    return claim.partition("#")[0]


def number_of(claim: str) -> int:
    """The place of a claim in the list of the event that its id names, from 1; 0 where the id gives none."""
    number = claim.partition("#")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def places_of(claim: Mapping[str, Any]) -> dict[str, str]:
    """The events that a claim stands in, its own first, with the id that it has there.

    Args:
        claim: ``id``, ``event`` and ``also``.
    """
    return {claim["event"]: claim["id"]} | {event_of(place): place for place in claim["also"]}


def by_place(claims: pd.DataFrame) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    """The claims that stand in each event, by event: numbers there and rows, in the order of the numbers."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for row in rows_of(claims):
        for event, place in places_of(row).items():
            found.setdefault(event, []).append((number_of(place), row))
    return {event: sorted(held, key=itemgetter(0)) for event, held in found.items()}


def further_places(claims: pd.DataFrame) -> pd.DataFrame:
    """The places that claims have beside their own.

    Returns:
        One row a place, by claim: ``row`` (that of the claim, from 0), ``claim`` (its id), ``holder`` (its event),
        ``id`` (that it has there) and ``event``.
    """
    rows, codes, names = flatten(claims["also"])
    ids = [str(name) for name in names.take(codes)]
    own = claims[["id", "event"]].take(rows)
    texts = {"claim": own["id"].tolist(), "holder": own["event"].tolist(), "id": ids, "event": [*map(event_of, ids)]}
    return pd.DataFrame({"row": rows, **{name: pd.Series(held, dtype="str") for name, held in texts.items()}})


def stands_in(claims: pd.DataFrame, events: Iterable[str]) -> np.ndarray:
    """Which claims stand in one of these events: a boolean for each row."""
    wanted = set(events)
    found = claims["event"].isin(wanted).to_numpy(dtype=bool, copy=True)
    further = further_places(claims)
    found[further["row"].to_numpy()[further["event"].isin(wanted).to_numpy(dtype=bool)]] = True
    return found


def at_each_place(positions: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """The positions once for each event that their claim stands in; ``event`` says which."""
    further = further_places(claims)[["claim", "event"]]
    if further.empty:
        return positions
    more = positions.drop(columns="event").merge(further, on="claim")
    return pd.concat([positions, more[positions.columns]], ignore_index=True)


def moved(claims: pd.DataFrame, is_there: Callable[[str], bool]) -> dict[str, str]:
    """Claims whose own event is not there: id to the first of their further events that is."""
    found: dict[str, str] = {}
    further = further_places(claims)
    for claim, holder, event in zip(further["claim"], further["holder"], further["event"], strict=True):
        if claim not in found and not is_there(holder) and is_there(event):
            found[claim] = event
    return found


def move(table: pd.DataFrame, column: str, to: Mapping[str, str]) -> pd.DataFrame:
    """Claims, positions or searches, with the events that :func:`moved` gives them.

    Args:
        table: with ``event``.
        column: the one with the id of the claim.
        to: as from :func:`moved`.
    """
    if not to:
        return table
    return table.assign(event=table[column].map(to).fillna(table["event"]).astype(table["event"].dtype))


def trim(claims: pd.DataFrame, is_there: Callable[[str], bool]) -> pd.DataFrame:
    """Claims without the further places whose event is not there."""
    rows, codes, names = flatten(claims["also"])
    stays = np.array([is_there(event_of(str(name))) for name in names], dtype=bool)
    if stays.all():
        return claims
    kept = stays[codes]
    also = collect(rows[kept], codes[kept], names, len(claims))
    return claims.assign(also=pd.Series(also.astype(claims["also"].dtype), index=claims.index))
