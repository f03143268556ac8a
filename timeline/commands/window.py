"""``window``: launches around chosen events against random dates, as the page on talks and strikes tells it."""

from __future__ import annotations

import argparse
from typing import Any

from timeline.commands.arguments import (
    Commands,
    add_filter,
    add_folder,
    add_format,
    open_record,
    print_json,
    read_filter,
)
from timeline.query.collection import Collection
from timeline.query.period import reference_period
from timeline.waves import align_windows, choose_anchors, compare_around, competing_figures, describe_around
from timeline.waves.report import list_ranges, list_told_counts, window_report

_MEASURES = {"drones": "drones launched", "missiles": "missiles launched", "stopped": "stopped"}


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
    whose = record.about.strikes_by
    result = align_windows(record.strikes, choose_anchors(view.events), period=reference_period(view))
    found = competing_figures(view.events, record.claims, record.positions, record.strikes, strikes_by=whose)
    report = {
        "counted_by": whose,
        "credit": record.about.strikes_credit,
        "events": flt.in_words(record),
        **window_report(result),
        "competing": list_ranges(found),
        "told": list_told_counts(found),
    }
    if flt.start and flt.end:
        report["around"] = describe_around(compare_around(record.strikes, (flt.start, flt.end)))
    if options.format == "json":
        print_json(report)
    else:
        _print_text(record, report)
    return 0


def _print_text(record: Collection, report: dict[str, Any]) -> None:
    names = record.actor_names
    dates = len(report["dates"])
    print(f"{report['events']}: {dates} date{'s' * (dates != 1)}.")
    print(f"Figures: {names.get(report['counted_by'], 'their source')}. {report['credit']}")
    for sentence in (*report.get("around", [])[:-1], *report["sentences"]):
        print(sentence)
    if report["competing"]:
        print("\nCompeting figures, never averaged:")
    for row in report["competing"]:
        counts = (f"{c['value']:,} {names.get(c['counted_by'], 'unnamed')} ({c['given_in']})" for c in row["counts"])
        measure = _MEASURES[row["measure"]]
        print(f"    {row['event']}, {measure}: {row['low']:,} to {row['high']:,}: {'; '.join(counts)}")
    if report["told"]:
        print("\nClaims that name a count, perhaps of other drones or of a part of an attack:")
    for row in report["told"]:
        print(f"    {row['event']}: {names.get(row['actor'], 'nobody')} {row['stance']}: {row['text']}")
