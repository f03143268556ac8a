"""Why there is no copy of an address; every message goes into the index and is meant for the editor."""

from __future__ import annotations


class NotCopied(Exception):
    """There is no copy; the text says why."""


class Refused(NotCopied):
    """We do not ask this address at all."""


class TooLarge(NotCopied):
    """The answer has more bytes than may be."""

    def __init__(self, most: int, when: str = "") -> None:
        super().__init__(f"the answer has more than {most / 1e6:g} MB{when}")


class Unanswered(NotCopied):
    """Nobody is there: no such name, or no connection to any of its addresses."""
