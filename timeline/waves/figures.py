"""Figures of one attack by more than one count: side by side, as a range, never averaged."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from timeline.waves.days import Numbers, day_numbers, read_days

MEASURES = ("drones", "missiles", "stopped")
STRIKE_DAYS = "strike days"
EVENT = "event"

_NUMBER = (
    r"(?:\d[\d,.\u00a0 ]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|scores?|hundreds?)"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BETWEEN = rf"(?!(?:{_MONTHS}|was|were|is|are|had|has|when|and|or|in|on|at|by|to|the)\b)[\w-]+"
_COUNT = re.compile(
    rf"\b{_NUMBER}\b(?:\s+of\s+(?:the|its|their|these|those))?(?:[\s-]+{_BETWEEN}){{0,3}}?[\s-]+"
    r"(?:drones|missiles|rockets|UAVs)\b",
    re.IGNORECASE,
)
"""A number, at most three words that do not begin another phrase, and the plural: one drone is no count to compare."""


@dataclass(frozen=True, slots=True)
class CompetingFigures:
    """What the record has on the same attacks by different counts.

    Attributes:
        counts: one row a figure, by event, measure and value: ``event``, ``measure`` (drones, missiles: launched;
            stopped: both classes), ``value``, ``counted_by`` (actor id), ``given_in`` ("event": the event's figures;
            "strike days": the table), ``days`` (Int64, calendar days that it is a sum of; NA where an end is open).
        ranges: one row an event and measure with two figures or more: ``event``, ``measure``, ``low``, ``high``.
        claims: one row a position on a claim that names a number of drones or missiles, in the record's order:
            ``event``, ``claim``, ``text`` (verbatim), ``actor``, ``stance``, ``date``. Their numbers are not read: such
            a claim may speak of the other side's drones, or of a part of the attack. So they are in no range.
    """

    counts: pd.DataFrame
    ranges: pd.DataFrame
    claims: pd.DataFrame


def competing_figures(
    events: pd.DataFrame,
    claims: pd.DataFrame,
    positions: pd.DataFrame,
    strikes: pd.DataFrame,
    *,
    strikes_by: str,
) -> CompetingFigures:
    """Each event's own figures beside the strike days' for the same days, and claims with counts.

    The strike days are set beside an event of one day, and beside a month's tally where every day of it is reported.
    An attack dated to two days ("15 to 16 April") is left without: its figure may be of one night or of both days. So
    is one dated about or doubtfully, and one with an hour, since the strike days bear the date of the morning's report.

    Args:
        events: rows to look at, columns of ``timeline.collection.tables.EVENTS``.
        claims: columns of ``CLAIMS``.
        positions: columns of ``POSITIONS``.
        strikes: columns of ``STRIKES``.
        strikes_by: actor id, whose count the strike days are.
    """
    counts = pd.concat([_own_counts(events), _day_counts(events, strikes, strikes_by)], ignore_index=True)
    order = {event: number for number, event in enumerate(events["id"])}
    counts = counts.sort_values(
        ["event", "measure", "value", "given_in"],
        key=lambda column: column.map(order) if column.name == "event" else column,
        ignore_index=True,
    )
    return CompetingFigures(counts, _ranges(counts), _claims_with_counts(events, claims, positions))


def names_a_count(text: str) -> bool:
    """Whether a text has a number of drones or missiles.

    >>> names_a_count("Russia shot down 151 Ukrainian drones overnight."), names_a_count("The drones came late.")
    (True, False)
    """
    return bool(_COUNT.search(text))


def _own_counts(events: pd.DataFrame) -> pd.DataFrame:
    length = ((events["end"] - events["start"]).dt.days + 1).astype("Int64")
    parts = [
        _rows(events["id"], measure, events[column], events["figures_by"], EVENT, length)
        for measure, column in zip(MEASURES, ("drones", "missiles", "intercepted"), strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _day_counts(events: pd.DataFrame, strikes: pd.DataFrame, strikes_by: str) -> pd.DataFrame:
    """The strike days' sums for each measure that an event has a figure of."""
    sure = ~(events["approximate"] | events["uncertain"] | events["interval"]).to_numpy(dtype=bool)
    comparable = events[sure & events["precision"].isin(["day", "month"]).to_numpy(dtype=bool)]
    start, end = day_numbers(comparable["start"]), day_numbers(comparable["end"])
    days = read_days(strikes)
    stopped = days.figures["drones_stopped"] + days.figures["missiles_stopped"]
    series = {
        "drones": days.figures["drones_launched"],
        "missiles": days.figures["missiles_launched"],
        "stopped": stopped,
    }
    parts = []
    for measure, column in zip(MEASURES, ("drones", "missiles", "intercepted"), strict=True):
        sums = pd.Series(_sums(series[measure], start - days.first, end - days.first), index=comparable.index)
        values = sums.where(comparable[column].notna()).round().astype("Int64")
        by = pd.Series(strikes_by, index=comparable.index, dtype="str")
        parts.append(_rows(comparable["id"], measure, values, by, STRIKE_DAYS, pd.Series(end - start + 1)))
    return pd.concat(parts, ignore_index=True)


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


def _claims_with_counts(events: pd.DataFrame, claims: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    own = claims[claims["event"].isin(events["id"])]
    own = own[np.array([names_a_count(text) for text in own["text"]], dtype=bool)]
    joined = own[["id", "event", "text"]].rename(columns={"id": "claim"})
    joined = joined.merge(positions[["claim", "actor", "stance", "date"]], on="claim", how="left")
    return joined[["event", "claim", "text", "actor", "stance", "date"]]
