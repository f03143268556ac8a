"""Stance over time: who answered a topic's question how and when, and who changed.

A topic groups claims of several events about one question. Its stances are the positions on those claims,
turned about (asserts to denies and back) where the claim negates the question: docs/claims.md.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from timeline.collection.tables import Tables, rows_of
from timeline.evidence import order_positions
from timeline.ledger.stands import OPPOSITE, Part, check_claims

Row = dict[str, Any]
_UNDATED = pd.Timestamp.min.as_unit("s")  # an undated position counts as the earliest
STANCE_COLUMNS = (
    *("subject", "claim", "event", "actor", "side", "said", "bears", "stance"),
    *("date", "date_start", "date_end", "source", "publisher", "note", "latest"),
)
"""The columns of :func:`derive_stances`."""
_TOLD = ("actor", "stance", "said", "date", "date_start", "claim", "event", "source")


def derive_stances(record: Tables | Part, subjects: Iterable[str] | None = None) -> pd.DataFrame:
    """Every position on the subjects, as an answer to the subject's question.

    Args:
        record: the record, or the record as known on a day.
        subjects: topic ids and claim ids; None asks for all topics, then all claims.

    Returns:
        One row a position and subject, by subject in the order asked for, then by date, undated ones first:
        ``subject``, ``claim``, ``event``, ``actor``, ``side``, ``said`` (the stance on the claim), ``bears``
        (affirms or negates), ``stance`` (on the subject's question), ``date``, ``date_start``, ``date_end``,
        ``source``, ``publisher`` (id), ``note``, ``latest`` (of this actor on this claim).

    Raises:
        ValueError: an id that is neither a topic's nor a claim's, with the nearest one that is.
    """
    topics, claims = list(record.topics["id"]), list(record.claims["id"])
    everything = [*topics, *claims]
    wanted = everything
    if subjects is not None:
        wanted = check_claims(record.claims, subjects, topics, "topic or claim")
    alone = pd.DataFrame({"topic": claims, "claim": claims, "bears": "affirms"}, dtype="str")
    grouped = pd.concat([record.topic_claims[["topic", "claim", "bears"]], alone], ignore_index=True)
    grouped = grouped.rename(columns={"topic": "subject"})
    rank = {subject: number for number, subject in enumerate(wanted)}
    rows = grouped[grouped["subject"].isin(rank)].merge(record.positions, on="claim")
    rows = order_positions(rows)
    rows = rows.sort_values("subject", key=lambda ids: ids.map(rank), kind="stable", ignore_index=True)
    negated = rows["bears"].eq("negates")
    turned = rows["stance"].where(~negated, rows["stance"].replace(dict(OPPOSITE)))
    publisher = rows["source"].map(record.sources.set_index("id")["publisher"]).astype("str")
    rows = rows.assign(said=rows["stance"], stance=turned, publisher=publisher)
    return rows[list(STANCE_COLUMNS)]


def latest_answers(stances: pd.DataFrame) -> pd.DataFrame:
    """Each actor's latest answer to each question; "declines" only where the actor has said nothing else.

    Args:
        stances: as from :func:`derive_stances`.

    Returns:
        Rows of ``stances`` in their order, numbered anew. Of what an actor said on one day about several
        claims, the one that the topic lists last counts.
    """
    definite = stances["stance"].ne("declines")
    spoke = definite.groupby([stances["subject"], stances["actor"]]).transform("any").astype(bool)
    rows = stances[definite | ~spoke]
    return rows.drop_duplicates(["subject", "actor"], keep="last").reset_index(drop=True)


def find_turns(stances: pd.DataFrame) -> pd.DataFrame:
    """Changes of position: an actor, or a side through its members, who later stood otherwise.

    Days are compared, not rows: across claims nothing orders what was said on one day. Somebody has changed on a
    day who then takes none of the stances held until then. Declining to comment takes nothing back, so it is neither
    the beginning nor the end of a change.

    Args:
        stances: as from :func:`derive_stances`.

    Returns:
        One row a change, by subject in the order given, then by date, actors before sides: ``subject``,
        ``level`` ("actor" or "side"), ``who`` (actor id), then ``from_`` and ``to_`` of actor, stance, said,
        date, date_start, claim, event and source. A side's change is listed only between different members.
    """
    said = list(rows_of(stances[stances["stance"].ne("declines")]))
    order = {row["subject"]: number for number, row in enumerate(reversed(said))}
    found = []
    for level in ("actor", "side"):
        spoken: dict[tuple[str, str], list[Row]] = {}
        for row in said:
            spoken.setdefault((row["subject"], row[level]), []).append(row)
        for (subject, who), rows in spoken.items():
            for before, after in _turns_of(rows, same_actor=level == "actor"):
                turn = {"subject": subject, "level": level, "who": who}
                turn |= {f"from_{name}": before[name] for name in _TOLD}
                found.append(turn | {f"to_{name}": after[name] for name in _TOLD})
    found.sort(key=lambda turn: (-order[turn["subject"]], turn["to_date_start"]))
    return _turns_frame(found)


def _turns_frame(found: list[Row]) -> pd.DataFrame:
    names = ["subject", "level", "who", *(f"{end}_{name}" for end in ("from", "to") for name in _TOLD)]
    days = {"from_date_start": "datetime64[s]", "to_date_start": "datetime64[s]"}
    frame = pd.DataFrame(found, columns=names)
    return frame.astype({name: days.get(name, "str") for name in names})


def _turns_of(rows: list[Row], same_actor: bool) -> Iterator[tuple[Row, Row]]:
    """Pairs of positions (before, after) of one actor or side; ``rows`` are by date."""
    days = [list(day) for _, day in itertools.groupby(rows, key=_day)]
    held = days[0]
    for today in days[1:]:
        stances = {row["stance"] for row in held}
        kept = [row for row in today if row["stance"] in stances]
        for stance in [] if kept else dict.fromkeys(row["stance"] for row in today):
            new = [row for row in today if row["stance"] == stance]
            pairs = ((a, b) for a in reversed(held) for b in new if same_actor or a["actor"] != b["actor"])
            yield from itertools.islice(pairs, 1)
        held = kept or today


def _day(row: Row) -> pd.Timestamp:
    day: pd.Timestamp | None = row["date_start"]
    return _UNDATED if day is None or pd.isna(day) else day
