"""A small collection in which claims stand in several events; the rooms' tests open it.

``denial`` was first made at the talks and was repeated at the summit and in an interview; ``deal`` is the summit's own.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from tests.writing import claim, event, source, write_collection
from timeline.query.collection import Collection, open_collection

DENIAL, DEAL, RAIN, WEATHER = "No deal was made.", "A deal was made.", "It rained.", "It was wet."
EVENTS: dict[str, dict[str, Any]] = {
    "talks": event(
        title="The talks",
        when="2026-02-03",
        sources={
            "talks-one": source(name="talks-one", published="2026-03-10"),
            "talks-two": source("Second Wire", "talks-two", published="2026-02-20", cited_for="positions"),
        },
        claims=[
            claim(("alpha", "asserts", "2026-02-05", "talks-two"), text=RAIN),
            claim(
                ("alpha", "asserts", "2026-02-18", "talks-two"),
                ("boris", "denies", "2026-03-10", "talks-one"),
                text=DENIAL,
            ),
        ],
    ),
    "summit": event(
        title="The summit",
        when="2026-02-17",
        sources={"summit-one": source("Public Radio", "summit-one", published="2026-02-18")},
        claims=[claim(("beta", "asserts", "2026-02-18", "summit-one"), text=DEAL), {"same": "talks#2"}],
    ),
    "interview": event(
        title="An <interview>",
        when="2026-04-01",
        actors=["anna"],
        themes=["strikes"],
        sources={"interview-one": source("Second Wire", "interview-one", published="2026-04-02")},
        claims=[{"same": "talks#2"}, {"same": "summit#1"}],
    ),
    "storm": event(title="A storm", when="2026-05-01", sources={"storm-one": source(name="storm-one")}),
}
TOPICS = [
    {
        "id": "deal",
        "question": "Was a deal made?",
        "claims": [
            {"claim": "summit#1", "bears": "affirms", "text": DEAL},
            {"claim": "summit#2", "bears": "negates", "text": "There was never a deal"},
            {"claim": "interview#1", "bears": "negates"},
        ],
    },
]


NOTHING = {"date": "2026-02-20", "found": "none"}
NEAR = {"date": "2026-06-01", "found": "some", "note": "Boris spoke of lunch."}
NEAR_IN_WORDS = "Others have spoken near it, not on it: Boris spoke of lunch (looked for on 1 June 2026)."


def events(**changes: Any) -> dict[str, dict[str, Any]]:
    """The events, some with other fields; None takes one out."""
    given = copy.deepcopy(EVENTS)
    for name, fields in changes.items():
        if fields is None:
            del given[name]
        else:
            given[name] |= fields
    return given


def searched_events() -> dict[str, dict[str, Any]]:
    """The events, with one side alone on ``denial``: a position that two documents carry, and two searches."""
    sources = EVENTS["talks"]["sources"] | {
        "talks-late": source("Public Radio", "talks-late", published="2026-05-20", cited_for="positions"),
    }
    said = ("alpha", "asserts", "2026-02-18", "talks-two", "", ["talks-late"])
    denied = claim(said, text=DENIAL, sought=[NOTHING, NEAR])
    return events(talks={"sources": sources, "claims": [EVENTS["talks"]["claims"][0], denied]})


def open_shared(folder: Path, given: dict[str, dict[str, Any]] | None = None, **lists: Any) -> Collection:
    """The collection, opened; no fault is in it."""
    record = open_collection(write_collection(folder, given or EVENTS, **{"topics": TOPICS, **lists}))
    assert record.problems == ()
    return record
