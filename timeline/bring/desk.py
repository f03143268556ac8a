"""One person's import, step by step: file, columns, decisions, plan. Nothing is written before the last step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from timeline.bring.cells import KEY, WHY
from timeline.bring.columns import Guess
from timeline.bring.errors import BringError
from timeline.bring.fields import FIELDS, FIGURE, KEEP, LEAVE, SHOW
from timeline.bring.forms import FORMS
from timeline.bring.known import read_known
from timeline.bring.look import LIMIT
from timeline.bring.open_questions import Question, questions
from timeline.bring.plan import Plan, make_plan
from timeline.bring.recipe import Recipe
from timeline.bring.rows import Input
from timeline.bring.start import find_recipe, first_recipe, guess, open_input, with_columns
from timeline.bring.statements import READING, STATEMENTS, Statement, Where, readings
from timeline.bring.write import write_plan
from timeline.collection.problems import quote

_LABELS = {"": "not decided", SHOW: "show on the card", KEEP: "keep with the editors", LEAVE: "leave out"}
DATA_SET = ("title", "publisher", "url", "version", "published")
"""What is asked of a data set; its first three are needed."""


class Told(NamedTuple):
    """What becomes of the columns, by their names."""

    public: tuple[str, ...]
    """On cards, in exports and in search."""
    editors: tuple[str, ...]
    left: tuple[str, ...]
    doubled: tuple[str, ...]
    """Sentences: several columns for what one alone can say."""


class Desk:
    """A file on the way into a collection.

    Args:
        path: of the file.
        folder: of the collection.
        limit: bytes that the file may have.
        recipe: how the file is read; without it, as an earlier import did, or as its columns suggest.

    Attributes:
        folder: of the collection.
        input: the file.
        guesses: what each column seems to be.
        recipe: how it is read, without what was answered here.
        asked: every question so far, also those that were answered.
        answers: to questions, by where they go.
        data_set: what was said of the data set, by ``DATA_SET``.
        is_mapped: whether somebody has said that the columns are right.
        plan: what would be done; None where it has to be made, or made anew.

    Raises:
        BringError: the file cannot be read.
    """

    def __init__(self, path: Path, folder: Path, limit: int = LIMIT, recipe: Recipe | None = None) -> None:
        self.folder = folder
        self._path, self._limit = path, limit
        before = recipe or find_recipe(path, folder)
        self.input: Input = open_input(path, before, limit)
        self.guesses: Mapping[str, Guess] = guess(self.input)
        self.recipe: Recipe = (
            with_columns(before, self.input, self.guesses) if before else first_recipe(self.input, self.guesses)
        )
        self.is_known = before is not None
        self.asked: dict[Where, Question] = {}
        self.answers: dict[Where, str] = {}
        self.data_set: dict[str, str] = {}
        self.is_mapped = False
        self.plan: Plan | None = None

    def take_over(self, before: Desk) -> None:
        """Everything that was said of the same file before it was sent again."""
        if before.input.sha256 != self.input.sha256 or before.input.name != self.input.name:
            return
        self.recipe, self.asked, self.answers = before.recipe, before.asked, before.answers
        self.data_set, self.is_mapped = before.data_set, before.is_mapped

    @property
    def columns(self) -> list[str]:
        """Names of the columns that can be mapped."""
        return [name for name in self.input.columns if name not in (KEY, WHY)]

    @property
    def terms(self) -> str:
        """What the makers of the format ask of those who use it."""
        return FORMS[self.recipe.form].terms

    def choices(self) -> dict[str, dict[str, str]]:
        """What a column may be taken for: names of groups to fields with their words."""
        declared = [figure["id"] for figure in FORMS[self.recipe.form].figures]
        mapped = [field.removeprefix(FIGURE) for field in self.recipe.columns.values() if field.startswith(FIGURE)]
        groups = {
            "": _LABELS,
            "The event": {name: field.label for name, field in FIELDS.items() if field.of == "event"},
            "Its source": {name: field.label for name, field in FIELDS.items() if field.of == "document"},
        }
        figures = {f"{FIGURE}{name}": f"figure: {name}" for name in chain(declared, mapped)}
        return groups | ({"Figures": figures} if figures else {})

    def label(self, field: str) -> str:
        """A field in words."""
        return next((found[field] for found in self.choices().values() if field in found), field)

    def map_column(self, column: str, field: str) -> None:
        """Takes a column for a field; what follows from the columns is asked anew.

        Raises:
            BringError: there is no such column or field.
        """
        if column not in self.columns or all(field not in found for found in self.choices().values()):
            raise BringError("There is no such column or field.", "Open the page anew.")
        self.recipe = self.recipe.with_answer(("columns", column), field)
        self.is_mapped, self.plan = False, None
        self.asked = {}

    def told(self) -> Told:
        """What becomes of the columns."""
        of = {name: self.recipe.columns.get(name, "") for name in self.columns}
        public = tuple(name for name, field in of.items() if field not in ("", KEEP, LEAVE))
        editors = tuple(name for name, field in of.items() if field in ("", KEEP))
        by_field: dict[str, list[str]] = {}
        for name, field in of.items():
            by_field.setdefault(field, []).append(name)
        doubled = [
            f"{self.label(field)} can be said by one column, and {', '.join(map(quote, names))} say it: "
            "the first one counts."
            for field, names in by_field.items()
            if len(names) > 1 and field in FIELDS and not FIELDS[field].many
        ]
        return Told(public, editors, tuple(name for name, field in of.items() if field == LEAVE), tuple(doubled))

    def answer(self, path: Where, value: str) -> None:
        """Takes an answer or a statement; "" takes it back.

        Raises:
            BringError: nobody has asked this, it is no answer to it, or the file cannot be read so.
        """
        if path[:1] == ("data_set",) and len(path) == 2 and path[1] in DATA_SET:
            self.data_set[path[1]] = " ".join(value.split())
        elif path in STATEMENTS:
            self.recipe = self.recipe.with_answer(path, STATEMENTS[path].read(value))
        elif path[:1] == (READING,) and len(path) == 2 and path[1] in self.readings():
            self._read_anew(path[1], value)
        elif path in self.asked and value in ("", *self.asked[path].choices):
            self.answers[path] = value
        else:
            raise BringError("This was not asked.", "Open the page anew.")
        self.plan = None

    def readings(self) -> dict[str, Statement]:
        """What can be said of how the file is read; nothing where we wrote it, as what waits."""
        return {} if KEY in self.input.columns else readings(self.input.reading)

    def statements(self) -> Mapping[Where, Statement]:
        """What can be stated of the file; nothing of an export of ours, which says it itself."""
        return {} if self.recipe.form == "own" else STATEMENTS

    def stated(self, path: Where) -> str:
        """What was stated, or stands in the recipe of an earlier import, as a text to edit."""
        value: Any = self.recipe.model_dump()
        for part in path:
            value = value.get(part, "")
        return ", ".join(value) if isinstance(value, tuple | list) else str(value)

    def _read_anew(self, name: str, value: str) -> None:
        """Reads the file as somebody says; the columns stay mapped as far as they are still there."""
        reading = dict(self.recipe.reading) | {name: self.readings()[name].read(value)}
        asked = self.recipe.with_answer((READING,), {key: said for key, said in reading.items() if said})
        self.input = open_input(self._path, asked, self._limit)
        self.guesses = guess(self.input)
        first = first_recipe(self.input, self.guesses)
        columns = {column: asked.columns.get(column, first.columns.get(column, "")) for column in self.columns}
        self.recipe = asked.with_answer((READING,), dict(self.input.reading)).with_answer(("columns",), columns)
        self.is_mapped, self.asked = False, {}

    def make_plan(self, tell: Callable[[str], None] | None = None) -> Plan:
        """What would be written; what is still to be decided is asked from then on.

        Raises:
            BringError: an answer cannot be taken, or the file is damaged or gone.
        """
        try:
            plan = make_plan(self.input, self._answered(), read_known(self.folder), tell)
        except OSError as error:
            raise BringError("The file can no longer be read.", "Send it once more.") from error
        self.asked |= {question.path: question for question in questions(plan) if self._is_open(question)}
        self.is_mapped, self.plan = True, plan
        return plan

    def _is_open(self, question: Question) -> bool:
        return bool(question.path) and question.path[0] != "columns"  # columns are mapped one step before

    def _answered(self) -> Recipe:
        recipe = self.recipe
        for path, value in self.answers.items():
            recipe = recipe.with_answer(path, value) if value else recipe
        said = {name: value for name, value in self.data_set.items() if value}
        return recipe.with_answer(("data_set",), said) if said else recipe

    def notes(self) -> Iterator[str]:
        """What was done that nobody can answer: likenesses beyond the first, groups too large to compare."""
        for question in questions(self.plan) if self.plan else ():
            if not question.path:
                yield f"{question.ask} {question.safe}"

    def write(self) -> list[str]:
        """Writes what the plan says; returns the files that changed.

        Raises:
            BringError: it cannot be written, or there is no plan for what was answered last.
        """
        if self.plan is None:
            raise BringError("The preview is not that of the last answers.", "Show it anew first.")
        try:
            return write_plan(self.plan)
        except OSError as error:
            raise BringError(f"The folder cannot be written: {error.strerror}. Nothing has changed.") from error
