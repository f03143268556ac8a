"""Runs of the script take turns.

Python computes in one thread at a time. Runs that share it change places every few milliseconds: twenty of them take
a third more of the processor than twenty that follow one another, and none is ready before nearly all are. So one
runs and the others wait, though never for long: a large file that somebody prepares must not hold up anybody.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 2.0
"""After so long a run goes on without a turn."""
_turns = threading.Semaphore(1)


@contextmanager
def turn() -> Iterator[None]:
    """Waits for a turn, at most PATIENCE_SECONDS."""
    held = _turns.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield
    finally:
        if held:
            _turns.release()
