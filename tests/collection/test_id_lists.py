"""Columns of id tuples as numbers: to pandas an array like any other (its own suite for extension arrays)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.tests.extension import base
from pandas.tests.extension.conftest import *  # noqa: F403  (fixtures of the suite)

from timeline.collection.id_lists import IdLists, IdListsDtype, flatten

rows = st.lists(st.lists(st.sampled_from("abcd"), max_size=4).map(tuple), min_size=1, max_size=12)


@given(rows=rows, wanted=st.lists(st.integers(0, 11), max_size=8))
def test_id_lists_behave_as_tuples(rows, wanted):
    plain, lists = pd.Series(rows, dtype=object), pd.Series(IdLists._from_sequence(rows))
    wanted = [number % len(rows) for number in wanted]
    assert lists.tolist() == plain.tolist()
    assert lists.take(wanted).tolist() == plain.take(wanted).tolist()
    assert lists.map(len).tolist() == plain.map(len).tolist()
    assert lists.explode().dropna().tolist() == plain.explode().dropna().tolist()
    assert pd.concat([lists, lists.take(wanted)]).tolist() == [*rows, *(rows[n] for n in wanted)]
    assert lists.astype(object).tolist() == rows
    assert [lists[n] for n in range(len(rows))] == rows
    flat = flatten(lists)
    assert flat.names.take(flat.codes).tolist() == [name for row in rows for name in row]
    assert np.bincount(flat.rows, minlength=len(rows)).tolist() == [len(row) for row in rows]


ROWS = [("a", "b"), ("c",), (), ("b", "a", "c"), ("a",)] * 2


@pytest.fixture
def dtype():
    return IdListsDtype()


@pytest.fixture
def data():
    return IdLists._from_sequence(ROWS)


@pytest.fixture
def data_missing():
    return IdLists._from_sequence([(), ("a",)])


class TestIdLists(
    base.BaseInterfaceTests,
    base.BaseDtypeTests,
    base.BaseConstructorsTests,
    base.BaseCastingTests,
    base.BasePrintingTests,
    base.BaseIndexTests,
    base.BaseGetitemTests,
    base.BaseReshapingTests,
):
    """pandas' own suite for extension arrays, less what does not apply to a column that nothing writes to."""


NOT_OURS = {
    "nothing writes to it, so it gives neither views nor copies to write to": (
        "ravel transpose copy view array_interface_copy getitem_propagates_readonly_property"
    ),
    "an item is a tuple, which pandas takes for a list of items where it asks for one": (
        "series_constructor_scalar_with_index series_constructor_scalar_na_with_index "
        "series_constructor_no_data_with_index from_dtype contains getitem_invalid getitem_ellipsis_and_slice"
    ),
    "a missing item is the empty tuple, and nothing else fills a gap": (
        "take take_empty take_non_na_fill_value reindex_non_na_fill_value take_pandas_style_negative_raises "
        "take_out_of_bounds_raises"
    ),
}
for names in NOT_OURS.values():
    for name in names.split():
        assert hasattr(TestIdLists, f"test_{name}")
        setattr(TestIdLists, f"test_{name}", None)
