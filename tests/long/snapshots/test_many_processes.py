"""Several processes at once: nothing that was confirmed is lost."""

from __future__ import annotations

from contextlib import closing

from tests.snapshots.freezing import freeze_as_one_client, freeze_some, numbered
from timeline.snapshots.store import AN_HOUR, SnapshotStore

PROCESSES = 8


def run_all(started):
    for process in started:
        process.start()
    for process in started:
        process.join(60)
        assert process.exitcode == 0
        process.close()


def test_eight_processes_freeze_at_once_into_a_store_that_is_not_there_yet(place, snapshot, processes):
    barrier = processes.Barrier(PROCESSES)
    shared = numbered(snapshot, 0)
    own = [[numbered(snapshot, 1 + 10 * p + n) for n in range(10)] for p in range(PROCESSES)]
    run_all([processes.Process(target=freeze_some, args=(place, [shared, *mine], barrier)) for mine in own])
    with closing(SnapshotStore(place)) as store:
        expected = {shared.id, *(made.id for mine in own for made in mine)}
        assert {entry.id for entry in store.find(limit=1_000)} == expected
        for name in expected:
            assert store.get(name).id == name


def test_a_client_has_one_share_however_many_processes_serve_it(place, snapshot, processes):
    barrier = processes.Barrier(PROCESSES)
    receiver, sender = processes.Pipe(duplex=False)
    own = [[numbered(snapshot, 10 * p + n) for n in range(10)] for p in range(PROCESSES)]
    run_all([processes.Process(target=freeze_as_one_client, args=(place, mine, barrier, sender)) for mine in own])
    assert sum(receiver.recv() for _ in range(PROCESSES)) == AN_HOUR
    receiver.close()
    sender.close()
    with closing(SnapshotStore(place)) as store:
        assert store.count() == AN_HOUR
