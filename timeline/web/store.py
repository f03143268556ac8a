"""The open collection: one for all sessions and routes, opened anew when its files change."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

from timeline.query.collection import Collection, open_collection
from timeline.web.settings import data_folder

_lock = threading.Lock()
_open: dict[Path, tuple[str, Collection]] = {}


def current_record() -> Collection:
    """The collection of the setting TIMELINE_DATA, as its files are now."""
    path = data_folder()
    state = _state(path)
    held = _open.get(path)
    if held is None or held[0] != state:
        with _lock:
            held = _open.get(path)
            if held is None or held[0] != state:
                held = _open[path] = (state, open_collection(path))
                _ = held[1].index  # built here, so that no reader's first click pays for it
    return held[1]


def _state(path: Path) -> str:
    """Changes when a file of the folder is added, removed or written: by names, sizes and times."""
    lines = []
    for folder in (path, path / "events"):
        try:
            with os.scandir(folder) as entries:
                found = [(e.name, e.stat()) for e in entries if e.is_file()]
        except OSError:
            continue
        lines += [f"{folder}/{name} {s.st_size} {s.st_mtime_ns}" for name, s in found]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
