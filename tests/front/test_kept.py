"""What serves the next reader: kept by its key, in a bounded number, and no longer than its record."""

from __future__ import annotations

import gc
import weakref

import pytest

from tests.writing import event, write_collection
from timeline.front import kept as keeping
from timeline.front.kept import MOST, kept, once_a_record
from timeline.query.collection import open_collection


@pytest.fixture
def record(tmp_path):
    return open_collection(write_collection(tmp_path, {"a": event()}))


def test_a_value_is_made_once_for_each_key_and_record(record, tmp_path):
    made = []

    def make():
        made.append(1)
        return object()

    first = kept(record, "a", make)
    assert kept(record, "a", make) is first
    assert kept(record, "b", make) is not first
    assert kept(open_collection(write_collection(tmp_path, {"a": event()})), "a", make) is not first
    assert len(made) == 3


def test_those_asked_for_longest_ago_go_first(record):
    for key in range(MOST):
        kept(record, key, object)
    first, second = kept(record, 0, object), kept(record, 1, object)
    assert kept(record, 0, object) is first, "asked for again, it is the latest"
    kept(record, 2, object)
    kept(record, "one more", object)
    assert kept(record, 0, object) is first
    assert kept(record, 1, object) is second
    assert len(keeping._kept[record]) == MOST
    assert 3 not in keeping._kept[record]


def test_no_is_an_answer_too(record):
    assert kept(record, "none", lambda: None) is None
    assert kept(record, "none", lambda: 1) is None


def test_it_goes_with_the_record(tmp_path):
    class Value:
        pass

    record = open_collection(write_collection(tmp_path, {"a": event()}))
    told = once_a_record(lambda record: Value())
    values = [weakref.ref(kept(record, "a", Value)), weakref.ref(told(record))]
    assert told(record) is values[1]()
    del record
    gc.collect()
    assert [value() for value in values] == [None, None]
