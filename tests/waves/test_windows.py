"""Windows around events against an independent computation of their reference, and what is said of them."""

from __future__ import annotations

import itertools
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.waves.series import day, days
from tests.writing import event, write_collection
from timeline.collection.first_series import SERIES
from timeline.query.collection import open_collection
from timeline.query.filter import Filter
from timeline.waves import align_windows, choose_anchors, describe_window
from timeline.waves.windows import draw_days


def on(*numbers: int) -> list[date]:
    return [date.fromisoformat(day(number)) for number in numbers]


def test_means_are_those_of_the_days_around_worked_by_hand():
    launched = [10.0] * 100
    launched[50:58] = [0, 20, 20, 20, 20, 20, 20, 20]
    result = align_windows(days(launched), on(50), draws=50)
    table = result.offsets.set_index("offset")
    assert (len(table), table.index.min(), table.index.max()) == (43, -21, 21)
    assert table["mean"].loc[[-1, 0, 1, 7, 8]].tolist() == [10, 0, 20, 20, 10]
    assert result.summary["value"].tolist() == [10, 20, 10]


def test_a_missing_day_is_left_out_of_every_mean():
    launched: list[float | None] = [10.0] * 100
    launched[51], launched[71] = None, 40
    result = align_windows(days(launched), on(50, 70), draws=50)
    first_after = result.offsets.set_index("offset").loc[1]
    assert (first_after["mean"], first_after["values"]) == (40, 1)
    assert result.summary.loc["after", "value"] == pytest.approx((12 * 10 + 40) / 13)


def test_a_flat_series_lies_on_its_reference_and_in_its_band():
    result = align_windows(days([10.0] * 120), on(40, 60, 80), draws=200)
    for name in ("mean", "reference", "band_low", "band_high"):
        assert set(result.offsets[name]) == {10.0}, name
    assert "inside the band: no detectable difference" in describe_window(result)[0]


def test_windows_that_the_strike_days_do_not_hold_are_left_out_and_counted():
    result = align_windows(days([10.0] * 100), on(5, 50, 95), draws=50)
    assert result.used.tolist() == [int(np.datetime64(day(50), "D").astype(int))]
    assert any("2 dates left out" in sentence for sentence in describe_window(result))


def test_dates_outside_the_period_are_left_out():
    period = (on(40)[0], on(60)[0])
    assert len(align_windows(days([10.0] * 100), on(30, 50), draws=50, period=period).used) == 1


def independent_band(
    launched: list[float | None], part: str, size: int, draws: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean launches in the 7 days before or after, or the change, of random sets by NumPy's own choice."""
    rng = np.random.default_rng(1)
    values = np.array([np.nan if value is None else value for value in launched])
    allowed = np.arange(21, len(values) - 21)
    means = []
    for _ in range(draws):
        chosen = rng.choice(allowed, size=size, replace=False)
        before, after = (np.nanmean([values[at + low : at + low + 7] for at in chosen]) for low in (-7, 1))
        means.append({"before": before, "after": after, "change": after - before}[part])
    return np.mean(means), *np.percentile(means, [2.5, 97.5])


@pytest.mark.parametrize("part", ["before", "after", "change"])
@pytest.mark.parametrize("size", [1, 4, 12])
def test_the_reference_is_that_of_random_dates(size, part):
    rng = np.random.default_rng(7)
    launched = [float(round(value)) if rng.random() > 0.05 else None for value in rng.gamma(1.2, 90, 320)]
    launched[0] = launched[-1] = 100.0
    result = align_windows(days(launched), on(*range(40, 40 + size * 20, 20)), draws=2000)
    row = result.summary.loc[part]
    mean, low, high = independent_band(launched, part, size, 4000)
    spread = high - low
    assert row["reference"] == pytest.approx(mean, abs=0.05 * spread)
    assert row["band_low"] == pytest.approx(low, abs=0.1 * spread)
    assert row["band_high"] == pytest.approx(high, abs=0.1 * spread)


def test_every_set_of_dates_is_drawn_as_often():
    drawn = draw_days(np.random.default_rng(3), 5, 2, 20_000)
    assert (drawn.sum(axis=1) == 2).all()
    seen = pd.Series(map(tuple, drawn)).value_counts()
    assert len(seen) == len(list(itertools.combinations(range(5), 2)))
    assert seen.min() > 1800
    assert seen.max() < 2200


def test_the_same_seed_gives_the_same_figures():
    table = days([float(10 + number % 13) for number in range(150)])
    one, two = (align_windows(table, on(50, 90)) for _ in range(2))
    pd.testing.assert_frame_equal(one.offsets, two.offsets)
    pd.testing.assert_frame_equal(one.summary, two.summary)
    assert (one.draws, one.seed) == (2000, 20250801)


@settings(max_examples=25)
@given(st.lists(st.one_of(st.none(), st.integers(0, 300)), min_size=60, max_size=120), st.sets(st.integers(0, 119)))
def test_means_agree_with_plain_loops(launched, numbers):
    launched = [5, *launched, 5]
    result = align_windows(days(launched), on(*numbers), draws=5)
    first = int(np.datetime64(day(0), "D").astype(int))
    used = [number - first for number in result.used]
    assert used == sorted(n for n in numbers if 21 <= n <= len(launched) - 22)
    for row in result.offsets.itertuples():
        around = [launched[at + row.offset] for at in used if launched[at + row.offset] is not None]
        assert row.values == len(around)
        assert np.isnan(row.mean) if not around else row.mean == pytest.approx(np.mean(around))


def test_events_are_aligned_on_the_days_that_are_known(tmp_path):
    events = {
        "day": event(when=day(50)),
        "span": event(when=f"{day(60)}/{day(62)}"),
        "same-day": event(when=day(50)),
        "month": event(when="2026-02"),
        "about": event(when=day(70) + "~"),
        "raid": event(when=day(64), themes=["strikes"]),
    }
    record = open_collection(write_collection(tmp_path, events))
    anchors = choose_anchors(record.events, SERIES)
    first = int(np.datetime64(day(0), "D").astype(int))
    assert (anchors.days - first).tolist() == [50, 60, 64]
    assert (anchors.events, anchors.lasting, anchors.of_series) == (4, 1, 1)
    assert set(anchors.vague) == {"month", "about"}
    words = " ".join(describe_window(align_windows(days([10.0] * 120), anchors, draws=20)))
    assert "2 events left out: the start is not known to the day." in words
    assert "4 events fall on 3 days; each day counts once." in words
    assert "overlap another" in words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], "There is nothing to compare."), ([50], "A single date is a very small set")],
)
def test_small_sets_are_said_to_be_small(numbers, words):
    assert words in " ".join(describe_window(align_windows(days([10.0] * 120), on(*numbers), draws=20)))


def test_whatever_is_said_ends_with_the_limit_of_it():
    rng = np.random.default_rng(5)
    table = days([float(value) for value in rng.integers(0, 400, 200)])
    for size in (0, 1, 3, 9):
        sentences = describe_window(align_windows(table, on(*range(30, 30 + size * 15, 15)), draws=100))
        assert sentences[-1] == "Sequence is not cause."
        assert not any(
            word in " ".join(sentences).lower() for word in ("significant", "because of", "caused", "proves")
        )


def test_a_far_outlier_is_told_as_outside_without_a_verdict():
    launched = [20.0 + number % 7 for number in range(300)]
    for at in (60, 120, 180):
        launched[at + 1 : at + 8] = [400.0] * 7
    sentence = describe_window(align_windows(days(launched), on(60, 120, 180)))[0]
    assert "above the band: 0 of the 2,000 random sets lie as high. " in sentence


def test_rounds_of_talks_in_the_record(real_record):
    view = real_record.view(Filter(themes=["diplomacy"]))
    result = align_windows(
        real_record.daily, choose_anchors(view.events, SERIES), period=(date(2025, 8, 1), date(2026, 7, 5))
    )
    assert len(result.used) == 72
    assert "inside the band: no detectable difference" in describe_window(result)[0]


@pytest.mark.parametrize("wrong", [{"before": 3}, {"after": 6}, {"draws": 0}])
def test_a_window_shorter_than_its_summary_is_refused(wrong):
    with pytest.raises(ValueError, match="give at least"):
        align_windows(days([10.0] * 60), on(30), **wrong)
