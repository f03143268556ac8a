"""A plan to files, and these to the folder: all of them or none."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from timeline.bring.cells import KEY, WHY
from timeline.bring.errors import BringError
from timeline.bring.event_file import change_event, write_event
from timeline.bring.event_tables import table_files
from timeline.bring.known import dump_brought
from timeline.bring.open_questions import open_questions
from timeline.bring.plan import Plan
from timeline.bring.recipe import FOLDER, Recipe, dump_recipe
from timeline.bring.registers import register_files
from timeline.bring.yaml_edit import add_items, dump_yaml
from timeline.collection.journal import PendingError, Write, alone, write_files
from timeline.exchange.csv_tables import defuse, undefuse

MOST_FILES = 20_000
"""Up to this many events are files, as a person would write them; more are tables."""
Files = dict[str, bytes | Write | None]


def write_plan(plan: Plan) -> list[str]:
    """Writes what a plan says; returns the files that changed. Nothing is written where nothing changes.

    Raises:
        BringError: somebody else writes into the folder, or rows that wait were mended and not yet read.
        OSError: the disk does not let us write; nothing has changed then.
    """
    check_waiting(plan)
    folder = plan.known.path
    files = {name: content for name, content in plan_files(plan).items() if _differs(folder / name, content)}
    if not files:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with alone(folder):
            write_files(folder, files)
    except PendingError as error:
        raise BringError(str(error)) from error
    return sorted(files)


def _differs(path: Path, content: bytes | Write | None) -> bool:
    if content is None or callable(content):
        return content is not None or path.exists()
    return not path.is_file() or path.read_bytes() != content


def plan_files(plan: Plan) -> Files:
    """All that a plan writes, by path below the folder."""
    files: Files = {**register_files(plan), **_event_files(plan)}
    if plan.documents:
        files["documents.yaml"] = _documents(plan)
    return files | _import_files(plan)


def makes_tables(plan: Plan) -> bool:
    """Whether events are written as tables: where they are tables already, or a new folder gets very many."""
    return plan.known.is_tables or (plan.known.is_new and len(plan.events) > MOST_FILES)


def _event_files(plan: Plan) -> Files:
    if not plan.events:
        return {}
    if makes_tables(plan):
        return table_files(plan.known, plan.events, plan.documents)
    files: Files = {}
    for name, value in plan.events.items():
        file, current = f"events/{name}.md", plan.known.events.get(name)
        if current is None:
            files[file] = write_event(value)
        else:
            changed = [part for part in (*current, *value) if current.get(part) != value.get(part)]
            files[file] = change_event(plan.known.text(file), value, dict.fromkeys(changed))
    return files


def _documents(plan: Plan) -> bytes:
    """documents.yaml with what is new at its end; an entry that changed is written anew."""
    known = {str(entry.get("id")): entry for entry in plan.known.documents.values()}
    text = plan.known.text("documents.yaml")
    if not known.keys() & plan.documents.keys():
        return add_items(text, "documents", list(plan.documents.values())).encode()
    entries = [plan.documents.get(name, entry) for name, entry in known.items()]
    entries += [entry for name, entry in plan.documents.items() if name not in known]
    return dump_yaml({"documents": entries}).encode()


def _import_files(plan: Plan) -> Files:
    """Recipe, keys, rows that wait, and what stays with the editors."""
    name, before = plan.recipe.name, plan.known.path
    waiting = _table([KEY, WHY, *_columns(plan)], plan.waiting) if plan.waiting else None
    files: Files = {
        f"{FOLDER}/{name}.yaml": dump_recipe(final_recipe(plan, waiting)),
        f"{FOLDER}/{name}.keys.csv": dump_brought(plan.brought),
        f"{FOLDER}/{name}.waiting.csv": waiting,
    }
    kept = _kept(plan, before / FOLDER / f"{name}.kept.csv")
    columns = dict.fromkeys(column for row in kept.values() for column in row)
    table = _table([KEY, *columns], [{KEY: key, **row} for key, row in kept.items()]) if kept else None
    return files | {f"{FOLDER}/{name}.kept.csv": table}


def _kept(plan: Plan, path: Path) -> dict[str, dict[str, str]]:
    """What stays with the editors. Rows that waited are some of the file's: what is kept of the others stays.

    Raises:
        BringError: what an earlier import kept cannot be read.
    """
    if not is_waiting_file(plan) or not path.is_file():
        return plan.kept
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [{undefuse(name): undefuse(cell) for name, cell in row.items()} for row in csv.DictReader(stream)]
        before = {row.pop(KEY): row for row in rows}
    except (UnicodeDecodeError, csv.Error, KeyError, TypeError, AttributeError) as error:
        raise BringError(f"{path} is damaged.", "Bring the whole file again; it is written anew then.") from error
    return before | plan.kept


def is_waiting_file(plan: Plan) -> bool:
    """Whether the file that was read is that of rows that waited."""
    return KEY in plan.input.columns


def _columns(plan: Plan) -> list[str]:
    return [column for column in plan.input.columns if column not in (KEY, WHY)]


def final_recipe(plan: Plan, waiting: bytes | None) -> Recipe:
    """The recipe as it is kept: with the file that was read, and the questions that are open."""
    sealed = hashlib.sha256(waiting).hexdigest() if waiting else ""
    told: dict[str, Any] = {"open": open_questions(plan), "waiting": sealed}
    if not is_waiting_file(plan):
        told["file"] = {"name": plan.input.name, "sha256": plan.input.sha256}
    return Recipe.model_validate(plan.recipe.model_dump() | told)


def check_waiting(plan: Plan) -> None:
    """Refuses to write over rows that somebody mended and that were not read since.

    Raises:
        BringError: there are such.
    """
    file = f"{FOLDER}/{plan.recipe.name}.waiting.csv"
    path = plan.known.path / file
    if is_waiting_file(plan) or not path.is_file():
        return
    if hashlib.sha256(path.read_bytes()).hexdigest() != plan.recipe.waiting:
        raise BringError(
            f"{file} was edited since the last import.",
            f"Bring it first (python -m timeline bring {path} --into {plan.known.path}), or delete it.",
        )


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table for a spreadsheet: UTF-8 with its mark, and no cell that runs."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(map(defuse, columns))
    writer.writerows([defuse(str(row.get(column, ""))) for column in columns] for row in rows)
    return target.getvalue().encode("utf-8-sig")
