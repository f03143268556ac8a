"""Events to the tables of a large collection, beside what these hold already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from timeline.bring.known import Known, Value
from timeline.collection.event_sheets import FORMS
from timeline.collection.extras import pack_extra
from timeline.collection.journal import Write
from timeline.collection.sheet import ENDINGS, as_text

_OWNERS: Mapping[str, str] = {
    "events": "id",
    "sources": "id",
    "claims": "event",
    "positions": "claim",
    "searches": "claim",
    "links": "event",
    "citations": "event",
}
"""The column of each table by which its rows belong to an event or document."""
Rows = dict[str, list[dict[str, Any]]]


def table_files(
    known: Known, events: Mapping[str, Value], documents: Mapping[str, Mapping[str, Any]]
) -> dict[str, bytes | Write | None]:
    """The tables with some events new or written anew; the rows of all others stay as they are.

    Args:
        known: the collection.
        events: by id.
        documents: that no event cites, by id.
    """
    rows = _rows(events, known.events)
    rows["sources"] += [dict(document) for document in documents.values()]
    files: dict[str, bytes | Write | None] = {}
    for name, owner in _OWNERS.items():
        file = _file(known.path, name)
        mine = {row[owner] for row in rows[name]} if name == "sources" else _written_anew(name, events, known.events)
        if rows[name] or (known.path / file).is_file():
            files[file] = partial(_write, known.path / file, name, owner, rows[name], mine)
    return files


def _file(folder: Path, name: str) -> str:
    """The file of a table: the one that is there, or one of the kind that the table of events has."""
    for wanted in (name, "events"):
        for ending in ENDINGS:
            if (folder / f"{wanted}{ending}").is_file():
                return f"{name}{ending}"
    return f"{name}{ENDINGS[0]}"


def _written_anew(table: str, events: Mapping[str, Value], known: Mapping[str, Value]) -> set[str]:
    """The events whose rows of a table are written anew: those of claims say more than an event does (``also``)."""
    if table not in _FIELDS:
        return set(events)
    field = _FIELDS[table]
    return {name for name, value in events.items() if value.get(field) != known.get(name, {}).get(field)}


_FIELDS = {"claims": "claims", "positions": "claims", "searches": "claims", "links": "links"}


def _rows(events: Mapping[str, Value], known: Mapping[str, Value]) -> Rows:
    """Events as rows of the tables."""
    rows: Rows = {name: [] for name in _OWNERS}
    cited, also = dict[str, dict[str, Any]](), dict[str, list[str]]()
    claims, links = _written_anew("claims", events, known), _written_anew("links", events, known)
    for name, value in events.items():
        rows["events"].append(_event_row(name, value))
        for local, source in value["sources"].items():
            document = {field: part for field, part in source.items() if field != "cited_for"}
            first = cited.setdefault(local, {"id": local, **document})
            if document.get("citing", "") != first.get("citing", ""):
                rows["citations"].append({"event": name, "source": local, "citing": document.get("citing", "")})
        if name in claims:
            _add_claims(rows, also, name, value)
        if name in links:
            rows["links"] += [{"event": name, **link} for link in value.get("links", ())]
    rows["sources"] = list(cited.values())
    for claim in rows["claims"]:
        claim["also"] = also.get(claim["id"], [])
    return rows


def _add_claims(rows: Rows, also: dict[str, list[str]], event: str, value: Value) -> None:
    """The claims of an event; those that another event holds are named in the row of that one."""
    for number, claim in enumerate(value.get("claims", ()), 1):
        claim_id = f"{event}#{number}"
        if "same" in claim:
            also.setdefault(claim["same"], []).append(claim_id)
            continue
        rows["claims"].append({"id": claim_id, "event": event, "text": claim["text"]})
        rows["positions"] += [{"claim": claim_id, **position} for position in claim["positions"]]
        rows["searches"] += [{"claim": claim_id, **search} for search in claim.get("sought", ())]


def _event_row(name: str, value: Value) -> dict[str, Any]:
    place, figures = dict(value.get("place", {})), dict(value.get("figures", {}))
    by_use: dict[str, list[str]] = {"event": [], "positions": []}
    for local, source in value["sources"].items():
        by_use[source.get("cited_for", "event")].append(local)
    return {
        "id": name,
        **{field: part for field, part in value.items() if field in FORMS["events"].columns},
        "extra": pack_extra(value.get("extra", {})),
        **{f"from_{field}": part for field, part in value.get("from", {}).items()},
        "place": place.pop("name", ""),
        **place,
        "sources": by_use["event"],
        "sources_for_positions": by_use["positions"],
        "figures_by": figures.pop("by", ""),
        **figures,
    }


def _write(old: Path, name: str, owner: str, rows: Sequence[Mapping[str, Any]], mine: set[str], new: Path) -> None:
    """Writes a table: rows that stay, and each written row in the place of the older one, or at the end."""
    is_csv = old.suffix == ".csv"
    written = _as_table(name, rows)
    if not old.is_file():
        table = written
    else:
        there = _read(old)
        owners = as_text(there.column(owner).combine_chunks())
        owners = pc.replace_substring_regex(owners, "#.*$", "") if owner == "claim" else owners
        first = {str(text): at for at, text in reversed(list(enumerate(owners.to_pylist())))}
        stays = [at for at, text in enumerate(owners.to_pylist()) if text not in mine]
        places = [*stays, *_places(written, owner, first, len(there))]
        table = _joined(there.take(pa.array(stays, pa.int64())), written)
        table = table.take(pc.sort_indices(pa.array(places, pa.int64())))
    if is_csv:
        pyarrow.csv.write_csv(_flat(table), new)
    else:
        pq.write_table(table, new, compression="zstd")


def _places(written: pa.Table, owner: str, first: Mapping[str, int], end: int) -> Iterable[int]:
    for text in written.column(owner).to_pylist():
        yield first.get(str(text).partition("#")[0], end)


def _read(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.read_table(path)
    names = pyarrow.csv.open_csv(path).schema.names
    options = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
    return pyarrow.csv.read_csv(
        path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=options
    )


def _as_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as columns of text, of lists of ids, and of numbers; a column that no row has is not there."""
    form = FORMS[name]
    names = dict.fromkeys(column for column in (*form.columns, *(name for row in rows for name in row)))
    columns = {}
    for column in names:
        values = [row.get(column) for row in rows]
        if column in form.required or any(value not in (None, "", []) for value in values):
            is_list = column in form.lists
            columns[column] = pa.array(
                [list(value or ()) if is_list else value or None for value in values],
                pa.list_(pa.string()) if is_list else pa.string(),
            )
    return pa.table(columns)


def _joined(there: pa.Table, written: pa.Table) -> pa.Table:
    """One table of both, with the types of the one that is there."""
    for number, field in enumerate(written.schema):
        if field.name in there.schema.names:
            kind = there.schema.field(field.name).type
            if pa.types.is_list(field.type) and not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
                texts = pc.binary_join(written.column(number).combine_chunks(), " ")
                written = written.set_column(number, field.name, texts.cast(kind))
            elif field.type != kind:
                written = written.set_column(number, field.name, written.column(number).cast(kind))
    return pa.concat_tables([there, written], promote_options="default")


def _flat(table: pa.Table) -> pa.Table:
    """A table without lists, for CSV: ids with a blank between them."""
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = pc.binary_join(table.column(number).combine_chunks(), " ")
            table = table.set_column(number, field.name, texts)
    return table
