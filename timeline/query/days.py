"""Days between their types: ``date``, numpy's, and numbers from 1970-01-01 on."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


def as_date(value: Any) -> date:
    """A day as a date; years that ``date`` cannot hold become the first it can."""
    day = np.datetime64(value, "D")
    low, high = np.datetime64(date.min), np.datetime64(date.max)
    return min(max(day, low), high).astype(object)  # type: ignore[no-any-return]
