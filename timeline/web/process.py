"""What the server's process asks of its system: room for many readers, memory that is given back, and its end."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from typing import NoReturn

ENOUGH_DESCRIPTORS = 65_536
"""An open session holds four file descriptors, a closed one three, for two minutes."""
MOST_ARENAS = 2
_M_ARENA_MAX = -8
"""Of ``malloc.h`` in glibc."""


def raise_descriptor_limit() -> int:
    """Raises the soft limit of this process as far as the system lets it; most begin with 1,024.

    Returns:
        The soft limit now; 0 where there is none (Windows).
    """
    if sys.platform == "win32":
        return 0
    import resource  # not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= ENOUGH_DESCRIPTORS:
        return soft
    wanted = ENOUGH_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, ENOUGH_DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def limit_arenas() -> bool:
    """Lets all threads take memory from the same two places; call it before the first thread starts.

    By default glibc gives each thread a place of its own, and what one thread frees there no other can use. Python
    computes in one thread at a time, so they would wait for each other hardly ever.

    Returns:
        Whether it was done; False where another C library serves.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return bool(mallopt and mallopt(_M_ARENA_MAX, MOST_ARENAS))


def end_with(sentence: str) -> NoReturn:
    """Ends a server that must not start, with what is wrong on its error output and 1 as its status.

    A process that starts workers would start them again and again; it is asked to end as well.
    """
    parent = multiprocessing.parent_process()
    if parent and parent.pid:
        os.kill(parent.pid, signal.SIGTERM)
    sys.exit(sentence)
