"""Heavy days of the series: events of them without figures, and days without an event."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.advice.items import DAY_WITHOUT_EVENT, WITHOUT_FIGURES, Item
from timeline.advice.places import Places
from timeline.advice.wording import words_of_day
from timeline.collection.edtf import parse_edtf
from timeline.collection.english import iso_day
from timeline.collection.problems import Problem
from timeline.collection.series import Daily
from timeline.collection.tables import Tables
from timeline.waves.days import DayNumbers, day_numbers, read_days
from timeline.waves.find import counts_the_same, judge_days

HEAVIEST = 20
LONGEST = 3
"""Days that an event, or an entry of coverage.yaml, lasts at most to be one of a single day."""


def events_without_figures(tables: Tables, daily: Daily, places: Places) -> Iterator[Item]:
    """Events of a heavy day that have none of the series' figures, where no other event of that day has them.

    Heavy is what the rule of waves calls so (``timeline.waves.find.WaveRule``). An event of the day has the series'
    theme, is dated to days, and lasts at most ``LONGEST`` days.
    """
    judged = judge_days(daily)
    heavy = day_numbers(judged["date"])[judged["heavy"].to_numpy(dtype=bool)]
    launched = dict(zip(day_numbers(judged["date"]).tolist(), judged["launched"], strict=True))
    events, start, end = _events_of_days(tables, daily)
    counted = counts_the_same(events, daily.series)
    for number in np.flatnonzero(~counted):
        days = heavy[(heavy >= start[number]) & (heavy <= end[number])]
        days = [day for day in days if not (counted & (start <= day) & (end >= day)).any()]
        if not days:
            continue
        event, series = events["id"].iloc[number], daily.series
        found = "; ".join(f"{words_of_day(_day(day))}: {series.count(launched[day])}" for day in days)
        message = f"are missing, and {series.file} has them for a heavy day ({found})."
        advice = "Write the figures that the event's documents give, and by whom."
        told = places.of_event(event, ("figures",), message, advice)
        yield Item(WITHOUT_FIGURES, event, told, (events["when"].iloc[number], found))


def days_without_event(tables: Tables, daily: Daily) -> Iterator[Item]:
    """The ``HEAVIEST`` days of the default period that no event of the series' theme covers, the heaviest first.

    An event covers a day that lies within it, where it is dated to days and lasts at most ``LONGEST`` days: a tally of
    a month covers none. Coverage answers for a day by an entry of the series' theme, or of all, that holds it, lasts at
    most ``LONGEST`` days, is thin or none, and has a note.
    """
    series, days = daily.series, read_days(daily)
    numbers, launched = np.arange(days.first, days.first + len(days)), days.launched
    low, high = _period(tables.about.default_period)
    known = ~np.isnan(launched) & (numbers >= low) & (numbers <= high)
    numbers, launched = numbers[known], launched[known]
    heaviest = np.argsort(-launched, kind="stable")[:HEAVIEST]
    _, start, end = _events_of_days(tables, daily)
    answered = _answered(tables.coverage, series.theme or "")
    for place, number in enumerate(heaviest, start=1):
        day = numbers[number]
        if ((start <= day) & (end >= day)).any() or any(first <= day <= last for first, last in answered):
            continue
        iso, words = iso_day(_day(day)), words_of_day(_day(day))
        message = f"{words} ({series.count(launched[number])}) is number {place} of the heaviest days and has no event."
        advice = (
            f"Write the event; or say what was looked for in coverage.yaml: theme: {series.theme}, period: {iso}, "
            "level: thin or none, and a note."
        )
        told = Problem(series.file, iso, message, advice)
        yield Item(DAY_WITHOUT_EVENT, iso, told, (f"{launched[number]:g}",))


def _events_of_days(tables: Tables, daily: Daily) -> tuple[pd.DataFrame, DayNumbers, DayNumbers]:
    """The events of the series' theme that are of single days, with their first and last day."""
    events = tables.events
    start, end = day_numbers(events["start"]), day_numbers(events["end"])
    is_short = (end - start < LONGEST) & events["start"].notna().to_numpy() & events["end"].notna().to_numpy()
    of_theme = np.array([daily.series.theme in themes for themes in events["themes"]], dtype=bool)
    kept: npt.NDArray[np.bool_] = is_short & of_theme
    return events[kept], start[kept], end[kept]


def _answered(coverage: pd.DataFrame, theme: str) -> list[tuple[int, int]]:
    """First and last day of the entries that say of single days that they were not looked at well, and why."""
    rows = coverage[(coverage["theme"] == theme) & (coverage["level"] != "good") & (coverage["note"] != "")]
    rows = rows[rows["start"].notna() & rows["end"].notna()]
    bounds = zip(day_numbers(rows["start"]).tolist(), day_numbers(rows["end"]).tolist(), strict=True)
    return [(first, last) for first, last in bounds if last - first < LONGEST]


def _period(text: str) -> tuple[int, int]:
    """First and last day of an EDTF interval as numbers; all days where it is open or ""."""
    when = parse_edtf(text) if text else None
    widest = np.iinfo(np.int64)
    low = widest.min if when is None or when.start is None else int(when.start.astype("datetime64[D]").astype(np.int64))
    high = widest.max if when is None or when.end is None else int(when.end.astype("datetime64[D]").astype(np.int64))
    return low, high


def _day(number: int) -> np.datetime64:
    return np.datetime64(int(number), "D")
