"""A database that does not answer: whoever asks is told so after five seconds, whatever the database is doing."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.snapshots.freezing import numbered
from timeline.snapshots.errors import StoreUnavailable
from timeline.snapshots.limits import WAIT_SECONDS
from timeline.snapshots.store import SnapshotStore


@contextmanager
def refused_in_time(words: str) -> Iterator[None]:
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match=words):
        yield
    assert time.monotonic() - begun < WAIT_SECONDS + 1.5


def test_a_file_that_another_program_keeps_locked(tmp_path, snapshot):
    place = str(tmp_path / "s.sqlite")
    with closing(SnapshotStore(place)) as store, closing(sqlite3.connect(place)) as other:
        store.put(snapshot)
        other.execute("BEGIN IMMEDIATE")
        with refused_in_time("Another program keeps the file locked"):
            store.put(numbered(snapshot, 1))


@contextmanager
def stopped(processes: list[int]) -> Iterator[None]:
    """Processes that neither answer nor end; their sockets stay open."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):  # a backend whose client is gone
                os.kill(process, signal.SIGCONT)


def processes_of(server: str) -> list[int]:
    """A PostgreSQL server and its backends, the server first."""
    folder = Path(server.partition("host=")[2])
    first = int((folder / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [first, *map(int, children)]


def test_a_postgresql_that_is_stopped(postgres_server, snapshot):
    with closing(SnapshotStore(postgres_server)) as store:
        store.put(snapshot)
        with stopped(processes_of(postgres_server)):
            with refused_in_time("the database does not answer. Check that the database runs"):
                store.count()  # on a connection that is open
            with refused_in_time("cannot be reached"):
                store.count()  # on a new one
            with refused_in_time("cannot be reached"):
                store.put(numbered(snapshot, 1))
        assert store.count() == 1
        assert store.put(numbered(snapshot, 1))


def test_a_postgresql_that_is_stopped_in_the_middle_of_a_use(postgres_server):
    with closing(SnapshotStore(postgres_server)) as store:
        store.count()
        with refused_in_time("does not answer"), store._connection() as use, stopped(processes_of(postgres_server)):
            use.exec_driver_sql("SELECT 1")
        store.count()


def test_a_statement_that_takes_too_long(postgres_server):
    with closing(SnapshotStore(postgres_server, wait_seconds=1)) as store:
        with refused_in_time("cannot be reached"), store._connection() as connection:
            connection.exec_driver_sql("SELECT pg_sleep(60)")
        store.count()
