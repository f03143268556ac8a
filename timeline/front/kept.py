"""What was worked out for one reader and serves the next, as long as the record is there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from timeline.query.record import Record

MOST = 64
"""Values that depend on more than the record and are kept of each: some tens of kilobytes each."""

Found = TypeVar("Found")
_lock = threading.Lock()
_kept: WeakKeyDictionary[Record, OrderedDict[Hashable, Any]] = WeakKeyDictionary()


def once_a_record(read: Callable[[Record], Found]) -> Callable[[Record], Found]:
    """The reader, which reads each record once. A record never changes: an edited folder is opened as another one."""
    found: WeakKeyDictionary[Record, Found] = WeakKeyDictionary()

    @wraps(read)
    def read_once(record: Record) -> Found:
        if record not in found:
            found[record] = read(record)
        return found[record]

    return read_once


def kept(record: Record, key: Hashable, make: Callable[[], Found]) -> Found:
    """The value of a key, made where it is not there; those that were asked for longest ago go first.

    Args:
        record: what the value is of; it goes with the record.
        key: what it depends on beside.
        make: makes it. Two readers who ask at once may both make it, which is no harm.
    """
    with _lock:
        values = _kept.setdefault(record, OrderedDict())
        if key in values:
            values.move_to_end(key)
            found: Found = values[key]
            return found
    made = make()
    with _lock:
        values[key] = made
        while len(values) > MOST:
            values.popitem(last=False)
    return made
