"""``check``: every fault of a collection, and advice on what may be wrong."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from timeline.advice.advise import Advice, advise
from timeline.advice.items import KINDS, Item
from timeline.advice.reviewed import FILE, Reviewed, load_reviewed
from timeline.collection.english import count, day_in_words, join, plural
from timeline.collection.folder import SHOWN_FAULTS
from timeline.collection.list_entries import ReviewedEntry
from timeline.collection.problems import quote, tell_once
from timeline.collection.tables import rows_of
from timeline.commands.arguments import Commands, add_folder
from timeline.query.collection import Collection, open_collection

SHOWN_ITEMS = 500
"""Items of each kind that are printed; of further ones only the number is."""


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("check", help="list every fault of a collection, and advice")
    add_folder(parser)
    words = "say also what may be wrong and is no fault; reviewed.yaml of the collection answers it"
    parser.add_argument("--advice", action="store_true", help=words)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the faults, advice and what was read; 1 where there are faults."""
    record, folder = open_collection(options.folder), Path(options.folder)
    reviewed = load_reviewed(folder)
    problems = [*record.problems, *reviewed.problems]
    for told in tell_once(problems):
        print(told)
    print(_after_cover(record), end="")
    events = len(record.events)
    sizes = (
        f"{count(events, 'event')} ({record.events_left_out:,} left out)",
        f"{record.sizes['sources']:,} documents",
        f"{len(record.claims):,} claims with {len(record.positions):,} positions",
        *([record.about.series.day.of(len(record.strikes))] if record.about.series else []),
    )
    print(f"{record.about.title}: {', '.join(sizes)}.")
    if record.drafts:
        print(f"{count(len(record.drafts), 'draft')}: checked with the rest, and shown to nobody who only reads.")
    print(f"{len(problems):,} faults. Version {record.version[:12]}.")
    if options.advice:
        found = advise(record, record.daily, folder, reviewed)
        for line in _in_lines(found, reviewed, datetime.now(UTC).date()):
            print(line)
    return 1 if problems else 0


def _in_lines(advice: Advice, reviewed: Reviewed, today: date) -> Iterator[str]:
    """Advice as it is printed, each item with the lines by which it is answered."""
    answered = f"; {advice.answered:,} that it answers" if advice.answered else ""
    yield ""
    yield f"Advice: {count(len(advice.items), 'item')} that {FILE} does not answer{answered}. Advice is no fault."
    if advice.items:
        yield f"Mend the record; or copy the lines under an item into {FILE}, under `reviewed:`, and give your reason."
    kinds = Counter(item.kind for item in advice.items)
    shown = Counter[str]()
    for item in advice.items:
        shown[item.kind] += 1
        if shown[item.kind] <= SHOWN_ITEMS:
            yield ""
            yield from _item_in_lines(item, advice.moved.get(item.key), reviewed.lines.get(item.key), today)
    for kind, number in kinds.items():
        if number > SHOWN_ITEMS:
            rest = number - SHOWN_ITEMS
            yield ""
            yield f"{rest:,} more {plural(rest, 'item')} of the kind {kind}: {KINDS[kind]}."
    for problem in advice.idle:
        yield ""
        yield str(problem)


def _item_in_lines(item: Item, before: ReviewedEntry | None, line: int | None, today: date) -> Iterator[str]:
    yield str(item.told)
    if before:
        day = day_in_words(date.fromisoformat(before.date))
        where = f"{FILE}, line {line}" if line else FILE
        yield f"  Answered on {day} ({quote(before.reason)}); the facts have moved since. Mend that entry ({where})."
    yield f"  - key: {item.key}"
    yield f"    facts: {item.digest}"
    yield f"    date: {today.isoformat()}"
    yield "    reason:"


def _after_cover(record: Collection) -> str:
    """A line about events after the day to which the record says that it goes, which is no fault; "" where none is."""
    covers_to = record.about.covers_to
    late = record.events[record.events["start"] > np.datetime64(covers_to or "NaT", "s")]
    if late.empty:
        return ""
    named = [f"{row['id']} ({row['when_words']})" for row in rows_of(late.head(SHOWN_FAULTS))]
    named += [f"{len(late) - len(named):,} more"] if len(late) > len(named) else []
    day = day_in_words(date.fromisoformat(covers_to))
    what = f"{count(len(late), 'event')} {'lies' if len(late) == 1 else 'lie'} after {day}: {join(named)}."
    return f"collection.yaml: covers_to: {what} Write the last day that you looked at. This is advice, and no fault.\n"
