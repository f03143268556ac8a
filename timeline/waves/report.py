"""What the page and the command line both tell of waves and windows, as plain rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.first_series import EDGES
from timeline.collection.series import DATE, Daily, Series
from timeline.waves.days import Period
from timeline.waves.figures import CompetingFigures
from timeline.waves.find import RULE, WaveRule, events_of_wave, find_waves
from timeline.waves.summary import By, summarise
from timeline.waves.windows import WindowResult
from timeline.waves.words import describe_window

Row = dict[str, Any]
CLAIMS_WITH_COUNTS = "Claims that name a count; it may be of something else, or of a part."


def waves_report(daily: Daily, events: pd.DataFrame, *, period: Period | None = None, rule: WaveRule = RULE) -> Row:
    """The waves of a period and how they were found.

    Args:
        daily: the series.
        events: columns of ``EVENTS``, all of the record.
        period: keeps the waves that touch it, whole; both days included.
        rule: what a wave is.

    Returns:
        ``period`` (ISO dates, None for all days), ``rule`` (its parameters), ``EDGES`` (first and last ISO date
        on record; None without any) and ``waves`` (rows of ``list_waves``).
    """
    edges = daily.days[DATE].agg(["min", "max"]).tolist() if len(daily.days) else None
    return {
        "period": [day.isoformat() for day in sorted(period)] if period else None,
        "rule": asdict(rule) | {"least_launched": daily.series.least},
        EDGES: [str(day.date()) for day in edges] if edges else None,
        "waves": list_waves(find_waves(daily, rule=rule, period=period), events, daily.series),
    }


def list_waves(waves: pd.DataFrame, events: pd.DataFrame, series: Series) -> list[Row]:
    """Waves with the events that describe them, those in which most was counted first.

    Args:
        waves: rows of ``timeline.waves.find_waves``.
        events: columns of ``timeline.collection.tables.EVENTS``, all of the record.
        series: whose waves they are.

    Returns:
        For each wave the columns of ``timeline.waves.find_waves`` (days as ISO dates, None where not known) and
        ``events`` (ids).
    """
    described = events_of_wave(waves, events, series).groupby("wave")["event"].agg(list).to_dict()
    rows = [row | {"events": described.get(number, [])} for number, row in enumerate(_plain(waves))]
    return sorted(rows, key=lambda row: -row["launched"])


def window_report(result: WindowResult) -> Row:
    """A window result as plain values: ``sentences``, ``summary`` by part, ``days`` by offset, and how it was made."""
    summary = zip(result.summary.index, _plain(result.summary), strict=True)
    return {
        "sentences": describe_window(result),
        "dates": [_iso(number) for number in result.used],
        "period": [_iso(number) for number in result.period],
        "overlapping": result.overlapping,
        "near_overlapping": result.near_overlapping,
        "near_pairs": result.near_pairs,
        "draws": result.draws,
        "seed": result.seed,
        "left_out": list(result.anchors.vague),
        "summary": {str(part): row for part, row in summary},
        "days": _plain(result.offsets),
    }


def list_sums(daily: Daily, by: By, *, period: Period | None = None) -> list[Row]:
    """The rows of ``timeline.waves.summarise`` as plain values: the bars and lines of the chart of days."""
    return _plain(summarise(daily, by, period=period))


def list_ranges(found: CompetingFigures) -> list[Row]:
    """Figures on which the counts of one event differ, each with whose it is; by event and measure.

    Returns:
        For each ``event``, ``measure``, ``low``, ``high`` and ``counts`` (rows of ``value``, ``counted_by``,
        ``given_in``, by value).
    """
    differing = found.ranges[found.ranges["low"] < found.ranges["high"]]
    counts = found.counts.groupby(["event", "measure"], sort=False)
    columns = ["value", "counted_by", "given_in"]
    return [
        row | {"counts": _plain(counts.get_group((row["event"], row["measure"]))[columns])} for row in _plain(differing)
    ]


def list_told_counts(found: CompetingFigures) -> list[Row]:
    """Claims that name a count, with who takes which position on them; their numbers are in no range."""
    return _plain(found.claims)


def _plain(table: pd.DataFrame) -> list[Row]:
    """The rows with days as ISO dates and what is unknown as None, column by column for speed."""
    columns = [_plain_column(table[name]) for name in table]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain_column(column: pd.Series) -> list[Any]:
    if pd.api.types.is_datetime64_any_dtype(column):
        days = column.to_numpy().astype("datetime64[D]")
        return [None if np.isnat(day) else str(day) for day in days]
    if pd.api.types.is_float_dtype(column):
        return [None if np.isnan(value) else round(value, 4) for value in column.tolist()]
    return [None if value is pd.NA else value for value in column.tolist()]


def _iso(number: int) -> str:
    return str(np.datetime64(int(number), "D"))
