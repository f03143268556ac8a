"""Small records that snapshots are made of in tests."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.writing import claim, event, source, write_collection
from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter
from timeline.snapshots.freeze import freeze
from timeline.snapshots.snapshot import Snapshot

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)

EVENTS: dict[str, dict[str, Any]] = {
    "meeting": event(
        place={"name": "Null Island", "country": "GH", "lat": 0.00005, "lon": 55.0},
        actors=["anna", "beta"],
        sources={"one": source(), "two": source("Alpha TV", "two", via="Digest")},
        claims=[
            claim(
                ("anna", "asserts", "2026-02-03"),
                ("boris", "denies", "2026-02-04", "two", "Of the draft."),
                text="They agreed.",
            ),
            claim(("beta", "asserts", "2026-02-03"), text="They met for an hour."),
        ],
        links=[{"to": "strike", "relation": "follows"}],
    ),
    "strike": event(
        title="A heavy night",
        when="2026-01-29/2026-01-30",
        actors=["beta"],
        themes=["strikes"],
        sources={"three": source("Second Wire", "three", published=None)},
        figures={"drones": 0, "missiles": 12, "by": "alpha-army"},
    ),
    "ancient": event(title="Long ago", when="-0699-03-15", actors=["gamma"], sources={"four": source(name="four")}),
}
LISTS: dict[str, Any] = {
    "collection": {
        "title": "Test <collection>",
        "licence": {"name": "CC BY 4.0", "url": "https://example.org/by"},
        "maintainers": ["Zoë", "Ło"],
        "strikes": {"title": "Strikes", "by": "alpha-army", "credit": "Army"},
    },
    "topics": [
        {"id": "deal", "question": "Is there a deal?", "claims": [{"claim": "meeting#1", "bears": "affirms"}]},
    ],
    "corrections": [
        {
            "date": "2026-03-01",
            "event": "meeting",
            "kind": "corrected",
            "was": "4 February",
            "now": "3 February",
            "reason": "a misreading",
        },
        {"date": "2026-03-02", "event": "first-meeting", "kind": "merged", "to": "meeting", "reason": "twice"},
        {"date": "2026-03-03", "event": "rumour", "kind": "withdrawn", "reason": "no source"},
    ],
}
SAID: list[dict[str, Any]] = [
    {
        "document": "https://example.org/one",
        "statements": [
            {"number": 1, "wording": "It was agreed.", "claims": [{"claim": "meeting#1"}, {"claim": "meeting#2"}]}
        ],
    }
]
"""Statements of a document, which the record of EVENTS has only in tests of them: `statements=SAID`."""
STRIKES = (
    "date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source\n"
    "2026-01-29,100,90,,,https://example.org/29\n2026-01-30,200,,3,1,https://example.org/30\n"
    "2026-02-10,0,0,0,0,https://example.org/10\n"
)


def open_record(folder: Path, changes: dict[str, Any] | None = None, **lists: Any) -> Collection:
    """The record of EVENTS in a folder; ``changes`` gives some events new fields, None takes one out."""
    events = copy.deepcopy(EVENTS)
    for name, fields in (changes or {}).items():
        if fields is None:
            del events[name]
        else:
            events[name] = event(**(events.get(name, {}) | fields))
    write_collection(folder, events, **(LISTS | lists))
    (folder / "strikes.csv").write_text(STRIKES)
    record = open_collection(folder)
    assert record.problems == (), "\n".join(map(str, record.problems))
    return record


def freeze_query(record: Collection, query: str = "", **fields: Any) -> Snapshot:
    """A snapshot of a filter at noon."""
    return freeze(record.view(Filter.from_query(query)[0]), **({"now": NOON} | fields))
