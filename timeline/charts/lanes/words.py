"""What the lanes chart says in words: alt text, notes, and the same data as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from timeline.charts.hover import contest_words, support_words
from timeline.charts.lanes.density import Counts
from timeline.charts.lanes.stacks import Event
from timeline.charts.lanes.strip import Strip, strip_words
from timeline.charts.time_axis import TimeScale, in_words
from timeline.collection.english import count
from timeline.collection.series import DATE, Daily
from timeline.query.answerer import Density


def alt_text(
    density: Density,
    names: Mapping[str, str],
    scale: TimeScale,
    strip: Strip | None,
) -> str:
    """The chart of all that touches the axis in one sentence."""
    period = f"from {in_words(scale.first)} to {in_words(scale.last)}"
    total = density.touching
    if not total:
        head = f"Timeline without any event {period}"
    else:
        lanes = density.by_lane()
        fullest = max(names, key=lanes.__getitem__)
        contested = density.contested
        head = f"Timeline of {count(total, 'event')} in {count(len(names), 'theme')} {period}"
        head += f", {contested:,} of them disputed between sides" if contested else ", none disputed between sides"
        head += f", most in {names[fullest]} ({lanes[fullest]:,})" if len(names) > 1 else ""
    return head + (f"; below it {strip.daily.series.day.many}: {strip_words(strip)}." if strip else ".")


def write_notes(
    shown: int,
    density: Density,
    counts: Counts | None,
    scale: TimeScale,
    strip: Strip | None,
    pale: int = 0,
) -> tuple[str, ...]:
    """What the chart leaves out or sums up, a sentence each; ``pale`` marks lie outside the filter."""
    notes = []
    if pale:
        verb = "is an event" if pale == 1 else "are events"
        notes.append(f"{count(pale, 'pale mark')} {verb} outside the filter.")
    if counts:
        span = "day" if counts.bin_days == 1 else f"{counts.bin_days:,} days"
        notes.append(
            f"{density.touching:,} events are too many to draw one by one here. The bars count them for each {span}. "
            f"The {shown} weightiest stand above the bars as marks: those disputed between sides first, then those "
            "with the most sources."
        )
    before, after = density.before, density.after
    if before:
        verb = "lies" if before == 1 else "lie"
        notes.append(f"{count(before, 'event')} before {in_words(scale.first)} {verb} left of this axis.")
    if after:
        verb = "lies" if after == 1 else "lie"
        notes.append(f"{count(after, 'event')} after {in_words(scale.last)} {verb} right of this axis.")
    if strip and strip.heaviest is not None and strip.missing:
        verb = "has" if strip.missing == 1 else "have"
        days = count(strip.missing, "day")
        notes.append(f"{days} of this period {verb} no {strip.daily.series.report}; they are marked, not zero.")
    return tuple(notes)


def event_table(events: Sequence[Event], names: Mapping[str, str], publishers: Mapping[str, str]) -> pd.DataFrame:
    """One row an event, in their order; ``Id`` is the event's."""
    columns = ("When", "Event", "Theme", "Support", "Disputed?", "Sources", "Publishers", "Id")
    rows = [
        (
            event.when,
            event.title,
            names.get(event.theme, event.theme),
            support_words(event.support),
            contest_words(event.contest),
            event.source_count,
            ", ".join(publishers.get(p, p) for p in event.publishers),
            event.id,
        )
        for event in events
    ]
    return pd.DataFrame(rows, columns=list(columns))


def build_day_table(daily: Daily | None, scale: TimeScale) -> pd.DataFrame:
    """One row a reported day of the period, by day; empty without a series."""
    if daily is None:
        return pd.DataFrame()
    days = daily.days[DATE].to_numpy().astype("datetime64[D]").astype(np.int64)
    inside = daily.days[(days >= scale.first) & (days <= scale.last)]
    names = {DATE: "Day"} | daily.series.labels()
    table = inside[list(names)].rename(columns=names).reset_index(drop=True)
    return table.assign(Day=table["Day"].dt.date)
