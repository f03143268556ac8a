"""Events as Markdown files with front matter: ``events/<id>.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from timeline.collection.check import LEFT_OUT
from timeline.collection.entries import ID, MAX_ID
from timeline.collection.event_block import MakeBlock
from timeline.collection.folder import Folder, TextOrigin
from timeline.collection.problems import Origin, Place
from timeline.collection.yaml_text import Document

_LINES_TOLD = 1_000
_LOOKED_AT = 10_000
"""Files of a folder, and bytes of a line, that are looked at."""
_BROUGHT = frozenset((".csv", ".tsv", ".xlsx", ".json", ".jsonl", ".parquet", ".ics", ".bib", ".ris"))
_OWN = frozenset(
    f"{n}{e}"
    for n in ("sources", "citations", "claims", "positions", "searches", "links", "strikes")
    for e in (".csv", ".parquet")
)
"""Tables of a collection itself."""


class Written(NamedTuple):
    """An event as it was written, not yet checked."""

    id: str
    value: dict[str, Any] | None
    """The fields of ``entries.EventEntry``; None where the form has a fault, which was told."""
    origin: Origin
    is_sound: bool = True
    """False where it is to be left out whatever its fields say: its file has no name that is an id."""


class Events(Protocol):
    """The events of a collection in either form."""

    def __iter__(self) -> Iterator[Written | MakeBlock]:
        """Each event as it was written, or several that are known to be sound."""

    def uncited(self) -> Iterable[Written]:
        """Documents that no event names, once all events were read."""

    def place_of_link(self, event: str, at: int) -> Place:
        """Where the link of an event stands whose line or row is ``at``."""


def files_to_bring(path: Path) -> list[str]:
    """The names of files in a folder, not in its own folders, of which an import can make events."""
    found = []
    for file in sorted(islice(path.iterdir(), _LOOKED_AT)):
        if file.is_file() and file.name not in _OWN:
            ending = file.suffix.lower()
            if ending in _BROUGHT or (ending == ".md" and _has_front_matter(file)):
                found.append(file.name)
    return found


def _has_front_matter(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.readline(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").rstrip() == b"---"
    except OSError:
        return False


class EventFiles:
    """The files of ``events/`` in the order of their names."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def __iter__(self) -> Iterator[Written]:
        names = self._folder.event_files()
        if self._folder.path.is_dir() and not names:
            self._tell_nothing()
        for number, name in enumerate(names):
            if number % _LINES_TOLD == 0:
                self._folder.tell(f"Reading events: {number:,} of {len(names):,}")
            file = f"events/{name}"
            document = self._folder.attempt(file, None, self.read, file, lost=LEFT_OUT)
            value, event = document.value if document else None, name.removesuffix(".md")
            yield Written(event, value, TextOrigin(file, document or Document()), self._check_name(file, event))

    def uncited(self) -> Iterable[Written]:
        """None: events that are files name documents only to cite them."""
        return ()

    def place_of_link(self, event: str, at: int) -> Place:
        """The line of the event's file."""
        return Place(f"events/{event}.md", line=at)

    def _tell_nothing(self) -> None:
        """That there is no event, and where files lie that an import can read, which command does so."""
        self._folder.report("events/", "holds no event.", "Write one Markdown file per event: events/<id>.md.")
        if brought := files_to_bring(self._folder.path):
            more = f" and {len(brought) - 1:,} more" if len(brought) > 1 else ""
            told = f"and there is no event. An import can read this file{more}."
            self._folder.report(brought[0], f"lies here, {told}", "Run python -m timeline bring FILE --into DIR.")

    def _check_name(self, file: str, event: str) -> bool:
        """Whether the name of a file is an id; told where it is not."""
        if ID.fullmatch(event) and len(event) <= MAX_ID:
            return True
        advice = "Use small letters, digits and single hyphens, such as first-meeting.md."
        fault = "has a file name that is not an id." if len(event) <= MAX_ID else "has a file name that is too long."
        self._folder.report(file, fault, advice, consequence=LEFT_OUT)
        return False

    def read(self, file: str) -> Document | None:
        """Front matter and summary as one document; None where the form has a fault."""
        folder = self._folder
        text = folder.text(file, consequence=LEFT_OUT)
        if text is None:
            return None
        parts = _split_front_matter(text)
        if parts is None:
            advice = "Begin with a line ---, then the fields, then a line ---, then the summary."
            folder.report(file, "has no front matter.", advice, line=1, consequence=LEFT_OUT)
            return None
        front, summary, summary_line = parts
        document = folder.parse(file, front, first_line=2, consequence=LEFT_OUT)
        if document is None:
            return None
        if "summary" in document.value:
            where = {"field": "summary", "line": document.line(("summary",)), "consequence": LEFT_OUT}
            folder.report(file, "is an unknown field.", "Write the summary below the front matter.", **where)
            return None
        document.lines[("summary",)] = summary_line
        document.value["summary"] = summary
        return document


def _split_front_matter(text: str) -> tuple[str, str, int] | None:
    """Front matter, summary and the summary's line; None where the text does not begin with ---."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---":
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]).strip(), number + 2
    return None
