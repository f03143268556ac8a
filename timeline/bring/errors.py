"""What stops an import, told to the person whose file it is."""

from __future__ import annotations


class BringError(ValueError):
    """Nothing was written.

    Attributes:
        message: what is wrong, as a sentence.
        advice: what to do, as a sentence; "" where the message says it.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".rstrip())
        self.message, self.advice = message, advice
