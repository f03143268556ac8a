"""What is said of windows: as much as the figures carry, and each thing that bends the comparison."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.waves.series import day, days
from timeline.collection.first_series import SERIES
from timeline.waves import Anchors, align_windows, compare_around, describe_around, describe_window


def on(*numbers: int) -> list[date]:
    return [date.fromisoformat(day(number)) for number in numbers]


def told(launched, numbers, **options):
    return describe_window(align_windows(days(launched), on(*numbers), **options))


def test_what_lies_inside_the_band_is_told_in_the_words_of_the_issue():
    rng = np.random.default_rng(2)
    series = [float(value) for value in rng.integers(20, 80, 400)]
    first = told(series, range(40, 360, 36))[0]
    assert first.startswith("Launches in the 7 days after the 9 chosen events were ")
    assert " the reference, inside the band: no detectable difference." in first


def test_what_lies_outside_is_counted_and_chance_is_named():
    series = [20.0 + number % 7 for number in range(300)]
    for at in (60, 120, 180):
        series[at + 1 : at + 8] = [400.0] * 7
    sentences = told(series, (60, 120, 180))
    assert sentences[0].endswith(
        "above the band: 0 of the 2,000 random sets lie as high. When the same dates are moved through the period "
        "together, they give a figure as high at 1 of 258 places, including their own. These figures do not say what "
        "made them so high."
    )
    assert any(sentence.startswith("By chance alone, about one in twenty") for sentence in sentences)


def test_chance_is_not_named_where_nothing_lies_outside():
    assert not any("one in twenty" in sentence for sentence in told([10.0] * 120, (40, 60, 80)))


def test_dates_that_hang_together_are_told_to_do_so():
    # one long heavy spell: random dates seldom all lie in it, dates that hang together often do
    series = [20.0] * 300
    series[100:160] = [200.0] * 60
    sentences = told(series, (110, 112, 114, 116, 118))
    assert "so the spacing of the dates alone may explain it." in sentences[0]
    near = next(sentence for sentence in sentences if "overlap another" in sentence)
    assert near.startswith("5 of the 5 windows overlap another, so some days are counted more than once; 5 dates lie")
    assert "They make 9 pairs as near as that; random sets make 0 to " in near
    assert near.endswith("so the band is rather too narrow for them.")


def test_dates_no_denser_than_random_ones_are_not_said_to_be():
    near = next(line for line in told([10.0] * 150, range(25, 125, 3)) if "overlap another" in line)
    assert "lie less than 7 days from another." in near
    assert "narrow" not in near


def test_windows_that_share_no_day_are_not_said_to_overlap():
    assert not any("overlap" in line for line in told([10.0] * 200, (30, 73, 116)))
    assert any(line.startswith("2 of the 3 windows overlap") for line in told([10.0] * 200, (30, 72, 116)))


@pytest.mark.parametrize(("second", "said"), [(12.0, False), (20.0, True)])
def test_a_drift_of_the_level_is_named_from_a_quarter_on(second, said):
    sentences = told([10.0] * 100 + [second] * 100, (30, 60))
    drift = [line for line in sentences if line.startswith("Launches in the second half")]
    assert bool(drift) is said
    if said:
        # of the 158 places of an anchor, 21 to 178, the first half has 79 of 10, the second 79 of 20
        assert drift[0].startswith(
            "Launches in the second half of this period were 2.0 times those in the first, and the chosen dates lie on "
            "average 15 % of the way through"
        )


def test_dates_chosen_for_their_strikes_are_named():
    anchors = Anchors(np.array([np.datetime64(day(number), "D").astype(int) for number in (40, 70)]), 2, of_series=1)
    sentences = describe_window(align_windows(days([10.0] * 120), anchors, draws=20))
    assert (
        "1 of the 2 chosen events is itself about strikes: a peak on their day, and lighter days beside it, only show "
        "how they were chosen."
    ) in sentences


def test_no_report_at_all_is_no_comparison():
    series: list[float | None] = [10.0] * 120
    series[51:58] = [None] * 7
    sentences = told(series, (50,), draws=20)
    assert sentences[0] == "Launches in the 7 days after the chosen event are not on record."
    assert not any(sentence.startswith("From the 7 days") for sentence in sentences)


def test_no_launches_at_all_leave_nothing_to_compare_with():
    assert told([0.0] * 120, (50,), draws=20)[0] == (
        "Launches in the 7 days after the chosen event came to 0 a day; there is no reference to compare them with."
    )


def test_a_part_is_ranked_among_runs_as_long():
    series = [10.0] * 20 + [0.0] * 3 + [40.0] * 20
    parts = compare_around(days(series), (on(20)[0], on(22)[0])).set_index("part")
    # 43 days hold 41 runs of three; one of them is 0, none lower; all are as many
    assert parts.loc["during", ["runs", "runs_as_low", "runs_as_high"]].tolist() == [41, 1, 41]
    during = describe_around(parts.reset_index(), SERIES)[1]
    assert during == (
        "21 January 2026 to 23 January 2026: 0 launches a day, 0 missiles in all; 1 of the 41 runs of 3 days in the "
        "year around it had as few or fewer."
    )


def test_a_part_with_a_gap_or_of_more_than_a_month_is_not_ranked():
    series: list[float | None] = [10.0] * 100
    series[21] = None
    for last in (22, 60):
        parts = compare_around(days(series), (on(20)[0], on(last)[0])).set_index("part")
        assert parts.loc["during", "runs"] == 0
    assert "(1 day without a report)." in describe_around(parts.reset_index(), SERIES)[1]


def test_the_year_around_ends_half_a_year_away():
    parts = compare_around(days([10.0] * 700), (on(350)[0], on(350)[0])).set_index("part")
    assert parts.loc["during", "runs"] == 365


def test_days_beyond_the_record_are_said_to_have_no_report():
    parts = compare_around(days([10.0] * 30), (date(2020, 1, 1), date(2020, 1, 3)))
    assert describe_around(parts, SERIES)[:3] == [
        "7 days before: no report.",
        "1 January 2020 to 3 January 2020: no report.",
        "7 days after: no report.",
    ]
