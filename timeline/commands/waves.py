"""``waves``: runs of days with unusually many launches, as the page on talks and strikes lists them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any, get_args

from timeline.commands.arguments import Commands, add_folder, add_format, open_record, print_json, read_day, stop
from timeline.query.collection import Collection
from timeline.waves.report import list_sums, waves_report
from timeline.waves.summary import By

_CLASSES = ("drones", "missiles")


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("waves", help="list strike waves, heaviest first")
    add_folder(parser)
    parser.add_argument("--from", dest="first", type=read_day, metavar="DATE", help="first day of the period")
    parser.add_argument("--to", dest="last", type=read_day, metavar="DATE", help="its last day")
    parser.add_argument("--top", type=_read_number, metavar="N", help="only so many, those with most launches")
    parser.add_argument("--by", choices=get_args(By), help="also the launches of every day, week or month")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the waves."""
    first, last = options.first or date.min, options.last or date.max
    if first > last:
        stop(f"--from {first} is after --to {last}; give the earlier day first")
    record = open_record(options.folder)
    period = (first, last) if options.first or options.last else None
    report = waves_report(record.strikes, record.events, period=period)
    report["waves"] = report["waves"][: options.top]
    if options.by:
        report["sums"] = list_sums(record.strikes, options.by, period=_within_record(period, report["strike_days"]))
    if options.format == "json":
        whose = {"counted_by": record.about.strikes_by, "credit": record.about.strikes_credit}
        print_json({**whose, **report})
    else:
        _print_text(record, report, (first.isoformat(), last.isoformat()))
    return 0


def _read_number(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of waves; write it like 5")
    return int(text)


def _within_record(period: tuple[date, date] | None, strike_days: list[str] | None) -> tuple[date, date] | None:
    """The period with open ends closed at the strike days."""
    if not period or not strike_days:
        return None
    low, high = (date.fromisoformat(day) for day in strike_days)
    first, last = period
    return low if first == date.min else first, high if last == date.max else last


def _print_text(record: Collection, report: dict[str, Any], period: tuple[str, str]) -> None:
    found = report["waves"]
    whose = record.actor_names.get(record.about.strikes_by, "their source")
    noun = "wave" if len(found) == 1 else "waves"
    print(f"{len(found):,} {noun}, most launches first. Figures: {whose}. {record.about.strikes_credit}")
    titles = dict(zip(record.events["id"], record.events["title"], strict=True))
    for wave in found:
        print()
        for line in _wave_lines(wave, period):
            print(line)
        for event in wave["events"]:
            print(f"    {event}: {titles[event]}")
    for number, row in enumerate(report.get("sums", [])):
        print(("\n" if not number else "") + _sum_line(row))


def _wave_lines(wave: dict[str, Any], period: tuple[str, str]) -> list[str]:
    share = "share stopped unknown" if wave["share_stopped"] is None else f"{wave['share_stopped']:.0%} stopped"
    beyond = wave["start"] < period[0] or wave["end"] > period[1]
    classes = (f"{wave[f'{name}_launched']:,} {name}, {wave[f'{name}_stopped']:,} stopped" for name in _CLASSES)
    lines = [
        f"{_span(wave)}: {wave['launched']:,} launched, {share}" + (" (reaches beyond the period)" if beyond else ""),
        f"    {'; '.join(classes)}",
        f"    heaviest day {wave['heaviest_day']}: {wave['heaviest_launched']:,}; usual before: {wave['usual']:g}",
    ]
    missing = wave["missing_days"]
    return lines + ([f"    {missing} day{'s' * (missing != 1)} without a full report"] if missing else [])


def _sum_line(row: dict[str, Any]) -> str:
    if row["launched"] is None:
        return f"{_span(row)}: no report"
    share = "" if row["share_stopped"] is None else f", {row['share_stopped']:.0%} stopped"
    reported, days = int(row["reported_days"]), int(row["days"])
    gaps = f" ({reported} of {days} days reported)" if reported < days else ""
    return f"{_span(row)}: {row['launched']:,} launched{share}{gaps}"


def _span(row: dict[str, Any]) -> str:
    return str(row["start"]) if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
