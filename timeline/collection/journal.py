"""Several files of a collection written together: all of them, or none, whenever the process is ended.

The new contents and the hashes of what they replace are written to ``.pending/`` and synced first. Only then is each
renamed into its place. What a kill leaves behind is undone where no plan was written yet, and finished where one was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.collection.english import count, join

PENDING, PLAN = ".pending", "plan.json"
Write = Callable[[Path], None]
"""Writes one file to the path that it is given."""
_SHOWN, _MANY = 3, 100


class PendingError(ValueError):
    """Nothing can be written into a folder now; says why, and what to do."""


class _Step(NamedTuple):
    """One file: what it holds before and after, by SHA-256; "" where it is not there."""

    file: str
    before: str
    after: str


class BusyError(PendingError):
    """Another process writes into the folder at this moment."""


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time write into a folder; the system gives the lock back if the process is ended.

    What an earlier process has left half-way is finished or undone first.

    Raises:
        BusyError: another process writes into it.
        PendingError: what was left cannot be finished.
    """
    try:
        import fcntl
    except ImportError:  # Windows has no such locks; there one person writes at a time
        _finish(folder)
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(f"Another process writes into {folder} now. Try again when it is done.") from error
        _finish(folder)
        yield
    finally:
        os.close(handle)


def write_files(folder: Path, files: Mapping[str, bytes | Write | None]) -> None:
    """Writes files below a folder, or deletes those that are None: all or nothing. Call it inside :func:`alone`.

    Args:
        folder: the collection's, which is there.
        files: contents by path below the folder, or what writes them where they are large.

    Raises:
        OSError: the disk is full or does not let us write; then nothing has changed.
    """
    pending = folder / PENDING
    try:
        pending.mkdir()
        steps = [
            _prepare(folder, pending / str(number), name, given) for number, (name, given) in enumerate(files.items())
        ]
        _sync_files([pending / str(number) for number, step in enumerate(steps) if step.after])
        _sync_folder(pending)
        _write_plan(pending, steps)
    except BaseException:
        shutil.rmtree(pending, ignore_errors=True)
        raise
    _apply(folder, steps)


def _prepare(folder: Path, new: Path, name: str, given: bytes | Write | None) -> _Step:
    """Keeps the new content of a file beside the folder's own."""
    if given is None:
        return _Step(name, _digest(folder / name), "")
    if callable(given):
        given(new)
    else:
        new.write_bytes(given)
    return _Step(name, _digest(folder / name), _digest(new))


def _write_plan(pending: Path, steps: list[_Step]) -> None:
    """From the moment at which the plan is there, the write is finished and no longer undone."""
    draft = pending / f"{PLAN}.new"
    draft.write_text(json.dumps(steps), encoding="utf-8")
    _sync(draft)
    draft.rename(pending / PLAN)
    _sync_folder(pending)


def finish_pending(folder: Path) -> None:
    """Finishes or undoes what a write that was ended has left; does nothing where there is none.

    Raises:
        BusyError: another process writes now.
        PendingError: somebody has edited one of the files since.
        OSError: the disk does not let us write.
    """
    if (folder / PENDING).is_dir():
        with alone(folder):
            pass


def _finish(folder: Path) -> None:
    pending = folder / PENDING
    if not pending.is_dir():
        return
    if not (pending / PLAN).is_file():
        shutil.rmtree(pending)
        return
    steps = _read_plan(folder)
    edited = [step.file for step in steps if _digest(folder / step.file) not in (step.before, step.after)]
    if edited:
        more = [count(len(edited) - _SHOWN, "more file")] if len(edited) > _SHOWN else []
        raise PendingError(
            f"A write into {folder} was ended half-way, and {join([*edited[:_SHOWN], *more])} changed since. "
            f"{pending} holds what was to be written, numbered as in {PLAN}. Copy what you want to keep, delete "
            f"{PENDING} and run the import again."
        )
    _apply(folder, steps)


def _read_plan(folder: Path) -> list[_Step]:
    """The plan that a write has left. It comes with the folder, so it is checked: no step leads out of it.

    Raises:
        PendingError: it is no such plan.
    """
    try:
        steps = [_Step(*step) for step in json.loads((folder / PENDING / PLAN).read_text(encoding="utf-8"))]
        inside = all((folder / step.file).resolve().is_relative_to(folder.resolve()) for step in steps)
    except (ValueError, TypeError, RecursionError):
        inside = False
    if not inside:
        raise PendingError(f"{folder / PENDING / PLAN} is no plan of this software. Delete {folder / PENDING}.")
    return steps


def _apply(folder: Path, steps: list[_Step]) -> None:
    """Puts every file into its place that is not there yet."""
    pending, touched = folder / PENDING, {folder}
    for number, step in enumerate(steps):
        target, new = folder / step.file, pending / str(number)
        target.parent.mkdir(parents=True, exist_ok=True)
        touched |= {target.parent, target.parent.parent}
        if not step.after:
            target.unlink(missing_ok=True)
        elif new.exists():
            new.rename(target)
    for place in touched:
        _sync_folder(place)
    (pending / PLAN).unlink()  # first: without it, what is left of the folder is deleted and not followed
    shutil.rmtree(pending)


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync_files(paths: Sequence[Path]) -> None:
    """Has files put on disk: each for itself, or all that waits where they are many, which is far quicker."""
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        _sync(path)


def _sync(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows opens no folders
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
