"""What is read of a record once and kept as long as the record is: every page begins with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from timeline.query.record import Record

Found = TypeVar("Found")


def once_a_record(read: Callable[[Record], Found]) -> Callable[[Record], Found]:
    """The reader, which reads each record once. A record never changes: an edited folder is opened as another one."""
    kept: WeakKeyDictionary[Record, Found] = WeakKeyDictionary()

    @wraps(read)
    def read_once(record: Record) -> Found:
        if record not in kept:
            kept[record] = read(record)
        return kept[record]

    return read_once
