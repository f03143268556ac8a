"""Positions, changes and a document's statements as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from timeline.collection.edtf import parse_edtf, when_in_words
from timeline.collection.english import count, join
from timeline.collection.tables import Tables
from timeline.collection.vocabulary import STANCES
from timeline.ledger.stands import Stand
from timeline.ledger.story import OnClaim, Story

SAID: Mapping[str, str] = {
    "asserts": "asserted it",
    "denies": "denied it",
    "questions": "questioned it",
    "declines": "declined to comment on it",
}
"""Stances on a claim."""

ANSWERED: Mapping[str, str] = {**SAID, "asserts": "answered yes", "denies": "answered no"}
"""Stances on a topic's question."""

ANSWERS: Mapping[str, str] = {**STANCES, "asserts": "answers yes", "denies": "answers no"}
"""The same in the present tense, as labels."""


def claim_texts(record: Tables) -> dict[str, str]:
    """Claim id to text."""
    return dict(zip(record.claims["id"], record.claims["text"], strict=True))


def topic_questions(record: Tables) -> dict[str, str]:
    """Topic id to question."""
    return dict(zip(record.topics["id"], record.topics["question"], strict=True))


class Names:
    """The names of a record's actors and documents.

    Args:
        record: the record.
    """

    def __init__(self, record: Tables) -> None:
        self.actors: dict[str, str] = dict(zip(record.actors["id"], record.actors["name"], strict=True))
        names = dict(zip(record.publishers["id"], record.publishers["name"], strict=True))
        rows = zip(record.sources["id"], record.sources["publisher"], strict=True)
        self._publishers: dict[str, str] = {source: names[publisher] for source, publisher in rows}

    def publisher(self, source: str) -> str:
        """The publisher's name of a document."""
        return self._publishers[source]

    def words(self, verb: str, date: str, source: str) -> str:
        """What was done, when and where it stands: "denied it on 28 June 2026 (Dagens)"."""
        publisher = self.publisher(source)
        told = f"in {publisher}" if "(" in publisher else f"({publisher})"
        return f"{verb} {on_date(date)} {told}"

    def stand(self, stand: Stand, verbs: Mapping[str, str] = SAID) -> str:
        """A position as a clause: "Anna Novak denied it on 28 June 2026 (Alpha TV)"."""
        return f"{self.actors[stand.actor]} {self.words(verbs[stand.stance], stand.date, stand.source)}"


def on_date(date: str) -> str:
    """An EDTF date as part of a sentence: "on 9 February 2026", "in June 2026", "about 27 June 2026"."""
    if not date:
        return "on an unknown date"
    when = parse_edtf(date)
    words = when_in_words(when)
    if words.startswith(("about", "possibly", "from ", "before ", "until ", "since ", "the years")):
        return words
    if when.interval:
        return f"in the period {words}" if when.precision != "day" else f"on {words}"
    prepositions = {"day": "on", "time": "at", "quarter": "in the"}
    return f"{prepositions.get(when.precision, 'in')} {words}"


def turn_in_words(names: Names, turn: Mapping[str, Any]) -> str:
    """One row of ``find_turns`` as a sentence; "it" is the claim.

    Returns:
        A side's on a topic: "Alpha: Anna Novak answered yes on 9 February 2026 (First Wire); Jan Novak
        answered no on 28 June 2026 (Alpha TV)." An actor's on a claim: "Anna Novak denied it on
        9 October 2025 (First Wire) and asserted it on 22 June 2026 (Alpha TV)."
    """
    verbs = SAID if is_claim(turn["subject"]) else ANSWERED
    before, after = (
        names.words(verbs[turn[f"{end}_stance"]], turn[f"{end}_date"], turn[f"{end}_source"]) for end in ("from", "to")
    )
    if turn["level"] == "actor":
        return f"{names.actors[turn['who']]} {before} and {after}."
    first, second = (names.actors[turn[f"{end}_actor"]] for end in ("from", "to"))
    return f"{names.actors[turn['who']]}: {first} {before}; {second} {after}."


def is_claim(subject: str) -> bool:
    """Whether the subject of a stance is a single claim; else it is a topic."""
    return "#" in subject


def ledger_in_words(names: Names, stands: Sequence[Stand]) -> list[str]:
    """Who stands where on a claim, a line a stance: "asserts: Alpha (3 February 2026, First Wire)"."""
    lines = []
    for stance, verb in STANCES.items():
        rows = [stand for stand in stands if stand.stance == stance]
        told = [
            f"{names.actors[s.actor]} ({when_in_words(s.date) if s.date else 'undated'}, {names.publisher(s.source)})"
            for s in rows
        ]
        if told:
            lines.append(f"{verb}: {', '.join(told)}")
    return lines


def speaks_in_words(names: Names, claim: OnClaim) -> str:
    """Who takes which stance for a document on a claim that it makes: "Digest asserts"."""
    told = [f"{names.actors[stand.actor]} {STANCES[stand.stance]}" for stand in claim.stands]
    return join(told) or "No position of the document on it is on record"


def statements_in_words(story: Story) -> str:
    """How many statements there are and whose: "39 statements of the document, in its order and in our words."."""
    whose = "by the document itself" if story.own else "by people whom the document quotes"
    if story.is_listed:
        whose = "of the document, in its order and in our words"
    more = ""
    if story.unknown:
        verb = "is" if story.unknown == 1 else "are"
        more = f" {count(story.unknown, 'further one')} {verb} on claims that are not known here."
    return f"{count(len(story.statements), 'statement')} {whose}.{more}"


def story_in_words(story: Story) -> str:
    """The counts of a story check: what is on record, without a verdict."""
    n = story.counts
    return (
        f"{statements_in_words(story)} Their claims: {n['contested']:,} disputed between sides, "
        f"{n['agreed']:,} agreed. Somebody contradicts {n['against']:,} of them, on the claim itself or on a question "
        f"that it bears on. Nobody else has spoken on {n['alone']:,} of them."
    )
