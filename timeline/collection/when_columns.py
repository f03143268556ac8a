"""Dates as columns of a table."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

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


def day_column(seconds: list[int]) -> np.ndarray:
    """Seconds since 1970 as days."""
    return np.array(seconds, dtype=np.int64).view("datetime64[s]")
