"""Snapshots as the server sees them: the store of the settings, frozen rows that are open, what changed since."""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from typing import NamedTuple

import streamlit as st

from timeline.query.collection import Collection
from timeline.query.record import Record
from timeline.snapshots.change_words import sum_up
from timeline.snapshots.compare import Changes, compare_with_record
from timeline.snapshots.freeze import tables_of
from timeline.snapshots.signatures import sign
from timeline.snapshots.snapshot import Snapshot, id_of
from timeline.snapshots.store import SnapshotStore
from timeline.snapshots.timestamps import NoStamp, add_stamp
from timeline.web.settings import TIMESTAMP, cap_bytes, freezes_an_hour, key_file, snapshots_place

_log = logging.getLogger(__name__)
MOST_OPEN = 8
"""Snapshots that stay open; at most 20 MB of JSON each, unless the settings allow more."""
MOST_COMPARED = 50_000
"""Events of today's view beyond which a comparison would keep readers waiting."""


class Opened(NamedTuple):
    """A snapshot whose rows are open like any record."""

    snapshot: Snapshot
    record: Record
    signature: str


def snapshot_store() -> SnapshotStore:
    """The store that the settings name.

    Raises:
        StoreUnavailable: they name none that can be used.
    """
    return _store(snapshots_place(), cap_bytes(), freezes_an_hour())


@cache
def _store(place: str, most_bytes: int, an_hour: int) -> SnapshotStore:
    return SnapshotStore(place, cap_bytes=most_bytes, an_hour=an_hour)


def keep_snapshot(snapshot: Snapshot, client: str) -> None:
    """Keeps a snapshot, signed if the settings name a key, and dated if they name an authority that answers.

    Raises:
        SnapshotError: it cannot be kept, or not be signed.
    """
    key, authority = key_file(), TIMESTAMP.value()
    signature = sign(snapshot.sha256, key) if key else ""
    if signature and authority:
        try:
            signature = add_stamp(signature, authority)
        except NoStamp as error:  # a reader should not fail to freeze because somebody else's server is down
            _log.warning("The snapshot %s is kept without a time stamp: %s", snapshot.id, error)
    snapshot_store().put(snapshot, client, signature)


def open_snapshot(snapshot_id: str) -> Opened:
    """A snapshot with its rows, verified when it is read; the store is asked each time whether it still stands.

    Raises:
        SnapshotError: there is none, it was withdrawn, it is damaged, or the store cannot be reached.
    """
    store = snapshot_store()
    return _opened(store, store.entry(snapshot_id).sha256)


@lru_cache(MOST_OPEN)
def _opened(store: SnapshotStore, sha256: str) -> Opened:
    snapshot = store.get(id_of(sha256))
    return Opened(snapshot, Collection.from_tables(tables_of(snapshot)), store.signature(snapshot.id))


def changes_since(snapshot: Snapshot, today: Record) -> Changes | None:
    """What changed since a snapshot; None where today's view is too large to compare while a reader waits."""
    if len(today.view(today.read_filter(snapshot.query)[0])) > MOST_COMPARED:
        return None
    return _compare(snapshot.sha256, today.version, snapshot, today)


@st.cache_resource(max_entries=2 * MOST_OPEN, show_spinner=False)
def _compare(sha256: str, version: str, _snapshot: Snapshot, _today: Record) -> Changes:
    return compare_with_record(_snapshot, _today)


def since_in_words(changes: Changes | None) -> str:
    """What changed, in one sentence."""
    if changes is None:
        return (
            f"Today’s view has more than {MOST_COMPARED:,} events; “snapshot compare” on the command line compares it."
        )
    return sum_up(changes)
