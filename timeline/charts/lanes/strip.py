"""The strip of a series under the lanes: how many a day, and the days without a report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.charts.figure import Trace
from timeline.charts.hatching import CLEAR, hatch
from timeline.charts.hover import escape
from timeline.charts.palette import SMALL_SIZE, Scheme
from timeline.charts.time_axis import DAY_MS, TimeScale, in_words, to_iso
from timeline.collection.english import capital
from timeline.collection.series import DATE, Daily

HEIGHT = 84
_MIN_BAR_PX = 0.6
_GAP_SHARE = 0.1
_BINS = (7, 14, 28, 56, 91, 182)
_LONG_BIN = 364

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strip:
    """The series on the days of an axis, or its means over bins of days.

    Attributes:
        daily: the series.
        kinds: of each kind how many a day, NaN where there is no report.
        first: day number of the first value's bin.
        bin_days: days that each value stands for.
        heaviest: the day of the most of all kinds together, None without any report.
        most: how many those were.
        missing: days of the period without a report.
    """

    daily: Daily
    kinds: tuple[Numbers, ...]
    first: int
    bin_days: int
    heaviest: int | None
    most: int
    missing: int

    @property
    def top(self) -> float:
        """The tallest bar."""
        return float(np.max(np.nansum(self.kinds, axis=0), initial=0.0))

    @property
    def missing_bins(self) -> npt.NDArray[np.bool_]:
        """For each value whether none of its days has a report."""
        return np.asarray(np.isnan(self.kinds).all(axis=0))


def read_strip(daily: Daily, scale: TimeScale) -> Strip:
    """The days of a period; bins of weeks where a day is too narrow for a bar."""
    days = scale.last - scale.first + 1
    kinds = np.full((len(daily.series.kinds), days), np.nan)
    at = daily.days[DATE].to_numpy().astype("datetime64[D]").astype(np.int64) - scale.first
    inside = (at >= 0) & (at < days)
    for row, column in zip(kinds, daily.series.totals, strict=True):
        row[at[inside]] = daily.days[column].to_numpy(dtype=float, na_value=np.nan)[inside]
    missing = np.isnan(kinds).all(axis=0)
    both = np.where(missing, np.nan, np.nansum(kinds, axis=0))
    heaviest = None if missing.all() else int(np.nanargmax(both))
    size = _bin_days(scale)
    return Strip(
        daily,
        tuple(_binned(row, size) for row in kinds),
        scale.first,
        size,
        None if heaviest is None else scale.first + heaviest,
        0 if heaviest is None else int(both[heaviest]),
        int(missing.sum()),
    )


def _bin_days(scale: TimeScale) -> int:
    # A bar a day while it is at least 0.6 pixels wide, since days are what was reported. Below that, bins of two pixels
    # or more and of whole weeks, so that each bin holds the same days of the week.
    if scale.days_per_px * _MIN_BAR_PX <= 1:
        return 1
    least = scale.days_per_px * 2
    return next((days for days in _BINS if days >= least), math.ceil(least / _LONG_BIN) * _LONG_BIN)


def _binned(values: Numbers, size: int) -> Numbers:
    """Means over bins of days, of the days that have a value; NaN where none has."""
    if size == 1:
        return values
    # The last bin is filled up with NaN, which no mean counts.
    padded = np.append(values, np.full(-len(values) % size, np.nan)).reshape(-1, size)
    known = ~np.isnan(padded)
    counts = known.sum(axis=1)
    return np.where(counts > 0, np.nansum(padded, axis=1) / np.maximum(counts, 1), np.nan)


def strip_traces(strip: Strip, scheme: Scheme) -> list[Trace]:
    """Steps, the first kind below the others, and hatching at the foot of days without a report.

    Bars would look the same and be an element each: two outlines take Plotly a tenth of the time.
    """
    if strip.heaviest is None:
        return _gaps(strip, scheme)
    day = "%{x|%-d %B %Y}"
    when = day if strip.bin_days == 1 else f"Mean of {strip.bin_days:,} days around {day}"
    stacked = [_stack(strip.kinds[: number + 1]) for number in range(len(strip.kinds))]
    drawn = zip(strip.daily.series.kinds, stacked, strip.kinds, scheme.kinds, strict=False)
    # The tallest outline lies at the back, each lower one before it.
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "meta": f"series-{kind.total}",
            "name": kind.unit.many,
            "yaxis": "y2",
            # Two points a step, so that its ends are drawn too.
            "x0": to_iso(strip.first - 0.5 + strip.bin_days / 4),
            "dx": strip.bin_days * DAY_MS / 2,
            "y": _twice(heights),
            "customdata": _twice(values),
            "line": {"width": 0, "shape": "hvh"},
            "fill": "tozeroy",
            "fillcolor": colour,
            "hoveron": "points",
            "hovertemplate": f"{when}<br>%{{customdata:,}} {_literal(strip.daily.series.of_kind(kind))}<extra></extra>",
            "showlegend": False,
        }
        for kind, heights, values, colour in reversed(list(drawn))
    ] + _gaps(strip, scheme)


def _stack(kinds: Sequence[Numbers]) -> Numbers:
    """The sum of what is known; NaN where nothing is."""
    return np.where(np.isnan(kinds).all(axis=0), np.nan, np.nansum(kinds, axis=0))


def _literal(words: str) -> str:
    """Words of a collection inside a template of Plotly's, which would read %{ as a value to put in."""
    return escape(words).replace("%{", "% {")


def _twice(values: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 1) for value in values for _ in range(2)]


def _gaps(strip: Strip, scheme: Scheme) -> list[Trace]:
    # Where the flag changes a run of empty bins begins or ends; False at both ends closes the first and the last run.
    edges = np.flatnonzero(np.diff(np.concatenate(([False], strip.missing_bins, [False])).astype(int)))
    days = strip.first - 0.5 + edges.reshape(-1, 2) * strip.bin_days
    height = (strip.top or 1.0) * _GAP_SHARE
    patches = [(first, last, 0, height) for first, last in days.tolist()]
    return hatch(patches, CLEAR, scheme, "series-gaps", "y2")


def strip_axis(strip: Strip, domain: list[float], scheme: Scheme, *, inside: bool) -> dict[str, Any]:
    """Plotly's settings of the strip's y axis."""
    small = {"size": SMALL_SIZE, "color": scheme.muted}
    return {
        "domain": domain,
        "range": [0, (strip.top or 1.0) * 1.04],
        "fixedrange": True,
        "nticks": 4,
        "tickformat": ",",
        "tickfont": small,
        "gridcolor": scheme.grid,
        "zeroline": False,
        "showticklabels": strip.heaviest is not None,
        "title": {"text": "" if inside else escape(_unit(strip)), "font": small, "standoff": 8},
    }


def _unit(strip: Strip) -> str:
    return f"{strip.daily.series.counted} a day"


def strip_caption(strip: Strip, scheme: Scheme, *, inside: bool) -> str:
    """The line above the strip, as Plotly markup: what the tones are and whose figures they are."""
    series = strip.daily.series
    if strip.heaviest is None:
        return escape(f"No report of {series.day.many} in this period")
    words = [kind.unit.many for kind in series.kinds]
    words[-1] = capital(words[-1])
    tones = reversed(list(zip(words, scheme.kinds, strict=False)))
    text = " ".join(f'<span style="color:{colour}">■</span> {escape(word)}' for word, colour in tones)
    verb = f" {escape(series.verb)}" if series.verb else ""
    text += f"{verb} a day" if inside else ""
    text += f", mean of {strip.bin_days:,} days" if strip.bin_days > 1 else ""
    whose = strip.daily.whose
    source = f"{escape(possessive(whose))} count" if whose else ""
    return f"{text}{'<br>' if inside else '. '}{source}" if source else text


def strip_words(strip: Strip) -> str:
    """A clause for the alt text."""
    series, whose = strip.daily.series, strip.daily.whose
    if strip.heaviest is None:
        return f"no {series.day.one} is reported"
    by = f" ({possessive(whose)} count)" if whose else ""
    counted = f"{series.kinds_in_words} were {series.verb}" if series.verb else series.kinds_in_words
    return f"at most {strip.most:,} {counted} on one day, {in_words(strip.heaviest)}{by}"


def possessive(name: str) -> str:
    """Whose: "the Office’s", "the United Nations’"."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
