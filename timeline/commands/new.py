"""``new``: an empty collection, which opens and says what to do next."""

from __future__ import annotations

import argparse
from pathlib import Path

from timeline.bring.empty import write_empty
from timeline.bring.errors import BringError
from timeline.commands.arguments import Commands, stop


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("new", help="make an empty collection")
    parser.add_argument("folder", metavar="DIR", help="the folder to make")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Makes the collection and says what to do next; 2 where the folder holds something."""
    folder = Path(options.folder)
    try:
        write_empty(folder)
    except (BringError, OSError) as error:
        stop(str(error))
    print(f"{folder} is an empty collection. What next?")
    print(f"  python -m timeline bring FILE --into {folder}     events from a file of yours")
    print(f"  python -m timeline check {folder}                 what is wrong with it, and where")
    print(f"  TIMELINE_DATA={folder} make run                   the timeline in a browser")
    return 0
