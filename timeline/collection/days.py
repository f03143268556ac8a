"""The table of a series: one row a day, faulty rows reported and left out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date

import numpy as np

from timeline.collection.entries import MAX_COUNT
from timeline.collection.folder import MAX_LIST_BYTES, Folder
from timeline.collection.numbers import whole_number
from timeline.collection.problems import quote
from timeline.collection.series import DATE, SOURCE, Series
from timeline.collection.tables import series_columns
from timeline.collection.web_addresses import is_url

Row = dict[str, object]
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
"""A word that begins like an address of any kind; a source may also be named in words, or be several addresses."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def load_days(folder: Folder, series: Series | None) -> list[Row]:
    """The days of a series in their order, as ``series_columns`` names them; none without a series."""
    text = folder.text(series.file, MAX_LIST_BYTES) if series else None
    if series is None or text is None:
        return []
    reader = csv.DictReader(io.StringIO(text))
    rows: dict[str, Row] = {}
    try:
        if _has_columns(folder, reader, series):
            for row in reader:
                fault = _fault(row, rows, series)
                if fault:
                    folder.report(series.file, fault, line=reader.line_num, consequence="The day was left out.")
                else:
                    rows[row[DATE]] = _read(row, series)
    except csv.Error as error:
        folder.report(series.file, f"is not a CSV table ({error}).", line=reader.line_num + 1)
    return [rows[day] for day in sorted(rows)]


def _has_columns(folder: Folder, reader: csv.DictReader[str], series: Series) -> bool:
    """Whether the table has the columns of the series; what is missing is reported."""
    names = list(series_columns(series))
    missing = [name for name in names if name not in (reader.fieldnames or [])]
    if missing:
        lacks = f"lacks the columns {', '.join(missing)}."
        folder.report(series.file, lacks, f"Name them: {', '.join(names)}.", line=1)
    return not missing


def _read(row: Mapping[str, str], series: Series) -> Row:
    counts = {name: int(row[name]) if row[name] else None for name in series.columns}
    return {DATE: np.datetime64(row[DATE], "s"), **counts, SOURCE: row[SOURCE]}


def _is_day(text: str) -> bool:
    """Whether it is a day of the calendar as 2026-02-03; ``fromisoformat`` alone takes 2026-W06-2 as well."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _fault(row: dict[str, str], seen: Mapping[str, Row], series: Series) -> str:
    if None in row or None in row.values():
        expected = f"does not have {len(series_columns(series))} cells"
        return f"{expected}. Keep a comma for each empty cell, and quote texts with commas."
    if not _is_day(row[DATE]):
        return f"has the date {quote(row[DATE])}. Write it as 2026-02-03."
    if row[DATE] in seen:
        return f"has the day {row[DATE]} twice. Add the figures up in one row."
    for name in series.columns:
        if row[name] and whole_number(row[name], MAX_COUNT) is None:
            return (
                f"has {quote(row[name])} as {name}. "
                f"Write a whole number up to {MAX_COUNT:,}, or nothing where no figure was given."
            )
    for part in row[SOURCE].split():
        if _ADDRESS.match(part) and not is_url(part):
            return f"has the source {quote(part)}. Write a full address, beginning with http:// or https://."
    for kind in series.kinds:
        total, part = row[kind.total], row[kind.part] if kind.part else ""
        if total and part and int(part) > int(total):
            return f"has more {series.part_of_kind(kind)} ({part}) than {series.counted} ({total}). Check both."
    return ""
