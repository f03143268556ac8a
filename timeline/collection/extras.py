"""Values that came with an event under names of their own: kept as one text, never interpreted.

The text is canonical JSON (RFC 8785) of an object of texts, "" where there are none: equal values have equal texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import rfc8785


def pack_extra(extra: Mapping[str, str]) -> str:
    """The values as one text, names in order.

    >>> pack_extra({"b": "2", "a": "1"}), pack_extra({})
    ('{"a":"1","b":"2"}', '')
    """
    return rfc8785.dumps(dict(extra)).decode() if extra else ""


def unpack_extra(text: str) -> Any:
    """What a text holds: of what :func:`pack_extra` made, texts by name; of another, any value of JSON.

    Raises:
        ValueError: it is no JSON, or names a value twice.
    """
    if not text:
        return {}
    try:
        return json.loads(text, object_pairs_hook=_each_once)
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("names a value twice")
    return found
