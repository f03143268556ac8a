"""Import: rows a second of each reader, and of a whole GED import, against ``pandas.read_csv`` of the same rows.

    .venv/bin/python -m benchmarks.bring [--sizes 1000 10000 100000]

Each figure is of a process of its own: seconds of processor and clock, and the peak of its memory. What a reader reads
are invented rows of ten columns; a bibliography has as many entries. The aim is 100,000 rows of GED written as a
columnar collection in under two minutes and 1.5 GB.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.results import machine, table, verdict, write_section
from benchmarks.serving import ROOT, say

SIZES = (1_000, 10_000, 100_000)
MOST_SLOW = 10_000
"""Formats that nobody has 100,000 of (calendars, workbooks, bibliographies, folders) are read up to here."""
SECONDS, MEGABYTES = 120, 1_500

READ = """
import json, resource, sys, time
from pathlib import Path
what, path = sys.argv[1], Path(sys.argv[2])
if what == "pandas":
    import pandas
    began = time.perf_counter()
    rows = len(pandas.read_csv(path))
elif what == "reader":
    from timeline.bring.look import look
    began = time.perf_counter()
    rows = sum(1 for _ in look(path).read())
else:
    from timeline.__main__ import main
    began = time.perf_counter()
    main(["bring", str(path), "--into", sys.argv[3], "--recipe", sys.argv[4], "--format", "json"])
    rows = int(sys.argv[5])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"rows": rows, "seconds": time.perf_counter() - began, "megabytes": usage.ru_maxrss / 1024}))
"""
COLUMNS = ("id", "date", "title", "text", "place", "country", "actor", "theme", "url", "note")


def rows_of(number: int) -> Iterator[dict[str, str]]:
    """Invented rows."""
    for row in range(number):
        yield {
            "id": f"row-{row}",
            "date": f"{2000 + row % 24}-{1 + row % 12:02}-{1 + row % 28:02}",
            "title": f"Flood number {row} in the valley",
            "text": f"The river rose by {row % 90} cm. Nobody was hurt.",
            "place": f"Town {row % 500}",
            "country": "Germany",
            "actor": f"Office {row % 300}; Brigade {row % 70}",
            "theme": ("Water", "Rescue", "Roads")[row % 3],
            "url": f"https://paper-{row % 200}.example.org/{row}",
            "note": "",
        }


def write_csv(path: Path, number: int) -> None:
    """A table as text."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows_of(number))


def write_json(path: Path, number: int) -> None:
    """A list of objects."""
    path.write_text(json.dumps(list(rows_of(number))), encoding="utf-8")


def write_json_lines(path: Path, number: int) -> None:
    """An object a line."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows_of(number)), encoding="utf-8")


def write_parquet(path: Path, number: int) -> None:
    """Columns."""
    pd.DataFrame(list(rows_of(number))).to_parquet(path)


def write_workbook(path: Path, number: int) -> None:
    """A workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(COLUMNS)
    for row in rows_of(number):
        sheet.append(list(row.values()))
    book.save(path)


def write_calendar(path: Path, number: int) -> None:
    """Events of a calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:invented"]
    for row in rows_of(number):
        day = row["date"].replace("-", "")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row['id']}",
            f"DTSTART;VALUE=DATE:{day}",
            f"SUMMARY:{row['title']}",
            "END:VEVENT",
        ]
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8")


def write_bibtex(path: Path, number: int) -> None:
    """Entries of a bibliography."""
    entries = (
        f"@online{{{row['id']}, title={{{row['title']}}}, url={{{row['url']}}}, date={{{row['date']}}}}}\n"
        for row in rows_of(number)
    )
    path.write_text("".join(entries), encoding="utf-8")


def write_ris(path: Path, number: int) -> None:
    """Entries of a bibliography."""
    entries = (
        f"TY  - NEWS\nTI  - {row['title']}\nUR  - {row['url']}\nDA  - {row['date']}\nER  - \n\n"
        for row in rows_of(number)
    )
    path.write_text("".join(entries), encoding="utf-8")


def write_folder(path: Path, number: int) -> None:
    """A file a row."""
    path.mkdir()
    for row in rows_of(number):
        front = "".join(f"{name}: {json.dumps(value)}\n" for name, value in row.items() if name != "text")
        (path / f"{row['id']}.md").write_text(f"---\n{front}---\n\n{row['text']}\n", encoding="utf-8")


FILES: dict[str, tuple[str, Callable[[Path, int], None], bool]] = {
    "CSV": ("rows.csv", write_csv, True),
    "JSON": ("rows.json", write_json, True),
    "JSON Lines": ("rows.jsonl", write_json_lines, True),
    "Parquet": ("rows.parquet", write_parquet, True),
    "xlsx": ("rows.xlsx", write_workbook, False),
    "iCalendar": ("rows.ics", write_calendar, False),
    "BibTeX": ("rows.bib", write_bibtex, False),
    "RIS": ("rows.ris", write_ris, False),
    "folder of Markdown": ("folder", write_folder, False),
}
"""Name to the file's name, what writes it, and whether it is read at every size."""

GED = ROOT / "tests" / "data" / "bring" / "ged.csv"
RECIPE = """\
name: ged
file: {name: ged.csv, sha256: ''}
form: ged
data_set:
  title: Invented data set
  publisher: Institute of the Invented
  url: https://example.org/ged
  version: '1'
  published: 2024-06
"""


def write_ged(path: Path, number: int) -> None:
    """Rows with the columns of UCDP GED, made of those of the tests."""
    with GED.open(encoding="utf-8", newline="") as stream:
        samples = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(samples[0]))
        writer.writeheader()
        for row in range(number):
            sample = dict(samples[row % len(samples)])
            day = f"{2000 + row % 24}-{1 + row % 12:02}-{1 + row % 28:02} 00:00:00.000"
            sample |= {"id": str(500_000 + row), "date_start": day, "date_end": day, "date_prec": "1"}
            sample |= {"side_b": f"Group {row % 400}", "source_article": f"Paper {row % 900}, {day[:10]}"}
            writer.writerow(sample)


def run(what: str, path: Path, *more: str) -> dict[str, Any]:
    """What a process of its own measures."""
    ran = subprocess.run(
        [sys.executable, "-c", READ, what, str(path), *more], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return dict(json.loads(ran.stdout.strip().splitlines()[-1]))


def whole_import(folder: Path, number: int) -> dict[str, Any]:
    """The command, from the file to a collection on disk."""
    path, recipe = folder / f"ged-{number}.csv", folder / "ged.yaml"
    write_ged(path, number)
    recipe.write_text(RECIPE, encoding="utf-8")
    return run("import", path, str(folder / f"into-{number}"), str(recipe), str(number)) | {
        "pandas": run("pandas", path)["seconds"]
    }


def main() -> int:
    """Prints and keeps the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    options = parser.parse_args()
    lines, imports = [], []
    with tempfile.TemporaryDirectory() as passing:
        for number in options.sizes:
            folder = Path(passing) / str(number)
            folder.mkdir()
            for name, (file, write, is_large) in FILES.items():
                if number > MOST_SLOW and not is_large:
                    continue
                write(folder / file, number)
                if name == "CSV":
                    base = run("pandas", folder / file)
                found = run("reader", folder / file)
                say(f"{name}, {number:,} rows: {found['seconds']:.2f} s")
                ratio = found["seconds"] / base["seconds"]
                lines.append(
                    (
                        f"{number:,}",
                        name,
                        f"{found['rows'] / found['seconds']:,.0f}",
                        f"{ratio:.1f}",
                        f"{found['megabytes']:,.0f}",
                    )
                )
            found = whole_import(folder, number)
            say(f"GED import, {number:,} rows: {found['seconds']:.1f} s, {found['megabytes']:,.0f} MB")
            reached = verdict(found["seconds"] < SECONDS and found["megabytes"] < MEGABYTES)
            imports.append(
                (
                    f"{number:,}",
                    f"{found['seconds']:.1f}",
                    f"{number / found['seconds']:,.0f}",
                    f"{found['seconds'] / found['pandas']:.0f}",
                    f"{found['megabytes']:,.0f}",
                    reached if number == max(SIZES) else "",
                )
            )
    text = "\n\n".join(
        (
            "## Bring: from a file to a collection",
            machine(),
            "Readers: rows a second; the ratio is seconds against `pandas.read_csv` of the same rows as CSV.",
            table(("rows", "reader", "rows a second", "ratio", "peak, MB"), lines),
            f"The whole import of GED, files or tables written: aim at 100,000 rows {SECONDS} s and {MEGABYTES:,} MB.",
            table(("rows", "seconds", "rows a second", "ratio to pandas.read_csv", "peak, MB", "aim"), imports),
        )
    )
    print(text)
    write_section("bring", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
