"""A newer row against what an earlier one wrote: field by field, and what a person has edited since stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

_PARTED = ("sources", "extra")
"""Fields whose parts are judged one by one."""


class Update(NamedTuple):
    """What becomes of an event."""

    value: dict[str, Any]
    changed: tuple[str, ...]
    """Fields on top that differ from what the folder holds."""
    conflicts: tuple[str, ...]
    """Parts that both a person and the file have changed; the person's stay."""
    seals: Mapping[str, str]
    """Digests for the next run: of a part in conflict still that of what the file said before."""


def seal_fields(value: Mapping[str, Any]) -> dict[str, str]:
    """A digest of each part of an event, by its name."""
    return {quote(name, safe="/"): _seal(part) for name, part in _parts(value).items()}


def update(current: Mapping[str, Any], new: Mapping[str, Any], before: Mapping[str, str]) -> Update:
    """An event as it stands, brought up to what the file says now.

    Args:
        current: what the folder holds.
        new: what the row says.
        before: digests of what the last run wrote (:func:`seal_fields`).
    """
    held, given = _parts(current), _parts(new)
    written = {unquote(name): seal for name, seal in before.items()}
    found, conflicts = dict(held), []
    for name in dict.fromkeys([*given, *written]):
        is_ours = _seal(held.get(name)) == written.get(name, "")
        moved = _seal(given.get(name)) != written.get(name, "")
        if is_ours and given.get(name) is None:
            found.pop(name, None)
        elif is_ours:
            found[name] = given[name]
        elif moved and _seal(held.get(name)) != _seal(given.get(name)):
            conflicts.append(name)
    value = _whole(found, [*new, *current])
    changed = [name for name in dict.fromkeys([*current, *value]) if _seal(current.get(name)) != _seal(value.get(name))]
    seals = seal_fields(new)
    for name in conflicts:
        key = quote(name, safe="/")
        seals[key] = before.get(key, "")
    return Update(value, tuple(changed), tuple(conflicts), seals)


def _parts(value: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, part in value.items():
        if field in _PARTED and isinstance(part, Mapping):
            found |= {f"{field}/{name}": inner for name, inner in part.items()}
        else:
            found[field] = part
    return found


def _whole(parts: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in order:  # fields keep their order, parts of a field theirs
        if name in parts:
            found[name] = parts[name]
        elif name in _PARTED and name not in found:
            inner = {part.partition("/")[2]: value for part, value in parts.items() if part.startswith(f"{name}/")}
            found |= {name: inner} if inner else {}
    return found


def _seal(part: Any) -> str:
    """A short digest, "" of nothing; equal for a value that was written to a file and read again."""
    if part is None:
        return ""
    text = part if isinstance(part, str) else f"\0{json.dumps(part, sort_keys=True, ensure_ascii=False)}"
    return hashlib.sha256(text.encode()).hexdigest()[:8]
