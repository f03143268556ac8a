"""The prepared form of a large collection: graded tables and index in ``.cache/``, mapped at the next start.

The folder's name is a hash of every file of the collection and of the code that prepares it, so it never holds
an old answer; deleting it costs one slow start. It is written under another name and renamed when it is whole:
of two servers that start at once, each reads a whole one. Every file has a checksum (``seals``).
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from pyroaring import BitMap

import timeline.collection
import timeline.evidence
import timeline.query
from timeline.collection.arrow_text import arrow_text
from timeline.collection.copies import INDEX
from timeline.collection.event_sheets import FILES
from timeline.collection.problems import Problem
from timeline.collection.table_files import map_arrays, read_table, whole, write_arrays, write_later, write_table
from timeline.collection.tables import TABLES, About, Tables
from timeline.query.details import DETAIL_ARRAYS, DetailIndex
from timeline.query.facet_rows import FacetRows, Groups
from timeline.query.index import FacetIndex
from timeline.query.row_numbers import RowNumbers
from timeline.query.seals import check_files, check_rows, discard, write_seals
from timeline.query.search import TextIndex

AnyTables = TypeVar("AnyTables", bound=Tables)

FOLDER = ".cache"
_LISTS = (
    *("collection", "actors", "themes", "publishers", "documents"),
    *("coverage", "corrections", "topics", "statements"),
)
_FILES = tuple(f"{name}.yaml" for name in _LISTS)
_STALE_SECONDS = 3600
# Columns that are derived when the tables lie in their files already.
_GRADED = {"events": ("support", "contest"), "claims": ("contest",), "positions": ("latest",)}


@dataclass(frozen=True)
class Prepared:
    """What a start needs."""

    tables: Tables
    index: FacetIndex
    rows: RowNumbers
    details: DetailIndex


def prepared_path(path: Path) -> Path:
    """Where the prepared form of a collection lies, as its files and this code are now."""
    seal = hashlib.sha256(_code().encode())
    days = (file.name for file in path.glob("*.csv"))  # the series may have any name
    for name in sorted({*_FILES, *FILES, *days, INDEX}):
        with contextlib.suppress(OSError), (path / name).open("rb") as stream:
            seal.update(f"{name} {hashlib.file_digest(stream, 'sha256').hexdigest()}\n".encode())
    seal.update(f"events/ {(path / 'events').is_dir()}".encode())
    return path / FOLDER / f"prepared-{seal.hexdigest()[:32]}"


def _code() -> str:
    """A hash of everything that decides what a prepared form holds."""
    seal = hashlib.sha256(f"{pd.__version__} {pa.__version__}".encode())
    folders = [
        Path(place) for module in (timeline.collection, timeline.evidence, timeline.query) for place in module.__path__
    ]
    files = [file for folder in folders for file in folder.glob("*.py")]
    for file in sorted(files):
        seal.update(file.read_bytes())
    return seal.hexdigest()


_TRIES = 3
"""Further readings of an array after a ``SystemError`` (python/cpython issue 106905, not mended in 3.11)."""


def load_prepared(place: Path) -> Prepared | None:
    """The prepared form in a folder; None where there is none that can be read."""
    if not place.is_dir():
        return None
    try:
        check_files(place)
        return _load(place)
    except (OSError, ValueError, KeyError, TypeError, EOFError, pa.ArrowException) as error:
        discard(place, error, "The record is prepared anew")
        return None


class Draft:
    """A prepared form while it is made: tables lie in files from when they are read, so that memory holds the rest.

    Where the folder cannot be written, tables stay in memory and :meth:`finish` gives False.

    Args:
        place: the folder that it becomes.
    """

    def __init__(self, place: Path) -> None:
        self._place, self._kept = place, set[str]()
        self._folder: Path | None = None
        self._sources: pa.Array | None = None
        with contextlib.suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix="draft-", dir=place.parent))
            self._folder.chmod(0o755)  # another user's server may read it

    def __enter__(self) -> Draft:
        return self

    def __exit__(self, *error: object) -> None:
        """Removes what was not finished; tables that are mapped stay readable."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def keep(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Writes a table and gives it back mapped; as it is where it cannot be written."""
        if self._folder is None:
            return table
        path = self._folder / f"{name}.arrow"
        try:
            write_table(table, path, self._sources)
        except OSError:  # no room
            self.__exit__()
            return table
        self._kept.add(name)
        kept = read_table(path, self._sources)
        if name == "sources":  # the events' lists are over their ids
            self._sources = arrow_text(kept["id"])
        return kept

    def settle(self, tables: AnyTables) -> AnyTables:
        """Writes what is not yet written of graded tables, and gives them back mapped anew."""
        if self._folder is None:
            return tables
        try:
            for name in _frames():
                table, path = getattr(tables, name), self._folder / f"{name}.arrow"
                if name not in self._kept:
                    write_table(table, path, self._sources)
                if name in _GRADED:
                    write_later(table, _GRADED[name], path)
        except OSError:  # no room
            self.__exit__()
            return tables
        return dataclasses.replace(tables, **_read_frames(self._folder))

    def finish(self, prepared: Prepared) -> bool:
        """Writes the rest of what is settled and puts the whole in its place; older ones are removed."""
        if self._folder is None:
            return self._place.is_dir()
        try:
            _save(self._folder, prepared)
            self._folder.rename(self._place)
        except OSError:  # no room, or another server was quicker
            self.__exit__()
            return self._place.is_dir()
        self._folder = None
        _remove_others(self._place)
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
    return sorted(TABLES, key=lambda name: name != "sources")


def _save(place: Path, prepared: Prepared) -> None:
    tables, index = prepared.tables, prepared.index
    words, bounds, rows, total = index.text.arrays
    write_arrays(place / "words.arrow", {"words": words})
    arrays = {"word_bounds": bounds, "word_rows": rows, "starts": index.starts, "ends": index.ends}
    for name, facet in index.facets.items():
        parts = [bitmap.serialize() for bitmap in facet.bitmaps]
        arrays[f"{name}_bitmaps"] = np.frombuffer(b"".join(parts), dtype=np.uint8)
        arrays[f"{name}_places"] = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
        arrays[f"{name}_slots"] = facet.slots
        for part in ("lists", "groups"):
            held = getattr(facet, part)
            arrays |= {f"{name}_{part}_bounds": held.bounds, f"{name}_{part}": held.members}
    for name, array in (arrays | prepared.details.arrays | {"order": prepared.rows.order}).items():
        np.save(place / f"{name}.npy", array)
    meta = {
        "about": tables.about.as_dict(),
        "problems": [dataclasses.asdict(problem) for problem in tables.problems],
        "version": tables.version,
        "events_left_out": tables.events_left_out,
        "copies_version": tables.copies_version,
        "drafts": list(tables.drafts),
        "uncited": list(tables.uncited),
        "facet_values": {name: facet.values.tolist() for name, facet in index.facets.items()},
        "total": total,
    }
    (place / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    write_seals(place, {name: getattr(tables, name) for name in _frames()})


def _read_frames(place: Path) -> dict[str, Any]:
    """The graded tables by name."""
    found: dict[str, pd.DataFrame] = {}
    for name in _frames():
        shared = arrow_text(found["sources"]["id"]) if found else None
        found[name] = read_table(place / f"{name}.arrow", shared, later=name in _GRADED)
    return found


def _load(place: Path) -> Prepared:
    meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
    frames = _read_frames(place)
    check_rows(place, frames)
    about = About.from_dict(meta["about"])
    problems = tuple(Problem(**problem) for problem in meta["problems"])
    told = {"version": meta["version"], "events_left_out": meta["events_left_out"]}
    told |= {"copies_version": meta["copies_version"], "drafts": tuple(meta["drafts"])}
    told["uncited"] = tuple(meta["uncited"])
    tables = Tables(**frames, about=about, problems=problems, held=(), **told)
    words = whole(map_arrays(place / "words.arrow")["words"])
    text = TextIndex.from_arrays(words, _array(place, "word_bounds"), _array(place, "word_rows"), meta["total"])
    facets = {name: _facet(place, name, values) for name, values in meta["facet_values"].items()}
    index = FacetIndex(facets, _array(place, "starts"), _array(place, "ends"), text)
    rows = RowNumbers(arrow_text(tables.events["id"]), _array(place, "order"))
    details = DetailIndex(tables, rows, {name: _array(place, name) for name in DETAIL_ARRAYS})
    return Prepared(tables, index, rows, details)


def _facet(place: Path, name: str, values: Sequence[str]) -> FacetRows:
    blob, places = _array(place, f"{name}_bitmaps"), _array(place, f"{name}_places").tolist()
    bitmaps = [BitMap.deserialize(blob[a:b].tobytes()) for a, b in pairwise(places)]
    lists, groups = (
        Groups(_array(place, f"{name}_{part}_bounds"), _array(place, f"{name}_{part}")) for part in ("lists", "groups")
    )
    return FacetRows(values, bitmaps, _array(place, f"{name}_slots"), lists, groups)


def _array(place: Path, name: str) -> np.ndarray:
    path = place / f"{name}.npy"
    for _ in range(_TRIES):
        try:
            return np.asarray(np.load(path, mmap_mode="r"))
        except SystemError:  # numpy parses the head of the file; threads of CPython 3.11 that parse disturb each other
            continue
    return np.asarray(np.load(path, mmap_mode="r"))
