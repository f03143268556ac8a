"""What an export of ours says of its collection: the fields of collection.yaml, the days of the series, coverage.

Exports from before they carried this have a title, a licence and the ids of figures; these are taken from them still.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from timeline.bring.readers.cells import text_of
from timeline.bring.readers.export_tables import NEEDED, ExportTables, TableRow
from timeline.collection.about import CollectionEntry
from timeline.collection.english import join
from timeline.collection.problems import quote
from timeline.collection.series import Series
from timeline.collection.tables import EVENTS, TABLES, series_columns

_OF_SERIES = ("figures", "series")
_INTO_NEW = "What it says of its collection, its series and its coverage goes into a new folder only."


class Said(NamedTuple):
    """What an export says of its collection."""

    about: dict[str, Any]
    """Fields of collection.yaml."""
    days: list[dict[str, str]]
    """Rows of the table of its series."""
    coverage: list[dict[str, Any]]
    """Entries of coverage.yaml."""
    told: tuple[str, ...]
    """What was left, in sentences."""


def read_said(tables: ExportTables) -> Said:
    """What an export says of its collection, with only what a collection can say.

    Args:
        tables: the export.
    """
    told = tables.about()
    begun = f"It is an export of {quote(str(told.get('title', '')))}: {told.get('in_words') or 'all events'}."
    given = told.get("collection")
    if not isinstance(given, Mapping) or not given:
        return Said(_older(told, figures_of(tables)), [], [], (begun, *_lost_by_older(tables)))
    about, left = _sound({"title": told.get("title")} | {name: text_of(value) for name, value in given.items()})
    sentences = [begun, _INTO_NEW]
    if left:
        sentences.append(f"What it says as {join([quote(name) for name in left])} is left: no collection says it so.")
    if told.get("filter"):
        sentences += _fit_part(about, tables)
    return Said(about, _days(tables, about), _coverage(tables), tuple(sentences))


def _sound(given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields that a collection.yaml may have, and the names of those that it may not."""
    left: list[str] = []
    while True:
        try:
            CollectionEntry.model_validate(given)
        except ValidationError as error:
            at_fault = {str(fault["loc"][0]) if fault["loc"] else "" for fault in error.errors(include_url=False)}
            unfit = [name for name in given if name in at_fault or ("" in at_fault and name in _OF_SERIES)]
            left += unfit
            given = {name: value for name, value in given.items() if name not in unfit}
            if "title" not in given:
                given = {"title": "Untitled collection", **given}
        else:
            return given, left


def _fit_part(about: dict[str, Any], tables: ExportTables) -> Iterator[str]:
    """Takes out what speaks of more than a part of the collection holds, and tells it."""
    if about.pop("questions", None):
        yield "It is a part. The questions of its collection are left: they may ask for what it does not hold."
    series = about.get("series")
    if series and series.get("theme") not in (None, *(row["id"] for row in tables.rows("themes"))):
        about["series"] = {name: value for name, value in series.items() if name != "theme"}
        yield "The theme of the series is left: the part has no event with it."


def _days(tables: ExportTables, about: Mapping[str, Any]) -> list[dict[str, str]]:
    """The days of the series, as its table has them."""
    if not about.get("series"):
        return []
    series = Series.model_validate(about["series"])
    columns = series_columns(series)
    return [{name: row.get(name, "") for name in columns} for row in tables.rows(series.name)]


def _coverage(tables: ExportTables) -> list[dict[str, Any]]:
    """Entries of coverage.yaml; what was said of all themes is said of each."""
    return [_looked(row) for row in tables.rows("coverage")]


def _looked(row: TableRow) -> dict[str, Any]:
    first, last = row["start"] or "..", row["end"] or ".."
    period = first if first == last != ".." else f"{first}/{last}"
    found = {"theme": row["theme"], "period": period, "level": row["level"]}
    return found | ({"note": row["note"]} if row["note"] else {})


def figures_of(tables: ExportTables) -> dict[str, str]:
    """What events count: columns that are none of every event's, with their meaning."""
    return {name: meaning for name, meaning in tables.columns("events").items() if name not in EVENTS}


def _lost_by_older(tables: ExportTables) -> Iterator[str]:
    """What exports did not carry in the past."""
    yield "It is an older export, which carries no coverage."
    if figures_of(tables):
        yield "It does not carry the words for its figures: look at `figures` in collection.yaml afterwards."
    if days := [name for name in tables.names() if name not in (*NEEDED, *TABLES)]:
        yield f"The days of {join([quote(name) for name in days])} are left: the export does not say what they count."


def _older(told: Mapping[str, Any], figures: Mapping[str, str]) -> dict[str, Any]:
    """The fields of collection.yaml that an older export carries."""
    found = {name: told[name] for name in ("title", "description", "maintainers") if told.get(name)}
    if name := told.get("licence"):
        found["licence"] = {"name": name} | ({"url": told["licence_url"]} if told.get("licence_url") else {})
    if figures:
        found["figures"] = [_figure(name, meaning) for name, meaning in figures.items()]
    return found


def _figure(name: str, meaning: str) -> dict[str, Any]:
    """The declaration of a figure, in the words of its id: its own words are not carried."""
    words = name.replace("_", " ")
    return {"id": name, "label": words, "unit": words} | ({"description": meaning} if meaning else {})
