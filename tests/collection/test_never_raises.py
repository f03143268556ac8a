"""What a folder holds never makes the loader raise: the inputs that once did, and mutated files of every kind."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.writing import claim, event, sheets_of, source, write_collection, write_sheets
from timeline.collection import days
from timeline.collection.copies import OUTCOMES, Visit
from timeline.collection.read import load_tables
from timeline.collection.tables import Tables

DAYS = "date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source\n"
EVENTS = {
    "first": event(
        claims=[claim(("alpha", "asserts", "2026-02-03"), ("beta", "denies"))],
        links=[{"to": "second", "relation": "follows"}],
        place={"name": "Alphaville", "country": "UA", "lat": "50.4", "lon": "30.5"},
        figures={"drones": "12", "by": "alpha"},
    ),
    "second": event(when="2026-03", sources={"two": source("Beta Gazette", "two")}, note="A note."),
}
LISTS: dict[str, Any] = {
    "corrections": [{"date": "2026-04-01", "event": "first", "kind": "corrected", "was": "a", "now": "b"}],
    "coverage": [{"theme": "talks", "period": "2026", "level": "good"}],
    "topics": [
        {"id": "who", "question": "Who met?", "claims": [{"claim": "first#1", "text": "The sides", "bears": "affirms"}]}
    ],
    "statements": [
        {
            "document": "https://example.org/one",
            "statements": [
                {"number": 1, "wording": "They met.", "claims": [{"claim": "first#1", "text": "The sides"}]}
            ],
        }
    ],
}
SERIES = DAYS + "2026-02-03,7,5,0,0,https://example.org/a\n2026-02-04,1,1,2,1,https://example.org/b\n"


HASHES = f"{'a' * 64},{'b' * 64}"
VISITS = [
    f"https://example.org/one,2026-0{n}-03T09:00:00Z,{OUTCOMES[n % 3]},200,,,a/b,A,5,{HASHES},x,f" for n in (3, 4, 6)
]
INDEX = "\n".join([",".join(Visit._fields), *VISITS, ""])


def write_index(folder: Path) -> Path:
    (folder / "strikes.csv").write_text(SERIES)
    (folder / "archive").mkdir()
    (folder / "archive/index.csv").write_text(INDEX)
    return folder


def write_files(folder: Path) -> Path:
    return write_index(write_collection(folder, EVENTS, **LISTS))


def write_tables(folder: Path, ending: str) -> Path:
    return write_index(write_sheets(folder, sheets_of(EVENTS), ending, **LISTS))


def holds(tables: Tables) -> Tables:
    """What the loader promises of any folder: each fault in words, and nothing that only the net below caught."""
    assert all(problem.message and problem.file for problem in tables.problems)
    assert "fault of the software" not in "\n".join(map(str, tables.problems))
    return tables


# Inputs that once made it raise: what writes them, and what has to be said of which file.

ODD_ACTORS = ["US,", "US", ",", ";", " ", "\0", "‮", '"', "x" * 300]


def table_with(tmp_path: Path, ending: str, without: str = "", **cells: Any) -> Path:
    """A large collection of one event with these cells, without one of its lists."""
    sheets = sheets_of({"first": event(claims=[claim(("alpha", "asserts"))])})
    for name, value in cells.items():
        table, _, column = name.partition("__")
        sheets[table][0][column] = value
    folder = write_sheets(tmp_path, sheets, ending)
    if without:
        (folder / f"{without}.yaml").unlink()
    return folder


@pytest.mark.parametrize("odd", ODD_ACTORS)
@pytest.mark.parametrize("column", ["events__actors", "events__figures_by", "positions__actor"])
def test_an_open_list_of_actors_takes_in_ids_alone(tmp_path, column, odd):
    value = [odd] if column == "events__actors" else odd
    cells = {column: value} | ({"events__drones": "3"} if column == "events__figures_by" else {})
    tables = holds(load_tables(table_with(tmp_path, ".parquet", without="actors", **cells)))
    assert (len(tables.events), tables.events_left_out) in ((0, 1), (1, 0)), "left out, or sound without it"


def test_an_open_list_of_themes_takes_in_ids_alone(tmp_path):
    tables = holds(load_tables(table_with(tmp_path, ".csv", without="themes", events__themes=["US,"])))
    assert tables.events_left_out == 1
    assert "is not an id" in str(tables.problems[-1])


@pytest.mark.parametrize(
    "names", [["x" * 400], [f"{'у' * n} газета" for n in range(1, 61)], ["-"], ["+" * 30, "*" * 30]]
)
def test_an_open_list_of_publishers_makes_ids_of_any_names(tmp_path, names):
    sources = {f"s{n}": source(name, str(n)) for n, name in enumerate(names)}
    tables = holds(load_tables(write_collection(tmp_path, {"first": event(sources=sources)}, publishers=None)))
    assert len(tables.events) == 1
    assert sorted(tables.publishers["name"]) == sorted(names)
    assert tables.publishers["id"].is_unique
    assert tables.publishers["id"].str.len().max() <= 100


def test_a_column_that_stands_twice_is_told(tmp_path):
    folder = write_collection(tmp_path, {})
    (folder / "events.csv").write_text("id,title,when,title\na,b,2026,c\n")
    assert "twice" in "\n".join(map(str, holds(load_tables(folder)).problems))


@pytest.mark.parametrize(
    "values",
    [
        pa.array([[["alpha"]]]),
        pa.array([[{"id": "alpha"}]]),
        pa.array([[b"\xff\xfe"]], pa.list_(pa.binary())),
        pa.array([{"id": "alpha"}]),
        pa.array([b"\xff"], pa.binary()),
    ],
    ids=["lists", "structs", "bytes", "struct", "byte"],
)
def test_a_column_that_cannot_be_text_is_told(tmp_path, values):
    folder = table_with(tmp_path, ".parquet")
    table = pq.read_table(folder / "events.parquet")
    at = table.schema.names.index("actors")
    pq.write_table(table.set_column(at, "actors", values), folder / "events.parquet")
    tables = holds(load_tables(folder))
    assert len(tables.events) == 0
    assert any(problem.file == "events.parquet" and problem.column == "actors" for problem in tables.problems)


@pytest.mark.parametrize(
    "row",
    [
        f"2026-02-03,{'9' * 400},1,0,0,x",
        f"2026-02-03,{2**63},1,0,0,x",
        f"2026-02-03,{'9' * 5000},{'9' * 5000},0,0,x",
        "2026-02-03,1000000001,1,0,0,x",
        "2026-W06-2,1,1,0,0,x",
        "20260203,1,1,0,0,x",
        "2026-02-30,1,1,0,0,x",
        "٢٠٢٦-02-03,1,1,0,0,x",
        "2026-02-03,1,1,0,0,javascript:alert(1)",
    ],
)
def test_a_day_with_a_fault_is_left_out_and_the_others_stay(tmp_path, row):
    folder = write_collection(tmp_path, EVENTS)
    (folder / "strikes.csv").write_text(f"{SERIES}{row}\n".replace("2026-02-03,7", "2026-02-05,7"))
    tables = holds(load_tables(folder))
    assert len(tables.strikes) == 2
    assert [problem.line for problem in tables.problems if problem.file == "strikes.csv"] == [4]


@pytest.mark.parametrize("text", ["date\rdrones_launched\n", "\0", '"', DAYS + "\0,1,1,0,0,x\n", "\r", "\ufeff"])
def test_a_table_of_days_that_is_none_is_told(tmp_path, text):
    folder = write_collection(tmp_path, EVENTS)
    (folder / "strikes.csv").write_bytes(text.encode())
    tables = holds(load_tables(folder))
    assert len(tables.events) == 2
    assert any(problem.file == "strikes.csv" for problem in tables.problems)


def test_rows_and_cells_that_are_no_utf8_are_told_and_the_others_stay(tmp_path):
    given = {name: event(sources={name: source(name=name)}) for name in ("a", "b", "c", "d")}
    folder = write_sheets(tmp_path, sheets_of(given), ".csv")
    lines = (folder / "events.csv").read_bytes().splitlines()
    lines[2], lines[3] = b"b,\xff,2026", lines[3].replace(b"Alpha and", b"Alpha \xff and")
    (folder / "events.csv").write_bytes(b"\n".join(lines))
    tables = holds(load_tables(folder))
    assert tables.events["id"].tolist() == ["a", "d"]
    short, cell = (problem for problem in tables.problems if problem.file == "events.csv")
    assert (short.line, short.message[:25]) == (3, "has 3 cells instead of 24")
    assert (cell.row, cell.column, cell.advice) == (2, "title", "Save it as UTF-8.")


def test_of_very_many_unknown_columns_some_are_named(tmp_path):
    folder = write_collection(tmp_path, {})
    names = [*(f"c{n}" for n in range(5000)), "id", "title", "when", "themes", "sources", "summary"]
    (folder / "events.csv").write_text(",".join(names) + "\n")
    told = [str(problem) for problem in holds(load_tables(folder)).problems if "unknown column" in str(problem)]
    assert len(told) == 21
    assert "4,980 more unknown columns" in told[-1]


def test_what_nobody_thought_of_is_a_fault_of_its_file_and_the_rest_stays(tmp_path, monkeypatch):
    def fail(*given):
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(days, "_fault", fail)
    tables = load_tables(write_files(tmp_path))
    assert len(tables.events) == 2
    (problem,) = [problem for problem in tables.problems if problem.file == "strikes.csv"]
    assert "RuntimeError: nobody thought of this" in problem.message
    assert "report it" in problem.advice


# Mutated files of every kind.

TOKENS = [
    b"\0", b"\xff", b"\r", b"\n", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"---\n", b"{}", b"[", b"]", b"&a *a", b"<<: *a",
    b"!!", b"? ", b"- ", b": ", b"#", b"|", b">", b'"', b"'", b",", b";", b"\t", b"~", b"null", b"true", b"9" * 400,
    b"-1", b"1e999", b"nan", b"0x10", b"2026-99", b"2026/..", b"-0001", b"9999-12-31", b"first#1", b"first#0",
    b"alpha", b"x" * 9000, b"[[[[[[", b"id", b"event", b"2" * 30, b"../", b"PAR1",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 10**6),  # which file
        st.sampled_from(["insert", "overwrite", "cut", "repeat", "flip", "end"]),
        st.integers(0, 10**6),  # where, of a million
        st.integers(1, 60),  # how long
        st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=8)),
    ),
    min_size=1,
    max_size=4,
)
MANY = 100_000 if settings.get_current_profile_name() == "explore" else 2_000
"""In all; a third for each kind of folder."""


def mutated(data: bytes, change: str, where: int, length: int, token: bytes) -> bytes:
    at = where * (len(data) + 1) // (10**6 + 1)
    before, after = data[:at], data[at:]
    match change:
        case "insert":
            return before + token + after
        case "overwrite":
            return before + token + after[len(token) :]
        case "cut":
            return before + after[length:]
        case "repeat":
            return before + after[:length] * 3 + after[length:]
        case "flip":
            return before + bytes(byte ^ length for byte in after[:1]) + after[1:]
    return before


class Original:
    """A sound folder, whose files are put back after each change."""

    def __init__(self, write: Callable[[Path], Path]) -> None:
        self.path = write(Path(tempfile.mkdtemp(prefix="mutated-")))
        self.files: Mapping[Path, bytes] = {p: p.read_bytes() for p in sorted(self.path.rglob("*")) if p.is_file()}

    def load(self, changes: list[tuple[int, str, int, int, bytes]]) -> Tables:
        touched = set()
        try:
            for number, *change in changes:
                path = list(self.files)[number % len(self.files)]
                path.write_bytes(mutated(path.read_bytes(), *change))
                touched.add(path)
            return load_tables(self.path)
        finally:
            for path in touched:
                path.write_bytes(self.files[path])


KINDS = {
    "files": write_files,
    "parquet": lambda folder: write_tables(folder, ".parquet"),
    "csv": lambda folder: write_tables(folder, ".csv"),
}


@pytest.fixture(scope="module", params=KINDS)
def original(request):
    found = Original(KINDS[request.param])
    yield found
    shutil.rmtree(found.path)


def test_the_originals_are_sound(original):
    assert len(holds(original.load([])).events) == 2
    assert not original.load([]).problems


@settings(max_examples=MANY // 3)
@given(changes=CHANGES)
def test_mutated_files_never_make_it_raise(original, changes):
    holds(original.load(changes))
