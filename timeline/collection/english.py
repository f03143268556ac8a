"""English that many rooms need: numbers with their nouns, lists, days. Dates of the record: ``edtf.when_in_words``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def count(number: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "claim"), count(1200, "event")
    ('1 claim', '1,200 events')
    """
    return f"{number:,} {plural(number, noun)}"


def plural(number: int, noun: str) -> str:
    """The noun as it stands after a number: "event" after 1, else "events"."""
    return noun if number == 1 else f"{noun}s"


def join(parts: Sequence[str], conjunction: str = "and") -> str:
    """Parts as a list.

    >>> join([]), join(["a"]), join(["a", "b"]), join(["a", "b", "c"], "or")
    ('', 'a', 'a and b', 'a, b or c')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def day_in_words(day: date) -> str:
    """A day as people write it.

    >>> day_in_words(date(2026, 2, 9))
    '9 February 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def iso_day(day: np.datetime64) -> str:
    """A day as ISO 8601 and EDTF have it, of any year: four digits, with a minus before the year 0.

    >>> iso_day(np.datetime64("2026-02-09")), iso_day(np.datetime64("-0043-03-15"))
    ('2026-02-09', '-0043-03-15')
    """
    year, month, rest = str(day.astype("datetime64[D]")).rsplit("-", 2)
    return f"{int(year):0{5 if year.startswith('-') else 4}}-{month}-{rest}"
