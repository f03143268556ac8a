"""Evidence: how well an event is sourced, how the positions on a claim stand, and what was known when.

Grades are derived from the tables and never typed by hand; ``docs/method.md`` gives the rules with
their reasons. Everything here is vectorised: a frame in, a frame or series out.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from timeline.collection.tables import Tables
from timeline.collection.vocabulary import CONTESTS, SUPPORTS

AnyTables = TypeVar("AnyTables", bound=Tables)

HELD = ("state-run", "official")
"""Kinds of control that can make a publisher a side's own voice."""


def grade(tables: AnyTables) -> AnyTables:
    """The same tables with ``support``, ``contest`` and ``latest`` filled in."""
    positions = tables.positions.assign(latest=mark_latest(tables.positions))
    contest = derive_contest(positions)
    claims = tables.claims.assign(contest=tables.claims["id"].map(contest).astype("str"))
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
    pairs = events[["id", "sources"]].rename(columns={"id": "event"}).explode("sources").dropna()
    pairs["publisher"] = pairs["sources"].map(sources.set_index("id")["publisher"]).astype("str")
    pairs = pairs.drop_duplicates(["event", "publisher"]).drop(columns="sources")
    register = publishers.set_index("id")[["control", "controlled_by_side", "weak"]]
    pairs = pairs.join(register, on="publisher").rename(columns={"controlled_by_side": "side"})
    sides = events[["id", "sides"]].explode("sides").dropna()
    involved = pd.MultiIndex.from_frame(sides) if len(sides) else pd.MultiIndex.from_arrays([[], []])
    is_own = pairs["control"].isin(HELD) & pd.MultiIndex.from_frame(pairs[["event", "side"]]).isin(involved)
    pairs["weight"] = np.select([pairs["weak"].astype(bool), is_own], ["weak", "own"], "independent")
    return pairs[["event", "publisher", "side", "weight"]].reset_index(drop=True)


def derive_support(events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame) -> pd.Series:
    """Support of each event (vocabulary.SUPPORTS), indexed as ``events``."""
    weighed = weigh_publishers(events, sources, publishers)
    counts = weighed.assign(
        independent=weighed["weight"].eq("independent"),
        side=weighed["side"].where(weighed["weight"].eq("own")),
    ).groupby("event")
    independent = events["id"].map(counts["independent"].sum()).fillna(0)
    own_sides = events["id"].map(counts["side"].nunique()).fillna(0)
    grades = np.select(
        [(independent >= 2) | (own_sides >= 2), independent == 1, own_sides == 1],
        ["corroborated", "single-source", "one-side-only"],
        "weakly-sourced",
    )
    return pd.Series(grades, index=events.index, dtype="str")


def mark_latest(positions: pd.DataFrame) -> pd.Series:
    """True for each actor's latest position on a claim; undated positions count as earliest."""
    ordered = order_positions(positions)
    last = ~ordered.duplicated(["claim", "actor"], keep="last")
    return last.reindex(positions.index).astype(bool)


def order_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """Positions by date, undated ones first, those of one date in the order of the file."""
    return positions.sort_values(["date_start", "date_end"], na_position="first", kind="stable")


def derive_contest(positions: pd.DataFrame) -> pd.Series:
    """Contest of each claim (vocabulary.CONTESTS), indexed by claim id.

    Args:
        positions: with ``latest`` filled in; other rows are ignored.
    """
    latest = positions[positions["latest"].astype(bool)]
    side, stance = latest["side"], latest["stance"]
    facts = pd.DataFrame(
        {
            "claim": latest["claim"],
            "asserting": side.where(stance.eq("asserts")),
            "denying": side.where(stance.eq("denies")),
            "either": side.where(stance.isin(["asserts", "denies"])),
            "questioned": stance.eq("questions"),
        }
    ).groupby("claim", sort=False)
    asserting, denying = facts["asserting"].nunique(), facts["denying"].nunique()
    both = (asserting > 0) & (denying > 0)
    contest = np.select(
        [
            both & (facts["either"].nunique() > 1),
            both,
            denying > 0,
            facts["questioned"].any(),
            asserting > 1,
            asserting == 1,
        ],
        ["contested", "split", "denied", "questioned", "agreed", "one-sided"],
        "no-position",
    )
    return pd.Series(contest, index=asserting.index, dtype="str")


def _worst_contest(events: pd.Series, claims: pd.DataFrame) -> pd.Series:
    rank = {name: number for number, name in enumerate(CONTESTS)}
    worst = events.map(claims["contest"].map(rank).groupby(claims["event"]).min())
    return pd.Series(
        np.append(list(CONTESTS), "")[worst.fillna(len(rank)).astype(int)], index=events.index, dtype="str"
    )


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
    published = tables.sources.set_index("id")["published_end"]
    ended = tables.events.set_index("id")["end"]
    cited = tables.events[["id", "sources"]].explode("sources").dropna()
    known = (cited["sources"].map(published).fillna(cited["id"].map(ended)) <= limit).fillna(False)
    kept = cited[known].groupby("id")["sources"].agg(tuple)
    events = tables.events[tables.events["id"].isin(kept.index)].copy()
    events["sources"] = events["id"].map(kept)
    events["source_count"] = events["sources"].map(len).astype("Int64")
    publisher = tables.sources.set_index("id")["publisher"].to_dict()
    events["publishers"] = [tuple(dict.fromkeys(publisher[s] for s in ids)) for ids in events["sources"]]

    positions = tables.positions
    said = positions["date_end"].fillna(pd.Timestamp.min.as_unit("s"))
    told = positions["source"].map(published).fillna(positions["event"].map(ended))
    known_events = set(events["id"])
    positions = positions[(said <= limit) & (told <= limit).fillna(False) & positions["event"].isin(known_events)]
    claims = tables.claims[tables.claims["id"].isin(positions["claim"])]
    events["claim_count"] = events["id"].map(claims["event"].value_counts()).fillna(0).astype("Int64")
    links = tables.links[tables.links["event"].isin(known_events) & tables.links["to"].isin(known_events)]
    used = {*events["sources"].explode(), *positions["source"]}
    return grade(
        dataclasses.replace(
            tables,
            events=events.reset_index(drop=True),
            sources=tables.sources[tables.sources["id"].isin(used)].reset_index(drop=True),
            claims=claims.reset_index(drop=True),
            positions=positions.reset_index(drop=True),
            links=links.reset_index(drop=True),
            strikes=tables.strikes[tables.strikes["date"] <= limit].reset_index(drop=True),
        )
    )


def explain_supports(tables: Tables, events: pd.DataFrame) -> dict[str, str]:
    """Why each of these events has its support, in words; every publisher is named once.

    Args:
        tables: the record.
        events: rows of its events table.

    Returns:
        Event id to "Corroborated: two independent publishers: Reuters, AP; TASS is controlled by Russia".
    """
    weighed = weigh_publishers(events, tables.sources, tables.publishers)
    register = tables.publishers.set_index("id")
    actors = tables.actors.set_index("id")["name"]
    grades = dict(zip(events["id"], events["support"], strict=True))
    return {
        str(event): f"{SUPPORTS[grades[event]]}: {'; '.join(_weights_in_words(rows, register, actors))}."
        for event, rows in weighed.groupby("event", sort=False)
    }


def _weights_in_words(weighed: pd.DataFrame, register: pd.DataFrame, actors: pd.Series) -> list[str]:
    names = weighed["publisher"].map(register["name"])
    parts = []
    independent = names[weighed["weight"] == "independent"].tolist()
    if independent:
        parts.append(f"{_number(len(independent))} independent publisher{_s(independent)}: {', '.join(independent)}")
    for publisher in weighed.loc[weighed["weight"] == "own", "publisher"]:
        row = register.loc[publisher]
        verb = "speaks for" if row["control"] == "official" else "is controlled by"
        parts.append(f"{row['name']} {verb} {actors[row['controlled_by']]}, a party to this event")
    weak = names[weighed["weight"] == "weak"].tolist()
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
