"""What each column of a file is taken for, by its name or by what stands in it, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from timeline.bring.codes import is_country
from timeline.bring.fields import FIELDS, KEEP
from timeline.bring.forms import FORMS, fields_of
from timeline.bring.headers import fields_named
from timeline.bring.rows import Input, Row
from timeline.collection.web_addresses import is_url

_SAMPLES, _LONGEST = 3, 80
_LEAST = 2
"""Texts that have to agree before anything is guessed by what stands in a column."""
_MOST, _SOME = 0.8, 0.5
"""Shares of a column's texts: with the first one they say what it is, below the second they deny its name."""
_BY_NAME = 2.0
"""A name counts more than any share."""
_LABEL = "Label"
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,3}[.,]\d{2,}", re.ASCII)
_DATES = (
    re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?(?:[T ]\d\d:\d\d.*)?[?~%]?", re.ASCII),
    re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)(?: \d\d:\d\d.*)?", re.ASCII),
    re.compile(r"\d{4}[./]\d{1,2}[./]\d{1,2}", re.ASCII),
    re.compile(r"(?:\d{1,2}\.?[ -])?[^\W\d_]{3,12}\.?[ -](?:de )?\d{4}"),
    re.compile(r"[^\W\d_]{3,12}\.? \d{1,2},? \d{4}"),
)


@dataclass(frozen=True)
class Guess:
    """What a column is taken for.

    Attributes:
        field: of ``fields.FIELDS``, ``figure:ID``, ``show``, ``keep`` or ``leave``; "" where nobody can say.
        why: as a sentence without its end: "by its name".
        samples: up to three texts that stand in it, shortened.
    """

    field: str
    why: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class _Taken:
    """One thing that a column may be taken for; the higher its weight, the better."""

    field: str
    weight: float
    why: str


def guess_columns(found: Input, rows: Sequence[Row]) -> Mapping[str, Guess]:
    """What each column of a file is taken for.

    Args:
        found: the file.
        rows: some of its rows; twenty are enough to guess by, and more are better.

    Returns:
        A guess for each column, in their order. A field is guessed for one column, where not several may say it.
    """
    texts = {name: list(_texts(name, rows)) for name in found.columns}
    samples = {name: tuple(map(_shortened, list(dict.fromkeys(told))[:_SAMPLES])) for name, told in texts.items()}
    if known := fields_of(found.form, found.columns):
        told = f"by the format: {FORMS[found.form].label}"
        unknown = "the format has no such column"
        return {
            name: Guess(known.get(name, ""), told if name in known else unknown, samples[name])
            for name in found.columns
        }
    lists = {name for name in found.columns if any(_is_documents(row.cells.get(name)) for row in rows)}
    wanted = {
        name: [*_of_label(name, found.columns)] or [*_taken(name, told, name in lists)] for name, told in texts.items()
    }
    _add_coordinates(wanted, texts)
    chosen = _choose(wanted)
    nobody = Guess("", "neither its name nor what stands in it says what it is", ())
    return {
        name: Guess(chosen[name].field, chosen[name].why, samples[name])
        if name in chosen
        else Guess(nobody.field, nobody.why, samples[name])
        for name in found.columns
    }


def _of_label(name: str, columns: Sequence[str]) -> Iterator[_Taken]:
    """Answers to SPARQL have what a thing is called in a second variable: item and itemLabel."""
    if f"{name}{_LABEL}" in columns:
        is_event = bool({"title", "id"} & {*fields_named(f"{name}{_LABEL}")})
        yield _Taken("id" if is_event else KEEP, _BY_NAME, f"by the column {name}{_LABEL}, which names it")


def _texts(column: str, rows: Sequence[Row]) -> Iterator[str]:
    """What stands in a column, where anything does."""
    for row in rows:
        cell = row.cells.get(column, "")
        if isinstance(cell, list) and all(isinstance(item, str) for item in cell):
            cell = "; ".join(cell)
        text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
        if not row.refused and text.strip():
            yield text.strip()


def _shortened(text: str) -> str:
    line = " ".join(text[: 2 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _is_documents(cell: Any) -> bool:
    """Whether a cell holds documents with their parts, in a list or by their ids."""
    parts = list(cell.values()) if isinstance(cell, Mapping) else cell if isinstance(cell, list) else []
    return bool(parts) and all(isinstance(part, Mapping) for part in parts)


def _taken(name: str, texts: Sequence[str], is_documents: bool) -> Iterator[_Taken]:
    """What a column may be taken for."""
    for rank, field in enumerate(fields_named(name)):
        if (field == "sources") == is_documents and _agrees(field, texts):
            yield _Taken(field, _BY_NAME - rank / 10, "by its name")
    for field, (what, is_one) in _CONTENTS.items():
        fitting = sum(map(is_one, texts))
        if len(texts) >= _LEAST and fitting >= _MOST * len(texts):
            why = f"by what stands in it: {fitting:,} of {len(texts):,} are {what}"
            yield _Taken(field, fitting / len(texts), why)


def _agrees(field: str, texts: Sequence[str]) -> bool:
    """Whether what stands in a column does not deny its name."""
    is_one = _DENIED.get(field)
    return is_one is None or not texts or sum(map(is_one, texts)) >= _SOME * len(texts)


def _add_coordinates(wanted: dict[str, list[_Taken]], texts: Mapping[str, Sequence[str]]) -> None:
    """Two columns of degrees side by side are latitude and longitude, where no name says it."""
    named = {taken.field for listed in wanted.values() for taken in listed}
    names = list(wanted)
    if {"lat", "lon"} & named:
        return
    for lat, lon in pairwise(names):
        pairs = ((lat, 90.0), (lon, 180.0))
        if all(
            len(texts[name]) >= _LEAST and all(_is_degree(text, most) for text in texts[name]) for name, most in pairs
        ):
            for name, field in ((lat, "lat"), (lon, "lon")):
                why = f"by what stands in it: {len(texts[name]):,} of {len(texts[name]):,} are degrees"
                wanted[name].append(_Taken(field, 1.0, why))
            return


def _choose(wanted: Mapping[str, Sequence[_Taken]]) -> dict[str, _Taken]:
    """The best for each column; a field that only one column may say goes to the best one of them."""
    order = {name: number for number, name in enumerate(wanted)}
    offers = [(taken, name) for name, listed in wanted.items() for taken in listed]
    offers.sort(key=lambda offer: (-offer[0].weight, order[offer[1]]))
    chosen: dict[str, _Taken] = {}
    given: set[str] = set()
    for taken, name in offers:
        is_free = taken.field not in given or taken.field == KEEP or FIELDS[taken.field].many
        if name not in chosen and is_free:
            chosen[name] = taken
            given.add(taken.field)
    return chosen


def _is_address(text: str) -> bool:
    return all(map(is_url, text.split()))


def _is_date(text: str) -> bool:
    sides = text.split("/") if text.count("/") == 1 and len(text) > len("2021/02") else [text]
    return len(text) <= 40 and all(any(form.fullmatch(side.strip()) for form in _DATES) for side in sides)


def _is_degree(text: str, most: float) -> bool:
    return bool(_DECIMAL.fullmatch(text)) and abs(float(text.replace(",", "."))) <= most


def _is_whole(least: int, most: int) -> Callable[[str], bool]:
    def is_one(text: str) -> bool:
        digits = text.removeprefix("-")
        return digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) and least <= int(text) <= most

    return is_one


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


_CONTENTS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "url": ("web addresses", _is_address),
    "when": ("dates", _is_date),
    "country": ("countries", is_country),
}
"""What a column may be taken for by its texts alone."""
_DENIED: Mapping[str, Callable[[str], bool]] = {
    "url": _is_address,
    "archived": _is_address,
    "lat": _is_number,
    "lon": _is_number,
    "year": _is_whole(-9999, 9999),
    "end_year": _is_whole(-9999, 9999),
    "day": _is_whole(1, 31),
    "end_day": _is_whole(1, 31),
}
"""Fields that need such texts, whatever a column is called."""
