"""A facet counts the same by bitmaps and by slots, whatever its rows hold."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline.query import facet_rows as facet_module
from timeline.query.bitmaps import from_rows
from timeline.query.facet_rows import FacetRows, Groups


@pytest.fixture(autouse=True, params=[3, 10**6])
def piece(request, monkeypatch):
    """Rows in one piece and in many."""
    monkeypatch.setattr(facet_module, "_PIECE", request.param)


WAYS = {"bitmaps": -1, "slots": 10**9}


def column(held):
    """Rows of values as pairs."""
    rows = [row for row, values in enumerate(held) for _ in values]
    return np.array(rows, dtype=np.int64), np.array([v for values in held for v in values], dtype=np.int64)


def compare(facet, expected, chosen):
    """Both ways against sets."""
    counts = Counter(value for row in chosen for value in expected[row])
    for few in WAYS.values():
        facet.few = few
        found = facet.count(from_rows(np.array(sorted(chosen), dtype=np.int64)))
        assert found.tolist() == [counts[value] for value in range(len(facet.values))]
    for value, bitmap in enumerate(facet.bitmaps):
        assert list(bitmap) == [row for row, values in enumerate(expected) if value in values]


rows_of_values = st.lists(st.lists(st.integers(-1, 8), max_size=7), max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=rows_of_values, data=st.data())
def test_pairs_are_counted_as_sets_are(held, data):
    facet = FacetRows.from_pairs([f"v{n}" for n in range(9)], *column(held), len(held))
    chosen = data.draw(st.sets(st.integers(0, len(held) - 1))) if held else set()
    compare(facet, [set(values) - {-1} for values in held], chosen)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=rows_of_values, data=st.data())
def test_a_value_brings_those_above_it_once(held, data):
    lines = []
    for value in range(9):
        wider = data.draw(st.integers(-1, value - 1))
        lines.append([value, *(lines[wider] if wider >= 0 else [])])
    bounds = np.cumsum([0, *(len(line) for line in lines)])
    groups = Groups(bounds, np.array([v for line in lines for v in line]))
    facet = FacetRows.from_lines([f"v{n}" for n in range(9)], *column(held), groups, len(held))
    chosen = data.draw(st.sets(st.integers(0, len(held) - 1))) if held else set()
    compare(facet, [{v for value in values if value >= 0 for v in lines[value]} for values in held], chosen)


@pytest.mark.parametrize("count", [0, 1, 2**16 - 1, 2**16 + 5])
def test_as_many_values_as_there_may_be(count):
    held = [[count - 1, 0], [count // 2]] * 20 if count else [[]] * 3
    facet = FacetRows.from_pairs([f"v{n}" for n in range(count)], *column(held), len(held))
    compare(facet, [set(values) for values in held], set(range(len(held) - 1)))


def test_few_rows_of_many_are_read_and_many_are_not(monkeypatch):
    random = np.random.default_rng(0)
    rows, codes = np.repeat(np.arange(5000), 2), random.integers(0, 800, 10_000)
    facet = FacetRows.from_pairs([f"v{n}" for n in range(800)], rows, codes, 5000)
    read = []
    monkeypatch.setattr(facet, "_read", read.append)
    facet.count(from_rows(np.arange(0, 5000, 50)))
    assert len(read) == 1
    facet.count(from_rows(np.arange(0, 4999)))
    assert len(read) == 1
