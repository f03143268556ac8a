"""Checked records to tables (:mod:`timeline.collection.tables`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from timeline.collection import tables
from timeline.collection.check import Register
from timeline.collection.edtf import parse_edtf, when_in_words
from timeline.collection.entries import (
    ActorEntry,
    CollectionEntry,
    CorrectionEntry,
    CoverageEntry,
    EventEntry,
    PublisherEntry,
    SourceEntry,
    TopicEntry,
)
from timeline.collection.folder import Folder
from timeline.collection.tables import Tables, build_table

Row = dict[str, Any]


def build_tables(
    *,
    about: CollectionEntry,
    register: Register,
    events: dict[str, EventEntry],
    coverage: Sequence[CoverageEntry],
    corrections: Sequence[CorrectionEntry],
    strikes: Sequence[dict[str, object]],
    folder: Folder,
    events_left_out: int,
    topics: Sequence[TopicEntry] = (),
) -> Tables:
    """All tables; events by start, then end, then id, claims and positions in the order of the files."""
    sources = SourceTable(register, folder)
    cited = {
        name: {local: sources.add(name, local, source) for local, source in event.sources.items()}
        for name, event in events.items()
    }
    event_rows = [_event_row(name, event, register, cited[name]) for name, event in events.items()]
    claims, positions = _claim_rows(events, register, cited)
    links = [{"event": n, "to": x.to, "relation": x.relation} for n, e in events.items() for x in e.links]
    return Tables(
        events=_in_order(build_table(event_rows, tables.EVENTS)),
        sources=build_table(sources.rows, tables.SOURCES),
        claims=build_table(claims, tables.CLAIMS),
        positions=build_table(positions, tables.POSITIONS),
        links=build_table(links, tables.LINKS),
        publishers=build_table([_publisher_row(p, register) for p in register.publishers.values()], tables.PUBLISHERS),
        actors=build_table([_actor_row(a, register) for a in register.actors.values()], tables.ACTORS),
        themes=build_table([t.model_dump() for t in register.themes.values()], tables.THEMES),
        strikes=build_table(_strike_rows(strikes), tables.STRIKES),
        coverage=build_table(_coverage_rows(coverage, register), tables.COVERAGE),
        corrections=build_table([_given(c) | {"event": c.event or ""} for c in corrections], tables.CORRECTIONS),
        about=_about(about),
        version=folder.version,
        problems=tuple(folder.problems),
        events_left_out=events_left_out,
        topics=build_table([t.model_dump() for t in topics], tables.TOPICS),
        topic_claims=build_table(
            [{"topic": t.id, **c.model_dump()} for t in topics for c in t.claims], tables.TOPIC_CLAIMS
        ),
    )


class SourceTable:
    """Sources shared by all events that cite their url; keeps ids unique and entries consistent."""

    def __init__(self, register: Register, folder: Folder) -> None:
        self.rows: list[Row] = []
        self._register, self._folder = register, folder
        self._by_url: dict[str, Row] = {}
        self._ids: set[str] = set()

    def add(self, event: str, name: str, source: SourceEntry) -> str:
        """The id of this source, made or found."""
        row = self._row(source)
        known = self._by_url.get(source.url)
        if known is None:
            row["id"] = self._free_id(name)
            self._by_url[source.url] = row
            self.rows.append(row)
            return str(row["id"])
        for key, value in row.items():
            if known[key] != value:
                self._folder.report(
                    f"events/{event}.md",
                    f"gives {key} of a document otherwise than the event that cites it first.",
                    "One document is described in one way: make the entries agree.",
                    field=f"sources.{name}.{key}",
                    consequence="The first entry was taken.",
                )
        return str(known["id"])

    def _row(self, source: SourceEntry) -> Row:
        published = parse_edtf(source.published) if source.published else None
        return {
            "publisher": self._register.publisher_id(source.publisher),
            "via": self._register.publisher_id(source.via) if source.via else "",
            "citing": source.citing,
            "title": source.title,
            "url": source.url,
            "published": source.published or "",
            "published_start": published.start if published else None,
            "published_end": published.end if published else None,
            "language": source.language,
            "kind": source.kind,
        }

    def _free_id(self, name: str) -> str:
        candidate, number = name, 2
        while candidate in self._ids:
            candidate, number = f"{name}-{number}", number + 1
        self._ids.add(candidate)
        return candidate


def _event_row(name: str, event: EventEntry, register: Register, cited: dict[str, str]) -> Row:
    when = parse_edtf(event.when)
    own = {cited[local]: source for local, source in event.sources.items() if source.cited_for == "event"}
    row = _given(event.place) if event.place else {}
    row["place"] = row.pop("name", "")
    figures = _given(event.figures) if event.figures else {}
    figures["figures_by"] = figures.pop("by", "")
    return {
        "id": name,
        "title": event.title,
        "when": event.when,
        "when_text": event.when_text,
        "when_words": when_in_words(when),
        **{key: getattr(when, key) for key in ("start", "end", "precision", "approximate", "uncertain", "interval")},
        **row,
        **figures,
        "actors": event.actors,
        "sides": tuple(dict.fromkeys(register.side(actor) for actor in event.actors)),
        "themes": event.themes,
        "summary": event.summary,
        "note": event.note,
        "sources": tuple(own),
        "source_count": len(own),
        "publishers": tuple(dict.fromkeys(register.publisher_id(s.publisher) for s in own.values())),
        "claim_count": len(event.claims),
    }


def _claim_rows(
    events: dict[str, EventEntry], register: Register, cited: dict[str, dict[str, str]]
) -> tuple[list[Row], list[Row]]:
    claims, positions = [], []
    for name, event in events.items():
        for number, claim in enumerate(event.claims, start=1):
            claim_id = f"{name}#{number}"
            claims.append({"id": claim_id, "event": name, "text": claim.text})
            for position in claim.positions:
                when = parse_edtf(position.date) if position.date else None
                positions.append(
                    {
                        "claim": claim_id,
                        "event": name,
                        "actor": position.actor,
                        "side": register.side(position.actor),
                        "stance": position.stance,
                        "date": position.date or "",
                        "date_start": when.start if when else None,
                        "date_end": when.end if when else None,
                        "source": cited[name][position.source],
                    }
                )
    return claims, positions


def _in_order(events: pd.DataFrame) -> pd.DataFrame:
    return events.sort_values(["start", "end", "id"], na_position="first", ignore_index=True)


def _given(record: Any) -> Row:
    return dict(record.model_dump(exclude_none=True))


def _actor_row(actor: ActorEntry, register: Register) -> Row:
    line = register.line(actor.id)
    return {**_given(actor), "side": line[-1], "line": line}


def _publisher_row(publisher: PublisherEntry, register: Register) -> Row:
    held = publisher.controlled_by
    side = register.side(held) if held else ""
    return {**_given(publisher), "weak": publisher.weak == "true", "controlled_by_side": side}


def _strike_rows(strikes: Sequence[dict[str, object]]) -> list[Row]:
    counts = [name for name, (kind, _) in tables.STRIKES.items() if kind == tables.COUNT]
    return [
        {
            **row,
            "date": np.datetime64(str(row["date"]), "s"),
            **{name: None if row[name] is None else int(str(row[name])) for name in counts},
        }
        for row in strikes
    ]


def _coverage_rows(coverage: Sequence[CoverageEntry], register: Register) -> list[Row]:
    rows = []
    for record in coverage:
        when = parse_edtf(record.period)
        for theme in register.themes if record.theme == "all" else [record.theme]:
            note = {"level": record.level, "note": record.note}
            rows.append({"theme": theme, "start": when.start, "end": when.end, **note})
    return rows


def _about(record: CollectionEntry) -> tables.About:
    licence, strikes = record.licence, record.strikes
    return tables.About(
        title=record.title,
        description=record.description,
        licence=licence.name if licence else "",
        licence_url=(licence.url or "") if licence else "",
        maintainers=record.maintainers,
        default_period=record.default_period or "",
        strikes_title=strikes.title if strikes else "",
        strikes_by=(strikes.by or "") if strikes else "",
        strikes_credit=strikes.credit if strikes else "",
    )
