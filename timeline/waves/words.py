"""What the figures around events show, in sentences that say no more than they do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.edtf import when_in_words
from timeline.collection.english import capital, count, iso_day, join
from timeline.collection.series import Series
from timeline.collection.tables import rows_of
from timeline.waves.windows import WindowResult

SMALL_SET = 5
NOT_CAUSE = "Sequence is not cause."
_DRIFT = 1.25
_PARTS = {"before": "before", "after": "after"}


def describe_window(result: WindowResult) -> list[str]:
    """Sentences for the page, the most important first; always ends with "Sequence is not cause."."""
    if not len(result.used):
        return [*_left_out(result), "There is nothing to compare.", NOT_CAUSE]
    sentences = [_compared(result, part) for part in ("after", "before")]
    sentences += [_change(result), _chance(result), _daily(result), _reference(result)]
    sentences += [*_closeness(result), *_small(result), *_drift(result), *_choice(result), *_left_out(result)]
    return [sentence for sentence in sentences if sentence] + [NOT_CAUSE]


def describe_around(parts: pd.DataFrame, series: Series) -> list[str]:
    """Sentences on the rows of ``compare_around``."""
    sentences = []
    for row in rows_of(parts):
        days = f"{count(row['days'], 'day')} {row['part']}" if row["part"] != "during" else _span(row)
        if not row["reported_days"]:
            sentences.append(f"{capital(days)}: no report.")
            continue
        missing = row["days"] - row["reported_days"]
        words = f"{row['mean_launched']:,.0f} {series.unit.many} a day"
        rarer = [kind.unit.of(row[kind.total]) for kind in series.kinds[1:] if not pd.isna(row[kind.total])]
        words += f", {join(rarer)} in all" if rarer else ""
        known = not pd.isna(row["share_stopped"])
        words += f", {_percent(row['share_stopped'])} {series.part_verb}" if known else ""
        words += f" ({count(missing, 'day')} without a report)" if missing else ""
        words += _rank(row)
        sentences.append(f"{capital(days)}: {words}.")
    return [*sentences, NOT_CAUSE]


def _rank(row: dict[str, Any]) -> str:
    """How often as many days in a row had as few, or as many; nothing where that is not known."""
    if row["part"] != "during" or not row["runs"]:
        return ""
    runs = "days" if row["days"] == 1 else f"runs of {row['days']} days"
    rarer = "as_low" if row["runs_as_low"] <= row["runs_as_high"] else "as_high"
    many = "few" if rarer == "as_low" else "many"
    return (
        f"; {row[f'runs_{rarer}']:,} of the {row['runs']:,} {runs} in the year around it had as {many} or {_MORE[many]}"
    )


_MORE = {"few": "fewer", "many": "more"}


def _summary(result: WindowResult) -> dict[str, dict[str, float]]:
    rows = rows_of(result.summary)
    return {str(part): row for part, row in zip(result.summary.index, rows, strict=True)}


def _compared(result: WindowResult, part: str) -> str:
    row = _summary(result)[part]
    head = f"{capital(result.daily.series.unit.many)} in the {result.near_days} days {_PARTS[part]} {_dates(result)}"
    if np.isnan(row["value"]):
        return f"{head} are not on record."
    if not row["reference"] > 0:
        return f"{head} came to {row['value']:,.0f} a day; there is no reference to compare them with."
    return f"{head} were {_relation(row['value'] / row['reference'] - 1)} the reference, {_verdict(row, result)}"


def _relation(difference: float) -> str:
    percent = round(abs(difference) * 100)
    if not percent:
        return "level with"
    return f"{percent} % {'above' if difference > 0 else 'below'}"


def _verdict(row: dict[str, float], result: WindowResult) -> str:
    """Where a figure stands to the band of random dates, and to that of the same dates moved."""
    if _inside(row):
        return "inside the band: no detectable difference."
    side, few = ("above", "high") if row["value"] > row["band_high"] else ("below", "low")
    words = f"{side} the band: {row['beyond']:,.0f} of the {result.draws:,} random sets lie as {few}. "
    if not np.isnan(row["moved_low"]):
        words += (
            f"When the same dates are moved through the period together, they give a figure as {few} "
            f"at {row['moved_beyond']:,.0f} of {result.places:,} places, including their own"
        )
        if row["moved_low"] <= row["value"] <= row["moved_high"]:
            return f"{words}, so the spacing of the dates alone may explain it."
        words += ". "
    return f"{words}These figures do not say what made them so {few}."


def _inside(row: dict[str, float]) -> bool:
    return row["band_low"] <= row["value"] <= row["band_high"]


def _chance(result: WindowResult) -> str:
    """How often chance alone puts something outside, where something is."""
    if all(_inside(row) or np.isnan(row["value"]) for row in _summary(result).values()):
        return ""
    return (
        "By chance alone, about one in twenty such figures lies outside its band. Anybody who tries many sets of "
        "dates will find some."
    )


def _change(result: WindowResult) -> str:
    row = _summary(result)["change"]
    if np.isnan(row["value"]):
        return ""
    before, after = (_summary(result)[part]["value"] for part in ("before", "after"))
    difference = round(after) - round(before)
    moved = "as many" if not difference else f"{abs(difference):,} {'more' if difference > 0 else 'fewer'}"
    return (
        f"From the {result.near_days} days before to the {result.near_days} after they went from {before:,.0f} to "
        f"{after:,.0f} a day, {moved}: a change {'inside' if _inside(row) else 'outside'} the band of random dates "
        f"({_signed(row['band_low'])} to {_signed(row['band_high'])})."
    )


def _daily(result: WindowResult) -> str:
    table = result.offsets
    outside = int(((table["mean"] < table["band_low"]) | (table["mean"] > table["band_high"])).sum())
    chance = round(len(table) * 0.05)
    return (
        f"Day by day, {outside} of the {len(table)} means lie outside the band; about {chance} would by chance alone."
    )


def _reference(result: WindowResult) -> str:
    first, last = (_day(number) for number in result.period)
    return (
        f"The reference: {result.draws:,} random sets of {count(len(result.used), 'day')} between {first} and {last} "
        f"(seed {result.seed}); the band holds the middle 95 % of them."
    )


def _closeness(result: WindowResult) -> list[str]:
    if not result.overlapping:
        return []
    many = f"{result.overlapping} of the {len(result.used)} windows overlap another"
    words = f"{many}, so some days are counted more than once"
    if result.near_overlapping:
        words += f"; {result.near_overlapping} dates lie less than {result.near_days} days from another"
    low, high = result.near_pairs_band
    if result.near_pairs > high:
        words += (
            f". They make {count(result.near_pairs, 'pair')} as near as that; random sets make {low:,.0f} to "
            f"{high:,.0f}. These dates lie closer together, so the band is rather too narrow for them"
        )
    return [words + "."]


def _small(result: WindowResult) -> list[str]:
    number = len(result.used)
    if number >= SMALL_SET:
        return []
    dates = "A single date is" if number == 1 else f"{number} dates are"
    return [f"{dates} a very small set: one {result.daily.series.peak} more or less changes the picture."]


def _drift(result: WindowResult) -> list[str]:
    if np.isnan(result.drift) or 1 / _DRIFT < result.drift < _DRIFT:
        return []
    return [
        f"{capital(result.daily.series.unit.many)} in the second half of this period were {result.drift:.1f} times "
        f"those in the first, and the chosen dates lie on average {result.place * 100:.0f} % of the way "
        "through the period: dates that lie mostly early or late differ from random ones for that reason alone."
    ]


def _choice(result: WindowResult) -> list[str]:
    sentences = []
    anchors, series = result.anchors, result.daily.series
    if anchors.of_series:
        sentences.append(
            f"{anchors.of_series} of the {count(anchors.events, 'chosen event')} "
            f"{'is itself' if anchors.of_series == 1 else 'are themselves'} about {series.about}: a peak on their day, "
            "and lighter days beside it, only show how they were chosen."
        )
    if anchors.lasting:
        sentences.append(
            f"{count(anchors.lasting, 'event')} lasted longer than a day and "
            f"{'is' if anchors.lasting == 1 else 'are'} aligned on the first."
        )
    return sentences


def _left_out(result: WindowResult) -> list[str]:
    sentences = []
    anchors = result.anchors
    if anchors.vague:
        sentences.append(f"{count(len(anchors.vague), 'event')} left out: the start is not known to the day.")
    outside = len(anchors.days) - len(result.used)
    if outside:
        sentences.append(
            f"{count(outside, 'date')} left out: outside the period, or too near the first or last "
            f"{result.daily.series.day.one} for a whole window."
        )
    if anchors.events > len(anchors.days):
        sentences.append(f"{anchors.events} events fall on {count(len(anchors.days), 'day')}; each day counts once.")
    return sentences


def _dates(result: WindowResult) -> str:
    number = len(result.used)
    if number == result.anchors.events:
        return "the chosen event" if number == 1 else f"the {number} chosen events"
    return "the one chosen date" if number == 1 else f"the {number:,} chosen dates"


def _day(number: int) -> str:
    return when_in_words(iso_day(np.datetime64(number, "D")))


def _span(row: dict[str, object]) -> str:
    first, last = (_day(int(pd.Timestamp(row[name]).timestamp() // 86400)) for name in ("start", "end"))  # type: ignore[arg-type]
    return first if first == last else f"{first} to {last}"


def _percent(value: float) -> str:
    return f"{value * 100:.0f} %"


def _signed(value: float) -> str:
    return f"{value:+,.0f}".replace("-", "−")
