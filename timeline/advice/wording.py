"""Words of advice: without their endings, so that two wordings of one thing can be compared; and days."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import numpy as np

from timeline.collection.english import day_in_words, iso_day
from timeline.query.search import fold

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset(
    re.findall(
        r"\w+", "a an and as at by for from in into is it its of on or that the their there this to was were with"
    )
)
"""Words that a proposition can be worded with or without."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """How a word begins in all its forms.

    >>> [stem(word) for word in ("kills", "killed", "houses", "injuring", "stopped", "cities", "city")]
    ['kil', 'kil', 'hous', 'injur', 'stop', 'citi', 'citi']
    """
    word = re.sub(r"[’']s?$", "", fold(word))
    for endings in (("es", "s"), ("ed", "ing"), ("e",)):
        ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) > 2), "")
        word = word.removesuffix(ending)
    word = f"{word[:-1]}i" if word.endswith("y") and len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def folded(text: str) -> str:
    """A proposition without case, accents, signs, endings and small words.

    >>> folded("The bridge was closed by the Army.") == folded("Army closes bridge")
    False
    >>> sorted(folded("The bridge was closed by the Army.").split()) == sorted(folded("Army closes bridge").split())
    True
    """
    return " ".join(stem(word) for word in _WORD.findall(fold(text)) if word not in _SMALL)


def words_of_day(day: np.datetime64) -> str:
    """A day as people write it; one before the year 1 as ISO 8601 has it.

    >>> words_of_day(np.datetime64("2026-02-09")), words_of_day(np.datetime64("-0043-03-15"))
    ('9 February 2026', '-0043-03-15')
    """
    iso = iso_day(day)
    return iso if iso < "0001" else day_in_words(date.fromisoformat(iso))
