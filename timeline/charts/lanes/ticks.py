"""The dates along the axis: days, weeks of a month, months or years, as many as can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from timeline.charts.labels import text_width
from timeline.charts.palette import SMALL_SIZE
from timeline.charts.time_axis import TimeScale, in_words

_DAY_PX = 42.0
"""Least pixels from one name to the next: of days, and below of months and years."""
_DAYS = ((1, 1, 366), (1, 2, 28), (1, 4, 28), (7, 1, 366), (7, 2, 62))
"""Days from one line to the next, how many lines have one name, and how many days an axis has for that at most."""
_MONTH, _MONTH_PX, _MONTHS = 30.44, 44.0, (1, 2, 3, 6)
_YEAR, _YEAR_PX = 365.25, 44.0
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
_LINES_PX = 12.0
"""A line a month or year, where they are at least so far apart, even if not all can be named."""


class Tick(NamedTuple):
    """A line of the axis, with its words where there is room for them."""

    day: int
    words: str


def choose_ticks(scale: TimeScale) -> list[Tick]:
    """Dates from the left; the year stands where it begins or is first seen."""
    per_px = scale.days_per_px
    for days, every, most in _DAYS:
        if days * every >= _DAY_PX * per_px and scale.last - scale.first < most:
            return _named(_each_day(scale, days), scale, lambda parts: f"{parts[0]} {parts[1][:3]}", every=every)
    if _MONTH * _MONTHS[-1] >= _MONTH_PX * per_px:
        step = next(n for n in _MONTHS if _MONTH * n >= _MONTH_PX * per_px)
        lines = 1 if _LINES_PX * per_px <= _MONTH else step
        return _named(_each_month(scale, lines), scale, lambda parts: parts[1][:3], every=step // lines)
    step = next((n for n in _YEARS if _YEAR * n >= _YEAR_PX * per_px), _YEARS[-1])
    return _named(_each_year(scale, step), scale, lambda parts: parts[2], with_year=False)


def _each_day(scale: TimeScale, step: int) -> list[int]:
    days = range(scale.first, scale.last + 1)
    if step == 1:
        return list(days)
    return [day for day in days if int(in_words(day).split(" ")[0]) in (1, 8, 15, 22)]


def _each_month(scale: TimeScale, step: int) -> list[int]:
    first, last = (np.datetime64(day, "D").astype("datetime64[M]").astype(int) for day in (scale.first, scale.last))
    months = np.arange(first, last + 1, dtype="int64").astype("datetime64[M]").astype("datetime64[D]").astype(int)
    return [day for day in months.tolist() if day >= scale.first][::step]


def _each_year(scale: TimeScale, step: int) -> list[int]:
    first, last = (
        int(np.datetime64(day, "D").astype("datetime64[Y]").astype(int)) + 1970 for day in (scale.first, scale.last)
    )
    years = np.arange(first - first % step, last + 1, step, dtype="int64") - 1970
    days = years.astype("datetime64[Y]").astype("datetime64[D]").astype(int).tolist()
    return [day for day in days if scale.first <= day <= scale.last]


def _named(
    days: Sequence[int],
    scale: TimeScale,
    words: Callable[[list[str]], str],
    *,
    every: int = 1,
    with_year: bool = True,
) -> list[Tick]:
    """The words of each so many days, unless they would touch the words before or leave the plot."""
    found, year, free = list[Tick](), "", 0.0
    for number, day in enumerate(days):
        x = scale.px(day)
        parts = in_words(day).split(" ", 2)
        text = words(parts)
        if with_year and parts[2] != year:
            text += f" {_short(parts[2])}"
        end = x + 4 + text_width(text, SMALL_SIZE)
        if number % every or x < free or end > scale.width:
            found.append(Tick(day, ""))
            continue
        year, free = parts[2], end
        found.append(Tick(day, text))
    return found


def _short(year: str) -> str:
    """A year of this century by its last two digits; others in full, since "’25" could be any."""
    return f"’{year[2:]}" if len(year) == 4 and year.startswith("20") else year


def year_of(day: int) -> str:
    """The year of a day in words."""
    return in_words(day).split(" ", 2)[2]


def day_and_month(day: int) -> str:
    """A day without its year: "15 Aug"."""
    number, month, _ = in_words(day).split(" ", 2)
    return f"{number} {month[:3]}"
