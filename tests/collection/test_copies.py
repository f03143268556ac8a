"""What archive/index.csv tells of cited addresses, and that a faulty one never keeps the record from opening."""

from __future__ import annotations

import pytest

from tests.writing import event, sheets_of, write_collection, write_sheets
from timeline.collection.copies import Visit, sum_up
from timeline.collection.read import load_tables
from timeline.query.collection import open_collection

URL = "https://example.org/one"
ONE, TWO, THREE = ("1" * 64, "2" * 64, "3" * 64)
HEADER = ",".join(Visit._fields)


def copy(day, text=ONE, raw=ONE, by="trafilatura 2", time="09:00:00"):
    return Visit(URL, f"{day}T{time}Z", "copied", "200", sha256=raw, text_sha256=text, text_by=by)


def gone(day):
    return Visit(URL, f"{day}T09:00:00Z", "gone", "404")


def failed(day):
    return Visit(URL, f"{day}T09:00:00Z", "failed", "503")


def row(**changes):
    return ",".join(copy("2026-03-03")._replace(**changes))


def index(folder, *rows, header=HEADER):
    (folder / "archive").mkdir(exist_ok=True)
    (folder / "archive/index.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("visits", "words"),
    [
        ([failed("2026-03-03")], ""),
        ([copy("2026-03-03")], "copy of 3 March 2026"),
        ([copy("2026-03-04"), copy("2026-03-03")], "copy of 4 March 2026"),
        ([copy("2026-03-03"), failed("2026-03-04"), gone("2026-03-05")], "copy of 3 March 2026"),
        (
            [copy("2026-03-03"), copy("2026-03-04", TWO)],
            "copy of 4 March 2026; text differs between the copies of 3 March 2026 and 4 March 2026",
        ),
        (
            [copy("2026-03-03"), copy("2026-03-04", TWO), copy("2026-03-05", TWO, TWO)],
            "copy of 5 March 2026; text differs between the copies of 3 March 2026 and 4 March 2026",
        ),
        (
            [copy("2026-03-03"), copy("2026-03-04", TWO), copy("2026-03-05", THREE)],
            "copy of 5 March 2026; text differs between the copies of 4 March 2026 and 5 March 2026",
        ),
        (
            [copy("2026-03-03"), copy("2026-03-04", ""), copy("2026-03-05", TWO)],
            "copy of 5 March 2026; text differs between the copies of 3 March 2026 and 5 March 2026",
        ),
        (
            [copy("2026-03-03"), copy("2026-03-03", TWO, time="14:30:05")],
            "copy of 3 March 2026; text differs between the copies of 3 March 2026, 09:00:00 UTC, "
            "and 3 March 2026, 14:30:05 UTC",
        ),
        ([copy("2026-03-03", raw=ONE), copy("2026-03-04", raw=TWO)], "copy of 4 March 2026"),
        ([copy("2026-03-03", by="trafilatura 2"), copy("2026-03-04", TWO, by="trafilatura 3")], "copy of 4 March 2026"),
        (
            [copy("2026-03-03", "", ONE, ""), copy("2026-03-04", "", TWO, "")],
            "copy of 4 March 2026; file differs between the copies of 3 March 2026 and 4 March 2026",
        ),
        ([copy("2026-03-03", "", ONE), copy("2026-03-04", "", TWO)], "copy of 4 March 2026"),
        ([copy("2026-03-03", "", ONE, ""), copy("2026-03-04", TWO)], "copy of 4 March 2026"),
        ([gone("2026-03-03")], ""),
        ([gone("2026-03-03"), gone("2026-03-03")], ""),
        ([gone("2026-03-03"), gone("2026-03-03"), gone("2026-03-04")], "address gone since 3 March 2026"),
        (
            [copy("2026-03-02"), gone("2026-03-03"), gone("2026-03-04")],
            "address gone since 3 March 2026; copy of 2 March 2026",
        ),
        ([gone("2026-03-03"), failed("2026-03-04"), gone("2026-03-05")], ""),
        ([gone("2026-03-03"), gone("2026-03-04"), copy("2026-03-05")], "copy of 5 March 2026"),
    ],
)
def test_what_visits_tell(visits, words):
    assert sum_up(visits)[URL].words == words


def test_documents_carry_day_hash_and_words(tmp_path):
    folder = index(write_collection(tmp_path, {"first": event()}), row(), row(url="https://example.org/other"))
    tables = load_tables(folder)
    assert not tables.problems
    (found,) = tables.sources[["copy_date", "copy_sha256", "copy_words"]].to_numpy().tolist()
    assert found == ["2026-03-03", ONE, "copy of 3 March 2026"]


def test_copies_are_no_part_of_the_version(tmp_path):
    folder = write_collection(tmp_path, {"first": event()})
    before = load_tables(folder)
    assert load_tables(index(folder, row())).version == before.version
    assert before.sources["copy_words"].tolist() == [""]


def test_a_prepared_record_is_prepared_anew_after_a_run(tmp_path):
    folder = write_sheets(tmp_path, sheets_of({"first": event()}))
    assert open_collection(folder).sources["copy_words"].tolist() == [""]
    assert open_collection(index(folder, row())).sources["copy_words"].tolist() == ["copy of 3 March 2026"]


FAULTS = {
    "other columns": (["a,b"], "url,time", "has other columns. The first line is: url,time,outcome,"),
    "a cell too few": ([row().rpartition(",")[0]], HEADER, "line 2: has 12 cells instead of 13."),
    "an empty line": ([""], HEADER, "line 2: has 0 cells instead of 13."),
    "no time": ([row(time="3 March")], HEADER, "has the time “3 March”. It is written like 2026-03-03T09:15:00Z."),
    "a time without zeros": ([row(time="2026-3-3T09:15:00Z")], HEADER, "has the time"),
    "a time that cannot be": ([row(time="2026-02-30T09:15:00Z")], HEADER, "has the time"),
    "another outcome": ([row(outcome="lost")], HEADER, "has the outcome “lost”. It is one of: copied, gone, failed."),
    "no hash": ([row(sha256="")], HEADER, "has “” as SHA-256. It is 64 digits and letters from a to f."),
    "no hash of the text": ([row(text_sha256="X")], HEADER, "has “X” as SHA-256."),
    "a quote without end": (['"'], HEADER, "is not a CSV table"),
    "a control": (["\0"], HEADER, "archive/index.csv"),
    "an empty file": ([], "", "has other columns."),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_faulty_index_is_told_and_the_record_stays(tmp_path, case):
    rows, header, told = FAULTS[case]
    good = [row()] if header == HEADER else []
    tables = load_tables(index(write_collection(tmp_path, {"first": event()}), *rows, *good, header=header))
    assert len(tables.events) == 1
    (problem,) = tables.problems
    assert problem.file == "archive/index.csv"
    assert told in str(problem)
    assert "fault of the software" not in str(problem)


def test_of_many_faulty_rows_some_are_told_and_the_sound_ones_count(tmp_path):
    folder = index(write_collection(tmp_path, {"first": event()}), *[row(outcome="lost")] * 25, row())
    tables = load_tables(folder)
    assert tables.sources["copy_words"].tolist() == ["copy of 3 March 2026"]
    assert len(tables.problems) == 21
    assert str(tables.problems[-1]) == "archive/index.csv: has 5 more such rows."


@pytest.mark.parametrize("made", ["folder", "link", "bytes"])
def test_an_index_that_is_no_file_of_ours(tmp_path, made):
    folder = write_collection(tmp_path / "record", {"first": event()})
    place = folder / "archive/index.csv"
    place.parent.mkdir()
    if made == "folder":
        place.mkdir()
    elif made == "link":
        (tmp_path / "other.csv").write_text(f"{HEADER}\n{row()}\n")
        place.symlink_to(tmp_path / "other.csv")
    else:
        place.write_bytes(b"\xff\xfe")
    tables = load_tables(folder)
    assert len(tables.events) == 1
    assert tables.sources["copy_words"].tolist() == [""]
    assert len(tables.problems) == (made != "folder")
