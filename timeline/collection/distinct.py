"""Distinct numbers of long arrays."""

from __future__ import annotations

import numpy as np


def distinct(numbers: np.ndarray) -> np.ndarray:
    """The numbers, ascending and each once.

    numpy.unique (2.4) gathers integers in a hash table first, which at millions takes fifty times as long as to
    sort them.
    """
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def is_among(numbers: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Which of the numbers are among ``found``, which are distinct and ascending."""
    if not len(found):
        return np.zeros(len(numbers), dtype=bool)
    places = np.minimum(np.searchsorted(found, numbers), len(found) - 1)
    among: np.ndarray = found[places] == numbers
    return among
