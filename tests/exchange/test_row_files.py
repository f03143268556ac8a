"""JSON and Parquet against the tables they are written from."""

from __future__ import annotations

import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.exchange.views import BASE, talks, view_of
from timeline.collection.about import declare
from timeline.exchange.json_rows import plain_rows, write_json
from timeline.exchange.parquet_tables import write_parquet
from timeline.exchange.view_tables import about_tables, head_file, select_tables, table_columns


def read_parquet(content: bytes) -> dict[str, pa.Table]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".parquet"): pq.read_table(io.BytesIO(archive.read(name)))
            for name in archive.namelist()
            if name.endswith(".parquet")
        }


def check_json(view):
    found = json.loads(write_json(view, BASE))
    assert list(found) == ["about", *table_columns(view.record.about)]
    said = about_tables(head_file(view, BASE), select_tables(view))
    assert found["about"] == said | {"collection": declare(view.record.about)}
    for name, table in select_tables(view).items():
        assert found[name] == plain_rows(table)


def check_parquet(view):
    found = read_parquet(write_parquet(view, BASE))
    assert list(found) == list(table_columns(view.record.about))
    for name, table in select_tables(view).items():
        rows = [
            {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
            for row in found[name].to_pylist()
        ]
        assert rows == plain_rows(table)


@pytest.mark.parametrize("check", [check_json, check_parquet])
def test_rows_come_back(real_view, check):
    check(real_view)


@pytest.mark.parametrize("check", [check_json, check_parquet])
def test_hostile_rows_come_back(hostile_view, check):
    check(hostile_view)


def test_json_is_strict(real_view):
    def refuse(name):
        raise AssertionError(name)

    json.loads(write_json(real_view), parse_constant=refuse)


def test_json_knows_what_is_unknown(tmp_path):
    found = json.loads(write_json(talks(tmp_path)))
    strike, meeting = found["events"]
    assert (strike["lat"], strike["drones"], strike["place"], strike["start"]) == (None, None, "", "2026-01-01")
    assert (meeting["lat"], meeting["actors"], meeting["uncertain"]) == (46.2, ["alpha", "beta"], False)


def test_days_before_the_first_year(tmp_path):
    view = view_of(tmp_path, {"e": {"when": "-0699"}, "open": {"when": "2026-01/.."}})
    rows = {row["id"]: row for row in json.loads(write_json(view))["events"]}
    assert (rows["e"]["start"], rows["open"]["end"]) == ("-0699-01-01", None)
    column = read_parquet(write_parquet(view))["events"].column("start")
    assert column.cast(pa.int32()).to_pylist()[0] < -900_000


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("events", "start", pa.date32()),
        ("events", "actors", pa.list_(pa.string())),
        ("events", "source_count", pa.int64()),
        ("events", "lat", pa.float64()),
        ("events", "approximate", pa.bool_()),
        ("positions", "date", pa.string()),
    ],
)
def test_parquet_columns_have_types_even_without_rows(real_view, table, column, kind):
    schema = read_parquet(write_parquet(real_view))[table].schema
    assert schema.field(column).type == kind
    assert schema.field(column).metadata[b"meaning"].decode() == table_columns(real_view.record.about)[table][column][1]


def test_every_parquet_file_says_what_it_is(real_view):
    for table in read_parquet(write_parquet(real_view, BASE)).values():
        about = json.loads(table.schema.metadata[b"about"])
        assert about.items() >= head_file(real_view, BASE).as_dict().items()
        assert "ODC-BY" in about["strikes_credit"]  # the strike days have a licence of their own


def test_without_strike_days_nobody_is_credited_for_them(tmp_path):
    assert "strikes_credit" not in json.loads(write_json(view_of(tmp_path, {"e": {}})))["about"]
