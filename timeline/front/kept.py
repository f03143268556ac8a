"""What was worked out for one reader and serves the next: pictures and counts of a record, by what they depend on."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from timeline.query.record import Record

MOST = 64
"""Values of a record that are kept: some tens of kilobytes each."""

T = TypeVar("T")
_lock = threading.Lock()
_kept: WeakKeyDictionary[Record, OrderedDict[Hashable, Any]] = WeakKeyDictionary()


def kept(record: Record, key: Hashable, make: Callable[[], T]) -> T:
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
            found: T = values[key]
            return found
    made = make()
    with _lock:
        values[key] = made
        while len(values) > MOST:
            values.popitem(last=False)
    return made
