"""Room for many readers: an open session holds four file descriptors, a closed one three, for two minutes."""

from __future__ import annotations

import sys

ENOUGH = 65_536


def raise_descriptor_limit() -> int:
    """Raises the soft limit of this process as far as the system lets it; most begin with 1,024.

    Returns:
        The soft limit now; 0 where there is none (Windows).
    """
    if sys.platform == "win32":
        return 0
    import resource  # not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= ENOUGH:
        return soft
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
