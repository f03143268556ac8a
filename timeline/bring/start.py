"""Where an import begins: the recipe that a file has already, or the one that its columns suggest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePath

from timeline.bring.cells import KEY, WHY
from timeline.bring.columns import Guess, guess_columns
from timeline.bring.errors import BringError
from timeline.bring.forms import FORMS
from timeline.bring.look import LIMIT, look
from timeline.bring.names import make_slug
from timeline.bring.recipe import FOLDER, FileEntry, Recipe, load_recipe
from timeline.bring.rows import Input, Row
from timeline.exchange.csv_tables import undefuse

SAMPLED = 2_000
"""Rows from which the meaning of columns is guessed."""


def find_recipe(file: Path, folder: Path) -> Recipe | None:
    """The recipe of an earlier import of this file, or of the file whose rows waited; None for a new one."""
    path = folder / FOLDER / f"{import_name(file)}.yaml"
    return load_recipe(path) if path.is_file() else None


def import_name(file: PurePath) -> str:
    """What an import is called: the file's name without its endings, as an id.

    >>> import_name(PurePath("Überfälle 2024.csv.zip")), import_name(PurePath("floods.waiting.csv"))
    ('uberfalle-2024', 'floods')
    """
    stem = file.name.partition(".")[0] if file.name.partition(".")[0] else file.name
    return make_slug(stem) or "import"


def open_input(path: Path, recipe: Recipe | None, limit: int = LIMIT) -> Input:
    """The file as its recipe says that it is read; found by looking at it where there is none.

    Raises:
        BringError: it cannot be read.
    """
    found = look(path, limit=limit)
    if recipe is None:
        return _restored(found)
    if KEY in found.columns:  # rows that waited are a table, whatever the file was
        return _restored(found)
    if found.form != recipe.form:
        raise BringError(
            f"{path.name} is {FORMS[found.form].label}, and the recipe {recipe.name} reads {FORMS[recipe.form].label}.",
            "Give the file another name for an import of its own, or name another recipe.",
        )
    return _restored(look(path, recipe.reading, recipe.form, limit))


def _restored(given: Input) -> Input:
    """Rows that waited stand in a table for spreadsheets; here they are as they were before."""
    if KEY not in given.columns:
        return given

    def read() -> Iterator[Row]:
        for row in given.read():
            cells = {undefuse(name): undefuse(str(text)) for name, text in row.cells.items()}
            yield row._replace(cells=cells)

    columns = tuple(map(undefuse, given.columns))
    return Input(given.name, given.sha256, given.form, given.reading, given.told, columns, read)


def guess(given: Input) -> Mapping[str, Guess]:
    """What each column seems to be, with samples."""
    return guess_columns(given, list(islice(given.read(), SAMPLED)))


def with_columns(recipe: Recipe, given: Input, guesses: Mapping[str, Guess]) -> Recipe:
    """The recipe with a mapping: its own, or the guessed one where it was written without any."""
    if recipe.columns:
        return recipe
    return recipe.with_answer(("columns",), first_recipe(given, guesses).columns)


def first_recipe(given: Input, guesses: Mapping[str, Guess]) -> Recipe:
    """The recipe to begin with: what was found and guessed, and nothing decided."""
    columns = {name: guessed.field for name, guessed in guesses.items() if guessed.field and name not in (KEY, WHY)}
    return Recipe(
        name=import_name(PurePath(given.name)),
        file=FileEntry(name=given.name, sha256=given.sha256),
        form=given.form,
        reading=dict(given.reading),
        columns=columns,
    )
