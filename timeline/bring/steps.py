"""The steps of an import as HTML; every text of a file is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from timeline.bring.desk import DATA_SET, Desk
from timeline.bring.plan import REFUSED, WAITING, Plan
from timeline.bring.statements import READING, Statement, Where
from timeline.collection.problems import Problem, tell_once
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTROLS
from timeline.query.record import Record

SHOWN = 20
"""Rows of one kind that are listed."""
MOST_ACTORS = 500
"""Actors that are offered as those who control a publisher; of more, the id is typed."""
_LINK = re.compile(r' (?:xlink:)?href="(?!https?:|#)[^"]*"| data-go(?=[ >])')
_DATA_SET = {
    "title": "Title of the data set",
    "publisher": "Who publishes it",
    "url": "Its address",
    "version": "Version (not needed)",
    "published": "Date of publication (not needed)",
}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("timeline.bring", "."), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"number": "{:,}".format, "path": _path, "ref": _ref}
    return environment


def render(template: str, /, **values: Any) -> Markup:
    """A template of this room, by the name before ".html.jinja"."""
    found = _environment().get_template(f"{template}.html.jinja").render(**values)
    return Markup(found.strip())  # noqa: S704  (the template escapes)


def _path(where: Sequence[str]) -> str:
    """Where an answer goes, as the page sends it back."""
    return json.dumps(list(where), ensure_ascii=False)


def _ref(where: Sequence[str]) -> str:
    """The same as an id of the page."""
    return "b-" + "-".join(re.sub(r"\W", lambda sign: f"_{ord(sign[0]):x}", part) for part in where)


def render_file(desk: Desk | None, most_bytes: int) -> Markup:
    """The first step: which file, and what it was taken for."""
    readings = desk.readings() if desk else {}
    said = [
        _field((READING, name), statement, desk.input.reading[name]) for name, statement in readings.items() if desk
    ]
    return render("step_file", desk=desk, readings=said, most=most_bytes, megabytes=round(most_bytes / 1e6))


def render_columns(desk: Desk) -> Markup:
    """The second step: what each column is."""
    rows = [
        {
            "name": name,
            "samples": desk.guesses[name].samples,
            "taken": desk.label(desk.guesses[name].field) if desk.guesses[name].field else "not known",
            "why": desk.guesses[name].why,
            "field": desk.recipe.columns.get(name, ""),
        }
        for name in desk.columns
    ]
    return render("step_columns", rows=rows, groups=desk.choices(), told=desk.told(), desk=desk)


def render_decisions(desk: Desk, *, is_previewed: bool) -> Markup:
    """The third step: what somebody has to decide; the way on where the preview is not there, or an older one."""
    asked = [question for path, question in desk.asked.items() if path != ("data_set",)]
    return render(
        "step_decisions",
        asked=asked,
        answers=desk.answers,
        data_set=desk.asked.get(("data_set",)),
        said=[(name, _DATA_SET[name], desk.data_set.get(name, "")) for name in DATA_SET],
        statements=[_field(path, statement, desk.stated(path)) for path, statement in desk.statements().items()],
        notes=list(desk.notes()),
        is_previewed=is_previewed,
    )


def _field(path: Where, statement: Statement, value: str) -> dict[str, Any]:
    """A statement as something to fill in."""
    choices = {"": "", **statement.choices} if statement.choices else {}
    return {"path": path, "label": statement.label, "value": value, "choices": choices, "is_long": statement.is_long}


def render_balance(plan: Plan, problems: Sequence[Problem]) -> Markup:
    """The fourth step: how every row stands, and what is wrong with what would be written."""
    listed = {
        state: [outcome for outcome in plan.outcomes if outcome.state == state][:SHOWN] for state in (WAITING, REFUSED)
    }
    counts = {WAITING: plan.balance.waiting, REFUSED: plan.balance.refused}
    faults = [str(told.first) for told in tell_once(problems)[:SHOWN]]
    return render(
        "step_balance", plan=plan, balance=plan.balance, listed=listed, counts=counts, problems=faults, shown=SHOWN
    )


def render_write(desk: Desk, *, agreed: bool) -> Markup:
    """The last step."""
    return render("step_write", desk=desk, plan=desk.plan, agreed=agreed)


def render_written(files: Sequence[str], folder: Path, plan: Plan) -> Markup:
    """What was written, and where it is shown."""
    return render("step_written", files=files, folder=folder, plan=plan, shown=SHOWN)


def render_assessments(record: Record, found: Any, said: dict[Where, str]) -> Markup:
    """Publishers of which nobody knows who controls them, each with what can be said of it in its place.

    Args:
        record: the collection.
        found: rows of ``assessments.assess_first``.
        said: what was chosen and not yet set, by publisher and field.
    """
    actors = record.tables().actors
    offered = list(zip(actors["id"], actors["name"], strict=True)) if len(actors) <= MOST_ACTORS else []
    rows = rows_of(found.head(SHOWN))
    return render("assess", rows=rows, more=len(found) - len(rows), controls=CONTROLS, actors=offered, said=said)


def without_links(html: Markup) -> Markup:
    """HTML of ours whose own links lead nowhere: what they would show is not there yet."""
    return Markup(_LINK.sub("", str(html)))  # noqa: S704  (it only takes attributes out)
