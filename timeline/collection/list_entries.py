"""What topics.yaml, statements.yaml, documents.yaml and reviewed.yaml may hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from timeline.collection.entries import (
    MAX_ITEMS,
    AdviceKey,
    Claim,
    Day,
    Digest,
    DocumentFields,
    Entry,
    Id,
    Line,
    Number,
    OptionalLine,
    Text,
    Url,
    word,
)

BEARINGS = ("affirms", "negates")


class ClaimReference(Entry):
    """A claim of some event: by its number, and by how its text begins, which finds it when the number has moved."""

    claim: Claim
    text: OptionalLine = ""

    def agrees(self, other: ClaimReference) -> bool:
        """Whether another reference to the same claim says nothing else of it."""
        return True


class TopicClaimEntry(ClaimReference):
    """A claim that bears on a topic's question."""

    bears: word(BEARINGS)  # type: ignore[valid-type]
    because: OptionalLine = ""

    def agrees(self, other: ClaimReference) -> bool:
        """Whether another one bears on the question in the same way."""
        return isinstance(other, TopicClaimEntry) and self.bears == other.bears


class TopicEntry(Entry):
    """One question in neutral words, and the claims across events that answer it with yes or no."""

    id: Id
    question: Line
    claims: Annotated[tuple[TopicClaimEntry, ...], Field(min_length=1, max_length=MAX_ITEMS)]


class StatementEntry(Entry):
    """One statement of a document in our words, and the claims that it makes."""

    number: Number
    section: OptionalLine = ""
    wording: Line
    speaker: OptionalLine = ""
    claims: Annotated[tuple[ClaimReference, ...], Field(min_length=1, max_length=MAX_ITEMS)]
    note: Text = ""


class StatementsEntry(Entry):
    """What one document, named by its address, says."""

    document: Url
    statements: Annotated[tuple[StatementEntry, ...], Field(min_length=1, max_length=MAX_ITEMS)]


class DocumentEntry(DocumentFields):
    """A document that no event need cite."""

    id: Id


class ReviewedEntry(Entry):
    """An editor's answer to a piece of advice (``timeline.advice``)."""

    key: AdviceKey
    facts: Digest
    date: Day
    reason: Annotated[Text, Field(min_length=1)]
