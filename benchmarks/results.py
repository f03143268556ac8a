"""RESULTS.md: one section a benchmark, replaced when it runs again; what a section says of its machine."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
REAL = 169
"""Stands for the project's own collection, whose ids number so many."""


def write_section(name: str, text: str) -> None:
    """Puts a section into RESULTS.md in place of the one of that name."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else "# Results\n"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    RESULTS.write_text(
        f"{before.rstrip()}\n\n{begin}\n{text}\n{end}\n\n{after.strip()}".rstrip() + "\n", encoding="utf-8"
    )


def machine() -> str:
    """The machine and the moment in one line."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "pandas"))
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {os.cpu_count()} cores, {_cpu()}; load before {load}; "
        f"Python {platform.python_version()}, {packages}."
    )


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown CPU")


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, of a few values the highest."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def verdict(reached: bool) -> str:
    """Whether an aim was reached."""
    return "reached" if reached else "**not reached**"
