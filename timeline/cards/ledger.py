"""Claims as HTML: the ledger, the matrix of stances, one document read against the record; all escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from timeline.cards.markup import is_web_link
from timeline.collection.edtf import when_in_words
from timeline.collection.english import count
from timeline.collection.places import event_of
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, STANCES
from timeline.ledger.stands import Stand, find_stands
from timeline.ledger.story import OnClaim, Question, Statement, Story
from timeline.ledger.wording import ANSWERS, Names, is_claim, turn_in_words
from timeline.query.record import Record


class Links(NamedTuple):
    """Addresses, by id."""

    claim: Callable[[str], str]
    event: Callable[[str], str]
    topic: Callable[[str], str]


def render_ledger(record: Record, table: pd.DataFrame, links: Links) -> Markup:
    """The claims of a ledger, in its order, with each actor's latest position.

    Args:
        record: the record that the table was made from.
        table: rows of ``timeline.ledger.claims.claims_table``.
        links: where claims and events are shown.
    """
    further = {event_of(place) for places in table["also"] for place in places}
    maker = _Maker(record, links, (stand for stands in table["stands"] for stand in stands), further)
    return Markup(_macro("ledger")([maker.claim(row) for row in rows_of(table)]))  # noqa: S704  (autoescaped)


def render_story(record: Record, story: Story, links: Links, kind: str = "") -> Markup:
    """The statements of one document, each with what others say to it, under the sections of the document.

    Args:
        record: the record that the story was made from.
        story: the document.
        links: where claims, events and questions are shown.
        kind: one of ``timeline.ledger.story.KINDS``, to show only the statements that are counted under it.
    """
    shown = [statement for statement in story.statements if statement.fits(kind)]
    claims = [claim for statement in shown for claim in statement.claims]
    stands = (stand for c in claims for stand in (*c.others, *(o for q in c.questions for o in q.others)))
    maker = _Maker(record, links, stands, {event for claim in claims for event, _ in claim.events})
    parts = [
        {"title": title, "statements": [maker.statement(statement) for statement in statements]}
        for title, statements in groupby(shown, key=lambda statement: statement.section)
    ]
    return Markup(_macro("story")(parts))  # noqa: S704  (autoescaped)


def render_counts(story: Story, url: Callable[[str], str], kind: str) -> Markup:
    """How many statements there are, and how they stand: each number leads to the statements that it counts.

    Args:
        story: the document.
        url: address of the statements of one of ``timeline.ledger.story.KINDS``, of all for "".
        kind: the one that is shown.
    """
    found = story.counts
    labels = {"": "statements", **{grade: label.lower() for grade, label in CONTESTS.items()}, **_COUNTED}
    rows = [
        {"kind": name, "number": number, "label": label, "url": url(name) if number else "", "chosen": name == kind}
        for name, label in labels.items()
        if (number := found[name or "statements"]) or name in _ALWAYS
    ]
    return Markup(_macro("counts")(rows))  # noqa: S704  (autoescaped)


_COUNTED = {"against": "contradicted by somebody", "alone": "nobody else has spoken on"}
_ALWAYS = ("", "contested", "agreed", *_COUNTED)
"""Kinds that are told even where there are none."""


def render_changes(record: Record, turns: pd.DataFrame, links: Links, *, titled: bool = True) -> Markup:
    """Changes of position under the claim or question that they are about, with what was said on a question's claims.

    Args:
        record: where they come from.
        turns: rows of ``timeline.ledger.stances.find_turns``.
        links: where claims and questions are shown.
        titled: whether each claim and question has its heading; not where the page is about one of them.
    """
    names = Names(record.tables())
    texts = _texts(record, [*turns["subject"], *turns["from_claim"], *turns["to_claim"]])
    found: dict[str, dict[str, Any]] = {}
    for turn in rows_of(turns):
        subject = turn["subject"]
        ends = () if is_claim(subject) else ("from", "to")
        said = [
            {
                "actor": names.actors[turn[f"{end}_actor"]],
                "verb": STANCES[turn[f"{end}_said"]],
                "text": texts[turn[f"{end}_claim"]],
                "url": links.claim(turn[f"{end}_claim"]),
            }
            for end in ends
        ]
        group = found.setdefault(subject, _group(subject, texts[subject], links, titled))
        group["turns"].append({"words": turn_in_words(names, turn), "said": said})
    return Markup(_macro("grouped")(list(found.values())))  # noqa: S704  (autoescaped)


def render_positions(record: Record, positions: pd.DataFrame, links: Links) -> Markup:
    """Positions under the claim that they are on, in the order given.

    Args:
        record: where they come from.
        positions: rows of its table of positions.
        links: where claims are shown.
    """
    stands = find_stands(positions)
    maker, texts = _Maker(record, links, stands), _texts(record, positions["claim"])
    found: dict[str, dict[str, Any]] = {}
    for stand in stands:
        group = found.setdefault(stand.claim, _group(stand.claim, texts[stand.claim], links))
        group["stands"] += maker.stands([stand])
    return Markup(_macro("grouped")(list(found.values())))  # noqa: S704  (autoescaped)


def _group(subject: str, text: str, links: Links, titled: bool = True) -> dict[str, Any]:
    """A claim or question that nothing has been put under yet."""
    url = (links.claim if is_claim(subject) else links.topic)(subject)
    return {"id": subject, "title": {"text": text, "url": url} if titled else None, "turns": [], "stands": []}


def _texts(record: Record, subjects: Iterable[str]) -> dict[str, str]:
    """The words of claims and the questions of topics, by id."""
    found = record.find("claims", filter(is_claim, subjects))
    questions = dict(zip(record.topics["id"], record.topics["question"], strict=True))
    return questions | dict(zip(found["id"], found["text"], strict=True))


@cache
def _macro(name: str) -> Callable[[list[dict[str, Any]]], str]:
    environment = Environment(loader=PackageLoader("timeline.cards", "."), autoescape=True)
    return getattr(environment.get_template("ledger.html.jinja").module, name)  # type: ignore[no-any-return]


class _Maker:
    """What the template needs of each claim, with the look-ups done once."""

    def __init__(self, record: Record, links: Links, stands: Iterable[Stand], events: Iterable[str] = ()) -> None:
        self.links, self.actors = links, record.actor_names
        found = record.find("events", events)
        self.titles = dict(zip(found["id"], found["title"], strict=True))
        self.documents = {
            row["id"]: (row["title"], row["url"], record.publisher_names[row["publisher"]])
            for row in rows_of(record.find("sources", {stand.source for stand in stands}))
        }

    def claim(self, row: dict[str, Any]) -> dict[str, Any]:
        earlier = row["positions"] - len(row["stands"])
        return {
            "id": row["claim"],
            "title": {"text": row["text"], "url": self.links.claim(row["claim"])},
            "contest": row["contest"],
            "label": CONTESTS[row["contest"]],
            "event": {"text": row["title"], "url": self.links.event(row["event"])},
            "when": row["when_words"],
            "also": [
                {"text": self.titles[event], "url": self.links.event(event)}
                for event in map(event_of, row["also"])
                if event != row["event"]
            ],
            "stands": self.stands(row["stands"]),
            "sought": row["sought_words"],
            "earlier": count(earlier, "earlier position") if earlier > 0 else "",
            "changed": "" if pd.isna(row["changed"]) else "somebody has changed position",
        }

    def stands(self, stands: Iterable[Stand], verbs: Mapping[str, str] = STANCES) -> list[dict[str, Any]]:
        return [self._stand(stand, verbs) for stand in stands]

    def _stand(self, stand: Stand, verbs: Mapping[str, str]) -> dict[str, Any]:
        title, url, publisher = self.documents[stand.source]
        return {
            "actor": self.actors[stand.actor],
            "side": "" if stand.side == stand.actor else self.actors[stand.side],
            "stance": stand.stance,
            "verb": verbs[stand.stance],
            "date": when_in_words(stand.date) if stand.date else "undated",
            "url": url if is_web_link(url) else "",
            "document": title,
            "publisher": publisher,
            "note": stand.note,
        }

    def statement(self, statement: Statement) -> dict[str, Any]:
        told = {name: getattr(statement, name) for name in ("number", "wording", "speaker", "note")}
        return {**told, "claims": [self._on_claim(claim) for claim in statement.claims]}

    def _on_claim(self, claim: OnClaim) -> dict[str, Any]:
        linked = [
            {"relation": relation, "text": self.titles[event], "url": self.links.event(event)}
            for event, relation in claim.events
            if relation
        ]
        return {
            "id": claim.claim,
            "title": {"text": claim.text, "url": self.links.claim(claim.claim)},
            "contest": claim.contest,
            "label": CONTESTS[claim.contest],
            "speakers": [{"name": self.actors[s.actor], "verb": STANCES[s.stance]} for s in claim.stands],
            "others": self.stands(claim.others),
            "questions": [self._question(question) for question in claim.questions],
            "alone": claim.is_alone,
            "event": {"text": self.titles[claim.event], "url": self.links.event(claim.event)},
            "linked_count": count(len(linked), "linked event"),
            "linked": linked,
        }

    def _question(self, question: Question) -> dict[str, Any]:
        return {
            "title": {"text": question.question, "url": self.links.topic(question.topic)},
            "answer": ANSWERS[question.stance].removeprefix("answers "),
            "because": question.because,
            "others": self.stands(question.others, ANSWERS),
        }
