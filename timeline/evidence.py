"""Evidence: how well an event is sourced, how the positions on a claim stand, and what was known when.

Grades are derived from the tables and never typed by hand; ``docs/method.md`` gives the rules with
their reasons. Everything here is vectorised: a frame in, a frame or series out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, is_same, positions_in
from timeline.collection.distinct import distinct, is_among
from timeline.collection.id_lists import collect, drop_repeats, flatten
from timeline.collection.tables import Tables, rows_of
from timeline.collection.vocabulary import CONTESTS, SUPPORTS

AnyTables = TypeVar("AnyTables", bound=Tables)

HELD = ("state-run", "official")
"""Kinds of control that can make a publisher a side's own voice."""


def grade(tables: AnyTables) -> AnyTables:
    """The same tables with ``support``, ``contest`` and ``latest`` filled in."""
    positions = tables.positions.assign(latest=mark_latest(tables.positions))
    contest = derive_contest(positions)
    places = positions_in(arrow_text(tables.claims["id"]), arrow_text(contest.index))
    claims = tables.claims.assign(contest=contest.take(places).set_axis(tables.claims.index))
    events = tables.events.assign(
        support=derive_support(tables.events, tables.sources, tables.publishers),
        contest=_worst_contest(tables.events["id"], claims),
    )
    return dataclasses.replace(tables, events=events, claims=claims, positions=positions)


def weigh_publishers(events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.DataFrame:
    """What each publisher counts for in each event.

    Returns:
        One row an (event, publisher): ``event``, ``publisher``, ``side`` (of its controller) and ``weight``:
        "independent", "own" (run by a side of this event) or "weak"; in the order of the events' sources.
    """
    rows, publisher, side, weight = _weigh(events, sources, publishers)
    names = as_column(pa.array(["", *_texts(publishers, "controlled_by_side")[1].to_pylist()], LARGE_TEXT))
    return pd.DataFrame(
        {
            "event": events["id"].take(rows).reset_index(drop=True),
            "publisher": publishers["id"].take(publisher).reset_index(drop=True),
            "side": names.take(side + 1).reset_index(drop=True),
            "weight": pd.Series(np.array(_WEIGHTS)[weight], dtype="str"),
        }
    )


_WEIGHTS = ("independent", "own", "weak")
_INDEPENDENT, _OWN, _WEAK = range(3)


def _weigh(
    events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """As weigh_publishers, in numbers: rows of events and of publishers, a number for the side, place in _WEIGHTS."""
    rows, cited = cited_sources(events["sources"], sources)
    publisher = positions_in(arrow_text(sources["publisher"].take(cited)), arrow_text(publishers["id"]))
    _, first = np.unique(rows * max(len(publishers), 1) + publisher, return_index=True)
    first.sort()
    rows, publisher = rows[first], publisher[first]
    codes, sides = _texts(publishers, "controlled_by_side")
    involved = flatten(events["sides"])
    place = positions_in(arrow_text(involved.names), sides)[involved.codes]
    keys = distinct(involved.rows[place >= 0] * len(sides) + place[place >= 0])
    side = codes[publisher]
    held = publishers["control"].isin(HELD).to_numpy()[publisher]
    own = held & is_among(rows * len(sides) + side, keys)
    weak = publishers["weak"].to_numpy(dtype=bool)[publisher]
    return rows, publisher, side, np.select([weak, own], [_WEAK, _OWN], _INDEPENDENT)


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


def _texts(table: pd.DataFrame, column: str) -> tuple[np.ndarray, pa.Array]:
    """A text column as numbers, and the distinct texts that they stand for."""
    encoded = arrow_text(table[column]).dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary


def derive_support(events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.Series:
    """Support of each event (vocabulary.SUPPORTS), indexed as ``events``."""
    rows, _, side, weight = _weigh(events, sources, publishers)
    independent = np.bincount(rows[weight == _INDEPENDENT], minlength=len(events))
    own_sides = _distinct(rows[weight == _OWN], side[weight == _OWN], len(events))
    grades = np.select(
        [(independent >= 2) | (own_sides >= 2), independent == 1, own_sides == 1],
        [0, 1, 2],
        3,
    )
    return _worded(grades, ("corroborated", "single-source", "one-side-only", "weakly-sourced"), events.index)


def _distinct(groups: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """How many distinct values each group has; groups are numbered below ``size``."""
    width = int(values.max()) + 1 if len(values) else 1
    found: np.ndarray = np.bincount(distinct(groups * width + values) // width, minlength=size)
    return found


def _worded(numbers: np.ndarray, words: Sequence[str], index: pd.Index) -> pd.Series:
    """Numbers as the words they stand for."""
    column = as_column(pa.array(words, LARGE_TEXT).take(pa.array(numbers)))
    column.index = index
    return column


def mark_latest(positions: pd.DataFrame) -> pd.Series:
    """True for each actor's latest position on a claim; undated positions count as earliest."""
    claims, (actors, names) = _texts(positions, "claim")[0], _texts(positions, "actor")
    keys = claims * max(len(names), 1) + actors
    bounds = (
        positions[name].to_numpy().astype("datetime64[s]").astype(np.int64) for name in ("date_end", "date_start")
    )
    order = np.lexsort((*bounds, keys))
    last = np.ones(len(order), dtype=bool)
    last[:-1] = keys[order][1:] != keys[order][:-1]
    latest = np.zeros(len(order), dtype=bool)
    latest[order[last]] = True
    return pd.Series(latest, index=positions.index)


def order_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """Positions by date, undated ones first, those of one date in the order of the file."""
    return positions.sort_values(["date_start", "date_end"], na_position="first", kind="stable")


def derive_contest(positions: pd.DataFrame) -> pd.Series:
    """Contest of each claim (vocabulary.CONTESTS), indexed by claim id.

    Args:
        positions: with ``latest`` filled in; other rows are ignored.
    """
    latest = positions[positions["latest"].astype(bool)]
    (claim, ids), side = _texts(latest, "claim"), _texts(latest, "side")[0]
    stance = latest["stance"]
    asserts, denies = stance.eq("asserts").to_numpy(), stance.eq("denies").to_numpy()
    questioned = np.bincount(claim[stance.eq("questions").to_numpy()], minlength=len(ids)) > 0

    def sides(chosen: np.ndarray) -> np.ndarray:
        return _distinct(claim[chosen], side[chosen], len(ids))

    asserting, denying = sides(asserts), sides(denies)
    both = (asserting > 0) & (denying > 0)
    contest = np.select(
        [both & (sides(asserts | denies) > 1), both, denying > 0, questioned, asserting > 1, asserting == 1],
        [0, 1, 2, 3, 4, 5],
        6,
    )
    words = ("contested", "split", "denied", "questioned", "agreed", "one-sided", "no-position")
    return _worded(contest, words, pd.Index(as_column(ids), name="claim"))


def _worst_contest(events: pd.Series, claims: pd.DataFrame) -> pd.Series:
    words = (*CONTESTS, "")
    rows = positions_in(arrow_text(claims["event"]), arrow_text(events))
    ranks = positions_in(arrow_text(claims["contest"]), pa.array(words, LARGE_TEXT))
    worst = np.full(len(events), len(CONTESTS))
    np.minimum.at(worst, rows[rows >= 0], ranks[rows >= 0])
    return _worded(worst, words, events.index)


def find_changes(positions: pd.DataFrame) -> pd.DataFrame:
    """Changed positions: an actor, or a side through its members, whose later stance differs.

    Returns:
        One row a change, by date: ``claim``, ``level`` ("actor" or "side"), ``who`` (actor id), then
        ``from_`` and ``to_`` of actor, stance, date, source. A side's change is listed only where the two
        statements come from different members on different dates (else the actor's row says it).
    """
    ordered = order_positions(positions)
    frames = []
    for level in ("actor", "side"):
        earlier = ordered.groupby(["claim", level], sort=False)[
            ["actor", "stance", "date", "date_start", "source"]
        ].shift()
        changed = earlier["stance"].notna() & (earlier["stance"] != ordered["stance"])
        if level == "side":
            later = ordered["date_start"] > earlier["date_start"]
            changed &= (earlier["actor"] != ordered["actor"]) & (later | earlier["date_start"].isna())
        now, before = ordered[changed], earlier[changed]
        frames.append(
            pd.DataFrame(
                {"claim": now["claim"], "level": level, "who": now[level]}
                | {f"from_{name}": before[name] for name in ("actor", "stance", "date", "source")}
                | {f"to_{name}": now[name] for name in ("actor", "stance", "date", "source")}
                | {"_at": now["date_start"]}
            )
        )
    changes = pd.concat(frames).sort_values("_at", kind="stable", na_position="first")
    return changes.drop(columns="_at").reset_index(drop=True)


def known_on(tables: AnyTables, day: date) -> AnyTables:
    """The record as known on ``day``, with grades derived anew.

    Sources published after the day, positions taken after it and later strike days drop out, then events
    without a source and claims without a position. A date that is only known to the month counts from its last day; a
    source without a date counts as known from its event's end on.
    """
    if tables.events.empty:
        return tables
    limit = np.datetime64(day, "s")
    published, ended = _seconds(tables.sources["published_end"]), _seconds(tables.events["end"])
    rows, cited = cited_sources(tables.events["sources"], tables.sources)
    known = _known_at(published[cited], ended[rows]) <= limit
    told = np.bincount(rows[known], minlength=len(tables.events))
    kept = np.flatnonzero(told)
    events = tables.events.take(kept)
    number = np.cumsum(told > 0) - 1
    rows, cited = number[rows[known]], cited[known]
    sources = collect(rows, cited, pd.Index(tables.sources["id"]), len(kept))
    publisher, ids = _texts(tables.sources, "publisher")
    publishers = drop_repeats(rows, publisher[cited], pd.Index(as_column(ids)), len(kept))
    as_before = tables.events["sources"].dtype
    events["sources"] = pd.Series(sources.astype(as_before), index=events.index)
    events["publishers"] = pd.Series(publishers.astype(as_before), index=events.index)
    events["source_count"] = pd.array(told[kept], dtype="Int64")

    ids = arrow_text(tables.events["id"])
    event = positions_in(arrow_text(tables.positions["event"]), ids)
    source = positions_in(arrow_text(tables.positions["source"]), arrow_text(tables.sources["id"]))
    said = _seconds(tables.positions["date_end"])
    heard = _known_at(published[source], ended[event]) <= limit
    positions = tables.positions[(np.isnat(said) | (said <= limit)) & heard & (told[event] > 0)]
    claims = tables.claims[positions_in(arrow_text(tables.claims["id"]), arrow_text(positions["claim"])) >= 0]
    of = positions_in(arrow_text(claims["event"]), ids)
    events["claim_count"] = pd.array(np.bincount(of, minlength=len(told))[kept], dtype="Int64")
    known_events = arrow_text(events["id"])
    ends = [positions_in(arrow_text(tables.links[end]), known_events) for end in ("event", "to")]
    links = tables.links[(ends[0] >= 0) & (ends[1] >= 0)]
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
            strikes=tables.strikes[tables.strikes["date"] <= limit].reset_index(drop=True),
        )
    )


def _seconds(column: pd.Series) -> np.ndarray:
    return column.to_numpy().astype("datetime64[s]")


def _known_at(published: np.ndarray, ended: np.ndarray) -> np.ndarray:
    """When a source was known: once published, or where that is unknown once its event had ended; NaT for never."""
    return np.where(np.isnat(published), ended, published)


class Registers(Protocol):
    """Who knows the actors and publishers of a record."""

    @property
    def actors(self) -> pd.DataFrame:
        """Columns of ``ACTORS``."""

    @property
    def publishers(self) -> pd.DataFrame:
        """Columns of ``PUBLISHERS``."""


def explain_supports(registers: Registers, events: pd.DataFrame, sources: pd.DataFrame) -> dict[str, str]:
    """Why each of these events has its support, in words; every publisher is named once.

    Args:
        registers: the record's actors and publishers.
        events: some of its events.
        sources: the documents that the events cite, and perhaps others.

    Returns:
        Event id to "Corroborated: two independent publishers: Reuters, AP; TASS is controlled by Russia".
    """
    weighed = weigh_publishers(events, sources, registers.publishers)
    register = {row["id"]: row for row in rows_of(registers.publishers)}
    actors = dict(zip(registers.actors["id"], registers.actors["name"], strict=True))
    grades = dict(zip(events["id"], events["support"], strict=True))
    weights: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for row in rows_of(weighed):
        weights.setdefault(row["event"], []).append((row["weight"], register[row["publisher"]]))
    return {
        event: f"{SUPPORTS[grades[event]]}: {'; '.join(_weights_in_words(found, actors))}."
        for event, found in weights.items()
    }


def _weights_in_words(weighed: list[tuple[str, dict[str, Any]]], actors: dict[str, str]) -> list[str]:
    """A part for each weight that occurs; publishers are rows of their register."""
    parts = []
    independent = [row["name"] for weight, row in weighed if weight == "independent"]
    if independent:
        parts.append(f"{_number(len(independent))} independent publisher{_s(independent)}: {', '.join(independent)}")
    for row in (row for weight, row in weighed if weight == "own"):
        verb = "speaks for" if row["control"] == "official" else "is controlled by"
        parts.append(f"{row['name']} {verb} {actors[row['controlled_by']]}, a party to this event")
    weak = [row["name"] for weight, row in weighed if weight == "weak"]
    if weak:
        parts.append(f"{_join(weak)} corroborate{'s' if len(weak) == 1 else ''} nothing (weak)")
    return parts


def explain_contest(tables: Tables, claim: str) -> str:
    """Why a claim has its contest, in words: each stance with the actors who last took it."""
    latest = tables.positions[(tables.positions["claim"] == claim) & tables.positions["latest"].astype(bool)]
    grades = tables.claims.set_index("id")["contest"]
    names = tables.actors.set_index("id")["name"]
    verbs = {"asserts": "asserted", "denies": "denied", "questions": "questioned", "declines": "left open"}
    parts = [
        f"{verb} by {_join([str(names[a]) for a in latest.loc[latest['stance'] == stance, 'actor']])}"
        for stance, verb in verbs.items()
        if (latest["stance"] == stance).any()
    ]
    if "asserts" not in set(latest["stance"]):
        parts.append("nobody on record asserts it")
    return f"{CONTESTS[grades[claim]]}: {'; '.join(parts)}."


def _number(count: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[count] if count < len(words) else str(count)


def _s(items: list[str]) -> str:
    return "" if len(items) == 1 else "s"


def _join(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
