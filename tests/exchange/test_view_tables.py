from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.exchange.views import BASE, talks, view_of
from tests.writing import claim, source
from timeline.collection.edtf import parse_edtf
from timeline.exchange.view_tables import (
    day_of,
    day_text,
    head_file,
    last_changes,
    link_to,
    link_to_event,
    select_tables,
    stable_id,
    table_columns,
)
from timeline.query.filter import Filter


def ids(view, table, column="id"):
    return list(select_tables(view)[table][column])


@pytest.mark.parametrize(
    ("flt", "table", "column", "expected"),
    [
        (Filter(), "events", "id", ["strike", "meeting"]),
        (Filter(themes=("talks",)), "events", "id", ["meeting"]),
        (Filter(themes=("talks",)), "claims", "id", ["meeting#1"]),
        (Filter(themes=("talks",)), "positions", "actor", ["anna", "boris", "anna"]),
        (Filter(themes=("strikes",)), "claims", "id", []),
        (Filter(themes=("talks",)), "sources", "id", ["one"]),
        # the army of Alpha, which nobody names, is above Anna
        (Filter(themes=("talks",)), "actors", "id", ["alpha", "alpha-army", "anna", "beta", "boris"]),
        (Filter(themes=("strikes",)), "actors", "id", ["beta"]),
        (Filter(themes=("talks",)), "themes", "id", ["talks"]),
        (Filter(themes=("talks",)), "publishers", "id", ["first-wire"]),
        (Filter(themes=("strikes",)), "links", "to", ["strike"]),
        (Filter(themes=("talks",)), "topics", "id", ["deal"]),
        (Filter(themes=("strikes",)), "topics", "id", []),
        (Filter(themes=("talks",)), "statements", "claims", [("meeting#1",)]),
        (Filter(themes=("strikes",)), "statements", "claims", []),
        (Filter(), "strikes", "drones_launched", [1, 2, 3]),
        (Filter(start=date(2026, 2, 1)), "strikes", "drones_launched", [2, 3]),
        (Filter(start=date(2026, 1, 2), end=date(2026, 2, 1)), "strikes", "drones_launched", [2]),
        (Filter(), "corrections", "date", ["2026-03-01", "2026-03-02", "2026-03-03"]),
        (Filter(themes=("talks",)), "corrections", "event", ["meeting", ""]),
        (Filter(themes=("strikes",)), "corrections", "event", ["gone", ""]),
        (Filter(known=date(2026, 3, 2)), "corrections", "date", ["2026-03-01", "2026-03-02"]),
        (Filter(q="nothing-like-it"), "events", "id", []),
        (Filter(q="nothing-like-it"), "corrections", "event", [""]),
        (Filter(), "actors", "id", ["alpha", "alpha-army", "anna", "andrei", "beta", "boris", "gamma"]),
        (Filter(), "coverage", "theme", ["talks", "strikes", "talks"]),
        (Filter(themes=("talks",)), "coverage", "theme", ["talks", "talks"]),
        (Filter(themes=("talks",), end=date(2026, 2, 3)), "coverage", "level", ["good"]),
        (Filter(themes=("talks",), start=date(2026, 2, 1)), "coverage", "level", ["good", "thin"]),
        (Filter(sort="oldest", page=2, event="meeting"), "corrections", "event", ["meeting", "gone", ""]),
    ],
)
def test_what_a_view_takes_along(tmp_path, flt, table, column, expected):
    assert ids(talks(tmp_path, flt), table, column) == expected


def test_a_publishers_controller_comes_along(tmp_path):
    view = view_of(
        tmp_path, {"e": {"actors": ["gamma"], "sources": {"one": source("Alpha Army News")}}}, Filter(themes=("talks",))
    )
    assert ids(view, "actors") == ["alpha", "alpha-army", "gamma"]


REFERENCES = [
    ("claims", "event", "events"),
    ("positions", "claim", "claims"),
    ("positions", "source", "sources"),
    ("positions", "actor", "actors"),
    ("positions", "side", "actors"),
    ("events", "sources", "sources"),
    ("events", "publishers", "publishers"),
    ("events", "actors", "actors"),
    ("events", "sides", "actors"),
    ("events", "themes", "themes"),
    ("sources", "publisher", "publishers"),
    ("publishers", "controlled_by", "actors"),
    ("actors", "member_of", "actors"),
    ("topic_claims", "claim", "claims"),
    ("topic_claims", "topic", "topics"),
    ("statements", "source", "sources"),
    ("statements", "claims", "claims"),
    ("coverage", "theme", "themes"),
]


@pytest.mark.parametrize(("table", "column", "other"), REFERENCES, ids=lambda value: str(value))
def test_nothing_hangs_in_the_air(real_view, table, column, other):
    tables = select_tables(real_view)
    named = {name for name in tables[table][column].explode().dropna() if name}
    assert named <= set(tables[other]["id"])


def test_tables_have_their_columns_and_leave_the_record_alone(real_view):
    before = real_view.record.sources.copy()
    for name, table in select_tables(real_view).items():
        assert list(table.columns) == list(table_columns(real_view.record.about)[name])
        assert table.index.equals(pd.RangeIndex(len(table)))
    pd.testing.assert_frame_equal(real_view.record.sources, before)


def test_how_new_an_event_is(tmp_path):
    days = last_changes(view := talks(tmp_path), view.events)
    assert [str(day.date()) for day in days] == ["2026-03-02", "2026-03-01"]
    view = talks(tmp_path / "known", Filter(known=date(2026, 2, 10)))
    assert day_text(day_of(last_changes(view, view.events)["meeting"])) == "2026-02-05"


def test_a_further_document_of_a_position_makes_an_event_new(tmp_path):
    sources = {"one": source(), "late": source(name="late", published="2026-04-01", cited_for="positions")}
    claims = [claim(("anna", "asserts", "2026-02-03", "one", "", ["late"]))]
    other = {"sources": {"other": source(name="other", published="2026-03-01")}}
    view = view_of(tmp_path, {"old": {"sources": sources, "claims": claims}, "other": other})
    assert day_text(day_of(last_changes(view, view.events)["old"])) == "2026-04-01"
    assert view.latest(2)["id"].tolist() == ["old", "other"], "as the index in memory has it"


@pytest.mark.parametrize(
    ("when", "published", "expected"),
    [
        ("2026-01-01", "2026-02-03", "2026-02-03"),
        ("2026-01-01", "2026-02", "2026-02-01"),
        ("2026-01-01", None, "2026-01-01"),
        ("../2026-01-05", None, "2026-01-05"),
        ("-0699", None, "-0699-01-01"),
    ],
)
def test_how_new_an_event_without_positions_is(tmp_path, when, published, expected):
    view = view_of(tmp_path, {"e": {"when": when, "sources": {"one": source(published=published)}}})
    assert day_text(day_of(last_changes(view, view.events)["e"])) == expected


def test_nothing_is_newer_than_the_newest_word(real_view):
    days = last_changes(real_view, real_view.events)
    assert list(days.index) == list(real_view.events["id"])
    assert days.notna().all()
    known = real_view.filter.known
    assert known is None or (days <= np.datetime64(known, "s")).all()


@pytest.mark.parametrize("text", ["-0699-03-15", "0000-01-01", "0033-04-03", "2026-02-03", "9999-12-31"])
def test_days_as_text(text):
    day = parse_edtf(text).start
    assert day_text(np.datetime64(day)) == text
    assert day_text(day_of(pd.Series([day], dtype="datetime64[s]")[0])) == text


def test_the_head_says_it_all(tmp_path):
    head = head_file(talks(tmp_path, Filter(themes=("talks",), page=3, event="meeting")), BASE)
    assert head.lines() == [
        "Small record",
        "Shows: Talks events",
        "Filter: theme=talks",
        "Address: https://example.org/t/?theme=talks",
        "Events: 1 of 2",
        f"Data version: {head.version}",
        "Licence: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/",
        "Maintainers: The editors",
    ]
    assert head.as_dict()["filter"] == "theme=talks"


def test_a_record_that_names_no_licence_says_so(tmp_path):
    head = head_file(view_of(tmp_path, {"e": {}}, collection={"title": "T"}))
    assert "Licence: none is given" in head.lines()
    assert head.as_dict().items() >= {"filter": "", "licence": ""}.items()


def test_ids_stay(tmp_path):
    record = talks(tmp_path).record
    found = [stable_id(record, "event", "a"), stable_id(record, "event", "b"), stable_id(record, "correction", "a")]
    assert len(set(found)) == 3
    # written down: whoever subscribed keeps what they have
    assert str(found[0]) == "abc6110f-7fa2-5f2d-be39-e494116b1ec1"


@pytest.mark.parametrize(
    ("base", "query", "expected"),
    [
        ("https://example.org", "", "https://example.org/"),
        ("https://example.org/t/", "a=b", "https://example.org/t/?a=b"),
        ("", "a=b", ""),
    ],
)
def test_links(base, query, expected):
    assert link_to(base, query) == expected
    assert link_to_event("https://e.org", "a b&c") == "https://e.org/?event=a+b%26c"
