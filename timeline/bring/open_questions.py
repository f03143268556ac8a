"""What a person has to decide, and what is done as long as nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from timeline.bring.cells import KEY, WHY
from timeline.bring.fields import KEEP, LEAVE, SHOW
from timeline.bring.forms import FORMS
from timeline.bring.plan import Plan
from timeline.bring.recipe import DIFFERENT, LATER, NEW, SAME
from timeline.collection.english import count
from timeline.collection.problems import quote

MOST = 50
"""Questions of one kind that are asked; the rest is counted."""


class Question(NamedTuple):
    """One decision.

    Attributes:
        path: where the answer goes in the recipe (``Recipe.with_answer``).
        ask: the question, as a sentence.
        about: samples and what else helps to answer.
        choices: answers with their words; empty where any text is one.
        safe: what is done without an answer, as a sentence; "" where rows wait for it.
    """

    path: tuple[str, ...]
    ask: str
    about: tuple[str, ...]
    choices: dict[str, str]
    safe: str


def questions(plan: Plan) -> list[Question]:
    """Every decision that the plan needs and its recipe does not have."""
    return [*_missing(plan), *_columns(plan), *_dates(plan), *_data_set(plan), *_names(plan), *_pairs(plan)]


def open_questions(plan: Plan) -> list[str]:
    """The questions as sentences for the recipe, with what was done."""
    return [f"{question.ask} {question.safe or 'The rows wait.'}" for question in questions(plan)]


def _missing(plan: Plan) -> Iterator[Question]:
    """Without a title and a date no row is an event: said once, and not only row by row."""
    form, mapped = FORMS[plan.recipe.form], set(plan.recipe.columns.values())
    if form.documents or "entry" in mapped:
        return
    for field, fields in (("title", {"title"}), ("date", {"when", "year"})):
        if not (mapped & fields or field in form.composed):
            ask = f"Which column is the {field}? None was taken for it."
            yield Question((), ask, (), {}, "All rows wait. Write the column into the recipe, under columns.")


def _columns(plan: Plan) -> Iterator[Question]:
    """What is mapped to nothing is asked column by column."""
    choices = {SHOW: "show it on the card", KEEP: "keep it with the editors", LEAVE: "leave it out"}
    for column in plan.input.columns:
        if column not in (KEY, WHY) and plan.recipe.columns.get(column, "") == "":
            ask = f"What becomes of the column {quote(column)}?"
            yield Question(("columns", column), ask, (), choices, "It is kept with the editors, and not shown.")


def _dates(plan: Plan) -> Iterator[Question]:
    notes, said = plan.notes, plan.recipe.dates
    if notes.ambiguous and not said.order:
        ask = f"Does the day or the month come first in {count(notes.ambiguous, 'date')}?"
        choices = {"day-first": "the day", "month-first": "the month"}
        about = (*filter(None, [notes.contradiction]), *notes.ambiguous_samples)
        yield Question(("dates", "order"), ask, about, choices, "")
    if notes.serials and not said.serials:
        ask = f"{count(notes.serials, 'cell')} may hold days as a spreadsheet counts them. Is it so?"
        choices = {"1900": "yes, from 1900 (Excel)", "1904": "yes, from 1904 (old Excel for Mac)"}
        yield Question(("dates", "serials"), ask, tuple(notes.serial_samples), choices, "")
    if notes.is_clustered and not said.january:
        found = f"{count(notes.january, 'date')} are 1 January, where chance gives {notes.january_by_chance:.1f}."
        ask = f"{found} Is only the year known?"
        choices = {"year": "only the year is known", "day": "they are days"}
        yield Question(("dates", "january"), ask, (), choices, "They stay days, as written.")


def _data_set(plan: Plan) -> Iterator[Question]:
    """Rows without an address cite the data set, if somebody says which one it is."""
    if plan.recipe.data_set or FORMS[plan.recipe.form].documents:
        return
    without = sum("address of a source" in outcome.why for outcome in plan.outcomes)
    if without:
        ask = f"{count(without, 'row')} without an address of a source: which data set is the file from?"
        yield Question(("data_set",), ask, ("title, publisher, url, version, published",), {}, "")


def _names(plan: Plan) -> Iterator[Question]:
    likely = plan.cast.likely()
    for register, text, near in likely[:MOST]:
        ask = f"Is {quote(text)} in {register} the same as {near.name} ({near.id})?"
        choices = {near.id: "yes", NEW: "no, it is new"}
        yield Question(("names", register, text), ask, (), choices, "It was taken for new.")
    if len(likely) > MOST:
        ask = f"{count(len(likely) - MOST, 'more new name')} are like known ones."
        yield Question((), ask, (), {}, "They were taken for new.")


def _pairs(plan: Plan) -> Iterator[Question]:
    for pair in plan.pairs[:MOST]:
        ask = f"Is the row {quote(pair.row)} the same event as {pair.event}?"
        choices = {SAME: "the same", DIFFERENT: "another one", LATER: "decide later: the row waits"}
        yield Question(("pairs", pair.row, pair.event), ask, pair.says, choices, "They were taken for two.")
    if len(plan.pairs) > MOST:
        ask = f"{count(len(plan.pairs) - MOST, 'more pair')} of events are alike."
        yield Question((), ask, (), {}, "They were taken for two.")
    for crowd in plan.crowds:
        yield Question((), crowd, (), {}, "Such groups are not compared.")
