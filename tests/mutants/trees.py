"""A copy of the project in which tests run; the checkout itself is never written to."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.plugin import HANGS

ROOT = Path(__file__).resolve().parents[2]
_MOST_MEMORY_BYTES = 8_000_000_000
_STARTS_SECONDS = 60
_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "tests.mutants.plugin", "--no-header", "--tb=line")
_BROKEN = (4, 5)
"""How pytest ends where the call is wrong, or no test was found."""


@dataclass(frozen=True)
class Run:
    """How a run of tests ended."""

    result: str
    """"passed", "failed" or "hangs"."""
    output: str
    clock_seconds: float
    seconds: float
    """Of the processor; 0 unless it was followed."""
    entered: dict[str, list[int]]
    """File to the lines in which the functions begin that were entered; empty unless it was followed."""


class Tree:
    """One copy; used by one thread at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.root = Path(tempfile.mkdtemp(prefix="mutants-"))
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        for name in listed.stdout.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.root / name)

    def stop(self) -> None:
        """Ends the run that is under way, if any."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def remove(self) -> None:
        """Removes the copy."""
        shutil.rmtree(self.root, ignore_errors=True)

    def run_mutated(self, file: str, text: str, tests: Sequence[str], patience: float) -> Run:
        """Runs tests while a file has another text, and puts the file back."""
        original = (self.root / file).read_bytes()
        self._write(file, text.encode())
        try:
            return self.run(tests, patience)
        finally:
            self._write(file, original)

    def run(self, tests: Sequence[str], patience: float, *, follow: bool = False) -> Run:
        """Runs tests until the first fails.

        Args:
            tests: pytest targets, run in this order.
            patience: seconds that one test may take.
            follow: whether to measure them and write down which functions they enter.

        Raises:
            RuntimeError: pytest itself could not work.
        """
        place = self.root / "notes.json"
        steering = {"MUTANTS_PATIENCE": str(patience)} | ({"MUTANTS_NOTES": str(place)} if follow else {})
        begun = time.monotonic()
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *_OPTIONS, *tests],
            cwd=self.root,
            env=os.environ | steering,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        if hasattr(resource, "prlimit"):  # a fault may well ask for all memory there is
            resource.prlimit(process.pid, resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
        try:
            output, status = process.communicate(timeout=_STARTS_SECONDS + patience * len(tests))[0], process.returncode
        except subprocess.TimeoutExpired:  # it hangs where nothing in Python can stop it
            os.killpg(process.pid, signal.SIGKILL)
            output, status = process.communicate()[0], HANGS
        if status in _BROKEN:
            raise RuntimeError(f"pytest cannot run {' '.join(tests)}:\n{output}")
        notes = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
        place.unlink(missing_ok=True)
        result = {0: "passed", HANGS: "hangs"}.get(status, "failed")
        return Run(result, output, time.monotonic() - begun, notes.get("seconds", 0.0), notes.get("entered", {}))

    def _write(self, file: str, data: bytes) -> None:
        """Writes a file and drops what Python compiled of it: times of files are too coarse to tell the two apart."""
        path = self.root / file
        path.write_bytes(data)
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()
