"""What share of each room's lines the tests run: `make coverage` measures, and ends with this table.

    python -m tests.rooms        reads .coverage

A room is a package of timeline/; what stands directly in timeline/, and pages/ with dashboard.py, are rooms too.
Rooms below AIM are named with the files that miss most; docs/testing.md has the reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
AIM = 95
WORST = 4


class Measured(NamedTuple):
    """A file's lines that can run, and how many of them did not."""

    path: str
    lines: int
    missed: int


def room_of(path: str) -> str:
    """The room of a file, by its path from the repository's root."""
    parts = PurePath(path).parts
    if parts[0] != "timeline":
        return "pages"
    return "/".join(parts[:2]) if len(parts) > 2 else "timeline"


def share(files: Iterable[Measured]) -> float:
    """The percentage of lines that ran; 100 where there are none."""
    listed = list(files)
    lines = sum(file.lines for file in listed)
    return 100 * (1 - sum(file.missed for file in listed) / lines) if lines else 100.0


def report(files: Iterable[Measured]) -> str:
    """The table by room, all of it, and the rooms below AIM."""
    rooms: dict[str, list[Measured]] = defaultdict(list)
    for file in files:
        rooms[room_of(file.path)].append(file)
    lines = [f"{'room':<22}{'lines':>7}{'ran':>8}"]
    for name in sorted(rooms):
        lines.append(f"{name:<22}{sum(file.lines for file in rooms[name]):>7}{share(rooms[name]):>7.1f}%")
    every = [file for room in rooms.values() for file in room]
    lines.append(f"{'all':<22}{sum(file.lines for file in every):>7}{share(every):>7.1f}%")
    low = [name for name in sorted(rooms) if share(rooms[name]) < AIM]
    lines += ["", f"Below {AIM} %: {', '.join(low) or 'none'}"]
    for name in low:
        for file in sorted(rooms[name], key=lambda file: -file.missed)[:WORST]:
            lines += [f"  {file.path}: {file.missed} of {file.lines} did not run"] if file.missed else []
    return "\n".join(lines)


def measured() -> list[Measured]:
    """Every file of the product as .coverage has it."""
    from coverage import Coverage  # only `make coverage` needs it

    coverage = Coverage()
    coverage.load()
    found = []
    # Jinja's templates are measured as well, and are no Python
    for path in sorted(name for name in coverage.get_data().measured_files() if name.endswith(".py")):
        _, lines, _, missed, _ = coverage.analysis2(path)
        found.append(Measured(Path(path).relative_to(ROOT).as_posix(), len(lines), len(missed)))
    return found


if __name__ == "__main__":
    print(report(measured()))
