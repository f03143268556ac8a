"""Large collections: the same tables as from files, every fault told with its row, sound events kept."""

import csv

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writing import claim, event, source, write_collection
from timeline import evidence, open_collection
from timeline.collection.columnar import COLUMNS, is_columnar
from timeline.collection.id_lists import IdLists, flatten
from timeline.collection.read import load_tables
from timeline.collection.sheet import SHOWN_FAULTS

EVENTS = {
    "a": event(
        when="2026-02", themes=["talks", "strikes"], place={"name": "Kyiv", "country": "UA", "lat": 1, "lon": 2}
    ),
    "b": event(
        when="2026-01-05/..",
        actors=["anna", "andrei", "boris"],
        sources={"one": source(), "two": source("Alpha TV", "two", published=None), "three": source("Digest", "three")},
        claims=[claim(("anna", "asserts", "2026-01-06"), ("boris", "denies")), claim(("beta", "questions"))],
    ),
    "c": event(when="2026-02-03T14:30+03:00", actors=None, figures={"drones": 12, "by": "alpha"}, note="Seen."),
    "d": event(
        when="2026~",
        sources={"four": source("Beta Gazette", "four")},
        claims=[claim(("alpha", "declines", "", "four"))],
    ),
}


def sheets(record):
    """The tables of a record of files as columns of the large form."""
    tables = {name: getattr(record, name)[[*COLUMNS[name]]] for name in ("events", "sources", "claims", "positions")}
    return {name: table.to_dict("list") for name, table in tables.items()}


def write_large(folder, given, ending=".parquet"):
    """A large collection with the usual actors, themes and publishers."""
    write_collection(folder, {})
    (folder / "events").rmdir()
    for name, columns in given.items():
        if ending == ".parquet":
            values = {n: [list(v) if isinstance(v, tuple) else v for v in found] for n, found in columns.items()}
            pq.write_table(pa.Table.from_pandas(pd.DataFrame(values)), folder / f"{name}.parquet")
            continue
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            for row in zip(*columns.values(), strict=True):
                writer.writerow([" ".join(v) if isinstance(v, tuple) else "" if pd.isna(v) else v for v in row])
    return folder


@pytest.fixture
def files(tmp_path):
    return open_collection(write_collection(tmp_path / "files", EVENTS))


@pytest.fixture
def columns(files):
    return sheets(files)


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_both_forms_give_the_same_tables_and_grades(tmp_path, files, columns, ending):
    large = open_collection(write_large(tmp_path / "large", columns, ending))
    assert large.problems == ()
    for name in ("events", "sources", "claims", "positions", "actors", "publishers"):
        ours, theirs = getattr(large, name), getattr(files, name)
        assert list(ours.columns) == list(theirs.columns)
        for column in theirs:
            pd.testing.assert_series_equal(
                ours[column].astype(theirs[column].dtype), theirs[column], obj=f"{name}.{column}"
            )
    assert isinstance(large.events["actors"].array, IdLists)


@pytest.mark.parametrize(
    ("sheet", "column", "row", "value", "told"),
    [
        ("events", "id", 1, "No Id", "is not an id"),
        ("events", "id", 1, "b", None),
        ("events", "title", 1, "", "is empty"),
        ("events", "title", 1, "x" * 401, "is too long"),
        ("events", "title", 1, "a\u202eb", "reverse text"),
        ("events", "when", 1, "soon", "soon"),
        ("events", "when", 1, "2026-02-30", "2026-02-30"),
        ("events", "when", 1, "", "is missing"),
        ("events", "actors", 1, ("nobody",), "unknown actor “nobody”"),
        ("events", "themes", 1, ("sport",), "unknown theme “sport”"),
        ("events", "themes", 1, (), "is empty"),
        ("events", "sources", 1, ("none",), "unknown source “none”"),
        ("events", "sources", 1, (), "is empty"),
        ("events", "country", 1, "Ukraine", "is not a country code"),
        ("events", "lat", 1, 91.0, "is out of bounds"),
        ("events", "lat", 1, 10.0, "only one of lat and lon"),
        ("events", "drones", 1, 1.5, "is out of bounds"),
        ("events", "drones", 1, 5, "unknown actor"),
        ("events", "summary", 1, "", "is empty"),
        ("positions", "stance", 0, "says", "is not a known word"),
        ("positions", "actor", 0, "nobody", "unknown actor"),
        ("positions", "date", 0, "yesterday", "yesterday"),
        ("positions", "source", 0, "none", "unknown source"),
        ("claims", "text", 0, "", "is empty"),
        ("claims", "id", 0, "b#0", "is no id of a claim"),
    ],
)
def test_a_fault_is_told_with_its_row_and_leaves_its_event_out(tmp_path, columns, sheet, column, row, value, told):
    order = columns[sheet]["id"] if sheet == "events" else None
    row = order.index("b") if order else row
    columns[sheet][column] = [*columns[sheet][column]]
    columns[sheet][column][row] = value
    tables = load_tables(write_large(tmp_path / "large", columns))
    if told is None:
        assert tables.problems == ()
        return
    problems = [str(problem) for problem in tables.problems if problem.file == f"{sheet}.parquet"]
    where = f"row {row + 1}, {'figures_by' if told == 'unknown actor' and sheet == 'events' else column}"
    assert any(told in text and where in text for text in problems), problems
    assert sorted(tables.events["id"]) == ["a", "c", "d"]
    assert tables.events_left_out == 1
    assert set(tables.claims["event"]) == {"d"}
    assert set(tables.positions["event"]) == {"d"}


def test_an_id_that_stands_twice_and_a_claim_of_no_event(tmp_path, columns):
    columns["events"]["id"][2] = columns["events"]["id"][1]
    columns["claims"]["event"][-1] = "nowhere"
    tables = load_tables(write_large(tmp_path / "large", columns))
    told = " ".join(map(str, tables.problems))
    assert "twice" in told
    assert "unknown event “nowhere”" in told


def test_a_claim_without_a_position_leaves_its_event_out(tmp_path, columns):
    columns["positions"] = {name: values[:2] for name, values in columns["positions"].items()}
    tables = load_tables(write_large(tmp_path / "large", columns))
    assert any("has no position" in str(problem) for problem in tables.problems)
    assert sorted(tables.events["id"]) == ["a", "c"]


def test_only_the_first_faults_of_a_kind_are_named(tmp_path, columns):
    many = {name: [values[0]] * 200 for name, values in columns["events"].items()}
    many["id"] = [f"e{n}" for n in range(200)]
    many["when"] = ["never"] * 199 + ["2026"]
    tables = load_tables(write_large(tmp_path / "large", {"events": many, "sources": columns["sources"]}))
    assert len([p for p in tables.problems if "row" in p.field]) == SHOWN_FAULTS
    assert any(f"in {199 - SHOWN_FAULTS:,} further rows" in str(p) for p in tables.problems)
    assert tables.events["id"].tolist() == ["e199"]


@pytest.mark.parametrize("name", ["events.parquet", "sources.parquet", "claims.csv", "events.csv"])
@pytest.mark.parametrize("content", [b"", b"no table", b"\xff\xfe\x00", b"PAR1 broken PAR1", b"id,title\n1,2,3\n"])
def test_a_broken_file_is_a_fault_and_not_a_stack_trace(tmp_path, columns, name, content):
    folder = write_large(tmp_path / "large", columns)
    if name.endswith(".csv"):
        (folder / name).with_suffix(".parquet").unlink()
    (folder / name).write_bytes(content)
    tables = load_tables(folder)
    assert any(problem.file == name for problem in tables.problems)


@pytest.mark.parametrize("name", ["events", "sources", "claims", "positions"])
def test_a_file_that_is_damaged_inside_is_a_fault_and_not_a_stack_trace(tmp_path, columns, name):
    folder = write_large(tmp_path / "large", columns)
    sound = (folder / f"{name}.parquet").read_bytes()
    head = int.from_bytes(sound[-8:-4], "little") + 8  # the footer, which stays
    (folder / f"{name}.parquet").write_bytes(b"PAR1" + b"\xff" * (len(sound) - head - 4) + sound[-head:])
    tables = load_tables(folder)
    told = [problem for problem in tables.problems if "cannot be read" in problem.message]
    assert {problem.file for problem in told} == {f"{name}.parquet"}
    assert len({problem.field for problem in told}) == len(told) > 1, "each column once"
    assert len(tables.events) + tables.events_left_out == (4 if name != "events" else len(columns["events"]["id"]))


@pytest.mark.parametrize(
    "value", [[1, 2, 3, 4], [1.5] * 4, [None] * 4, [[1], [2], [3], [4]], [b"\xff"] * 4, [True] * 4]
)
@pytest.mark.parametrize("column", ["id", "title", "when", "actors", "sources", "lat", "drones", "country"])
def test_columns_of_another_type_are_faults_or_taken(tmp_path, columns, column, value):
    folder = write_large(tmp_path / "large", columns)
    columns["events"][column] = value
    pq.write_table(pa.table({name: pa.array(v) if name == column else pa.Table.from_pandas(pd.DataFrame({name: v}))[name]  # noqa: E501
                             for name, v in columns["events"].items()}), folder / "events.parquet")  # fmt: skip
    tables = load_tables(folder)
    assert len(tables.events) + tables.events_left_out == 4


def test_dates_as_parquet_dates_are_taken(tmp_path, columns):
    columns["events"]["when"] = pd.to_datetime(["2026-02-03"] * 4)
    tables = load_tables(write_large(tmp_path / "large", columns))
    assert tables.problems == ()
    assert set(tables.events["when"]) == {"2026-02-03"}


def test_rows_of_too_many_cells_are_told_and_the_rest_is_read(tmp_path, columns):
    folder = write_large(tmp_path / "large", columns, ".csv")
    with (folder / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write("too,few,cells\n")
    tables = load_tables(folder)
    assert len(tables.events) == 4
    assert any("3 cells" in problem.message for problem in tables.problems)


def test_unknown_columns_and_doubled_files_are_told(tmp_path, columns):
    columns["events"]["titel"] = ["x"] * 4
    folder = write_large(tmp_path / "large", columns)
    (folder / "events").mkdir()
    (folder / "events.csv").write_text("id\n")
    told = " ".join(map(str, load_tables(folder).problems))
    assert "titel" in told
    assert "Did you mean title?" in told
    assert "stands beside events.parquet" in told
    assert is_columnar(folder)


def test_lists_that_nobody_wrote_are_taken_from_the_events(tmp_path, columns):
    folder = write_large(tmp_path / "large", columns)
    for name in ("actors", "themes", "publishers"):
        (folder / f"{name}.yaml").unlink()
    tables = evidence.grade(load_tables(folder))
    assert set(tables.actors["id"]) >= {"anna", "boris"}
    assert set(tables.events["support"]) == {"weakly-sourced"}


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
