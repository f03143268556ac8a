"""What the page and the command line both tell of waves and windows, as plain rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.tables import rows_of
from timeline.waves.find import events_of_wave
from timeline.waves.windows import WindowResult
from timeline.waves.words import describe_window

Row = dict[str, Any]


def list_waves(waves: pd.DataFrame, events: pd.DataFrame) -> list[Row]:
    """Waves with the events that describe them, most launches first.

    Args:
        waves: rows of ``timeline.waves.find_waves``.
        events: columns of ``timeline.collection.tables.EVENTS``, all of the record.

    Returns:
        For each wave ``start``, ``end``, ``heaviest_day`` (ISO dates), ``launched``, ``drones_launched``,
        ``missiles_launched``, ``stopped``, ``drones_stopped``, ``missiles_stopped``, ``heaviest_launched``,
        ``missing_days``, ``usual`` (numbers), ``share_stopped`` (0 to 1, None where not known) and ``events`` (ids).
    """
    described = events_of_wave(waves, events).groupby("wave")["event"].agg(list).to_dict()
    rows = [_plain(row) | {"events": described.get(number, [])} for number, row in enumerate(rows_of(waves))]
    return sorted(rows, key=lambda row: -row["launched"])


def window_report(result: WindowResult) -> Row:
    """A window result as plain values: ``sentences``, ``summary`` by part, ``days`` by offset, and how it was made."""
    summary = zip(result.summary.index, rows_of(result.summary), strict=True)
    return {
        "sentences": describe_window(result),
        "dates": [_iso(number) for number in result.used],
        "period": [_iso(number) for number in result.period],
        "draws": result.draws,
        "seed": result.seed,
        "left_out": list(result.anchors.vague),
        "summary": {str(part): _plain(row) for part, row in summary},
        "days": [_plain(row) for row in rows_of(result.offsets)],
    }


def _plain(row: Row) -> Row:
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.isna(value):
        return None
    if isinstance(value, float | np.floating):
        return round(float(value), 4)
    return int(value)


def _iso(number: int) -> str:
    return str(np.datetime64(int(number), "D"))
