"""Where in a collection's folder something of the record was written."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from timeline.collection.event_files import EventFiles
from timeline.collection.event_sheets import has_sheets
from timeline.collection.folder import Folder, dotted, event_files
from timeline.collection.held import EVENTS
from timeline.collection.problems import Problem
from timeline.collection.sheet import ENDINGS

_KEPT_FILES = 64


class Places:
    """Says of events, claims and documents where they stand.

    A folder of event files has the line of each part: a file is read again when something in it is to be told. Of
    tables the file and the id are told: rows are not kept when a record is opened.

    Args:
        folder: of the collection.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_large = has_sheets(folder)
        files = EventFiles(Folder(folder))
        self._read = lru_cache(_KEPT_FILES)(lambda event: files.read(f"events/{event}.md"))

    def of_event(self, event: str, path: tuple[str | int, ...], message: str, advice: str) -> Problem:
        """What is told of a part of an event, at its path in the event's file."""
        if self._is_large:
            table = path[0] if path[0] in ("claims", "sources") else "events"
            return Problem(self._table(str(table)), event, message, advice)
        file = f"events/{event}.md"
        document = self._read(event)
        return Problem(file, dotted(path), message, advice, line=document.line(path) if document else None)

    def of_claim(self, claim: str, message: str, advice: str, position: int | None = None) -> Problem:
        """What is told of a claim, or of one of its positions, counted from 0."""
        event, _, number = claim.partition("#")
        if self._is_large:
            return Problem(self._table("claims" if position is None else "positions"), claim, message, advice)
        part = ("text",) if position is None else ("positions", position)
        return self.of_event(event, ("claims", int(number) - 1, *part), message, advice)

    def of_source(self, source: str, message: str, advice: str) -> Problem:
        """What is told of a document, in the first event that names it by its id."""
        if self._is_large:
            return Problem(self._table("sources"), source, message, advice)
        event = self._named.get(source)
        if event is None:  # two documents had one name: the id of the second one stands in no file
            return Problem(EVENTS, source, message, advice)
        return self.of_event(event, ("sources", source, "kind"), message, advice)

    @cached_property
    def _named(self) -> dict[str, str]:
        """The first event that names each document."""
        found: dict[str, str] = {}
        for file in event_files(self._folder):
            event = file.removesuffix(".md")
            document = self._read(event)
            for path in document.lines if document else ():
                if len(path) == 2 and path[0] == "sources":
                    found.setdefault(str(path[1]), event)
        return found

    def _table(self, name: str) -> str:
        """The file of a table of a large collection."""
        there = (f"{name}{ending}" for ending in ENDINGS if (self._folder / f"{name}{ending}").is_file())
        return next(there, f"{name}{ENDINGS[0]}")
