"""Documents get ids of their own from the names that events give them."""

from __future__ import annotations

import time
from pathlib import Path

from tests.writing import event, source, write_collection
from timeline.collection.check import Register
from timeline.collection.entries import SourceEntry
from timeline.collection.folder import Folder, TextOrigin
from timeline.collection.source_table import SourceTable
from timeline.collection.yaml_text import Document
from timeline.query.collection import open_collection


def test_documents_of_one_name_are_numbered_in_their_order(tmp_path: Path) -> None:
    names = {"a": ["one"], "b": ["one-2"], "c": ["one"], "d": ["one-3", "one"], "e": ["one"]}
    events = {
        event_id: event(sources={name: source(name=f"{event_id}-{name}") for name in given})
        for event_id, given in names.items()
    }
    record = open_collection(write_collection(tmp_path, events))
    ids = dict(zip(record.sources["url"].str.removeprefix("https://example.org/"), record.sources["id"], strict=True))
    assert ids == {
        "a-one": "one",
        "b-one-2": "one-2",
        "c-one": "one-3",
        "d-one-3": "one-3-2",
        "d-one": "one-4",
        "e-one": "one-5",
    }


def test_a_name_that_all_documents_have_costs_no_more_than_another(tmp_path: Path) -> None:
    """An import may call each document "source"; the 100,000th must not look at all numbers before it."""
    origin, seconds = TextOrigin("events/x.md", Document()), list[float]()
    for same in (False, True):
        table = SourceTable(Register(open_lists=frozenset({"publishers"})), Folder(tmp_path), {}, packed=False)
        began = time.process_time()
        for number in range(40_000):
            told = SourceEntry.model_construct(publisher="P", title="T", url=f"https://example.org/{number}", kind=None)
            table.take("source" if same else f"source-{number}", told, origin)
        seconds.append(time.process_time() - began)
    assert seconds[1] < 10 * seconds[0]
