"""Values by key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Value = TypeVar("Value")


def gather(keys: Iterable[str], values: Iterable[Value]) -> dict[str, list[Value]]:
    """The values of each key, in their order; quicker than groups of pandas where most are of one or two."""
    found: dict[str, list[Value]] = {}
    for key, value in zip(keys, values, strict=True):
        found.setdefault(key, []).append(value)
    return found
