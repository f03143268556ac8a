from __future__ import annotations

import csv
import io
import re
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.views import BASE, TEXTS, talks
from timeline.exchange.csv_tables import defuse, join_items, split_items, undefuse, write_csv
from timeline.exchange.json_rows import plain_rows
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_tables import select_tables, table_columns

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheets act on at the start of a cell."""


def read(content: bytes) -> dict[str, pd.DataFrame]:
    """Every table as pandas reads it, all cells as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".csv"): pd.read_csv(archive.open(name), dtype="str", keep_default_na=False)
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def unfuse(cell: str) -> str:
    """A text as the README says that it is had back."""
    return (
        cell[1:]
        if cell.startswith("'") and re.match(r"[\s\u200b]*[=+\-@＝＋－＠]| *[\t\n]", cell.lstrip("'"))
        else cell
    )


def split(cell: str) -> list[str]:
    """A list as the README says that it is had back."""
    items = re.findall(r"((?:[^\\|]|\\.)*)(\||$)", cell, re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item, _ in items[: cell_count(items)]] if cell else []


def cell_count(items: list[tuple[str, str]]) -> int:
    return next(number for number, (_, end) in enumerate(items, 1) if end == "")


def as_text(value: object) -> str:
    if value is None:
        return ""
    return clean_lines(value) if isinstance(value, str) else str(value)


def check(view) -> None:
    tables = read(write_csv(view))
    assert list(tables) == list(table_columns(view.record.about))
    for name, table in select_tables(view).items():
        found = tables[name]
        assert list(found.columns) == list(table.columns)
        for given_row, row in zip(plain_rows(table), found.to_dict("records"), strict=True):
            for column, value in given_row.items():
                if isinstance(value, list):
                    assert split(unfuse(row[column])) == [clean_lines(item) for item in value]
                else:
                    assert unfuse(row[column]) == as_text(value)


def test_pandas_reads_what_was_written(real_view):
    check(real_view)


def test_hostile_texts_come_back_whole(hostile_view):
    check(hostile_view)


def test_hostile_texts_run_in_no_spreadsheet(hostile_view):
    for name, table in read(write_csv(hostile_view)).items():
        for column, (kind, _) in table_columns(hostile_view.record.about)[name].items():
            if kind in ("str", "tuple"):
                cells = table[column].str.lstrip(" \u200b\ufeff")
                assert not cells.str.startswith(RUNS).any(), (name, column)


@given(st.text() | st.sampled_from(sorted(TEXTS.values())) | st.text(alphabet="'=+-@\t\n \u200ba"))
def test_any_text_is_defused_and_comes_back(text):
    cell = defuse(text)
    assert not cell.lstrip(" ").startswith(RUNS)
    assert unfuse(cell) == undefuse(cell) == clean_lines(text)
    assert next(csv.reader(io.StringIO(f'"{cell.replace(chr(34), chr(34) * 2)}"', newline=""))) == [cell]


@pytest.mark.parametrize("text", ["'We won't', he said", "a = b", "5 - 3", "", "(=)", "−5 °C"])
def test_an_ordinary_text_stays_as_it_is(text):
    assert defuse(text) == text


@given(st.lists(st.text(alphabet="ab|\\ \n"), min_size=1))
def test_any_list_comes_back(items):
    assert split(join_items(items)) == split_items(join_items(items)) == items or items == [""]


def test_numbers_are_numbers(tmp_path):
    (row,) = [row for row in read(write_csv(talks(tmp_path)))["events"].to_dict("records") if row["lat"]]
    assert (float(row["lat"]), float(row["lon"]), row["source_count"]) == (46.2, 6.15, "1")


def test_the_readme_says_what_it_is(real_view):
    with zipfile.ZipFile(io.BytesIO(write_csv(real_view, BASE))) as archive:
        assert archive.namelist()[0] == "README.txt"
        readme = archive.read("README.txt").decode()
    assert "ODC-BY" in readme  # the strike days have a licence of their own
    for name, columns in table_columns(real_view.record.about).items():
        assert f"\n{name}.csv: " in readme
        assert all(f"\n  {column}" in readme for column in columns)


def test_excel_is_told_the_encoding(tmp_path):
    with zipfile.ZipFile(io.BytesIO(write_csv(talks(tmp_path)))) as archive:
        assert archive.read("events.csv").startswith(b"\xef\xbb\xbfid,")
