"""A view as JSON: its tables as rows, with what the file says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection.about import declare
from timeline.collection.tables import rows_of
from timeline.exchange.view_tables import about_tables, day_of, day_text, head_file, select_tables
from timeline.query.record import View


def write_json(view: View, base_url: str = "") -> bytes:
    """One object: ``about`` and a list of rows for each of ``view_tables.table_columns``.

    ``about.collection`` is what the whole collection says of itself, by the fields of its ``collection.yaml``.

    Days are YYYY-MM-DD, what is unknown is null, lists are lists.

    Args:
        view: what is written.
        base_url: address of the dashboard, for ``about.url``.
    """
    tables = select_tables(view)
    about = about_tables(head_file(view, base_url), tables) | {"collection": declare(view.record.about)}
    return dump_json({"about": about} | {name: plain_rows(table) for name, table in tables.items()})


def dump_json(members: Mapping[str, Any]) -> bytes:
    """An object as our files have it: UTF-8, a line a member, a line an item of its lists; no NaN."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    lines = []
    for name, value in members.items():
        is_long = isinstance(value, list) and value
        text = "[\n" + ",\n".join(map(encode, value)) + "\n]" if is_long else encode(value)
        lines.append(f"{encode(name)}: {text}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as JSON has them."""
    return [{name: plain(value) for name, value in row.items()} for row in rows_of(table)]


def plain(value: Any) -> Any:
    """A cell as JSON has it.

    >>> plain(pd.Timestamp("2026-02-03")), plain(float("nan")), plain(("a", "b"))
    ('2026-02-03', None, ['a', 'b'])
    """
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return day_text(day_of(value))
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
