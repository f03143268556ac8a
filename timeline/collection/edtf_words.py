"""Dates in English, made from the parts of an EDTF date (:func:`timeline.collection.edtf.when_in_words`)."""

from __future__ import annotations

from typing import NamedTuple

from timeline.collection.english import MONTHS

_SEASONS = {"21": "spring", "22": "summer", "23": "autumn"}
_WINTER = "24"
_QUARTERS = {"33": "first", "34": "second", "35": "third", "36": "fourth"}
_MARKS = {"": "", "~": "about ", "?": "possibly ", "%": "possibly about "}


class Parts(NamedTuple):
    """The parts of one EDTF date as written; "" where there is none."""

    year: str
    part: str
    """Month, season or quarter by EDTF's number, or XX."""
    day: str
    clock: str
    zone: str
    mark: str


class _Phrase(NamedTuple):
    """A date in words, from the narrowest piece to the widest, each with the space before it."""

    pieces: tuple[str, ...]
    kind: str
    """In a range, two dates of one kind say what they share once: "4–5 February 2026"."""

    def __str__(self) -> str:
        return "".join(self.pieces)


def date_in_words(date: Parts) -> str:
    """One date: "about 9 February 2026"."""
    return f"{_MARKS[date.mark]}{_phrase(date)}"


def range_in_words(first: Parts, last: Parts) -> str:
    """Two dates: "4–5 February 2026", "25 June – about 27 June 2026", "2028 – possibly 2029"."""
    if first == last:
        return date_in_words(first)
    same_mark = first.mark == last.mark
    left, right = _phrase(first), _phrase(last)
    start = _without_shared(left, right, at_most=4 if same_mark else 1)
    if same_mark:
        tight = left.kind == right.kind and " " not in start
        return f"{_MARKS[first.mark]}{start}{'–' if tight else ' – '}{right}"
    if first.mark:
        # "about 25 June – 27 June" would be heard as being about both
        return f"from {_MARKS[first.mark]}{start} to {_MARKS[last.mark]}{right}"
    return f"{start} – {_MARKS[last.mark]}{right}"


def _without_shared(left: _Phrase, right: _Phrase, at_most: int) -> str:
    """The left side of a range without the last pieces that the right side says too."""
    pieces = list(left.pieces)
    if left.kind == right.kind:
        for shared in right.pieces[: -1 - at_most : -1]:
            if len(pieces) == 1 or pieces[-1] != shared:
                break
            pieces.pop()
    return "".join(pieces)


def _phrase(date: Parts) -> _Phrase:
    number, era = _year(date.year)
    year = number + era
    if date.clock:
        zone = f" {_zone(date.zone)}" if date.zone else ""
        return _Phrase((date.clock, f"{zone}, {_phrase(date._replace(clock=''))}"), "time")
    if "X" in date.year:
        return _Phrase((_decades(date.year),), "decades")
    if date.part in _QUARTERS:
        return _Phrase((_QUARTERS[date.part], f" quarter of {year}"), "quarter")
    if date.part in _SEASONS:
        return _Phrase((_SEASONS[date.part], f" {year}"), "season")
    if date.part == _WINTER:
        return _Phrase(("winter", f" {_winter(date.year)}"), "season")
    if date.part == "XX":
        return _Phrase((f"some {'day' if date.day else 'month'} of {year}",), "unknown part")
    return _calendar(date, number, era)


def _calendar(date: Parts, number: str, era: str) -> _Phrase:
    year = number + era
    if not date.part:
        return _Phrase((number, era) if era else (number,), "year")
    month = MONTHS[int(date.part) - 1]
    if date.day == "XX":
        return _Phrase((f"some day of {month} {year}",), "unknown part")
    if date.day:
        return _Phrase((str(int(date.day)), f" {month}", f" {year}"), "day")
    return _Phrase((month, f" {year}"), "month")


def _year(text: str) -> tuple[str, str]:
    """Number and era, the era only where it is needed: ("2026", ""), ("33", " CE"), ("700", " BCE")."""
    if "X" in text:
        return text, ""
    year = int(text)
    if year <= 0:
        return str(1 - year), " BCE"
    return str(year), " CE" if year < 1000 else ""


def _winter(text: str) -> str:
    """A winter has two years: "2026–27", "1999–2000", "700–699 BCE"."""
    (number, era), (following, next_era) = _year(text), _year(f"{int(text) + 1}")
    if era != next_era:
        return f"{number}{era} – {following}{next_era}"
    short = following[2:] if not era and number[:2] == following[:2] else following
    return f"{number}–{short}{era}"


def _decades(text: str) -> str:
    first, last = text.replace("X", "0"), text.replace("X", "9")
    # "the 2000s" may be ten years, a hundred or a thousand
    if first.endswith("00") or int(first) < 1000:
        return f"the years {int(first)}–{int(last)}"
    return f"the {first}s"


def _zone(zone: str) -> str:
    if zone in ("Z", "+00:00", "-00:00"):
        return "UTC"
    hours, minutes = zone[1:].split(":")
    sign = "+" if zone[0] == "+" else "−"
    return f"UTC{sign}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")
