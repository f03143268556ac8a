"""What cannot be brought is told in a sentence that says what to do; nothing raises anything else."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bring.files import DATA, write_workbook
from timeline.bring.errors import BringError
from timeline.bring.look import look
from timeline.bring.readers import bounds, workbook


def table(rows):
    return pa.table({"date": ["2021"] * rows, "title": ["A"] * rows})


def parquet(**columns):
    target = io.BytesIO()
    pq.write_table(pa.table(columns) if columns else table(3), target)
    return target.getvalue()


def parquet_twice():
    target = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array(["2021"]), pa.array(["A"])], ["date", "date"]), target)
    return target.getvalue()


def packed(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


LONG = "x" * 10_000_000
BAD = {
    "nothing in it": ("a.csv", b"", "a.csv is empty."),
    "blank": ("a.csv", b"\n \n\n", "a.csv holds no text."),
    "only a header": ("a.csv", b"date,title\n", "a.csv holds no row."),
    "one column twice": ("a.csv", b"date,title,date\n1,2,3\n", "a.csv has the column “date” twice."),
    "one column twice by blanks": ("a.csv", b"date, date\n1,2\n", "a.csv has the column “date” twice."),
    "too many columns": ("a.csv", b",".join(b"c%d" % n for n in range(1001)) + b"\n" + b"1,2\n", "has 1,001 columns"),
    "a long cell": ("a.csv", f"date,title\n2021,A\n2021,{LONG}\n".encode(), "begins in line 3 cannot be read"),
    "a cell a little too long": (
        "a.csv",
        f"date,title\n2021,{'x' * 100_001}\n".encode(),
        "Row 1 of a.csv has more than",
    ),
    "a mark never closed": ("a.csv", b'date,title\n2021,A\n2021,"B\n2022,C\n', "is never closed; look at row 2."),
    "no text": ("a.csv", b"date,title\0\1\2\n\0\0", "holds bytes that are no text"),
    "a web page": ("a.csv", b"<!DOCTYPE html><html></html>", "is a web page or XML"),
    "XML": ("a.csv", b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "is a web page or XML"),
    "a PDF": ("a.csv", b"%PDF-1.7 ...", "a.csv is a PDF"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook of an older kind"),
    "packed by gzip": ("a.csv.gz", b"\x1f\x8b\x08\x00", "packed by gzip"),
    "no workbook": ("a.xlsx", b"date,title\n2021,A\n", "ends in .xlsx, and what is in it is none of that kind"),
    "half a workbook": ("a.xlsx", b"PK\x03\x04 and no more", "cannot be read as a workbook or a zip"),
    "a zip of something": ("a.zip", packed(readme__txt="x"), "is a zip, and no workbook or export of ours"),
    "a document of OpenOffice": ("a.ods", packed(content__xml="<x/>"), "is a document of OpenOffice"),
    "a workbook without sheets": ("a.xlsx", packed(**{"xl/workbook__xml": "<x/>"}), "cannot be read as a workbook"),
    "a workbook with entities": (
        "a.xlsx",
        packed(**{"xl/workbook__xml": '<!DOCTYPE x [<!ENTITY y "z">]><x/>'}),
        "declares entities in its XML",
    ),
    "half a Parquet file": ("a.parquet", parquet()[:-20], "cannot be read as Parquet"),
    "the head of a Parquet file": ("a.parquet", b"PAR1", "cannot be read as Parquet"),
    "a Parquet column twice": ("a.parquet", parquet_twice(), "has the column “date” twice"),
    "a long cell in Parquet": ("a.parquet", parquet(title=["x" * 100_001]), "in the column “title”"),
    "broken JSON": ("a.json", b'[{"title": "A"},', "is no JSON: it ends too early (line 1, character 17)"),
    "JSON and more": ("a.json", b'[{"a": 1}] x', "something stands behind its end"),
    "JSON with a name twice": ("a.json", b'[{"a": 1, "a": 2}]', "the name “a” stands twice in one object"),
    "JSON without a list": ("a.json", b'{"a": {"b": 1}}', "is JSON without a list of objects"),
    "JSON of numbers": ("a.json", b"[1, 2]", "is JSON without a list of objects"),
    "JSON nested deep": ("a.json", b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "nested too deep"),
    "a long number": ("a.json", b'[{"a": ' + b"9" * 200_000 + b"}]", "in the column “a”"),
    "JSON with many names": ("a.json", json.dumps([{f"n{n}": 1 for n in range(1001)}]).encode(), "has 1,001 columns"),
    "a broken line of JSON": ("a.jsonl", b'{"a": 1}\n{"a": 2}\n{"a": \n', "Line 3 of a.jsonl is no JSON"),
    "half a calendar": ("a.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", "ends inside an event"),
    "a calendar without events": ("a.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no row"),
    "a long event": (
        "a.ics",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"X:y\n" * 50_000 + b"END:VEVENT\n",
        "An event of a.ics has more than",
    ),
    "a yes or no of SPARQL": ("a.json", b'{"head": {}, "boolean": true}', "is JSON without a list of objects"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told(name, tmp_path):
    file, content, sentence = BAD[name]
    (tmp_path / file).write_bytes(content)
    with pytest.raises(BringError) as error:
        look(tmp_path / file)
    assert sentence in str(error.value)
    assert error.value.message.endswith(".")
    assert len(str(error.value)) < 400


@pytest.mark.parametrize("name", ["none.csv", "x" * 300, "a\0b"])
def test_what_is_not_there(name, tmp_path):
    with pytest.raises(BringError, match=r"is not there\. Look at its path\.$"):
        look(tmp_path / name)


@pytest.mark.parametrize("file", ["", "picture.png"])
def test_a_folder_without_files_of_the_kind(file, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    if file:
        (folder / file).write_bytes(b"x")
    with pytest.raises(BringError, match="The folder folder holds no file that can be read as a row"):
        look(folder)


def test_a_file_is_as_large_as_it_may_be(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"date,title\n2021,A\n")
    assert look(path, limit=18)
    with pytest.raises(BringError, match=r"a\.csv has 0\.0 MB, and may have 1\.7e-05"):
        look(path, limit=17)


def test_the_files_of_a_folder_count_together(tmp_path):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("---\ntitle: A\n---\n")
    assert look(tmp_path, limit=34)
    with pytest.raises(BringError, match="have more than"):
        look(tmp_path, limit=33)


def test_there_are_as_many_rows_as_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_ROWS", 3)
    path = tmp_path / "a.csv"
    path.write_text("date,title\n" + "2021,A\n" * 3)
    assert len(list(look(path).read())) == 3
    path.write_text("date,title\n" + "2021,A\n" * 4)
    with pytest.raises(BringError, match=r"a\.csv has more than 3 rows"):
        look(path)


def test_a_zip_unpacks_to_as_much_as_it_may(tmp_path, monkeypatch):
    path = tmp_path / "a.xlsx"
    write_workbook(path, {"Events": [["date", "title"], ["2021", "A"]]})
    with zipfile.ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    monkeypatch.setattr(bounds, "MOST_BYTES", size)
    assert look(path)
    monkeypatch.setattr(bounds, "MOST_BYTES", size - 1)
    with pytest.raises(BringError, match="unpacks to more than"):
        look(path)


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_BYTES", 100_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(110):
                member.write(b"\0" * 1_000_000)
    assert path.stat().st_size < 300_000
    with pytest.raises(BringError, match="unpacks to more than"):
        look(path)


def test_a_member_that_lies_about_its_size_is_damaged(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"Events": [["date", "title"], ["2021", "A" * 5_000]]})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("xl/worksheets/sheet1.xml")
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46  # its entry in the list at the end
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", member.file_size // 2)
    path.write_bytes(content)
    with pytest.raises(BringError, match="cannot be read as a zip"):
        look(path)


def test_a_sheet_cannot_claim_rows_that_no_sheet_has(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_ROWS", 100)
    path = write_workbook(tmp_path / "a.xlsx", {"Events": [["date", "title"], ["2021", "A"]]})
    far = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(far, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'r="2"', b'r="999999999"').replace(b'2"', b'999999999"')
            new.writestr(name, content)
    with pytest.raises(BringError, match="has more rows than a sheet can have"):
        look(far)


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"Events": [["date"], ["2021"]], "Notes": [["x"], ["y"]]})
    with pytest.raises(BringError, match=r"has no sheet “Event”\. Its sheets are “Events” and “Notes”\."):
        look(path, {"sheet": "Event"})


READINGS = {
    "another encoding": ({"encoding": "utf-8"}, "reporter.csv is no text in utf-8"),
    "no encoding": ({"encoding": "utf-9"}, "There is no encoding “utf-9”"),
    "no encoding of texts": ({"encoding": "rot13"}, "There is no encoding “rot13”"),
    "a long delimiter": ({"delimiter": ";;"}, "more than one sign"),
    "a long mark": ({"quote": "''"}, "more than one sign"),
}


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_that_does_not_fit_is_told(name):
    reading, sentence = READINGS[name]
    with pytest.raises(BringError) as error:
        look(DATA / "reporter.csv", reading)
    assert sentence in str(error.value)


def test_a_list_that_is_not_there_is_told():
    with pytest.raises(BringError, match="has no list “rows”"):
        look(DATA / "events.json", {"list": "rows"})


def test_a_format_that_is_none_is_told():
    with pytest.raises(BringError, match="There is no format “excel”"):
        look(DATA / "events.json", form="excel")


FOLDER = {
    "large.md": ("---\ntitle: A\n---\n" + "x" * 1_000_000, "is 1.0 MB large, and a file here may have 1"),
    "latin.md": ("---\ntitle: é\n---\n".encode("latin-1"), "is no UTF-8 text"),
    "list.json": ("[1]", "is no object with names"),
    "broken.json": ('{"a": ', "is no JSON: it ends too early (line 1, character 6)"),
    "more.json": ("{} {}", "holds more than one value"),
    "list.md": ("---\n- a\n---\n", "has front matter that is no list of fields"),
    "alias.md": ("---\na: &x 1\nb: *x\n---\n", "has front matter that uses a YAML anchor (&) (line 2)"),
}


@pytest.mark.parametrize("name", FOLDER)
def test_a_file_of_a_folder_that_cannot_be_read_is_refused(name, tmp_path):
    content, reason = FOLDER[name]
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (row,) = look(tmp_path).read()
    assert (row.cells["file"], row.refused) == (name, reason)


FILES = sorted(path for path in DATA.rglob("*.*") if path.is_file() and path.suffix != ".svg")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_raises_nothing_else(data, tmp_path):
    """Bytes cut off, doubled, or changed."""
    path = data.draw(st.sampled_from(FILES))
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    match data.draw(st.sampled_from(["cut", "change", "insert"])):
        case "cut":
            content = content[:at]
        case "change":
            content[at] = data.draw(st.integers(0, 255))
        case "insert":
            content[at:at] = data.draw(st.binary(max_size=20))
    damaged = tmp_path / path.name
    damaged.write_bytes(content)
    try:
        found = look(damaged)
        for row in found.read():
            assert set(row.cells) <= set(found.columns)
    except BringError as error:
        assert str(error).isprintable()  # noqa: PT017


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A workbook and a Parquet file, written once: a workbook has the time in it."""
    folder = tmp_path_factory.mktemp("sound")
    book = write_workbook(folder / "a.xlsx", {"Events": [["date", "title"], ["2021", "A"]]})
    return {"a.xlsx": book.read_bytes(), "a.parquet": parquet()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(["a.xlsx", "a.parquet"]))
def test_a_damaged_workbook_or_parquet_file_raises_nothing_else(data, name, sound, tmp_path):
    content = bytearray(sound[name])
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / name).write_bytes(content)
    try:
        assert list(look(tmp_path / name).read())
    except BringError as error:
        assert str(error).isprintable()  # noqa: PT017


def test_a_file_that_changes_under_the_reader_is_told(tmp_path):
    path = tmp_path / "a.csv"
    shutil.copy(DATA / "acled.csv", path)
    found = look(path)
    path.write_bytes(b'event_id_cnty\n"never closed')
    with pytest.raises(BringError, match="never closed"):
        list(found.read())
