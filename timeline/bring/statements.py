"""What a person states of a whole file: under what licence it is, what holds for all its rows, how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from timeline.collection.entries import MAX_LINE, MAX_TEXT
from timeline.collection.vocabulary import SOURCE_KINDS

Where = tuple[str, ...]
"""Where a statement or an answer goes in the recipe."""


class Statement(NamedTuple):
    """Something that can be stated, and does not have to be."""

    label: str
    read: Callable[[str], Any]
    """The value of the recipe, which checks it."""
    choices: Mapping[str, str] = MappingProxyType({})
    """Values to words, where there are no others."""
    is_long: bool = False


def _line(text: str) -> str:
    return " ".join(text.split())[:MAX_LINE]


def _lines(text: str) -> str:
    return text.strip()[:MAX_TEXT]


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(name for part in re.split(r"[,;\n]", text) if (name := _line(part))))


STATEMENTS: Mapping[Where, Statement] = MappingProxyType(
    {
        ("licence",): Statement("Licence, as its makers name it", _line),
        ("terms",): Statement("Terms under which you have it", _lines, is_long=True),
        ("defaults", "themes"): Statement("Themes of events that name none, with commas between", _names),
        ("defaults", "country"): Statement("Country of places that name none", _line),
        ("defaults", "language"): Statement("Language of sources that name none", _line),
        ("defaults", "source_kind"): Statement("Kind of sources that name none", _line, SOURCE_KINDS),
    }
)

READING = "reading"
_DELIMITERS = {",": "commas", ";": "semicolons", "tab": "tabs", "|": "bars"}
_MARKS = {'"': "double quotation marks", "'": "single ones", "none": "they are letters like others"}
_READING: Mapping[str, Statement] = MappingProxyType(
    {
        "encoding": Statement("Encoding, such as utf-8 or cp1252", _line),
        "delimiter": Statement("Between the cells stand", _line, _DELIMITERS),
        "quote": Statement("Marks around texts", _line, _MARKS),
        "sheet": Statement("Sheet", _line),
        "list": Statement("List whose items are the rows", _line),
    }
)


def readings(given: Mapping[str, str]) -> dict[str, Statement]:
    """What can be said of how a file is read, which was read as ``given``."""
    return {name: statement for name, statement in _READING.items() if name in given}
