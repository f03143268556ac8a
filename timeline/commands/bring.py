"""``bring``: a file of somebody's into a collection; ``bring look`` says what a file is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Container
from dataclasses import asdict
from pathlib import Path
from typing import Any

from timeline.bring.desk import DATA_SET, Desk
from timeline.bring.errors import BringError
from timeline.bring.fields import FIELDS
from timeline.bring.forms import FORMS
from timeline.bring.open_questions import Question, questions
from timeline.bring.plan import REFUSED, WAITING, Plan
from timeline.bring.recipe import FOLDER, dump_recipe, load_recipe
from timeline.bring.start import first_recipe, guess, open_input
from timeline.bring.write import check_waiting, write_plan
from timeline.collection.english import count
from timeline.commands.arguments import Commands, add_format, print_json, stop, tell

SHOWN = 20
"""Rows of one kind that are told; of further ones only the number is."""


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("bring", help="bring events or documents from a file into a collection")
    parser.add_argument("what", nargs="+", metavar="FILE", help="the file or folder; “look FILE” only says what it is")
    parser.add_argument("--into", metavar="DIR", help="folder of the collection, made if it is not there")
    words = "how the file is read; default: that of an earlier import. With look: where the guessed one is written"
    parser.add_argument("--recipe", metavar="R", help=words)
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    add_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Looks or brings; 0 where every row is accounted for, 1 where the file cannot be brought, 2 for a wrong call."""
    is_look = options.what[0] == "look" and len(options.what) == 2
    if len(options.what) > 1 and not is_look:
        stop("bring takes one file, or: bring look FILE")
    if not is_look and not options.into:
        stop("bring needs --into DIR, the folder of a collection; a new one is made")
    try:
        return _look(options) if is_look else _bring(options)
    except (BringError, OSError) as error:
        tell(str(error))
        return 1
    except KeyboardInterrupt:
        tell("Stopped. Nothing was written.")
        return 1


def _look(options: argparse.Namespace) -> int:
    given = open_input(Path(options.what[1]), None)
    guesses = guess(given)
    recipe = first_recipe(given, guesses)
    if options.recipe:
        path = Path(options.recipe)
        if path.exists():
            raise BringError(f"{path} is there already.", "Name a new file for the recipe.")
        path.write_bytes(dump_recipe(recipe))
    if options.format == "json":
        columns = {name: asdict(found) for name, found in guesses.items()}
        print_json({"form": given.form, "reading": dict(given.reading), "told": given.told, "columns": columns})
        return 0
    for sentence in given.told:
        print(sentence)
    for name, found in guesses.items():
        print(f"\n{name}: {found.field or 'not known; you are asked'}" + (f" ({found.why})" if found.why else ""))
        for sample in found.samples:
            print(f"  {sample}")
    if terms := FORMS[given.form].terms:
        print(f"\n{terms}")
    return 0


def _bring(options: argparse.Namespace) -> int:
    recipe = load_recipe(Path(options.recipe)) if options.recipe else None
    desk = Desk(Path(options.what[0]), Path(options.into), recipe=recipe)
    for sentence in (*desk.input.told, desk.terms):
        if sentence:
            tell(sentence)
    plan = desk.make_plan(tell)
    if options.format == "text" and not options.dry_run and sys.stdin.isatty():
        if _ask_columns(desk, plan):
            plan = desk.make_plan(tell)
        while _ask(desk):
            plan = desk.make_plan(tell)
    if options.dry_run:
        check_waiting(plan)
    written = [] if options.dry_run else write_plan(plan)
    if options.format == "json":
        print_json(_as_json(plan, written))
    else:
        print("\n".join(_in_lines(plan, written, options.dry_run)))
    return 0 if plan.balance.holds else 1


def _ask_columns(desk: Desk, plan: Plan) -> bool:
    """Asks what becomes of each column that was taken for nothing; whether anything was answered."""
    asked = [question for question in questions(plan) if question.path[:1] == ("columns",)]
    if asked:
        tell(f"A column may also be one of the fields: {', '.join(FIELDS)}. Write the field then.")
    chosen = {question.path[1]: _choose(question, FIELDS) for question in asked}
    for column, field in chosen.items():
        if field:
            desk.map_column(column, field)
    return any(chosen.values())


def _ask(desk: Desk) -> bool:
    """Asks what nobody has been asked yet; whether anything was answered. An empty answer leaves a question open."""
    answered = False
    for path, question in desk.asked.items():
        if path == ("data_set",):
            answered |= _ask_data_set(desk, question)
        elif path not in desk.answers:
            desk.answer(path, said := _choose(question))
            answered |= bool(said)
    return answered


def _ask_data_set(desk: Desk, question: Question) -> bool:
    """Asks for its parts, once; whether anything was answered."""
    if desk.data_set:
        return False
    tell(f"\n{question.ask}")
    for part in DATA_SET:
        desk.answer(("data_set", part), input(f"{part}: "))
    return any(desk.data_set.values())


def _choose(question: Question, further: Container[str] = ()) -> str:
    """Asks until one of the choices is named; "" where a person leaves it open."""
    tell(f"\n{question.ask}")
    for sample in question.about:
        tell(f"  {sample}")
    for number, words in enumerate(question.choices.values(), 1):
        tell(f"  {number}: {words}")
    while True:
        said = input(f"[{question.safe or 'The rows wait.'}] ").strip()
        if not said or said in further:
            return said
        if said.isdecimal() and 1 <= int(said) <= len(question.choices):
            return list(question.choices)[int(said) - 1]
        tell(f"Write a number from 1 to {len(question.choices)}, or nothing.")


def _as_json(plan: Plan, written: list[str]) -> dict[str, Any]:
    rows = {
        state: [outcome._asdict() for outcome in plan.outcomes if outcome.state == state][:SHOWN]
        for state in (WAITING, REFUSED)
    }
    return {
        "balance": plan.balance._asdict(),
        "changed": plan.changed,
        "recipe": f"{FOLDER}/{plan.recipe.name}.yaml",
        "files": written,
        "questions": [f"{question.ask} {question.safe or 'The rows wait.'}" for question in questions(plan)],
        "conflicts": plan.conflicts,
        "notes": plan.notes_on_rows,
        **rows,
    }


def _in_lines(plan: Plan, written: list[str], dry: bool) -> list[str]:
    balance, lines = plan.balance, []
    for state in (WAITING, REFUSED):
        rows = [outcome for outcome in plan.outcomes if outcome.state == state]
        told = "Row {0:,} waits. {1}" if state == WAITING else "Row {0:,} {1}, and is never written."
        lines += [told.format(row.number, row.why) for row in rows[:SHOWN]]
        if len(rows) > SHOWN:
            lines.append(f"{count(len(rows) - SHOWN, 'more row')} {state}.")
    lines += [*plan.conflicts[:SHOWN], *plan.notes_on_rows]
    for question in questions(plan):
        where = f" ({'.'.join(question.path[:2])})" if question.path else ""
        lines.append(f"Open{where}: {question.ask} {question.safe or 'The rows wait.'}")
    lines.append(
        f"{count(balance.rows, 'row')} = {balance.written:,} written + {balance.merged:,} merged + "
        f"{balance.waiting:,} waiting + {balance.refused:,} refused. {plan.changed:,} "
        f"{'would change' if dry else 'has changed' if plan.changed == 1 else 'have changed'}."
    )
    if written:
        lines.append(
            f"Decisions are in {plan.known.path / FOLDER / plan.recipe.name}.yaml; edit it and run this again."
        )
    return lines
