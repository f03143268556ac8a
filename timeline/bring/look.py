"""What a file is: found by looking into it, never by its name alone, and told in sentences."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from timeline.bring.errors import BringError
from timeline.bring.forms import FORMS, TABLES, recognise
from timeline.bring.readers.bibliographies import read_bibtex, read_ris
from timeline.bring.readers.bounds import Table, bounded, check_columns
from timeline.bring.readers.bounds import reading as damaged
from timeline.bring.readers.calendars import read_calendar
from timeline.bring.readers.delimited import read_delimited
from timeline.bring.readers.export_tables import NEEDED, CsvTables, ParquetTables
from timeline.bring.readers.exports import read_export
from timeline.bring.readers.files import read_folder
from timeline.bring.readers.objects import are_json_lines, read_json, read_json_lines
from timeline.bring.readers.parquet import read_parquet
from timeline.bring.readers.text import MARK, Scanned, find_encoding, scan
from timeline.bring.readers.workbook import read_workbook
from timeline.bring.rows import NOTHING, Input, Row
from timeline.collection.english import count
from timeline.collection.problems import quote

LIMIT = 200_000_000
"""Bytes of a file or folder."""
_BINARY = (".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".zip", ".pdf", ".docx")
_FOREIGN = (
    (b"%PDF", "a PDF", "Bring the table or list that it was made from."),
    (b"\xd0\xcf\x11\xe0", "a workbook of an older kind or with a password", "Save it as .xlsx or as CSV."),
    (b"\x1f\x8b", "a file packed by gzip", "Unpack it first."),
    (b"\x89PNG", "a picture", "Bring the table or list that it shows."),
    (b"\xff\xd8\xff", "a picture", "Bring the table or list that it shows."),
    (b"SQLite format 3", "a database", "Export its table as CSV."),
)
"""What files of other kinds begin with, what they are, and what to do."""
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|rdf|rss|feed)", re.IGNORECASE)
_BIBTEX = re.compile(
    r"^[ \t]*@(?:article|book|booklet|collection|comment|dataset|electronic|in\w+|manual|misc|online|patent|periodical"
    r"|preamble|proceedings|\w*report|reference|software|string|\w*thesis|unpublished)\s*[{(]",
    re.MULTILINE | re.IGNORECASE,
)
_RIS = re.compile(r"\s*TY  -")


def look(path: Path, reading: Mapping[str, str] = NOTHING, form: str = "", limit: int = LIMIT) -> Input:
    """Finds what reads a file or folder, and reads it once to see that it can be read.

    Args:
        path: of the file or folder.
        reading: how it is read, as ``Input.reading`` said it before; what stands in it is not found anew.
        form: key of ``FORMS``; "" where it is to be found.
        limit: bytes that it may have.

    Raises:
        BringError: it is not there, empty, too large, damaged or of no kind that is known, or not of this form.
    """
    if form and form not in FORMS:
        raise BringError(f"There is no format {quote(form)}.", f"The formats are {', '.join(FORMS)}.")
    if _is_folder(path):
        table, sha256 = read_folder(path, limit)
    else:
        file = _scan(path, limit)
        table, sha256 = _read(file, reading, form), file.sha256
    found = _form(path.name, table, form)
    counted = _count(path.name, table, found)
    if table.columns is None and not form and (known := _by_columns(table, counted.columns)) != found:
        found = known  # its columns were not known before all rows were read
        counted = _count(path.name, table, found)
    return Input(
        name=path.name,
        sha256=sha256,
        form=found,
        reading=dict(table.reading),
        told=(*table.told, *_told(found, table.form, counted)),
        columns=counted.columns,
        read=partial(_rows, path.name, table, found),
        lists=table.lists,
        about=table.about,
        days=table.days,
    )


def _is_folder(path: Path) -> bool:
    """Whether there is a folder of this name.

    Raises:
        BringError: there is nothing, or can be nothing of this name.
    """
    try:
        there, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError):  # a name that is too long, or holds a zero
        there = is_folder = False
    if not there:
        raise BringError(f"{path.name[:100]} is not there.", "Look at its path.")
    return is_folder


class _Counted(NamedTuple):
    """What one reading of all rows tells."""

    columns: tuple[str, ...]
    rows: int
    refused: int


def _count(name: str, table: Table, form: str) -> _Counted:
    """Reads every row once.

    Raises:
        BringError: there is none, or too many, or the file is damaged.
    """
    columns = dict.fromkeys(table.columns or ())
    total = refused = 0
    for row in _rows(name, table, form):
        total, refused = total + 1, refused + bool(row.refused)
        if table.columns is None or total == 1:  # a form may add columns
            columns.update(dict.fromkeys(row.cells))
    if not total:
        raise BringError(f"{name} holds no row.", "Bring a file with at least one event or document.")
    check_columns(name, list(columns))
    return _Counted(tuple(columns), total, refused)


def _told(form: str, reader: str, counted: _Counted) -> Iterator[str]:
    if form != reader:
        yield f"By its columns this is {FORMS[form].label}."
    lost = f", of which {counted.refused:,} can be no event or document" if counted.refused else ""
    yield f"It has {count(counted.rows, 'row')}{lost}."


def _form(name: str, table: Table, wanted: str) -> str:
    """The form that was asked for, where this reader gives it, else that of its columns.

    Raises:
        BringError: it does not.
    """
    if wanted and wanted != table.form and not (wanted in TABLES and table.form in TABLES):
        message = f"{name} is no {FORMS[wanted].label.removeprefix('a ')}: it is {FORMS[table.form].label}."
        raise BringError(message, "Leave the format out to find it anew.")
    return wanted or _by_columns(table, table.columns or ())


def _by_columns(table: Table, columns: Sequence[str]) -> str:
    return (recognise(columns) if table.form in TABLES else "") or table.form


def _rows(name: str, table: Table, form: str) -> Iterator[Row]:
    """The rows as a form has them.

    Raises:
        BringError: the file is damaged, or has too many rows or too long a cell.
    """
    known = FORMS[form]
    for row in bounded(name, table.read()):
        if known.adapt is None and known.refuse is None:
            yield row
            continue
        refused = row.refused or (known.refuse(row.cells) if known.refuse else "")
        cells = known.adapt(dict(row.cells)) if known.adapt else row.cells
        yield Row(row.number, cells, refused)


def _scan(path: Path, limit: int) -> Scanned:
    """The bytes of a file.

    Raises:
        BringError: it is no file, or empty, or too large.
    """
    if not path.is_file():
        raise BringError(f"{path.name} is neither a file nor a folder.", "Bring a file.")
    size = path.stat().st_size
    if size > limit:
        message = f"{path.name} has {size / 1e6:,.1f} MB, and may have {limit / 1e6:g}."
        raise BringError(message, "Divide it, or leave out columns that the timeline does not need.")
    if not size:
        raise BringError(f"{path.name} is empty.", "Bring a file with a header and rows.")
    return scan(path)


def _read(file: Scanned, reading: Mapping[str, str], form: str) -> Table:
    """What the reader finds that the first bytes of the file ask for.

    Raises:
        BringError: no reader takes it, or it is damaged.
    """
    path, head = file.path, file.head
    if head.startswith(b"PAR1"):
        return read_parquet(file, reading)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(file, reading)
    for mark, kind, advice in _FOREIGN:
        if head.startswith(mark):
            raise BringError(f"{path.name} is {kind}, which cannot be read.", advice)
    ending = path.suffix.lower()
    if ending in _BINARY:
        message = f"{path.name} ends in {ending}, and what is in it is none of that kind."
        raise BringError(message, "It may have been cut off or renamed: save it anew, or give it its right name.")
    return _read_text(file, reading, form)


def _read_zip(file: Scanned, reading: Mapping[str, str]) -> Table:
    path = file.path
    with damaged(path.name, "a workbook or a zip", "Send or save it anew."), zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return read_workbook(file, reading)
    if all(f"{name}.csv" in names for name in NEEDED):
        return read_export(CsvTables(path), {})
    if all(f"{name}.parquet" in names for name in NEEDED):
        return read_export(ParquetTables(path), {})
    if "content.xml" in names:
        raise BringError(f"{path.name} is a document of OpenOffice, which cannot be read.", "Save it as .xlsx or CSV.")
    raise BringError(f"{path.name} is a zip, and no workbook or export of ours.", "Unpack it, and bring what is in it.")


def _read_text(file: Scanned, reading: Mapping[str, str], form: str) -> Table:
    encoding = find_encoding(file, reading)
    head = file.head.decode(encoding, "ignore").removeprefix(MARK)
    if _MARKUP.match(head):
        raise BringError(f"{file.path.name} is a web page or XML, which cannot be read.", "Export it as CSV or JSON.")
    if form in TABLES and form != "json" and not head.lstrip().startswith(("{", "[")):
        return read_delimited(file, reading)
    if head.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return read_calendar(file, reading)
    if head.lstrip().startswith(("{", "[")):
        is_lines = are_json_lines(file.path, encoding)
        return read_json_lines(file, reading) if is_lines else read_json(file, reading, form)
    if _RIS.match(head):
        return read_ris(file, reading)
    return read_bibtex(file, reading) if _BIBTEX.search(head) else read_delimited(file, reading)
