"""What processes do that freeze at once, or are killed while they do. Imported by the server that forks them."""

from __future__ import annotations

import hashlib
from contextlib import closing
from multiprocessing.connection import Connection
from typing import Any

from timeline.snapshots.errors import TooMany
from timeline.snapshots.snapshot import Snapshot, seal
from timeline.snapshots.store import SnapshotStore

NOISE_CHARACTERS = 60_000


def numbered(base: Snapshot, number: int, *, noisy: bool = False) -> Snapshot:
    """A snapshot like another, with its own title; a noisy one does not compress, so that writing it takes a while."""
    fields = {name: value for name, value in base.document.items() if name != "sha256"}
    noise = "".join(hashlib.sha256(f"{number} {i}".encode()).hexdigest() for i in range(NOISE_CHARACTERS // 64))
    return seal(fields | {"title": f"number {number}", "note": noise if noisy else ""})


def freeze_until_killed(place: str, base: Snapshot, first: int, told: Connection) -> None:
    """Puts one snapshot after the other; tells each id before and, with "confirmed", once it is kept."""
    with closing(SnapshotStore(place)) as store:
        for number in range(first, first + 1_000):
            snapshot = numbered(base, number, noisy=True)
            told.send(("begun", snapshot.id))
            store.put(snapshot)
            told.send(("confirmed", snapshot.id))


def freeze_some(place: str, snapshots: list[Snapshot], barrier: Any) -> None:
    """Puts snapshots, from when all processes have come to the barrier."""
    with closing(SnapshotStore(place)) as store:
        barrier.wait(60)
        for snapshot in snapshots:
            store.put(snapshot)


def freeze_as_one_client(place: str, snapshots: list[Snapshot], barrier: Any, told: Connection) -> None:
    """Puts snapshots for the same client; tells how many were taken."""
    taken = 0
    with closing(SnapshotStore(place)) as store:
        barrier.wait(60)
        for snapshot in snapshots:
            try:
                store.put(snapshot, "203.0.113.9")
                taken += 1
            except TooMany:
                pass
    told.send(taken)
