"""Text search: titles, summaries, claims, places and actors' names, blind to accents and case.

Every word of the query must occur, as the beginning of a word, so that a result is there while the reader still
types. The words stand in order, each with the numbers of its documents, so the words with one beginning are one
stretch of one array: quick at a million documents, and an array can lie in a file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap

from timeline.collection.distinct import distinct
from timeline.query.bitmaps import from_mask, from_rows

# Letters that NFKD leaves whole although readers type them without their stroke.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_WORD = re.compile(r"[^\W_]+")
MAX_WORDS = 16
_BLOCK = 65_536
_AFTER_ALL = "\U0010ffff"


def fold(text: str) -> str:
    """The text without case and accents: "Türkiye" and "TURKIYE" fold to the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_STROKES)


def words_of(query: str) -> list[str]:
    """The folded words that a query asks for, at most MAX_WORDS."""
    return _WORD.findall(fold(query))[:MAX_WORDS]


class Texts(Sequence[str]):
    """An Arrow array of text as a sequence that makes a ``str`` only of what is asked for."""

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, item: int) -> str: ...
    @overload
    def __getitem__(self, item: slice) -> Texts: ...
    def __getitem__(self, item: int | slice) -> str | Texts:
        if isinstance(item, slice):
            return Texts(self.array[item])
        return str(self.array[item].as_py())


class Part(NamedTuple):
    """Some text of the documents."""

    texts: pa.Array
    """Arrow text."""
    rows: np.ndarray | None = None
    """Ascending: the document that each entry belongs to; None where the texts are the documents."""
    codes: np.ndarray | None = None
    """Where many share few texts: the position in ``texts`` of each entry; None where the texts are the entries."""


class TextIndex:
    """Full text of documents numbered from 0.

    Args:
        documents: all text of each document, in the order of the numbers.
    """

    def __init__(self, documents: Iterable[str]) -> None:
        texts = pa.array(list(documents), pa.large_string())
        self._set(*_invert([Part(texts)], len(texts), lambda done: None))

    @classmethod
    def from_parts(
        cls, parts: Sequence[Part], total: int, tell: Callable[[int], None] = lambda done: None
    ) -> TextIndex:
        """The index of ``total`` documents whose text comes in parts; tells now and then how many are done."""
        return cls.from_arrays(*_invert(parts, total, tell))

    @classmethod
    def from_arrays(cls, words: pa.Array, bounds: np.ndarray, rows: np.ndarray, total: int) -> TextIndex:
        """The index as its arrays hold it: see :meth:`arrays`."""
        made = cls.__new__(cls)
        made._set(words, bounds, rows, total)
        return made

    def _set(self, words: pa.Array, bounds: np.ndarray, rows: np.ndarray, total: int) -> None:
        self._words, self._bounds, self._rows, self._total = Texts(words), bounds, rows, total

    @property
    def arrays(self) -> tuple[pa.Array, np.ndarray, np.ndarray, int]:
        """Words in order; where each word's rows begin; the rows, ascending for each word; how many documents."""
        return self._words.array, self._bounds, self._rows, self._total

    def find(self, query: str) -> BitMap | None:
        """Numbers of the documents with every word of the query; None where it asks for no word."""
        wanted = words_of(query)
        if not wanted:
            return None
        return BitMap.intersection(*(self._beginning(word) for word in dict.fromkeys(wanted)))

    def _beginning(self, word: str) -> BitMap:
        """Documents with a word that begins so."""
        first, last = bisect_left(self._words, word), bisect_left(self._words, word + _AFTER_ALL)
        rows = self._rows[self._bounds[first] : self._bounds[last]]
        if len(rows) < 10_000:
            return from_rows(rows)
        found = np.zeros(self._total, dtype=bool)
        found[rows] = True
        return from_mask(found)


class _Vocabulary:
    """Numbers for the words that stand in tokens, which are what blanks separate."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def words(self, token: str) -> tuple[int, ...]:
        """The numbers of a token's words."""
        known = self._known.get(token)
        if known is None:
            found = _WORD.findall(token.lower() if token.isascii() else fold(token))
            known = tuple(self.numbers.setdefault(word, len(self.numbers)) for word in found)
            self._known[token] = known
        return known

    def expand(self, texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
        """For each text how many words it has, and the numbers of all of them."""
        lists = pc.utf8_split_whitespace(texts)
        tokens = lists.flatten().dictionary_encode()
        lengths = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
        words = [self.words(token) for token in tokens.dictionary.to_pylist()]
        counts = np.array([len(found) for found in words], dtype=np.int64)
        flat = np.array([number for found in words for number in found], dtype=np.int64)
        codes = tokens.indices.to_numpy(zero_copy_only=False)
        each, numbers = spread(np.concatenate([[0], np.cumsum(counts)]), flat, codes)
        ends = np.concatenate([[0], np.cumsum(each)])
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return np.diff(ends[bounds]), numbers


def spread(bounds: np.ndarray, values: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For lists ``values[bounds[c]:bounds[c + 1]]``: the length of the list of each code, and all lists in a row."""
    starts = bounds[codes].astype(np.int64)
    lengths = bounds[codes + 1] - starts
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    inside = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return lengths, values[inside]


def _invert(
    parts: Sequence[Part], total: int, tell: Callable[[int], None]
) -> tuple[pa.Array, np.ndarray, np.ndarray, int]:
    """Words in order, bounds and rows (see TextIndex.arrays), block by block so that little is held at once."""
    vocabulary = _Vocabulary()
    shared: list[Any] = [None if part.codes is None else vocabulary.expand(part.texts) for part in parts]
    blocks: list[tuple[np.ndarray, np.ndarray]] = []
    for start in range(0, total, _BLOCK):
        end = min(start + _BLOCK, total)
        found = [_keys(part, known, vocabulary, start, end) for part, known in zip(parts, shared, strict=True)]
        keys = distinct(np.concatenate(found))
        # how many rows each word has in the block, and by how much they are past its start
        blocks.append((np.bincount(keys >> 32), ((keys & 0xFFFFFFFF) - start).astype(np.uint16)))
        tell(end)
    return _arrange(vocabulary.numbers, blocks, total)


def _keys(part: Part, known: Any, vocabulary: _Vocabulary, start: int, end: int) -> np.ndarray:
    """Word number and row, as one number each, of the entries that belong to rows from start to before end."""
    if part.rows is None:
        first, last, rows = start, end, np.arange(start, end)
    else:
        first, last = (int(n) for n in np.searchsorted(part.rows, [start, end]))
        rows = part.rows[first:last]
    if part.codes is None:
        counts, words = vocabulary.expand(part.texts[first:last])
    else:
        lengths, numbers = known
        counts, words = spread(np.concatenate([[0], np.cumsum(lengths)]), numbers, part.codes[first:last])
    return (words << 32) | np.repeat(rows, counts)


def _arrange(
    numbers: dict[str, int], blocks: list[tuple[np.ndarray, np.ndarray]], total: int
) -> tuple[pa.Array, np.ndarray, np.ndarray, int]:
    """Puts each block's rows behind those of the blocks before, word by word."""
    words = pa.array(list(numbers), pa.large_string())
    order = pc.sort_indices(words).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    sizes = np.zeros(len(order), dtype=np.int64)
    for counts, _ in blocks:
        sizes[rank[: len(counts)]] += counts
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    rows = np.empty(bounds[-1], dtype=np.uint32)
    free = bounds[:-1].copy()
    for number, (counts, found) in enumerate(blocks):
        places = rank[: len(counts)]
        shift = free[places] - (np.cumsum(counts) - counts)
        rows[np.arange(len(found)) + np.repeat(shift, counts)] = found + np.uint32(number * _BLOCK)
        free[places] += counts
    return words.take(pa.array(order)), bounds, rows, total
