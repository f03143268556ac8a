"""Several files written together: all or nothing, whenever the process is ended."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline.collection import journal
from timeline.collection.journal import PENDING, PendingError, alone, finish_pending, write_files

BEFORE = {"a.txt": b"old a", "events/b.txt": b"old b", "gone.txt": b"old c"}
GIVEN = {"a.txt": b"new a", "events/b.txt": b"new b", "imports/made.txt": b"new", "gone.txt": None}
AFTER = {"a.txt": b"new a", "events/b.txt": b"new b", "imports/made.txt": b"new"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in BEFORE.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def files_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_files_are_written_and_deleted_together(folder: Path) -> None:
    with alone(folder):
        write_files(folder, {**GIVEN, "large.txt": lambda path: path.write_bytes(b"large") and None})
    assert files_in(folder) == {**AFTER, "large.txt": b"large"}


CHANGES_THE_DISK = [
    *[(Path, name) for name in ("rename", "unlink", "mkdir", "write_bytes", "write_text")],
    (shutil, "rmtree"),
    (os, "fsync"),
]


def killed_before(step: int, folder: Path) -> bool:
    """Writes in a process of its own that kills itself before the given call that changes the disk; False: it ended."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = [step]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    for owner, name in CHANGES_THE_DISK:
        setattr(owner, name, counted(getattr(owner, name)))
    with alone(folder):
        write_files(folder, GIVEN)
    os._exit(0)


def test_a_kill_at_any_step_leaves_the_folder_before_or_after(tmp_path: Path) -> None:
    """Each call that changes the disk is in its turn the one before which the process is killed."""
    outcomes = []
    for step in itertools.count(1):
        folder = tmp_path / str(step)
        for name, content in BEFORE.items():
            (folder / name).parent.mkdir(exist_ok=True, parents=True)
            (folder / name).write_bytes(content)
        killed = killed_before(step, folder)
        finish_pending(folder)
        found = files_in(folder)
        assert found in (BEFORE, AFTER), f"killed at step {step}"
        outcomes.append(found == AFTER)
        if not killed:
            break
    assert outcomes == sorted(outcomes), "once the plan is there, every later kill is finished"
    assert (outcomes[0], outcomes[-1]) == (False, True)
    assert len(outcomes) > 20


def half_written(folder: Path) -> None:
    """As a kill between the plan and the renames leaves a folder."""
    steps = [["a.txt", journal._digest(folder / "a.txt"), ""]]
    (folder / PENDING).mkdir()
    (folder / PENDING / "0").write_bytes(b"new a")
    steps[0][2] = journal._digest(folder / PENDING / "0")
    (folder / PENDING / "plan.json").write_text(json.dumps(steps), encoding="utf-8")


def test_what_somebody_edited_since_is_not_overwritten(folder: Path) -> None:
    half_written(folder)
    (folder / "a.txt").write_bytes(b"mine")
    with pytest.raises(PendingError, match=r"a\.txt changed since"):
        finish_pending(folder)
    assert (folder / "a.txt").read_bytes() == b"mine"
    assert (folder / PENDING / "0").read_bytes() == b"new a"


@pytest.mark.parametrize(
    "plan",
    [
        '[["../outside.txt", "", "0"]]',
        '[["/etc/motd", "", "0"]]',
        '[["events/../../outside.txt", "", "0"]]',
        '[["a.txt"]]',
        '{"a": 1}',
        "[[1, 2, 3]]",
        "no json",
        "[" * 100_000,
    ],
)
def test_a_plan_that_came_with_a_folder_leads_nowhere_else(folder: Path, plan: str) -> None:
    half_written(folder)
    (folder / PENDING / "plan.json").write_text(plan, encoding="utf-8")
    with pytest.raises(PendingError, match="is no plan of this software"):
        finish_pending(folder)
    assert not (folder.parent / "outside.txt").exists()


def test_a_folder_below_that_is_a_link_leads_nowhere_else(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    half_written(folder)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / "linked").symlink_to(elsewhere)
    (folder / PENDING / "plan.json").write_text('[["linked/x", "", "0"]]', encoding="utf-8")
    with pytest.raises(PendingError, match="is no plan of this software"):
        finish_pending(folder)


def test_two_do_not_write_at_once(folder: Path) -> None:
    with alone(folder), pytest.raises(PendingError, match="Another process writes"), alone(folder):
        pass


def test_a_full_disk_leaves_the_folder_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with alone(folder), pytest.raises(OSError, match="No space"):
        write_files(folder, GIVEN)
    assert files_in(folder) == BEFORE
