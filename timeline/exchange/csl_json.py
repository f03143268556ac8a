"""Sources as CSL-JSON, which Zotero, pandoc and other citation software read.

The format is a bare array of items without a place for what belongs to the whole, so each item says in ``custom``,
the field that CSL 1.0.2 leaves to others, from which record, version and filter it came and under which licence.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import Any

import pandas as pd

from timeline.collection.edtf import when_in_words
from timeline.exchange.bibliography import Entry, Heading, one_line, read_entries

TYPES = MappingProxyType(
    {
        "press": "article-newspaper",
        "wire": "article-newspaper",
        "analysis": "report",
        "dataset": "dataset",
        "primary": "webpage",
        "official": "webpage",
    }
)
"""CSL's type for each kind of source; an unknown kind is a webpage."""

_DATE = re.compile(r"(-?\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?(?:T[^?~%]*)?([?~%])?", re.ASCII)
_SEASONS = MappingProxyType({21: 1, 22: 2, 23: 3, 24: 4})

Parts = list[list[int]]


def write_csl_json(sources: pd.DataFrame, publishers: pd.DataFrame, heading: Heading) -> str:
    """The sources as a JSON array of CSL items, one each.

    Args:
        sources: rows of ``timeline.collection.tables.SOURCES``.
        publishers: the register.
        heading: what each item says of where it came from.
    """
    told = {
        "collection": heading.title,
        "filter": heading.filter_words,
        "query": heading.query,
        "version": heading.version,
        "licence": heading.licence,
    }
    origin = {name: one_line(text) for name, text in told.items() if one_line(text)}
    items = [_item(entry) | {"custom": origin} for entry in read_entries(sources, publishers)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_date(published: str) -> dict[str, Any]:
    """An EDTF date as CSL's date: no more parts than are known, a literal for what CSL cannot say.

    >>> csl_date("2026-02~")
    {'date-parts': [[2026, 2]], 'circa': True}
    """
    sides = [_DATE.fullmatch(side) for side in published.split("/")]
    marked = {"circa": True} if any(side and side[4] for side in sides) else {}
    found = [side for side in sides if side]
    if len(found) < len(sides):
        return {"literal": when_in_words(published)}
    if len(found) == 1 and (season := _SEASONS.get(_part(found[0]))):
        return {"date-parts": [[_year(found[0][1])]], "season": season, **marked}
    first, last = _bounds(found[0])[0], _bounds(found[-1])[-1]
    return {"date-parts": [first] if first == last else [first, last], **marked}


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "type": TYPES.get(entry.kind, "webpage"),
        "title": entry.title,
        "container-title": entry.publisher,
        "publisher": entry.publisher,
        "issued": csl_date(entry.published) if entry.published else None,
        "URL": entry.url,
        "language": entry.language,
        "note": entry.note,
    }
    return {name: value for name, value in item.items() if value}


def _part(side: re.Match[str]) -> int:
    return int(side[2]) if side[2] and side[2] != "XX" else 0


def _bounds(side: re.Match[str]) -> Parts:
    """Date parts of the first and the last that one side may mean: one list where CSL can say it as it is."""
    year, part = side[1], _part(side)
    if "X" in year:
        return [[_year(year.replace("X", "0"))], [_year(year.replace("X", "9"))]]
    number = _year(year)
    if part in _SEASONS:  # the months that timeline.collection.edtf counts
        first = 3 * _SEASONS[part]
        return [[number, first], [number, first + 2] if first < 12 else [_year(f"{int(year) + 1}"), 2]]
    if part > 24:  # quarters are 33 to 36
        return [[number, 3 * part - 98], [number, 3 * part - 96]]
    if not part:
        return [[number]]
    return [[number, part, int(side[3])] if side[3] and side[3] != "XX" else [number, part]]


def _year(text: str) -> int:
    """CSL counts -1 as the year 1 BCE, EDTF 0000."""
    year = int(text)
    return year if year > 0 else year - 1
