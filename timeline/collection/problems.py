"""Faults of a collection, told to the person who can mend them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

SHOWN_CHARACTERS = 80
_COMPARED = 2_000
"""Words that an unknown one is compared with at most: with a million, one piece of advice would take minutes."""


class ToldError(ValueError):
    """What stops somebody's work, told to that person; nothing was written.

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


class Place(NamedTuple):
    """Where in a collection something was written: a line of a text, or a row and column of a table."""

    file: str
    line: int | None = None
    row: int | None = None
    column: str = ""


class Origin(Protocol):
    """Where a value was written, part by part."""

    @property
    def file(self) -> str:
        """The file of the whole."""

    def place(self, path: tuple[str | int, ...]) -> Place:
        """The place of the part at a path inside the value, or of the nearest part that is there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what is wrong, what to write instead, what was left out because of it."""

    file: str
    """Path inside the collection folder, with forward slashes."""
    field: str
    """Dotted path inside the entry ('claims.1.positions.2.stance'), '' for the file as a whole."""
    message: str
    advice: str = ""
    line: int | None = None
    """Counted from 1, where it is known."""
    consequence: str = ""
    row: int | None = None
    """Of a table: counted from 1, the header not counted."""
    column: str = ""
    """Of a table, where it is known."""

    @property
    def place(self) -> str:
        """Where to look: file, line or row and column."""
        parts = [self.file]
        parts += [f"{what} {where}" for what in ("line", "row", "column") if (where := getattr(self, what))]
        return ", ".join(parts)

    def __str__(self) -> str:
        place, field = self.place, f": {self.field}" if self.field else ""
        rest = " ".join(part for part in (self.advice, self.consequence) if part)
        return f"{place}{field}: {self.message}" + (f" {rest}" if rest else "")


class Told(NamedTuple):
    """Faults of one cause, told once."""

    first: Problem
    more: int
    """Further places that have the same fault."""

    @property
    def others(self) -> str:
        """How many these are, as the end of a sentence; "" for none."""
        return f"and {self.more:,} more {'place' if self.more == 1 else 'places'}" if self.more else ""

    def __str__(self) -> str:
        return f"{self.first}" + (f" ({self.others})" if self.more else "")


def tell_once(problems: Iterable[Problem]) -> list[Told]:
    """The faults with each cause once, by its first place: an unknown actor in 1,919 files is one thing to mend.

    One cause has one message, one advice and one field, wherever that stands in lists and mappings.
    """
    found: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        words = [part for part in problem.field.split(".") if not part.isdigit()]
        cause = (problem.message, problem.advice, problem.consequence, "".join(words[-1:]))
        found.setdefault(cause, []).append(problem)
    return [Told(same[0], len(same) - 1) for same in found.values()]


def quote(value: object) -> str:
    """A value as found, short enough for one line and without line breaks."""
    text = " ".join(str(value).split())
    if len(text) > SHOWN_CHARACTERS:
        text = text[:SHOWN_CHARACTERS] + f"… ({len(text):,} characters)"
    return f"“{text}”"


def advise(found: str, allowed: Iterable[str], kind: str) -> str:
    """What to write instead of an unknown word: the nearest allowed ones, or where they are listed."""
    words = list(islice(allowed, _COMPARED))
    near = difflib.get_close_matches(found[:SHOWN_CHARACTERS], words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    if not words:
        return f"Add it to {kind}."
    if len(words) <= 12:
        return f"Write one of: {', '.join(words)}."
    return f"Add it to {kind} or use an id that is listed there."
