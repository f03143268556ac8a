"""Story check: one document read against the record.

The page reports positions and gives no verdict of its own: what the document says, what others say on the
same claim and on the same question, and how many of its statements nobody else has spoken to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from timeline.collection.places import places_of
from timeline.collection.problems import advise, quote
from timeline.collection.tables import Tables, rows_of
from timeline.collection.vocabulary import RELATIONS, RELATIONS_REVERSED
from timeline.ledger.stances import derive_stances, latest_answers
from timeline.ledger.stands import OPPOSITE, Stand, find_stands, is_against, latest_positions


@dataclass(frozen=True, slots=True)
class Question:
    """A topic that a statement bears on."""

    topic: str
    question: str
    stance: str
    """The statement's answer to the question."""
    because: str
    """The editor's reason for counting the claim so, "" where its words show it."""
    others: tuple[Stand, ...]
    """The latest answers of other actors who gave theirs on other claims; by date."""

    @property
    def against(self) -> tuple[Stand, ...]:
        """Those who answer the other way."""
        return tuple(other for other in self.others if is_against(self.stance, other.stance))


@dataclass(frozen=True, slots=True)
class Statement:
    """One actor's stance on one claim, as the document has it, and what else is on record."""

    stand: Stand
    text: str
    """The claim."""
    event: str
    contest: str
    others: tuple[Stand, ...]
    """Other actors' latest positions on the same claim, by date."""
    questions: tuple[Question, ...]
    events: tuple[tuple[str, str], ...]
    """Events that bear on it: its own event with "", further ones that it stands in, then linked ones, each with the
    relation in words."""

    @property
    def against(self) -> tuple[Stand, ...]:
        """Who says the contrary, on the claim itself or on a question; nobody twice for one claim."""
        found = [other for other in self.others if is_against(self.stand.stance, other.stance)]
        found += [other for question in self.questions for other in question.against]
        return tuple(dict.fromkeys(found))

    @property
    def is_alone(self) -> bool:
        """Whether nobody else has spoken to it, on the claim or on its questions."""
        return not self.others and not any(question.others for question in self.questions)


@dataclass(frozen=True, slots=True)
class Story:
    """A document's statements; ``own`` where they are its publisher's, else those of the people it quotes."""

    source: str
    title: str
    url: str
    publisher: str
    """Publisher id."""
    own: bool
    statements: tuple[Statement, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of statements.

        Returns:
            ``statements`` (all), ``contested`` and ``agreed`` (grade of the claim), ``against`` (somebody
            says the contrary, on the claim or on its question), ``alone`` (nobody else has spoken to it).
        """
        return {
            "statements": len(self.statements),
            "contested": sum(s.contest == "contested" for s in self.statements),
            "against": sum(bool(s.against) for s in self.statements),
            "agreed": sum(s.contest == "agreed" for s in self.statements),
            "alone": sum(s.is_alone for s in self.statements),
        }


def find_statements(record: Tables) -> pd.DataFrame:
    """Every statement of every document.

    A document's own statements are the positions that its publisher takes in it, where the register of actors
    has an actor of the publisher's id who does; otherwise every position that cites the document.

    Returns:
        Rows of the positions table in its order, one a source, claim and actor (the last one), with ``own``.
    """
    publisher = record.positions["source"].map(record.sources.set_index("id")["publisher"])
    own = record.positions["actor"].eq(publisher)
    has_own = own.groupby(record.positions["source"]).transform("any").astype(bool)
    rows = record.positions.assign(own=has_own)[own | ~has_own]
    return rows.drop_duplicates(["source", "claim", "actor"], keep="last").reset_index(drop=True)


def sources_with_statements(record: Tables, at_least: int = 3) -> pd.DataFrame:
    """The documents that can be read against the record.

    Args:
        record: the record, or the record as known on a day.
        at_least: number of claims that a document must speak to.

    Returns:
        One row a document, most statements first, equals by title: ``source``, ``title``, ``url``,
        ``publisher`` (id), ``published`` (EDTF), ``own``, ``statements`` and ``claims`` (how many).
    """
    by_source = find_statements(record).groupby("source")
    sizes = by_source.agg(own=("own", "any"), statements=("claim", "size"), claims=("claim", "nunique"))
    sources = record.sources.rename(columns={"id": "source"}).join(sizes, on="source", how="inner")
    sources = sources[sources["claims"] >= at_least]
    sources = sources.sort_values(["statements", "title"], ascending=[False, True], ignore_index=True)
    return sources[["source", "title", "url", "publisher", "published", "own", "statements", "claims"]]


def story(record: Tables, source: str) -> Story:
    """One document read against the record.

    Args:
        record: with grades.
        source: the document's id or address.

    Returns:
        Its statements in the order of the claims table; none if nobody takes a position in it.

    Raises:
        ValueError: a document that the record does not have.
    """
    row = _find_source(record, source)
    positions = find_statements(record)
    positions = positions[positions["source"] == row["id"]]
    found = _Reader(record).read(positions)
    own = bool(positions["own"].any())
    return Story(row["id"], row["title"], row["url"], row["publisher"], own, tuple(found))


def _find_source(record: Tables, source: str) -> dict[str, Any]:
    sources = record.sources
    found = sources[sources["id"].eq(source) | sources["url"].str.rstrip("/").eq(source.rstrip("/"))]
    if found.empty:
        known = sources["url"] if "://" in source else sources["id"]
        raise ValueError(f"there is no document {quote(source)} here. {advise(source, known, 'the record')}")
    return rows_of(found)[0]


class _Reader:
    """What is on record about a claim."""

    def __init__(self, record: Tables) -> None:
        self.record = record
        self.answers = latest_answers(derive_stances(record, record.topics["id"]))
        self.latest = latest_positions(record).sort_values("date_start", kind="stable", na_position="first")
        self.claims = {row["id"]: row for row in rows_of(record.claims)}
        self.questions = dict(zip(record.topics["id"], record.topics["question"], strict=True))

    def read(self, positions: pd.DataFrame) -> list[Statement]:
        """The positions as statements."""
        return [self._statement(stand) for stand in find_stands(positions)]

    def _statement(self, stand: Stand) -> Statement:
        claim = self.claims[stand.claim]
        others = self.latest[self.latest["claim"].eq(stand.claim) & self.latest["actor"].ne(stand.actor)]
        return Statement(
            stand=stand,
            text=claim["text"],
            event=claim["event"],
            contest=claim["contest"],
            others=tuple(find_stands(others)),
            questions=tuple(self._questions(stand)),
            events=tuple(self._events(claim)),
        )

    def _questions(self, stand: Stand) -> list[Question]:
        bearing = self.record.topic_claims[self.record.topic_claims["claim"] == stand.claim]
        found = []
        for row in rows_of(bearing):
            latest = self.answers[self.answers["subject"] == row["topic"]]
            others = latest[latest["claim"].ne(stand.claim) & latest["actor"].ne(stand.actor)]
            answer = OPPOSITE.get(stand.stance, stand.stance) if row["bears"] == "negates" else stand.stance
            question = self.questions[row["topic"]]
            found.append(Question(row["topic"], question, answer, row["because"], tuple(find_stands(others))))
        return found

    def _events(self, claim: dict[str, Any]) -> list[tuple[str, str]]:
        own, *further = places_of(claim)
        return [(own, ""), *((event, "also in") for event in further), *self._linked(own)]

    def _linked(self, event: str) -> list[tuple[str, str]]:
        links = self.record.links
        onward, back = rows_of(links[links["event"] == event]), rows_of(links[links["to"] == event])
        found = [(row["to"], RELATIONS[row["relation"]]) for row in onward]
        return found + [(row["event"], RELATIONS_REVERSED[row["relation"]]) for row in back]
