"""Waves on series worked by hand: which days are one, what they hold, which events speak of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.waves.series import day, days
from tests.writing import event, write_collection
from timeline.collection.first_series import SERIES
from timeline.query.collection import open_collection
from timeline.waves import WaveRule, events_of_wave, find_waves, judge_days

QUIET = [40, 50] * 20
"""Forty days: usual 45, spread 1.4826 x 5 = 7.4, so more than max(45 + 22.2, 67.5) = 67.5 is heavy."""

CASES = [
    # what, launches after forty quiet days, waves as (first day, last day) counted from day 40
    ("flat", [45] * 10, []),
    ("just under the threshold", [67, 45], []),
    ("just over it", [68, 45], [(0, 0)]),
    ("one spike", [45, 300, 45], [(1, 1)]),
    ("two heavy days in a row", [300, 200, 45], [(0, 1)]),
    ("one lighter day between is bridged", [300, 45, 300, 45], [(0, 2)]),
    ("two lighter days between are not", [300, 45, 45, 300], [(0, 0), (3, 3)]),
    ("a missing day between is bridged", [300, None, 300], [(0, 2)]),
    ("two missing days between are not", [300, None, None, 300], [(0, 0), (3, 3)]),
    ("a missing day is no wave", [45, None, 45], []),
    ("a wave at the very end", [45, 45, 300], [(2, 2)]),
]


@pytest.mark.parametrize(("what", "launched", "waves"), CASES, ids=[case[0] for case in CASES])
def test_a_wave_is_a_run_of_heavy_days(what, launched, waves):
    found = find_waves(days(QUIET + launched))
    bounds = [(str(row.start.date()), str(row.end.date())) for row in found.itertuples()]
    assert bounds == [(day(40 + first), day(40 + last)) for first, last in waves]


def test_a_level_shift_is_a_wave_until_it_has_become_usual():
    found = find_waves(days(QUIET + [150] * 40))
    assert len(found) == 1
    # on the 15th day half of the 28 days before are of the new level, so it is as usual as the old one
    assert (str(found["start"][0].date()), found["days"][0]) == (day(40), 14)


def test_nothing_is_judged_before_fourteen_reported_days():
    assert find_waves(days([40] * 13 + [500])).empty
    assert len(find_waves(days([40] * 14 + [500]))) == 1
    gaps = [40, None] * 13 + [500]
    assert find_waves(days(gaps)).empty


def test_below_thirty_launches_no_day_is_heavy():
    assert find_waves(days([0] * 30 + [30])).empty
    assert len(find_waves(days([0] * 30 + [31]))) == 1


def test_missing_days_do_not_count_as_quiet_ones():
    # were the ten missing days zeros, the usual would fall and 60 be heavy
    series = [50] * 18 + [None] * 10 + [60]
    assert find_waves(days(series)).empty
    zeros = [50 if value == 50 else 0 for value in series[:-1]] + [60]
    assert judge_days(days(zeros))["usual"].iloc[-1] == 50
    lighter = [50] * 13 + [0] * 15 + [60]
    assert len(find_waves(days(lighter))) == 1


def test_figures_of_a_wave_are_sums_of_its_days():
    found = find_waves(days([*QUIET, 300, 45, 200, 45], missiles=10)).iloc[0]
    assert found[["launched", "drones_launched", "missiles_launched"]].tolist() == [545, 515, 30]
    assert found[["drones_stopped", "missiles_stopped", "stopped"]].tolist() == [145 + 18 + 95, 0, 258]
    assert found["share_stopped"] == pytest.approx(258 / 545)
    assert (str(found["heaviest_day"].date()), found["heaviest_launched"]) == (day(40), 300)
    assert (found["missing_days"], found["usual"]) == (0, 45)


def test_a_wave_across_a_gap_sums_what_is_reported_and_says_what_is_not():
    found = find_waves(days([*QUIET, 300, None, 200])).iloc[0]
    assert found[["days", "launched", "missing_days"]].tolist() == [3, 500, 1]


def test_a_day_with_one_class_unknown_is_not_judged_and_half_a_sum_is_no_heaviest_day():
    table = days([*QUIET, 300, 900, 200], missiles=10)
    table.days.loc[41, ["drones_launched", "drones_stopped"]] = pd.NA
    assert np.isnan(judge_days(table)["launched"][41])
    found = find_waves(table).iloc[0]
    assert found[["days", "launched", "missing_days", "heaviest_launched"]].tolist() == [3, 510, 1, 300]
    assert found["share_stopped"] == pytest.approx((145 + 95) / 510)


def test_the_share_leaves_out_what_has_no_count_of_stops():
    table = days([*QUIET, 300], missiles=10)
    table.days.loc[40, "missiles_stopped"] = pd.NA
    found = find_waves(table).iloc[0]
    assert found["share_stopped"] == pytest.approx(145 / 290)


def test_a_period_keeps_waves_that_touch_it_whole_and_as_they_are():
    table = days([*QUIET, 300, 300, 45, 45, 45, 300])
    whole = find_waves(table)
    second_day = pd.Timestamp(day(41)).date()
    kept = find_waves(table, period=(second_day, second_day))
    pd.testing.assert_frame_equal(kept, whole.iloc[[0]])


def test_what_comes_later_never_changes_an_earlier_judgement():
    table = days([*QUIET, 300, 45, 45, 45])
    later = days([*QUIET, 300, 45, 45, 45, *[900] * 20])
    pd.testing.assert_frame_equal(judge_days(later).iloc[: len(table.days)], judge_days(table))


@given(st.lists(st.one_of(st.none(), st.integers(0, 500)), min_size=1, max_size=90), st.integers(0, 2))
def test_days_are_judged_as_the_rule_says(launched, bridge):
    """Against the rule written out with loops."""
    rule = WaveRule(bridge_days=bridge)
    table = days(launched)
    first = next((n for n, value in enumerate(launched) if value is not None), len(launched))
    heavy = set()
    for number, value in enumerate(launched):
        before = [v for v in launched[max(first, number - 28) : number] if v is not None]
        if value is None or len(before) < 14:
            continue
        usual = float(np.median(before))
        spread = 1.4826 * float(np.median(np.abs(np.array(before) - usual)))
        if value > max(usual + 3 * spread, 1.5 * usual, 30):
            heavy.add(number)
    waves: list[list[int]] = []
    for number in sorted(heavy):
        if waves and number - waves[-1][1] <= bridge + 1:
            waves[-1][1] = number
        else:
            waves.append([number, number])
    found = find_waves(table, rule=rule)
    bounds = [(str(row.start.date()), str(row.end.date())) for row in found.itertuples()]
    assert bounds == [(day(low), day(high)) for low, high in waves]


def test_events_of_a_wave_are_those_about_strikes_on_its_days(tmp_path):
    events = {
        "eve": event(when=day(39) + "/" + day(40), themes=["strikes"]),
        "counted": event(when=day(40), figures={"drones": 290, "missiles": 10, "by": "beta"}),
        "month": event(when="2026-02", themes=["strikes"]),
        "talks": event(when=day(40)),
        "after": event(when=day(43), themes=["strikes"]),
    }
    record = open_collection(write_collection(tmp_path, events))
    assert not record.problems
    pairs = events_of_wave(find_waves(days([*QUIET, 300, 45, 45, 45])), record.events, SERIES)
    assert pairs["event"].tolist() == ["counted", "eve", "month"]
    assert pairs["figures"].tolist() == [True, False, False]
    assert pairs["within"].tolist() == [True, True, False]


def test_no_strike_days_give_no_waves():
    assert find_waves(days([])).empty
    assert find_waves(days([None, 5])).empty


def test_the_five_heaviest_waves_of_the_record_since_august_2025(real_record):
    found = find_waves(real_record.daily)
    since = found[found["start"] >= pd.Timestamp("2025-08-01")].nlargest(5, "launched")
    told = [(str(r.start.date()), str(r.end.date()), r.launched, round(r.share_stopped, 2)) for r in since.itertuples()]
    assert told == [
        ("2026-03-28", "2026-04-03", 2623, 0.91),
        ("2026-05-13", "2026-05-14", 1623, 0.93),
        ("2026-05-01", "2026-05-03", 1519, 0.90),
        ("2025-08-28", "2025-08-30", 1279, 0.92),
        ("2026-03-23", "2026-03-24", 1233, 0.95),
    ]
