"""What changed between a snapshot and a later one, or today's record under the same filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from timeline.collection.places import event_of
from timeline.collection.series import SOURCE, Series
from timeline.collection.tables import About, rows_of
from timeline.query.record import Record
from timeline.snapshots.canonical import canonical_json
from timeline.snapshots.freeze import frozen_rows, tables_of
from timeline.snapshots.sides import Rows, Side, merged_claims, pair_claims
from timeline.snapshots.snapshot import Snapshot

_Item = TypeVar("_Item")

# What an editor writes of an event, and the two grades. What follows from these is not said twice.
FIELDS: Mapping[str, str] = {
    "title": "title",
    "when": "date",
    "when_text": "date as documents word it",
    "place": "place",
    "country": "country",
    "lat": "latitude",
    "lon": "longitude",
    "actors": "actors",
    "themes": "themes",
    "tags": "tags",
    "summary": "summary",
    "note": "note",
    "extra": "as it came",
    "sources": "sources",
    "citing": "whom its documents name",
    "figures_by": "whose figures",
    "links": "links",
    "support": "support",
    "contest": "disputed",
}
"""Fields of an event that are compared, and what readers call them; beside these, figures that both sides declare."""

_LATER = frozenset({"tags", "extra", "archived", "citing"})
"""Fields that no snapshot could hold at first. Rows without them do not tell whether that is why, so such a field is
compared only where the earlier side holds some."""

_COLUMNS: Mapping[str, Sequence[str]] = {
    "added": ("event", "title", "when", "support", "contest"),
    "removed": ("event", "title", "when", "why"),
    "changed": ("event", "title", "field", "was", "now"),
    "corrections": ("date", "event", "title", "was", "now", "reason"),
    "claims": ("claim", "event", "text", "change", "was", "now"),
    "contests": ("claim", "event", "text", "was", "now"),
    "positions": ("claim", "event", "text", "actor", "actor_name", "stance", "date", "url", "change"),
    "searches": ("claim", "event", "text", "date", "found", "note", "change"),
    "sources": ("url", "title", "field", "was", "now"),
    "strikes": ("date", "field", "was", "now"),
}


@dataclass(frozen=True, eq=False)
class Changes:
    """What moved; every table has one row a change, in the record's order."""

    before: Snapshot
    after: Snapshot | None
    """None for today's record."""
    same_data: bool
    """Whether both are of one version of the data."""
    ignored: tuple[str, ...]
    """What of the snapshot's filter today's record does not know, in words."""
    fields: Mapping[str, str]
    """Fields of an event that were compared, and what readers call them."""
    series: Series | None
    """What is counted day by day, as the later side declares it."""
    added: pd.DataFrame
    """Events that are only in the later view: ``event`` (id), ``title``, ``when``, ``support``, ``contest``."""
    removed: pd.DataFrame
    """Events that are no longer in it: ``event``, ``title``, ``when``, and in words ``why``."""
    changed: pd.DataFrame
    """Events that both hold, one row a field: ``event``, ``title``, ``field`` (of ``fields``), ``was``, ``now``."""
    corrections: pd.DataFrame
    """Corrections, published since, of events that both hold or of none: ``date``, ``event``, ``title``, ``was``,
    ``now``, ``reason``."""
    claims: pd.DataFrame
    """Claims that stand in events that both hold: ``claim``, ``event``, ``text``, ``change`` ("added", "removed",
    "reworded"; "moved" where another event holds it now, "merged" where it is one now with a claim of another event),
    ``was``, ``now``."""
    contests: pd.DataFrame
    """Claims whose grade changed: ``claim``, ``event``, ``text``, ``was``, ``now``."""
    positions: pd.DataFrame
    """Positions on claims of events that both hold: ``claim``, ``event``, ``text``, ``actor``, ``actor_name``,
    ``stance``, ``date``, ``url``, ``change`` ("added" or "removed")."""
    searches: pd.DataFrame
    """Searches for what others say, on claims of events that both hold: ``claim``, ``event``, ``text``, ``date``,
    ``found``, ``note``, ``change`` ("added" or "removed")."""
    sources: pd.DataFrame
    """Documents that both cite: ``url``, ``title``, ``field``, ``was``, ``now``."""
    strikes: pd.DataFrame
    """The series' days: ``date``, ``field`` (a column of the series, or "day"), ``was``, ``now``."""

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: getattr(self, name) for name in _COLUMNS}

    @property
    def is_empty(self) -> bool:
        """Whether nothing moved."""
        return all(table.empty for table in self.tables.values())


def compare_snapshots(before: Snapshot, after: Snapshot) -> Changes:
    """How a later snapshot differs from an earlier one; both should have the same filter to be worth comparing.

    Raises:
        Damaged: rows of one cannot be read; no snapshot that this software froze is so.
    """
    same = _Same.of(tables_of(before).about, tables_of(after).about)
    tables = after.document["tables"]
    moved = _compare(before.document["tables"], tables, _Fate(tables, None), same)
    return Changes(before, after, before.version == after.version, (), same.fields, same.series, **moved)


def compare_with_record(snapshot: Snapshot, record: Record) -> Changes:
    """How today's record differs from a snapshot, under the snapshot's filter.

    Raises:
        Damaged: its rows cannot be read; no snapshot that this software froze is so.
    """
    same = _Same.of(tables_of(snapshot).about, record.about)
    flt, ignored = record.read_filter(snapshot.query)
    tables = frozen_rows(record.view(flt))
    moved = _compare(snapshot.document["tables"], tables, _Fate(tables, record), same)
    told = tuple(str(left) for left in ignored)
    return Changes(snapshot, None, snapshot.version == record.version, told, same.fields, same.series, **moved)


@dataclass(frozen=True)
class _Same:
    """What both sides can say: a column that only one of them has tells of no change."""

    fields: Mapping[str, str]
    days: tuple[str, ...]
    series: Series | None

    @classmethod
    def of(cls, before: About, after: About) -> _Same:
        """What two collections have in common; in the later one's words."""
        old = {figure.id for figure in before.figures}
        figures = {figure.id: figure.label for figure in after.figures if figure.id in old}
        known = set(before.series.columns) if before.series else set()
        both = [name for name in after.series.columns if name in known] if after.series else []
        fields = list(FIELDS.items())
        place = list(FIELDS).index("figures_by")
        compared = dict([*fields[:place], *figures.items(), *fields[place:]])
        return cls(compared, (*both, SOURCE), after.series or before.series)


@dataclass(frozen=True)
class _Fate:
    """Says why an event is no longer there."""

    tables: Mapping[str, Rows]
    record: Record | None

    def why(self, event: str) -> str:
        rows: Rows = self.tables["corrections"]
        if self.record is not None:
            if self.record.has("events", event):
                return "it is still on record but no longer fits the filter"
            corrections = self.record.corrections
            rows = rows_of(corrections[corrections["event"] == event])
        for row in rows:
            if row.get("event") == event and row["kind"] != "corrected":
                reason = f": {row['reason']}" if row.get("reason") else ""
                fate = f"merged into {row.get('to', 'another')}" if row["kind"] == "merged" else "withdrawn"
                return f"it was {fate}{reason}"
        return "it is not in the later snapshot" if self.record is None else "it is no longer on record"


def _compare(old: Mapping[str, Rows], new: Mapping[str, Rows], fate: _Fate, same: _Same) -> dict[str, pd.DataFrame]:
    before, after = Side(old), Side(new)
    both = [event for event in after.events if event in before.events]
    pairs = pair_claims(before, after, set(both))
    merged = merged_claims(before, after, pairs)
    title_when = ("title", "when")
    fields = _held(same.fields, before.events.values())
    found: dict[str, Rows] = {
        "added": [
            {"event": event} | {name: row.get(name, "") for name in (*title_when, "support", "contest")}
            for event, row in after.events.items()
            if event not in before.events
        ],
        "removed": [
            {"event": event} | {name: row.get(name, "") for name in title_when} | {"why": fate.why(event)}
            for event, row in before.events.items()
            if event not in after.events
        ],
        "changed": [
            {"event": event, "title": after.events[event].get("title", "")} | change
            for event in both
            for change in _field_changes(before.events[event], after.events[event], fields)
        ],
        "corrections": list(_new_corrections(old["corrections"], new["corrections"], after, set(both))),
        "claims": list(_claim_changes(before, after, pairs, merged, set(both))),
        "contests": [
            _of_claim(now) | {"was": was.get("contest", ""), "now": now.get("contest", "")}
            for was, now in ((before.claims[one], after.claims[other]) for one, other in pairs.items())
            if was.get("contest") != now.get("contest")
        ],
        "positions": list(_position_changes(before, after, pairs, merged, set(both))),
        "searches": list(_search_changes(before, after, pairs, merged, set(both))),
        "sources": list(_source_changes(old["sources"], new["sources"])),
        "strikes": list(_day_changes(old["strikes"], new["strikes"], same.days)),
    }
    return {name: pd.DataFrame(found[name], columns=list(columns)) for name, columns in _COLUMNS.items()}


def _new_corrections(old: Rows, new: Rows, after: Side, both: set[str]) -> Iterable[dict[str, Any]]:
    for row in new:
        if row["kind"] == "corrected" and row.get("event", "") in {"", *both} and row not in old:
            told = {name: row.get(name, "") for name in ("date", "event", "was", "now", "reason")}
            title = after.events[row["event"]].get("title", "") if told["event"] else "the record as a whole"
            yield told | {"title": title}


def _held(fields: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The fields that the rows of the earlier side could hold."""
    return [name for name in fields if name not in _LATER or any(name in row for row in rows)]


def _field_changes(was: Mapping[str, Any], now: Mapping[str, Any], fields: Iterable[str]) -> Rows:
    pairs = ((name, in_cell(was.get(name)), in_cell(now.get(name))) for name in fields)
    return [{"field": name, "was": one, "now": other} for name, one, other in pairs if one != other]


def in_cell(value: Any) -> str:
    """A value as a table shows it; nothing is ''.

    >>> in_cell(["a", "b"]), in_cell(55.0), in_cell(0.00005), in_cell(None)
    ('a, b', '55', '0.00005', '')
    """
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return canonical_json(value)
    return "" if value is None else str(value)


def _of_claim(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"claim": row["id"], "event": row["event"], "text": row.get("text", "")}


def _claim_changes(
    before: Side, after: Side, pairs: Mapping[str, str], merged: Mapping[str, str], both: set[str]
) -> Iterable[dict[str, Any]]:
    came_from = {other: one for one, other in pairs.items()}
    for claim, row in after.claims.items():
        if not after.stands(claim, both):
            continue
        text = row.get("text", "")
        if claim not in came_from:
            yield _of_claim(row) | {"change": "added", "was": "", "now": text}
            continue
        was = before.claims[came_from[claim]].get("text", "")
        if event_of(claim) != event_of(came_from[claim]):
            yield _of_claim(row) | {"change": "moved", "was": was, "now": text}
        elif was != text:
            yield _of_claim(row) | {"change": "reworded", "was": was, "now": text}
    for claim, other in merged.items():
        was, row = before.claims[claim], after.claims[other]
        yield _of_claim(row) | {"change": "merged", "was": was.get("text", ""), "now": row.get("text", "")}
    for claim, row in before.claims.items():
        if before.stands(claim, both) and claim not in pairs and claim not in merged:
            yield _of_claim(row) | {"change": "removed", "was": row.get("text", ""), "now": ""}


def _position_changes(
    before: Side, after: Side, pairs: Mapping[str, str], merged: Mapping[str, str], both: set[str]
) -> Iterable[dict[str, Any]]:
    """Positions of events that both hold; they are counted, for somebody may say the same twice."""
    old, new = _count_both(_count_positions, before, after, pairs, merged, both)
    names = before.names() | after.names()
    for moved, change in ((new - old, "added"), (old - new, "removed")):
        for position in moved.elements():
            row = (before if position.side else after).claims[position.claim]
            who = {"actor": position.actor, "actor_name": names.get(position.actor, position.actor)}
            said = {"stance": position.stance, "date": position.date, "url": position.url}
            yield _of_claim(row) | who | said | {"change": change}


class _Position(NamedTuple):
    """What makes two positions the same."""

    side: str
    """Whose number the claim has: "" for the later side's, which paired claims have."""
    claim: str
    actor: str
    stance: str
    date: str
    url: str


def _count_positions(
    side: Side, pairs: Mapping[str, tuple[str, str]], name: str, both: set[str], claims: AbstractSet[str]
) -> Counter[_Position]:
    return Counter(
        _Position(
            *pairs.get(row["claim"], (name, row["claim"])),
            row["actor"],
            row["stance"],
            row.get("date", ""),
            side.urls[row["source"]],
        )
        for row in side.tables["positions"]
        if row["claim"] in claims and side.stands(row["claim"], both)
    )


class _Search(NamedTuple):
    """What makes two searches the same."""

    side: str
    """As of a position."""
    claim: str
    date: str
    found: str
    by: str
    note: str


def _search_changes(
    before: Side, after: Side, pairs: Mapping[str, str], merged: Mapping[str, str], both: set[str]
) -> Iterable[dict[str, Any]]:
    """Searches on claims of events that both hold."""
    old, new = _count_both(_count_searches, before, after, pairs, merged, both)
    for moved, change in ((new - old, "added"), (old - new, "removed")):
        for search in moved.elements():
            row = (before if search.side else after).claims[search.claim]
            told = {"date": search.date, "found": search.found, "note": search.note}
            yield _of_claim(row) | told | {"change": change}


def _count_searches(
    side: Side, pairs: Mapping[str, tuple[str, str]], name: str, both: set[str], claims: AbstractSet[str]
) -> Counter[_Search]:
    return Counter(
        _Search(
            *pairs.get(row["claim"], (name, row["claim"])),
            *(row.get(field, "") for field in ("date", "found", "by", "note")),
        )
        for row in side.tables.get("searches", ())
        if row["claim"] in claims and side.stands(row["claim"], both)
    )


def _count_both(
    count: Callable[..., Counter[_Item]],
    before: Side,
    after: Side,
    pairs: Mapping[str, str],
    merged: Mapping[str, str],
    both: set[str],
) -> tuple[Counter[_Item], Counter[_Item]]:
    """What was on the claims before, and what is now; what was on two claims that are one now counts once."""
    numbered = {one: ("", other) for one, other in pairs.items()}
    old = count(before, numbered, "before", both, before.claims.keys() - merged.keys())
    for one, other in merged.items():
        old |= count(before, {one: ("", other)}, "before", both, {one})
    return old, count(after, {}, "", both, after.claims.keys())


_SOURCE_FIELDS = ("publisher", "via", "citing", "title", "published", "language", "kind", "archived")


def _source_changes(old: Rows, new: Rows) -> Iterable[dict[str, Any]]:
    known, fields = {row["url"]: row for row in old if row.get("url")}, _held(_SOURCE_FIELDS, old)
    for row in new:
        was = known.get(row.get("url", ""))
        for change in _field_changes(was, row, fields) if was else ():
            yield {"url": row["url"], "title": row.get("title", "")} | change


def _day_changes(old: Rows, new: Rows, columns: Iterable[str]) -> Iterable[dict[str, Any]]:
    before, after = ({row["date"]: row for row in rows} for rows in (old, new))
    for day in sorted(before.keys() | after.keys()):
        was, now = before.get(day), after.get(day)
        if was is None or now is None:
            yield {"date": day, "field": "day", "was": "reported" if was else "", "now": "reported" if now else ""}
        else:
            for change in _field_changes(was, now, columns):
                yield {"date": day} | change
