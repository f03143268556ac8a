"""What a collection counts: figures of single events, and one series of figures day by day.

Both are declared in ``collection.yaml``; the software itself knows no subject. A declaration is a frozen record of
its own words, so that pages, commands and snapshots can speak of it without knowing what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd
from pydantic import AfterValidator, Field, model_validator

from timeline.collection.english import capital, join
from timeline.collection.entries import MAX_ITEMS, Count, Entry, Id, Line, OptionalLine, Text

MAX_KINDS = 4
"""As many tones as a stack of bars can hold apart."""
DATE, SOURCE = "date", "source"
_NAME = re.compile("[a-z][a-z0-9_]{0,59}")
_FILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.csv")


def _check_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError("is not a name for a column; write small letters, digits and underscores, such as deaths_best")
    return value


def _check_file(value: str) -> str:
    if not _FILE.fullmatch(value):
        raise ValueError("is not a name for a table; write one such as rain.csv, which lies beside collection.yaml")
    return value


Name = Annotated[str, AfterValidator(_check_name)]


class Noun(Entry):
    """A word for one and for many; written as one text, it is the same for both."""

    one: Line
    many: Line

    @model_validator(mode="before")
    @classmethod
    def _one_text(cls, data: Any) -> Any:
        return {"one": data, "many": data} if isinstance(data, str) else data

    def of(self, number: float) -> str:
        """So many of them: "1 day", "1,200 days"."""
        return f"{number:,.0f} {self.one if number == 1 else self.many}"


class Figure(Entry):
    """One thing that an event may count; its id is a column of the events."""

    id: Name
    label: Line
    unit: Noun
    also: Annotated[tuple[Line, ...], Field(max_length=MAX_ITEMS)] = ()
    """Other words, in the plural, for what is counted: a claim that names a number of these names a count."""
    description: OptionalLine = ""


class Kind(Entry):
    """One kind of what a series counts; a chart stacks the kinds, the first one lowest."""

    unit: Noun
    total: Name
    """Column of the figures."""
    part: Name | None = None
    """Column that says of how many of them the series' ``part`` is true."""
    figure: Name | None = None
    """The figure by which an event counts the same."""


class Part(Entry):
    """What is true of some of those that a series counts: they were stopped, or mended, or found."""

    verb: Line
    figure: Name | None = None
    """The figure by which an event counts these, of all kinds together."""


class Series(Entry):
    """Figures day by day, and the words in which pages speak of them."""

    file: Annotated[str, AfterValidator(_check_file)]
    page: Line
    """Title of its page."""
    path: Id = "day-by-day"
    """Address of its page."""
    title: OptionalLine = ""
    by: Id | None = None
    """Whose count it is."""
    credit: Text = ""
    theme: Id | None = None
    """The theme of the events that the series is about."""
    least: Count = 1
    """With fewer, no day is heavy."""
    unit: Noun
    """What is counted, over all kinds."""
    verb: OptionalLine = ""
    """What was done with it or happened to it, where the nouns alone do not say it."""
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1, max_length=MAX_KINDS)]
    part: Part | None = None
    day: Noun = Noun(one="day on record", many="days on record")
    wave: Noun = Noun(one="wave", many="waves")
    peak: Line = "heavy day"
    report: Line = "report"
    subject: OptionalLine = ""
    caution: Text = ""
    of_claims: Text = ""
    """What a reader should know of claims that name a count."""

    @model_validator(mode="after")
    def _fits(self) -> Series:
        columns = list(self.columns)
        if len({*columns, DATE, SOURCE}) != len(columns) + 2:
            raise ValueError(f"has a column twice, or one named {DATE} or {SOURCE}; give each column one role")
        if any(kind.part for kind in self.kinds) != (self.part is not None):
            raise ValueError("has `part` without a kind that has a column for it, or the reverse; give both or neither")
        return self

    @property
    def columns(self) -> Iterator[str]:
        """Columns of figures, in the order of the kinds."""
        return (name for kind in self.kinds for name in (kind.total, kind.part) if name)

    @property
    def totals(self) -> tuple[str, ...]:
        """Column of the figures of each kind."""
        return tuple(kind.total for kind in self.kinds)

    @property
    def parts(self) -> tuple[str, ...]:
        """Columns of the part, of the kinds that have one."""
        return tuple(kind.part for kind in self.kinds if kind.part)

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures by which an event counts what the series counts."""
        return tuple(kind.figure for kind in self.kinds if kind.figure)

    @property
    def name(self) -> str:
        """Of the table: the file's without its ending."""
        return self.file.removesuffix(".csv")

    @property
    def about(self) -> str:
        """What it is about, inside a sentence."""
        return self.subject or self.unit.many

    @property
    def kinds_in_words(self) -> str:
        """The kinds as one phrase: "drivers, cyclists and walkers"."""
        return join([kind.unit.many for kind in self.kinds])

    @property
    def all_in_words(self) -> str:
        """The kinds with what happened to them."""
        return self._with_verb(self.kinds_in_words)

    @property
    def counted(self) -> str:
        """What stands behind a number: the verb, else what is counted."""
        return self.verb or self.unit.many

    @property
    def part_verb(self) -> str:
        """The verb of the part, "" where there is none."""
        return self.part.verb if self.part else ""

    @property
    def days(self) -> str:
        """The days as a heading."""
        return capital(self.day.many)

    @property
    def credit_line(self) -> str:
        """Whose the days are and under which licence, as one sentence, or ""."""
        return f"{self.days}: {self.credit.rstrip('.')}." if self.credit else ""

    def count(self, number: float) -> str:
        """A number of what is counted, of all kinds."""
        return f"{number:,.0f} {self.verb}" if self.verb else self.unit.of(number)

    def of_kind(self, kind: Kind) -> str:
        """What is counted of a kind, with what happened to it."""
        return self._with_verb(kind.unit.many)

    def part_of_kind(self, kind: Kind) -> str:
        """Those of a kind of which the part is true."""
        return f"{kind.unit.many} {self.part_verb}"

    def by_kind(self, numbers: Sequence[Any]) -> str:
        """A number of each kind, "?" where one is not known, with what happened to them."""
        told = (
            f"? {kind.unit.many}" if pd.isna(number) else kind.unit.of(number)
            for kind, number in zip(self.kinds, numbers, strict=True)
        )
        return self._with_verb(join(list(told)))

    def labels(self) -> dict[str, str]:
        """Columns of figures and what readers call them."""
        named: dict[str, str] = {}
        for kind in self.kinds:
            named[kind.total] = capital(self.of_kind(kind))
            if kind.part:
                named[kind.part] = capital(self.part_of_kind(kind))
        return named

    def _with_verb(self, words: str) -> str:
        return f"{words} {self.verb}" if self.verb else words


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """A series with its days.

    Attributes:
        series: as the collection declares it.
        days: one row a day, columns of ``timeline.collection.tables.series_columns``, no day twice.
        whose: name of whose count it is, "" where it is not said.
    """

    series: Series
    days: pd.DataFrame
    whose: str = ""


def named_figures(figures: Iterable[Figure], row: dict[str, Any]) -> list[str]:
    """What an event counts: "3 houses", in the order in which the collection declares its figures."""
    return [figure.unit.of(row[figure.id]) for figure in figures if not pd.isna(row[figure.id])]
