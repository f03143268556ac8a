"""The command line: the pages' answers without a browser, such as ``python -m timeline check data``."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS = (
    "new",
    "bring",
    "check",
    "waves",
    "window",
    "claims",
    "story",
    "changes",
    "cite",
    "export",
    "snapshot",
    "key",
    "archive",
    "sample",
)
"""In the order of --help; each is a module of ``timeline.commands`` with ``add``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit status: 0 well, 1 the data has faults, 2 the call is wrong."""
    options = _parser().parse_args(arguments)
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m timeline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"timeline.commands.{name}").add(commands)
    return parser


if __name__ == "__main__":
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)
