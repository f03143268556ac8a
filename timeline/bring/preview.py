"""The collection as it would be: a plan written to a copy that nobody else sees."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline.bring.plan import Plan
from timeline.bring.write import check_waiting, plan_files
from timeline.query.collection import open_collection
from timeline.query.record import Record

_NOT_COPIED = shutil.ignore_patterns(".*", "archive")
"""What is prepared of a collection, and copies of documents: no preview needs them."""


@contextmanager
def previewed(plan: Plan) -> Iterator[Record]:
    """The record with what a plan writes, as long as the block lasts.

    Raises:
        BringError: rows that wait were mended and not yet brought, so it could not be written.
        OSError: there is no room for the copy.
    """
    folder = plan.known.path
    with tempfile.TemporaryDirectory(prefix="on-the-record-") as place:
        copy = Path(place) / "collection"
        if folder.is_dir():
            shutil.copytree(folder, copy, ignore=_NOT_COPIED)
        _write(plan, copy)
        yield open_collection(copy)


def _write(plan: Plan, folder: Path) -> None:
    """The files of a plan, without the care that is taken for files that stay."""
    check_waiting(plan)
    for name, content in plan_files(plan).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink(missing_ok=True)
        elif callable(content):
            content(path)
        else:
            path.write_bytes(content)
