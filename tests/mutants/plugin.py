"""A pytest plugin for runs with a fault: a test that hangs ends the run, and it can be followed what tests enter.

Two variables of the environment steer it. ``MUTANTS_PATIENCE`` is the seconds that one test may take.
``MUTANTS_NOTES`` names a file, if any, to which it writes JSON: ``seconds`` of processor time, which do not depend on
what else the machine does, and ``entered``: file of ``timeline`` to the lines in which the functions begin that were
entered.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest

HANGS = 9
"""How a run ends in which a test took too long."""
_found: set[tuple[str, int]] = set()


def _give_up(number: int, frame: FrameType | None) -> None:
    """Ends the run in good order, so that servers which tests have started are stopped."""
    pytest.exit("a test hangs", returncode=HANGS)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Waits for a test, but not for ever."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, float(os.environ["MUTANTS_PATIENCE"]))
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Follows every thread while the tests run, if that is asked for."""
    if not (file := os.environ.get("MUTANTS_NOTES")):
        return (yield)
    threading.settrace(_note)
    sys.settrace(_note)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
        notes = {"seconds": sum(os.times()[:4]), "entered": _entered(session.config.rootpath)}
        Path(file).write_text(json.dumps(notes), encoding="utf-8")


def _note(frame: FrameType, event: str, argument: object) -> None:
    """Called when a function is entered; it returns None, so lines are not followed and little time is lost."""
    _found.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))


def _entered(root: Path) -> dict[str, list[int]]:
    entered: dict[str, list[int]] = {}
    for name, line in sorted(_found):
        path = Path(name)
        if path.is_relative_to(root / "timeline"):
            entered.setdefault(path.relative_to(root).as_posix(), []).append(line)
    return entered
