"""Claims that stand in several events, in files: a row each, which a large collection reads again."""

from __future__ import annotations

import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest

from tests.exchange.views import BASE
from tests.shared_claims import EVENTS, NEAR_IN_WORDS, open_shared, searched_events
from tests.writing import sheets_of, write_sheets
from timeline.collection.read import load_tables
from timeline.exchange.view_files import write_view
from timeline.exchange.view_tables import last_changes
from timeline.query.filter import Filter

ALSO = {"summit#1": ["interview#2"], "talks#1": [], "talks#2": ["interview#1", "summit#2"]}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return open_shared(tmp_path_factory.mktemp("shared"))


def member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_json_has_each_claim_once_with_its_further_places(record):
    found = json.loads(write_view(record.view(), "json"))
    assert {row["id"]: row["also"] for row in found["claims"]} == ALSO
    assert len(found["positions"]) == len(record.positions)


def test_csv_has_the_places_as_a_list(record):
    rows = member(write_view(record.view(), "csv"), "claims.csv").decode("utf-8-sig").splitlines()
    assert rows[0].endswith(",also")
    assert [row.rpartition(",")[2] for row in rows[1:]] == ["|".join(places) for places in ALSO.values()]


def test_a_part_without_its_own_event_holds_together(record):
    found = json.loads(write_view(record.view(Filter(themes=["strikes"])), "json"))
    assert {row["id"]: (row["event"], row["also"]) for row in found["claims"]} == {
        "summit#1": ("interview", ["interview#2"]),
        "talks#2": ("interview", ["interview#1", "summit#2"]),
    }
    assert {row["event"] for row in found["positions"]} == {"interview"}
    assert {row["source"] for row in found["positions"]} <= {row["id"] for row in found["sources"]}
    assert [row["id"] for row in found["topics"]] == ["deal"]


def test_a_large_collection_reads_the_table_of_claims_as_it_was_written(record, tmp_path):
    sheets = sheets_of(EVENTS)
    written = pq.read_table(io.BytesIO(member(write_view(record.view(), "parquet"), "claims.parquet"))).to_pylist()
    sheets["claims"] = [{name: row[name] for name in ("id", "event", "text", "also")} for row in written]
    again = load_tables(write_sheets(tmp_path, sheets))
    assert again.problems == ()
    assert {row.id: list(row.also) for row in again.claims.itertuples()} == ALSO


def test_a_brief_names_the_event_where_the_positions_stand(record):
    told = write_view(record.view(), "markdown", BASE).decode()
    talks, summit = told.split("### ")[1:3]
    assert "Boris denies, 10 March 2026" in talks
    assert f"  - Who said what on it stands under [The talks]({BASE}/?event=talks)." in summit
    assert "Boris" not in summit
    assert told.count("Boris denies") == 1


def test_a_brief_of_a_part_gives_them_where_the_claim_stands_there(record):
    told = write_view(record.view(Filter(themes=["strikes"])), "markdown").decode()
    assert told.index("No deal was made.") < told.index("Boris denies") < told.index("A deal was made.")
    assert "stands under" not in told


def test_a_feed_gives_it_with_each_of_its_events_and_knows_what_is_new(record):
    told = write_view(record.view(), "atom", BASE).decode()
    assert told.count("No deal was made.") == 3
    days = last_changes(record.view(), record.events)
    assert [str(day.date()) for day in days] == ["2026-03-10", "2026-03-10", "2026-04-02", "2026-02-03"]


@pytest.fixture(scope="module")
def searched(tmp_path_factory):
    return open_shared(tmp_path_factory.mktemp("searched"), searched_events())


@pytest.mark.parametrize(("flt", "event"), [(Filter(), "talks"), (Filter(themes=["strikes"]), "interview")])
def test_its_searches_and_further_documents_are_in_a_file_once(searched, flt, event):
    found = json.loads(write_view(searched.view(flt), "json"))
    assert [(row["claim"], row["event"], row["date"]) for row in found["searches"]] == [
        ("talks#2", event, "2026-02-20"),
        ("talks#2", event, "2026-06-01"),
    ]
    (position,) = [row for row in found["positions"] if row["claim"] == "talks#2"]
    assert position["further_sources"] == ["talks-late"]
    assert [row["id"] for row in found["sources"]].count("talks-late") == 1


def test_a_brief_and_a_feed_say_in_each_event_whether_others_were_looked_for(searched):
    assert write_view(searched.view(), "markdown").decode().count(NEAR_IN_WORDS) == 3
    assert write_view(searched.view(), "atom", BASE).decode().count(NEAR_IN_WORDS) == 3


def test_a_further_document_makes_each_of_its_events_newer(searched):
    days = dict(zip(searched.events["id"], last_changes(searched.view(), searched.events), strict=True))
    assert {str(days[event].date()) for event in ("talks", "summit", "interview")} == {"2026-05-20"}
