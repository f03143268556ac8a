"""What a file holds once it is read: rows of named cells, whatever its format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Row(NamedTuple):
    """One record of a reader: a line of a table, an item of a list, a file of a folder, a VEVENT, an entry."""

    number: int
    """From 1, as the reader counts its records; a header is not counted."""
    cells: Mapping[str, Any]
    """By column. Text as it was written, "" where nothing stands; in nested formats lists and mappings of texts too."""
    refused: str = ""
    """Why it is no event or document whatever is answered, as the end of a sentence ("is a title slide"); "" for all
    others. A refused row is counted and never written."""


@dataclass(frozen=True)
class Input:
    """A file that was looked at, and can be read as often as somebody asks.

    Attributes:
        name: of the file or folder, without its path.
        sha256: hexadecimal, of its bytes; of a folder, over names and contents.
        form: key of ``forms.FORMS``.
        reading: how it was read, by the reader's own words: encoding, delimiter, quote, sheet. It stands in the recipe,
            and given again it is not found anew.
        told: what was found, in sentences for the person.
        columns: names of the columns, in order; each once.
        read: the rows from the first on. Raises ``BringError`` where the file is damaged further down.
        lists: entries of ``actors``, ``themes``, ``publishers``, ``documents``, ``topics``, ``statements``,
            ``coverage`` and ``corrections`` that came with it, as their files would hold them; only our own exports
            have any.
        about: fields of ``collection.yaml`` that came with it.
        days: rows of the table of the series that ``about`` declares, by its columns.
    """

    name: str
    sha256: str
    form: str
    reading: Mapping[str, str]
    told: tuple[str, ...]
    columns: tuple[str, ...]
    read: Callable[[], Iterator[Row]]
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    days: Sequence[Mapping[str, str]] = ()
