"""Filter and all facet counts against plain pandas and DuckDB; time to open and resident memory.

    .venv/bin/python benchmarks/facets.py [--sizes 1000 10000] [--keep DIR]

The three answer the same six filters from the same tables, and every count is compared before anything is timed.
"""

# ruff: noqa: S608 (tables and values in the SQL are our own)

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from timeline.collection.id_lists import flatten  # noqa: E402
from timeline.query.collection import Collection, open_collection  # noqa: E402
from timeline.query.facets import FACETS  # noqa: E402
from timeline.query.filter import Filter  # noqa: E402
from timeline.sample.write import write_sample  # noqa: E402

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
BEGIN, END = "<!-- facets -->", "<!-- /facets -->"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
COLUMNS = {"support": "support", "contest": "contest", "country": "country"}
LISTS = {"actor": "actors", "theme": "themes", "publisher": "publishers"}
OPEN = """
import json, sys, time
began = time.perf_counter()
from timeline.query.collection import open_collection
imported = time.perf_counter()
record = open_collection(sys.argv[1])
_ = record.view()
opened = time.perf_counter()
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
memory = {name: int(status[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}
print(json.dumps({"import": imported - began, "open": opened - imported, **memory}))
"""

Counts = dict[str, dict[str, int]]


def filters(record: Collection) -> dict[str, Filter]:
    """Six filters, from one click to a narrow question; the values are those with most events."""
    counted = record.view().counts
    most = {name: found.sort_values(ascending=False, kind="stable").index.tolist() for name, found in counted.items()}
    actors, themes, countries = most["actor"], most["theme"], most["country"]
    middle = len(actors) // 4
    return {
        "one theme": Filter(themes=themes[:1]),
        "one busy actor": Filter(actors=actors[:1]),
        "one year": Filter(start="2022-01-01", end="2022-12-31"),
        "support and contest": Filter(support=["corroborated"], contest=["contested", "denied"]),
        "three actors, two themes, since a day": Filter(
            actors=actors[middle : middle + 3], themes=themes[:2], start="2020-01-01"
        ),
        "every facet": Filter(
            actors=actors[:4],
            themes=themes[:3],
            countries=countries[:4],
            support=["corroborated", "single-source"],
            contest=["contested", "one-sided"],
            publishers=most["publisher"][:6],
            start="2016-01-01",
        ),
    }


def pair_tables(record: Collection) -> dict[str, pd.DataFrame]:
    """For each facet of lists (row, value), actors widened; values are categories."""
    lines = dict(zip(record.actors["id"], record.actors["line"], strict=True))
    tables = {}
    for facet, column in LISTS.items():
        rows, codes, names = flatten(record.events[column])
        frame = pd.DataFrame({"row": rows.astype(np.int32), "value": pd.Categorical.from_codes(codes, names)})
        if facet == "actor":
            above = pd.DataFrame([(name, wider) for name in names for wider in lines[name]], columns=["value", "wider"])
            frame = frame.astype({"value": "str"}).merge(above, on="value")[["row", "wider"]]
            frame = frame.rename(columns={"wider": "value"}).drop_duplicates().astype({"value": "category"})
        tables[facet] = frame.sort_values("row", ignore_index=True)
    return tables


class Pandas:
    """Masks over the events and value counts over pairs: what one writes without an index."""

    def __init__(self, record: Collection, pairs: dict[str, pd.DataFrame]) -> None:
        chosen = [*COLUMNS.values(), "start", "end"]
        self.events = record.events[chosen].astype(dict.fromkeys(COLUMNS.values(), "category"))
        self.pairs = pairs

    def answer(self, flt: Filter) -> Counts:
        """All counts."""
        base = np.ones(len(self.events), dtype=bool)
        if flt.end:
            base &= ~(self.events["start"] > np.datetime64(flt.end, "s")).to_numpy()
        if flt.start:
            base &= ~(self.events["end"] < np.datetime64(flt.start, "s")).to_numpy()
        masks = {facet: self._mask(facet, flt.values(facet)) for facet in FACETS if flt.values(facet)}
        counts = {}
        for facet in FACETS:
            rows = base.copy()
            for other, mask in masks.items():
                if other != facet:
                    rows &= mask
            counts[facet] = self._count(facet, rows)
        return counts

    def _mask(self, facet: str, values: tuple[str, ...]) -> np.ndarray:
        if facet in COLUMNS:
            return self.events[COLUMNS[facet]].isin(values).to_numpy()
        pairs = self.pairs[facet]
        mask = np.zeros(len(self.events), dtype=bool)
        mask[pairs["row"].to_numpy()[pairs["value"].isin(values).to_numpy()]] = True
        return mask

    def _count(self, facet: str, rows: np.ndarray) -> dict[str, int]:
        if facet in COLUMNS:
            return self.events.loc[rows, COLUMNS[facet]].value_counts().to_dict()
        pairs = self.pairs[facet]
        return pairs.loc[rows[pairs["row"].to_numpy()], "value"].value_counts().to_dict()


class Duck:
    """SQL over the same tables, in memory, categories as enums; one statement for all counts."""

    def __init__(self, events: pd.DataFrame, pairs: dict[str, pd.DataFrame]) -> None:
        self.db = duckdb.connect()
        numbered = events.reset_index(names="row")
        self.db.execute("CREATE TABLE events AS SELECT * FROM numbered")
        del numbered
        for facet, table in pairs.items():
            self.db.register("given", table)
            self.db.execute(f"CREATE TABLE {facet} AS SELECT * FROM given")
            self.db.unregister("given")

    def answer(self, flt: Filter) -> Counts:
        """All counts."""
        period = "true"
        if flt.end:
            period += f" AND (start <= TIMESTAMP '{flt.end}' OR start IS NULL)"
        if flt.start:
            period += f' AND ("end" >= TIMESTAMP \'{flt.start}\' OR "end" IS NULL)'
        wanted = {facet: self._wanted(facet, flt.values(facet)) for facet in FACETS if flt.values(facet)}
        parts = []
        for facet in FACETS:
            where = " AND ".join([period, *(text for other, text in wanted.items() if other != facet)])
            if facet in COLUMNS:
                value, source, condition = f"{COLUMNS[facet]}", "events", where
            else:
                value, source, condition = "value", facet, f"row IN (SELECT row FROM events WHERE {where})"
                if where == "true":
                    condition = "true"
            parts.append(
                f"SELECT '{facet}' AS facet, CAST({value} AS VARCHAR) AS value, count(*) AS n "
                f"FROM {source} WHERE {condition} GROUP BY ALL"
            )
        counts: Counts = {facet: {} for facet in FACETS}
        for facet, value, number in self.db.execute(" UNION ALL ".join(parts)).fetchall():
            counts[facet][value] = number
        return counts

    @staticmethod
    def _wanted(facet: str, values: tuple[str, ...]) -> str:
        listed = ", ".join(f"'{value}'" for value in values)
        if facet in COLUMNS:
            return f"{COLUMNS[facet]} IN ({listed})"
        return f"row IN (SELECT row FROM {facet} WHERE value IN ({listed}))"


def ours(record: Collection, flt: Filter) -> Counts:
    """All counts by the view, as a page asks for them."""
    counts = record.view(flt).counts
    return {facet: dict(zip(found.index, found.tolist(), strict=True)) for facet, found in counts.items()}


def present(counts: Counts) -> Counts:
    """Without zeros and without the empty value."""
    return {facet: {v: n for v, n in found.items() if n and v} for facet, found in counts.items()}


def median_ms(call: Callable[[], object], times: int) -> float:
    """Median of the calls' milliseconds, after one that is not counted."""
    call()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def measure_open(folder: Path) -> dict[str, dict[str, float]]:
    """Seconds and megabytes of opening a collection in a process of its own: first without a cache, then with it."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    found = {}
    for name in ("cold", "warm"):
        run = subprocess.run([sys.executable, "-c", OPEN, str(folder)], cwd=ROOT, capture_output=True, check=True)
        found[name] = json.loads(run.stdout)
    return found


def measure_facets(folder: Path) -> list[tuple[str, int, float, float, float]]:
    """For each filter its name, rows and milliseconds: ours, pandas, DuckDB."""
    record = open_collection(folder)
    pairs = pair_tables(record)
    plain = Pandas(record, pairs)
    duck = Duck(plain.events, pairs)
    rows = []
    for name, flt in filters(record).items():
        answer = present(ours(record, flt))
        assert answer == present(plain.answer(flt)), f"pandas answers {name} otherwise"
        assert answer == present(duck.answer(flt)), f"DuckDB answers {name} otherwise"
        few = 5 if len(record.events) > 100_000 else 15
        taken = (
            median_ms(lambda flt=flt: record.view(flt).counts, 31),  # type: ignore[misc]
            median_ms(lambda flt=flt: plain.answer(flt), few),  # type: ignore[misc]
            median_ms(lambda flt=flt: duck.answer(flt), few),  # type: ignore[misc]
        )
        rows.append((name, len(record.view(flt)), *taken))
    return rows


def report(found: dict[int, tuple[dict[str, dict[str, float]], list[tuple[str, int, float, float, float]]]]) -> str:
    """The section of RESULTS.md."""
    lines = ["## Filter and all facet counts", "", "Medians in milliseconds, one run, one machine; every count equal."]
    lines += [
        "",
        "| events | filter | rows | ours | pandas | DuckDB | pandas / ours | DuckDB / ours |",
        "|" + "---|" * 8,
    ]
    for size, (_, rows) in found.items():
        for name, hits, own, plain, duck in rows:
            ratios = f"{plain / own:.0f} | {duck / own:.0f}"
            lines.append(f"| {size:,} | {name} | {hits:,} | {own:.2f} | {plain:.1f} | {duck:.1f} | {ratios} |")
        own, plain, duck = (sum(row[column] for row in rows) / len(rows) for column in (2, 3, 4))
        ratios = f"**{plain / own:.0f}** | **{duck / own:.0f}**"
        lines.append(f"| {size:,} | **mean of the six** | | **{own:.2f}** | {plain:.1f} | {duck:.1f} | {ratios} |")
    lines += [
        "",
        "## Opening a collection",
        "",
        "A fresh process; cold is without `.cache/`. Seconds without imports, MB.",
    ]
    lines += ["", "| events | cold | warm | resident, cold | peak, cold | resident, warm |", "|" + "---|" * 6]
    for size, (opened, _) in found.items():
        cold, warm = opened["cold"], opened["warm"]
        memory = f"{cold['VmRSS']:.0f} | {cold['VmHWM']:.0f} | {warm['VmRSS']:.0f}"
        lines.append(f"| {size:,} | {cold['open']:.1f} | {warm['open']:.2f} | {memory} |")
    return "\n".join(lines)


def write_section(text: str) -> None:
    """Puts the section into RESULTS.md in place of the one before."""
    page = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else "# Results\n"
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    RESULTS.write_text(f"{before.rstrip()}\n\n{BEGIN}\n{text}\n{END}\n{after.lstrip()}", encoding="utf-8")


def main() -> None:
    """Measures every size, prints the section and writes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--keep", type=Path, help="folder for the collections, kept for the next run")
    options = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as passing:
        for size in options.sizes:
            folder = (options.keep or Path(passing)) / f"events-{size}"
            if not folder.exists():
                write_sample(folder, size)
            found[size] = measure_open(folder), measure_facets(folder)
            print(report({size: found[size]}), flush=True)
    write_section(report(found))


if __name__ == "__main__":
    main()
