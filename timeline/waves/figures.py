"""Figures of one thing by more than one count: side by side, as a range, never averaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from timeline.collection.english import MONTHS
from timeline.collection.places import stands_in
from timeline.collection.series import Daily, Figure, Series
from timeline.waves.days import Numbers, day_numbers, read_days

EVENT = "event"
_COUNTS = {"event": "str", "measure": "str", "value": "Int64", "counted_by": "str", "given_in": "str", "days": "Int64"}
_NO_COUNTS = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _COUNTS.items()})

_NUMBER = (
    r"(?:\d[\d,.\u00a0 ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|scores?|hundreds?)"
)
_BETWEEN = rf"(?!(?:{'|'.join(MONTHS)}|was|were|is|are|had|has|when|and|or|in|on|at|by|to|the)\b)[\w-]+"


@dataclass(frozen=True, slots=True)
class CompetingFigures:
    """What the record has on the same events by different counts.

    Attributes:
        counts: one row a figure, by event, measure as declared and value: ``event``, ``measure`` (id of a figure),
            ``value``, ``counted_by`` (actor id), ``given_in`` ("event": the event's figures; else what the series
            calls its days), ``days`` (Int64, calendar days that it is a sum of; NA where an end is open).
        ranges: one row an event and measure with two figures or more: ``event``, ``measure``, ``low``, ``high``.
        claims: one row a position on a claim that names a number of what figures count, in the record's order:
            ``event``, ``claim``, ``text`` (verbatim), ``actor``, ``stance``, ``date``. Their numbers are not read: such
            a claim may speak of what others did, or of a part of it. So they are in no range.
    """

    counts: pd.DataFrame
    ranges: pd.DataFrame
    claims: pd.DataFrame


def competing_figures(
    events: pd.DataFrame,
    claims: pd.DataFrame,
    positions: pd.DataFrame,
    daily: Daily,
    figures: Sequence[Figure],
) -> CompetingFigures:
    """Each event's own figures beside the series' for the same days, and claims with counts.

    The series is set beside an event of one day, and beside a month's tally where every day of it is reported. An
    event dated to two days ("15 to 16 April") is left without: its figure may be of one night or of both days. So is
    one dated about or doubtfully, and one with an hour, since a day may bear the date of the morning's report.

    Args:
        events: rows to look at, columns of ``timeline.collection.tables.EVENTS``.
        claims: columns of ``CLAIMS``.
        positions: columns of ``POSITIONS``.
        daily: the series.
        figures: what the collection declares; claims that name a number of what these count are listed.
    """
    measures = _measures(daily.series)
    parts = [*_own_counts(events, measures), *_day_counts(events, daily, measures)]
    counts = pd.concat(parts, ignore_index=True) if parts else _NO_COUNTS
    order = {
        column: {name: number for number, name in enumerate(names)}
        for column, names in (("event", events["id"]), ("measure", measures))
    }
    counts = counts.sort_values(
        ["event", "measure", "value", "given_in"],
        key=lambda column: column.map(order[column.name]) if column.name in order else column,
        ignore_index=True,
    )
    return CompetingFigures(counts, _ranges(counts), _claims_with_counts(events, claims, positions, figures))


def _measures(series: Series) -> dict[str, tuple[str, ...]]:
    """Figures that both an event and the series give, and the series' columns that add up to each."""
    found: dict[str, tuple[str, ...]] = {kind.figure: (kind.total,) for kind in series.kinds if kind.figure}
    if series.part and series.part.figure:
        found[series.part.figure] = series.parts
    return found


def counts_in_claims(figures: Iterable[Figure]) -> re.Pattern[str] | None:
    """What finds a number of what these figures count in a text; None where nothing has a plural of its own.

    A number, at most three words that do not begin another phrase, and the plural: one of them is no count to compare.

    >>> found = counts_in_claims([Figure(id="boats", label="boats", unit={"one": "boat", "many": "boats"})])
    >>> [bool(found.search(text)) for text in ("They saw 151 small boats.", "The boats came late.")]
    [True, False]
    """
    words = [word for f in figures for word in (*((f.unit.many,) if f.unit.many != f.unit.one else ()), *f.also)]
    if not words:
        return None
    return re.compile(
        rf"\b{_NUMBER}\b(?:\s+of\s+(?:the|its|their|these|those))?(?:[\s-]+{_BETWEEN}){{0,3}}?[\s-]+"
        rf"(?:{'|'.join(map(re.escape, words))})\b",
        re.IGNORECASE,
    )


def _own_counts(events: pd.DataFrame, measures: Iterable[str]) -> Iterator[pd.DataFrame]:
    length = ((events["end"] - events["start"]).dt.days + 1).astype("Int64")
    for measure in measures:
        yield _rows(events["id"], measure, events[measure], events["figures_by"], EVENT, length)


def _day_counts(events: pd.DataFrame, daily: Daily, measures: Mapping[str, tuple[str, ...]]) -> Iterator[pd.DataFrame]:
    """The series' sums for each figure that an event has."""
    sure = ~(events["approximate"] | events["uncertain"] | events["interval"]).to_numpy(dtype=bool)
    comparable = events[sure & events["precision"].isin(["day", "month"]).to_numpy(dtype=bool)]
    start, end = day_numbers(comparable["start"]), day_numbers(comparable["end"])
    days = read_days(daily)
    by = pd.Series(daily.series.by or "", index=comparable.index, dtype="str")
    for measure, columns in measures.items():
        sums = pd.Series(_sums(days.sum(columns), start - days.first, end - days.first), index=comparable.index)
        values = sums.where(comparable[measure].notna()).round().astype("Int64")
        yield _rows(comparable["id"], measure, values, by, daily.series.day.many, pd.Series(end - start + 1))


def _sums(values: Numbers, start: np.ndarray, end: np.ndarray) -> Numbers:
    """Sums from start to end, both included; NaN where a day is missing or beyond the table."""
    inside = (start >= 0) & (end < len(values))
    low, high = np.where(inside, start, 0), np.where(inside, end + 1, 0)
    known = np.concatenate(([0.0], np.cumsum(~np.isnan(values))))
    sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(values))))
    return np.where(inside & (known[high] - known[low] == high - low), sums[high] - sums[low], np.nan)


def _rows(
    ids: pd.Series, measure: str, values: pd.Series, by: pd.Series, given_in: str, days: pd.Series
) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "event": ids.to_numpy(),
            "measure": pd.Series(measure, index=range(len(ids)), dtype="str"),
            "value": values.astype("Int64").array,
            "counted_by": by.to_numpy(),
            "given_in": pd.Series(given_in, index=range(len(ids)), dtype="str"),
            "days": days.astype("Int64").array,
        }
    )
    return frame[frame["value"].notna()]


def _ranges(counts: pd.DataFrame) -> pd.DataFrame:
    grouped = counts.groupby(["event", "measure"], sort=False)["value"]
    table = grouped.agg(low="min", high="max", figures="size").reset_index()
    return table[table["figures"] > 1].drop(columns="figures").reset_index(drop=True)


def _claims_with_counts(
    events: pd.DataFrame, claims: pd.DataFrame, positions: pd.DataFrame, figures: Iterable[Figure]
) -> pd.DataFrame:
    own, count = claims[stands_in(claims, events["id"])], counts_in_claims(figures)
    own = own[np.array([bool(count and count.search(text)) for text in own["text"]], dtype=bool)]
    joined = own[["id", "event", "text"]].rename(columns={"id": "claim"})
    joined = joined.merge(positions[["claim", "actor", "stance", "date"]], on="claim", how="left")
    return joined[["event", "claim", "text", "actor", "stance", "date"]]
