"""A small collection with three dozen events of 2016 to 2025, and others far away from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.writing import event, source, write_collection

ROUNDS = 36
FIRST, LAST = "2016-01-15", "2025-12-08"
"""The first and the last day of the rounds of talks."""


def write_far(
    folder: Path, *far: str, fields: dict[str, Any] | None = None, rounds: int = ROUNDS, **lists: Any
) -> Path:
    """Rounds of talks, every third of them with a strike, and treaties at these times, "treaty-0" and so on.

    Args:
        folder: an empty one.
        far: when the treaties were sealed.
        fields: of each treaty.
        rounds: how many, always from the first day to the last.
        lists: as in ``write_collection``.
    """
    events = {}
    for number in range(rounds):
        day = _when(number / (rounds - 1))
        themes = ["talks" if number % 3 else "strikes"]
        sources = {"one": source(name=f"round-{number}", published=day)}
        events[f"round-{number}"] = event(title=f"Round {number + 1}", when=day, themes=themes, sources=sources)
    for number, when in enumerate(far):
        sources = {"one": source(name=f"treaty-{number}", published="2016-01-10")}
        given = {"title": "The old treaty is sealed", "sources": sources} | (fields or {})
        events[f"treaty-{number}"] = event(when=when, **given)
    return write_collection(folder, events, **lists)


def _when(share: float) -> str:
    """The day at this share of the time from the first day, 0, to the last, 1."""
    month = round(share * 119)
    return f"{2016 + month // 12}-{month % 12 + 1:02}-{15 - int(share * 7):02}"
