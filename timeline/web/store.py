"""The open collection: one for all sessions and routes, opened anew when its files change."""

from __future__ import annotations

import gc
import hashlib
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from timeline.collection.copies import INDEX
from timeline.query.collection import open_collection
from timeline.query.record import Record
from timeline.web.settings import data_folder

PATIENCE_SECONDS = 1.0
"""How long a reader looks at an empty page before it says what it waits for."""
_TELL_SECONDS = 0.4


@dataclass
class _Opening:
    """A collection that is open, or is being opened."""

    state: str
    words: str = "Opening the record"
    result: Future[Record] = field(init=False)

    def open(self, path: Path) -> Record:
        record = open_collection(path, self.tell)
        _ = record.answerer  # built here, so that no reader's first click pays for it
        _set_apart()
        return record

    def tell(self, words: str) -> None:
        self.words = words


def _set_apart() -> None:
    """Takes what is there to stay, modules and the record, out of the garbage collector's rounds.

    The pause of a full round grows with the objects that it looks at, and holds up every reader. A record that was
    replaced is given back first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


_lock = threading.Lock()
_opened: dict[Path, _Opening] = {}
_opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-collection")


def current_record(tell: Callable[[str], None] | None = None) -> Record:
    """The collection of the setting TIMELINE_DATA, as its files are now.

    Args:
        tell: called about twice a second with what is being done, where opening takes longer than a second.
    """
    opening = _opening(data_folder())
    if tell is None:
        return opening.result.result()
    patience = PATIENCE_SECONDS
    while wait([opening.result], patience).not_done:
        tell(opening.words)
        patience = _TELL_SECONDS
    return opening.result.result()


def _opening(path: Path) -> _Opening:
    """What is open of a folder as it is now; begun where nothing is, or what is open failed."""
    state = _state(path)
    with _lock:
        held = _opened.get(path)
        failed = held is not None and held.result.done() and held.result.exception() is not None
        if held is None or held.state != state or failed:
            held = _opened[path] = _Opening(state)
            held.result = _opener.submit(held.open, path)
    return held


def _state(path: Path) -> str:
    """Changes when a file of the folder is added, removed or written: by names, sizes and times."""
    lines = []
    for folder in (path, path / "events", (path / INDEX).parent):
        try:
            with os.scandir(folder) as entries:
                found = [(e.name, e.stat()) for e in entries if e.is_file()]
        except OSError:
            continue
        lines += [f"{folder}/{name} {s.st_size} {s.st_mtime_ns}" for name, s in found]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
