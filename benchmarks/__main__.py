"""All benchmarks, one after the other, on collections that are written once; results go into RESULTS.md.

make bench                                        all sizes, about half an hour on two cores
.venv/bin/python -m benchmarks --small            small sizes, some minutes
.venv/bin/python -m benchmarks clicks viewers     only these
make bench BASE=<commit>                          short ones against an earlier commit, under twenty minutes
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time

from benchmarks.against import SMALL as SMALL_PLAN
from benchmarks.against import WHOLE, compare
from benchmarks.serving import ROOT, say

SMALL: dict[str, list[str]] = {
    "strike_waves": [],
    "facets": ["--sizes", "1000", "10000"],
    "clicks": ["--sizes", "169", "10000", "--times", "2"],
    "start": ["--sizes", "169", "10000"],
    "viewers": ["--sizes", "10000", "--viewers", "1", "10", "--seconds", "20"],
    "libraries": ["--sizes", "200", "1000", "--ours", "169"],
    "bring": ["--sizes", "1000", "10000"],
}
"""In the order in which they run, with what makes them short."""
WITHOUT_COLLECTIONS = ("strike_waves", "bring")


def main() -> int:
    """Runs what is named; 1 where one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"default: {' '.join(SMALL)}")
    parser.add_argument("--small", action="store_true", help="small sizes only; RESULTS.md is written all the same")
    parser.add_argument("--keep", help="folder for the collections, kept for the next run")
    parser.add_argument("--base", help="a commit: compare this tree with it, and leave RESULTS.md alone")
    options = parser.parse_args()
    if options.base:
        return compare(options.base, SMALL_PLAN if options.small else WHOLE)
    if unknown := set(options.names) - SMALL.keys():
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    failed = []
    with tempfile.TemporaryDirectory() as passing:
        for name in options.names or SMALL:
            command = [sys.executable, "-m", f"benchmarks.{name}", *(SMALL[name] if options.small else [])]
            command += [] if name in WITHOUT_COLLECTIONS else ["--keep", options.keep or passing]
            say(f"benchmark {name}")
            began = time.perf_counter()
            if subprocess.run(command, cwd=ROOT, check=False).returncode:
                failed.append(name)
            say(f"benchmark {name}: {time.perf_counter() - began:.0f} s{' and FAILED' if name in failed else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
