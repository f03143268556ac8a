"""``window``: the series around chosen events against random dates, as its page tells it."""

from __future__ import annotations

import argparse
from typing import Any

from timeline.collection.english import count
from timeline.collection.series import Series
from timeline.commands.arguments import (
    Commands,
    add_filter,
    add_folder,
    add_format,
    need_daily,
    open_record,
    print_json,
    read_filter,
)
from timeline.query.collection import Collection
from timeline.query.period import reference_period
from timeline.waves import align_windows, choose_anchors, compare_around, competing_figures, describe_around
from timeline.waves.report import CLAIMS_WITH_COUNTS, list_ranges, list_told_counts, window_report


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("window", help="compare the daily series around chosen events with random dates")
    add_folder(parser)
    add_filter(parser)
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints what the figures show, in sentences or as JSON."""
    today = open_record(options.folder)
    view = today.view(read_filter(options, today))
    record, flt = view.record, view.filter
    daily = need_daily(record)
    result = align_windows(daily, choose_anchors(view.events, daily.series), period=reference_period(view))
    found = competing_figures(view.events, record.claims, record.positions, daily, record.about.figures)
    report = {
        "counted_by": daily.series.by or "",
        "credit": daily.series.credit,
        "events": flt.in_words(record),
        **window_report(result),
        "competing": list_ranges(found),
        "told": list_told_counts(found),
    }
    if flt.start and flt.end:
        report["around"] = describe_around(compare_around(daily, (flt.start, flt.end)), daily.series)
    if options.format == "json":
        print_json(report)
    else:
        _print_text(record, daily.series, report)
    return 0


def _print_text(record: Collection, series: Series, report: dict[str, Any]) -> None:
    names = record.actor_names
    labels = {figure.id: figure.label for figure in record.about.figures}
    print(f"{report['events']}: {count(len(report['dates']), 'date')}.")
    print(f"Figures: {names.get(report['counted_by'], 'their source')}. {report['credit']}")
    for sentence in (*report.get("around", [])[:-1], *report["sentences"]):
        print(sentence)
    if report["competing"]:
        print("\nCompeting figures, never averaged:")
    for row in report["competing"]:
        counts = (f"{c['value']:,} {names.get(c['counted_by'], 'unnamed')} ({c['given_in']})" for c in row["counts"])
        measure = labels[row["measure"]]
        print(f"    {row['event']}, {measure}: {row['low']:,} to {row['high']:,}: {'; '.join(counts)}")
    if report["told"]:
        print(f"\n{series.of_claims or CLAIMS_WITH_COUNTS}")
    for row in report["told"]:
        print(f"    {row['event']}: {names.get(row['actor'], 'nobody')} {row['stance']}: {row['text']}")
