"""A folder of records to tables, with every fault listed and every sound event kept."""

from __future__ import annotations

import contextlib
import csv
import gc
import io
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from timeline.collection import tables
from timeline.collection.build import EventTables, Keep, build_about, build_lists, keep_in_memory
from timeline.collection.check import (
    LEFT_OUT,
    Register,
    check_corrections,
    check_event,
    check_links,
    check_register,
    check_topics,
)
from timeline.collection.entries import (
    ActorEntry,
    CollectionEntry,
    CorrectionEntry,
    CoverageEntry,
    EventEntry,
    PublisherEntry,
    ThemeEntry,
    TopicEntry,
)
from timeline.collection.event_files import EventFiles, Events
from timeline.collection.event_sheets import EventSheets, has_sheets
from timeline.collection.folder import MAX_LIST_BYTES, Folder, TextOrigin
from timeline.collection.tables import STRIKES, Tables


def load_tables(
    path: str | os.PathLike[str], tell: Callable[[str], None] | None = None, keep: Keep = keep_in_memory
) -> Tables:
    """Reads a collection folder.

    Never raises for what the folder holds or lacks: faults stand in ``Tables.problems``, an event with a
    fault is left out whole (half an event would say something that its editor did not).

    Args:
        path: the folder.
        tell: called with a few words before each longer step.
        keep: where to keep each table of events as soon as it is whole.
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
    is_large = has_sheets(folder.path)
    events: Events = EventSheets(folder) if is_large else EventFiles(folder)
    made = EventTables(register, folder, compact=is_large)
    with _no_garbage_rounds():
        named, left_out = _load_events(folder, register, events, made, _named(corrections, topics))
    folder.tell("Putting the events in order")
    built = made.finish(keep)
    asked = bool(corrections or topics or len(built["links"]))
    ids = dict.fromkeys(built["events"]["id"] if asked else ())
    corrections = check_corrections(folder, corrections, ids)
    built["links"] = check_links(folder, built["links"], ids, corrections, events.place_of_link)[[*tables.LINKS]]
    folder.count_the_rest()
    about = build_about(_load_about(folder, register))
    lists = build_lists(
        register,
        topics=check_topics(folder, topics, named, ids, corrections),
        corrections=corrections,
        coverage=_load_coverage(folder, register),
        strikes=_load_strikes(folder),
    )
    return Tables(
        **(built | lists),
        about=about,
        version=folder.version,
        problems=tuple(folder.problems),
        events_left_out=left_out,
    )


@contextlib.contextmanager
def _no_garbage_rounds() -> Iterator[None]:
    """Rounds of the garbage collector, which would find nothing, take a quarter of the time of a million events."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    record = folder.check(CollectionEntry, document.value, TextOrigin("collection.yaml", document))
    if record and record.strikes and record.strikes.by and record.strikes.by not in register.actors:
        folder.report("collection.yaml", "names an unknown actor.", "Add it to actors.yaml.", field="strikes.by")
    return record or CollectionEntry(title="Untitled collection")


def _load_events(
    folder: Folder, register: Register, events: Events, tables: EventTables, wanted: Collection[str]
) -> tuple[dict[str, EventEntry], int]:
    """Puts the sound events into tables; returns those of them that are wanted, and how many were left out."""
    named, left_out = dict[str, EventEntry](), 0
    for name, value, origin in events:
        entry = None if value is None else folder.check(EventEntry, value, origin, consequence=LEFT_OUT)
        if entry is None or not check_event(folder, entry, origin, register):
            left_out += 1
            continue
        tables.add(name, entry, origin)
        if name in wanted:
            named[name] = entry
    return named, left_out


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
