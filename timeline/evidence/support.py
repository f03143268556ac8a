"""How well an event is sourced, and why."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, is_same, positions_in
from timeline.collection.distinct import distinct, is_among
from timeline.collection.english import count, join, plural
from timeline.collection.id_lists import flatten
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import SUPPORTS
from timeline.evidence.counting import as_numbers, count_distinct, grade_each
from timeline.evidence.grades import MANY, grade_support

HELD = ("state-run", "official")
"""Kinds of control that can make a publisher a side's own voice."""
UNKNOWN = "unknown"
"""Of a publisher that nobody has looked up: it is set aside before the rule is applied. A weak one stays weak."""


def weigh_publishers(events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    """What each publisher counts for in each event.

    Returns:
        One row an (event, publisher): ``event``, ``publisher``, ``side`` (of its controller) and ``weight``:
        "independent", "own" (run by a side of this event), "weak", or "unknown" (nobody has looked up who owns it);
        in the order of the events' sources.
    """
    rows, publisher, side, weight = _weigh(events, sources, publishers)
    names = as_column(pa.array(["", *as_numbers(publishers, "controlled_by_side")[1].to_pylist()], LARGE_TEXT))
    return pd.DataFrame(
        {
            "event": events["id"].take(rows).reset_index(drop=True),
            "publisher": publishers["id"].take(publisher).reset_index(drop=True),
            "side": names.take(side + 1).reset_index(drop=True),
            "weight": pd.Series(np.array(_WEIGHTS)[weight], dtype="str"),
        }
    )


_WEIGHTS = ("independent", "own", "weak", "unknown")
_INDEPENDENT, _OWN, _WEAK, _UNKNOWN = range(4)


def _weigh(
    events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """As weigh_publishers, in numbers: rows of events and of publishers, a number for the side, place in _WEIGHTS."""
    rows, cited = cited_sources(events["sources"], sources)
    # Each publisher once an event, where it stands first: an event and a publisher together are one number.
    publisher = positions_in(arrow_text(sources["publisher"].take(cited)), arrow_text(publishers["id"]))
    _, first = np.unique(rows * max(len(publishers), 1) + publisher, return_index=True)
    first.sort()
    rows, publisher = rows[first], publisher[first]
    # A publisher is a side's own where (event, its controller's side) is among the (event, side) pairs of the events.
    codes, sides = as_numbers(publishers, "controlled_by_side")
    involved = flatten(events["sides"])
    place = positions_in(arrow_text(involved.names), sides)[involved.codes]
    keys = distinct(involved.rows[place >= 0] * len(sides) + place[place >= 0])
    side = codes[publisher]
    held = publishers["control"].isin(HELD).to_numpy()[publisher]
    own = held & is_among(rows * len(sides) + side, keys)
    weak = publishers["weak"].to_numpy(dtype=bool)[publisher]
    unknown = (publishers["control"] == UNKNOWN).to_numpy(dtype=bool)[publisher]
    return rows, publisher, side, np.select([weak, own, unknown], [_WEAK, _OWN, _UNKNOWN], _INDEPENDENT)


def cited_sources(cited: pd.Series, sources: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each id in a column of source ids: the number of its row, and the row of the source."""
    flat, ids = flatten(cited), arrow_text(sources["id"])
    names, codes = flat.names, flat.codes
    if is_same(arrow_text(names), ids):
        return flat.rows, codes
    if len(codes) < len(names):  # a few events of many
        used, codes = np.unique(codes, return_inverse=True)
        names = names.take(used)
    return flat.rows, positions_in(arrow_text(names), ids)[codes]


def carrying_sources(positions: pd.DataFrame, sources: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each document that carries a position, its first before its further ones: the row of each in its table."""
    first = positions_in(arrow_text(positions["source"]), arrow_text(sources["id"]))
    rows, further = cited_sources(positions["further_sources"], sources)
    rows, documents = np.concatenate([np.arange(len(first)), rows]), np.concatenate([first, further])
    order = np.argsort(rows, kind="stable")
    return rows[order], documents[order]


def derive_support(events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.Series:
    """Support of each event (vocabulary.SUPPORTS), indexed as ``events``."""
    rows, _, side, weight = _weigh(events, sources, publishers)
    independent = np.bincount(rows[weight == _INDEPENDENT], minlength=len(events))
    own_sides = count_distinct(rows[weight == _OWN], side[weight == _OWN], len(events))
    weak = np.bincount(rows[weight == _WEAK], minlength=len(events))
    return grade_each(grade_support, independent, own_sides, weak, index=events.index)


class Registers(Protocol):
    """Who knows the actors and publishers of a record."""

    @property
    def actors(self) -> pd.DataFrame:
        """Columns of ``ACTORS``."""

    @property
    def publishers(self) -> pd.DataFrame:
        """Columns of ``PUBLISHERS``."""


class Grounds(NamedTuple):
    """What the grade of an event rests on: the numbers that the rule was given, and everybody by name."""

    independent: int
    """Independent publishers: documents of one publisher are one source."""
    own_sides: int
    """Sides of the event whose own publishers report it."""
    weak: int
    """Publishers that corroborate nothing."""
    unknown: int
    """Publishers that were set aside, since nobody has looked up who owns them."""
    words: str
    """Such as "Corroborated: two independent publishers: Reuters, AP; Digest corroborates nothing (weak)."."""

    def of(self, documents: int) -> str:
        """What counts of so many documents: "1 independent source of 4"."""
        if not (self.independent or self.own_sides or self.weak):
            return f"{count(documents, 'source')} of unknown owner"
        if self.own_sides < MANY or self.independent >= MANY:
            told = count(self.independent, "independent source") if self.independent else "no independent source"
        else:  # what the grade rests on are the sides' own publishers
            told = f"{self.independent} independent and " if self.independent else ""
            told += f"{self.own_sides} sides’ own sources"
        return f"{told} of {documents}"


def explain_supports(registers: Registers, events: pd.DataFrame, sources: pd.DataFrame) -> dict[str, Grounds]:
    """Why each of these events has its support; every publisher is named once.

    Args:
        registers: the record's actors and publishers.
        events: some of its events.
        sources: the documents that the events cite, and perhaps others.

    Returns:
        Grounds by event id.
    """
    weighed = weigh_publishers(events, sources, registers.publishers)
    register = {row["id"]: row for row in rows_of(registers.publishers)}
    actors = dict(zip(registers.actors["id"], registers.actors["name"], strict=True))
    grades = dict(zip(events["id"], events["support"], strict=True))
    weights: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(weighed):
        weights.setdefault(row["event"], []).append({**register[row["publisher"]], **row})
    return {
        event: Grounds(
            independent=sum(row["weight"] == "independent" for row in found),
            own_sides=len({row["side"] for row in found if row["weight"] == "own"}),
            weak=sum(row["weight"] == "weak" for row in found),
            unknown=sum(row["weight"] == "unknown" for row in found),
            words=f"{SUPPORTS[grades[event]]}: {'; '.join(_weights_in_words(found, actors))}.",
        )
        for event, found in weights.items()
    }


def _weights_in_words(weighed: list[dict[str, Any]], actors: dict[str, str]) -> list[str]:
    """A part for each weight that occurs; publishers are rows of their register with their weight."""
    parts = []
    independent = [row["name"] for row in weighed if row["weight"] == "independent"]
    if independent:
        parts.append(
            f"{_number(len(independent))} independent {plural(len(independent), 'publisher')}: {', '.join(independent)}"
        )
    for row in (row for row in weighed if row["weight"] == "own"):
        verb = "speaks for" if row["control"] == "official" else "is controlled by"
        parts.append(f"{row['name']} {verb} {actors[row['controlled_by']]}, a party to this event")
    weak = [row["name"] for row in weighed if row["weight"] == "weak"]
    if weak:
        parts.append(f"{join(weak)} corroborate{'s' if len(weak) == 1 else ''} nothing (weak)")
    unknown = [row["name"] for row in weighed if row["weight"] == "unknown"]
    if unknown:
        publishers = plural(len(unknown), "publisher")
        parts.append(f"{_number(len(unknown))} {publishers} of unknown owner set aside: {', '.join(unknown)}")
    return parts


def _number(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if number < len(words) else str(number)
