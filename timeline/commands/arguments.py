"""Arguments that several commands share, and how a command prints its answer."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any, NoReturn, TypeAlias

from timeline.collection.series import Daily
from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What ``add_parser`` is called on."""


def add_folder(parser: argparse.ArgumentParser) -> None:
    """The collection's folder, first of all."""
    parser.add_argument("folder", help="folder of the collection, such as data")


def add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    """``--format``; the first one is the default."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"default: {formats[0]}")


def add_filter(parser: argparse.ArgumentParser) -> None:
    """``--filter`` and ``--known``."""
    words = "a filter as the dashboard's address has it, such as theme=diplomacy&actor=alpha"
    parser.add_argument("--filter", default="", metavar="QUERY", help=words)
    parser.add_argument(
        "--known", type=read_day, metavar="DATE", help="the record as known on this day, such as 2026-02-10"
    )


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse shows the reason to the caller.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it like 2026-02-10") from None


def open_record(folder: str) -> Collection:
    """The collection; its faults are counted on standard error. Ends where there is nothing to read."""
    record = open_collection(folder)
    if record.problems:
        tell(f"{len(record.problems):,} faults in {folder}; python -m timeline check {folder} lists them")
    if not len(record.events) and not len(record.strikes):
        stop(f"{folder} holds no events and no days of a series")
    return record


def need_daily(record: Collection) -> Daily:
    """The collection's series with its days. Ends where it declares none."""
    if record.daily is None:
        stop("this collection counts nothing day by day: collection.yaml declares no series")
    return record.daily


def read_filter(options: argparse.Namespace, record: Collection) -> Filter:
    """The filter that the options name; what it names and the record lacks is told on standard error."""
    flt, ignored = Filter.from_query(options.filter.lstrip("?"))
    if options.known:
        flt = flt.but(known=options.known)
    flt, ignored = record.check_filter(flt, ignored)
    for left in ignored:
        tell(f"left out: {left}")
    return flt


def print_json(answer: Any) -> None:
    """The answer as JSON; dates as YYYY-MM-DD."""
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def tell(message: str) -> None:
    """A remark beside the answer: on standard error."""
    print(message, file=sys.stderr)


def stop(message: str) -> NoReturn:
    """Ends the command.

    Raises:
        SystemExit: always, with 2: the call is wrong.
    """
    tell(message)
    raise SystemExit(2)
