"""A view as CSV: a zip of one file a table, with a README that says what is in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from timeline.collection.about import declare
from timeline.collection.tables import TUPLE, About
from timeline.exchange.json_rows import dump_json
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_tables import Head, day_text, head_file, select_tables, table_columns
from timeline.query.record import View

# What a spreadsheet may take for a formula, in full width too, even after white space and marks that are not seen.
# An apostrophe in front counts too, so that taking one away gives every text back.
_FORMULA = re.compile(r"'*[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|'* *[\t\n]")
_PARTS = re.compile(r"\\(.)|(\|)|([^\\|]+)", re.DOTALL)
"""Of a list in a cell: a sign with a backslash before it, the end of an item, or plain text."""
_STAMP = (1980, 1, 1, 0, 0, 0)
COLLECTION = "collection.json"

HOW_TO_READ = """\
Each table is a CSV file in UTF-8: comma-separated, headings in the first row, an empty cell where nothing is known.
Dates are YYYY-MM-DD; "when" and "published" are EDTF, as precise as the sources allow (2026-02 is a month).
Lists are separated by "|"; a "|" or "\\" inside an item has a "\\" before it.
A text that a spreadsheet could run as a formula has an apostrophe before it: a text that begins with any number of
apostrophes followed by = + - or @. Remove one apostrophe to get the text itself.
"""


def write_csv(view: View, base_url: str = "") -> bytes:
    """The view's tables as a zip of CSV files; equal views give equal bytes.

    Args:
        view: what is written.
        base_url: address of the dashboard, for the README.
    """
    tables, columns = select_tables(view), table_columns(view.record.about)
    files = {f"{name}.csv": _csv(table, columns[name]) for name, table in tables.items()}
    readme = describe_tables(view, head_file(view, base_url), tables, ".csv", HOW_TO_READ)
    return pack({"README.txt": readme.encode()} | files | collection_file(view.record.about))


def collection_file(about: About) -> dict[str, bytes]:
    """The file of a zip in which the collection says what it says of itself."""
    return {COLLECTION: dump_json(declare(about))}


def describe_tables(view: View, head: Head, tables: Mapping[str, pd.DataFrame], suffix: str, how_to_read: str) -> str:
    """The README of a zip of tables: what it shows, how to read it, and every column."""
    parts = [*head.lines()]
    series = view.record.about.series
    if series and head.series_credit and len(tables[series.name]):
        parts.append(f"{series.days}: {head.series_credit}")
    parts += ["", how_to_read.rstrip("\n"), f"{COLLECTION} holds what the whole collection says of itself."]
    for name, columns in table_columns(view.record.about).items():
        parts += ["", f"{name}{suffix}: {len(tables[name]):,} rows"]
        parts += [f"  {column}: {meaning}" if meaning else f"  {column}" for column, (_, meaning) in columns.items()]
    return "\n".join(parts) + "\n"


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip that is the same whenever it is made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def defuse(text: str) -> str:
    """The text as a cell that no spreadsheet runs.

    >>> defuse("=1+1"), defuse("a = b"), defuse("'=1+1")
    ("'=1+1", 'a = b', "''=1+1")
    """
    cleaned = clean_lines(text)
    return f"'{cleaned}" if _FORMULA.match(cleaned) else cleaned


def undefuse(cell: str) -> str:
    """The text that :func:`defuse` made a cell of.

    >>> undefuse("'=1+1"), undefuse("''=1+1"), undefuse("'We won't', he said")
    ('=1+1', "'=1+1", "'We won't', he said")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def join_items(items: Iterable[str]) -> str:
    r"""A list in one cell.

    >>> join_items(["a", "b|c"])
    'a|b\\|c'
    """
    return "|".join(item.replace("\\", "\\\\").replace("|", "\\|") for item in items)


def split_items(cell: str) -> list[str]:
    r"""The list that :func:`join_items` made a cell of; none of an empty one.

    >>> split_items('a|b\\|c')
    ['a', 'b|c']
    """
    items = [""] if cell else []
    for escaped, bar, plain in _PARTS.findall(cell):
        if bar:
            items.append("")
        else:
            items[-1] += escaped or plain
    return items


def _csv(table: pd.DataFrame, columns: Mapping[str, tuple[str, str]]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    cells = [_cells(table[name], kind) for name, (kind, _) in columns.items()]
    writer.writerows(zip(*cells, strict=True))
    # with the mark, Excel reads UTF-8
    return target.getvalue().encode("utf-8-sig")


def _cells(column: pd.Series, kind: str) -> list[Any]:
    if kind == TUPLE:
        return [defuse(join_items(items)) for items in column]
    if kind.startswith("datetime"):
        return [day_text(day) for day in column.to_numpy()]
    if kind == "str":
        return [defuse(text) for text in column]
    return ["" if pd.isna(value) else value for value in column]
