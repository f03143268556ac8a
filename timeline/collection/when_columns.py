"""A column of EDTF to columns of bounds and words: each distinct value is read once.

Plain days, which most values are, are read together by arithmetic; the rest by :func:`parse_edtf`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from timeline.collection.arrow_text import LARGE_TEXT, as_column
from timeline.collection.edtf import DateError, parse_edtf, when_in_words
from timeline.collection.edtf_words import MONTHS
from timeline.collection.sheet import Sheet

_DAY = r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])-[0-3][0-9]$"
_NOWHEN = np.datetime64("NaT", "s")


class Whens(NamedTuple):
    """What a column of dates says, row by row; where a row is "" or faulty, NaT and ""."""

    start: np.ndarray
    end: np.ndarray
    precision: pd.Series
    approximate: np.ndarray
    uncertain: np.ndarray
    interval: np.ndarray
    words: pd.Series


def read_whens(sheet: Sheet, values: pa.Array, column: str, words: bool = False) -> Whens:
    """The dates of a column; faulty ones are reported.

    Args:
        sheet: whose column it is.
        values: its text.
        column: its name.
        words: whether to make words as well.
    """
    encoded = values.dictionary_encode()
    texts, codes = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
    found = _Distinct(texts)
    found.read_days()
    faults = found.read_others()
    if words:
        found.put_into_words()
    if faults:
        wrong = np.zeros(len(texts), dtype=bool)
        wrong[list(faults)] = True
        sheet.fault(wrong[codes], column, _telling(faults, codes))
    where = pa.array(codes)
    return Whens(
        found.start[codes],
        found.end[codes],
        as_column(pa.array(found.precision, LARGE_TEXT).take(where)),
        found.approximate[codes],
        found.uncertain[codes],
        found.interval[codes],
        as_column(pa.array(found.words, LARGE_TEXT).take(where)),
    )


def _telling(faults: dict[int, DateError], codes: np.ndarray) -> Callable[[int], str]:
    return lambda row: f"{faults[int(codes[row])]}."


class _Distinct:
    """Distinct dates, and what each of them says."""

    def __init__(self, texts: pa.Array) -> None:
        size = len(texts)
        self.texts = texts
        self.start = np.full(size, _NOWHEN)
        self.end = np.full(size, _NOWHEN)
        self.precision, self.words = [""] * size, [""] * size
        self.approximate, self.uncertain, self.interval = (np.zeros(size, dtype=bool) for _ in range(3))
        self._plain = np.zeros(0, dtype=np.int64)
        self._read: list[int] = []

    def read_days(self) -> None:
        """Plain days of years with four figures; a day that its month does not have is left to the parser."""
        fits = np.flatnonzero(pc.match_substring_regex(self.texts, _DAY).to_numpy(zero_copy_only=False))
        if not len(fits):
            return
        texts = self.texts.take(pa.array(fits)).to_numpy(zero_copy_only=False).astype("U10")
        day = np.char.rpartition(texts, "-")[:, 2].astype(np.int64)
        month = np.array([text[:7] for text in texts.tolist()], dtype="datetime64[M]")
        dates = month.astype("datetime64[D]") + (day - 1)
        exists = (day >= 1) & (dates.astype("datetime64[M]") == month)
        self._plain = fits[exists]
        self.start[self._plain] = self.end[self._plain] = dates[exists].astype("datetime64[s]")
        for number in self._plain.tolist():
            self.precision[number] = "day"

    def read_others(self) -> dict[int, DateError]:
        """Everything else by the parser; returns what it refuses."""
        faults: dict[int, DateError] = {}
        rest = np.setdiff1d(np.arange(len(self.texts)), self._plain, assume_unique=True)
        for number in rest.tolist():
            text = self.texts[number].as_py()
            if not text:
                continue
            try:
                when = parse_edtf(text)
            except DateError as error:
                faults[number] = error
                continue
            self._read.append(number)
            self.start[number] = _NOWHEN if when.start is None else when.start
            self.end[number] = _NOWHEN if when.end is None else when.end
            self.precision[number] = when.precision
            self.approximate[number], self.uncertain[number] = when.approximate, when.uncertain
            self.interval[number] = when.interval
        return faults

    def put_into_words(self) -> None:
        """``when_in_words`` of each."""
        for number, text in zip(self._plain.tolist(), self.texts.take(pa.array(self._plain)).to_pylist(), strict=True):
            self.words[number] = f"{int(text[8:])} {MONTHS[int(text[5:7]) - 1]} {text[:4]}"
        for number in self._read:
            self.words[number] = when_in_words(self.texts[number].as_py())
