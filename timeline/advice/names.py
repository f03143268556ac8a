"""Who is named in a sentence, and whether it tells that somebody spoke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from timeline.query.search import fold

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 6
"""Words that a name has at most to be looked for."""
# Words by which an English text says that somebody said something. Denying and declining are no asserting.
_SAYING = re.compile(
    r"\b(?:accus|admit|alleg|announc|argu|assert|claim|confirm|declar|describ|insist|nam|report|stat|suggest|warn)"
    r"(?:e|es|ed|s|t|ts|ted|ing)?\b"
    r"|\b(?:says?|said|saying|tells?|told|calls?|called|wrote|writes|according to|by the (?:account|words) of)\b",
    re.IGNORECASE,
)


class Names:
    """The names of a record's actors, as they stand in texts.

    Args:
        actors: columns of ``timeline.collection.tables.ACTORS``.
    """

    def __init__(self, actors: pd.DataFrame) -> None:
        self._by_words: dict[tuple[str, ...], set[str]] = {}
        self._first = set[str]()
        for actor, name, kind, aliases in zip(*(actors[c] for c in ("id", "name", "kind", "aliases")), strict=True):
            for text in (name, *aliases):
                words = tuple(_WORD.findall(fold(text)))
                self._add(words, actor)
                if kind == "person":
                    self._add(words[-1:], actor)

    def _add(self, words: tuple[str, ...], actor: str) -> None:
        if words and len(words) <= _LONGEST:
            self._by_words.setdefault(words, set()).add(actor)
            self._first.add(words[0])

    def in_text(self, text: str) -> set[str]:
        """Ids of the actors that a text names; a person also by the last name, and everybody who has it."""
        words = _WORD.findall(fold(text))
        found = set[str]()
        for start, first in enumerate(words):
            if first not in self._first:
                continue
            for size in range(1, _LONGEST + 1):
                found |= self._by_words.get(tuple(words[start : start + size]), set())
        return found


def said_in(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of texts that tell that somebody said something."""
    for text in texts:
        yield from (" ".join(sentence.split()) for sentence in _SENTENCE.split(text) if _SAYING.search(sentence))
