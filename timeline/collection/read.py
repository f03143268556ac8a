"""A folder of records to tables, with every fault listed and every sound event kept."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from timeline.collection.build import build_tables
from timeline.collection.check import (
    Register,
    check_corrections,
    check_event,
    check_links,
    check_register,
    check_topics,
)
from timeline.collection.columnar import Keep, is_columnar, keep_in_memory, load_large, named_events
from timeline.collection.entries import (
    ID,
    ActorEntry,
    CollectionEntry,
    CorrectionEntry,
    CoverageEntry,
    EventEntry,
    PublisherEntry,
    ThemeEntry,
    TopicEntry,
)
from timeline.collection.folder import MAX_LIST_BYTES, Folder
from timeline.collection.tables import STRIKES, Tables

LEFT_OUT = "The event was left out."


def load_tables(
    path: str | os.PathLike[str], tell: Callable[[str], None] | None = None, keep: Keep = keep_in_memory
) -> Tables:
    """Reads a collection folder.

    Never raises for what the folder holds or lacks: faults stand in ``Tables.problems``, an event with a
    fault is left out whole (half an event would say something that its editor did not).

    Args:
        path: the folder.
        tell: called with a few words before each longer step.
        keep: where to keep each table of a large collection as soon as it is read.
    """
    folder = Folder(Path(path), tell)
    if not folder.path.is_dir():
        folder.report(
            str(path),
            "is not a folder." if folder.path.exists() else "does not exist.",
            "Give the path of a collection: a folder with collection.yaml and events/.",
        )
    register = check_register(
        folder,
        folder.entries("actors.yaml", "actors", ActorEntry),
        folder.entries("themes.yaml", "themes", ThemeEntry),
        folder.entries("publishers.yaml", "publishers", PublisherEntry),
    )
    corrections = folder.entries("corrections.yaml", "corrections", CorrectionEntry) or []
    topics = folder.entries("topics.yaml", "topics", TopicEntry) or []
    large = load_large(folder, register, keep) if is_columnar(folder.path) else None
    if large is None:
        events, left_out = _load_events(folder, register)
    else:
        events, left_out = named_events(large, _named(corrections, topics)), large.left_out
    corrections = check_corrections(folder, corrections, events)
    events = check_links(folder, events, corrections)
    tables = build_tables(
        about=_load_about(folder, register),
        register=register,
        events=events if large is None else {},
        coverage=_load_coverage(folder, register),
        corrections=corrections,
        strikes=_load_strikes(folder),
        folder=folder,
        events_left_out=left_out,
        topics=check_topics(folder, topics, events, corrections),
    )
    if large is None:
        return tables
    names = ("events", "sources", "claims", "positions", "links")
    return dataclasses.replace(tables, **{name: getattr(large, name) for name in names})


def _named(corrections: Iterable[CorrectionEntry], topics: Iterable[TopicEntry]) -> set[str]:
    """Ids of the events that corrections and topics name."""
    ids = {claim.claim.partition("#")[0] for topic in topics for claim in topic.claims}
    return ids | {str(event) for c in corrections for event in (c.event, c.to) if event}


def _load_about(folder: Folder, register: Register) -> CollectionEntry:
    document = folder.document("collection.yaml")
    if document is None:
        if folder.path.is_dir() and not (folder.path / "collection.yaml").is_file():
            folder.report("collection.yaml", "is missing.", "Write at least a title into it.")
        return CollectionEntry(title="Untitled collection")
    record = folder.check("collection.yaml", CollectionEntry, document.value, document)
    if record and record.strikes and record.strikes.by and record.strikes.by not in register.actors:
        folder.report("collection.yaml", "names an unknown actor.", "Add it to actors.yaml.", field="strikes.by")
    return record or CollectionEntry(title="Untitled collection")


def _load_events(folder: Folder, register: Register) -> tuple[dict[str, EventEntry], int]:
    """Sound events by id in the order of their ids, and how many were left out."""
    place = folder.path / "events"
    names = sorted(p.name for p in place.iterdir() if p.suffix == ".md") if place.is_dir() else []
    if folder.path.is_dir() and not names:
        folder.report("events/", "holds no event.", "Write one Markdown file an event: events/<id>.md.")
    events: dict[str, EventEntry] = {}
    for name in names:
        record = _load_event(folder, register, name)
        if record is not None:
            events[name.removesuffix(".md")] = record
    return events, len(names) - len(events)


def _load_event(folder: Folder, register: Register, name: str) -> EventEntry | None:
    file = f"events/{name}"
    if not ID.fullmatch(name.removesuffix(".md")):
        folder.report(
            file,
            "has a file name that is no id.",
            "Use small letters, digits and single hyphens, such as anchorage-summit.md.",
            consequence=LEFT_OUT,
        )
        return None
    text = folder.text(file, consequence=LEFT_OUT)
    if text is None:
        return None
    parts = _split_front_matter(text)
    if parts is None:
        folder.report(
            file,
            "has no front matter.",
            "Begin with a line ---, then the fields, then a line ---, then the summary.",
            line=1,
            consequence=LEFT_OUT,
        )
        return None
    front, summary, summary_line = parts
    document = folder.parse(file, front, first_line=2, consequence=LEFT_OUT)
    if document is None:
        return None
    if "summary" in document.value:
        folder.report(
            file,
            "is an unknown field.",
            "Write the summary below the front matter.",
            field="summary",
            line=document.line(("summary",)),
            consequence=LEFT_OUT,
        )
        return None
    document.lines[("summary",)] = summary_line
    record = folder.check(file, EventEntry, {**document.value, "summary": summary}, document, consequence=LEFT_OUT)
    if record is None or not check_event(folder, file, record, document, register):
        return None
    return record


def _split_front_matter(text: str) -> tuple[str, str, int] | None:
    """Front matter, summary and the summary's line; None where the text does not begin with ---."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---":
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]).strip(), number + 2
    return None


def _load_coverage(folder: Folder, register: Register) -> list[CoverageEntry]:
    records = folder.entries("coverage.yaml", "coverage", CoverageEntry) or []
    for number, record in enumerate(records):
        if record.theme != "all" and record.theme not in register.themes:
            folder.report(
                "coverage.yaml",
                f"names the unknown theme {record.theme}.",
                "Use an id of themes.yaml, or all.",
                field=f"coverage.{number}.theme",
            )
    return [record for record in records if record.theme == "all" or record.theme in register.themes]


def _load_strikes(folder: Folder) -> list[dict[str, object]]:
    """One row a day in the order of the days; unsound rows are reported and left out."""
    text = folder.text("strikes.csv", MAX_LIST_BYTES)
    if not text:
        return []
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in STRIKES if name not in (reader.fieldnames or [])]
    if missing:
        folder.report(
            "strikes.csv",
            f"lacks the columns {', '.join(missing)}.",
            f"Name them: {', '.join(STRIKES)}.",
            line=1,
        )
        return []
    rows: dict[str, dict[str, object]] = {}
    try:
        for row in reader:
            fault = _strike_fault(row, rows)
            if fault:
                folder.report("strikes.csv", fault, line=reader.line_num, consequence="The day was left out.")
            else:
                rows[row["date"]] = {name: row[name] or None for name in STRIKES}
    except csv.Error as error:
        folder.report("strikes.csv", f"is not a CSV table ({error}).", line=reader.line_num)
    return [rows[day] for day in sorted(rows)]


def _strike_fault(row: dict[str, str], seen: dict[str, dict[str, object]]) -> str:
    if None in row or None in row.values():
        expected = f"does not have {len(STRIKES)} cells"
        return f"{expected}. Keep a comma for each empty cell, and quote texts with commas."
    try:
        date.fromisoformat(row["date"])
    except ValueError:
        return f"has the date {row['date']!r}. Write it as 2026-02-03."
    if len(row["date"]) != 10:
        return f"has the date {row['date']!r}. Write it as 2026-02-03."
    if row["date"] in seen:
        return f"has the day {row['date']} twice. Add the figures up in one row."
    for name in STRIKES:
        if name in ("date", "source"):
            continue
        if row[name] and not (row[name].isascii() and row[name].isdigit()):
            return f"has {row[name]!r} as {name}. Write a whole number, or nothing where no figure was given."
    for kind in ("drones", "missiles"):
        launched, stopped = row[f"{kind}_launched"], row[f"{kind}_stopped"]
        if launched and stopped and int(stopped) > int(launched):
            return f"has more {kind} stopped ({stopped}) than launched ({launched}). Check both."
    return ""
