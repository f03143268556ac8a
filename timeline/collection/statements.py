"""statements.yaml: what documents say, held against the documents, claims and positions of the record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from timeline.collection.check import Register, sound_claims
from timeline.collection.entries import CorrectionEntry, EventEntry, StatementEntry, StatementsEntry
from timeline.collection.folder import Folder
from timeline.collection.tables import rows_of

FILE = "statements.yaml"


def check_statements(
    folder: Folder,
    said: Sequence[StatementsEntry],
    sources: pd.DataFrame,
    register: Register,
    named: Mapping[str, EventEntry],
    events: Collection[str],
    corrections: Iterable[CorrectionEntry],
) -> dict[str, list[StatementEntry]]:
    """The statements of each document that some event cites, with only claims that exist, by number.

    A document is on record for what it says, so each claim should have its position; one that has none is told.

    Args:
        folder: gathers the faults.
        said: as it is written.
        sources: the table of all documents.
        register: the lists that events refer to.
        named: the events that the claims belong to, those of them that are sound.
        events: ids of all sound events.
        corrections: those that hold.

    Returns:
        Statements by source id.
    """
    if not said:  # no need to look through the documents of a large collection
        return {}
    merged = {c.event: c.to for c in corrections if c.kind == "merged"}
    cited = sources[sources["url"].isin([listed.document for listed in said])]
    documents = {row["url"]: row for row in rows_of(cited[["id", "url", "publisher"]])}
    checker = _Checker(partial(folder.report, FILE), register, named, events, merged)
    found: dict[str, list[StatementEntry]] = {}
    for listed in said:
        document = documents.get(listed.document)
        if document is None:
            fault = ("is a document that no event cites.", "Write its address as the event's source has it.")
        elif document["id"] in found:
            fault = ("is listed twice.", "Put all its statements into one list.")
        else:
            found[document["id"]] = checker.check(listed, document["publisher"])
            continue
        checker.report(*fault, field=listed.document, consequence="Its statements were left out.")
    return found


@dataclass(frozen=True)
class _Checker:
    report: Callable[..., None]
    register: Register
    named: Mapping[str, EventEntry]
    events: Collection[str]
    merged: Mapping[Any, Any]

    def check(self, listed: StatementsEntry, publisher: str) -> list[StatementEntry]:
        """The sound statements of a document, by number."""
        found: dict[int, StatementEntry] = {}
        for statement in listed.statements:
            field, lost = f"statement {statement.number} of {listed.document}", "The statement was left out."
            if statement.number in found:
                self.report("has the number of an earlier one.", "Number them anew.", field=field, consequence=lost)
                continue
            names = (self.named, self.events, self.merged)
            claims = sound_claims(self.report, f"{field}, claims", statement.claims, *names)
            if not claims:
                advice = "Name the claim that it makes."
                self.report("has no claim of this record.", advice, field=field, consequence=lost)
                continue
            found[statement.number] = statement.model_copy(update={"claims": claims})
            for claim in claims:
                self._check_position(field, claim.claim, listed.document, publisher)
        return [found[number] for number in sorted(found)]

    def _check_position(self, field: str, claim: str, url: str, publisher: str) -> None:
        """Tells of a claim on which the document takes no position.

        Where its publisher is an actor, the publisher has to take one in it; else anybody whom it quotes.
        """
        name, _, number = claim.partition("#")
        event, is_actor = self.named[name], publisher in self.register.actors
        local = [local for local, source in event.sources.items() if source.url == url]
        actors = {position.actor for position in event.claims[int(number) - 1].positions if position.source in local}
        if publisher in actors if is_actor else actors:
            return
        silent = f"{self.register.publishers[publisher].name} takes no" if is_actor else "nobody takes a"
        source = local[0] if local else "the local name that the document gets there"
        position = f"actor: {publisher if is_actor else 'whom it quotes'}, stance: asserts, source: {source}"
        self.report(
            f"makes the claim {claim}, on which {silent} position in this document.",
            f"Add to {claim} the position {{{position}}}, or name another claim.",
            field=field,
            consequence="It is shown without the document's own position.",
        )
