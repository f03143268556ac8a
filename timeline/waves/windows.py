"""A series around chosen events against the same number of random dates (docs/waves.md).

The reference is a permutation reference: what the same figures come to when the dates have nothing to do with the
series. It is drawn with a fixed seed, so that a link, the command line and the page give the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.collection.series import Daily, Series
from timeline.waves.days import DayNumbers, Days, Numbers, Period, bounds_of, day_numbers, read_days
from timeline.waves.find import is_of

BEFORE = AFTER = 21
NEAR_DAYS = 7
DRAWS = 2000
SEED = 20250801
BAND = (2.5, 97.5)
"""Percentiles of the reference band."""

MIN_SHIFTS = 80
"""With fewer days to move the dates through, the band of moved dates has no 2.5 % tail to speak of."""

_CELLS = 4_000_000
_ROUNDING = 1e-9
_NAT = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """The days that windows are aligned on.

    Attributes:
        days: day numbers counted from 1970-01-01, ascending, each once.
        events: how many events they stand for.
        lasting: how many of those lasted longer than a day; they are aligned on their first day.
        of_series: how many of those have the theme of the series or its figures.
        vague: ids of events left out because their start is not known to the day.
    """

    days: DayNumbers
    events: int
    lasting: int = 0
    of_series: int = 0
    vague: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class WindowResult:
    """What is counted around the anchors and around random dates.

    Attributes:
        daily: the series.
        offsets: one row a day from ``-before`` to ``after``: ``offset`` (days after the event's), ``mean``,
            ``low_quartile``, ``median``, ``high_quartile`` (a day), ``values`` (of how many reported days),
            ``reference`` (mean of the random sets), ``band_low``, ``band_high`` (their 2.5 and 97.5 percentiles).
        summary: rows ``before`` and ``after`` (mean a day on the reported days 1 to 7 before and after),
            and ``change`` (after less before): ``value``, ``values``, ``reference``, ``band_low``, ``band_high``,
            ``beyond`` (how many random sets lie at least as far out on the same side of the reference), ``moved_low``,
            ``moved_high`` (the band of the same dates moved through the period together, NaN where that is too short),
            ``moved_beyond`` (at how many places they give a figure as far out on that side; NaN likewise).
        anchors: as given.
        used: the day numbers whose windows lie within the series and that lie within the period.
        period: first and last day that an anchor, chosen or random, may have, as day numbers.
        near_days: days of the summary.
        draws: random sets.
        seed: of the random sets.
        overlapping: windows that share days with another.
        near_overlapping: anchors fewer than ``near_days`` from another.
        near_pairs: pairs of anchors fewer than ``near_days`` apart.
        near_pairs_band: the same of the random sets, 2.5 and 97.5 percentile; NaN without any.
        places: days that an anchor may have; so many places the anchors are moved to.
        drift: mean a day in the second half of the period by those in its first; NaN where not known.
        place: mean place of the used anchors in the period, 0 its first day, 1 its last.
    """

    daily: Daily
    offsets: pd.DataFrame
    summary: pd.DataFrame
    anchors: Anchors
    used: DayNumbers
    period: tuple[int, int]
    near_days: int
    draws: int
    seed: int
    overlapping: int
    near_overlapping: int
    near_pairs: int
    near_pairs_band: tuple[float, float]
    places: int
    drift: float
    place: float


def choose_anchors(events: pd.DataFrame, series: Series) -> Anchors:
    """The first days of events, each day once.

    Events that are dated to a month, about or doubtfully are left out: any day of theirs would be a false one.

    Args:
        events: columns of ``timeline.collection.tables.EVENTS``.
        series: its theme and figures.
    """
    start, end = day_numbers(events["start"]), day_numbers(events["end"])
    doubtful = (events["approximate"] | events["uncertain"]).to_numpy(dtype=bool)
    known = events["precision"].isin(["day", "time"]).to_numpy(dtype=bool) & (start != _NAT) & ~doubtful
    return Anchors(
        np.unique(start[known]),
        int(known.sum()),
        int((known & (end != start)).sum()),
        int((known & is_of(events, series)).sum()),
        tuple(events["id"].to_numpy()[~known]),
    )


def align_windows(
    daily: Daily,
    anchors: Anchors | Iterable[date],
    *,
    before: int = BEFORE,
    after: int = AFTER,
    draws: int = DRAWS,
    seed: int = SEED,
    period: Period | None = None,
) -> WindowResult:
    """What is counted around each anchor, against as many different random days of the same period.

    Chosen and random days are treated alike: both lie within the period, and with their whole windows within the
    series, so no window is cut at an edge. Days without a report are left out of every mean, not zeros.

    Args:
        daily: the series.
        anchors: from ``choose_anchors``, or days.
        before: days of the window before the anchor, at least 7.
        after: days after it, at least 7.
        draws: random sets.
        seed: of the random generator.
        period: where anchors may lie, both days included; None for wherever the series allows.

    Raises:
        ValueError: a window shorter than the days of its summary, or no draws.
    """
    if min(before, after) < NEAR_DAYS or draws < 1:
        raise ValueError(f"before={before}, after={after}, draws={draws}: give at least {NEAR_DAYS} days and 1 draw")
    anchors = anchors if isinstance(anchors, Anchors) else _as_anchors(anchors)
    days = read_days(daily)
    low, high = _allowed(days, before, after, period)
    used = anchors.days[(anchors.days >= low) & (anchors.days <= high)]
    field = _Field.read(days, low, high, before, after)
    drawn = _draw(field, len(used), draws, seed)
    return WindowResult(
        daily,
        _offsets(field, used - low, drawn),
        _summary(field, used - low, drawn),
        anchors,
        used,
        (low, high),
        NEAR_DAYS,
        draws,
        seed,
        _close(used, before + after + 1),
        _close(used, NEAR_DAYS),
        int(_count_pairs(used, NEAR_DAYS)),
        (float("nan"),) * 2 if not len(used) else tuple(np.percentile(drawn.near_pairs, BAND).tolist()),
        len(field.launched),
        _drift(field),
        float((used - low).mean() / max(high - low, 1)) if len(used) else np.nan,
    )


def _as_anchors(days: Iterable[date]) -> Anchors:
    numbers = np.array([np.datetime64(day, "D").astype(np.int64) for day in days], dtype=np.int64)
    return Anchors(np.unique(numbers), len(numbers))


def _allowed(days: Days, before: int, after: int, period: Period | None) -> tuple[int, int]:
    """First and last day that an anchor may have; the last lies before the first where none may."""
    low, high = days.first + before, days.first + len(days) - 1 - after
    if period:
        first, last = bounds_of(period)
        low, high = max(low, first), min(high, last)
    return low, high


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """What is counted around every day that may be an anchor.

    Attributes:
        launched: one row an allowed day, one column an offset; 0 where there is no report.
        known: 1.0 where there is one.
        zero: column of offset 0.
    """

    launched: Numbers
    known: Numbers
    zero: int

    @classmethod
    def read(cls, days: Days, low: int, high: int, before: int, after: int) -> _Field:
        width = before + after + 1
        values = days.cut(low - before, high + after).launched if high >= low else np.empty(0)
        rows = np.lib.stride_tricks.sliding_window_view(values, width) if len(values) else np.empty((0, width))
        return cls(np.nan_to_num(rows), (~np.isnan(rows)).astype(float), before)

    def near(self, table: Numbers) -> Numbers:
        """Sums of a table's columns over the days before and after the anchor's, two columns."""
        after = slice(self.zero + 1, self.zero + 1 + NEAR_DAYS)
        before = slice(self.zero - NEAR_DAYS, self.zero)
        return np.stack([table[:, before].sum(axis=1), table[:, after].sum(axis=1)], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """What the random sets come to, one row a set.

    Attributes:
        sums: one column an offset.
        counts: reported days, likewise.
        near_pairs: pairs of days of the set that lie nearer than ``NEAR_DAYS``.
    """

    sums: Numbers
    counts: Numbers
    near_pairs: DayNumbers


def _offsets(field: _Field, chosen: DayNumbers, drawn: _Drawn) -> pd.DataFrame:
    launched, known = field.launched[chosen], field.known[chosen]
    spread = np.full((3, launched.shape[1]), np.nan)
    values = np.where(known > 0, launched, np.nan)
    some = known.sum(axis=0) > 0
    if some.any():
        spread[:, some] = np.nanpercentile(values[:, some], [25, 50, 75], axis=0)
    reference, low, high = _band(_ratio(drawn.sums, drawn.counts))
    return pd.DataFrame(
        {
            "offset": np.arange(launched.shape[1]) - field.zero,
            "mean": _ratio(launched.sum(axis=0), known.sum(axis=0)),
            "low_quartile": spread[0],
            "median": spread[1],
            "high_quartile": spread[2],
            "values": known.sum(axis=0).astype(np.int64),
            "reference": reference,
            "band_low": low,
            "band_high": high,
        }
    )


def _summary(field: _Field, chosen: DayNumbers, drawn: _Drawn) -> pd.DataFrame:
    sums, counts = (field.near(table[chosen]).sum(axis=0)[None] for table in (field.launched, field.known))
    value = _with_change(_ratio(sums, counts))[0]
    random = _with_change(_ratio(*(field.near(table) for table in (drawn.sums, drawn.counts))))
    moved = _with_change(_moved(field, chosen))
    reference, low, high = _band(random)
    _, moved_low, moved_high = _band(moved)
    return pd.DataFrame(
        {
            "value": value,
            "values": [*counts[0].astype(np.int64), int(counts.sum())],
            "reference": reference,
            "band_low": low,
            "band_high": high,
            "beyond": _count_beyond(random, value, reference),
            "moved_low": moved_low,
            "moved_high": moved_high,
            "moved_beyond": _count_beyond(moved, value, reference),
        },
        index=pd.Index(["before", "after", "change"], name="figure"),
    )


def _draw(field: _Field, size: int, draws: int, seed: int) -> _Drawn:
    """Random sets of as many days.

    Sets are the rows of a matrix of ones and zeros, so that sums are one product of matrices.
    """
    length, width = field.launched.shape
    drawn = _Drawn(np.zeros((draws, width)), np.zeros((draws, width)), np.zeros(draws, dtype=np.int64))
    if not size:
        return drawn
    rng = np.random.default_rng(seed)
    complete = bool(field.known.all())
    for first in range(0, draws, step := max(1, _CELLS // length)):
        part = slice(first, min(first + step, draws))
        chosen = draw_days(rng, length, size, part.stop - part.start)
        drawn.near_pairs[part] = _count_pairs(np.nonzero(chosen)[1].reshape(-1, size), NEAR_DAYS)
        sets = chosen.astype(float)
        drawn.sums[part] = sets @ field.launched
        drawn.counts[part] = size if complete else sets @ field.known
    return drawn


def draw_days(rng: np.random.Generator, length: int, size: int, draws: int) -> npt.NDArray[np.bool_]:
    """Random sets of ``size`` different days out of ``length``, every set equally likely: True for chosen, a row a set.

    R. W. Floyd's algorithm (J. Bentley, "Programming pearls: a sample of brilliance", Communications of the ACM 30,
    1987, 754-757), all sets side by side.
    """
    chosen = np.zeros((draws, length), dtype=np.bool_)
    rows = np.arange(draws)
    for last in range(length - size, length):
        pick = rng.integers(0, last + 1, draws)
        chosen[rows, np.where(chosen[rows, pick], last, pick)] = True
    return chosen


def _moved(field: _Field, chosen: DayNumbers) -> Numbers:
    """Means before and after, with all anchors moved through the period together.

    What leaves the period at one end enters at the other.

    Keeps the distances of the anchors from each other, which random dates do not. Works as a circular correlation.
    """
    length = len(field.launched)
    if not len(chosen) or length < MIN_SHIFTS:
        return np.full((1, 2), np.nan)
    marks = np.zeros(length)
    marks[chosen] = 1
    turned = np.conj(np.fft.rfft(marks))[:, None]
    sums, counts = (
        np.rint(np.fft.irfft(np.fft.rfft(field.near(table), axis=0) * turned, n=length, axis=0))
        for table in (field.launched, field.known)
    )
    return _ratio(sums, counts)


def _with_change(means: Numbers) -> Numbers:
    """A third column: after less before."""
    return np.column_stack([means, means[:, 1] - means[:, 0]])


def _ratio(sums: Numbers, counts: Numbers) -> Numbers:
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _band(random: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Mean and band of each column; NaN for columns without any number."""
    result = np.full((3, random.shape[1]), np.nan)
    if not np.isnan(random).any():
        return random.mean(axis=0), *np.percentile(random, BAND, axis=0)
    some = ~np.isnan(random).all(axis=0)
    result[0, some] = np.nanmean(random[:, some], axis=0)
    result[1:, some] = np.nanpercentile(random[:, some], BAND, axis=0)
    return result[0], result[1], result[2]


def _count_beyond(figures: Numbers, value: Numbers, reference: Numbers) -> Numbers:
    """How many figures of each column lie as far from the reference as the value, on its side; NaN without any."""
    away, far = figures - reference, value - reference
    beyond = np.where(far < 0, away <= far + _ROUNDING, away >= far - _ROUNDING).sum(axis=0)
    return np.where(np.isnan(far) | np.isnan(figures).all(axis=0), np.nan, beyond)


def _count_pairs(days: DayNumbers, distance: int) -> DayNumbers:
    """Pairs of the ascending, different days of each row that lie nearer than this to each other."""
    pairs = np.zeros(days.shape[:-1], dtype=np.int64)
    for step in range(1, min(distance, days.shape[-1])):
        pairs += (days[..., step:] - days[..., :-step] < distance).sum(axis=-1)
    return pairs


def _close(days: DayNumbers, distance: int) -> int:
    """How many of the ascending days lie nearer than this to another."""
    near = np.diff(days) < distance
    return int((np.append(near, False) | np.insert(near, 0, False)).sum()) if len(days) else 0


def _drift(field: _Field) -> float:
    """The mean of the second half of the period by those in the first."""
    launched, known = field.launched[:, field.zero], field.known[:, field.zero]
    half = len(launched) // 2
    parts = [(launched[part].sum(), known[part].sum()) for part in (slice(None, half), slice(half, None))]
    if not all(total and count for total, count in parts):
        return float("nan")
    (first, first_count), (second, second_count) = parts
    return float((second / second_count) / (first / first_count))
