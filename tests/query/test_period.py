"""The axis of time: the filter's days, the collection's, all, or the densest part; a rewound record ends on its day."""

from __future__ import annotations

import dataclasses
from datetime import date

import pandas as pd
import pytest

from tests.far_away import FIRST as FAR_FIRST
from tests.far_away import LAST as FAR_LAST
from tests.far_away import write_far
from tests.writing import event, source, write_collection
from timeline.query.collection import open_collection
from timeline.query.filter import Filter
from timeline.query.period import axis_period

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    events = {
        "early": event(when="2026-02-01", sources={"one": source(name="early", published="2026-02-01")}),
        "late": event(when="2026-05-01", sources={"one": source(name="late", published="2026-05-01")}),
    }
    collection = {"title": "Test", "default_period": "2026-01-01/2026-06-30"}
    return open_collection(write_collection(tmp_path_factory.mktemp("period"), events, collection=collection))


@pytest.mark.parametrize(
    ("chosen", "first", "last"),
    [
        ({}, FIRST, LAST),
        ({"start": "2026-03-01", "end": "2026-03-31"}, date(2026, 3, 1), date(2026, 3, 31)),
        ({"start": "2026-03-01"}, date(2026, 3, 1), date(2026, 5, 1)),
        ({"known": "2026-03-15"}, FIRST, date(2026, 3, 15)),
        ({"known": "2026-01-01"}, FIRST, FIRST),
        ({"known": "2025-12-31"}, FIRST, LAST),
        ({"known": "2026-06-29"}, FIRST, date(2026, 6, 29)),
        ({"known": "2026-06-30"}, FIRST, LAST),
        ({"known": "2026-07-01"}, FIRST, LAST),
        ({"known": "2026-03-15", "start": "2026-03-01", "end": "2026-04-30"}, date(2026, 3, 1), date(2026, 4, 30)),
    ],
)
def test_first_and_last_day_of_the_axis(record, chosen, first, last):
    assert axis_period(record.view(Filter(**chosen))) == (first, last)


DENSE = (date.fromisoformat(FAR_FIRST), date.fromisoformat(FAR_LAST))
OLD = date(1142, 1, 1)
# What the filter asks for, and the axis that it gets.
FAR = {
    "nothing: the densest part": ({}, DENSE),
    "another order and an opened card": ({"sort": "oldest", "event": "treaty-0"}, DENSE),
    "a theme that the far event does not have": ({"themes": ["strikes"]}, DENSE),
    "one that it has, with much else": ({"themes": ["talks"]}, DENSE),
    "the far event and one more: the axis holds both": ({"q": "treaty"}, (OLD, DENSE[1])),
    "what all have: nothing is left out, so the densest part": ({"actors": ["alpha"]}, DENSE),
    "nothing at all": ({"q": "nowhere"}, DENSE),
    "a period outside": ({"start": "1142-01-01", "end": "1142-12-31"}, (OLD, date(1142, 12, 31))),
    "all since then": ({"start": "1100-01-01"}, (date(1100, 1, 1), DENSE[1])),
    "all until then": ({"end": "1142-06-30"}, (OLD, date(1142, 6, 30))),
    "since a day of the densest part": ({"start": "2020-01-01"}, (date(2020, 1, 1), DENSE[1])),
    "rewound": ({"known": "2024-06-30"}, (DENSE[0], date(2024, 4, 10))),
}


@pytest.fixture(scope="module")
def far(tmp_path_factory):
    found = open_collection(write_far(tmp_path_factory.mktemp("far"), "1142", "2020-05-05"))
    assert found.problems == ()
    return found


@pytest.mark.parametrize(("chosen", "axis"), FAR.values(), ids=FAR)
def test_the_axis_opens_on_the_densest_part_unless_the_filter_asks_for_what_lies_outside(far, chosen, axis):
    assert axis_period(far.view(Filter(**chosen))) == axis


def test_a_filter_with_a_dense_part_of_its_own_has_an_axis_that_holds_it(tmp_path):
    """Three of a few months of 1142 and one of 2020 are dense where they are."""
    far = ("1142-02-01", "1142-05-01", "1142-07-01", "2020-05-05")
    record = open_collection(write_far(tmp_path, *far, rounds=150))
    assert record.densest == DENSE
    view = record.view(Filter(q="treaty"))
    assert axis_period(view) == (date(1142, 2, 1), DENSE[1])
    assert view.densest == (date(1142, 2, 1), date(1142, 7, 1))


def test_what_the_collection_says_comes_first(tmp_path):
    collection = {"title": "T", "default_period": "1100-01-01/2025-12-31"}
    record = open_collection(write_far(tmp_path, "1142", collection=collection))
    assert record.densest is None
    assert axis_period(record.view()) == (date(1100, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("far", [(), ("2012-01-01",), ("1142", "2990"), ("1142",) * 9])
def test_a_record_with_nothing_far_away_or_with_much_is_shown_whole(tmp_path, far):
    record = open_collection(write_far(tmp_path, *far))
    assert record.densest is None
    assert axis_period(record.view()) == record.bounds


@pytest.mark.parametrize(
    ("days", "axis"),
    [
        (("2015-01-01", "2016-02-01"), (date(2015, 1, 1), DENSE[1])),
        (("2025-12-01", "2027-01-01"), DENSE),
        (("1000-01-01", "2017-01-01"), (OLD, DENSE[1])),
    ],
)
def test_it_holds_the_days_of_the_series_that_the_whole_holds(far, days, axis):
    other = dataclasses.replace(far, strikes=pd.DataFrame({"date": pd.to_datetime(list(days)).as_unit("s")}))
    assert axis_period(other.view()) == axis
