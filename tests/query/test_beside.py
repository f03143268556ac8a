"""The events before and after one in time, among those that a filter selects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.front.drawing import filters
from tests.writing import event, source, write_collection
from timeline.query.collection import open_collection
from timeline.query.filter import Filter


@pytest.mark.parametrize(
    ("chosen", "beside"),
    [
        ({}, {"a": ("", "b"), "b": ("a", "c"), "c": ("b", "d"), "d": ("c", "")}),
        ({"sort": "oldest"}, {"a": ("", "b"), "b": ("a", "c"), "c": ("b", "d"), "d": ("c", "")}),
        ({"themes": ["talks"]}, {"a": ("", "c"), "b": ("a", "c"), "c": ("a", ""), "d": ("c", "")}),
        ({"themes": ["strikes"]}, {"a": ("", "b"), "b": ("", "d"), "c": ("b", "d"), "d": ("b", "")}),
        ({"start": "2026-02-01"}, {"a": ("", "c"), "b": ("", "c"), "c": ("", "d"), "d": ("c", "")}),
        ({"q": "zzz"}, dict.fromkeys("abcd", ("", ""))),
    ],
)
def test_neighbours_are_events_of_the_view_whether_or_not_the_event_is_one(tmp_path, chosen, beside):
    days = {"a": "2026-01-01", "b": "2026-01-05", "c": "2026-02-01", "d": "2026-02-01"}
    events = {
        name: event(when=day, themes=["talks" if name in "ac" else "strikes"], sources={"one": source(name=name)})
        for name, day in days.items()
    }
    view = open_collection(write_collection(tmp_path, events)).view(Filter(**chosen))
    assert {name: view.beside(name) for name in days} == beside
    assert view.beside("nowhere") == ("", "")


@settings(max_examples=50)
@given(data=st.data())
def test_they_are_what_a_plain_list_says(real_record, data):
    flt = data.draw(filters(real_record))
    order = real_record.events["id"].tolist()
    view = real_record.view(flt)
    mine = set(view.events["id"])
    for one in data.draw(st.lists(st.sampled_from(order), min_size=1, max_size=5)):
        before = [other for other in order[: order.index(one)] if other in mine]
        after = [other for other in order[order.index(one) + 1 :] if other in mine]
        assert view.beside(one) == ((before or [""])[-1], (after or [""])[0])
