"""A row to an event, as its file would hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from timeline.bring.cast import Cast
from timeline.bring.cells import Cells, fits
from timeline.bring.codes import country_code
from timeline.bring.documents import Document, Documents
from timeline.bring.fields import FIELDS
from timeline.bring.forms import Form
from timeline.bring.names import make_tag, split_names
from timeline.bring.recipe import Recipe
from timeline.bring.when import DateAnswers, read_when
from timeline.bring.yaml_edit import inline
from timeline.collection.entries import ID, MAX_ID, MAX_LINE, MAX_TEXT, EventEntry
from timeline.collection.folder import dotted, explain
from timeline.collection.problems import quote

_BESIDE = "Sources without an address"
_TRUE = frozenset(["1", "true", "yes", "y", "x", "ja", "wahr", "oui", "vrai", "да", "так"])


class Made(NamedTuple):
    """What a row gives."""

    value: dict[str, Any] | None
    """Fields of ``EventEntry`` in their order; None where the row waits."""
    why: str = ""
    """Why it waits, as a sentence."""


class EventMaker:
    """Makes events out of cells.

    Args:
        recipe: mapping, defaults and answers.
        cast: who is meant.
        documents: what is cited.
        answers: how dates are read.
    """

    def __init__(self, recipe: Recipe, cast: Cast, documents: Documents, answers: DateAnswers) -> None:
        self._recipe, self._cast = recipe, cast
        self._documents, self._answers = documents, answers
        self._themes = [cast.theme(theme) for theme in recipe.defaults.themes]
        self._counts_by = counts_by(recipe)

    def make(self, cells: Cells, key: str) -> Made:
        """The event of a row, or why it waits.

        Args:
            cells: the row.
            key: what names it.
        """
        whole = cells.raw("entry")
        if isinstance(whole, dict):
            return _checked_own(dict(whole), cells.line("id"), key)
        when = read_when(cells.dates(), self._answers, {})
        if not when.edtf:
            return Made(None, f"It {when.waiting}.")
        title = self._title(cells)
        if not title:
            return Made(None, "It has no title. Write one.")
        sources = self._documents.of(cells)
        if not sources:
            return Made(None, _no_source(cells))
        shown = self._shown(cells)
        if not fits(shown):
            return Made(None, "It has more text beside its fields than a record takes. Map fewer columns to be shown.")
        value = self._value(cells, title, sources, shown)
        value["when"], value["when_text"] = when.edtf, (cells.line("when_text") or when.when_text)[:MAX_LINE]
        value["from"] = inline({"import": self._recipe.name, "row": key})
        value["summary"] = "\n\n".join(cells.texts("summary")) or title
        return _checked({field: part for field, part in value.items() if part})

    def _value(self, cells: Cells, title: str, sources: dict[str, Document], shown: dict[str, str]) -> dict[str, Any]:
        """The fields in their order; date and summary are blank."""
        return {
            "title": title,
            "when": "",
            "when_text": "",
            "place": self._place(cells),
            "actors": _each_once(map(self._cast.actor, _names(cells, "actors"))),
            "themes": self._themes_of(cells),
            "tags": _each_once(map(make_tag, _names(cells, "tags"))),
            "key": _yes(cells, "key"),
            "draft": _yes(cells, "draft"),
            "figures": self._figures(cells),
            "sources": sources,
            "note": "\n\n".join(cells.texts("note"))[:MAX_TEXT],
            "extra": shown,
            "from": {},
            "summary": "",
        }

    def _title(self, cells: Cells) -> str:
        """One line; what a line does not hold is shown whole beside it."""
        given = cells.line("title")
        return given if len(given) <= MAX_LINE else f"{given[: MAX_LINE - 1].rstrip()}…"

    def _themes_of(self, cells: Cells) -> list[str]:
        named = map(self._cast.theme, _names(cells, "themes"))
        return _each_once(named) or self._themes or [self._cast.theme(title_of(self._recipe.file.name))]

    def _place(self, cells: Cells) -> dict[str, Any]:
        """Where; a place without a name has that of its country, and none without either."""
        country = cells.line("country") or self._recipe.defaults.country
        code = country_code(country)
        name = cells.line("place") or (country if code else "")
        if not name:
            return {}
        lat, lon = _number(cells.line("lat"), 90), _number(cells.line("lon"), 180)
        pair = {"lat": lat, "lon": lon} if lat and lon else {}
        return inline({"name": name[:MAX_LINE], **({"country": code} if code else {}), **pair})

    def _figures(self, cells: Cells) -> dict[str, Any]:
        """What is counted; without anybody whose count it is, it is only shown as it came."""
        if not self._counts_by:
            return {}
        counts = {name: str(int(text)) for name, text in cells.figures().items() if _is_count(text)}
        return inline({**counts, "by": self._cast.actor(self._counts_by)}) if counts else {}

    def _shown(self, cells: Cells) -> dict[str, str]:
        """What is shown as it came: the columns that were mapped so, and what no field could take."""
        shown = {name[:MAX_LINE]: text for name, text in cells.shown().items()}
        country = cells.line("country")
        if country and not country_code(country):
            shown.setdefault(FIELDS["country"].label, country)
        if len(cells.line("title")) > MAX_LINE:
            shown.setdefault(FIELDS["title"].label, cells.text("title"))
        if beside := self._documents.without_address(cells):
            shown.setdefault(_BESIDE, beside)
        for name, text in cells.figures().items():
            if not (self._counts_by and _is_count(text)):
                shown.setdefault(name, text)
        return shown


def _checked(value: dict[str, Any]) -> Made:
    """The value if a record takes it."""
    try:
        EventEntry.model_validate(value)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        message, advice = explain(dict(found), EventEntry)
        return Made(None, f"{dotted(found['loc'])}: {message} {advice}".rstrip())
    return Made(value)


def _checked_own(value: dict[str, Any], name: str, key: str) -> Made:
    """An event of an export, which is known by its own id."""
    if not (ID.fullmatch(name) and len(name) <= MAX_ID):
        return Made(None, f"Its id {quote(name)} is none. Write small letters, digits and single hyphens.")
    return _checked(value) if name == key else Made(None, f"The id {name} stands before in this file.")


def _no_source(cells: Cells) -> str:
    given = cells.text("url")
    if given:
        return f"{quote(given)} is no web address of a source. Write one that begins with http:// or https://."
    return "It has no address of a source. Write one, or say in which data set all rows stand."


def title_of(file: str) -> str:
    """What a file without a title of its own is called.

    >>> title_of("river_levels-2024.csv.zip")
    'River levels 2024'
    """
    words = " ".join(re.split(r"[\s_-]+", file.partition(".")[0])).strip()
    return (words[:1].upper() + words[1:]) or file


def counts_by(recipe: Recipe) -> str:
    """Whose count the figures are: whom the recipe names, else who publishes the data set; "" for nobody."""
    return recipe.defaults.figures_by or (recipe.data_set.publisher if recipe.data_set else "")


def _yes(cells: Cells, field: str) -> str:
    return "true" if cells.line(field).casefold() in _TRUE else ""


def _names(cells: Cells, field: str) -> Iterator[str]:
    """The names in the columns of a field, one by one."""
    for text in cells.texts(field):
        yield from split_names(text)


def _each_once(names: Iterable[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


def _number(text: str, most: int) -> str:
    """Degrees as they are written, with a decimal point; "" where they are none."""
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        degrees = float(plain)
    except ValueError:
        return ""
    return repr(degrees) if abs(degrees) <= most else ""


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def row_key(cells: Cells, form: Form) -> str:
    """What names a row for good: its id, the key columns of its form, else its date and title; "" without any."""
    named = cells.line("id") or " ".join(text for column in form.key if (text := cells.named(column)))
    return (named or " ".join([*cells.dates().values(), cells.line("title")]))[:MAX_LINE].strip()
