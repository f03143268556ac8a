"""Whom a document names as its origin, citation by citation: one data set may retell a hundred outlets."""

from __future__ import annotations

from array import array

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, as_column
from timeline.collection.tables import CITATIONS


class Citations:
    """What events say of the documents that they cite, in arrays: a hundred thousand may cite one.

    Events and documents are numbered as they come, from 0. Where all citations of a document agree, what they say is
    said of the document; else each says it for itself, and of the document nothing is said.
    """

    def __init__(self) -> None:
        self._words: dict[str, int] = {"": 0}
        self._events, self._documents, self._said = array("q"), array("q"), array("q")
        self._first = array("q")
        self._differ: set[int] = set()
        self._event, self._here = -1, dict[int, int]()

    def put(self, citing: str) -> None:
        """Takes the next document in, of which something is said before an event cites it."""
        self._first.append(self._words.setdefault(citing, len(self._words)))

    def add(self, event: int, document: int, citing: str) -> bool:
        """Takes a citation in; False where the same event says otherwise of the document already."""
        if event != self._event:
            self._event, self._here = event, {}
        word = self._words.setdefault(citing, len(self._words))
        if document == len(self._first):
            self._first.append(word)
        if document in self._here:
            return self._here[document] == word
        self._here[document] = word
        if word != self._first[document]:
            self._differ.add(document)
        if word:
            for numbers, number in ((self._events, event), (self._documents, document), (self._said, word)):
                numbers.append(number)
        return True

    @property
    def differing(self) -> list[int]:
        """Documents whose citations do not agree."""
        return sorted(self._differ)

    def finish(self, events: pa.Array, documents: pa.Array) -> pd.DataFrame:
        """The table of what citations of these documents say, in the order in which they came.

        Args:
            events: ids by number.
            documents: ids by number.
        """
        cited = np.array(self._documents, dtype=np.int64)
        rows = np.flatnonzero(np.isin(cited, np.array(self.differing, dtype=np.int64)))
        numbers = (np.array(self._events, dtype=np.int64), cited, np.array(self._said, dtype=np.int64))
        texts = (events, documents, pa.array(list(self._words), LARGE_TEXT))
        taken = [text.take(pa.array(number[rows])) for text, number in zip(texts, numbers, strict=True)]
        return pd.DataFrame({name: as_column(text) for name, text in zip(CITATIONS, taken, strict=True)})
