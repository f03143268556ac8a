"""``make mutants``: puts faults into the code, one at a time, and sees whether the tests find them.

    python -m tests.mutants                     # all patches, then 300 random changes
    python -m tests.mutants --only api-next     # some patches alone, while one is written

Ends with 0; with 1 where a patch survives that ``accepted.toml`` does not name; with 2 where a patch does not apply or
the tests fail without any fault.
"""

from __future__ import annotations

import argparse
import fnmatch
import queue
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.mutants.changes import Change, draw
from tests.mutants.patches import Patch, PatchError, read_accepted, read_patches
from tests.mutants.trees import Run, Tree

Task = TypeVar("Task")
Answer = TypeVar("Answer")

PROMISE = ("evidence", "query", "snapshots", "ledger", "waves", "web/api.py")
"""What the random changes are made in: rooms and modules of ``timeline`` that carry the promise."""
_NOT_RUN = ("tests/browser/", "tests/long/", "tests/mutants/", "tests/test_house.py", "tests/test_setup.py")
_MOST_SECONDS = 60
"""Processor time of the tests that one random change is shown; patches are shown all tests that they name."""


@dataclass(frozen=True)
class Told:
    """What became of one fault."""

    fault: Patch | Change
    result: str
    """"caught", "hangs" (which counts as caught), "survives" or "not run"."""
    note: str = ""


@dataclass
class TimedFile:
    """A file of tests, and what it does on the code as it is."""

    name: str
    seconds: float
    """Of the processor."""
    clock_seconds: float
    entered: dict[str, list[int]]


class Workers:
    """Copies of the project, each used by one thread at a time."""

    def __init__(self, number: int) -> None:
        self.trees = [Tree() for _ in range(number)]
        self._free: queue.SimpleQueue[Tree] = queue.SimpleQueue()
        for tree in self.trees:
            self._free.put(tree)

    def map(self, work: Callable[[Tree, Task], Answer], tasks: Sequence[Task]) -> list[Answer]:
        """Answers in the order of the tasks."""

        def one(task: Task) -> Answer:
            tree = self._free.get()
            try:
                return work(tree, task)
            finally:
                self._free.put(tree)

        with ThreadPoolExecutor(len(self.trees)) as pool:
            try:
                return list(pool.map(one, tasks))
            except BaseException:  # Ctrl-C among them: nothing goes on running in the background
                pool.shutdown(wait=False, cancel_futures=True)
                for tree in self.trees:
                    tree.stop()
                raise


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs all and prints what was found."""
    options = _read(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    workers = Workers(options.jobs)
    try:
        return _run(options, workers)
    except (PatchError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        for tree in workers.trees:
            tree.remove()


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--only", default="", metavar="NAME", help="patches of this name (with *), and no random change"
    )
    parser.add_argument("--random", type=int, default=300, metavar="N", help="random changes; default: 300")
    parser.add_argument("--seed", type=int, default=11, help="another one draws other changes; default: 11")
    parser.add_argument("--jobs", type=int, default=2, help="tests that run at once; default: 2")
    parser.add_argument("--minutes", type=float, default=28, help="random changes that are left then are not run")
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, workers: Workers) -> int:
    begun = time.monotonic()
    tree = workers.trees[0].root
    patches = [patch for patch in read_patches() if fnmatch.fnmatch(patch.name, options.only or "*")]
    check_patches(patches, tree)
    changes = [] if options.only else draw(tree, promised_files(tree), options.random, options.seed)
    files = {name for patch in patches for name in expand(patch.tests, tree)} if options.only else all_tests(tree)
    tests = _without_fault(workers, sorted(files))
    _say(f"{len(tests)} files of tests pass without any fault, {time.monotonic() - begun:.0f} s")

    def try_one(tree: Tree, fault: Patch | Change) -> Told:
        late = time.monotonic() - begun > options.minutes * 60
        told = Told(fault, "not run") if late and isinstance(fault, Change) else show(tree, fault, tests)
        _say(f"{told.result:9} {describe(fault)}")
        return told

    told = workers.map(try_one, [*patches, *changes])
    return report(told, tree, time.monotonic() - begun)


def check_patches(patches: Iterable[Patch], tree: Path) -> None:
    """Refuses patches that do not apply, all in one message.

    Raises:
        PatchError: there are some.
    """
    wrong = []
    for patch in patches:
        try:
            patch.apply(tree)
        except PatchError as error:
            wrong.append(str(error))
        wrong += [
            f"tests/mutants/{patch.name}.patch names the tests {target}, which are not there."
            for target in patch.tests
            if not (tree / target).exists()
        ]
    if wrong:
        raise PatchError("\n".join(wrong))


def promised_files(tree: Path) -> list[str]:
    """The files of PROMISE; a room may be a module or a package."""
    found: list[Path] = []
    for name in PROMISE:
        place = tree / "timeline" / name
        found += place.rglob("*.py") if place.is_dir() else [place if place.suffix else place.with_suffix(".py")]
    return sorted(path.relative_to(tree).as_posix() for path in found if path.name != "__init__.py" and path.is_file())


def all_tests(tree: Path) -> set[str]:
    """Files of tests, and the modules of ``timeline`` whose docstrings hold examples, which are tests too."""
    found = {path.relative_to(tree).as_posix() for path in (tree / "tests").rglob("test_*.py")}
    examples = (path for path in (tree / "timeline").rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))
    found |= {path.relative_to(tree).as_posix() for path in examples}
    return {name for name in found if not name.startswith((*_NOT_RUN, "timeline/web/"))}


def expand(targets: Iterable[str], tree: Path) -> set[str]:
    """Files of tests, of files and folders."""
    found: set[str] = set()
    for target in targets:
        path = tree / target
        files = path.rglob("test_*.py") if path.is_dir() else [path]
        found |= {file.relative_to(tree).as_posix() for file in files}
    return found


def _without_fault(workers: Workers, files: Sequence[str]) -> dict[str, TimedFile]:
    """The files of tests by name, the quickest first; each is run alone, so that what it enters is its own.

    Raises:
        RuntimeError: one fails.
    """

    def one(tree: Tree, name: str) -> tuple[str, Run]:
        return name, tree.run([name], 300, follow=True)

    found = workers.map(one, files)
    if broken := [f"{name} {run.result}:\n{run.output}" for name, run in found if run.result != "passed"]:
        raise RuntimeError("\n".join(["Without any fault the tests must pass, and these do not.", *broken]))
    quickest = sorted(found, key=lambda item: item[1].seconds)
    return {name: TimedFile(name, run.seconds, run.clock_seconds, run.entered) for name, run in quickest}


def show(tree: Tree, fault: Patch | Change, tests: dict[str, TimedFile]) -> Told:
    """Puts the fault in, runs the tests that could find it, and puts the file back."""
    if isinstance(fault, Patch):
        wanted = expand(fault.tests, tree.root)
        chosen = [test for name, test in tests.items() if name in wanted]
    else:
        chosen = find_tests(fault, tests.values())
    if not chosen:
        return Told(fault, "survives", "no test enters it")
    # a whole file's time for one test, and more: other programs may be running now
    patience = 20 + 3 * max(test.clock_seconds for test in chosen)
    run = tree.run_mutated(fault.file, fault.apply(tree.root), [test.name for test in chosen], patience)
    return Told(fault, {"passed": "survives", "failed": "caught", "hangs": "hangs"}[run.result])


def find_tests(change: Change, tests: Iterable[TimedFile]) -> list[TimedFile]:
    """Files that enter the function of a change, or, outside functions, its module; so many as fit the time.

    Those of the room come first, for they are likely to find it; of each, the quickest.
    """
    chosen: list[TimedFile] = []
    left = float(_MOST_SECONDS)
    own = (f"tests/{change.room}/", f"tests/test_{change.room}.", f"timeline/{change.room}")
    for test in sorted(tests, key=lambda test: (not test.name.startswith(own), test.seconds)):
        lines = test.entered.get(change.file, [])
        if (change.function in lines or (change.function is None and lines)) and (test.seconds <= left or not chosen):
            chosen.append(test)
            left -= test.seconds
    return chosen


def describe(fault: Patch | Change) -> str:
    """A fault in one line."""
    if isinstance(fault, Patch):
        return f"{fault.name}: {fault.meaning}"
    return f"{fault.file}:{fault.line}  {fault.old.strip()} → {fault.new.strip() or '(nothing)'}"


def report(told: Sequence[Told], tree: Path, seconds: float) -> int:
    """Prints the share that was caught by room, then each survivor; the status to end with."""
    survive = read_accepted()["survive"]
    print("\n| room | patches caught | random changes caught |\n|---|---|---|")
    for room in sorted({item.fault.room for item in told}):
        here = [item for item in told if item.fault.room == room]
        print(f"| {room} | {_share(here, Patch)} | {_share(here, Change)} |")
    print(f"| **all** | {_share(told, Patch)} | {_share(told, Change)} |")
    hangs, left = (sum(item.result == result for item in told) for result in ("hangs", "not run"))
    print(f"\nHangs, which count as caught: {hangs}. Not run, for time was up: {left}. {seconds / 60:.0f} minutes.")
    failed = False
    for item in told:
        if item.result == "survives":
            print(f"\nSURVIVES {describe(item.fault)}{f' ({item.note})' if item.note else ''}")
            if isinstance(item.fault, Patch):
                print(f"    {item.fault.file}: {item.fault.change}")
                reason = survive.get(item.fault.name)
                print(f"    accepted: {reason}" if reason else "    NOT ACCEPTED: write a test that sees it")
                failed |= reason is None
            else:
                print(f"    {(tree / item.fault.file).read_text('utf-8').splitlines()[item.fault.line - 1].strip()}")
        elif item.result != "not run" and isinstance(item.fault, Patch) and item.fault.name in survive:
            print(f"\n{item.fault.name} is caught now: take it out of accepted.toml.")
    return int(failed)


def _share(told: Iterable[Told], kind: type) -> str:
    run = [item for item in told if isinstance(item.fault, kind) and item.result != "not run"]
    return f"{sum(item.result != 'survives' for item in run)} of {len(run)}" if run else ""


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
