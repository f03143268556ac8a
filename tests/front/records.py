"""A small record with a lead, whose numbers can all be moved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.writing import claim, event, source, write_collection
from timeline.query.collection import Collection, open_collection

STANDFIRST = "{events} events, {claims} claims, {disputed} disputed, {sources} documents, {from} to {to}."
TOPICS = [
    {
        "id": "deal",
        "question": "Is there a deal?",
        "claims": [{"claim": "meeting#1", "bears": "affirms"}, {"claim": "denial#1", "bears": "negates"}],
    },
    {"id": "date", "question": "Is there a date?", "claims": [{"claim": "denial#2", "bears": "affirms"}]},
    {"id": "silence", "question": "Who keeps silent?", "claims": [{"claim": "denial#3", "bears": "affirms"}]},
]
EVENTS: dict[str, dict[str, Any]] = {
    "meeting": event(
        when="2026-01-23",
        claims=[
            claim(
                *(("anna", "asserts", "2026-01-23"), ("gamma", "asserts", "2026-01-24"), ("boris", "denies")),
                text="They agreed.",
            )
        ],
    ),
    "denial": event(
        when="2026-02-04",
        sources={"one": source(name="denial")},
        claims=[
            claim(("anna", "asserts", "2026-02-04"), text="They agreed on nothing."),
            claim(("alpha", "asserts", "2026-02-04"), ("beta", "asserts", "2026-02-04"), text="They set a date."),
            claim(("boris", "declines", "2026-02-04"), text="They ate."),
        ],
    ),
    "quiet": event(when="2026-02-20", sources={"one": source(name="quiet")}),
}


def record_with(
    folder: Path,
    *links: str,
    events: dict[str, Any] | None = None,
    statements: list[dict[str, Any]] | None = None,
    **about: Any,
) -> Collection:
    """The record of EVENTS, whose questions have these links."""
    questions = [{"text": f"Question {number}", "link": link} for number, link in enumerate(links, start=1)]
    lead = {"title": "Talks", "headline": "Did they agree?", "standfirst": STANDFIRST, "questions": questions}
    lists = {"collection": lead | about, "topics": TOPICS, "statements": statements}
    record = open_collection(write_collection(folder, EVENTS | (events or {}), **lists))
    assert record.problems == ()
    return record
