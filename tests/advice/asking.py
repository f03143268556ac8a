"""Advice on small collections, by key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.writing import write_collection
from timeline.advice.advise import find_advice
from timeline.advice.items import Item
from timeline.query.collection import open_collection


def advice(folder: Path, kind: str = "") -> dict[str, Item]:
    """The advice on a collection, of one kind where it is given, by the ids that it speaks of."""
    record = open_collection(folder)
    assert record.problems == ()
    items = list(find_advice(record, record.daily, folder))
    assert len({item.key for item in items}) == len(items), "nothing is told twice"
    found = {item.about if kind else item.key: item for item in items}
    return {about: item for about, item in found.items() if not kind or item.kind == kind}


def advice_on(folder: Path, kind: str, events: dict[str, dict[str, Any]], **lists: Any) -> dict[str, Item]:
    """The advice of one kind on events that are written to a folder first."""
    return advice(write_collection(folder, events, **lists), kind)
