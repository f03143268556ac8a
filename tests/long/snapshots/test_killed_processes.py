"""Processes that are killed while they freeze: nothing that was confirmed is lost, nothing half is kept."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing

import pytest

from tests.snapshots.freezing import freeze_until_killed, numbered
from timeline.snapshots.store import SnapshotStore

KILLS, STORES = 200, 20
BOUND_SECONDS = 300

pytestmark = pytest.mark.timeout(2 * BOUND_SECONDS)


def test_a_process_killed_200_times_in_the_middle_of_freezing(tmp_path, snapshot, processes):
    chance, until = random.Random(5), time.monotonic() + BOUND_SECONDS  # noqa: S311  (moments to kill at)
    begun: dict[str, set[str]] = {}
    confirmed: dict[str, set[str]] = {}
    in_the_middle = 0
    for kill in range(KILLS):
        assert time.monotonic() < until, f"only {kill} kills in {BOUND_SECONDS} s"
        place = str(tmp_path / f"{kill % STORES}.sqlite")  # the first ten kills of each hit it while it is being made
        receiver, sender = processes.Pipe(duplex=False)
        process = processes.Process(target=freeze_until_killed, args=(place, snapshot, kill * 1_000, sender))
        process.start()
        sender.close()
        # begun, confirmed, begun, …: after the first, third or fifth word the process is at work on a snapshot
        told = [hear(receiver) for _ in range(chance.choice((1, 3, 5)))]
        time.sleep(chance.random() * 0.004)
        process.kill()
        process.join()
        told += everything(receiver)
        begun.setdefault(place, set()).update(name for what, name in told if what == "begun")
        confirmed.setdefault(place, set()).update(name for what, name in told if what == "confirmed")
        in_the_middle += told[-1][0] == "begun"
        process.close()
    for place, names in confirmed.items():
        with closing(sqlite3.connect(place)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with closing(SnapshotStore(place)) as store:
            kept = {entry.id for entry in store.find(limit=100_000)}
            assert names <= kept, "a confirmed snapshot is lost"
            assert kept <= begun[place]
            for name in kept:
                assert store.get(name).id == name
            assert store.put(numbered(snapshot, -1)), "the store still takes new ones"
    assert sum(map(len, confirmed.values())) > KILLS // 2
    assert in_the_middle > KILLS // 4, "kills that came while a snapshot was being put"


def hear(receiver):
    """The next word of a process."""
    assert receiver.poll(60), "the process says nothing"
    return receiver.recv()


def everything(receiver):
    """What a killed process told, as far as it came."""
    try:
        while True:
            yield receiver.recv()
    except EOFError:
        return
