"""Whether the ids in the records exist: what one file says of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd

from timeline.collection.entries import (
    MAX_ID,
    ActorEntry,
    CorrectionEntry,
    DocumentFields,
    EventEntry,
    PublisherEntry,
    ThemeEntry,
)
from timeline.collection.folder import Folder, dotted
from timeline.collection.problems import Origin, Place, advise, quote
from timeline.collection.series import Figure
from timeline.collection.yaml_text import Path

LEFT_OUT = "The event was left out."
_LONGEST_SLUG = MAX_ID - 10  # room for a number behind it


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
    figures: tuple[Figure, ...] = ()
    """What events may count."""
    supposed: bool = False
    """Whether the figures are the first collection's, supposed because this one declares nothing."""
    _counted: bool = False
    """Whether an event has any of the figures."""
    _publisher_ids: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Register:
        """The same lists, which may take in what these do not."""
        return replace(
            self,
            actors=dict(self.actors),
            themes=dict(self.themes),
            publishers=dict(self.publishers),
            _publisher_ids=dict(self._publisher_ids),
        )

    def settle_figures(self) -> tuple[Figure, ...]:
        """Takes figures back that were only supposed, where no event has any of them; these."""
        dropped = () if self._counted or not self.supposed else self.figures
        self.figures = () if dropped else self.figures
        return dropped

    def admit_figure(self, figure: str) -> bool:
        """Whether events may count this."""
        found = any(known.id == figure for known in self.figures)
        self._counted |= found
        return found

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
            self.actors[actor] = ActorEntry(id=actor, name=actor.replace("-", " ").title(), kind="unknown")
        return actor in self.actors

    def admit_theme(self, theme: str) -> bool:
        """Whether the theme exists; an open list takes it in."""
        if theme not in self.themes and "themes" in self.open_lists:
            self.themes[theme] = ThemeEntry(id=theme, name=theme.replace("-", " ").capitalize())
        return theme in self.themes

    def admit_publisher(self, name: str) -> bool:
        """Whether the publisher exists; an open list takes it in."""
        if self.publisher_id(name) is None and "publishers" in self.open_lists:
            slug = first = re.sub("[^a-z0-9]+", "-", name.casefold())[:_LONGEST_SLUG].strip("-") or "publisher"
            further = 2
            while slug in self.publishers:
                slug, further = f"{first}-{further}", further + 1
            self.publishers[slug] = PublisherEntry(id=slug, name=name, control="unknown")
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
        actors=by_id(folder, "actors", actors or []),
        themes=by_id(folder, "themes", themes or []),
        publishers=by_id(folder, "publishers", publishers or []),
        open_lists=frozenset(name for name, records in lists.items() if records is None),
    )
    _check_chains(folder, register)
    _check_publishers(folder, register)
    _check_domains(folder, register)
    return register


def by_id(folder: Folder, name: str, records: Iterable[Any]) -> dict[str, Any]:
    """The records of ``name.yaml`` by id, each id once."""
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


def _check_domains(folder: Folder, register: Register) -> None:
    """Takes a domain from the later of two publishers that have it: grades do not rest on it, so both stay."""
    owners: dict[str, str] = {}
    for publisher in list(register.publishers.values()):
        taken = [domain for domain in publisher.domains if owners.setdefault(domain, publisher.id) != publisher.id]
        for domain in taken:
            folder.report(
                "publishers.yaml",
                f"has the domain {domain}, which {owners[domain]} has too.",
                "Keep it at the publisher to whom it belongs.",
                field=f"{publisher.id}.domains",
                consequence="The publisher was read without it.",
            )
        if taken:
            kept = tuple(domain for domain in publisher.domains if domain not in taken)
            register.publishers[publisher.id] = publisher.model_copy(update={"domains": kept})


def check_event(folder: Folder, event: EventEntry, origin: Origin, register: Register) -> bool:
    """Whether every id that the event uses exists; each one that does not is reported."""
    sound = True

    def fault(path: Path, name: str, message: str, allowed: Iterable[str], where: str) -> None:
        nonlocal sound
        sound = False
        folder.fault(origin.place(path), dotted(path), lambda: (message, advise(name, allowed, where)), LEFT_OUT)

    for path, actor in _actors_of(event):
        if not register.admit_actor(actor):
            fault(path, actor, f"names the unknown actor {actor}.", register.actors, "actors.yaml")
    for number, theme in enumerate(event.themes):
        if not register.admit_theme(theme):
            fault(("themes", number), theme, f"names the unknown theme {theme}.", register.themes, "themes.yaml")
    for name in event.figures.counts if event.figures else ():
        if not register.admit_figure(name):
            declared = [figure.id for figure in register.figures]
            message = f"counts {name}, which collection.yaml does not declare."
            fault(("figures", name), name, message, declared, "figures in collection.yaml")
    for name, source in event.sources.items():
        sound &= check_publishers_of(folder, source, origin, ("sources", name), register, LEFT_OUT)
    for path, name in _sources_of_positions(event):
        if name not in event.sources:
            message = f"names the source {name}, which this event does not have."
            fault(path, name, message, event.sources, "the sources of the event")
    return sound


def check_publishers_of(
    folder: Folder, document: DocumentFields, origin: Origin, path: Path, register: Register, lost: str
) -> bool:
    """Whether the publishers exist that a document names; each one that does not is reported.

    Args:
        folder: gathers the faults.
        document: as it is described.
        origin: where.
        path: to it, inside what is written there.
        register: the lists that it refers to.
        lost: what is left out because of a fault.
    """
    sound = True
    for part, value in (("publisher", document.publisher), ("via", document.via)):
        if value and not register.admit_publisher(value):
            sound, where = False, (*path, part)
            folder.fault(origin.place(where), dotted(where), partial(_tell_publisher, value, register), lost)
    return sound


def _tell_publisher(name: str, register: Register) -> tuple[str, str]:
    known = (publisher.name for publisher in register.publishers.values())
    return f"names the unknown publisher {quote(name)}.", advise(name, known, "publishers.yaml")


def _actors_of(event: EventEntry) -> Iterator[tuple[Path, str]]:
    for number, actor in enumerate(event.actors):
        yield ("actors", number), actor
    if event.figures:
        yield ("figures", "by"), event.figures.by
    for c, claim in event.own_claims:
        for p, position in enumerate(claim.positions):
            yield ("claims", c - 1, "positions", p, "actor"), position.actor


def _sources_of_positions(event: EventEntry) -> Iterator[tuple[Path, str]]:
    for c, claim in event.own_claims:
        for p, position in enumerate(claim.positions):
            yield ("claims", c - 1, "positions", p, "source"), position.source
            for f, source in enumerate(position.further_sources):
                yield ("claims", c - 1, "positions", p, "further_sources", f), source


def check_corrections(
    folder: Folder, corrections: list[CorrectionEntry], events: Collection[str]
) -> list[CorrectionEntry]:
    """The corrections whose ids fit the events: a merged id is retired, and leads to an event."""
    merged = {c.event: c.to for c in corrections if c.kind == "merged"}
    sound = []
    for number, correction in enumerate(corrections):
        fault = ""
        if correction.kind in ("merged", "withdrawn") and correction.event in events:
            fault = f"retires {correction.event}, which is still an event of this record."
        elif correction.kind in ("merged", "withdrawn") and not correction.event:
            fault = "retires an event and does not say which."
        elif correction.to and resolve(correction.to, merged) not in events:
            fault = f"leads to {correction.to}, which is not an event."
        if fault:
            folder.report(
                "corrections.yaml",
                fault,
                advise(correction.to, events, "events/") if correction.to else "",
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
    folder: Folder,
    links: pd.DataFrame,
    events: Collection[str],
    corrections: Iterable[CorrectionEntry],
    place_of: Callable[[str, int], Place],
) -> pd.DataFrame:
    """The links that lead to an event that is there, and not to their own; merged ids are followed.

    Args:
        folder: gathers the faults.
        links: with the columns of ``build.LINKS``.
        events: ids of all sound events.
        corrections: those that hold.
        place_of: where the link of an event stands that has this in its column ``at``.
    """
    merged = {c.event: c.to for c in corrections if c.kind == "merged"}
    targets, kept = [], []
    given = (links[column].tolist() for column in ("event", "to", "number", "at"))
    for row, (event, target, number, at) in enumerate(zip(*given, strict=True)):
        to = resolve(target, merged)
        if to in events and to != event:
            targets.append(to)
            kept.append(row)
            continue
        tell = partial(_tell_link, event, to, target, events)
        folder.fault(place_of(event, at), f"links.{number}.to", tell, "The link was left out.")
    return links.take(kept).assign(to=pd.Series(targets, dtype="str", index=kept)).reset_index(drop=True)


def _tell_link(event: str, to: str, given: str, events: Iterable[str]) -> tuple[str, str]:
    message = f"links to {'itself' if to == event else given + ', which is not an event here'}."
    return message, advise(given, (name for name in events if name != event), "events/")
