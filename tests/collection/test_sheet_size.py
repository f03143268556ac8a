"""Tables that hold too much are refused before they are read: a small Parquet file can stand for gigabytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.writing import event, sheets_of, write_sheets
from timeline.collection import sheet_size
from timeline.collection.event_sheets import FORMS, MOST_EVENTS
from timeline.collection.read import load_tables
from timeline.collection.sheet_size import MOST_BYTES, TooMuch, check_parquet, check_rows


def shared(text: str, rows: int) -> pa.Array:
    """A text that all rows share, stored once."""
    return pa.DictionaryArray.from_arrays(pa.array(memoryview(bytes(4 * rows)).cast("i"), pa.int32()), [text])


def lists(text: str, rows: int, each: int) -> pa.Array:
    return pa.ListArray.from_arrays(pa.array(range(0, each * rows + 1, each), pa.int32()), shared(text, each * rows))


def write(folder: Path, **columns: pa.Array) -> Path:
    path = folder / "claims.parquet"
    pq.write_table(pa.table(columns), path, store_schema=False)
    assert path.stat().st_size < 2_000_000
    return path


TOO_MUCH = {
    "text that is shared": (lambda: {"text": shared("x" * 2_001, 500_000)}, 500_000, "more than 1,000,000,000 bytes"),
    "ids that are shared": (lambda: {"text": lists("x" * 501, 500_000, 4)}, 500_000, "more than 1,000,000,000 bytes"),
    "rows": (lambda: {"text": shared("x", 100_001)}, 100_000, "has 100,001 rows, and may have 100,000"),
    "items": (
        lambda: {"text": lists("x", 1_000, 21)},
        1_000,
        "has 21,000 items in the column text, and may have 20,000",
    ),
}


@pytest.mark.parametrize(("columns", "most_rows", "words"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_a_small_file_stands_for_is_refused_before_it_is_read(tmp_path, columns, most_rows, words):
    path = write(tmp_path, **columns())
    pool = pa.default_memory_pool()
    before = pool.max_memory()
    with pytest.raises(TooMuch, match=words):
        check_parquet(path, ["text"], most_rows)
    assert pool.max_memory() - before < 50_000_000
    check_parquet(path, ["id"], 500_000)  # a column that is not read may hold what it likes


def test_the_last_that_is_taken(tmp_path, monkeypatch):
    path = write(tmp_path, text=shared("x" * 100, 1_000), id=pa.array([f"number {n}" for n in range(1_000)]))
    monkeypatch.setattr(sheet_size, "MOST_BYTES", 200_000)
    check_parquet(path, ["text", "id"], 1_000)
    monkeypatch.setattr(sheet_size, "MOST_BYTES", 100_000)
    with pytest.raises(TooMuch):
        check_parquet(path, ["text", "id"], 1_000)


def test_a_million_events_have_room():
    assert FORMS["events"].most_rows == MOST_EVENTS > 1_000_000
    assert all(FORMS[name].most_rows >= 3 * MOST_EVENTS for name in FORMS.keys() - {"events"})
    check_rows(MOST_EVENTS, MOST_EVENTS)
    assert MOST_BYTES // 1_000_000 >= 1_000, "bytes an event"


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
@pytest.mark.parametrize("limit", [{"MOST_BYTES": 10}, {"MOST_ROWS": 1}])
def test_the_record_says_which_table_and_what_to_do(tmp_path, monkeypatch, ending, limit):
    write_sheets(tmp_path, sheets_of({"one": event(), "two": event()}), ending)
    if "MOST_BYTES" in limit:
        monkeypatch.setattr(sheet_size, "MOST_BYTES", 10)
    else:
        monkeypatch.setitem(FORMS, "events", FORMS["events"]._replace(most_rows=1))
    tables = load_tables(tmp_path)
    assert len(tables.events) == 0
    (problem,) = [problem for problem in tables.problems if problem.file == f"events{ending}"]
    assert problem.message.startswith("has ")
    assert "divide it into several collections" in problem.advice


FOOTERS = """
import sys
from pathlib import Path
from timeline.collection.sheet_size import check_parquet
path = Path(sys.argv[1])
data = path.read_bytes()
footer = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
refused = 0
for at in range(footer, len(data) - 8):
    path.write_bytes(data[:at] + bytes([data[at] ^ int(sys.argv[2])]) + data[at + 1 :])
    try:
        check_parquet(path, ("id", "also"), 10)
    except Exception:
        refused += 1
print(refused)
"""


@pytest.mark.parametrize("bits", [1, 2, 6])
def test_no_byte_of_a_footer_ends_the_process(tmp_path, bits):
    """Arrow ends it where what a column says of its sizes does not fit; so this runs in a process of its own."""
    path = tmp_path / "claims.parquet"
    pq.write_table(pa.table({"id": ["a#1", "b#1"], "also": pa.array([["c#1"], []], pa.list_(pa.string()))}), path)
    run = subprocess.run([sys.executable, "-c", FOOTERS, path, str(bits)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 0
