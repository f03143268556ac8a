"""``claims``: who says what, how it stands, and who has changed position."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd

from timeline.collection.english import count
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, SOUGHT, STANCES
from timeline.commands.arguments import (
    Commands,
    add_filter,
    add_folder,
    add_format,
    open_record,
    print_json,
    read_filter,
    stop,
)
from timeline.ledger.claims import SORTS, claims_table, filter_claims, sort_claims
from timeline.ledger.known import known_in_words
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.stands import check_ids
from timeline.ledger.topics import topics_table
from timeline.ledger.wording import Names, ledger_in_words, turn_in_words
from timeline.query.collection import Collection

Row = dict[str, Any]


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("claims", help="list the claims, who stands where, and who has changed")
    add_folder(parser)
    add_filter(parser)
    parser.add_argument("--contest", action="append", default=[], choices=list(CONTESTS))
    words = "only one side has spoken, and this came of the last search for what others say"
    parser.add_argument("--sought", action="append", default=[], choices=list(SOUGHT), help=words)
    parser.add_argument("--speaker", action="append", default=[], metavar="ACTOR", help="who has spoken")
    parser.add_argument("--stance", action="append", default=[], choices=list(STANCES))
    words = "who says the contrary of what the speaker says"
    parser.add_argument("--against", action="append", default=[], metavar="ACTOR", help=words)
    parser.add_argument("--topic", metavar="ID", help="the claims that bear on a question (see --topics)")
    parser.add_argument("--topics", action="store_true", help="list the questions instead")
    parser.add_argument("--sort", choices=list(SORTS), default="event", help="default: event")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the claims; 2 where the call names what is not there."""
    today = open_record(options.folder)
    flt = read_filter(options, today)
    view = today.view(flt)
    record = view.record
    try:
        table = _ledger(record, view.events["id"], options)
        subjects = [options.topic] if options.topic else list(table["claim"])
        turns = find_turns(derive_stances(record, subjects))
    except ValueError as error:
        stop(str(error))
    topics = topics_table(record)
    known = known_in_words(today, flt.known) if flt.known else ""
    if options.topics:
        _print_topics(topics, options.format)
        return 0
    chosen = rows_of(topics[topics["topic"] == options.topic])
    if options.format == "json":
        answer = {"known": known, "total": len(record.claims), "shown": len(table)}
        listed = [_turn_row(record, turn) for turn in rows_of(turns)]
        print_json(answer | {"topics": _plain(chosen), "claims": _claim_rows(table), "changes": listed})
        return 0
    _print_text(record, table, turns, known, chosen)
    return 0


def _ledger(record: Collection, events: pd.Series, options: argparse.Namespace) -> pd.DataFrame:
    claims = None
    if options.topic:
        check_ids("topic", [options.topic], record.topics["id"])
        bearing = record.topic_claims
        here = bearing["topic"].eq(options.topic) & bearing["claim"].isin(record.claims["id"])
        claims = bearing.loc[here, "claim"]
    table = claims_table(record, claims, events)
    table = filter_claims(
        table,
        record,
        contest=options.contest,
        sought=options.sought,
        speaker=options.speaker,
        stance=options.stance,
        counter=options.against,
    )
    return sort_claims(table, options.sort)


def _claim_rows(table: pd.DataFrame) -> list[Row]:
    return [row | {"stands": [stand._asdict() for stand in row["stands"]]} for row in _plain(rows_of(table))]


def _turn_row(record: Collection, turn: Row) -> Row:
    """A change with its sentence and the two documents."""
    found = _plain([turn])[0] | {"in_words": turn_in_words(Names(record), turn)}
    documents = record.sources.set_index("id")[["title", "url"]]
    for end in ("from", "to"):
        title, url = documents.loc[turn[f"{end}_source"]]
        found |= {f"{end}_title": title, f"{end}_url": url}
    return found


def _plain(rows: list[Row]) -> list[Row]:
    """Days as YYYY-MM-DD, unknown ones as None."""
    return [
        {
            name: _day(value) if isinstance(value, pd.Timestamp) or value is pd.NaT else value
            for name, value in row.items()
        }
        for row in rows
    ]


def _day(value: Any) -> str | None:
    return None if pd.isna(value) else value.date().isoformat()


def _print_topics(topics: pd.DataFrame, form: str) -> None:
    if form == "json":
        print_json(_plain(rows_of(topics)))
        return
    for row in rows_of(topics):
        sizes = (
            count(row["claims"], "claim"),
            count(row["actors"], "actor"),
            f"{count(row['changes'], 'change')} of position",
        )
        print(f"{row['topic']}: {row['question']}\n    {CONTESTS[row['contest']]}; {', '.join(sizes)}")


def _count_turns(turns: pd.DataFrame) -> str:
    """An actor's own changes, as topics count them, and apart from them what other members of its side said."""
    own = int(turns["level"].eq("actor").sum())
    told, others = f"{count(own, 'change') if own else 'No change'} of position", len(turns) - own
    return f"{told}; {count(others, 'time')} another member of a side said otherwise" if others else told


def _print_text(record: Collection, table: pd.DataFrame, turns: pd.DataFrame, known: str, topics: list[Row]) -> None:
    names = Names(record)
    if known:
        print(f"{known[0].upper()}{known[1:]}.")
    for row in topics:
        print(f"{row['question']} {CONTESTS[row['contest']]}, by each actor's latest answer.")
    print(f"{len(table):,} of {count(len(record.claims), 'claim')}.")
    for row in rows_of(table):
        print(f"\n{CONTESTS[row['contest']]}: {row['text']}")
        print(f"    {row['claim']}; {row['title']}, {row['when_words']}")
        for line in ledger_in_words(names, row["stands"]):
            print(f"    {line}")
        if row["sought_words"]:
            print(f"    {row['sought_words']}")
    if len(turns):
        print(f"\n{_count_turns(turns)}:")
    texts = dict(zip(record.claims["id"], record.claims["text"], strict=True))
    for turn in rows_of(turns):
        found = _turn_row(record, turn)
        print(f"\n{found['in_words']}")
        for end in ("from", "to"):
            actor, claim = names.actors[found[f"{end}_actor"]], texts[found[f"{end}_claim"]]
            print(f"    {actor} {STANCES[found[f'{end}_said']]}: {claim}")
            print(f"        {found[f'{end}_title']}, {found[f'{end}_url']}")
