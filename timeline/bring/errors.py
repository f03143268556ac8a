"""What stops an import, told to the person whose file it is."""

from __future__ import annotations


class BringError(ValueError):
    """Nothing was written.

    Attributes:
        message: what is wrong, as a sentence.
        advice: what to do, as a sentence; "" where the message says it.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        self.message, self.advice = _seen(message), _seen(advice)
        super().__init__(f"{self.message} {self.advice}".rstrip())


def _seen(text: str) -> str:
    """A text that quotes a file, without what a terminal would act on."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
