"""Whether the ids in the records exist: what one file says of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from timeline.collection.entries import (
    ActorEntry,
    CorrectionEntry,
    Entry,
    EventEntry,
    PublisherEntry,
    ThemeEntry,
    TopicClaimEntry,
    TopicEntry,
)
from timeline.collection.folder import Folder
from timeline.collection.problems import advise, quote
from timeline.collection.yaml_text import Document


@dataclass
class Register:
    """The lists that events refer to, by id.

    A list whose file is missing is *open*: what events name is then taken as written (a publisher of an
    open list counts as weak, since nobody has said who controls it).
    """

    actors: dict[str, ActorEntry] = field(default_factory=dict)
    themes: dict[str, ThemeEntry] = field(default_factory=dict)
    publishers: dict[str, PublisherEntry] = field(default_factory=dict)
    open_lists: frozenset[str] = frozenset()
    _publisher_ids: dict[str, str] = field(default_factory=dict)

    def line(self, actor: str) -> tuple[str, ...]:
        """The actor and every wider actor above it, nearest first."""
        line: list[str] = []
        while actor and actor not in line:
            line.append(actor)
            actor = self.actors[actor].member_of or ""
        return tuple(line)

    def side(self, actor: str) -> str:
        """The top of the actor's member_of chain."""
        return self.line(actor)[-1]

    def publisher_id(self, name: str) -> str | None:
        """The id of a publisher given by its id or by its one spelling."""
        if name in self.publishers:
            return name
        if not self._publisher_ids:
            self._publisher_ids.update({p.name: p.id for p in self.publishers.values()})
        return self._publisher_ids.get(name)

    def admit_actor(self, actor: str) -> bool:
        """Whether the actor exists; an open list takes it in."""
        if actor not in self.actors and "actors" in self.open_lists:
            self.actors[actor] = ActorEntry(id=actor, name=actor.replace("-", " ").title(), kind="group")
        return actor in self.actors

    def admit_theme(self, theme: str) -> bool:
        """Whether the theme exists; an open list takes it in."""
        if theme not in self.themes and "themes" in self.open_lists:
            self.themes[theme] = ThemeEntry(id=theme, name=theme.replace("-", " ").capitalize())
        return theme in self.themes

    def admit_publisher(self, name: str) -> bool:
        """Whether the publisher exists; an open list takes it in."""
        if self.publisher_id(name) is None and "publishers" in self.open_lists:
            slug = re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-") or "publisher"
            while slug in self.publishers:
                slug += "-2"
            self.publishers[slug] = PublisherEntry(
                id=slug, name=name, control="private", weak="true", weak_because="publishers.yaml is missing"
            )
            self._publisher_ids[name] = slug
        return self.publisher_id(name) is not None


def check_register(
    folder: Folder,
    actors: list[ActorEntry] | None,
    themes: list[ThemeEntry] | None,
    publishers: list[PublisherEntry] | None,
) -> Register:
    """The three lists by id, without second records of one id, broken chains and unknown controllers."""
    lists: dict[str, Sequence[Any] | None] = {"actors": actors, "themes": themes, "publishers": publishers}
    if folder.path.is_dir():
        for name, records in lists.items():
            if records is None:
                folder.report(f"{name}.yaml", "is missing.", consequence=f"The {name} were taken as events name them.")
    register = Register(
        actors=_by_id(folder, "actors", actors or []),
        themes=_by_id(folder, "themes", themes or []),
        publishers=_by_id(folder, "publishers", publishers or []),
        open_lists=frozenset(name for name, records in lists.items() if records is None),
    )
    _check_chains(folder, register)
    _check_publishers(folder, register)
    return register


def _by_id(folder: Folder, name: str, records: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for record in records:
        if record.id in found or (name == "themes" and record.id == "all"):
            folder.report(
                f"{name}.yaml",
                f"has the id {record.id} twice." if record.id in found else "uses the id all, which means every theme.",
                "Give each record an id of its own.",
                field=record.id,
                consequence="The later record was left out.",
            )
        else:
            found[record.id] = record
    return found


def _check_chains(folder: Folder, register: Register) -> None:
    """Cuts member_of where it leads nowhere or in a circle."""
    for actor in list(register.actors.values()):
        wider, fault = actor.member_of, ""
        if wider and not register.admit_actor(wider):
            fault = f"is member_of the unknown actor {wider}."
        elif wider and register.actors[register.side(actor.id)].member_of:
            fault = f"is member_of {wider}, which leads back to itself."
        if fault:
            register.actors[actor.id] = actor.model_copy(update={"member_of": None})
            folder.report(
                "actors.yaml",
                fault,
                advise(wider or "", register.actors.keys() - {actor.id}, "actors.yaml"),
                field=f"{actor.id}.member_of",
                consequence="The actor was read as a side of its own.",
            )


def _check_publishers(folder: Folder, register: Register) -> None:
    names: dict[str, str] = {}
    for publisher in list(register.publishers.values()):
        if publisher.controlled_by and not register.admit_actor(publisher.controlled_by):
            folder.report(
                "publishers.yaml",
                f"is controlled_by the unknown actor {publisher.controlled_by}.",
                advise(publisher.controlled_by, register.actors, "actors.yaml"),
                field=publisher.id,
                consequence="The publisher was left out.",
            )
            del register.publishers[publisher.id]
        elif publisher.name.casefold() in names:
            folder.report(
                "publishers.yaml",
                f"has the same name as {names[publisher.name.casefold()]}: {quote(publisher.name)}.",
                "One publisher is one record.",
                field=publisher.id,
                consequence="The later record was left out.",
            )
            del register.publishers[publisher.id]
        else:
            names[publisher.name.casefold()] = publisher.id


def check_event(folder: Folder, file: str, event: EventEntry, document: Document, register: Register) -> bool:
    """Whether every id that the event uses exists; each one that does not is reported."""
    before = len(folder.problems)

    def fault(path: tuple[str | int, ...], message: str, advice: str) -> None:
        field = ".".join(str(part) for part in path)
        line = document.line(path)
        folder.report(file, message, advice, field=field, line=line, consequence="The event was left out.")

    for path, actor in _actors_of(event):
        if not register.admit_actor(actor):
            fault(path, f"names the unknown actor {actor}.", advise(actor, register.actors, "actors.yaml"))
    for number, theme in enumerate(event.themes):
        if not register.admit_theme(theme):
            fault(
                ("themes", number),
                f"names the unknown theme {theme}.",
                advise(theme, register.themes, "themes.yaml"),
            )
    for name, source in event.sources.items():
        for part in ("publisher", "via"):
            value = getattr(source, part)
            if value and not register.admit_publisher(value):
                known = [p.name for p in register.publishers.values()]
                fault(
                    ("sources", name, part),
                    f"names the unknown publisher {quote(value)}.",
                    advise(value, known, "publishers.yaml"),
                )
    for c, claim in enumerate(event.claims):
        for p, position in enumerate(claim.positions):
            if position.source not in event.sources:
                fault(
                    ("claims", c, "positions", p, "source"),
                    f"names the source {position.source}, which this file does not have.",
                    advise(position.source, event.sources, "the sources of this file"),
                )
    return len(folder.problems) == before


def _actors_of(event: EventEntry) -> list[tuple[tuple[str | int, ...], str]]:
    found: list[tuple[tuple[str | int, ...], str]] = [(("actors", n), a) for n, a in enumerate(event.actors)]
    if event.figures:
        found.append((("figures", "by"), event.figures.by))
    for c, claim in enumerate(event.claims):
        found += [(("claims", c, "positions", p, "actor"), x.actor) for p, x in enumerate(claim.positions)]
    return found


def check_corrections(
    folder: Folder, corrections: list[CorrectionEntry], events: Mapping[str, Entry]
) -> list[CorrectionEntry]:
    """The corrections whose ids fit the events: a merged id is retired, and leads to an event."""
    merged = {c.event: c.to for c in corrections if c.kind == "merged"}
    sound = []
    for number, correction in enumerate(corrections):
        fault = ""
        if correction.kind in ("merged", "withdrawn") and correction.event in events:
            fault = f"retires {correction.event}, which still has a file in events/."
        elif correction.kind in ("merged", "withdrawn") and not correction.event:
            fault = "retires an event and does not say which."
        elif correction.to and resolve(correction.to, merged) not in events:
            fault = f"leads to {correction.to}, which is no event."
        if fault:
            folder.report(
                "corrections.yaml",
                fault,
                advise(correction.to or "", events, "events/"),
                field=f"corrections.{number}",
                consequence="The correction was left out.",
            )
        else:
            sound.append(correction)
    return sound


def resolve(event: str, merged: Mapping[Any, Any]) -> str:
    """The id that stands for ``event`` today, following merges."""
    seen = set()
    while event in merged and event not in seen:
        seen.add(event)
        event = merged[event]
    return event


def check_links(
    folder: Folder, events: dict[str, EventEntry], corrections: list[CorrectionEntry]
) -> dict[str, EventEntry]:
    """The events with links only to events that exist; merged ids are followed."""
    merged = {c.event: c.to for c in corrections if c.kind == "merged"}
    checked = {}
    for name, event in events.items():
        links = []
        for number, link in enumerate(event.links):
            to = resolve(link.to, merged)
            if to in events and to != name:
                links.append(link.model_copy(update={"to": to}))
                continue
            folder.report(
                f"events/{name}.md",
                f"links to {'itself' if to == name else link.to + ', which is no event here'}.",
                advise(link.to, events.keys() - {name}, "events/"),
                field=f"links.{number}.to",
                consequence="The link was left out.",
            )
        checked[name] = event.model_copy(update={"links": tuple(links)})
    return checked


def check_topics(
    folder: Folder,
    topics: Iterable[TopicEntry],
    events: Mapping[str, EventEntry],
    corrections: Iterable[CorrectionEntry],
) -> list[TopicEntry]:
    """The topics with only claims that exist, each once; a moved claim is followed by its text."""
    merged = {c.event: c.to for c in corrections if c.kind == "merged"}
    sound = []
    for name, topic in _by_id(folder, "topics", topics).items():
        found: dict[str, TopicClaimEntry] = {}
        for number, entry in enumerate(topic.claims):
            claim, fault, advice = _find_claim(entry, events, merged)
            if claim in found:
                fault, advice = f"names the claim {claim} twice.", "Keep one of the two."
            if fault:
                kept = "The claim with that text was taken."
                if not claim or claim in found:
                    kept = "The claim was left out of the topic."
                field = f"{name}.claims.{number}"
                folder.report("topics.yaml", fault, advice, field=field, consequence=kept)
            if claim:
                found.setdefault(claim, entry.model_copy(update={"claim": claim}))
        if found:
            sound.append(topic.model_copy(update={"claims": tuple(found.values())}))
        else:
            lost = "The topic was left out."
            folder.report("topics.yaml", "has no claim of this record.", field=name, consequence=lost)
    return sound


def _find_claim(
    entry: TopicClaimEntry, events: Mapping[str, EventEntry], merged: Mapping[Any, Any]
) -> tuple[str, str, str]:
    """Id of the claim that is meant, "" where it cannot be told; what is wrong; what to write."""
    given, _, number = entry.claim.partition("#")
    event = resolve(given, merged)
    if event not in events:
        fault = f"names the claim {entry.claim}, whose event is not in this record."
        return "", fault, advise(given, events, "events/")
    texts = dict(enumerate((_words(claim.text) for claim in events[event].claims), start=1))
    start, place = _words(entry.text), int(number)
    if event == given and texts.get(place, "").startswith(start) and place in texts:
        return entry.claim, "", ""
    fitting = [n for n, text in texts.items() if start and text.startswith(start)]
    if len(fitting) == 1:
        claim = f"{event}#{fitting[0]}"
        fault = f"names {entry.claim}, but the text {quote(start)} is that of {claim}."
        return claim, fault, f"Write claim: {claim}."
    if place in texts and start:
        advice = "Read the claim again, judge anew how it bears on the question, and copy how it begins."
        return "", f"names {entry.claim}, which begins otherwise: {quote(texts[place])}.", advice
    fault = f"names the claim {entry.claim}, and {event} has {len(texts)}."
    return "", fault, "Count its claims from 1, as in its file."


def _words(text: str) -> str:
    return " ".join(text.split())
