"""Numbers that count something, as English texts write them: how many, and of what.

Dates, years, ordinals ("20th"), numbers of names ("Line 2") and of compounds ("20-point plan") count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from timeline.advice.wording import stem
from timeline.collection.english import MONTHS

_UNITS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NEAR = 0.1
"""How far, as a share, a figure may be from one that is said to be about it."""

_NUMBER = re.compile(
    r"(?<![\w.,:/#’'])(?<![A-Za-z]-)"
    r"(?:(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<words>(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS[:9])}))?|{'|'.join(reversed(_UNITS))}))"
    rf"(?:[\s-](?P<scale>{'|'.join(_SCALES)}))?(?![\w’'])(?!:\d)",
    re.IGNORECASE,
)
_MONTH = "|".join(MONTHS)
_DATES = re.compile(
    rf"\b\d{{1,2}}(?:(?:\s*[-–/,]\s*|\s+(?:and|to|or)\s+)\d{{1,2}}){{0,6}}\s+(?:{_MONTH})\b(?:\s+\d{{4}})?"
    rf"|\b(?:{_MONTH})\s+\d{{1,2}}\b(?!,\d)|\b\d{{4}}-\d\d(?:-\d\d)?\b"
)
_PER_CENT = re.compile(r"\s*%|\s+per\s+cent\b", re.IGNORECASE)
_PERCENT = "percent"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STOP = re.compile(r"[.,;:()\[\]“”\"!?–—/]|\d")
_MAX_WORDS = 3
_LOOK_BACK = 120
_ABOUT = frozenset(re.findall(r"\w+", "about almost around close nearly over roughly some than up"))
_BEFORE = _ABOUT | frozenset(
    re.findall(r"\w+", "a additional all an another at further least many more most other the")
)
"""What may stand between a number and the word before it that belongs to it."""
_BETWEEN = frozenset(re.findall(r"\w+", "additional further its more new of other such the their these those"))
"""What may stand between a number and the words behind it."""
# Where the words that belong to a number end: words that begin another part of the sentence, and verbs that say nothing
# of what is counted.
_BREAKS = frozenset(
    re.findall(
        r"\w+",
        "about after against although and around as at be before but by can could counted counts during each for from "
        "had has have in into may near of on or over reported reports said says since than that through to told under "
        "until up when where which while who will with within without would",
    )
)
_PASSIVE = frozenset({"are", "been", "is", "was", "were"})
"""After these one more word belongs to the number: "five people were hurt"."""
_LABELS = frozenset(re.findall(r"\w+", "article chapter day number part phase point round version"))
"""What a number after it only names: "round two"."""
_FROM_THEN = re.compile(r"\s+(?:hour|day|week|month|year)s?\s+(?:after|ago|before|earlier|from|into|later|since)\b")
"""What makes a number a date: "six days after"."""


class Count(NamedTuple):
    """A number in a text, and what it counts."""

    value: float
    of: frozenset[str]
    """Beginnings of the words beside it that say what is counted, or what happened to it: "kil", "hous"."""
    words: str = ""
    """As the text has it, with these words."""
    about: bool = False
    """Whether it is said to be about so many."""

    def is_like(self, other: Count) -> bool:
        """Whether both count the same thing; a share is like no number."""
        return bool(self.of & other.of) and (_PERCENT in self.of) == (_PERCENT in other.of)

    def is_near(self, other: Count) -> bool:
        """Whether both give one number, within a tenth where one of them says "about"."""
        off = abs(self.value - other.value)
        return off <= (_NEAR * max(self.value, other.value) if self.about or other.about else 0)


def counts_in(text: str, *, compounds: bool = True) -> Iterator[Count]:
    """The numbers of a text that count something.

    Args:
        text: plain text or Markdown.
        compounds: whether the number of a compound counts too, as in "a 90-billion loan".

    >>> [(count.value, sorted(count.of)) for count in counts_in("Flood kills at least four in 2 towns on 3 May 2026")]
    [(4, ['kil']), (2, ['town'])]
    >>> [sorted(count.of) for count in counts_in("Five people were hurt; twelve houses on the coast burned")]
    [['hurt', 'peopl'], ['hous']]
    >>> list(counts_in("The 20th round on Line 2 in 2026, a 20-point plan", compounds=False))
    []
    """
    text = _PER_CENT.sub(f" {_PERCENT}", _DATES.sub(lambda date: ";" * len(date[0]), text))
    for found in _NUMBER.finditer(text):
        value = _value(found)
        before, after = text[: found.start()], text[found.end() :]
        if _is_name(found, before) or _FROM_THEN.match(after) or (after.startswith("-") and not compounds):
            continue
        behind, last = _words_after(after.removeprefix("-"))
        first, start, about = _word_before(before)
        words = " ".join(text[start : found.end() + last].split())
        yield Count(value, frozenset(map(stem, [*behind, *first])), words, about)


def _value(found: re.Match[str]) -> float:
    digits, words, scale = found["digits"], found["words"], found["scale"]
    if digits:
        number = float(re.sub(r"[,\u00a0\u202f]", "", digits))
    else:
        number = float(sum(_WORDS[part] for part in words.lower().split("-")))
    number *= _SCALES[scale.lower()] if scale else 1
    return int(number) if number.is_integer() else number


def _is_name(found: re.Match[str], before: str) -> bool:
    """Whether a number is a year or part of a name: "Line 2", "round two"."""
    digits, last = found["digits"] or "", _WORD.findall(before[-40:])[-1:]
    if digits.isdigit() and not found["scale"]:
        if len(digits) == 4 and _FIRST_YEAR <= int(digits) < _LAST_YEAR:
            return True
        if before.endswith(" ") and last and last[0][0].isupper() and len(_WORD.findall(before)) > 1:
            return True
    return before.endswith(" ") and bool(last) and last[0].lower() in _LABELS


def _words_after(text: str) -> tuple[list[str], int]:
    """The words behind a number that say what it counts, and where they end."""
    kept, end, most = list[str](), 0, _MAX_WORDS
    stop = _STOP.search(text)
    for found in _WORD.finditer(text, 0, stop.start() if stop else len(text)):
        word = found[0].lower()
        if word in _BETWEEN and not kept:
            continue
        if word in _PASSIVE and len(kept) < most:
            most = len(kept) + 1
            continue
        if word in _BREAKS or word in _WORDS or len(kept) == most:
            break
        kept.append(word)
        end = found.end()
    return kept, end


def _word_before(text: str) -> tuple[list[str], int, bool]:
    """The word before a number that belongs to it, where it begins, and whether "about" or the like stands between."""
    about, start = False, len(text)
    low = max(len(text) - _LOOK_BACK, 0)
    low += max((found.end() for found in _STOP.finditer(text[low:])), default=0)
    for found in reversed(list(_WORD.finditer(text, low))):
        word, is_upper_bound = found[0].lower(), text[: found.start()].rstrip().endswith(("up", "close"))
        if word in _BEFORE or (word == "to" and is_upper_bound):
            about |= word in _ABOUT
            start = found.start()
        elif word in _BREAKS or word in _PASSIVE or word in _WORDS or word in _SCALES:
            break
        else:
            return [word], found.start(), about
    return [], start, about
