"""Invented sentences by the million: pieces that are put together column by column."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from timeline.sample.world import invent_names, zipf

_VERBS = (
    "says that", "denies that", "announces that", "asks whether", "confirms that", "warns that", "reports that",
    "tells journalists that", "repeats that", "doubts that",
)  # fmt: skip
_MATTERS = (
    "the talks", "the ceasefire", "the exchange", "the pipeline", "the vote", "the sanctions", "the border crossing",
    "the convoy", "the ruling", "the shipment", "the outage", "the letter", "the visit", "the ferries", "the loan",
    "the inspection",
)  # fmt: skip
_ENDS = (
    "will be resumed", "have been put off", "were agreed in part", "failed for now", "go on as planned",
    "depend on the other side", "were stopped overnight", "need more time", "are not under discussion",
    "have been confirmed", "were struck again", "will cost more than told",
)  # fmt: skip


class Prose:
    """Writes titles, claims and summaries from a fixed stock of words.

    Args:
        random: where chance comes from.
        size: number of events; the stock of names inside texts grows with it.
    """

    def __init__(self, random: np.random.Generator, size: int) -> None:
        self.random = random
        self._names = pa.array(invent_names(int(min(300 + size**0.5 * 4, 4000)), random), pa.large_string())
        self._phrases = pa.array(self._stock(int(min(500 + size**0.5 * 10, 10_000))), pa.large_string())

    def _stock(self, count: int) -> list[str]:
        parts = (self._pick(_MATTERS, count), self._pick(_ENDS, count), self._name(count))
        stock: list[str] = _join(*parts).to_pylist()
        return stock

    def _pick(self, words: tuple[str, ...], count: int) -> pa.Array:
        return pa.array(words, pa.large_string()).take(pa.array(self.random.integers(0, len(words), count)))

    def _name(self, count: int) -> pa.Array:
        return self._names.take(pa.array(zipf(len(self._names), count, self.random)))

    def _phrase(self, count: int) -> pa.Array:
        return self._phrases.take(pa.array(zipf(len(self._phrases), count, self.random, 0.6)))

    def titles(self, speakers: pa.Array) -> pa.Array:
        """One line for each speaker."""
        count = len(speakers)
        parts = (speakers, self._pick(_VERBS, count), self._pick(_MATTERS, count), self._pick(_ENDS, count))
        return _join(*parts, self._name(count))

    def claims(self, count: int) -> pa.Array:
        """Propositions."""
        return _join("According to", self._name(count), self._phrase(count))

    def summaries(self, count: int) -> pa.Array:
        """Two or three sentences each."""
        joined = _join(self._phrase(count), self._phrase(count), self._phrase(count), by="; ")
        return _join(joined, ".", by="")


def _join(*parts: pa.Array | str, by: str = " ") -> pa.Array:
    """Texts put together row by row."""
    kind = pa.large_string()
    whole = [pa.scalar(part, kind) if isinstance(part, str) else part for part in (*parts, by)]
    return pc.binary_join_element_wise(*whole)
