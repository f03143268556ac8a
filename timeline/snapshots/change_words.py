"""What changed since a snapshot, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.collection.edtf import when_in_words
from timeline.collection.english import capital, count, join
from timeline.collection.series import Noun
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, STANCES, SUPPORTS
from timeline.snapshots.compare import Changes

_GRADES: Mapping[str, Mapping[str, str]] = {"support": SUPPORTS, "contest": CONTESTS}
_SEARCH = Noun(one="search", many="searches")
_CLAIMS = ("added", "reworded", "moved", "merged", "removed")
_MANY, _AROUND = 120, 30
"""Characters of a long text that a line shows, and before the place where two of them part."""


def sum_up(changes: Changes) -> str:
    """One sentence: "Since this snapshot: 3 events added, 1 corrected; 2 positions new."."""
    since = _since(changes)
    corrected = set(changes.corrections["event"]) - {""}
    only_changed = set(changes.changed["event"]) - corrected
    said, reworded, sought = (table["change"] for table in (changes.positions, changes.claims, changes.searches))
    moved = len(changes.contests)
    parts = [
        _counts(
            "event",
            ("added", len(changes.added)),
            ("corrected", len(corrected)),
            ("changed", len(only_changed)),
            ("removed", len(changes.removed)),
        ),
        _counts("claim", *((word, int((reworded == word).sum())) for word in _CLAIMS)),
        _counts("correction", ("of the record as a whole", int((changes.corrections["event"] == "").sum()))),
        f"{count(moved, 'claim')} graded differently" if moved else "",
        _counts("position", ("new", int((said == "added").sum())), ("removed", int((said == "removed").sum()))),
        _counts(_SEARCH, ("new", int((sought == "added").sum())), ("removed", int((sought == "removed").sum()))),
        _counts("document", ("described differently", changes.sources["url"].nunique())),
        _counts(_day(changes), ("reported differently", changes.strikes["date"].nunique())),
    ]
    told = "; ".join(part for part in parts if part)
    if told:
        return f"{since}: {told}."
    if changes.same_data:
        return f"{since} nothing has changed. It is the same version of the data."
    kinds = ["events", "claims", "positions", "documents", *([_day(changes).many] if changes.series else [])]
    return f"{since} nothing has changed in its {join(kinds)}. The data has another version, with changes elsewhere."


def describe_changes(changes: Changes) -> dict[str, list[str]]:
    """A line a change under a heading a kind; kinds without a change are left out."""
    tables: dict[str, list[dict[str, Any]]] = {name: rows_of(table) for name, table in changes.tables.items()}
    found = {
        "Events added": [f"{_when(row['when'])}: {row['title']}" for row in tables["added"]],
        "Events removed": [f"{_when(row['when'])}: {row['title']} ({row['why']})" for row in tables["removed"]],
        "Corrections": [_correction(row) for row in tables["corrections"]],
        "Events changed, field by field": [_field(row, changes.fields) for row in tables["changed"]],
        "Claims": [_claim(row) for row in tables["claims"]],
        "Claims graded differently": [
            f"{_label('contest', row['was'])} → {_label('contest', row['now'])}: {row['text']}"
            for row in tables["contests"]
        ],
        "Positions new": [_position(row) for row in tables["positions"] if row["change"] == "added"],
        "Positions removed": [_position(row) for row in tables["positions"] if row["change"] == "removed"],
        "Searches for what others say": [_search(row) for row in tables["searches"]],
        "Documents": [f"{row['title']}, {row['field']}: {_from_to(row)}" for row in tables["sources"]],
        capital(_day(changes).many): [
            f"{_when(row['date'])}, {row['field'].replace('_', ' ')}: {_from_to(row)}" for row in tables["strikes"]
        ],
        "No longer known to the record": list(changes.ignored),
    }
    if changes.after is not None and changes.after.query != changes.before.query:
        found["Different filters"] = [f"{changes.before.words} against {changes.after.words}"]
    return {heading: lines for heading, lines in found.items() if lines}


def _since(changes: Changes) -> str:
    if changes.after is None:
        return "Since this snapshot"
    return f"From {changes.before.frozen_words} to {changes.after.frozen_words}"


def _day(changes: Changes) -> Noun:
    """What a day of the series is called."""
    return changes.series.day if changes.series else Noun(one="day", many="days")


def _counts(noun: str | Noun, *counts: tuple[str, int]) -> str:
    """3 events added, 1 corrected."""
    told = [(word, number) for word, number in counts if number]
    if not told:
        return ""
    (first, number), rest = told[0], told[1:]
    noun = noun if isinstance(noun, Noun) else Noun(one=noun, many=f"{noun}s")
    lead = f"{noun.of(number)} {first}"
    return ", ".join([lead, *(f"{n:,} {word}" for word, n in rest)])


def _correction(row: Mapping[str, str]) -> str:
    reason = f" ({row['reason']})" if row["reason"] else ""
    return f"{_when(row['date'])}: {row['title']}: {_from_to(row)}{reason}"


def _field(row: Mapping[str, str], fields: Mapping[str, str]) -> str:
    labelled = {end: _label(row["field"], row[end]) for end in ("was", "now")}
    return f"{row['title']}, {fields[row['field']]}: {_from_to(labelled)}"


def _claim(row: Mapping[str, str]) -> str:
    change = {"moved": "now held by another event", "merged": "now one with a claim of another event"}.get(
        row["change"], row["change"]
    )
    is_reworded = row["change"] not in ("added", "removed") and row["was"] != row["now"]
    return f"{change}: {_from_to(row) if is_reworded else row['text']}"


def _position(row: Mapping[str, str]) -> str:
    stance = STANCES.get(row["stance"], row["stance"])
    return f"{row['actor_name']} {stance} ({_when(row['date']) or 'undated'}): {row['text']}"


def _search(row: Mapping[str, str]) -> str:
    came_to = {"none": "nothing found", "some": "something near it found"}[row["found"]]
    return f"{row['change']} ({_when(row['date'])}, {came_to}): {row['text']}"


def _when(date: str) -> str:
    """An EDTF date in words; what is none as it is."""
    try:
        return when_in_words(date) if date else ""
    except ValueError:
        return date


def _label(field: str, value: str) -> str:
    if field == "when":
        return _when(value)
    return _GRADES.get(field, {}).get(value, value)


def _from_to(row: Mapping[str, str]) -> str:
    """Both texts, long ones from a little before the place where they part."""
    was, now = row["was"], row["now"]
    if not was or not now:
        return f"now {_short(now)}" if now else f"no longer {_short(was)}"
    if max(len(was), len(now)) > _MANY:
        parting = next(
            (place for place, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now))
        )
        start = max(0, parting - _AROUND)
        start = was.find(" ", start, parting) + 1 or start if start else 0  # not in the middle of a word
        was, now = (("…" if start else "") + text[start:] for text in (was, now))
    return f"{_short(was)} → {_short(now)}"


def _short(text: str) -> str:
    return text if len(text) <= _MANY else text[:_MANY].rstrip() + "…"
