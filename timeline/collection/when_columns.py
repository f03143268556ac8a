"""Dates as columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from timeline.collection.edtf import parse_edtf, when_in_words

_OPEN = int(np.datetime64("NaT").astype(np.int64))


class When(NamedTuple):
    """What a date says, as columns; days are seconds since 1970."""

    words: str = ""
    start: int = _OPEN
    end: int = _OPEN
    precision: str = ""
    approximate: bool = False
    uncertain: bool = False
    interval: bool = False


@lru_cache(maxsize=131_072)
def read_when(text: str | None) -> When:
    """What an EDTF date says; nothing of an empty one."""
    if not text:
        return When()
    when = parse_edtf(text)
    start, end = (_OPEN if bound is None else int(bound.astype(np.int64)) for bound in (when.start, when.end))
    marks = when.approximate, when.uncertain, when.interval
    return When(when_in_words(when), start, end, when.precision, *marks)


def when_columns(texts: Iterable[str | None], names: Mapping[str, str]) -> dict[str, Any]:
    """What dates say, as columns.

    Args:
        texts: EDTF dates, or nothing.
        names: of the wanted parts of ``When`` the names as columns.
    """
    parts: dict[str, Any] = dict(zip(When._fields, zip(*map(read_when, texts), strict=True), strict=False))
    days = {part: np.array(parts.get(part, ()), dtype=np.int64).view("datetime64[s]") for part in ("start", "end")}
    return {column: (parts | days).get(part, ()) for part, column in names.items()}
