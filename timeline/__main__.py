"""The command line: ``python -m timeline check data``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from timeline.query.collection import open_collection


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0 well, 1 the data has faults, 2 the call is wrong."""
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m timeline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="list every fault of a collection")
    check.add_argument("folder", help="folder of the collection, such as data")
    check.set_defaults(run=_check)
    return parser


def _check(options: argparse.Namespace) -> int:
    record = open_collection(options.folder)
    for problem in record.problems:
        print(problem)
    sizes = (
        f"{len(record.events):,} events ({record.events_left_out:,} left out), {len(record.sources):,} documents, "
        f"{len(record.claims):,} claims with {len(record.positions):,} positions, {len(record.strikes):,} strike days"
    )
    print(f"{record.about.title}: {sizes}. {len(record.problems):,} faults. Version {record.version[:12]}.")
    return 1 if record.problems else 0


if __name__ == "__main__":
    sys.exit(main())
