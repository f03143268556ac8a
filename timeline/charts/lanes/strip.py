"""The strip of strike days under the lanes: launches a day, and the days without a report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from timeline.charts.figure import Trace
from timeline.charts.hatching import CLEAR, hatch
from timeline.charts.hover import escape
from timeline.charts.palette import SMALL_SIZE, Scheme
from timeline.charts.time_axis import DAY_MS, TimeScale, in_words, to_iso

HEIGHT = 84
UNIT = "launched a day"
_MIN_BAR_PX = 0.6
_GAP_SHARE = 0.1
_BINS = (7, 14, 28, 56, 91, 182)
_LONG_BIN = 364

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strip:
    """Launches on the days of an axis, or their means over bins of days.

    Attributes:
        drones: launched a day, NaN where there is no report.
        missiles: likewise.
        first: day number of the first value's bin.
        bin_days: days that each value stands for.
        heaviest: the day of the most launches of both kinds, None without any report.
        most: how many those were.
        missing: days of the period without a report.
    """

    drones: Numbers
    missiles: Numbers
    first: int
    bin_days: int
    heaviest: int | None
    most: int
    missing: int

    @property
    def top(self) -> float:
        """The tallest bar."""
        return float(np.nanmax(np.nan_to_num(self.drones) + np.nan_to_num(self.missiles), initial=0.0))


def read_strip(strikes: pd.DataFrame, scale: TimeScale) -> Strip:
    """The strike days of a period; bins of weeks where a day is too narrow for a bar."""
    days = scale.last - scale.first + 1
    drones, missiles = np.full(days, np.nan), np.full(days, np.nan)
    at = strikes["date"].to_numpy().astype("datetime64[D]").astype(np.int64) - scale.first
    inside = (at >= 0) & (at < days)
    for target, column in ((drones, "drones_launched"), (missiles, "missiles_launched")):
        target[at[inside]] = strikes[column].to_numpy(dtype=float, na_value=np.nan)[inside]
    missing = np.isnan(drones) & np.isnan(missiles)
    both = np.where(missing, np.nan, np.nan_to_num(drones) + np.nan_to_num(missiles))
    heaviest = None if missing.all() else int(np.nanargmax(both))
    size = _bin_days(scale)
    return Strip(
        _binned(drones, size),
        _binned(missiles, size),
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
    """Steps, drones below missiles, and hatching at the foot of days without a report.

    Bars would look the same and be an element each: two outlines take Plotly a tenth of the time.
    """
    if strip.heaviest is None:
        return _gaps(strip, scheme)
    day = "%{x|%-d %B %Y}"
    when = day if strip.bin_days == 1 else f"Mean of {strip.bin_days:,} days around {day}"
    both = np.where(np.isnan(strip.drones), strip.missiles, strip.drones + np.nan_to_num(strip.missiles))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "meta": f"strikes-{name}",
            "name": name,
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
            "hovertemplate": f"{when}<br>%{{customdata:,}} {name} launched<extra></extra>",
            "showlegend": False,
        }
        for name, heights, values, colour in (
            ("missiles", both, strip.missiles, scheme.missiles),
            ("drones", strip.drones, strip.drones, scheme.drones),
        )
    ] + _gaps(strip, scheme)


def _twice(values: Numbers) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 1) for value in values for _ in range(2)]


def _gaps(strip: Strip, scheme: Scheme) -> list[Trace]:
    empty = np.isnan(strip.drones) & np.isnan(strip.missiles)
    # Where the flag changes a run of empty bins begins or ends; False at both ends closes the first and the last run.
    edges = np.flatnonzero(np.diff(np.concatenate(([False], empty, [False])).astype(int)))
    days = strip.first - 0.5 + edges.reshape(-1, 2) * strip.bin_days
    height = (strip.top or 1.0) * _GAP_SHARE
    patches = [(first, last, 0, height) for first, last in days.tolist()]
    return hatch(patches, CLEAR, scheme, "strikes-gaps", "y2")


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
        "title": {"text": "" if inside else UNIT, "font": small, "standoff": 8},
    }


def strip_caption(strip: Strip, counted_by: str, scheme: Scheme, *, inside: bool) -> str:
    """The line above the strip, as Plotly markup: what the tones are and whose figures they are."""
    if strip.heaviest is None:
        return "No report of strike days in this period"
    tones = (("Missiles", scheme.missiles), ("drones", scheme.drones))
    parts = [f'<span style="color:{colour}">■</span> {word}' for word, colour in tones]
    text = " ".join(parts) + (f" {UNIT}" if inside else "")
    text += f", mean of {strip.bin_days:,} days" if strip.bin_days > 1 else ""
    source = f"{escape(_possessive(counted_by))} count" if counted_by else ""
    return f"{text}{'<br>' if inside else '. '}{source}" if source else text


def strip_words(strip: Strip, counted_by: str) -> str:
    """A clause for the alt text."""
    if strip.heaviest is None:
        return "no strike day is reported"
    by = f" ({_possessive(counted_by)} count)" if counted_by else ""
    day = in_words(strip.heaviest)
    return f"at most {strip.most:,} drones and missiles were launched on one day, {day}{by}"


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
