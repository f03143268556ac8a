"""The densest part of time: what it is in cases that a person can check, and what holds whatever the days are."""

from __future__ import annotations

import time
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.query.days import day_number
from timeline.query.densest import densest

# Events as EDTF-like pairs of first and last day; one day is written once.
TALKS = [f"{2016 + number // 4}-{1 + number * 5 % 12:02}-15" for number in range(36)]
"""Three dozen days from 15 January 2016 to 15 September 2024."""
WHOLE = None
CASES = {
    "nothing": ([], WHOLE),
    "one event": (["2020-01-01"], WHOLE),
    "two events, eight centuries apart": (["1142-06-01", "2020-01-01"], WHOLE),
    "three events, one of them far away": (["1142-06-01", "2016-01-01", "2025-12-31"], ("2016-01-01", "2025-12-31")),
    "three events at like distances": (["1142-06-01", "1600-01-01", "2025-12-31"], WHOLE),
    "three events within five years": (["2021-01-02", "2025-12-30", "2025-12-31"], WHOLE),
    "three events within six years": (["2019-12-31", "2025-12-30", "2025-12-31"], ("2025-12-30", "2025-12-31")),
    "nothing far away": (TALKS, WHOLE),
    "all on one day": (["2020-01-01"] * 40, WHOLE),
    "one long before": ([*TALKS, "1142-06-01"], ("2016-01-15", "2024-10-15")),
    "one long after": ([*TALKS, "2990-06-01"], ("2016-01-15", "2024-10-15")),
    "one on both sides of three dozen: only one may be left out": ([*TALKS, "1142-06-01", "2990-06-01"], WHOLE),
    "one on both sides of seventy-two": ([*TALKS * 2, "1142-06-01", "2990-06-01"], WHOLE),
    "one on both sides of a hundred and eight": (
        [*TALKS * 3, "1142-06-01", "2990-06-01"],
        ("2016-01-15", "2024-10-15"),
    ),
    "two clusters of equal weight": (["1142-06-01"] * 20 + ["2020-01-01"] * 20, WHOLE),
    "a small cluster far away": (["1142-06-01"] * 2 + TALKS * 3, ("2016-01-15", "2024-10-15")),
    "its first and last weeks are not left out with it": (
        [*["2016-01-01/2016-01-02", "2024-12-31"], *TALKS * 3, "1142-06-01"],
        ("2016-01-01", "2024-12-31"),
    ),
    "so is what lies a little off": ([*TALKS * 3, "2010-01-01", "1142-06-01"], ("2010-01-01", "2024-10-15")),
    "four times as long is not far": ([*TALKS, "1990-01-01"], WHOLE),
    "one that lasts from then to now": ([*TALKS, "1142-06-01/2020-01-01"], ("2016-01-15", "2024-10-15")),
    "open dates bound nothing": ([*TALKS, "/1142-06-01", "2020-01-01/"], WHOLE),
    "open dates beside one far away": ([*TALKS, "/1900-01-01", "1142-06-01"], ("2016-01-15", "2024-10-15")),
    "all end before any begins": (["/1990-01-01"] * 9 + ["2020-01-01/"] * 9, WHOLE),
    "before our era": ([*TALKS, "-0043-03-15"], ("2016-01-15", "2024-10-15")),
}


def days_of(events):
    spans = [event.partition("/")[::2] if "/" in event else (event, event) for event in events]
    first = [np.datetime64(start, "D").astype(int) for start, _ in spans if start]
    last = [np.datetime64(end, "D").astype(int) for _, end in spans if end]
    return np.array(first, dtype=np.int32), np.array(last, dtype=np.int32)


@pytest.mark.parametrize(("events", "part"), CASES.values(), ids=CASES)
def test_the_part_that_an_axis_opens_on(events, part):
    assert densest(*days_of(events)) == (part and tuple(day_number(date.fromisoformat(day)) for day in part))


@st.composite
def clouds(draw):
    """A cluster, perhaps a second one, and a few days anywhere."""
    days = st.integers(-700_000, 700_000)
    near = st.builds(
        lambda centre, offs: [centre + off for off in offs], days, st.lists(st.integers(0, 4000), max_size=150)
    )
    starts = [*draw(near), *draw(st.just([]) | near), *draw(st.lists(days, max_size=4))]
    longs = (
        [draw(st.sampled_from([0, 0, 0, 30, 400, 300_000])) for _ in starts] if len(starts) < 40 else [0] * len(starts)
    )
    return np.array(starts, dtype=np.int32), np.array(starts, dtype=np.int32) + np.array(longs, dtype=np.int32)


@given(clouds(), st.randoms(use_true_random=False), st.integers(-90_000, 90_000))
def test_the_order_of_events_does_not_matter_and_all_moved_alike_move_the_part(cloud, random, shift):
    first, last = cloud
    order = list(range(len(first)))
    random.shuffle(order)
    found = densest(first, last)
    assert densest(first[order], last) == found, "not even of the two arrays against each other"
    assert densest(first + shift, last + shift) == (found and (found[0] + shift, found[1] + shift))


@given(clouds())
def test_it_leaves_out_no_more_than_its_share_and_only_where_the_whole_is_long(cloud):
    first, last = cloud
    if not (found := densest(first, last)):
        return
    low, high = found
    out = int((first < low).sum() + (last > high).sum())
    assert 1 <= out <= max(1, len(first) // 50)
    whole = int(last.max()) - int(first.min()) + 1
    assert whole > 5 * (high - low + 1)
    assert whole > 5 * 366
    assert low in first
    assert high in last


@given(st.lists(st.integers(0, 5 * 366 - 1), min_size=3))
def test_a_record_of_five_years_is_shown_whole_whatever_lies_in_it(days):
    assert densest(np.array(days), np.array(days)) is None


@given(clouds())
def test_no_shorter_part_would_do(cloud):
    """What lies near is added, never more than the length of the shortest part on either side."""
    first, last = cloud
    if not (found := densest(first, last)):
        return
    out = max(1, len(first) // 50)
    shortest = min(int(np.sort(last)[len(last) - 1 - out + left] - np.sort(first)[left]) + 1 for left in range(out + 1))
    assert shortest <= found[1] - found[0] + 1 <= shortest + 2 * max(shortest, 366)


def test_a_million_events_are_quick():
    """It takes some 15 milliseconds; a loop in Python would take seconds."""
    first = np.random.default_rng(7).integers(16_000, 20_000, 1_000_000).astype(np.int32)
    first[:9] = -300_000
    began = time.process_time()
    assert densest(first, first + 3) is not None
    assert time.process_time() - began < 1
