"""Story check: one document read against the record.

The page reports positions and gives no verdict of its own: what the document says, what others say on the
same claim and on the same question, and how many of its statements nobody else has spoken to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from timeline.collection.places import places_of
from timeline.collection.problems import advise, quote
from timeline.collection.tables import Tables, rows_of
from timeline.collection.vocabulary import CONTESTS, RELATIONS, RELATIONS_REVERSED
from timeline.evidence import carrying_sources
from timeline.ledger.stances import derive_stances, latest_answers
from timeline.ledger.stands import OPPOSITE, Part, Stand, find_stands, is_against, latest_positions
from timeline.query.record import Record
from timeline.query.selection import select_statements


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
class OnClaim:
    """One claim that a statement makes: the document's stance on it, and what else is on record."""

    claim: str
    """Claim id."""
    text: str
    event: str
    contest: str
    stance: str
    stands: tuple[Stand, ...]
    """The positions by which the document takes it; none where the record knows of none."""
    others: tuple[Stand, ...]
    """Latest positions on the same claim, by date, of those who do not speak for the document."""
    questions: tuple[Question, ...]
    events: tuple[tuple[str, str], ...]
    """Events that bear on it: its own event with "", further ones that it stands in, then linked ones, each with the
    relation in words."""

    @property
    def against(self) -> tuple[Stand, ...]:
        """Who says the contrary, on the claim itself or on a question; nobody twice for one claim."""
        found = [other for other in self.others if is_against(self.stance, other.stance)]
        found += [other for question in self.questions for other in question.against]
        return tuple(dict.fromkeys(found))

    @property
    def is_alone(self) -> bool:
        """Whether nobody else has spoken to it, on the claim or on its questions."""
        return not self.others and not any(question.others for question in self.questions)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says in one place, and how the claims stand that it makes."""

    claims: tuple[OnClaim, ...]
    """At least one."""
    number: int = 0
    """Its place in the document; 0 where no list of the collection tells, and in the texts below ""."""
    section: str = ""
    wording: str = ""
    speaker: str = ""
    """Whom the document reports, in words."""
    note: str = ""

    @property
    def contest(self) -> str:
        """The grade of its most disputed claim."""
        grades = list(CONTESTS)
        return min((claim.contest for claim in self.claims), key=grades.index)

    @property
    def against(self) -> tuple[Stand, ...]:
        """Who says the contrary of one of its claims; see :attr:`OnClaim.against`."""
        return tuple(dict.fromkeys(stand for claim in self.claims for stand in claim.against))

    @property
    def is_alone(self) -> bool:
        """Whether nobody else has spoken to any of its claims."""
        return all(claim.is_alone for claim in self.claims)

    def fits(self, kind: str) -> bool:
        """Whether it is counted under one of :data:`KINDS`, or is any at all under ""."""
        return {"": True, "against": bool(self.against), "alone": self.is_alone}.get(kind, self.contest == kind)


KINDS = (*CONTESTS, "against", "alone")
"""What statements are counted by: the grade of the most disputed claim; that somebody says the contrary, on the claim
or on its question; that nobody else has spoken to it."""


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
    """As the collection lists them, by number; of a document without a list one a position, by claims."""
    unknown: int
    """How many further ones are listed, whose claims this record does not have: it may be that of a day or a part."""

    @property
    def is_listed(self) -> bool:
        """Whether the collection lists what the document says."""
        return bool(self.unknown or any(statement.number for statement in self.statements))

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of statements: ``statements`` (all), and each of :data:`KINDS`."""
        counted = {kind: sum(s.fits(kind) for s in self.statements) for kind in KINDS}
        return {"statements": len(self.statements), **counted}


def find_reported(record: Tables | Part) -> pd.DataFrame:
    """The positions by which documents speak.

    A document speaks by the positions that its publisher takes in it, where the register of actors has an actor of
    the publisher's id who does; otherwise by every position that cites the document.

    Returns:
        Rows of the positions table in its order, one a source, claim and actor (the last one), with ``own``; a
        position that several documents carry has a row for each, with that one as its ``source``.
    """
    rows, documents = carrying_sources(record.positions, record.sources)
    carried = record.positions.take(rows).reset_index(drop=True)
    source, publisher = (record.sources[name].take(documents).reset_index(drop=True) for name in ("id", "publisher"))
    own = carried["actor"].eq(publisher)
    has_own = own.groupby(source).transform("any").astype(bool)
    statements = carried.assign(source=source, own=has_own)[own | ~has_own]
    return statements.drop_duplicates(["source", "claim", "actor"], keep="last").reset_index(drop=True)


def sources_with_statements(record: Tables, at_least: int = 3) -> pd.DataFrame:
    """The documents that can be read against the record.

    Args:
        record: the record, or the record as known on a day.
        at_least: number of claims that a document must speak to, if the collection does not list its statements.

    Returns:
        One row a document, most statements first, equals by title: ``source``, ``title``, ``url``,
        ``publisher`` (id), ``published`` (EDTF), ``own``, ``listed``, ``statements`` and ``claims`` (how many).
    """
    by_source = find_reported(record).groupby("source")
    sizes = by_source.agg(own=("own", "any"), statements=("claim", "size"), claims=("claim", "nunique"))
    made = select_statements(record.statements, set(record.sources["id"]), set(record.claims["id"]))
    for source, named in made.groupby("source")["claims"]:
        own = bool(sizes["own"].get(source, default=False))
        sizes.loc[str(source)] = [own, len(named), len({claim for claims in named for claim in claims})]
    sizes["listed"] = sizes.index.isin(made["source"])
    sources = record.sources.rename(columns={"id": "source"}).join(sizes, on="source", how="inner")
    sources = sources[sources["listed"] | (sources["claims"] >= at_least)]
    sources = sources.sort_values(["statements", "title"], ascending=[False, True], ignore_index=True)
    return sources[["source", "title", "url", "publisher", "published", "own", "listed", "statements", "claims"]]


def story(record: Tables | Part, source: str) -> Story:
    """One document read against the record.

    Args:
        record: with grades.
        source: the document's id or address.

    Returns:
        Its statements as the collection lists them, else by the positions in it, in the order of the claims table;
        none if nobody takes a position in it.

    Raises:
        ValueError: a document that the record does not have.
    """
    row = _find_source(record, source)
    reported = find_reported(record)
    reported = reported[reported["source"] == row["id"]]
    listed = record.statements[record.statements["source"] == row["id"]]
    reader = _Reader(record)
    found = reader.read_list(listed, reported) if len(listed) else reader.read(reported)
    own, unknown = bool(reported["own"].any()), max(0, len(listed) - len(found))
    return Story(row["id"], row["title"], row["url"], row["publisher"], own, tuple(found), unknown)


def listed_story(record: Record, source: str) -> Story | None:
    """As :func:`story`, from the claims of a document's list alone, however large the record is; None without a list.

    Raises:
        NotHere: the record cannot tell.
    """
    listed = record.statements[record.statements["source"] == source]
    if listed.empty or not record.has("sources", source):
        return None
    claims, bearing = {claim for named in listed["claims"] for claim in named}, record.topic_claims
    topics = bearing.loc[bearing["claim"].isin(claims), "topic"]
    claims |= set(bearing.loc[bearing["topic"].isin(topics), "claim"])
    part = Part.of(record, record.find("claims", claims))
    asked = record.topics[record.topics["id"].isin(topics)]
    documents = record.find("sources", {*part.sources["id"], source})
    return story(part._replace(topics=asked, sources=documents), source)


def _find_source(record: Tables | Part, source: str) -> dict[str, Any]:
    sources = record.sources
    found = sources[sources["id"].eq(source) | sources["url"].str.rstrip("/").eq(source.rstrip("/"))]
    if found.empty:
        known = sources["url"] if "://" in source else sources["id"]
        raise ValueError(f"there is no document {quote(source)} here. {advise(source, known, 'the record')}")
    return rows_of(found)[0]


class _Reader:
    """What is on record about a claim."""

    def __init__(self, record: Tables | Part) -> None:
        self.record = record
        self.answers = latest_answers(derive_stances(record, record.topics["id"]))
        self.latest = latest_positions(record).sort_values("date_start", kind="stable", na_position="first")
        self.claims = {row["id"]: row for row in rows_of(record.claims)}
        self.questions = dict(zip(record.topics["id"], record.topics["question"], strict=True))

    def read(self, reported: pd.DataFrame) -> list[Statement]:
        """The positions as statements, one each."""
        return [Statement((self._on(stand.claim, (stand,)),)) for stand in find_stands(reported)]

    def read_list(self, listed: pd.DataFrame, reported: pd.DataFrame) -> list[Statement]:
        """The listed statements, as far as the record has their claims."""
        stands = find_stands(reported)
        found = []
        for row in rows_of(listed):
            known = [claim for claim in row["claims"] if claim in self.claims]
            claims = tuple(self._on(claim, [stand for stand in stands if stand.claim == claim]) for claim in known)
            if claims:
                told = {name: row[name] for name in ("section", "wording", "speaker", "note")}
                found.append(Statement(claims, int(row["number"]), **told))
        return found

    def _on(self, claim: str, reported: Sequence[Stand]) -> OnClaim:
        """A claim as a document makes it.

        Args:
            claim: its id.
            reported: the positions on it by which the document speaks. The first one's stance is the document's; who
                takes another in it is one of the others.
        """
        row = self.claims[claim]
        stance = reported[0].stance if reported else "asserts"
        stands = tuple(stand for stand in reported if stand.stance == stance)
        mine = {stand.actor for stand in stands}
        others = self.latest[self.latest["claim"].eq(claim) & ~self.latest["actor"].isin(mine)]
        return OnClaim(
            claim=claim,
            text=row["text"],
            event=row["event"],
            contest=row["contest"],
            stance=stance,
            stands=stands,
            others=tuple(find_stands(others)),
            questions=tuple(self._questions(claim, stance, mine)),
            events=tuple(self._events(row)),
        )

    def _questions(self, claim: str, stance: str, mine: Collection[str]) -> list[Question]:
        bearing = self.record.topic_claims[self.record.topic_claims["claim"] == claim]
        found = []
        for row in rows_of(bearing):
            latest = self.answers[self.answers["subject"] == row["topic"]]
            others = latest[latest["claim"].ne(claim) & ~latest["actor"].isin(mine)]
            answer = OPPOSITE.get(stance, stance) if row["bears"] == "negates" else stance
            question = self.questions[row["topic"]]
            found.append(Question(row["topic"], question, answer, row["because"], tuple(find_stands(others))))
        return found

    def _events(self, claim: dict[str, Any]) -> list[tuple[str, str]]:
        own, *further = places = places_of(claim)
        linked = [(event, words) for event, words in self._linked(own) if event not in places]
        return [(own, ""), *((event, "also in") for event in further), *linked]

    def _linked(self, event: str) -> list[tuple[str, str]]:
        links = self.record.links
        onward, back = rows_of(links[links["event"] == event]), rows_of(links[links["to"] == event])
        found = [(row["to"], RELATIONS[row["relation"]]) for row in onward]
        return found + [(row["event"], RELATIONS_REVERSED[row["relation"]]) for row in back]
