"""The recipe of an import, ``imports/<name>.yaml``: how a file was read, and every decision that was taken.

With it the same file gives the same collection, to the byte, and a newer one is read in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import AfterValidator, Field, ValidationError

from timeline.bring.codes import country_code, language_code
from timeline.bring.errors import BringError
from timeline.bring.fields import FIELDS, FIGURE, KEEP, LEAVE, SHOW
from timeline.bring.yaml_edit import dump_yaml
from timeline.collection.entries import MAX_ITEMS, Edtf, Entry, Id, Line, OptionalLine, Text, Url, word
from timeline.collection.folder import explain
from timeline.collection.problems import advise, quote
from timeline.collection.vocabulary import SOURCE_KINDS
from timeline.collection.yaml_text import MAX_LIST_NODES, YamlError, parse_yaml

FOLDER = "imports"
NEW = "new"
"""The answer that a name is none of those that are known."""
SAME, DIFFERENT, LATER = "same", "different", "later"
MOST_BYTES = 50_000_000
_HEAD = "# Written by the import. It may be edited: python -m timeline bring FILE --into FOLDER reads it.\n"


def _check_target(value: str) -> str:
    if value not in ("", *FIELDS, SHOW, KEEP, LEAVE) and not value.startswith(FIGURE):
        raise ValueError(f"is no field; {advise(value, (*FIELDS, SHOW, KEEP, LEAVE), 'the fields')}")
    return value


def _check_country(value: str) -> str:
    if value and not country_code(value):
        raise ValueError("is no country that we know; write its code, such as DE, or its name")
    return value


def _check_language(value: str) -> str:
    if value and not language_code(value):
        raise ValueError("is no language that we know; write its code, such as de, or its name")
    return value


_Name = Annotated[str, Field(min_length=1, max_length=2_000)]
_Target = Annotated[str, Field(max_length=200), AfterValidator(_check_target)]


class FileEntry(Entry):
    """The file as it was read last."""

    name: Line
    sha256: Annotated[str, Field(max_length=64)]


class DatesEntry(Entry):
    """How dates are read; "" where nobody has said."""

    order: word(("", "day-first", "month-first")) = ""  # type: ignore[valid-type]
    serials: word(("", "1900", "1904")) = ""  # type: ignore[valid-type]
    january: word(("", "year", "day")) = ""  # type: ignore[valid-type]


class DataSetEntry(Entry):
    """The data set itself, which rows without an address of their own cite."""

    title: Line
    publisher: Line
    url: Url
    version: OptionalLine = ""
    published: Edtf | None = None


class DefaultsEntry(Entry):
    """What every row says that says nothing else."""

    themes: Annotated[tuple[_Name, ...], Field(max_length=MAX_ITEMS)] = ()
    """Ids or names, known or new."""
    language: Annotated[OptionalLine, AfterValidator(_check_language)] = ""
    source_kind: word(("", *SOURCE_KINDS)) = ""  # type: ignore[valid-type]
    country: Annotated[OptionalLine, AfterValidator(_check_country)] = ""
    figures_by: OptionalLine = ""
    """An actor's id: whose count the figures are."""


class PairEntry(Entry):
    """Two rows, or a row and an event, that look alike."""

    row: Line
    event: Id
    answer: word((SAME, DIFFERENT, LATER))  # type: ignore[valid-type]


class NamesEntry(Entry):
    """What names mean: the id of an entry, or ``new``."""

    actors: dict[_Name, Id] = Field(default_factory=dict)
    themes: dict[_Name, Id] = Field(default_factory=dict)
    publishers: dict[_Name, Id] = Field(default_factory=dict)


class Recipe(Entry):
    """One import."""

    name: Id
    file: FileEntry
    form: Line
    reading: dict[Line, OptionalLine] = Field(default_factory=dict)
    columns: dict[_Name, _Target] = Field(default_factory=dict)
    dates: DatesEntry = DatesEntry()
    data_set: DataSetEntry | None = None
    licence: OptionalLine = ""
    terms: Text = ""
    defaults: DefaultsEntry = DefaultsEntry()
    names: NamesEntry = NamesEntry()
    pairs: tuple[PairEntry, ...] = ()
    open: tuple[Text, ...] = ()
    """Questions that nobody has answered, and what was done meanwhile."""
    waiting: Annotated[str, Field(max_length=64)] = ""
    """SHA-256 of the rows that wait, as we wrote them; "" where none do."""

    def with_answer(self, path: tuple[str, ...], value: Any) -> Recipe:
        """The recipe with one answer more.

        >>> ask = Recipe(name="floods", file={"name": "floods.csv", "sha256": ""}, form="table")
        >>> ask.with_answer(("dates", "order"), "day-first").dates.order
        'day-first'

        Args:
            path: names of the parts that lead to it.
            value: of the last part.

        Raises:
            BringError: the recipe cannot hold it.
        """
        told = self.model_dump()
        if path[:1] == ("pairs",):
            row, event = path[1:]
            others = [pair for pair in told["pairs"] if (pair["row"], pair["event"]) != (row, event)]
            told["pairs"] = [*others, {"row": row, "event": event, "answer": value}]
            return _validate(told, "The answer")
        inner = told
        for part in path[:-1]:
            inner[part] = inner[part] if inner.get(part) is not None else {}
            inner = inner[part]
        inner[path[-1]] = value
        return _validate(told, "The answer")


def _validate(told: Mapping[str, Any], where: str) -> Recipe:
    try:
        return Recipe.model_validate(told)
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        field = ".".join(map(str, found["loc"]))
        message, advice = explain(cast(Mapping[str, Any], found), Recipe)
        raise BringError(f"{where}: {field}: {message}", advice) from error


def load_recipe(path: Path) -> Recipe:
    """The recipe in a file.

    Raises:
        BringError: it is not there, or is none.
    """
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise BringError(f"{path} is larger than {MOST_BYTES:,} bytes.", "A recipe is a short file.")
        told = parse_yaml(content.decode("utf-8-sig"), max_nodes=MAX_LIST_NODES).value
    except OSError as error:
        raise BringError(f"The recipe {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BringError(f"The recipe {path} is not UTF-8.", "Save it as UTF-8.") from error
    except YamlError as error:
        where = f", line {error.line}" if error.line else ""
        raise BringError(f"The recipe {path}{where} {error.message}.", error.advice) from error
    if not isinstance(told, dict):
        raise BringError(f"The recipe {quote(path)} is not a mapping of fields.", "Write `field: value` lines.")
    return _validate(told, f"The recipe {path}")


def dump_recipe(recipe: Recipe) -> bytes:
    """The recipe as its file holds it, without what says nothing."""
    return (_HEAD + dump_yaml(_plain(recipe.model_dump()))).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        plain = {key: _plain(part) for key, part in value.items()}
        return {key: part for key, part in plain.items() if part not in ("", None, {}, [])}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
