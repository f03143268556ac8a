"""``sample``: an invented collection of any size, to try the dashboard and to measure it."""

from __future__ import annotations

import argparse

from timeline.commands.arguments import Commands, stop
from timeline.sample.write import write_sample


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("sample", help="write an invented collection of any size")
    parser.add_argument("--events", type=int, default=10_000, metavar="N", help="default: 10000")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write, made if it is not there")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same number gives the same collection")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Writes the collection; 2 where the call asks for what cannot be."""
    try:
        path = write_sample(options.out, options.events, options.seed)
    except ValueError as error:
        stop(str(error))
    print(f"{options.events:,} invented events in {path}")
    return 0
