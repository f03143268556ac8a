"""Canonical JSON (RFC 8785): one value has exactly one text, so that one hash names it.

Keys are sorted, nothing stands between the parts, text is UTF-8 and escaped only where JSON requires it, numbers are
written as JavaScript writes them. What has no such form is refused: NaN, infinities, integers beyond 2**53, half a
surrogate pair.
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785


def canonical_json(value: Any) -> str:
    """The one text of a value of dicts, lists, tuples, texts, numbers, booleans and None.

    >>> canonical_json({"b": [1, 55.0, 0.00001], "a": None})
    '{"a":null,"b":[1,55,0.00001]}'

    Raises:
        ValueError: the value, or a part of it, has no canonical form.
    """
    return rfc8785.dumps(value).decode()


def parse_json(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: it is no JSON, or it holds NaN or an infinity.
    """
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")
