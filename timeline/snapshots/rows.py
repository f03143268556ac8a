"""Tables to rows of plain values and back: what is not known is left out of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.english import iso_day
from timeline.collection.table_builder import build_table
from timeline.collection.tables import COUNT, DAY, FLAG, FLOAT, TEXT, TUPLE

Row = dict[str, Any]
_DAY = re.compile(r"-?\d{4}-\d{2}-\d{2}", re.ASCII)


def rows_from(table: pd.DataFrame, columns: Mapping[str, tuple[str, str]]) -> list[Row]:
    """The rows of a table as JSON holds them.

    Text, booleans, integers and decimals stay what they are, lists are lists, days are YYYY-MM-DD; "", empty
    lists, false and unknown values are left out.
    """
    rows: list[Row] = [{} for _ in range(len(table))]
    for name, (kind, _) in columns.items():
        for row, value in zip(rows, _PLAIN[kind](table[name]), strict=True):
            if value is not None:
                row[name] = value
    return rows


def table_from(rows: list[Row], columns: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """The table again; columns that this version does not know are passed over.

    Raises:
        ValueError: a row is no object, or a value is not of its column's type.
    """
    read: list[Row] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise ValueError(f"row {number} is not an object")  # noqa: TRY004  (a fault of the text, not of the caller)
        read.append({name: _value(row[name], kind, number, name) for name, (kind, _) in columns.items() if name in row})
    return build_table(read, columns)


def _texts(column: pd.Series) -> list[str | None]:
    return [str(value) or None for value in column]


def _lists(column: pd.Series) -> list[list[str] | None]:
    return [[str(item) for item in value] or None for value in column]


def _days(column: pd.Series) -> list[str | None]:
    return [None if np.isnat(day) else iso_day(day) for day in column.to_numpy().astype("datetime64[D]")]


def _flags(column: pd.Series) -> list[bool | None]:
    return [True if value else None for value in column]


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def _counts(column: pd.Series) -> list[int | None]:
    return [None if pd.isna(value) else int(value) for value in column]


_PLAIN: Mapping[str, Callable[[pd.Series], list[Any]]] = {
    TEXT: _texts,
    TUPLE: _lists,
    DAY: _days,
    FLAG: _flags,
    FLOAT: _numbers,
    COUNT: _counts,
}


def _value(value: Any, kind: str, number: int, name: str) -> Any:
    if not _fits(value, kind):
        raise ValueError(f"row {number}: {name} is {value!r:.60}, which is not a {_NAMES[kind]}")
    return np.datetime64(value, "s") if kind == DAY else value


_NAMES = {TEXT: "text", TUPLE: "list of texts", DAY: "day", FLAG: "boolean", FLOAT: "number", COUNT: "count"}


def _fits(value: Any, kind: str) -> bool:
    if kind == TUPLE:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == FLAG:
        return isinstance(value, bool)
    if kind == FLOAT:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind == COUNT:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, str) and (kind == TEXT or _is_day(value))


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        return not np.isnat(np.datetime64(text, "D"))
    except ValueError:
        return False
