"""Counting for the rules: how many distinct values a row has, and each case graded once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column
from timeline.collection.distinct import distinct
from timeline.evidence.grades import MANY


def count_distinct(groups: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """How many distinct values each group has; groups are numbered below ``size``."""
    width = int(values.max()) + 1 if len(values) else 1
    found: np.ndarray = np.bincount(distinct(groups * width + values) // width, minlength=size)
    return found


def grade_each(rule: Callable[..., str], *counts: np.ndarray, index: pd.Index) -> pd.Series:
    """The rule's grade for each row of its counts.

    Args:
        rule: a function of :mod:`timeline.evidence.grades`.
        counts: one array for each argument of the rule, all of one length.
        index: of the series.
    """
    # The rules tell none, one and several apart, so few cases cover any number of rows. Each case is graded once;
    # the counts of a row, read as digits of one number, say which case it is.
    cases = (MANY + 1,) * len(counts)
    grades = [rule(*case) for case in np.ndindex(cases)]
    numbers = np.ravel_multi_index(tuple(np.minimum(count, MANY) for count in counts), cases)
    return as_words(numbers, grades, index)


def as_words(numbers: np.ndarray, words: list[str], index: pd.Index) -> pd.Series:
    """Numbers as the words they stand for."""
    column = as_column(pa.array(words, LARGE_TEXT).take(pa.array(numbers)))
    column.index = index
    return column


def as_numbers(table: pd.DataFrame, column: str) -> tuple[np.ndarray, pa.Array]:
    """A text column as numbers, and the distinct texts that they stand for."""
    encoded = arrow_text(table[column]).dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), encoded.dictionary
