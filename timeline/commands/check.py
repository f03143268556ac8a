"""``check``: every fault of a collection."""

from __future__ import annotations

import argparse
from datetime import date

import numpy as np

from timeline.collection.english import count, day_in_words, join
from timeline.collection.folder import SHOWN_FAULTS
from timeline.collection.tables import rows_of
from timeline.commands.arguments import Commands, add_folder
from timeline.query.collection import Collection, open_collection


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("check", help="list every fault of a collection")
    add_folder(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the faults, advice and what was read; 1 where there are faults."""
    record = open_collection(options.folder)
    for problem in record.problems:
        print(problem)
    print(_advise(record), end="")
    events = len(record.events)
    sizes = (
        f"{count(events, 'event')} ({record.events_left_out:,} left out)",
        f"{len(record.sources):,} documents",
        f"{len(record.claims):,} claims with {len(record.positions):,} positions",
        *([record.about.series.day.of(len(record.strikes))] if record.about.series else []),
    )
    print(f"{record.about.title}: {', '.join(sizes)}.")
    print(f"{len(record.problems):,} faults. Version {record.version[:12]}.")
    return 1 if record.problems else 0


def _advise(record: Collection) -> str:
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
