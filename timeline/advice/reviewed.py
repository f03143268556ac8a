"""``reviewed.yaml``: the editors' answers to advice.

It is a note of the editors on their work and no part of the record: it has no part in the version, nothing that readers
see rests on it, and only ``check`` reads it. So a fault in it is told there, and takes nothing from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from timeline.advice.items import KINDS
from timeline.collection.folder import Folder
from timeline.collection.list_entries import ReviewedEntry
from timeline.collection.problems import Problem, advise, quote

FILE, LIST = "reviewed.yaml", "reviewed"
_LOST = "The entry was left out."


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The sound answers of a collection's editors by key, the line of each, and the faults of the file."""

    answers: dict[str, ReviewedEntry]
    lines: dict[str, int | None]
    problems: tuple[Problem, ...]


def load_reviewed(path: Path) -> Reviewed:
    """Reads the file of a collection's folder; it may be missing. Never raises for what it holds."""
    folder = Folder(path)
    nothing: tuple[dict[str, ReviewedEntry], dict[str, int | None]] = ({}, {})
    answers, lines = folder.attempt(FILE, nothing, _read, folder, lost="Its answers were left out.")
    return Reviewed(answers, lines, tuple(folder.problems))


def _read(folder: Folder) -> tuple[dict[str, ReviewedEntry], dict[str, int | None]]:
    entries = folder.entries(FILE, LIST, ReviewedEntry)
    if not entries:
        return {}, {}
    lines = _lines(folder)
    answers: dict[str, ReviewedEntry] = {}
    for entry in entries:
        kind, line = entry.key.partition(":")[0], lines.get(entry.key)
        where = {"field": LIST, "line": line, "consequence": _LOST}
        if kind not in KINDS:
            folder.report(
                FILE, f"has the key {quote(entry.key)}, of no kind of advice.", advise(kind, KINDS, FILE), **where
            )
        elif entry.key in answers:
            folder.report(FILE, f"answers {entry.key} twice.", "Keep one of the two.", **where)
        else:
            answers[entry.key] = entry
    return answers, lines


def _lines(folder: Folder) -> dict[str, int | None]:
    """On which line the last entry with each key begins."""
    document = Folder(folder.path).document(FILE)
    items = document.value[LIST] if document else []
    return {
        str(item["key"]): document.line((LIST, number)) if document else None
        for number, item in enumerate(items)
        if isinstance(item, dict) and "key" in item
    }
