"""``key``: the key that a server signs snapshots with."""

from __future__ import annotations

import argparse
from pathlib import Path

from timeline.commands.arguments import Commands, stop, tell
from timeline.snapshots.freeze import clean_text
from timeline.snapshots.signatures import WELL_KNOWN, NoKey, fingerprint_of, make_key, public_keys, write_public

KEY = "TIMELINE_KEY"
"""The environment variable that names the file."""
MOST_NAME = 200


def add(commands: Commands) -> None:
    """Adds the command and what it can do."""
    parser = commands.add_parser("key", help="make the key that a server signs snapshots with, or show its public half")
    does = parser.add_subparsers(required=True, metavar="WHAT")
    new = does.add_parser(
        "new", help="make a key; one that is in the file already ends, and stays valid for what it signed"
    )
    new.add_argument("file", help="where it is kept: outside the record, and readable by the server alone")
    new.add_argument("--name", required=True, help="whose key it is, as readers will see it")
    new.set_defaults(run=run_new)
    shown = does.add_parser("show", help=f"print the public keys, as the server shows them at {WELL_KNOWN}")
    shown.add_argument("file", help="the file of keys")
    shown.set_defaults(run=run_show)


def run_new(options: argparse.Namespace) -> int:
    """Makes a key and prints its fingerprint."""
    try:
        name = clean_text("name", options.name, MOST_NAME)
        if not name:
            stop("Say whose key it is: --name NAME")
        key = make_key(Path(options.file), name)
    except (OSError, ValueError) as error:
        stop(f"{options.file}: {error.strerror if isinstance(error, OSError) else error}")
    print(fingerprint_of(key.key))
    tell(f"Set {KEY}={options.file} for the server. Keep a copy where nobody else can read it.")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Prints the public keys."""
    try:
        print(write_public(public_keys(Path(options.file))))
    except NoKey as error:
        stop(str(error))
    return 0
