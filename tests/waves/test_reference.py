"""What is made of the random sets, against the same sets worked through with plain loops."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.waves.series import day, days
from timeline.waves import align_windows
from timeline.waves.windows import BAND, draw_days

LENGTH, EDGE, DRAWS, SEED = 200, 21, 150, 11
CHOSEN = (30, 33, 90, 91, 140)


@pytest.fixture(scope="module")
def launched():
    """Launches of 200 days with a drift, heavy nights and one day in fifteen without a report."""
    rng = np.random.default_rng(4)
    values = rng.gamma(1.5, 60, LENGTH).round() + np.arange(LENGTH) // 2
    values[rng.random(LENGTH) < 1 / 15] = np.nan
    values[[0, -1]] = 100
    return values


@pytest.fixture(scope="module")
def result(launched):
    series = [None if np.isnan(value) else value for value in launched]
    chosen = [date.fromisoformat(day(number)) for number in CHOSEN]
    return align_windows(days(series), chosen, draws=DRAWS, seed=SEED)


@pytest.fixture(scope="module")
def random_sets():
    """The sets that the seed gives, as day numbers of the series."""
    allowed = LENGTH - 2 * EDGE
    drawn = draw_days(np.random.default_rng(SEED), allowed, len(CHOSEN), DRAWS)
    return [[EDGE + place for place in range(allowed) if row[place]] for row in drawn]


def figures(launched, anchors):
    """Before, after and change of one set."""
    parts = []
    for offsets in (range(-7, 0), range(1, 8)):
        values = [launched[at + offset] for at in anchors for offset in offsets if not np.isnan(launched[at + offset])]
        parts.append(sum(values) / len(values))
    return [*parts, parts[1] - parts[0]]


def test_mean_and_band_of_each_day_are_those_of_the_sets(launched, result, random_sets):
    for row in result.offsets.itertuples():
        means = [np.nanmean([launched[at + row.offset] for at in anchors]) for anchors in random_sets]
        assert row.reference == pytest.approx(np.mean(means))
        assert (row.band_low, row.band_high) == pytest.approx(np.percentile(means, BAND))


def test_mean_and_spread_of_each_day_are_those_of_the_chosen_dates(launched, result):
    for row in result.offsets.itertuples():
        values = [launched[at + row.offset] for at in CHOSEN if not np.isnan(launched[at + row.offset])]
        quartiles = np.percentile(values, [25, 50, 75])
        assert (row.low_quartile, row.median, row.high_quartile) == pytest.approx(quartiles)
        assert row.mean == pytest.approx(np.mean(values))


def beyond(values, value, reference):
    return sum(one <= value + 1e-9 if value < reference else one >= value - 1e-9 for one in values)


@pytest.mark.parametrize(("part", "column"), [("before", 0), ("after", 1), ("change", 2)])
def test_the_summary_is_that_of_the_sets(launched, result, random_sets, part, column):
    row = result.summary.loc[part]
    drawn = [figures(launched, anchors)[column] for anchors in random_sets]
    value = figures(launched, CHOSEN)[column]
    assert row["value"] == pytest.approx(value)
    assert row["reference"] == pytest.approx(np.mean(drawn))
    assert (row["band_low"], row["band_high"]) == pytest.approx(np.percentile(drawn, BAND))
    assert row["beyond"] == beyond(drawn, value, np.mean(drawn))


@pytest.mark.parametrize(("part", "column"), [("before", 0), ("after", 1), ("change", 2)])
def test_moved_dates_keep_their_distances_and_go_round_the_period(launched, result, part, column):
    allowed = LENGTH - 2 * EDGE
    moved = [
        figures(launched, [EDGE + (at - EDGE + shift) % allowed for at in CHOSEN])[column] for shift in range(allowed)
    ]
    row = result.summary.loc[part]
    assert (row["moved_low"], row["moved_high"]) == pytest.approx(np.percentile(moved, BAND))
    assert row["moved_beyond"] == beyond(moved, row["value"], row["reference"])
    assert result.places == allowed
    assert row["moved_beyond"] >= 1, "the place where they stand is one"


def test_a_period_too_short_to_move_through_has_no_band_of_moved_dates():
    result = align_windows(days([10.0] * (79 + 2 * EDGE)), [date.fromisoformat(day(50))], draws=5)
    assert result.places == 79
    assert result.summary[["moved_low", "moved_high", "moved_beyond"]].isna().all(axis=None)


def test_nearness_is_counted_in_pairs(result, random_sets):
    def pairs(anchors):
        return sum(0 < second - first < 7 for first in anchors for second in anchors)

    assert result.near_pairs == pairs(CHOSEN) == 2
    assert result.near_overlapping == 4
    assert result.overlapping == 4, "140 lies 49 days from 91: windows of 43 days share none"
    assert result.near_pairs_band == pytest.approx(tuple(np.percentile([pairs(s) for s in random_sets], BAND)))
