"""``waves``: runs of days with unusually many launches, as the page on talks and strikes lists them."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from timeline.commands.arguments import Commands, add_folder, add_format, open_record, print_json, read_day
from timeline.query.collection import Collection
from timeline.waves import find_waves
from timeline.waves.report import list_waves


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("waves", help="list strike waves, heaviest first")
    add_folder(parser)
    parser.add_argument("--from", dest="first", type=read_day, metavar="DATE", help="first day of the period")
    parser.add_argument("--to", dest="last", type=read_day, metavar="DATE", help="its last day")
    parser.add_argument("--top", type=int, metavar="N", help="only so many")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the waves."""
    record = open_record(options.folder)
    period = (options.first or date.min, options.last or date.max)
    found = list_waves(find_waves(record.strikes, period=period), record.events)[: options.top]
    if options.format == "json":
        whose = {"counted_by": record.about.strikes_by, "credit": record.about.strikes_credit}
        print_json({**whose, "waves": found})
    else:
        _print_text(record, found)
    return 0


def _print_text(record: Collection, found: list[dict[str, Any]]) -> None:
    whose = record.actor_names.get(record.about.strikes_by, "their source")
    noun = "wave" if len(found) == 1 else "waves"
    print(f"{len(found):,} {noun}, most launches first. Figures: {whose}. {record.about.strikes_credit}")
    titles = dict(zip(record.events["id"], record.events["title"], strict=True))
    for wave in found:
        days = wave["start"] if wave["start"] == wave["end"] else f"{wave['start']} to {wave['end']}"
        share = "unknown" if wave["share_stopped"] is None else f"{wave['share_stopped']:.0%}"
        print(f"\n{days}: {wave['launched']:,} launched, {share} stopped")
        classes = (f"{wave[f'{name}_launched']:,} {name}, {wave[f'{name}_stopped']:,} stopped" for name in _CLASSES)
        print(f"    {'; '.join(classes)}")
        print(
            f"    heaviest day {wave['heaviest_day']}: {wave['heaviest_launched']:,}; usual before: {wave['usual']:g}"
        )
        for event in wave["events"]:
            print(f"    {event}: {titles[event]}")


_CLASSES = ("drones", "missiles")
