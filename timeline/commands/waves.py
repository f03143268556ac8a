"""``waves``: runs of days with unusually heavy figures of the series, as its page lists them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any, get_args

from timeline.collection.english import count
from timeline.collection.first_series import EDGES
from timeline.collection.numbers import whole_number
from timeline.collection.series import Daily, Kind, Series
from timeline.commands.arguments import (
    Commands,
    add_folder,
    add_format,
    need_daily,
    open_record,
    print_json,
    read_day,
    stop,
)
from timeline.query.collection import Collection
from timeline.waves.report import list_sums, waves_report
from timeline.waves.summary import By


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("waves", help="list waves of the daily series, heaviest first")
    add_folder(parser)
    parser.add_argument("--from", dest="first", type=read_day, metavar="DATE", help="first day of the period")
    parser.add_argument("--to", dest="last", type=read_day, metavar="DATE", help="its last day")
    parser.add_argument(
        "--top", type=_read_number, metavar="N", help="only this many waves, those with the highest counts"
    )
    parser.add_argument("--by", choices=get_args(By), help="also the sums of every day, week or month")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the waves."""
    first, last = options.first or date.min, options.last or date.max
    if first > last:
        stop(f"--from {first} is after --to {last}; give the earlier day first")
    record = open_record(options.folder)
    daily = need_daily(record)
    period = (first, last) if options.first or options.last else None
    report = waves_report(daily, record.events, period=period)
    report["waves"] = report["waves"][: options.top]
    if options.by:
        report["sums"] = list_sums(daily, options.by, period=_within_record(period, report[EDGES]))
    if options.format == "json":
        whose = {"counted_by": daily.series.by or "", "credit": daily.series.credit}
        print_json({**whose, **report})
    else:
        _print_text(record, daily, report, (first.isoformat(), last.isoformat()))
    return 0


def _read_number(text: str) -> int:
    number = whole_number(text, 1_000_000, least=1)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of waves; write it like 5")
    return number


def _within_record(period: tuple[date, date] | None, edges: list[str] | None) -> tuple[date, date] | None:
    """The period with open ends closed at the first and last day."""
    if not period or not edges:
        return None
    low, high = (date.fromisoformat(day) for day in edges)
    first, last = period
    return low if first == date.min else first, high if last == date.max else last


def _print_text(record: Collection, daily: Daily, report: dict[str, Any], period: tuple[str, str]) -> None:
    found, series = report["waves"], daily.series
    head = f"{series.wave.of(len(found))}, most {series.unit.many} first"
    print(f"{head}. Figures: {daily.whose or 'their source'}. {series.credit}")
    titles = dict(zip(record.events["id"], record.events["title"], strict=True))
    for wave in found:
        print()
        for line in _wave_lines(wave, period, series):
            print(line)
        for event in wave["events"]:
            print(f"    {event}: {titles[event]}")
    for number, row in enumerate(report.get("sums", [])):
        print(("\n" if not number else "") + _sum_line(row, series))


def _wave_lines(wave: dict[str, Any], period: tuple[str, str], series: Series) -> list[str]:
    more = len(series.kinds) > 1 or series.part
    beyond = wave["start"] < period[0] or wave["end"] > period[1]
    share = f", share {series.part_verb} unknown" if series.part and wave["share_stopped"] is None else ""
    head = f"{_span(wave)}: {series.count(wave['launched'])}{share or _share(wave, series)}"
    lines = [
        head + (" (reaches beyond the period)" if beyond else ""),
        *([f"    {'; '.join(_of_kind(wave, kind, series) for kind in series.kinds)}"] if more else []),
        f"    heaviest day {wave['heaviest_day']}: {wave['heaviest_launched']:,}; usual before: {wave['usual']:g}",
    ]
    missing = wave["missing_days"]
    return lines + ([f"    {count(missing, 'day')} without a full report"] if missing else [])


def _of_kind(wave: dict[str, Any], kind: Kind, series: Series) -> str:
    part = f", {wave[kind.part]:,} {series.part_verb}" if kind.part else ""
    return f"{kind.unit.of(wave[kind.total])}{part}"


def _share(row: dict[str, Any], series: Series) -> str:
    return "" if row["share_stopped"] is None else f", {row['share_stopped']:.0%} {series.part_verb}"


def _sum_line(row: dict[str, Any], series: Series) -> str:
    if row["launched"] is None:
        return f"{_span(row)}: no report"
    reported, days = int(row["reported_days"]), int(row["days"])
    gaps = f" ({reported} of {days} days reported)" if reported < days else ""
    return f"{_span(row)}: {series.count(row['launched'])}{_share(row, series)}{gaps}"


def _span(row: dict[str, Any]) -> str:
    return str(row["start"]) if row["start"] == row["end"] else f"{row['start']} to {row['end']}"
