"""statements.yaml: what documents say, held against the documents, claims and positions of the record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from timeline.collection.check import Register
from timeline.collection.entries import EventEntry
from timeline.collection.folder import Folder
from timeline.collection.list_entries import StatementEntry, StatementsEntry
from timeline.collection.named_claims import NamedClaims
from timeline.collection.places import event_of
from timeline.collection.tables import rows_of

FILE = "statements.yaml"


def check_statements(
    folder: Folder,
    said: Sequence[StatementsEntry],
    built: Mapping[str, pd.DataFrame],
    uncited: Collection[str],
    register: Register,
    named: Mapping[str, EventEntry],
    claims: NamedClaims,
) -> dict[str, list[StatementEntry]]:
    """The statements of each document that some event cites, with only claims that exist, by number.

    A document is on record for what it says, so each claim should have its position; one that has none is told.

    Args:
        folder: gathers the faults.
        said: as it is written.
        built: the tables of all documents and positions.
        uncited: ids of the documents that no event cites.
        register: the lists that events refer to.
        named: the events that the claims belong to, those of them that are sound.
        claims: finds those that are meant.

    Returns:
        Statements by source id.
    """
    if not said:  # no need to look through the documents of a large collection
        return {}
    cited = built["sources"][built["sources"]["url"].isin([listed.document for listed in said])]
    documents = {row["url"]: row for row in rows_of(cited[["id", "url", "publisher"]])}
    documents = {url: row for url, row in documents.items() if row["id"] not in uncited}
    checker = _Checker(partial(folder.report, FILE), register, named, claims, built["positions"])
    found: dict[str, list[StatementEntry]] = {}
    for listed in said:
        document = documents.get(listed.document)
        if document is None:
            fault = ("is a document that no event cites.", "Write its address as the event's source has it.")
        elif document["id"] in found:
            fault = ("is listed twice.", "Put all its statements into one list.")
        else:
            found[document["id"]] = checker.check(listed, document["id"], document["publisher"])
            continue
        checker.report(*fault, field=listed.document, consequence="Its statements were left out.")
    return found


@dataclass(frozen=True)
class _Checker:
    report: Callable[..., None]
    register: Register
    named: Mapping[str, EventEntry]
    claims: NamedClaims
    positions: pd.DataFrame

    def check(self, listed: StatementsEntry, document: str, publisher: str) -> list[StatementEntry]:
        """The sound statements of a document, by number.

        Args:
            listed: as they are written.
            document: its id.
            publisher: the id of its publisher.
        """
        found: dict[int, StatementEntry] = {}
        silent: dict[str, list[str]] = {}
        for statement in listed.statements:
            field, lost = f"statement {statement.number} of {listed.document}", "The statement was left out."
            if statement.number in found:
                self.report("has the number of an earlier one.", "Number them anew.", field=field, consequence=lost)
                continue
            claims = self.claims.sound(self.report, f"{field}, claims", statement.claims)
            if not claims and any(map(self.claims.is_absent, statement.claims)):
                continue
            if not claims:
                advice = "Name the claim that it makes."
                self.report("has no claim of this record.", advice, field=field, consequence=lost)
                continue
            found[statement.number] = statement.model_copy(update={"claims": claims})
            silent[field] = [entry.claim for entry in claims]
        spoke = self._speakers(document, {claim for claims in silent.values() for claim in claims})
        for field, names in silent.items():
            for claim in names:
                self._check_position(field, claim, listed.document, publisher, spoke.get(claim, set()))
        return [found[number] for number in sorted(found)]

    def _speakers(self, document: str, claims: Iterable[str]) -> dict[str, set[str]]:
        """Who takes a position in a document, by claim."""
        found: dict[str, set[str]] = {}
        taken = self.positions[self.positions["claim"].isin(claims)]
        for row in rows_of(taken[["claim", "actor", "source", "further_sources"]]):
            if document in (row["source"], *row["further_sources"]):
                found.setdefault(row["claim"], set()).add(row["actor"])
        return found

    def _check_position(self, field: str, claim: str, url: str, publisher: str, actors: set[str]) -> None:
        """Tells of a claim on which the document takes no position.

        Where its publisher is an actor, the publisher has to take one in it; else anybody whom it quotes.
        """
        event, is_actor = self.named.get(event_of(claim)), publisher in self.register.actors
        if publisher in actors if is_actor else actors:
            return
        silent = f"{self.register.publishers[publisher].name} takes no" if is_actor else "nobody takes a"
        local = [local for local, source in event.sources.items() if source.url == url] if event else []
        source = local[0] if local else "the local name that the document gets there"
        position = f"actor: {publisher if is_actor else 'whom it quotes'}, stance: asserts, source: {source}"
        self.report(
            f"makes the claim {claim}, on which {silent} position in this document.",
            f"Add to {claim} the position {{{position}}}, or name another claim.",
            field=field,
            consequence="It is shown without the document's own position.",
        )
