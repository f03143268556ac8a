"""``changes``: what changed in the record's knowledge between two days."""

from __future__ import annotations

import argparse
from typing import Any

from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, STANCES, SUPPORTS
from timeline.commands.arguments import (
    Commands,
    add_folder,
    add_format,
    open_record,
    print_json,
    read_day,
    stop,
)
from timeline.ledger.known import Comparison, compare_known, known_in_words
from timeline.ledger.wording import Names, on_date, turn_in_words

_LABELS = {"support": SUPPORTS, "contest": CONTESTS}


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("changes", help="what came to be known between two days")
    add_folder(parser)
    parser.add_argument("--from", dest="first", required=True, type=read_day, metavar="DATE")
    parser.add_argument("--to", dest="last", type=read_day, metavar="DATE", help="default: today's record")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the events that appeared, the grades that moved, and the positions taken or changed."""
    record = open_record(options.folder)
    try:
        moved = compare_known(record, options.first, options.last)
    except ValueError as error:
        stop(str(error))
    known = known_in_words(record, options.first)
    if options.format == "json":
        print_json({"known": known, "in_words": moved.sentences()} | _answer(moved))
        return 0
    print(f"{known[0].upper()}{known[1:]}.")
    _print_text(moved)
    return 0


def _answer(moved: Comparison) -> dict[str, list[dict[str, Any]]]:
    names = Names(moved.after)
    changes = moved.changes.drop(columns=["from_date_start", "to_date_start"])
    columns = ["claim", "event", "actor", "side", "stance", "date", "source"]
    return {
        "events": rows_of(moved.events[["id", "title", "when", "support", "contest"]]),
        "claims": rows_of(moved.claims[["id", "event", "text", "contest"]]),
        "grades": rows_of(moved.grades),
        "positions": rows_of(moved.positions[columns]),
        "changes": [row | {"in_words": turn_in_words(names, row)} for row in rows_of(changes)],
    }


def _print_text(moved: Comparison) -> None:
    names = Names(moved.after)
    titles = dict(zip(moved.after.events["id"], moved.after.events["title"], strict=True))
    texts = dict(zip(moved.after.claims["id"], moved.after.claims["text"], strict=True))
    questions = dict(zip(moved.after.topics["id"], moved.after.topics["question"], strict=True))
    for sentence in moved.sentences():
        print(sentence)
    _head("Events that became known", len(moved.events))
    for row in rows_of(moved.events):
        print(f"    {row['when_words']}: {row['title']}")
    _head("Grades that changed", len(moved.grades))
    for row in rows_of(moved.grades):
        labels = _LABELS[row["kind"]]
        what = titles[row["id"]] if row["kind"] == "support" else texts[row["id"]]
        print(f"    {labels[row['from_']]} → {labels[row['to_']]}: {what}")
    _head("Positions that became known", len(moved.positions))
    for row in rows_of(moved.positions):
        when = on_date(row["date"]) if row["date"] else "undated"
        print(f"    {names.actors[row['actor']]} {STANCES[row['stance']]}, {when}: {texts[row['claim']]}")
    _head("Changes of position", len(moved.changes))
    for row in rows_of(moved.changes):
        what = questions.get(row["subject"]) or texts[row["subject"]]
        print(f"    {what} {turn_in_words(names, row)}")


def _head(title: str, number: int) -> None:
    print(f"\n{title}: {number:,}")
