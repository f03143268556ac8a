"""``story``: one document read against the record."""

from __future__ import annotations

import argparse
import dataclasses
import textwrap
from collections.abc import Iterator, Mapping

from timeline.collection.english import count
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS
from timeline.commands.arguments import (
    Commands,
    add_folder,
    add_format,
    open_record,
    print_json,
    read_day,
    stop,
)
from timeline.ledger.stands import Stand
from timeline.ledger.story import OnClaim, Statement, Story, sources_with_statements, story
from timeline.ledger.wording import ANSWERED, Names, speaks_in_words, story_in_words
from timeline.query.collection import Collection

_ANSWERS = {"asserts": "yes", "denies": "no", "questions": "in doubt", "declines": "without an answer"}


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("story", help="read one document against the record")
    add_folder(parser)
    words = "address or id of the document; without it, the documents that speak to three or more claims"
    parser.add_argument("--source", metavar="URL", help=words)
    parser.add_argument("--known", type=read_day, metavar="DATE", help="the record as known on this day")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints the document's statements and what others say to them; 2 where there is no such document."""
    record = open_record(options.folder)
    record = record.known_on(options.known) if options.known else record
    if not options.source:
        _print_documents(record, options.format)
        return 0
    try:
        found = story(record, options.source)
    except ValueError as error:
        stop(str(error))
    if options.format == "json":
        statements = [_as_json(statement) for statement in found.statements]
        print_json(dataclasses.asdict(found) | {"counts": found.counts, "statements": statements})
        return 0
    _print_text(record, found)
    return 0


def _print_documents(record: Collection, form: str) -> None:
    documents = sources_with_statements(record)
    if form == "json":
        print_json(rows_of(documents))
        return
    names = Names(record)
    for row in rows_of(documents):
        sizes = f"{count(row['statements'], 'statement')} on {count(row['claims'], 'claim')}"
        print(f"{sizes}: {row['title']} ({names.publisher(row['source'])})\n    {row['url']}")


def _as_json(statement: Statement) -> dict[str, object]:
    """The statement by names; who is against it, and whether anybody else has spoken, told outright."""
    return {
        **{name: getattr(statement, name) for name in ("number", "section", "wording", "speaker", "note", "contest")},
        "claims": [_claim_as_json(claim) for claim in statement.claims],
        "against": _stands(statement.against),
        "alone": statement.is_alone,
    }


def _claim_as_json(claim: OnClaim) -> dict[str, object]:
    questions = [
        {
            **{name: getattr(question, name) for name in ("topic", "question", "stance", "because")},
            "others": _stands(question.others),
            "against": _stands(question.against),
        }
        for question in claim.questions
    ]
    return {
        **{name: getattr(claim, name) for name in ("claim", "text", "event", "contest", "stance", "events")},
        "stands": _stands(claim.stands),
        "others": _stands(claim.others),
        "questions": questions,
        "against": _stands(claim.against),
        "alone": claim.is_alone,
    }


def _stands(stands: tuple[Stand, ...]) -> list[dict[str, str]]:
    return [stand._asdict() for stand in stands]


def _print_text(record: Collection, found: Story) -> None:
    names = Names(record)
    titles = dict(zip(record.events["id"], record.events["title"], strict=True))
    print(f"{found.title} ({names.publisher(found.source)})\n{found.url}\n")
    print(story_in_words(found))
    section = ""
    for statement in found.statements:
        if statement.section != section:
            section = statement.section
            print(f"\n{section.upper()}")
        print()
        if statement.number:
            print(f"{statement.number}. {statement.wording}{f' ({statement.speaker})' if statement.speaker else ''}")
            print(f"    Note: {statement.note}\n" if statement.note else "", end="")
        for claim in statement.claims:
            print(textwrap.indent("\n".join(_claim_lines(claim, names, titles)), "    " if statement.number else ""))


def _claim_lines(claim: OnClaim, names: Names, titles: Mapping[str, str]) -> Iterator[str]:
    """A claim of a statement with what else is on record."""
    yield f"{speaks_in_words(names, claim)}: {claim.text}"
    yield f"    {CONTESTS[claim.contest]}; {claim.claim}"
    for other in claim.others:
        yield f"    {names.stand(other)}."
    for question in claim.questions:
        because = f" {question.because}" if question.because else ""
        yield f"    {question.question} The statement answers {_ANSWERS[question.stance]}.{because}"
        for other in question.others:
            yield f"        {names.stand(other, ANSWERED)}."
    if claim.is_alone:
        yield "    Nobody else has spoken on this, as far as the record knows."
    for event, relation in claim.events:
        yield f"    {relation or 'event'}: {titles[event]}"
