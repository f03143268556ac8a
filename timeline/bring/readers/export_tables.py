"""The tables of our own exports, whichever of the three forms they have: a zip of CSV or Parquet files, or JSON."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import check_columns, check_zip, reading
from timeline.bring.readers.cells import text_of
from timeline.bring.readers.json_text import JsonText
from timeline.bring.readers.parquet import check_columns_of, parquet_rows
from timeline.bring.readers.text import read_text
from timeline.collection.tables import FLAG, FLOAT, TABLES, TUPLE
from timeline.exchange.csv_tables import COLLECTION, split_items, undefuse

ABOUT = "about"
_MOST_SAID = 5_000_000
"""Bytes of what a collection says of itself."""
NEEDED = ("events", "claims", "positions", "sources", "actors", "themes", "publishers")
"""Tables that every export has."""
TableRow = dict[str, Any]
"""Texts by column, in columns of lists lists of texts."""
EXPORT_ANEW = "Export it anew."


class ExportTables(Protocol):
    """What an export holds.

    Attributes:
        name: of the file.
    """

    name: str

    def names(self) -> tuple[str, ...]:
        """Of its tables."""

    def columns(self, table: str) -> dict[str, str]:
        """The columns of a table, each with its meaning where the export gives it."""

    def rows(self, table: str) -> Iterator[TableRow]:
        """The rows of a table, none where the export lacks it."""

    def about(self) -> dict[str, Any]:
        """What it says of itself: ``title``, ``licence`` and the like, ``collection`` unless it is an older one."""


class JsonTables:
    """An export as JSON.

    Args:
        path: the file.
        encoding: of its text.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self.name, self._path, self._encoding = path.name, path, encoding
        self._lists = {listed.path: listed.at for listed in self._text().lists()}

    def _text(self) -> JsonText:
        return JsonText(self._path.name, read_text(self._path, self._encoding))

    def names(self) -> tuple[str, ...]:
        """As :class:`ExportTables`."""
        return tuple(name for name in self._lists if "." not in name)

    def columns(self, table: str) -> dict[str, str]:
        """As :class:`ExportTables`."""
        return dict.fromkeys(next(self.rows(table), {}), "")

    def rows(self, table: str) -> Iterator[TableRow]:
        """As :class:`ExportTables`."""
        at = self._lists.get(table)
        items = self._text().items(at) if at is not None else iter(())
        return (_typed(table, item) for item in items if isinstance(item, dict))

    def about(self) -> dict[str, Any]:
        """As :class:`ExportTables`."""
        text = self._text()
        found = re.compile(r'\s*\{\s*"about"\s*:\s*').match(text.text)
        value = text.value(found.end())[0] if found else {}
        return value if isinstance(value, dict) else {}


class CsvTables:
    """An export as a zip of CSV files."""

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        check_zip(path)

    def names(self) -> tuple[str, ...]:
        """As :class:`ExportTables`."""
        return _members(self._path, ".csv")

    def columns(self, table: str) -> dict[str, str]:
        """As :class:`ExportTables`."""
        told = _meanings(_readme(self._path), table)
        names = next(self._lines(table), [])
        check_columns(f"{table}.csv", names)
        return {name: told.get(name, "") for name in names}

    def rows(self, table: str) -> Iterator[TableRow]:
        """As :class:`ExportTables`.

        Raises:
            BringError: a row has other cells than the header.
        """
        lines = self._lines(table)
        names = next(lines, [])
        lists = {name for name, (kind, _) in TABLES.get(table, {}).items() if kind == TUPLE}
        for number, cells in enumerate(lines, start=1):
            if len(cells) != len(names):
                raise BringError(f"Row {number:,} of {table}.csv has not as many cells as its header.", EXPORT_ANEW)
            texts = zip(names, map(undefuse, cells), strict=True)
            yield _typed(table, {name: split_items(text) if name in lists else text for name, text in texts})

    def _lines(self, table: str) -> Iterator[list[str]]:
        if table not in self.names():
            return
        with (
            reading(self._path.name, "an export", EXPORT_ANEW),
            zipfile.ZipFile(self._path) as archive,
            archive.open(f"{table}.csv") as raw,
            io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as stream,
        ):
            try:
                yield from csv.reader(stream, strict=True)
            except csv.Error as error:
                raise BringError(f"{table}.csv in {self._path.name} cannot be read ({error}).", EXPORT_ANEW) from error

    def about(self) -> dict[str, Any]:
        """As :class:`ExportTables`; the README has no more than this."""
        lines = _readme(self._path).partition("\n\n")[0].split("\n")
        told = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        told |= {"Filter": ""} if told.get("Filter") == "(none)" else {}
        found: dict[str, Any] = {"title": lines[0]} | {
            field: told[name] for name, field in (("Shows", "in_words"), ("Filter", "filter")) if name in told
        }
        licence = "" if told.get("Licence") == "none is given" else told.get("Licence", "")
        name, _, url = licence.rpartition(" ")
        found["licence"], found["licence_url"] = (name, url) if url.startswith("http") and name else (licence, "")
        # names may have commas of their own, so they are not taken apart
        found |= {"maintainers": [told["Maintainers"]]} if "Maintainers" in told else {}
        return found | {"collection": _collection(self._path)}


class ParquetTables:
    """An export as a zip of Parquet files."""

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        check_zip(path)
        self._columns: dict[str, tuple[str, ...]] = {}
        for table in self.names():
            with self._member(table) as member:
                self._columns[table] = check_columns_of(member)

    def names(self) -> tuple[str, ...]:
        """As :class:`ExportTables`."""
        return _members(self._path, ".parquet")

    def columns(self, table: str) -> dict[str, str]:
        """As :class:`ExportTables`."""
        told = _meanings(_readme(self._path), table)
        return {name: told.get(name, "") for name in self._columns.get(table, ())}

    def rows(self, table: str) -> Iterator[TableRow]:
        """As :class:`ExportTables`."""
        if table not in self.names():
            return
        with self._member(table) as path:
            for row in parquet_rows(path):
                yield _typed(table, {name: text_of(value) for name, value in row.items()})

    def about(self) -> dict[str, Any]:
        """As :class:`ExportTables`."""
        import pyarrow.parquet as pq

        with self._member("events") as path, reading(self._path.name, "an export", EXPORT_ANEW):
            told = json.loads((pq.read_schema(path).metadata or {}).get(ABOUT.encode(), b"{}"))
        return (told if isinstance(told, dict) else {}) | {"collection": _collection(self._path)}

    @contextlib.contextmanager
    def _member(self, table: str) -> Iterator[Path]:
        """One table as a file, for Parquet is read from its end."""
        with tempfile.TemporaryDirectory() as folder, reading(self._path.name, "an export", EXPORT_ANEW):
            with zipfile.ZipFile(self._path) as archive:
                path = Path(folder) / f"{table}.parquet"
                path.write_bytes(archive.read(path.name))
            yield path


def _members(path: Path, ending: str) -> tuple[str, ...]:
    with reading(path.name, "an export", EXPORT_ANEW), zipfile.ZipFile(path) as archive:
        return tuple(name.removesuffix(ending) for name in archive.namelist() if name.endswith(ending))


def _readme(path: Path) -> str:
    with reading(path.name, "an export", EXPORT_ANEW), zipfile.ZipFile(path) as archive:
        return archive.read("README.txt").decode()


def _collection(path: Path) -> Any:
    """What the collection says of itself; nothing in an older export.

    Raises:
        BringError: it is damaged, or says far too much.
    """
    with reading(path.name, "an export", EXPORT_ANEW), zipfile.ZipFile(path) as archive:
        if COLLECTION not in archive.namelist():
            return {}
        if archive.getinfo(COLLECTION).file_size > _MOST_SAID:
            raise BringError(f"{COLLECTION} in {path.name} is larger than {_MOST_SAID / 1e6:g} MB.", EXPORT_ANEW)
        return json.loads(archive.read(COLLECTION))


def _meanings(readme: str, table: str) -> dict[str, str]:
    """The columns of a table with their meanings, as a README lists them."""
    found = re.search(rf"^{re.escape(table)}\.\w+: [\d,]+ rows\n((?:  .*\n)*)", readme, re.MULTILINE)
    lines = found[1].splitlines() if found else []
    pairs = (line.strip().partition(": ") for line in lines)
    return {name: meaning for name, _, meaning in pairs}


def _typed(table: str, row: TableRow) -> TableRow:
    """A row with numbers and yes or no as a file would write them."""
    for name, (kind, _) in TABLES.get(table, {}).items():
        if kind == FLAG and name in row:
            row[name] = str(row[name]).lower()
        elif kind == FLOAT and name in row:
            row[name] = str(row[name]).removesuffix(".0")
    return row
