"""Runs of the script take turns.

Python computes in one thread at a time. Runs that share it change places every few milliseconds: twenty of them take
a third more of the processor than twenty that follow one another, and none is ready before nearly all are. So one
runs and the others wait, though never for long: a large file that somebody prepares must not hold up anybody.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 2.0
"""After so long a run goes on without a turn."""
_LOOK_SECONDS = 0.01
_turns = threading.Semaphore(1)
_lock = threading.Lock()
_runs = 0
_no_runs = threading.Event()
_no_runs.set()


@contextmanager
def turn() -> Iterator[None]:
    """Waits for a turn, at most PATIENCE_SECONDS."""
    with _counted():
        held = _turns.acquire(timeout=PATIENCE_SECONDS)
        try:
            yield
        finally:
            if held:
                _turns.release()


@contextmanager
def _counted() -> Iterator[None]:
    """Others give way meanwhile."""
    global _runs
    with _lock:
        _runs += 1
        _no_runs.clear()
    try:
        yield
    finally:
        with _lock:
            _runs -= 1
            if not _runs:
                _no_runs.set()


async def after_readers(seconds: float) -> None:
    """As :class:`GiveWay`, for a coroutine: what is cheap to answer still costs the one thread when many ask."""
    until = time.monotonic() + seconds
    while not _no_runs.is_set() and time.monotonic() < until:
        await asyncio.sleep(_LOOK_SECONDS)


class GiveWay:
    """For work that is no reader's: called between its parts, it waits while a run is there.

    In all it waits as long as a run waits for a turn: a large file that a reader prepares does not stop the work.
    """

    def __init__(self) -> None:
        self._left = PATIENCE_SECONDS

    def __call__(self) -> None:
        """Waits until no run is there, or the patience is used up."""
        if not _no_runs.is_set() and self._left > 0:
            began = time.monotonic()
            _no_runs.wait(self._left)
            self._left -= time.monotonic() - began
