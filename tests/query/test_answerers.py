"""The index in memory and a second, naive answerer say the same of the same events."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.tiny import TinyRecord
from timeline.collection.extras import pack_extra
from timeline.collection.vocabulary import CONTESTS
from timeline.query.answerer import NotHere
from timeline.query.collection import Collection
from timeline.query.facets import FACETS
from timeline.query.filter import Filter
from timeline.snapshots.freeze import freeze, tables_of

AXIS = (date(2025, 8, 1), date(2026, 7, 1))
EVENTS = 20
_OF_EVENTS = ("claims", "positions", "searches")


@pytest.fixture(scope="module")
def twenty(real_record):
    """Twenty real events in memory, every third of them key, and the same twenty behind the naive answerer.

    Every fourth claim stands in the first and the last of them too. Some have tags, some came with other values.
    """
    chosen = real_record.view().weightiest((date(2014, 1, 1), AXIS[1]), EVENTS)["id"]
    kept = real_record.tables()
    ids = set(chosen)
    frames = {
        "events": kept.events[kept.events["id"].isin(ids)].assign(key=np.arange(EVENTS) % 3 == 0),
        **{name: getattr(kept, name)[getattr(kept, name)["event"].isin(ids)] for name in _OF_EVENTS},
        "links": kept.links[kept.links["event"].isin(ids) & kept.links["to"].isin(ids)],
    }
    said = frames["positions"]
    lists = (frames["events"]["sources"], said["further_sources"])
    cited = {*said["source"], *(source for column in lists for source in column.explode().dropna())}
    frames["sources"] = kept.sources[kept.sources["id"].isin(cited)]
    ends = frames["events"]["id"].iloc[[0, -1]].tolist()
    further = [
        tuple(f"{end}#{100 + number}" for end in ends if end != event and number % 4 == 0)
        for number, event in enumerate(frames["claims"]["event"])
    ]
    frames["claims"] = frames["claims"].assign(also=pd.Series(further, index=frames["claims"].index, dtype=object))
    small = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    tags = [((), ("peace",), ("peace", "мир-2026"))[number % 3] for number in range(EVENTS)]
    extra = [pack_extra({"note": "zzz anchored"} if number % 4 == 0 else {}) for number in range(EVENTS)]
    small["events"] = small["events"].assign(tags=pd.Series(tags, dtype=object), extra=pd.Series(extra, dtype="str"))
    memory = Collection.from_tables(dataclasses.replace(kept, **small))
    return memory, TinyRecord(memory, memory.events)


@st.composite
def filters(draw, record):
    """Filters over the events' own values, with days at their bounds and the days beside them."""
    edges = pd.concat([record.events["start"], record.events["end"]]).dropna().dt.date.tolist()
    day = st.none() | st.builds(lambda edge, shift: edge + timedelta(shift), st.sampled_from(edges), st.integers(-1, 1))
    values = {facet.field: list(record.facet_names[param]) for param, facet in FACETS.items()}
    some = {f: st.just(()) | st.lists(st.sampled_from(v), max_size=2, unique=True) for f, v in values.items()}
    return draw(
        st.builds(
            Filter,
            **some,
            start=day,
            end=day,
            certain=st.booleans(),
            together=st.booleans(),
            q=st.sampled_from(["", "", "trump", "put", "anchor sum", "нема", "zzz"]),
            sort=st.sampled_from(["newest", "oldest"]),
        )
    )


@settings(max_examples=40)
@given(data=st.data())
def test_two_answerers_agree(twenty, data):
    memory, tiny = twenty
    flt = data.draw(filters(memory))
    one, other = memory.view(flt), tiny.view(flt)
    assert len(one) == len(other)
    assert one.bounds == other.bounds
    assert one.record.densest == other.record.densest
    assert one.record.answerer.ask(flt).densest() == other.record.answerer.ask(flt).densest()
    for param in FACETS:
        pd.testing.assert_series_equal(one.counts[param], other.counts[param], check_index_type=False)
    first, last = data.draw(st.sampled_from([AXIS, (flt.start or AXIS[0], AXIS[1]), (AXIS[1], AXIS[1])]))
    axis = (min(first, last), max(first, last))
    assert one.density(axis, 30) == other.density(axis, 30)
    most = data.draw(st.integers(1, EVENTS))
    assert one.weightiest(axis, most)["id"].tolist() == other.weightiest(axis, most)["id"].tolist()
    size = data.draw(st.integers(1, 7))
    assert one.page(size)["id"].tolist() == other.page(size)["id"].tolist()
    assert one.latest(size)["id"].tolist() == other.latest(size)["id"].tolist()
    assert one.key_events(size)["id"].tolist() == other.key_events(size)["id"].tolist()
    offset = data.draw(st.integers(0, one.claim_count + 1))
    assert one.claim_count == other.claim_count
    assert one.claim_page(offset, size)["id"].tolist() == other.claim_page(offset, size)["id"].tolist()
    for table in ("events", *_OF_EVENTS, "sources", "links"):
        keys = [name for name in ("id", "claim", "event", "actor", "to") if name in one.whole(table)]
        pd.testing.assert_frame_equal(one.whole(table)[keys], other.whole(table)[keys], check_dtype=False)
    assert [one.has(event) for event in memory.events["id"]] == [other.has(event) for event in memory.events["id"]]
    assert [one.beside(event) for event in memory.events["id"]] == [
        other.beside(event) for event in memory.events["id"]
    ]


def test_what_it_finds_by_id(twenty):
    memory, tiny = twenty
    ids = {"events": memory.events["id"], "claims": memory.claims["id"], "sources": memory.sources["id"]}
    for table, known in ids.items():
        asked = [*known[::3], "nowhere"]
        assert memory.find(table, asked)["id"].tolist() == tiny.find(table, asked)["id"].tolist()
        assert len(memory.find(table, asked)) == len(known[::3])
        assert memory.has(table, known.iloc[0])
        assert not memory.has(table, "nowhere")
    for one, other in zip(memory.details(memory.events["id"]), tiny.details(memory.events["id"]), strict=True):
        assert one.iloc[:, 0].tolist() == other.iloc[:, 0].tolist()


def test_how_the_claims_stand(twenty):
    memory, tiny = twenty
    assert memory.contests == tiny.contests == {g: sum(memory.claims["contest"] == g) for g in CONTESTS}
    assert sum(memory.contests.values()) == len(memory.claims) > memory.contests["contested"] > 0


def test_a_view_is_frozen_whoever_answers(twenty):
    """A snapshot is made of streams and registers: it needs no tables."""
    memory, tiny = twenty
    flt = Filter(themes=["diplomacy"])
    one, other = freeze(memory.view(flt)), freeze(tiny.view(flt))
    assert len(tables_of(other).events) == len(tables_of(one).events) > 0
    assert one.document["tables"] == other.document["tables"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda record: record.tables(),
        lambda record: record.view(Filter(known=date(2026, 1, 1))),
        lambda record: record.view().named(),
    ],
    ids=["tables", "known", "named"],
)
def test_what_is_not_there_is_said(twenty, ask):
    with pytest.raises(NotHere, match=r"^This record "):
        ask(twenty[1])
