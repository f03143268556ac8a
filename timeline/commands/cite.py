"""``cite``: the documents behind a filter, for reference managers and footnotes."""

from __future__ import annotations

import argparse

from timeline.commands.arguments import Commands, add_filter, add_folder, add_format, open_record, read_filter
from timeline.exchange.formats import FORMATS, write_bibliography


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("cite", help="write the bibliography of a filter")
    add_folder(parser)
    add_filter(parser)
    add_format(parser, *FORMATS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the bibliography, with filter, version and licence inside."""
    record = open_record(options.folder)
    view = record.view(read_filter(options, record))
    print(write_bibliography(view, options.format), end="")
    return 0
