"""Patches: small faults that somebody chose, each with what it would mean for a reader and which tests should see it.

A patch is a text file: ``file:``, ``meaning:`` and ``tests:`` (pytest targets), an empty line, then the lines of one
change as a diff has them, without numbers: "-" for a line that goes, "+" for one that comes, a blank for one that
stays. What goes and stays must occur exactly once in the file, wherever that is: a patch does not grow stale because
lines above it move.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ACCEPTED = FOLDER / "accepted.toml"
_HEAD = ("file", "meaning", "tests")


class PatchError(ValueError):
    """A patch cannot be read or applied."""


@dataclass(frozen=True)
class Patch:
    """One chosen fault."""

    name: str
    file: str
    meaning: str
    tests: tuple[str, ...]
    before: str
    after: str

    @property
    def room(self) -> str:
        """The room of ``timeline`` that it changes."""
        return room_of(self.file)

    @property
    def change(self) -> str:
        """The lines that go and come, in one."""
        old, new = (text.strip().splitlines() for text in (self.before, self.after))
        gone = " ".join(line.strip() for line in old if line not in new)
        come = " ".join(line.strip() for line in new if line not in old)
        return f"{gone}  →  {come or '(nothing)'}"

    def apply(self, tree: Path) -> str:
        """The text of the file with the fault in it.

        Raises:
            PatchError: the lines are not there, or more than once.
        """
        path = tree / self.file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if (times := _times(self.before, text)) == 1:
            return ("\n" + text).replace("\n" + self.before, "\n" + self.after)[1:]
        if times:
            advice = f"they stand there {times} times. Add a line before or after that tells them apart"
        elif elsewhere := [str(other.relative_to(tree)) for other in _modules(tree) if self._is_in(other)]:
            advice = f"they stand in {elsewhere[0]} now. Change “file:”"
        else:
            advice = (
                f"they are not there. Write them as they are now; where the code is gone, write a patch of the same "
                f"meaning for what replaces it, or delete this one and say why under [gone] in {ACCEPTED.name}"
            )
        raise PatchError(f"tests/mutants/{self.name}.patch changes lines of {self.file}, and {advice}.")

    def _is_in(self, path: Path) -> bool:
        return _times(self.before, path.read_text(encoding="utf-8")) == 1


def _times(lines: str, text: str) -> int:
    """How often whole lines occur."""
    return ("\n" + text).count("\n" + lines)


def _modules(tree: Path) -> list[Path]:
    return sorted((tree / "timeline").rglob("*.py"))


def room_of(file: str) -> str:
    """The room of ``timeline`` in which a file lies: "timeline/query/index.py" is in "query"."""
    return Path(file).parts[1].removesuffix(".py")


def read_patch(path: Path) -> Patch:
    """The patch of a file.

    Raises:
        PatchError: it is not written as a patch.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    lines = body.splitlines()
    if tuple(fields) != _HEAD or not lines:
        raise PatchError(f"{path.name}: write file:, meaning: and tests:, an empty line, then the lines of the change.")
    if wrong := [line for line in lines if line[:1] not in ("-", "+", " ")]:
        raise PatchError(f"{path.name}: {wrong[0]!r} begins with neither “-”, “+” nor a blank.")
    before, after = ("".join(f"{line[1:]}\n" for line in lines if line[0] in kept) for kept in ("- ", "+ "))
    if before == after or not before:
        raise PatchError(f"{path.name}: no line goes, or all come back.")
    return Patch(path.stem, fields["file"], fields["meaning"], tuple(fields["tests"].split()), before, after)


def read_patches() -> list[Patch]:
    """All patches, by name."""
    return [read_patch(path) for path in sorted(FOLDER.glob("*.patch"))]


def read_accepted() -> dict[str, dict[str, str]]:
    """Patches that may survive ("survive") and those whose code is gone ("gone"), each name with the reason."""
    return tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))
