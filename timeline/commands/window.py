"""``window``: launches around chosen events against random dates, as the page on talks and strikes tells it."""

from __future__ import annotations

import argparse

from timeline.commands.arguments import (
    Commands,
    add_filter,
    add_folder,
    add_format,
    open_record,
    print_json,
    read_filter,
)
from timeline.query.period import reference_period
from timeline.waves import align_windows, choose_anchors, compare_around, describe_around
from timeline.waves.report import window_report


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("window", help="compare launches around chosen events with random dates")
    add_folder(parser)
    add_filter(parser)
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints what the figures show, in sentences or as JSON."""
    today = open_record(options.folder)
    view = today.view(read_filter(options, today))
    record, flt = view.record, view.filter
    result = align_windows(record.strikes, choose_anchors(view.events), period=reference_period(view))
    report = {"events": flt.in_words(record), **window_report(result)}
    if flt.start and flt.end:
        report["around"] = describe_around(compare_around(record.strikes, (flt.start, flt.end)))
    if options.format == "json":
        print_json(report)
        return 0
    print(f"{report['events']}: {len(result.used)} date{'s' * (len(result.used) != 1)}.")
    for sentence in (*report.get("around", [])[:-1], *report["sentences"]):
        print(sentence)
    return 0
