"""Claims that topics and statements name: whether there are such, and by which one id."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from timeline.collection.check import resolve
from timeline.collection.list_entries import ClaimReference
from timeline.collection.places import event_of
from timeline.collection.problems import advise, quote
from timeline.collection.references import ClaimTexts

AnyReference = TypeVar("AnyReference", bound=ClaimReference)


@dataclass(frozen=True)
class NamedClaims:
    """Finds the claims that are meant."""

    texts: ClaimTexts
    """Of the events that topics, statements and corrections name, those of them that are sound."""
    same: Mapping[str, str]
    """Ids of claims in further events, to the id of each."""
    events: Iterable[str]
    """Ids of all sound events."""
    merged: Mapping[Any, Any]
    """Id of a merged event to the one that took it over."""
    absent: Container[str] = ()
    """Ids of drafts and of events that were withdrawn: their claims are left out silently."""

    def is_absent(self, reference: ClaimReference) -> bool:
        """Whether a reference is to a claim of a draft, or of an event that was withdrawn."""
        return resolve(event_of(reference.claim), self.merged) in self.absent

    def sound(
        self, report: Callable[..., None], field: str, references: Iterable[AnyReference]
    ) -> tuple[AnyReference, ...]:
        """The references to claims that exist, each once and by its one id; a moved claim is followed by its text.

        A claim that is named by two of its ids counts once; the two must not say different things of it.

        Args:
            report: tells a fault of the file that they stand in (``Folder.report``).
            field: the list of them, for faults.
            references: as they are written.
        """
        found: dict[str, AnyReference] = {}
        written: set[str] = set()
        for number, entry in enumerate(references):
            place, fault, advice = self._find(entry)
            if not place and not fault:
                continue
            claim = self.same.get(place, place)
            if claim in found and (place in written or not entry.agrees(found[claim])):
                fault, advice = f"names the claim {claim} twice.", "Keep one of the two."
            written.add(place)
            if fault:
                kept = "The claim with that text was taken."
                if not claim or claim in found:
                    kept = "The claim was left out here."
                report(fault, advice, field=f"{field}.{number}", consequence=kept)
            if claim:
                found.setdefault(claim, entry.model_copy(update={"claim": claim}))
        return tuple(found.values())

    def _find(self, entry: ClaimReference) -> tuple[str, str, str]:
        """Id of the claim that is meant, "" where it cannot be told; what is wrong; what to write.

        What has become a further place of a claim may still be named by how it began when it was a claim of its own.
        """
        given, _, number = entry.claim.partition("#")
        event = resolve(given, self.merged)
        if event in self.absent:
            return "", "", ""
        if event not in self.texts:
            fault = f"names the claim {entry.claim}, whose event is not in this record."
            return "", fault, advise(given, self.events, "events/")
        texts = {number: _words(text) for number, text in self.texts[event].items()}
        start, place = _words(entry.text), int(number)
        if event == given and texts.get(place, "").startswith(start) and place in texts:
            return entry.claim, "", ""
        fitting = [n for n, text in texts.items() if start and text.startswith(start)]
        if len(fitting) == 1:
            claim = f"{event}#{fitting[0]}"
            fault = f"names {entry.claim}, but the text {quote(start)} is that of {claim}."
            return claim, fault, f"Write claim: {claim}."
        if f"{event}#{place}" in self.same:
            return f"{event}#{place}", "", ""
        if place in texts and start:
            advice = "Read the claim again, judge again whether it fits here, and copy how it begins."
            return "", f"names {entry.claim}, which begins differently: {quote(texts[place])}.", advice
        fault = f"names the claim {entry.claim}, and {event} has {len(texts)}."
        return "", fault, "Count its claims from 1, as in its file."


def _words(text: str) -> str:
    return " ".join(text.split())
