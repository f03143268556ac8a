"""The shared time axis: days to pixels, days to the text that Plotly reads, ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from timeline.charts.palette import FONT_SIZE, Scheme
from timeline.collection.edtf_words import Parts, date_in_words
from timeline.collection.english import iso_day

DAY_MS = 86_400_000
_TICK_PX = 74
_MONTH, _MONTHS_FROM = 30.4, 15.3
_EDGE_PX = 9.0
_PLOTLY_FIRST, _PLOTLY_LAST = (int(np.datetime64(day, "D").astype(int)) for day in ("-9999-01-01", "9999-12-31"))


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Which days an axis shows and how wide it is; days are counted from 1970-01-01, noon is .5.

    Attributes:
        first: the first day shown whole.
        last: the last day shown whole.
        width: pixels of the plot, edge to edge.
    """

    first: int
    last: int
    width: float

    @classmethod
    def of(cls, period: tuple[date, date], width: float) -> TimeScale:
        """The scale of a period, both days included."""
        first, last = sorted(int(np.datetime64(day, "D").astype(int)) for day in period)
        return cls(first, last, width)

    @property
    def days_per_px(self) -> float:
        """How many days a pixel stands for."""
        return (self.last - self.first + 1) / max(self.width - 2 * _EDGE_PX, 1)

    @property
    def left(self) -> float:
        """The day at the plot's left edge: a little before the first, so that its marks are whole."""
        return self.first - 0.5 - _EDGE_PX * self.days_per_px

    @property
    def right(self) -> float:
        """The day at the plot's right edge."""
        return self.last + 0.5 + _EDGE_PX * self.days_per_px

    def px(self, day: float) -> float:
        """Pixels from the plot's left edge."""
        return (day - self.left) / self.days_per_px

    def day(self, px: float) -> float:
        """The day at so many pixels from the plot's left edge."""
        return self.left + px * self.days_per_px


def to_iso(day: float) -> str:
    """A day as Plotly reads it: a bare date at midnight, with hours and minutes otherwise.

    Plotly knows the years -9999 to 9999, always of four digits; the edge of an axis beyond them moves in.

    >>> to_iso(20454), to_iso(20454.5), to_iso(-735_160)
    ('2026-01-01', '2026-01-01 12:00', '-0043-03-15')
    """
    day = min(max(day, _PLOTLY_FIRST), _PLOTLY_LAST)
    whole = int(day // 1)
    text = iso_day(np.datetime64(whole, "D"))
    minutes = round((day - whole) * 1440)
    return f"{text} {min(minutes, 1439) // 60:02}:{min(minutes, 1439) % 60:02}" if minutes else text


def in_words(day: float) -> str:
    """A day in words, as everywhere in the collection.

    >>> in_words(20454), in_words(-703_383)
    ('1 January 2026', '15 March 44 CE')
    """
    year, month, rest = _parts(int(day // 1))
    return date_in_words(Parts(year, month, rest, "", "", ""))


def years_in_words(first: int | None, last: int | None) -> str:
    """When something was, by its first and last day: None where one is open.

    >>> years_in_words(-302_421, -302_057), years_in_words(-302_421, 20454), years_in_words(None, 20454)
    ('in 1142', 'from 1142 to 2026', 'until 2026')
    """
    low, high = (day if day is None else date_in_words(Parts(_parts(day)[0], *[""] * 5)) for day in (first, last))
    if low == high:
        return f"in {low}" if low else ""
    if low and high:
        return f"from {low} to {high}"
    return f"from {low} on" if low else f"until {high}"


def _parts(day: int) -> list[str]:
    """Year, month and day of a day's number, the year with its sign."""
    return str(np.datetime64(day, "D")).rsplit("-", 2)


def x_axis(scale: TimeScale, scheme: Scheme, *, anchor: str) -> dict[str, Any]:
    """Plotly's settings of the axis; it stays inside its period, since nothing is drawn beyond."""
    edges = [to_iso(scale.left), to_iso(scale.right)]
    return {
        "type": "date",
        "range": edges,
        "minallowed": edges[0],
        "maxallowed": edges[1],
        "anchor": anchor,
        "nticks": _tick_count(scale),
        "tickformatstops": [
            {"dtickrange": [None, DAY_MS - 1], "value": "%H:%M\n%-d %b"},
            {"dtickrange": [DAY_MS, 21 * DAY_MS], "value": "%-d %b\n%Y"},
            {"dtickrange": ["M1", "M11"], "value": "%b\n%Y"},
            {"dtickrange": ["M12", None], "value": "%Y"},
        ],
        "tickfont": {"color": scheme.muted, "size": FONT_SIZE},
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": scheme.grid,
        "showgrid": True,
        "gridcolor": scheme.grid,
        "gridwidth": 1,
        "zeroline": False,
        "showline": True,
        "linecolor": scheme.muted,
        "automargin": False,
        "hoverformat": "%-d %B %Y",
        "showspikes": False,
    }


def _tick_count(scale: TimeScale) -> int:
    """As many ticks as fit, or nearly as many where that makes them months.

    Plotly rounds days a tick up to 1, 2, 3, 7, 14 days and 1, 2, 3, 6 months, and takes months from 15.3 on.
    """
    days = scale.right - scale.left
    count = max(3, int(scale.width / _TICK_PX))
    if 9 < days / count < _MONTHS_FROM:
        return max(3, int(days / _MONTHS_FROM))
    return math.ceil(days / _MONTH) if _MONTH < days / count < 1.3 * _MONTH else count
