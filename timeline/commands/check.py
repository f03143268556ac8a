"""``check``: every fault of a collection."""

from __future__ import annotations

import argparse

from timeline.collection.english import count
from timeline.commands.arguments import Commands, add_folder
from timeline.query.collection import open_collection


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("check", help="list every fault of a collection")
    add_folder(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the faults and what was read; 1 where there are faults."""
    record = open_collection(options.folder)
    for problem in record.problems:
        print(problem)
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
