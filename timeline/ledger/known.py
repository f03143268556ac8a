"""What was known when: the record on one day against another day, or against all that it holds today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from timeline.collection.english import count, day_in_words
from timeline.collection.tables import Tables
from timeline.collection.vocabulary import CONTESTS
from timeline.evidence import carrying_sources
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.stands import Part
from timeline.query.record import Record

_POSITION = ["claim", "actor", "stance", "date", "source"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """How the record moved from one day to another."""

    first: date
    last: date | None
    """None: all that the record holds."""
    before: Tables
    after: Tables
    events: pd.DataFrame
    """Events that appeared: rows of ``after.events`` in its order."""
    claims: pd.DataFrame
    """Claims that appeared: rows of ``after.claims``."""
    grades: pd.DataFrame
    """Grades that moved of what both days know, events before claims: ``kind`` ("support" or "contest"),
    ``id`` (event or claim id), ``event``, ``from_``, ``to_``."""
    positions: pd.DataFrame
    """Positions taken: rows of ``after.positions``."""
    changes: pd.DataFrame
    """Changes of position that came to light, on topics and on single claims: ``stances.find_turns``."""

    @property
    def known(self) -> int:
        """Number of events that were known on the first day."""
        return len(self.before.events)

    def sentences(self) -> list[str]:
        """What moved, in words, one sentence a kind; what did not move is said too."""
        moved = self.grades["kind"].value_counts()
        last = "today" if self.last is None else day_in_words(self.last)
        on_claims = self.changes[self.changes["subject"].isin(self.after.claims["id"])]
        return [
            f"Between {day_in_words(self.first)} and {last}: {count(len(self.events), 'event')} became known.",
            f"Grades changed: support for {count(int(moved.get('support', 0)), 'event')}, "
            f"“Disputed?” for {count(int(moved.get('contest', 0)), 'claim')}.",
            f"{count(len(self.positions), 'position')} became known, with "
            f"{count(len(on_claims), 'change')} of position on single claims.",
        ]


def compare_known(record: Record, first: date, last: date | None = None) -> Comparison:
    """How the record as known on one day differs from a later day's.

    Args:
        record: today's record.
        first: the earlier day.
        last: the later day; None for all that the record holds.

    Raises:
        ValueError: the days are in the wrong order.
    """
    if last is not None and last < first:
        raise ValueError(f"{first} is later than {last}; give the earlier day first")
    before = record.known_on(first).tables()
    after = record.tables() if last is None else record.known_on(last).tables()
    named = _as_named_later(before, after)
    return Comparison(
        first=first,
        last=last,
        before=before,
        after=after,
        events=_new(after.events, before.events, ["id"]),
        claims=_new(after.claims, before.claims, ["id"]),
        grades=_moved_grades(before, after),
        positions=_new(after.positions, named.positions, _POSITION),
        changes=_new_changes(named, after),
    )


def _as_named_later(before: Tables, after: Tables) -> Part:
    """The earlier day with each position under its first document of the later day, which may not have been known."""
    rows, documents = carrying_sources(after.positions, after.sources)
    carried = after.positions.take(rows).assign(source=after.sources["id"].take(documents).to_numpy())
    keys = carried[_POSITION].itertuples(index=False, name=None)
    first = dict(zip(keys, after.positions["source"].take(rows), strict=True))
    known = before.positions[_POSITION].itertuples(index=False, name=None)
    sources = pd.Series([first.get(key, key[-1]) for key in known], dtype="str", index=before.positions.index)
    positions = before.positions.assign(source=sources)
    return Part(
        before.events,
        before.claims,
        positions,
        before.searches,
        after.sources,
        before.topics,
        before.topic_claims,
        before.links,
        before.statements,
    )


def known_in_words(record: Record, day: date) -> str:
    """How the record on a day differs from today's, in one line.

    Returns:
        "on 10 February 2026: 61 of 169 events known; 9 claims disputed between sides, 6 of them still today,
        3 now agreed", with the grades that these claims have today, most disputed first.
    """
    known = record.known_on(day).tables()
    line = f"on {day_in_words(day)}: {len(known.events):,} of {count(record.sizes['events'], 'event')} known"
    contested = known.claims.loc[known.claims["contest"] == "contested", "id"]
    if contested.empty:
        return f"{line}; no claim disputed between sides"
    today = record.tables().claims.set_index("id")["contest"].loc[contested].value_counts()
    return f"{line}; {count(len(contested), 'claim')} disputed between sides, {_fates(today)}"


def _fates(today: pd.Series) -> str:
    """What has become of disputed claims: "6 of them still today, 3 now agreed"; ``today`` has the claims by grade."""
    moved = [(grade, name.lower()) for grade, name in CONTESTS.items() if grade in today.index and grade != "contested"]
    if today.sum() == 1:
        return f"now {moved[0][1]}" if moved else "still today"
    still = int(today.get("contested", 0))
    some = f"{still:,}" if moved and still else "none" if moved else "all"
    return ", ".join([f"{some} of them still today", *(f"{today[grade]:,} now {name}" for grade, name in moved)])


def _new(after: pd.DataFrame, before: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The rows of ``after`` whose key is not in ``before``, in their order."""
    known = pd.MultiIndex.from_frame(before[key])
    return after[~pd.MultiIndex.from_frame(after[key]).isin(known)].reset_index(drop=True)


def _moved_grades(before: Tables, after: Tables) -> pd.DataFrame:
    frames = []
    tables = (("support", before.events, after.events), ("contest", before.claims, after.claims))
    for kind, old, new in tables:
        pairs = new.merge(old[["id", kind]], on="id", suffixes=("", "_before"))
        pairs = pairs[pairs[kind] != pairs[f"{kind}_before"]]
        event = pairs["id"] if kind == "support" else pairs["event"]
        moved = {"kind": kind, "id": pairs["id"], "event": event}
        frames.append(pd.DataFrame(moved | {"from_": pairs[f"{kind}_before"], "to_": pairs[kind]}, dtype="str"))
    return pd.concat(frames, ignore_index=True)


def _new_changes(before: Part, after: Tables) -> pd.DataFrame:
    """Changes that the earlier record does not show; one that it shows with another beginning is not new."""
    old, new = (find_turns(derive_stances(record)) for record in (before, after))
    ends = ["subject", "level", "who", "to_stance", "to_date", "to_claim", "to_source"]
    return _new(new, old, ends)
