"""A folder that is read again: a file that has a fault now keeps the version that was sound before.

An editor saves half a sentence, or one wrong word in a list of actors takes their events with it. Readers keep what
they had until the file is mended. What was deleted, withdrawn or merged goes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from timeline.collection.english import count, join
from timeline.collection.folder import Folder, event_files
from timeline.collection.problems import Problem
from timeline.collection.read import read_folder
from timeline.collection.tables import Tables

KEPT = "Readers see the last good version."
EVENTS = "events/"
_REGISTERS = ("collection.yaml", "actors.yaml", "themes.yaml", "publishers.yaml")
"""What events name: a sound change of one can leave events out."""

_NAMED = 3

Texts = Mapping[str, bytes]
"""Contents of files by name."""


class Reading(NamedTuple):
    """Tables, and the files behind them that were sound."""

    tables: Tables
    sound: Texts
    """For the next reading. A file of an event is sound where its event is there, another where it has no fault."""


def read_again(path: Path, sound: Texts, tell: Callable[[str], None] | None = None) -> Reading:
    """Reads a folder of event files, and holds what was sound before and no longer is.

    A file that has a fault now is held first. Where an event still is missing, a register has changed under it: then
    the registers are held too. Each round holds more files, so it ends.

    Args:
        path: the folder.
        sound: what the reading before this one gives; empty at the first.
        tell: called with a few words before each longer step.
    """
    folder = Folder(path, tell)
    tables = read_folder(folder)
    read, held, told = dict(folder.texts), dict[str, bytes](), list[Problem]()
    while more := _to_hold(folder, tables, sound, read | held):
        held |= more
        told += tables.problems
        folder = Folder(path, tell, read | held)
        tables = read_folder(folder)
    shown = {f"{EVENTS}{event}.md" for event in tables.events["id"]}
    problems = (*tables.problems, *_told_before(told, tables.problems, {*held, *shown}))
    tables = replace(tables, problems=problems, held=tuple(sorted(held)))
    faulty = {problem.file for problem in tables.problems} - held.keys()
    kept = {name: text for name, text in folder.texts.items() if name in shown or name not in faulty}
    return Reading(tables, kept)


def _to_hold(folder: Folder, tables: Tables, sound: Texts, read: Texts) -> Texts:
    """Sound versions that are to be taken for files as they were read now; none where that would change nothing."""
    lost = _lost(folder.path, tables, sound)
    faulty = {problem.file for problem in tables.problems if not problem.file.startswith(EVENTS)}
    for names in (lost | faulty, set(_REGISTERS) if lost else set[str]()):
        found = {name: sound[name] for name in names if name in sound and sound[name] != read.get(name)}
        if found:
            return found
    return {}


def _lost(path: Path, tables: Tables, sound: Texts) -> set[str]:
    """Files of events that are missing now and were there, and that nobody deleted, withdrew, merged or took back."""
    gone = tables.corrections[tables.corrections["kind"].isin(["merged", "withdrawn"])]["event"]
    there = {f"{EVENTS}{name}" for name in event_files(path)} - {f"{EVENTS}{event}.md" for event in gone}
    return (there & sound.keys()) - {f"{EVENTS}{event}.md" for event in (*tables.events["id"], *tables.drafts)}


def _told_before(told: Iterable[Problem], now: Iterable[Problem], shown: set[str]) -> list[Problem]:
    """The faults for which files are held: each once, and with what readers see."""
    found = {problem: None for problem in told if problem.file in shown and problem not in set(now)}
    return [replace(problem, consequence=KEPT) for problem in found]


def held_in_words(held: Sequence[str]) -> str:
    """Which files are shown as they were; "" where none is."""
    if not held:
        return ""
    if len(held) == 1:
        return f"{held[0]} has a fault now or does not fit the other files. {KEPT}"
    files = join(held) if len(held) <= _NAMED else count(len(held), "file")
    return f"{files} have a fault now or do not fit the other files. Readers see the last good versions."
