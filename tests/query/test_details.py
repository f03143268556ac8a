"""What hangs on a few events is what a search of the whole tables finds."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.collection.places import places_of
from timeline.collection.tables import rows_of
from timeline.query.collection import open_collection
from timeline.query.details import DETAIL_ARRAYS, DetailIndex
from timeline.sample.write import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("details") / "sample"
    write_sample(folder, 400, seed=3)
    return open_collection(folder)


def searched(record, ids):
    """The same by looking at every row."""
    claims = record.claims[[not {*ids}.isdisjoint(places_of(row)) for row in rows_of(record.claims)]]
    positions = record.positions[record.positions["claim"].isin(claims["id"])]
    links = record.links[record.links["event"].isin(ids) | record.links["to"].isin(ids)]
    events = record.events[record.events["id"].isin(ids)]
    searches = record.searches[record.searches["claim"].isin(claims["id"])]
    lists = (events["sources"], positions["further_sources"])
    cited = {source for column in lists for row in column for source in row} | set(positions["source"])
    citations = record.citations[record.citations["event"].isin(ids)]
    return claims, positions, searches, links, record.sources[record.sources["id"].isin(cited)], citations


@given(st.data())
def test_they_are_what_a_search_of_every_row_finds(sample, real_record, data):
    record = data.draw(st.sampled_from([sample, real_record]))
    ids = data.draw(st.lists(st.sampled_from(record.events["id"].tolist()), max_size=25))
    for found, expected in zip(record.details(ids), searched(record, ids), strict=True):
        pd.testing.assert_frame_equal(found, expected)


def test_an_event_that_is_not_there_is_an_error(real_record):
    with pytest.raises(KeyError):
        real_record.details(["nowhere"])


def test_it_is_made_again_from_its_arrays(real_record):
    arrays = real_record.answerer.detail_index.arrays
    assert set(arrays) == set(DETAIL_ARRAYS)
    again = DetailIndex(real_record, real_record.answerer.row_numbers, arrays)
    ids = real_record.events["id"].tolist()[:30]
    for found, expected in zip(again.of(ids), real_record.details(ids), strict=True):
        pd.testing.assert_frame_equal(found, expected)
