"""One actor's profile: who it is, what it took part in, what it said, who stood with it and against it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from timeline.collection.tables import Tables, rows_of
from timeline.ledger.stands import OPPOSITE, latest_positions

_PLACED = ("time", "day", "month")


@dataclass(frozen=True, slots=True, eq=False)
class ActorProfile:
    """What the record holds of one actor; a wider actor speaks and acts through its members too.

    Attributes:
        id: actor id.
        kind: a word of ``vocabulary.ACTOR_KINDS``.
        role: '' if the register gives none.
        aliases: other names, any script.
        line: the wider actors above it, nearest first, as (id, name).
        side: id of the top of that line.
        members: one row a member at any depth, in the register's order: ``id``, ``name``, ``kind``, ``role``,
            ``member_of``.
        events: rows of the events table that name it or a member, by start.
        months: number of events by the month in which they began (``datetime64[s]``), ascending, empty months left out.
        unplaced_events: how many of the events have no month: their date is a season, a year or open.
        positions: one row a latest position, newest first and undated ones last: ``claim``, ``event``, ``text``,
            ``contest``, ``actor``, ``actor_name``, ``stance``, ``date``, ``date_start``, ``date_end``, ``source``,
            ``changed`` (whether that actor took another stance on the claim before).
        companions: one row an actor that events name beside it, most events first: ``actor``, ``name``, ``side``,
            ``side_name``, ``event_count``. Its own members and the wider actors above it are left out.
        opponents: one row an actor whose latest stance on a claim is the opposite (asserts against denies), most
            claims first: ``actor``, ``name``, ``side``, ``side_name``, ``claim_count``, ``claims`` (ids).
    """

    id: str
    name: str
    kind: str
    role: str
    aliases: tuple[str, ...]
    line: tuple[tuple[str, str], ...]
    side: str
    members: pd.DataFrame
    events: pd.DataFrame
    months: pd.Series
    unplaced_events: int
    positions: pd.DataFrame
    companions: pd.DataFrame
    opponents: pd.DataFrame


def actor_profile(tables: Tables, actor: str) -> ActorProfile:
    """The profile of one actor over all events of these tables.

    Args:
        tables: the record with grades, rewound or whole.
        actor: an actor id.

    Raises:
        KeyError: the record has no such actor.
    """
    register = tables.actors.set_index("id", drop=False)
    if actor not in register.index:
        raise KeyError(f"the record has no actor {actor!r}; write an id of the register")
    row = rows_of(register.loc[[actor]])[0]
    below = tables.actors[[actor in line[1:] for line in tables.actors["line"]]]
    voices = {actor, *below["id"]}
    kin = voices | set(row["line"])
    named = tables.events[["id", "actors"]].explode("actors").dropna()
    events = tables.events[tables.events["id"].isin(named.loc[named["actors"].isin(voices), "id"])]
    months, unplaced = _months(events)
    names = register["name"]
    return ActorProfile(
        id=actor,
        name=row["name"],
        kind=row["kind"],
        role=row["role"],
        aliases=row["aliases"],
        line=tuple((wider, str(names[wider])) for wider in row["line"][1:]),
        side=row["side"],
        members=below[["id", "name", "kind", "role", "member_of"]].reset_index(drop=True),
        events=events.reset_index(drop=True),
        months=months,
        unplaced_events=unplaced,
        positions=_positions(tables, voices, names),
        companions=_companions(named[named["id"].isin(events["id"])], kin, register),
        opponents=_opponents(latest_positions(tables), voices, register),
    )


def _months(events: pd.DataFrame) -> tuple[pd.Series, int]:
    placed = events["start"].notna() & events["precision"].isin(_PLACED)
    starts = events.loc[placed, "start"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    counts = pd.Series(starts, dtype="datetime64[s]").value_counts().sort_index()
    return counts.rename("event_count").rename_axis("month").astype("int64"), int((~placed).sum())


def _positions(tables: Tables, voices: set[str], names: pd.Series) -> pd.DataFrame:
    """Latest positions of these actors, newest first."""
    taken = tables.positions[tables.positions["actor"].isin(voices)]
    varied = taken.groupby(["claim", "actor"])["stance"].transform("nunique") > 1
    latest = taken.assign(changed=varied.astype(bool))[taken["latest"].astype(bool)]
    claims = tables.claims.set_index("id")
    latest = latest.assign(
        text=latest["claim"].map(claims["text"]).astype("str"),
        contest=latest["claim"].map(claims["contest"]).astype("str"),
        actor_name=latest["actor"].map(names).astype("str"),
    )
    latest = latest.sort_values(["date_start", "date_end"], ascending=False, na_position="last", kind="stable")
    return latest[list(_POSITION)].reset_index(drop=True)


_POSITION = (
    "claim",
    "event",
    "text",
    "contest",
    "actor",
    "actor_name",
    "stance",
    "date",
    "date_start",
    "date_end",
    "source",
    "changed",
)


def _companions(named: pd.DataFrame, kin: set[str], register: pd.DataFrame) -> pd.DataFrame:
    """Actors that these (event, actor) pairs name, kin left out."""
    others = named[~named["actors"].isin(kin)].drop_duplicates()
    counts = others.groupby("actors")["id"].size()
    return _ranked(pd.DataFrame({"event_count": counts}), register, "event_count")


def _opponents(latest: pd.DataFrame, voices: set[str], register: pd.DataFrame) -> pd.DataFrame:
    """Actors that last stood against one of these voices on a claim."""
    own = latest[latest["actor"].isin(voices)][["claim", "stance"]].drop_duplicates()
    against = own.assign(stance=own["stance"].map(OPPOSITE)).dropna()
    others = latest[~latest["actor"].isin(voices)][["claim", "stance", "actor"]]
    found = others.merge(against, on=["claim", "stance"]).drop_duplicates(["claim", "actor"])
    claims = found.sort_values("claim").groupby("actor")["claim"].agg(tuple)
    table = pd.DataFrame({"claim_count": claims.map(len).astype("int64"), "claims": claims})
    return _ranked(table, register, "claim_count")


def _ranked(table: pd.DataFrame, register: pd.DataFrame, by: str) -> pd.DataFrame:
    """A table by actor with names and sides in front, most first, equals by name."""
    ids = table.index.tolist()
    sides = register.loc[ids, "side"].tolist()
    said = pd.DataFrame(
        {
            "actor": ids,
            "name": register.loc[ids, "name"].tolist(),
            "side": sides,
            "side_name": register.loc[sides, "name"].tolist(),
        },
        dtype="str",
    )
    whole = pd.concat([said, table.reset_index(drop=True)], axis="columns")
    return whole.sort_values([by, "name", "actor"], ascending=[False, True, True]).reset_index(drop=True)
