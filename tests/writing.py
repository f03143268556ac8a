"""Small collections for tests: written to a folder as an editor would write them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from timeline.collection.copies import COPIED, Visit

ACTORS: list[dict[str, Any]] = [
    {"id": "alpha", "name": "Alpha", "kind": "state", "aliases": ["Альфа"]},
    {"id": "alpha-army", "name": "Army of Alpha", "kind": "organisation", "member_of": "alpha"},
    {"id": "anna", "name": "Anna Łęcka", "kind": "person", "member_of": "alpha-army"},
    {"id": "andrei", "name": "Andrei", "kind": "person", "member_of": "alpha"},
    {"id": "beta", "name": "Beta", "kind": "state"},
    {"id": "boris", "name": "Boris", "kind": "person", "member_of": "beta"},
    {"id": "gamma", "name": "Gamma", "kind": "state"},
]
THEMES = [{"id": "talks", "name": "Talks"}, {"id": "strikes", "name": "Strikes"}]
PUBLISHERS: list[dict[str, Any]] = [
    {"id": "first-wire", "name": "First Wire", "control": "private"},
    {"id": "second-wire", "name": "Second Wire", "control": "private"},
    {"id": "public-radio", "name": "Public Radio", "control": "public-service"},
    {"id": "alpha-tv", "name": "Alpha TV", "control": "state-run", "controlled_by": "alpha"},
    {
        "id": "alpha-army-news",
        "name": "Alpha Army News",
        "control": "official",
        "controlled_by": "alpha-army",
    },
    {"id": "beta-gazette", "name": "Beta Gazette", "control": "official", "controlled_by": "beta"},
    {
        "id": "digest",
        "name": "Digest",
        "control": "private",
        "weak": "true",
        "weak_because": "retells others",
    },
    {
        "id": "alpha-digest",
        "name": "Alpha Digest",
        "control": "state-run",
        "controlled_by": "alpha",
        "weak": "true",
    },
    {"id": "valley-post", "name": "Valley Post", "control": "unknown"},
    {"id": "hill-post", "name": "Hill Post", "control": "unknown"},
]


def source(publisher: str = "First Wire", name: str = "one", **fields: Any) -> dict[str, Any]:
    """A source entry whose url follows from its name."""
    given = {
        "publisher": publisher,
        "title": f"Document {name}",
        "url": f"https://example.org/{name}",
        "published": "2026-02-03",
        "language": "en",
        "kind": "press",
    }
    return {key: value for key, value in (given | fields).items() if value is not None}


def event(**fields: Any) -> dict[str, Any]:
    """An event with every required field; pass a field to change it, None to leave it out."""
    given = {
        "title": "Alpha and Beta meet",
        "when": "2026-02-03",
        "actors": ["alpha", "beta"],
        "themes": ["talks"],
        "sources": {"one": source()},
        "summary": "They met.",
    }
    return {key: value for key, value in (given | fields).items() if value is not None}


def claim(
    *positions: tuple[Any, ...], text: str = "The sides agreed.", sought: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """A claim from (actor, stance[, date[, source[, note[, further sources]]]]) rows, and perhaps searches."""
    rows = []
    for actor, stance, *rest in positions:
        when, document, note, further = (*rest, *("", "one", "", [])[len(rest) :])
        row = {"actor": actor, "stance": stance, "date": when, "source": document, "note": note}
        row["further_sources"] = further
        rows.append({name: value for name, value in row.items() if value})
    return {"text": text, "positions": rows} | ({"sought": sought} if sought else {})


def write_collection(
    folder: Path,
    events: dict[str, dict[str, Any] | str],
    **lists: list[dict[str, Any]] | dict[str, Any] | str | None,
) -> Path:
    """Writes a collection; a list given as None is left out, one given as text is written as it is."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    for name, fields in events.items():
        (folder / "events" / f"{name}.md").write_text(fields if isinstance(fields, str) else event_text(fields))
    given: dict[str, Any] = {
        "actors": ACTORS,
        "themes": THEMES,
        "publishers": PUBLISHERS,
        "collection": {"title": "Test"},
    }
    for name, value in (given | lists).items():
        if isinstance(value, str):
            (folder / f"{name}.yaml").write_text(value)
        elif value is not None:
            content = value if isinstance(value, dict) else {name: value}
            (folder / f"{name}.yaml").write_text(dump(content))
    return folder


def event_text(fields: dict[str, Any]) -> str:
    """The text of an event's file."""
    front = {key: value for key, value in fields.items() if key != "summary"}
    return f"---\n{dump(front)}---\n\n{fields.get('summary', '')}\n"


def write_copies(folder: Path, *visits: Visit) -> Path:
    """Writes the index of copies of a collection."""
    (folder / "archive").mkdir(exist_ok=True)
    with (folder / "archive/index.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([Visit._fields, *visits])
    return folder


def copy_of(url: str, day: str = "2026-03-03", text: str = "1" * 64) -> Visit:
    """A visit that gave a copy, whose hash is that of its text."""
    return Visit(url, f"{day}T09:00:00Z", COPIED, "200", sha256=text, text_sha256=text, text_by="trafilatura 2")


class _Plain(yaml.SafeDumper):
    """Writes a value out each time it occurs: the reader takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(value: Any) -> str:
    """YAML in the order given."""
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=1000)


Sheets = dict[str, list[dict[str, Any]]]
SHEET_COLUMNS = {
    "events": (
        "id", "title", "when", "when_text", "place", "country", "lat", "lon", "actors", "themes", "tags", "key",
        "summary", "note",
        "extra", "draft", "from_import", "from_row", "sources", "sources_for_positions",
        "drones", "missiles", "intercepted", "figures_by",
    ),
    "sources": ("id", "publisher", "via", "citing", "title", "url", "published", "language", "kind", "archived"),
    "citations": ("event", "source", "citing"),
    "claims": ("id", "event", "text", "also"),
    "positions": ("claim", "actor", "stance", "date", "source", "further_sources", "note"),
    "searches": ("claim", "date", "found", "by", "note"),
    "links": ("event", "to", "relation"),
}  # fmt: skip
_ID_LISTS = ("actors", "themes", "tags", "sources", "sources_for_positions", "further_sources", "also")


def sheets_of(events: dict[str, dict[str, Any]]) -> Sheets:
    """Events as the rows of a large collection; a source id that two of them use is one row.

    A claim that an event names as another's is named by that claim, in its column ``also``.
    """
    sheets: Sheets = {name: [] for name in SHEET_COLUMNS}
    sources: dict[str, dict[str, Any]] = {}
    also: dict[str, list[str]] = {}
    for name, fields in events.items():
        place, figures = fields.get("place", {}), fields.get("figures", {})
        row = {"id": name, **fields, "place": place.get("name"), **{k: place.get(k) for k in ("country", "lat", "lon")}}
        row |= {("figures_by" if key == "by" else key): value for key, value in figures.items()}
        row["extra"] = json.dumps(fields["extra"], ensure_ascii=False) if "extra" in fields else None
        row |= {f"from_{part}": value for part, value in fields.get("from", {}).items()}
        for column, cited_for in (("sources", "event"), ("sources_for_positions", "positions")):
            documents = fields["sources"].items()
            row[column] = [local for local, s in documents if s.get("cited_for", "event") == cited_for]
        sheets["events"].append(row)
        sources |= {local: {"id": local, **described} for local, described in fields["sources"].items()}
        for number, told in enumerate(fields.get("claims", []), start=1):
            if "same" in told:
                also.setdefault(told["same"], []).append(f"{name}#{number}")
                continue
            sheets["claims"].append({"id": f"{name}#{number}", "event": name, "text": told.get("text")})
            sheets["positions"] += [{"claim": f"{name}#{number}", **position} for position in told["positions"]]
            sheets["searches"] += [{"claim": f"{name}#{number}", **search} for search in told.get("sought", [])]
        sheets["links"] += [{"event": name, **link} for link in fields.get("links", [])]
    sheets["sources"] = list(sources.values())
    sheets["claims"] = [row | {"also": also.get(row["id"])} for row in sheets["claims"]]
    return {
        name: [{column: row.get(column) for column in SHEET_COLUMNS[name]} for row in rows]
        for name, rows in sheets.items()
    }


def write_sheets(folder: Path, sheets: Sheets, ending: str = ".parquet", **lists: Any) -> Path:
    """Writes a large collection with the usual actors, themes and publishers; tables without rows are left out."""
    write_collection(folder, {}, **lists)
    (folder / "events").rmdir()
    for name, rows in sheets.items():
        if not rows and name != "events":
            continue
        if ending == ".parquet":
            columns = {column: [row[column] for row in rows] for column in SHEET_COLUMNS[name]}
            kinds = {column: pa.list_(pa.string()) if column in _ID_LISTS else pa.string() for column in columns}
            arrays = [pa.array(map(_cell, values), kinds[column]) for column, values in columns.items()]
            pq.write_table(pa.Table.from_arrays(arrays, list(columns)), folder / f"{name}.parquet")
            continue
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, SHEET_COLUMNS[name])
            writer.writeheader()
            writer.writerows({k: " ".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows)
    return folder


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, list) else str(value)
