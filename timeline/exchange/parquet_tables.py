"""A view as Parquet: a zip of one file a table, each of which says of itself what it is."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from timeline.exchange.csv_tables import collection_file, describe_tables, pack
from timeline.exchange.view_tables import about_tables, head_file, select_tables, table_columns
from timeline.query.record import View

_TYPES = MappingProxyType(
    {
        "str": pa.string(),
        "tuple": pa.list_(pa.string()),
        "datetime64[s]": pa.date32(),
        "bool": pa.bool_(),
        "float64": pa.float64(),
        "Int64": pa.int64(),
    }
)

HOW_TO_READ = """\
Each table is a Parquet file. What this README says is in the metadata of each file too, as JSON under the key
"about"; the meaning of a column is in its field's metadata under "meaning".
Days are dates, lists are lists, and what is unknown is null; an unknown text is empty. "when" and "published" are EDTF.
"""


def write_parquet(view: View, base_url: str = "") -> bytes:
    """The view's tables as a zip of Parquet files; equal views give equal bytes.

    Args:
        view: what is written.
        base_url: address of the dashboard, for the metadata.
    """
    tables, head = select_tables(view), head_file(view, base_url)
    about = json.dumps(about_tables(head, tables), ensure_ascii=False)
    columns = table_columns(view.record.about)
    readme = describe_tables(view, head, tables, ".parquet", HOW_TO_READ)
    files = {f"{name}.parquet": _parquet(table, columns[name], about) for name, table in tables.items()}
    return pack({"README.txt": readme.encode()} | files | collection_file(view.record.about))


def _parquet(table: pd.DataFrame, columns: Mapping[str, tuple[str, str]], about: str) -> bytes:
    fields = [pa.field(name, _TYPES[kind], metadata={"meaning": meaning}) for name, (kind, meaning) in columns.items()]
    arrays = [_array(table[name], kind) for name, (kind, _) in columns.items()]
    made = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata={"about": about}))
    target = io.BytesIO()
    pq.write_table(made, target, compression="zstd")
    return target.getvalue()


def _array(column: pd.Series, kind: str) -> pa.Array:
    if kind == "tuple":
        return pa.array([list(items) for items in column], _TYPES[kind])
    if kind.startswith("datetime"):
        days = column.to_numpy().astype("datetime64[D]")
        return pa.array(days, pa.date32())
    return pa.array(column.astype("object").where(column.notna(), None).tolist(), _TYPES[kind])
