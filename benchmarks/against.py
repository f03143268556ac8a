"""This tree against an earlier commit, in turns on the same machine: `make bench BASE=<commit>`.

The commit is laid out in a git worktree that passes, and measured with this environment. Both trees are measured by
this tree's scripts where they run on the commit, else each by its own. Both open copies of the same collections, which
the commit wrote. RESULTS.md is not touched.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.results import REAL, machine, table
from benchmarks.serving import ROOT, say
from benchmarks.short import KINDS

SCRIPTS = ("benchmarks", "tests/browser")
"""What measures; the rest of a tree is measured."""


class Plan(NamedTuple):
    """How much is measured."""

    rounds: int
    times: int
    size: int


WHOLE, SMALL = Plan(4, 4, 100_000), Plan(1, 1, 1_000)


class CannotMeasure(Exception):
    """A measurement failed; the text is the last line of what it said."""


class Tree(NamedTuple):
    """One side of the comparison, and where its collections are: prepared forms belong to a version of the code."""

    root: Path
    data: Path

    def measure(self, kind: str, place: str, number: int) -> dict[str, float]:
        """Milliseconds by what was measured.

        Raises:
            CannotMeasure: the script failed.
        """
        command = [sys.executable, "-P", str(ROOT / "benchmarks" / "short.py"), kind, str(self.data / place)]
        own = {**os.environ, "PYTHONPATH": str(self.root)}
        run = subprocess.run([*command, str(number)], cwd=self.root, env=own, capture_output=True, text=True)
        if run.returncode:
            raise CannotMeasure((run.stderr.strip().splitlines() or ["it said nothing"])[-1])
        found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
        return found


@contextmanager
def laid_out(commit: str) -> Iterator[Path]:
    """A worktree of that commit.

    Raises:
        SystemExit: there is no such commit.
    """
    with tempfile.TemporaryDirectory() as passing:
        place = Path(passing) / "base"
        git = ["git", "worktree"]
        if subprocess.run([*git, "add", "--quiet", "--detach", str(place), commit], cwd=ROOT).returncode:
            sys.exit(f"BASE={commit} could not be laid out; git says why above")
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], cwd=ROOT, check=True)


def lay_scripts(source: Path, root: Path) -> None:
    """Puts the scripts of `source` in place of those of `root`."""
    for name in SCRIPTS:
        shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(source / name, root / name)


def prepare(base: Tree, here: Tree, size: int) -> list[str]:
    """Writes the collections of both trees; their names."""
    shutil.copytree(base.root / "data", base.data / f"{REAL}", ignore=shutil.ignore_patterns(".cache"))
    say(f"writing {size:,} events")
    base.measure("write", f"{size}", size)
    shutil.copytree(base.data, here.data)
    return [f"{REAL}", f"{size}"]


class Comparison:
    """Measures two trees in turns."""

    def __init__(self, base: Tree, here: Tree, kept: Path) -> None:
        """`kept` is a folder for the scripts that the base came with."""
        self.base, self.here, self.own = base, here, kept
        for name in SCRIPTS:
            shutil.copytree(base.root / name, kept / name)
        self.reasons: dict[str, str] = {}
        """Why a kind is measured by each tree's own script."""
        self.taken: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
        """By measure and collection: milliseconds of the base, and of this tree."""

    def measure_base(self, kind: str, place: str, times: int) -> dict[str, float]:
        """By this tree's script, or by its own where that fails.

        Raises:
            CannotMeasure: neither ran.
        """
        if kind not in self.reasons:
            lay_scripts(ROOT, self.base.root)
            try:
                return self.base.measure(kind, place, times)
            except CannotMeasure as error:
                self.reasons[kind] = str(error)
        lay_scripts(self.own, self.base.root)
        return self.base.measure(kind, place, times)

    def turn(self, kind: str, place: str, times: int) -> None:
        """The base, then this tree."""
        before = self.measure_base(kind, place, times)
        after = self.here.measure(kind, place, times)
        for name in before.keys() & after.keys():
            olds, news = self.taken.setdefault((name, place), ([], []))
            olds.append(before[name])
            news.append(after[name])

    def report(self) -> str:
        """The ratios, and by which scripts."""
        rows = []
        for (name, place), (olds, news) in sorted(self.taken.items(), key=lambda item: (int(item[0][1]), item[0][0])):
            pairs = [(pick(olds), pick(news)) for pick in (min, statistics.median)]
            cells = [f"{value:.4g}" for pair in pairs for value in pair]
            ratios = [f"{new / old:.2f}" for old, new in pairs]
            rows.append([name, f"{int(place):,}", *cells[:2], ratios[0], *cells[2:], f"**{ratios[1]}**"])
        head = ["milliseconds", "events", "base, min", "here, min", "ratio", "base, median", "here, median", "ratio"]
        lines = [table(head, rows), ""]
        for kind in KINDS:
            why = self.reasons.get(kind)
            by = f"each tree's own script, for this tree's does not run on the base ({why})" if why else "this tree's"
            lines.append(f"- {kind}: measured by {by}")
        return "\n".join(lines)


def compare(commit: str, plan: Plan) -> int:
    """Prints the ratios of this tree to that commit; 1 where something could not be measured."""
    facts = machine()
    with laid_out(commit) as root, tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        base, here = Tree(root, folder / "base"), Tree(ROOT, folder / "here")
        try:
            real, large = prepare(base, here, plan.size)
            comparison = Comparison(base, here, folder / "scripts")
            for number in range(plan.rounds):
                for kind in KINDS:
                    for place in (real, large) if kind == "clicks" else (large,):
                        say(f"round {number + 1} of {plan.rounds}: {kind}, {int(place):,} events")
                        comparison.turn(kind, place, plan.times)
        except CannotMeasure as error:
            print(f"Not measured: {error}")
            return 1
    print(f"\nThis tree against {commit}, {plan.rounds} rounds in turns\n\n{comparison.report()}\n\n{facts}")
    return 0
