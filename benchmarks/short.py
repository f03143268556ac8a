"""One short measurement of one tree, for benchmarks.against: prints milliseconds by what was measured, as JSON.

PYTHONPATH=TREE python -P benchmarks/short.py clicks FOLDER TIMES

It calls the scripts that the tree of PYTHONPATH has; so the same few lines measure two trees.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

VIEWERS, SECONDS = 10, 6
Found = dict[str, float]


def script(name: str) -> ModuleType:
    """A benchmark of the tree that is measured."""
    return importlib.import_module(f"benchmarks.{name}")


def facets(folder: Path, times: int) -> Found:
    """All facet counts of a view, mean of six filters."""
    own = script("facets")
    record = own.open_collection(folder)
    medians = [
        own.median_ms(lambda flt=flt: record.view(flt).counts, 10 * times) for flt in own.filters(record).values()
    ]
    return {"facet counts": statistics.mean(medians)}


def opening(folder: Path, times: int) -> Found:
    """A prepared collection, each time in a fresh process; its imports are not counted."""
    own = script("facets")
    own.open_collection(folder)
    command = [sys.executable, "-P", "-c", own.OPEN, str(folder)]
    answers = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2 * times)]
    return {"warm opening": statistics.median(json.loads(answer)["open"] for answer in answers) * 1000}


def clicks(folder: Path, times: int) -> Found:
    """From a click to the painted page."""
    own, serving = script("clicks"), script("serving")
    own.open_collection(folder)
    with serving.serve(folder) as server, serving.chromium() as browser, serving.page_of(browser) as page:
        found = own.measure(page, server.url, own.texts_of(folder, times + 1), times)
    each = {name: statistics.median(own.wholes(taken)) for name, taken in found.items()}
    return {"all clicks": own.pooled_median(found), **each}


def viewers(folder: Path, times: int) -> Found:
    """Filters of viewers who come at once.

    Raises:
        RuntimeError: an answer was an error.
    """
    own, serving = script("viewers"), script("serving")
    queries = own.Queries(folder)
    with serving.serve(folder) as server:
        script("start").wait_for_data(server)
        seen = asyncio.run(own.crowd(server, queries, VIEWERS, SECONDS * times))
    if seen.errors:
        raise RuntimeError(f"viewers: {seen.errors[0]}")
    name = f"{VIEWERS} viewers"
    return {f"{name}, median": statistics.median(seen.answers), f"{name}, 95th percentile": own.p95(seen.answers)}


def write(folder: Path, size: int) -> Found:
    """A made-up collection, for the measurements that follow."""
    script("serving").write_sample(folder, size)
    return {}


KINDS: dict[str, Callable[[Path, int], Found]] = {
    "facets": facets,
    "opening": opening,
    "clicks": clicks,
    "viewers": viewers,
}

if __name__ == "__main__":
    kind, place, number = sys.argv[1:]
    print(json.dumps((KINDS | {"write": write})[kind](Path(place), int(number))))
