"""What only tables can get wrong: each is told with its place, no event is shown half, and nothing raises."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.writing import ACTORS, SHEET_COLUMNS, claim, event, sheets_of, source, write_sheets
from timeline import evidence, open_collection
from timeline.collection.event_sheets import FORMS, has_sheets
from timeline.collection.id_lists import IdLists
from timeline.collection.read import load_tables

EVENTS = {
    "a": event(place={"name": "Kyiv", "country": "UA", "lat": 1, "lon": 2}, sources={"one": source()}),
    "b": event(
        sources={"two": source("Alpha TV", "two"), "three": source("Digest", "three", cited_for="positions")},
        claims=[
            claim(("anna", "asserts", "2026-01-06", "two"), ("boris", "denies", "", "three")),
            claim(("beta", "questions", "", "two"), sought=[{"date": "2026-03-01", "found": "none"}]),
        ],
        links=[{"to": "a", "relation": "follows"}],
    ),
    "c": event(figures={"drones": 12, "by": "alpha"}, sources={"four": source(name="four")}),
    "d": event(sources={"five": source("Beta Gazette", "five")}, claims=[claim(("alpha", "declines", "", "five"))]),
}


@pytest.fixture
def sheets():
    return sheets_of(EVENTS)


def set_cell(table, row, column, value):
    return lambda sheets: sheets[table][row].update({column: value})


def add_row(table, **cells):
    return lambda sheets: sheets[table].append(dict.fromkeys(SHEET_COLUMNS[table]) | cells)


# name: (change, file, row, column, words, ids of the events that are left out)
FAULTS = {
    "an event without an id": (set_cell("events", 1, "id", None), "events 2 id", "is missing", "b"),
    "an id that is none": (set_cell("events", 1, "id", "No Id"), "events 2 id", "“No Id” is not an id", "b"),
    "an id that is too long": (set_cell("events", 1, "id", "x" * 101), "events 2 id", "is too long", "b"),
    "an id twice": (set_cell("events", 1, "id", "a"), "events 2 id", "has the id “a” twice", "b"),
    "no such source": (set_cell("events", 1, "sources", ["two", "zz"]), "events 2 sources", "source “zz”", "b"),
    "no such source for a position": (
        set_cell("events", 1, "sources_for_positions", ["zz"]), "events 2 sources_for_positions", "unknown", "b",
    ),
    "a source twice": (set_cell("sources", 4, "id", "one"), "sources 5 id", "has the id one twice", "d"),
    "a claim that leaves a number out": (set_cell("claims", 1, "id", "b#3"), "claims 2 id", "from b#1 to b#2", "b"),
    "a claim numbered from 0": (set_cell("claims", 0, "id", "b#0"), "claims 1 id", "Number its claims", "b"),
    "a claim twice": (set_cell("claims", 1, "id", "b#1"), "claims 2 id", "occurs twice", "b"),
    "a claim of no event": (set_cell("claims", 2, "event", "zz"), "claims 3 event", "the unknown event “zz”", "d"),
    "no such claim": (set_cell("positions", 0, "claim", "b#7"), "positions 1 claim", "unknown claim “b#7”", "b"),
    "no event of such a claim": (add_row("positions", claim="zz#1"), "positions 5 claim", "of an unknown event", ""),
    "no such claim of a search": (
        set_cell("searches", 0, "claim", "b#7"), "searches 1 claim", "unknown claim “b#7”", "b",
    ),
    "no event of such a claim of a search": (
        add_row("searches", claim="zz#1"), "searches 2 claim", "of an unknown event", "",
    ),
    "a link of no event": (add_row("links", event="zz", to="a"), "links 2 event", "unknown event “zz”", ""),
    "a link without its event": (add_row("links", to="a"), "links 2 event", "unknown event “”", ""),
}  # fmt: skip


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize(("change", "place", "words", "lost"), FAULTS.values(), ids=FAULTS)
def test_a_fault_that_only_tables_can_have(tmp_path, sheets, ending, change, place, words, lost):
    change(sheets)
    tables = load_tables(write_sheets(tmp_path, sheets, ending))
    told = [p for p in tables.problems if f"{p.file.removesuffix(ending)} {p.row} {p.column}" == place]
    assert any(words in str(problem) for problem in told), [str(p) for p in tables.problems]
    assert {problem.consequence for problem in told} <= {"The event was left out.", "The row was left out."}
    assert sorted(tables.events["id"]) == sorted({*"abcd"} - {*lost})
    assert tables.events_left_out == len(lost)
    for table in (tables.claims, tables.positions, tables.links):
        assert not set(table["event"]) & {*lost}


def test_key_events_may_be_a_column_of_booleans(tmp_path, sheets):
    folder = write_sheets(tmp_path, sheets)
    table = pq.read_table(folder / "events.parquet").drop_columns("key")
    marks = {"a": True, "b": False}
    column = pa.array([marks.get(name) for name in table["id"].to_pylist()], pa.bool_())
    pq.write_table(table.append_column("key", column), folder / "events.parquet")
    tables = load_tables(folder)
    assert tables.problems == ()
    assert tables.events.set_index("id")["key"].to_dict() == {"a": True, "b": False, "c": False, "d": False}


def test_claims_stand_by_their_numbers_and_positions_by_their_rows(tmp_path, sheets):
    for name in ("events", "claims", "positions"):
        sheets[name].reverse()
    tables = load_tables(write_sheets(tmp_path, sheets))
    assert tables.problems == ()
    assert tables.events["id"].tolist() == ["a", "b", "c", "d"], "by their days, then by their ids"
    claims = tables.claims[tables.claims["event"] == "b"]
    assert claims["id"].tolist() == ["b#1", "b#2"]
    assert tables.positions.loc[tables.positions["claim"] == "b#1", "actor"].tolist() == ["boris", "anna"]
    assert isinstance(tables.events["actors"].array, IdLists)


@pytest.mark.parametrize("name", ["events.parquet", "sources.parquet", "claims.csv", "events.csv", "links.parquet"])
@pytest.mark.parametrize(
    "content",
    [b"", b"no table", b"\xff\xfe\x00", b"PAR1 broken PAR1", b"id,title\n1,2,3\n", b'id,"ti\ntle\n"', b"\n\n"],
)
def test_a_broken_file_is_a_fault_and_leaves_every_event_out(tmp_path, sheets, name, content):
    folder = write_sheets(tmp_path, sheets)
    if name.endswith(".csv"):
        (folder / name).with_suffix(".parquet").unlink()
    (folder / name).write_bytes(content)
    tables = load_tables(folder)
    assert any(problem.file == name and "left out" in problem.consequence for problem in tables.problems)
    assert tables.events.empty
    assert tables.events_left_out == (0 if name.startswith("events") else 4)


@pytest.mark.parametrize("name", ["events", "sources", "claims", "positions", "links"])
def test_a_file_that_is_damaged_inside_is_a_fault_and_leaves_every_event_out(tmp_path, sheets, name):
    folder = write_sheets(tmp_path, sheets)
    sound = (folder / f"{name}.parquet").read_bytes()
    head = int.from_bytes(sound[-8:-4], "little") + 8  # the footer, which stays
    (folder / f"{name}.parquet").write_bytes(b"PAR1" + b"\xff" * (len(sound) - head - 4) + sound[-head:])
    tables = load_tables(folder)
    (problem,) = tables.problems
    assert problem.file == f"{name}.parquet"
    assert "cannot be read" in problem.message
    assert problem.consequence == "The events were left out."
    assert tables.events.empty
    assert tables.events_left_out == 4


def test_events_before_a_damaged_place_are_kept_and_the_rest_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.collection.sheet.BATCH", 2)
    given = {f"e{n}": event(sources={f"s{n}": source(name=str(n))}, title=f"{n} " + "x" * 300) for n in range(6)}
    folder = write_sheets(tmp_path, sheets_of(given))
    table = pq.read_table(folder / "events.parquet")
    pq.write_table(table, folder / "events.parquet", row_group_size=2, compression="none", use_dictionary=False)
    content = bytearray((folder / "events.parquet").read_bytes())
    place = pq.ParquetFile(folder / "events.parquet").metadata.row_group(1).column(1)
    content[place.data_page_offset : place.data_page_offset + 40] = b"\xff" * 40
    (folder / "events.parquet").write_bytes(bytes(content))
    tables = load_tables(folder)
    assert sorted(tables.events["id"]) == ["e0", "e1"]
    assert tables.events_left_out == 4
    assert tables.problems[0].consequence == "The events from row 3 on were left out."


@pytest.mark.parametrize("table", FORMS)
def test_a_column_that_must_be_there_and_one_that_stands_twice(tmp_path, sheets, table):
    sheets["citations"] = [{"event": "a", "source": "one", "citing": "An aide"}]
    for number, name in enumerate(FORMS[table].required):
        folder = write_sheets(tmp_path / f"{number}", sheets)
        found = pq.read_table(folder / f"{table}.parquet")
        pq.write_table(found.drop_columns([name]), folder / f"{table}.parquet")
        (problem,) = load_tables(folder).problems
        assert str(problem).startswith(f"{table}.parquet, column {name}: lacks the column {name}. Add it;")
        pq.write_table(found.append_column(name, found[name]), folder / f"{table}.parquet")
        (problem,) = load_tables(folder).problems
        assert f"has the column “{name}” twice" in str(problem)
        assert load_tables(folder).events_left_out == (4 if table != "events" else 0)


def test_columns_that_need_not_be_there(tmp_path, sheets):
    sheets["citations"] = [{"event": "a", "source": "one", "citing": "An aide"}]
    folder = write_sheets(tmp_path, sheets)
    for table, form in FORMS.items():
        found = pq.read_table(folder / f"{table}.parquet")
        pq.write_table(found.select(list(form.required)), folder / f"{table}.parquet")
    tables = load_tables(folder)
    assert [(p.file, p.column) for p in tables.problems] == [("positions.parquet", "source")], (
        "boris' source is not cited"
    )
    assert sorted(tables.events["id"]) == ["a", "c", "d"]


NESTED = {
    "lists": pa.array([["x"]] * 4),
    "fields": pa.array([{"x": 1}] * 4),
    "bytes": pa.array([b"\xff"] * 4),
    "lists of lists": pa.array([[["x"]]] * 4),
    "durations": pa.array([datetime.timedelta(1)] * 4),
}


@pytest.mark.parametrize("kind", NESTED)
@pytest.mark.parametrize("column", ["id", "title", "when", "actors", "sources", "lat", "drones", "country"])
def test_a_column_that_cannot_be_text_is_a_fault_and_leaves_every_event_out(tmp_path, sheets, column, kind):
    folder = write_sheets(tmp_path, sheets)
    found = pq.read_table(folder / "events.parquet")
    place = found.column_names.index(column)
    pq.write_table(found.set_column(place, column, NESTED[kind]), folder / "events.parquet")
    tables = load_tables(folder)
    if kind == "lists" and column in ("actors", "sources"):
        assert tables.events_left_out == 4, "names what is not there"
        return
    (problem,) = tables.problems
    assert "is a column of" in problem.message
    assert (problem.column, problem.consequence) == (column, "The events were left out.")
    assert tables.events.empty


TYPED = {
    "when": pa.array([datetime.date(2026, 2, 3)] * 4),
    "lat": pa.array([1.5, None, float("nan"), None]),
    "lon": pa.array([Decimal("1.50"), None, None, None]),
    "drones": pa.array([None, None, 12, None], pa.int8()),
    "title": pa.array(["t"] * 4).dictionary_encode(),
    "note": pa.nulls(4),
    "place": pa.array(["Kyiv", "", None, " "], pa.string_view()),
    "country": pa.array(["UA", None, None, ""], pa.large_string()),
    "actors": pa.array([["alpha"], [], None, ["beta", "anna"]], pa.large_list(pa.string())),
}


def test_columns_of_other_types_are_taken(tmp_path, sheets):
    sheets["events"][3]["place"] = None
    folder = write_sheets(tmp_path, sheets)
    found = pq.read_table(folder / "events.parquet")
    for column, values in TYPED.items():
        found = found.set_column(found.column_names.index(column), column, values)
    pq.write_table(found, folder / "events.parquet")
    tables = load_tables(folder)
    assert [(p.row, p.column) for p in tables.problems] == [(4, "place")], "a place of blanks alone"
    events = tables.events.set_index("id")
    assert set(events["when"]) == {"2026-02-03"}
    assert (events.loc["a", "lat"], events.loc["a", "lon"], events.loc["a", "place"]) == (1.5, 1.5, "Kyiv")
    assert events["lat"].isna().tolist() == [False, True, True]
    assert events.loc["c", "drones"] == 12
    assert events["actors"].tolist() == [("alpha",), (), ()]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime.datetime(2026, 2, 3), "2026-02-03"),
        (datetime.datetime(2026, 2, 3, 14, 30), "2026-02-03T14:30:00Z"),
        (datetime.datetime(2026, 2, 3, 14, 30, 5, 250_000), "2026-02-03T14:30:05Z"),
    ],
)
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_are_taken_as_they_would_be_written(tmp_path, sheets, moment, text, unit):
    folder = write_sheets(tmp_path, sheets)
    found = pq.read_table(folder / "events.parquet")
    values = pa.array([moment] * 4).cast(pa.timestamp(unit), safe=False)
    pq.write_table(found.set_column(2, "when", values), folder / "events.parquet")
    assert set(load_tables(folder).events["when"]) == {text}


@pytest.mark.parametrize("table", ["events", "sources", "claims", "positions", "links"])
@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_bytes_that_are_no_text_are_a_fault_of_their_row(tmp_path, sheets, table, ending):
    """In every column of every table; an id that is so is not found by anybody."""
    for number, column in enumerate(SHEET_COLUMNS[table]):
        folder = write_sheets(tmp_path / f"{number}", sheets, ending)
        path = folder / f"{table}{ending}"
        if ending == ".csv":
            head, first, *rest = path.read_bytes().splitlines(keepends=True)
            cells = first.rstrip(b"\r\n").split(b",")
            cells[number] = b"\xff\xfe"
            path.write_bytes(head + b",".join(cells) + b"\r\n" + b"".join(rest))
        else:
            found = pq.read_table(path)
            values = found[column].combine_chunks()
            text = values.flatten() if pa.types.is_list(values.type) else values
            binary = pa.array([b"\xff\xfe", *[v and v.encode() for v in text.to_pylist()[1:]]], pa.binary())
            broken = pa.StringArray.from_buffers(len(binary), *binary.buffers()[1:], binary.buffers()[0])
            if pa.types.is_list(values.type):
                broken = pa.ListArray.from_arrays(pa.array([0, *[len(broken)] * len(values)], pa.int32()), broken)
            pq.write_table(found.set_column(number, column, broken), path)
        tables = load_tables(folder)
        assert 1 in {problem.row for problem in tables.problems}, column
        assert len(tables.events) + tables.events_left_out == 4


def test_an_entry_of_a_list_without_a_value(tmp_path, sheets):
    sheets["events"][0]["actors"] = ["alpha", None]
    sheets["events"][1]["sources"] = ["two", None]
    tables = load_tables(write_sheets(tmp_path, sheets))
    assert [(p.row, p.field) for p in tables.problems] == [(1, "actors.1"), (2, "sources.1")]
    assert tables.events["id"].tolist() == ["c", "d"]


def test_rows_of_too_many_cells_are_told_and_the_rest_is_read(tmp_path, sheets):
    folder = write_sheets(tmp_path, sheets, ".csv")
    with (folder / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write("too,few,cells\n" * 25)
    tables = load_tables(folder)
    assert len(tables.events) == 4
    assert sum("3 cells" in problem.message for problem in tables.problems) == 20
    assert "5 more such rows" in str(tables.problems[-1])


def test_unknown_columns_and_doubled_files_are_told(tmp_path, sheets):
    folder = write_sheets(tmp_path, sheets)
    found = pq.read_table(folder / "events.parquet")
    pq.write_table(found.append_column("titel", pa.array(["x"] * 4)), folder / "events.parquet")
    (folder / "events").mkdir()
    (folder / "events.csv").write_text("id\n")
    tables = load_tables(folder)
    told = " ".join(map(str, tables.problems))
    assert "events.parquet, column “titel”: is an unknown column. Did you mean title?" in told
    assert "events.csv: stands beside events.parquet." in told
    assert "events/: stands beside one table of events." in told
    assert len(tables.events) == 4
    assert has_sheets(folder)


def test_a_table_without_a_row_is_told(tmp_path, sheets):
    tables = load_tables(write_sheets(tmp_path, sheets | {"events": []}))
    assert "events.parquet: holds no event." in str(tables.problems[0])
    assert tables.events.empty


def test_lists_that_nobody_wrote_are_taken_from_the_events(tmp_path, sheets):
    folder = write_sheets(tmp_path, sheets)
    for name in ("actors", "themes", "publishers"):
        (folder / f"{name}.yaml").unlink()
    tables = evidence.grade(load_tables(folder))
    assert set(tables.actors["id"]) >= {"anna", "boris"}
    assert set(tables.events["support"]) == {"not-assessed"}


def test_links_follow_merged_ids_and_topics_find_claims(tmp_path, sheets):
    sheets["links"][0]["to"] = "older"
    merged = [{"date": "2026-01", "event": "older", "kind": "merged", "to": "a"}]
    topics = [
        {"id": "t", "question": "Did they?", "claims": [{"claim": "b#2", "text": "The sides", "bears": "affirms"}]}
    ]
    record = open_collection(write_sheets(tmp_path, sheets, corrections=merged, topics=topics))
    assert record.problems == ()
    assert record.links["to"].tolist() == ["a"]
    assert record.topic_claims["claim"].tolist() == ["b#2"]
    assert record.retired == {"older": "a"}


def test_a_mistyped_actor_among_many_is_found_and_a_million_names_are_not_compared(tmp_path, sheets):
    sheets["positions"][0]["actor"] = "ana"
    actors = [*ACTORS, *({"id": f"x{n}", "name": f"X {n}", "kind": "person"} for n in range(2_500))]
    (problem,) = load_tables(write_sheets(tmp_path, sheets, actors=actors)).problems
    assert problem.advice == "Did you mean anna?"
