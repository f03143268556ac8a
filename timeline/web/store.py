"""The open collection: one for all sessions and routes, opened anew when its files change.

The last good record stays. Readers keep what they see until the folder has been still for a while, opened without
raising, and did not go from events to none. Each state of the folder is tried once.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from timeline.collection.copies import INDEX
from timeline.collection.held import held_in_words
from timeline.collection.journal import BusyError, PendingError, finish_pending
from timeline.query.collection import NotSound, Opened, reopen_collection
from timeline.query.record import Record
from timeline.snapshots.snapshot import time_in_words
from timeline.web.settings import data_folder

PATIENCE_SECONDS = 1.0
"""How long a reader looks at an empty page before it says what it waits for, or waits for a change before it sees the
record as it was."""
STILL_SECONDS = 1.5
"""How long the files of a record on show must have been left alone before they are read: an editor that empties a file
and then writes it is not to be seen between the two."""
_TELL_SECONDS = 0.4
_log = logging.getLogger(__name__)


class CannotOpen(Exception):
    """There is no record to show; says why."""


class Standing(NamedTuple):
    """What readers see, and whether it is what the folder holds."""

    record: Record
    stale: str
    """Why it is not, in a sentence or more; "" where it is."""


class _State(NamedTuple):
    """A folder's files as they were found: by names, sizes and times."""

    digest: str
    changed: float
    """When the last of them was written, renamed or removed: seconds of the clock."""


class _Refused(NamedTuple):
    """A state of the folder that is not shown, and why."""

    digest: str
    why: str


@dataclass
class _Opening:
    """A state of a folder that is being opened."""

    digest: str
    began: float = field(default_factory=time.monotonic)
    words: str = "Opening the record"
    done: Future[None] = field(init=False)

    def tell(self, words: str) -> None:
        self.words = words


_opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="open-collection")


class _Shelf:
    """One folder: the record of it that is shown, and the one that is being opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._shown: Opened | None = None
        self._digest = ""
        """State of the folder that is shown."""
        self._refused: _Refused | None = None
        self._opening: _Opening | None = None
        self._seen = ("", 0.0)
        """The state that was found last, and since when."""

    def standing(self, tell: Callable[[str], None] | None) -> Standing:
        """What there is to show; waits for it where nothing is there yet.

        Raises:
            CannotOpen: there is nothing.
        """
        self._look()
        opening = self._opening
        if opening and self._has_events():
            wait([opening.done], max(0.0, opening.began + PATIENCE_SECONDS - time.monotonic()))
        elif opening:
            _wait_for(opening, tell)
        shown, refused = self._shown, self._refused
        if shown is None:
            raise CannotOpen(refused.why if refused else "The record is not there yet. Try again in a minute.")
        return Standing(shown.record, refused.why if refused else held_in_words(shown.record.held))

    def begin(self) -> None:
        """Begins to open the folder where nothing of it is shown; waits for nothing."""
        if self._shown is None:
            self._look()

    @property
    def shown(self) -> Record | None:
        """The record on show."""
        return self._shown.record if self._shown else None

    def _has_events(self) -> bool:
        """Whether there is something to protect."""
        return self._shown is not None and self._shown.record.sizes["events"] > 0

    def _look(self) -> None:
        """Begins to open the folder where it has changed, is still, and was not tried as it is."""
        if _is_being_written(self._path):
            return
        state = _look_at(self._path)
        with self._lock:
            if state.digest == self._digest:
                self._refused = None  # what was wrong was taken back
            tried = (self._digest, self._refused.digest if self._refused else "")
            if self._opening or state.digest in tried or (self._has_events() and not self._is_still(state)):
                return
            opening = _Opening(state.digest)
            opening.done = _opener.submit(self._open, opening)
            self._opening = opening  # now that it can be waited for

    def _is_still(self, state: _State) -> bool:
        """Whether it has not changed for a while by the clock of the files, or as far as we saw."""
        now = time.monotonic()
        if self._seen[0] != state.digest:
            self._seen = state.digest, now
        return now - self._seen[1] >= STILL_SECONDS or time.time() - state.changed >= STILL_SECONDS

    def _open(self, opening: _Opening) -> None:
        opened, why = self._try(opening)
        with self._lock:
            self._settle(opening.digest, opened, why)
        del opened  # or it would be set apart beside the one that is shown
        _set_apart()

    def _try(self, opening: _Opening) -> tuple[Opened | None, str]:
        """The record as the folder holds it now, or why it is not to be shown."""
        try:
            opened = reopen_collection(self._path, self._shown, opening.tell)
            _ = opened.record.answerer  # built here, so that no reader's first click pays for it
        except NotSound as error:
            return None, str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, readers keep what they see
            _log.exception("%s cannot be opened", self._path)
            return None, f"It cannot be opened ({type(error).__name__}); the server's log says more."
        if self._has_events() and not opened.record.sizes["events"]:
            return None, "It holds no event that can be shown now."
        return opened, ""

    def _settle(self, digest: str, opened: Opened | None, why: str) -> None:
        self._opening = None
        if opened is None:
            since = time_in_words(datetime.now(UTC))
            self._refused = _Refused(digest, f"The files of this record were changed before {since}. {why}")
            _log.warning("%s is not shown as it is now. %s", self._path, why)
        elif not self._has_events() or _look_at(self._path).digest == digest:
            if opened.record.held:
                _log.warning("%s: %s", self._path, held_in_words(opened.record.held))
            self._shown, self._digest, self._refused = opened, digest, None


def _is_being_written(path: Path) -> bool:
    """Whether somebody writes several files of a folder now; what such a write has left half-way is finished."""
    try:
        finish_pending(path)
    except BusyError:
        return True
    except (PendingError, OSError):
        return False  # reading the folder tells why
    return False


def _wait_for(opening: _Opening, tell: Callable[[str], None] | None) -> None:
    patience = PATIENCE_SECONDS
    while tell and wait([opening.done], patience).not_done:
        tell(opening.words)
        patience = _TELL_SECONDS
    opening.done.result()


def _set_apart() -> None:
    """Takes what is there to stay, modules and the record, out of the garbage collector's rounds.

    The pause of a full round grows with the objects that it looks at, and holds up every reader. A record that was
    replaced is given back first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


_shelves: dict[Path, _Shelf] = {}
_lock = threading.Lock()


def standing(tell: Callable[[str], None] | None = None) -> Standing:
    """The collection of the setting TIMELINE_DATA, as far as it can be shown.

    Args:
        tell: called about twice a second with what is being done, where opening takes longer than a second.

    Raises:
        CannotOpen: it never could be opened since the server started.
    """
    return _shelf().standing(tell)


def begin_opening() -> None:
    """Begins to open the record where none is shown yet, and does not wait for it."""
    _shelf().begin()


def _shelf() -> _Shelf:
    path = data_folder()
    with _lock:
        return _shelves.setdefault(path, _Shelf(path))


def shown_record() -> Record | None:
    """The record that readers see, without a look at the folder; None before it is first opened."""
    shelf = _shelves.get(data_folder())
    return shelf.shown if shelf else None


def current_record() -> Record:
    """The record of :func:`standing`."""
    return standing().record


def _look_at(path: Path) -> _State:
    """Changes when a file of the folder is added, removed or written."""
    found, changed = dict[str, os.stat_result](), 0.0
    for folder in (path, path / "events"):
        with suppress(OSError), os.scandir(folder) as entries:
            # what editors keep beside a file while it is open begins with a dot
            found |= {e.path: e.stat() for e in entries if e.is_file() and not e.name.startswith(".")}
            changed = max(changed, folder.stat().st_ctime)
    with suppress(OSError):
        found[INDEX] = (path / INDEX).stat()
    lines = [f"{name} {s.st_size} {s.st_mtime_ns} {s.st_ino}" for name, s in sorted(found.items())]
    changed = max([changed, *(max(s.st_ctime, s.st_mtime) for s in found.values())])
    return _State(hashlib.sha256("\n".join(lines).encode()).hexdigest(), changed)
