"""``export``: the events of a filter as a file, in any format that the pages offer."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from timeline.collection.english import count
from timeline.commands.arguments import (
    Commands,
    add_filter,
    add_folder,
    add_format,
    open_record,
    read_filter,
    stop,
    tell,
)
from timeline.exchange.view_files import VIEW_FORMATS, write_view
from timeline.exchange.view_tables import is_base_url
from timeline.snapshots.standalone import Stamp, render_standalone

PAGE = "html"
"""The format that is a page of its own, for people."""
BASE_URL_HELP = "address of the dashboard, such as https://example.org/timeline, for links back to it"


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("export", help="write the events of a filter to a file")
    add_folder(parser)
    add_filter(parser)
    add_format(parser, *VIEW_FORMATS, PAGE)
    parser.add_argument("--out", metavar="FILE", help="default: standard output")
    parser.add_argument("--base-url", type=read_address, default="", metavar="URL", help=BASE_URL_HELP)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Writes the file, with filter, version and licence inside; says on standard error what it holds."""
    record = open_record(options.folder)
    view = record.view(read_filter(options, record))
    if options.format == PAGE:
        content = render_standalone(view, Stamp(base_url=options.base_url)).encode()
    else:
        content = write_view(view, options.format, options.base_url)
    if not options.out:
        sys.stdout.buffer.write(content)
        return 0
    try:
        write_whole(Path(options.out), content)
    except OSError as error:
        stop(f"{options.out} cannot be written: {error.strerror}")
    tell(f"{options.out}: {view.filter.in_words(view.record)}, {count(len(view), 'event')}, {len(content):,} bytes")
    return 0


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file all or not at all: what was there stays until the new one is complete."""
    if path.exists() and not path.is_file():  # a pipe or a device
        path.write_bytes(content)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_address(text: str) -> str:
    """The address of a dashboard, '' for none.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse shows the reason to the caller.
    """
    if text and not is_base_url(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not an address; write it like https://example.org/timeline")
    return text
