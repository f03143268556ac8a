"""The collection that an import goes into, as its files say it; an empty one where the folder is not there yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from timeline.bring.errors import BringError
from timeline.bring.recipe import FOLDER
from timeline.collection import about
from timeline.collection.check import Register, check_register
from timeline.collection.entries import ActorEntry, Entry, PublisherEntry, ThemeEntry
from timeline.collection.event_files import EventFiles, Events, Written
from timeline.collection.event_sheets import EventSheets, has_sheets
from timeline.collection.folder import Folder, event_files
from timeline.collection.journal import PendingError, finish_pending

Value = dict[str, Any]
"""The fields of an event as its file holds them, ``summary`` among them."""
REGISTERS = ("actors", "themes", "publishers")
_KEYS = ("key", "event", "how", "fields")
OWN, MENDED, MERGED = "own", "mended", "merged"


class Brought(NamedTuple):
    """What became of a row in an earlier run."""

    event: str
    how: str
    """OWN: the event is the row's own; MENDED: it is, by a row that was mended; MERGED: the row stands in this one."""
    packed: str = ""
    """Digest of each field as the import wrote it, packed: 100,000 rows have three million of them."""

    @property
    def seals(self) -> dict[str, str]:
        """The digests by field."""
        return dict(pair.rsplit("=", 1) for pair in self.packed.split(" ") if "=" in pair)


def brought_as_own(event: str, seals: Mapping[str, str], how: str = OWN) -> Brought:
    """A row that has an event of its own."""
    return Brought(event, how, " ".join(f"{name}={seal}" for name, seal in seals.items()))


@dataclass
class Known:
    """A folder, read once.

    Attributes:
        path: of the folder.
        register: actors, themes, publishers.
        events: what each event's file says, by id; those that cannot be read are left out, and their ids are in
            ``taken``.
        taken: all ids of events that are there.
        documents: entries of documents.yaml by their addresses.
        is_tables: whether events are tables and no files.
        figures: ids of the figures that the collection declares.
        declares: whether collection.yaml says itself what is counted.
    """

    path: Path
    register: Register
    events: dict[str, Value] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    documents: dict[str, Value] = field(default_factory=dict)
    is_tables: bool = False
    figures: frozenset[str] = frozenset()
    declares: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the folder holds no collection yet."""
        return not (self.path / "collection.yaml").is_file()

    def text(self, name: str) -> str:
        """A file as it is; "" where it is not there."""
        path = self.path / name
        return path.read_bytes().decode("utf-8-sig") if path.is_file() else ""

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Local name of each document that an event cites, by its address."""
        return {
            str(source.get("url", "")): name
            for event in self.events.values()
            for name, source in event.get("sources", {}).items()
        }

    def brought(self, name: str) -> dict[str, Brought]:
        """What earlier runs of an import wrote, by the keys of rows.

        Raises:
            BringError: the list is damaged.
        """
        file = f"{FOLDER}/{name}.keys.csv"
        found = {}
        for number, row in enumerate(csv.DictReader(io.StringIO(self.text(file))), 1):
            if set(row) != set(_KEYS) or None in row.values():
                raise BringError(f"{file}, row {number}, is not as the import wrote it.", "Take it from a backup.")
            found[row["key"]] = Brought(row["event"], row["how"], row["fields"])
        return found


def dump_brought(brought: Mapping[str, Brought]) -> bytes:
    """The list that :meth:`Known.brought` reads."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_KEYS)
    for key, row in brought.items():
        writer.writerow((key, row.event, row.how, row.packed))
    return target.getvalue().encode()


def read_known(path: Path) -> Known:
    """A collection as an import needs it.

    Raises:
        BringError: it is no folder, or an earlier write into it cannot be finished.
    """
    if path.exists() and not path.is_dir():
        raise BringError(f"{path} is a file.", "Name the folder of a collection, or a new one.")
    try:
        finish_pending(path)
    except PendingError as error:
        raise BringError(str(error)) from error
    if (path / "events").is_dir() and has_sheets(path):
        raise BringError(f"{path} holds both events/ and one table of events.", "Keep one of the two.")
    folder = Folder(path)
    register = check_register(
        folder,
        folder.entries("actors.yaml", "actors", ActorEntry),
        folder.entries("themes.yaml", "themes", ThemeEntry),
        folder.entries("publishers.yaml", "publishers", PublisherEntry),
    )
    said = folder.attempt("collection.yaml", about.NOTHING_SAID, about.load_about, folder)
    declared = about.declared_figures(said) if said.declares else ()
    is_tables = has_sheets(path)
    events: Events = EventSheets(folder, declared) if is_tables else EventFiles(folder)
    ids = frozenset(figure.id for figure in declared)
    known = Known(path, register, is_tables=is_tables, figures=ids, declares=said.declares)
    known.taken = {name.removesuffix(".md") for name in event_files(path)}
    for name, value in _read(events):
        known.taken.add(name)
        if value is not None:
            known.events[name] = _plain(value)
            _admit(register, value)
    document = folder.document("documents.yaml")
    for entry in document.value.get("documents", []) if document else []:
        known.documents[entry.get("url", "")] = entry
    return known


def _plain(value: Any) -> Any:
    """A value as a file holds it, whichever form it was read from; without what says nothing."""
    if isinstance(value, Entry):
        value = value.model_dump()
    if isinstance(value, dict):
        return {name: plain for name, part in value.items() if (plain := _plain(part)) not in ("", [], {})}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return "" if value is None else str(value)


def _admit(register: Register, value: Value) -> None:
    """Takes the names of an event into lists whose files are missing: an import writes these files."""
    for actor in value.get("actors", ()):
        register.admit_actor(actor)
    for theme in value.get("themes", ()):
        register.admit_theme(theme)
    for source in value.get("sources", {}).values():
        for name in filter(None, (source.get("publisher"), source.get("via"))):
            register.admit_publisher(name)
    for claim in value.get("claims", ()):
        for position in claim.get("positions", ()):
            register.admit_actor(position.get("actor", ""))


def _read(events: Events) -> Iterator[tuple[str, Value | None]]:
    for written in events:
        if isinstance(written, Written):  # as all are that are read without a register
            yield written.id, written.value
