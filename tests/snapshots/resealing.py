"""A snapshot with one part changed and the hash computed anew, as anybody can do; and everything that reads one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.query.collection import Collection
from timeline.snapshots.change_words import describe_changes, sum_up
from timeline.snapshots.compare import compare_snapshots
from timeline.snapshots.files import read_file
from timeline.snapshots.freeze import tables_of
from timeline.snapshots.preview import draw_preview
from timeline.snapshots.publish import write_page
from timeline.snapshots.snapshot import Snapshot, seal

Path = tuple[str | int, ...]
GONE = object()
VALUES: tuple[Any, ...] = (
    "x",
    "",
    "alpha",
    "2026-02-30",
    "12026-01-01",
    "\u202e\0",
    0,
    -1,
    2**53 - 1,
    1.5,
    True,
    None,
    [],
)
VALUES += (["x"], [""], {}, GONE)


def parts_of(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where each value of a document stands, dicts and lists included."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield (*path, name)
        yield from parts_of(part, (*path, name))


def reseal(snapshot: Snapshot, path: Path, value: Any) -> Snapshot:
    """The snapshot with another value in one place, or none, and a hash that is right."""
    document = copy.deepcopy({name: part for name, part in snapshot.document.items() if name != "sha256"})
    at: Any = document
    for name in path[:-1]:
        at = at[name]
    if value is GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return seal(document)


def open_file(text: str) -> tuple[Snapshot, Collection]:
    """What a downloaded file holds."""
    snapshot = read_file(text.encode())
    return snapshot, Collection.from_tables(tables_of(snapshot))


def show(snapshot: Snapshot, record: Collection) -> None:
    """The page that a reader is sent: cards, chart and all."""
    write_page(snapshot, record, "https://example.org")


def show_everything(snapshot: Snapshot, record: Collection, original: Snapshot) -> None:
    """The page, its picture, what changed to and from the original, and every file of the view."""
    show(snapshot, record)
    draw_preview(snapshot, record)
    for before, after in ((snapshot, original), (original, snapshot)):
        changes = compare_snapshots(before, after)
        sum_up(changes)
        describe_changes(changes)
    for name in VIEW_FORMATS:
        write_view(record.view(snapshot.filter), name, "https://example.org")
