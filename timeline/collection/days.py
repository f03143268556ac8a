"""The table of a series: one row a day, faulty rows reported and left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

import numpy as np

from timeline.collection.folder import MAX_LIST_BYTES, Folder
from timeline.collection.series import DATE, SOURCE, Series
from timeline.collection.tables import series_columns

Row = dict[str, object]


def load_days(folder: Folder, series: Series | None) -> list[Row]:
    """The days of a series in their order, as ``series_columns`` names them; none without a series."""
    text = folder.text(series.file, MAX_LIST_BYTES) if series else None
    if series is None or not text:
        return []
    names = list(series_columns(series))
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in names if name not in (reader.fieldnames or [])]
    if missing:
        lacks = f"lacks the columns {', '.join(missing)}."
        folder.report(series.file, lacks, f"Name them: {', '.join(names)}.", line=1)
        return []
    rows: dict[str, Row] = {}
    try:
        for row in reader:
            fault = _fault(row, rows, series)
            if fault:
                folder.report(series.file, fault, line=reader.line_num, consequence="The day was left out.")
            else:
                rows[row[DATE]] = _read(row, series)
    except csv.Error as error:
        folder.report(series.file, f"is not a CSV table ({error}).", line=reader.line_num)
    return [rows[day] for day in sorted(rows)]


def _read(row: Mapping[str, str], series: Series) -> Row:
    counts = {name: int(row[name]) if row[name] else None for name in series.columns}
    return {DATE: np.datetime64(row[DATE], "s"), **counts, SOURCE: row[SOURCE]}


def _fault(row: dict[str, str], seen: Mapping[str, Row], series: Series) -> str:
    if None in row or None in row.values():
        expected = f"does not have {len(series_columns(series))} cells"
        return f"{expected}. Keep a comma for each empty cell, and quote texts with commas."
    try:
        date.fromisoformat(row[DATE])
    except ValueError:
        return f"has the date {row[DATE]!r}. Write it as 2026-02-03."
    if len(row[DATE]) != 10:
        return f"has the date {row[DATE]!r}. Write it as 2026-02-03."
    if row[DATE] in seen:
        return f"has the day {row[DATE]} twice. Add the figures up in one row."
    for name in series.columns:
        if row[name] and not (row[name].isascii() and row[name].isdigit()):
            return f"has {row[name]!r} as {name}. Write a whole number, or nothing where no figure was given."
    for kind in series.kinds:
        total, part = row[kind.total], row[kind.part] if kind.part else ""
        if total and part and int(part) > int(total):
            return f"has more {series.part_of_kind(kind)} ({part}) than {series.counted} ({total}). Check both."
    return ""
