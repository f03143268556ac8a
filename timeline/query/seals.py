"""Checksums of a prepared form: what a disk, or somebody, changed in it is noticed.

The list of sizes and hashes is the last file that is written. Sizes and small files are checked when the form is
opened; large ones would take seconds, and are checked in the background once it is open.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

import pandas as pd

NAME = "seals.json"
SMALL_BYTES = 1_000_000
"""Files up to this size are read whole at opening."""
LATER_SECONDS = 5.0
"""How long after opening the large ones are read: the first readers have their page by then."""
_log = logging.getLogger(__name__)


def write_seals(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Writes size and hash of every file of a folder, and the number of rows of each table."""
    files = {path.name: [path.stat().st_size, _hash(path)] for path in sorted(folder.iterdir())}
    seals = {"files": files, "rows": {name: len(table) for name, table in tables.items()}}
    (folder / NAME).write_text(json.dumps(seals), encoding="utf-8")


def check_files(folder: Path) -> None:
    """Whether every file is there with its size, and every small one as it was written.

    Raises:
        ValueError: one is not.
        OSError: one cannot be read.
    """
    files = _read(folder)["files"]
    for name, (size, _) in files.items():
        if (folder / name).stat().st_size != size:
            raise ValueError(f"{name} has another size than it was written with")
    _check_hashes(folder, [name for name, (size, _) in files.items() if size <= SMALL_BYTES])


def check_rows(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Whether each table has as many rows as it was written with.

    Raises:
        ValueError: one has not.
    """
    for name, rows in _read(folder)["rows"].items():
        if len(tables[name]) != rows:
            raise ValueError(f"{name} has {len(tables[name]):,} rows and not {rows:,}")


def check_large_later(folder: Path) -> None:
    """Starts the check of the large files; a form that is damaged is removed, and the log says so."""
    timer = threading.Timer(LATER_SECONDS, check_large, [folder])
    timer.daemon = True  # a command that has ended does not wait for it
    timer.start()


def check_large(folder: Path) -> None:
    """Reads the large files; a form that is damaged is removed, and the log says so."""
    try:
        _check_hashes(folder, [name for name, (size, _) in _read(folder)["files"].items() if size > SMALL_BYTES])
    except ValueError as error:
        discard(folder, error, "What is open now may show it. The record is prepared anew when it is opened next")
    except OSError:
        return  # a newer form took its place meanwhile


def discard(folder: Path, error: Exception, what_now: str) -> None:
    """Removes a form that is damaged, and says so in the log."""
    _log.warning("The prepared form %s is damaged and was removed: %s. %s.", folder, error, what_now)
    shutil.rmtree(folder, ignore_errors=True)


def _check_hashes(folder: Path, names: Iterable[str]) -> None:
    files = _read(folder)["files"]
    for name in names:
        if _hash(folder / name) != files[name][1]:
            raise ValueError(f"{name} was changed after it was written")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Seals(TypedDict):
    """What is written."""

    files: dict[str, tuple[int, str]]
    rows: dict[str, int]


def _read(folder: Path) -> _Seals:
    found: _Seals = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return found
