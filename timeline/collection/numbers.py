"""Whole numbers that somebody typed: in an address, a setting, a table."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"[0-9]{1,18}")
"""What fits 64 bits. Python takes as long as the square of the digits to read a number, and refuses 5,000 of them."""


def whole_number(text: str, most: int = 999_999_999, least: int = 0) -> int | None:
    """The number that a text writes in ASCII digits; None where it writes none from ``least`` to ``most``.

    >>> whole_number("007", 10), whole_number("11", 10), whole_number("-1", 10), whole_number("9" * 5000, 10**9)
    (7, None, None, None)
    """
    if not _DIGITS.fullmatch(text):
        return None
    number = int(text)
    return number if least <= number <= most else None
