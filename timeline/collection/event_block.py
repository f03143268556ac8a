"""Sound events, column by column, on their way from entries to tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from timeline.collection.entries import Entry, EventEntry, LinkEntry, PositionEntry, SearchEntry
from timeline.collection.problems import Origin
from timeline.collection.references import Reference

Columns = dict[str, Any]
"""Lists or arrays of one length by name."""


class Document(Protocol):
    """What the fields of a ``DocumentFields`` say."""

    @property
    def url(self) -> str:
        """Where it is."""

    @property
    def publisher(self) -> str:
        """Id or name of who put it out."""

    @property
    def via(self) -> str:
        """Id or name of the site that carries it; ""."""

    @property
    def citing(self) -> str:
        """Whom it names as its origin, as this event says; ""."""


class Library(Protocol):
    """Where documents are taken in: a ``source_table.SourceTable``."""

    def take(self, name: str, source: Document, origin: Origin) -> int:
        """Takes a document in, by its local name in an event; gives its number."""

    def cite(self, event: int, number: int, name: str, citing: str, origin: Origin) -> None:
        """Takes a citation of it in."""

    def id_of(self, number: int) -> str:
        """The id of a document that was taken in."""


class Block(NamedTuple):
    """What some sound events say, in their order; columns are the fields of their entries, and those named here."""

    events: Columns
    """``id``, ``claim_count``; ``own``: of documents that speak of the event itself ids to publishers, as written."""
    claims: Columns
    """Those that they hold: ``id``, ``event``, ``text``."""
    positions: Columns
    """``claim``, ``event``; documents are ids."""
    searches: Columns
    """``claim``, ``event``."""
    links: Columns
    """``event``; ``number`` in its list, ``at``: line or row."""
    references: list[Reference]
    """Claims in their lists that other events hold."""


MakeBlock = Callable[[Library, int], Block]
"""Makes a block once it can give its documents ids; the number is that of its first event."""


class Added(NamedTuple):
    """A sound event that is not yet in columns."""

    name: str
    event: EventEntry
    cited: dict[str, str]
    """Id of each document by its local name."""
    origin: Origin

    @property
    def own(self) -> dict[str, str]:
        """The documents that speak of the event itself: ids to publishers."""
        return {self.cited[local]: s.publisher for local, s in self.event.sources.items() if s.cited_for == "event"}

    def further_sources(self, position: PositionEntry) -> tuple[str, ...]:
        """The documents of a position beside its first, by id."""
        return further_documents(self.cited[position.source], map(self.cited.__getitem__, position.further_sources))


def further_documents(first: str, others: Iterable[str]) -> tuple[str, ...]:
    """The documents of a position beside its first; two names of an event may mean one document."""
    return tuple(source for source in dict.fromkeys(others) if source != first)


def block_of(added: Sequence[Added]) -> Block:
    """Events that were taken in one by one."""
    claims = [(f"{one.name}#{number}", claim, one) for one in added for number, claim in one.event.own_claims]
    positions = [(name, position, one) for name, claim, one in claims for position in claim.positions]
    searches = [(name, search, one) for name, claim, one in claims for search in claim.sought]
    links = [(number, link, one) for one in added for number, link in enumerate(one.event.links)]
    places = [one.origin.place(("links", number, "to")) for number, _, one in links]
    return Block(
        events={
            "id": [one.name for one in added],
            **_fields(EventEntry, [one.event for one in added]),
            "own": [one.own for one in added],
            "claim_count": [len(one.event.own_claims) for one in added],
        },
        claims={**_owners(claims, "id"), "text": [claim.text for _, claim, _ in claims]},
        positions={
            **_owners(positions),
            **_fields(PositionEntry, [position for _, position, _ in positions]),
            "source": [one.cited[position.source] for _, position, one in positions],
            "further_sources": [one.further_sources(position) for _, position, one in positions],
        },
        searches={**_owners(searches), **_fields(SearchEntry, [search for _, search, _ in searches])},
        links={
            **_owners(links, "number"),
            **_fields(LinkEntry, [link for _, link, _ in links]),
            "at": [place.line or place.row for place in places],
        },
        references=[
            Reference(f"{one.name}#{number}", same, one.origin.place(("claims", number - 1, "same")))
            for one in added
            for number, same in one.event.references
        ],
    )


def _fields(kind: type[Entry], entries: Sequence[Entry]) -> Columns:
    return {name: [getattr(entry, name) for entry in entries] for name in kind.model_fields}


def _owners(found: Sequence[tuple[Any, Any, Added]], key: str = "claim") -> Columns:
    return {key: [owner for owner, _, _ in found], "event": [one.name for _, _, one in found]}
