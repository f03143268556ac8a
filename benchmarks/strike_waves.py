"""What a warm rerun of the page of a series costs, on ten years of days.

Prints the median of each part in milliseconds, and the ratio of our wave search to the same rule written with
pandas' rolling windows, both checked to find the same waves in the same run:

    python benchmarks/strike_waves.py
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timeline.charts.heatmap import build_heatmap_chart
from timeline.charts.series import build_series_chart
from timeline.charts.windows import build_window_chart
from timeline.collection.first_series import SERIES
from timeline.collection.series import Daily
from timeline.query.collection import open_collection
from timeline.waves import align_windows, choose_anchors, describe_window, find_waves
from timeline.waves.find import MAD_SCALE, RULE
from timeline.waves.report import list_waves

YEARS, REPEATS = 10, 15
KEPT = ("windows, 2,000 random sets", "calendar")
"""What timeline/web/series.py keeps from one rerun to the next."""
FIRST = np.datetime64("2016-01-01")


def generate(years: int = YEARS) -> Daily:
    """Days with heavy nights and missing reports, the same in every run."""
    rng = np.random.default_rng(20260101)
    dates = FIRST + np.arange(round(years * 365.25))
    kept = rng.random(len(dates)) > 0.02
    heavy = rng.random(len(dates)) < 0.04
    drones = rng.poisson(np.where(heavy, 450, 90))
    missiles = np.where(heavy, rng.poisson(25, len(dates)), rng.poisson(1, len(dates)))
    table = pd.DataFrame(
        {
            "date": dates.astype("datetime64[s]"),
            "drones_launched": drones,
            "drones_stopped": (drones * 0.82).astype(int),
            "missiles_launched": missiles,
            "missiles_stopped": missiles // 2,
            "source": "",
        }
    )
    counted = table[kept].astype(dict.fromkeys(table.columns[1:5], "Int64")).reset_index(drop=True)
    return Daily(SERIES, counted, "their source")


def find_heavy_days_with_pandas(daily: Daily) -> pd.DatetimeIndex:
    """The same rule by rolling windows of pandas, as one would write it first."""
    days = daily.days
    launched = (days["drones_launched"] + days["missiles_launched"]).astype("float64")
    series = pd.Series(launched.to_numpy(), index=pd.DatetimeIndex(days["date"])).asfreq("D")
    before = series.shift(1).rolling(RULE.window_days, min_periods=RULE.min_reported_days)
    usual = before.median()
    spread = MAD_SCALE * before.apply(lambda window: np.nanmedian(np.abs(window - np.nanmedian(window))), raw=True)
    threshold = np.maximum(np.maximum(usual + RULE.spreads * spread, RULE.least_ratio * usual), SERIES.least)
    return series.index[(series > threshold).to_numpy()]


def median_ms(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Median time of some calls, after one that warms up."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Prints the table."""
    record = open_collection(Path(__file__).resolve().parents[1] / "data")
    daily, events = generate(), record.events
    period = (date(2016, 1, 1), date(2025, 12, 31))
    anchors = choose_anchors(events.assign(start=events["start"] - np.timedelta64(365 * 3, "D")), SERIES)
    waves = find_waves(daily)
    result = align_windows(daily, anchors, period=period)
    looks: dict[str, Any] = {"scheme": "light", "width": 1200}
    parts = {
        "waves": lambda: list_waves(find_waves(daily, period=period), events, SERIES),
        "windows, 2,000 random sets": lambda: align_windows(daily, anchors, period=period),
        "windows in words": lambda: describe_window(result),
        "chart of days": lambda: build_series_chart(daily, waves, events, period=period, **looks),
        "chart of windows": lambda: build_window_chart(result, **looks),
        "calendar": lambda: build_heatmap_chart(daily, period=period, **looks),
    }
    times = {name: median_ms(work) for name, work in parts.items()}
    print(f"{len(daily.days):,} days of {YEARS} years, {len(anchors.days)} dates; medians of {REPEATS} calls\n")
    for name, value in times.items():
        print(f"{name:<28}{value:8.1f} ms")
    kept = sum(value for name, value in times.items() if name not in KEPT)
    print(f"{'all, the first time':<28}{sum(times.values()):8.1f} ms")
    words = "aim: under 60; a rerun with the same events and period keeps random sets and calendar"
    print(f"{'all, warm':<28}{kept:8.1f} ms   ({words})")
    heavy = find_heavy_days_with_pandas(daily)
    covered = sum(((heavy >= row.start) & (heavy <= row.end)).sum() for row in waves.itertuples())
    assert covered == len(heavy), "the two do not find the same days"
    ours, theirs = median_ms(lambda: find_waves(daily)), median_ms(lambda: find_heavy_days_with_pandas(daily), 3)
    print(
        f"\nwave search {ours:.1f} ms, with pandas' rolling windows {theirs:.0f} ms: {theirs / ours:.0f} times as long"
    )


if __name__ == "__main__":
    main()
