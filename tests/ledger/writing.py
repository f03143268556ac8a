"""Records for the ledger's tests: claims and topics on dated positions, opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.writing import ACTORS, claim, event, source, write_collection
from timeline.query.collection import Collection, open_collection

PUBLISHERS = {"paper": "Digest", "second": "Second Wire"}
DIGEST = {"id": "digest", "name": "Digest", "kind": "organisation"}


def record_of(
    folder: Path,
    claims: dict[str, tuple[tuple[Any, ...], ...]],
    topics: list[dict[str, Any]] | None = None,
    statements: list[dict[str, Any]] | None = None,
    *,
    with_digest: bool = True,
    **fields: Any,
) -> Collection:
    """One event a claim, named "e-NAME" with its claim "e-NAME#1", whose text is the name.

    Args:
        folder: an empty one.
        claims: name to its (actor, stance[, date[, source name]]) rows; sources are published on the date;
            those named "paper" and "second" have publishers of their own.
        topics: as in topics.yaml.
        statements: those of the document "paper", as in statements.yaml.
        with_digest: whether the publisher of "paper" is an actor too.
        fields: of every event.
    """
    events = {}
    for name, rows in claims.items():
        positions, sources = [], {}
        for number, (actor, stance, *rest) in enumerate(rows):
            day = rest[0] if rest else ""
            key = rest[1] if len(rest) > 1 else f"{name}-{number}"
            published = "2026-01-01" if key == "paper" else day or "2026-01-01"
            sources[key] = source(PUBLISHERS.get(key, "First Wire"), name=key, published=published)
            positions.append((actor, stance, day, key))
        given = {"when": "2026-01-01", "sources": sources, "claims": [claim(*positions, text=name)]}
        events[f"e-{name}"] = event(**(given | fields))
    lists = {"topics": topics} if topics else {}
    if statements:
        lists["statements"] = [{"document": "https://example.org/paper", "statements": statements}]
    record = open_collection(
        write_collection(folder, events, actors=[*ACTORS, *([DIGEST] if with_digest else [])], **lists)
    )
    assert not record.problems, record.problems
    return record


def statement(number: int, *claims: str, **fields: str) -> dict[str, Any]:
    """A statement with the wording "Statement NUMBER" that makes the claims of these names."""
    made = [{"claim": f"e-{name}#1", "text": name} for name in claims]
    return {"number": number, "wording": f"Statement {number}", "claims": made, **fields}


def topic(question: str, **bears: str) -> dict[str, Any]:
    """A topic with the id "t": claim name to affirms or negates."""
    claims = [{"claim": f"e-{name}#1", "bears": how, "text": name} for name, how in bears.items()]
    return {"id": "t", "question": question, "claims": claims}
