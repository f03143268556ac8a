"""The prepared form of a large collection: graded tables and index in ``.cache/``, mapped at the next start.

The folder's name is a hash of every file of the collection and of the code that prepares it, so it never holds
an old answer; deleting it costs one slow start. It is written under another name and renamed when it is whole:
of two servers that start at once, each reads a whole one.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyroaring import BitMap

import timeline.collection
import timeline.evidence
import timeline.query
from timeline.collection.arrow_text import arrow_text
from timeline.collection.columnar import COLUMNS
from timeline.collection.problems import Problem
from timeline.collection.table_files import map_arrays, read_table, whole, write_arrays, write_table
from timeline.collection.tables import About, Tables
from timeline.query.details import DETAIL_ARRAYS, DetailIndex
from timeline.query.index import Facet, FacetIndex
from timeline.query.row_numbers import RowNumbers
from timeline.query.search import TextIndex

FOLDER = ".cache"
_LISTS = ("collection", "actors", "themes", "publishers", "coverage", "corrections", "topics")
_FILES = (*(f"{name}.yaml" for name in _LISTS), "strikes.csv")
_LARGE = tuple(f"{name}{ending}" for name in COLUMNS for ending in (".parquet", ".csv"))
_STALE_SECONDS = 3600


@dataclass(frozen=True)
class Prepared:
    """What a start needs."""

    tables: Tables
    index: FacetIndex
    facet_values: Mapping[str, Sequence[str]]
    rows: RowNumbers
    details: DetailIndex


def prepared_path(path: Path) -> Path:
    """Where the prepared form of a collection lies, as its files and this code are now."""
    seal = hashlib.sha256(_code().encode())
    for name in sorted((*_FILES, *_LARGE)):
        with contextlib.suppress(OSError), (path / name).open("rb") as stream:
            seal.update(f"{name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    seal.update(f"events/ {(path / 'events').is_dir()}".encode())
    return path / FOLDER / f"prepared-{seal.hexdigest()[:32]}"


def _code() -> str:
    """A hash of everything that decides what a prepared form holds."""
    seal = hashlib.sha256(f"{pd.__version__} {pa.__version__}".encode())
    folders = [Path(place) for module in (timeline.collection, timeline.query) for place in module.__path__]
    files = [file for folder in folders for file in folder.glob("*.py")] + [Path(str(timeline.evidence.__file__))]
    for file in sorted(files):
        seal.update(file.read_bytes())
    return seal.hexdigest()


def load_prepared(place: Path) -> Prepared | None:
    """The prepared form in a folder; None where there is none that can be read."""
    if not place.is_dir():
        return None
    try:
        return _load(place)
    except (OSError, ValueError, KeyError, TypeError, EOFError, pa.ArrowException):
        shutil.rmtree(place, ignore_errors=True)
        return None


def save_prepared(place: Path, prepared: Prepared) -> bool:
    """Writes the prepared form, if the folder can be written; older ones are removed."""
    try:
        place.parent.mkdir(exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=place.parent))
        draft.chmod(0o755)  # another user's server may read it
    except OSError:
        return False
    try:
        _save(draft, prepared)
        draft.rename(place)
    except OSError:  # no room, or another server was quicker
        shutil.rmtree(draft, ignore_errors=True)
        return place.is_dir()
    _remove_others(place)
    return True


def _remove_others(place: Path) -> None:
    """Removes other prepared forms, and drafts that nobody can still be writing."""
    for other in place.parent.iterdir():
        with contextlib.suppress(OSError):
            old = time.time() - other.stat().st_mtime > _STALE_SECONDS
            if other != place and (other.name.startswith("prepared-") or (other.name.startswith("draft-") and old)):
                shutil.rmtree(other, ignore_errors=True)


def _frames() -> list[str]:
    """Names of the tables; the sources first, for the events' lists are over their ids."""
    names = [field.name for field in fields(Tables) if "DataFrame" in str(field.type)]
    return sorted(names, key=lambda name: name != "sources")


def _save(place: Path, prepared: Prepared) -> None:
    tables, index = prepared.tables, prepared.index
    source_ids = arrow_text(tables.sources["id"])
    for name in _frames():
        write_table(getattr(tables, name), place / f"{name}.arrow", source_ids)
    words, bounds, rows, total = index.text.arrays
    write_arrays(place / "words.arrow", {"words": words})
    arrays = {"word_bounds": bounds, "word_rows": rows, "starts": index.starts, "ends": index.ends}
    for name, facet in index.facets.items():
        parts = [bitmap.serialize() for bitmap in facet.bitmaps]
        arrays |= {f"{name}_bounds": facet.bounds, f"{name}_codes": facet.codes}
        arrays[f"{name}_bitmaps"] = np.frombuffer(b"".join(parts), dtype=np.uint8)
        arrays[f"{name}_places"] = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
    for name, array in (arrays | prepared.details.arrays | {"order": prepared.rows.order}).items():
        np.save(place / f"{name}.npy", array)
    meta = {
        "about": dataclasses.asdict(tables.about),
        "problems": [dataclasses.asdict(problem) for problem in tables.problems],
        "version": tables.version,
        "events_left_out": tables.events_left_out,
        "facet_values": {name: list(values) for name, values in prepared.facet_values.items()},
        "total": total,
    }
    (place / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def _load(place: Path) -> Prepared:
    meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
    sources = read_table(place / "sources.arrow")
    ids = arrow_text(sources["id"])
    frames: dict[str, Any] = {name: read_table(place / f"{name}.arrow", ids) for name in _frames()[1:]}
    about = About(**(meta["about"] | {"maintainers": tuple(meta["about"]["maintainers"])}))
    problems = tuple(Problem(**problem) for problem in meta["problems"])
    told = {"version": meta["version"], "events_left_out": meta["events_left_out"]}
    tables = Tables(**frames, sources=sources, about=about, problems=problems, **told)
    words = whole(map_arrays(place / "words.arrow")["words"])
    text = TextIndex.from_arrays(words, _array(place, "word_bounds"), _array(place, "word_rows"), meta["total"])
    values = {name: tuple(found) for name, found in meta["facet_values"].items()}
    facets = {name: _facet(place, name, found) for name, found in values.items()}
    index = FacetIndex(facets, _array(place, "starts"), _array(place, "ends"), text)
    rows = RowNumbers(arrow_text(tables.events["id"]), _array(place, "order"))
    details = DetailIndex(tables, rows, {name: _array(place, name) for name in DETAIL_ARRAYS})
    return Prepared(tables, index, values, rows, details)


def _facet(place: Path, name: str, values: Sequence[str]) -> Facet:
    blob, places = _array(place, f"{name}_bitmaps"), _array(place, f"{name}_places").tolist()
    bitmaps = [BitMap.deserialize(blob[a:b].tobytes()) for a, b in pairwise(places)]
    return Facet(values, _array(place, f"{name}_bounds"), _array(place, f"{name}_codes"), bitmaps)


def _array(place: Path, name: str) -> np.ndarray:
    path = place / f"{name}.npy"
    found: np.ndarray = np.asarray(np.load(path, mmap_mode="r"))
    return found
