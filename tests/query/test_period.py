"""The axis of time: the filter's days, else the collection's, else all; a rewound record ends on its day."""

from __future__ import annotations

from datetime import date

import pytest

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
