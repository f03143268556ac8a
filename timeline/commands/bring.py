"""``bring``: a file of somebody's into a collection; ``bring look`` says what a file is."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.forms import FORMS
from timeline.bring.known import read_known
from timeline.bring.open_questions import Question, questions
from timeline.bring.plan import REFUSED, WAITING, Plan, make_plan
from timeline.bring.recipe import FOLDER, Recipe, dump_recipe, load_recipe
from timeline.bring.rows import Input
from timeline.bring.start import find_recipe, first_recipe, guess, open_input, with_columns
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
    path, folder = Path(options.what[0]), Path(options.into)
    recipe = load_recipe(Path(options.recipe)) if options.recipe else find_recipe(path, folder)
    given = open_input(path, recipe)
    recipe = with_columns(recipe, given) if recipe else first_recipe(given, guess(given))
    asks = options.format == "text" and not options.dry_run and sys.stdin.isatty()
    plan = _planned(given, recipe, folder, asks)
    written: list[str] = []
    if options.dry_run:
        check_waiting(plan)
    else:
        written = write_plan(plan)
    if options.format == "json":
        print_json(_as_json(plan, written))
    else:
        print("\n".join(_in_lines(plan, written, options.dry_run)))
    return 0 if plan.balance.holds else 1


def _planned(given: Input, recipe: Recipe, folder: Path, asks: bool) -> Plan:
    """The plan; where a person sits before it, with their answers."""
    for sentence in (*given.told, FORMS[recipe.form].terms):
        if sentence:
            tell(sentence)
    known = read_known(folder)
    plan = make_plan(given, recipe, known, tell)
    while asks:
        answered = _ask(plan)
        if answered == plan.recipe:
            return plan
        plan = make_plan(given, answered, read_known(folder), tell)
    return plan


def _ask(plan: Plan) -> Recipe:
    """The recipe with what a person answers; an empty answer leaves a question open."""
    recipe = plan.recipe
    for question in questions(plan):
        if not question.path:
            continue
        tell(f"\n{question.ask}")
        for sample in question.about:
            tell(f"  {sample}")
        for number, words in enumerate(question.choices.values(), 1):
            tell(f"  {number}: {words}")
        recipe = _take(recipe, question, input(f"[{question.safe or 'the rows wait'}] ").strip())
    return recipe


def _take(recipe: Recipe, question: Question, said: str) -> Recipe:
    choices = list(question.choices)
    if not said:
        return recipe
    if choices and not (said.isdigit() and 1 <= int(said) <= len(choices)):
        tell(f"Write a number from 1 to {len(choices)}, or nothing.")
        return recipe
    return recipe.with_answer(question.path, choices[int(said) - 1] if choices else said)


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
        **rows,
    }


def _in_lines(plan: Plan, written: list[str], dry: bool) -> list[str]:
    balance, lines = plan.balance, []
    for state in (WAITING, REFUSED):
        rows = [outcome for outcome in plan.outcomes if outcome.state == state]
        lines += [f"Row {row.number:,} ({state}): {row.why}" for row in rows[:SHOWN]]
        if len(rows) > SHOWN:
            lines.append(f"{count(len(rows) - SHOWN, 'more row')} {state}.")
    lines += plan.conflicts[:SHOWN]
    lines += [f"Open: {question.ask} {question.safe or 'The rows wait.'}" for question in questions(plan)]
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
