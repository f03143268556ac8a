"""The formats that are known by name, and what their columns are, as their makers document them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Form:
    """A format that a reader recognises.

    Attributes:
        label: for the person, as the end of "This is …".
        columns: column to field (``fields.FIELDS``, ``figure:ID``, ``show`` or ``leave``); empty where every file has
            columns of its own, which are then guessed.
        key: columns that name a row for good; without any, and without a column for ``id``, date and title do.
        defaults: what every event says that has nothing else, by field.
        figures: declarations for ``collection.yaml`` of what its columns count.
        dataset: whether a row without an address cites the data set itself.
        terms: what its makers ask of those who use it, told before anything is written; "" where nothing is known.
        documents: whether a row is a document and no event.
    """

    label: str
    columns: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Mapping[str, str], ...] = ()
    dataset: bool = False
    terms: str = ""
    documents: bool = False


FORMS: dict[str, Form] = {}
"""By id: table, json, folder, timelinejs, ged, acled, sparql, icalendar, csl-json, bibtex, ris, own."""
