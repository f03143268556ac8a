"""How the events lie over the whole time, as bars to choose a period by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from timeline.collection.english import count, day_in_words
from timeline.front.kept import kept
from timeline.front.place import Place
from timeline.query.answerer import Density
from timeline.query.filter import Filter
from timeline.query.period import axis_period
from timeline.query.record import Record, View

_MOST_MONTHS = 36
_BARS = 24


class Bar(NamedTuple):
    """Some days.

    Attributes:
        first, last: the days, ISO.
        share: its events as a share of the fullest bar's, in per cent.
        chosen: whether the filter's period holds some of it.
        url: the address of exactly these days.
        words: the days and the number of events.
    """

    first: str
    last: str
    share: int
    chosen: bool
    url: str
    words: str


class _Counted(NamedTuple):
    """First and last day of each bar with its events, and how all lie over the bars."""

    bars: list[tuple[date, date, int]]
    density: Density


def read_bars(view: View, place: Place) -> list[Bar]:
    """Bars over the record's own period, for what the filter selects without its period."""
    flt, counted = view.filter, _counted(view).bars
    most = max((number for *_, number in counted), default=0) or 1
    links = place.links(flt)
    return [
        Bar(
            first.isoformat(),
            last.isoformat(),
            round(100 * number / most),
            bool(flt.start or flt.end) and (flt.start or first) <= last and (flt.end or last) >= first,
            links.but({"from": (first.isoformat(),), "to": (last.isoformat(),), "event": ()}),
            f"{_days(first, last)}: {count(number, 'event')}",
        )
        for first, last, number in counted
    ]


def read_density(view: View) -> Density:
    """How what the filter selects without its period lies over the bars, without the cells."""
    return _counted(view).density


def _counted(view: View) -> _Counted:
    whole = view.filter.but(start=None, end=None, certain=False, event="")
    return kept(view.record, ("bars", whole.rows_key()), lambda: _count(view.record, whole))


def _count(record: Record, flt: Filter) -> _Counted:
    # ``record`` is rewound already where the filter says so; the axis is that of the whole record, so that it stays.
    axis = axis_period(record.view())
    view = record.view(flt.but(known=None))
    spans = list(_months(*axis)) if _month_count(*axis) <= _MOST_MONTHS else list(_equal(*axis))
    size = 1 if _month_count(*axis) <= _MOST_MONTHS else (spans[0][1] - spans[0][0]).days + 1
    density = view.density(axis, size)
    counts = density.counts
    bins = np.array([number for _, number in counts], dtype=np.intp)
    at = np.bincount(bins, list(counts.values()), (axis[1] - axis[0]).days // size + 1)
    edges = [((first - axis[0]).days // size, (last - axis[0]).days // size + 1) for first, last in spans]
    bars = [(*span, int(at[low:high].sum())) for span, (low, high) in zip(spans, edges, strict=True)]
    return _Counted(bars, density._replace(counts={}))


def _month_count(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    start = first
    while start <= last:
        following = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        yield start, min(following - timedelta(days=1), last)
        start = following


def _equal(first: date, last: date) -> Iterator[tuple[date, date]]:
    size = -(-((last - first).days + 1) // _BARS)
    for number in range(0, (last - first).days + 1, size):
        start = first + timedelta(days=number)
        yield start, min(start + timedelta(days=size - 1), last)


def _days(first: date, last: date) -> str:
    return f"{day_in_words(first)} – {day_in_words(last)}" if first != last else day_in_words(first)


def bounds_in_words(bars: Sequence[Bar]) -> str:
    """From which month to which the bars reach: "Aug 2025 – Jul 2026"."""
    if not bars:
        return ""
    edges = (date.fromisoformat(bars[0].first), date.fromisoformat(bars[-1].last))
    return " – ".join(f"{day:%b} {day.year}" for day in edges)
