"""Documents that no event cites yet: ``documents.yaml``, and rows of a table of sources that no event names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline.collection.check import Register, by_id, check_publishers_of
from timeline.collection.event_files import Written
from timeline.collection.folder import Folder
from timeline.collection.list_entries import DocumentEntry
from timeline.collection.problems import Place

FILE = "documents.yaml"
LEFT_OUT = "The document was left out."


class _Listed:
    """That a document is written in the list."""

    file = FILE

    def place(self, path: tuple[str | int, ...]) -> Place:
        """The file."""
        return Place(FILE)


def listed_documents(folder: Folder, register: Register) -> list[DocumentEntry]:
    """The sound documents of ``documents.yaml``, each id and each address once."""
    found = folder.attempt(FILE, None, folder.entries, FILE, "documents", DocumentEntry) or []
    sound, addresses = list[DocumentEntry](), set[str]()
    for name, document in by_id(folder, "documents", found).items():
        if document.url in addresses:
            advice = "One document is one entry."
            folder.report(FILE, "has an address twice.", advice, field=name, consequence=LEFT_OUT)
        elif check_publishers_of(folder, document, _Listed(), (name,), register, LEFT_OUT):
            addresses.add(document.url)
            sound.append(document)
    return sound


def uncited_documents(folder: Folder, register: Register, rows: Iterable[Written]) -> Iterator[DocumentEntry]:
    """The sound ones among the rows of a table of sources that no event names."""
    for name, value, origin, _ in rows:
        entry = folder.check(DocumentEntry, {**(value or {}), "id": name}, origin, consequence=LEFT_OUT)
        if entry is not None and check_publishers_of(folder, entry, origin, (), register, LEFT_OUT):
            yield entry
