"""collection.yaml: what a collection says of itself, and what it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import Field, model_validator

from timeline.collection import first_series
from timeline.collection.entries import MAX_ITEMS, Day, Edtf, Entry, Id, Line, OptionalLine, Text, Url
from timeline.collection.folder import Folder, TextOrigin
from timeline.collection.lead import MAX_QUESTIONS, Question, Standfirst, split_link
from timeline.collection.problems import advise, quote
from timeline.collection.series import Figure, Series
from timeline.collection.tables import EVENTS, TABLES, About

MAX_FIGURES = 40


class LicenceEntry(Entry):
    """Name and address of a licence."""

    name: Line
    url: Url | None = None


class OlderSeriesEntry(Entry):
    """Whose figures the series holds, as collections said it before they declared figures and series."""

    title: OptionalLine = ""
    by: Id | None = None
    credit: Text = ""


class CollectionEntry(Entry):
    """collection.yaml."""

    title: Line
    description: Text = ""
    licence: LicenceEntry | None = None
    maintainers: Annotated[tuple[Line, ...], Field(max_length=MAX_ITEMS)] = ()
    default_period: Edtf | None = None
    headline: OptionalLine = ""
    standfirst: Standfirst = ""
    questions: Annotated[tuple[Question, ...], Field(max_length=MAX_QUESTIONS)] = ()
    covers_to: Day | None = None
    edited: Day | None = None
    figures: Annotated[tuple[Figure, ...], Field(max_length=MAX_FIGURES)] | None = None
    series: Series | None = None
    strikes: OlderSeriesEntry | None = None

    @model_validator(mode="after")
    def _declares_once(self) -> CollectionEntry:
        if self.strikes and self.declares:
            raise ValueError("has `strikes`, the older form of `series`, beside figures or series; leave it out")
        return self

    @model_validator(mode="after")
    def _names_fit(self) -> CollectionEntry:
        ids = [figure.id for figure in self.figures or ()]
        taken = next((name for name in ids if name in EVENTS or name == "by" or ids.count(name) > 1), "")
        if taken:
            raise ValueError(f"gives a figure the id {taken}, which is a column of every event or another figure's")
        if self.series and self.series.name in TABLES and self.series.name != "strikes":
            raise ValueError(f"names the file of its series {self.series.file}, which holds something else here")
        part = self.series.part if self.series else None
        used = (*self.series.figures, part.figure if part else None) if self.series else ()
        unknown = next((name for name in used if name and name not in ids), "")
        if unknown:
            raise ValueError(f"has a series that names the figure {unknown}, which `figures` does not declare")
        return self

    @property
    def declares(self) -> bool:
        """Whether it says itself what is counted; else it means what collections meant before they could."""
        return self.figures is not None or self.series is not None


NOTHING_SAID = CollectionEntry(title=About().title)
"""What a collection without the file says."""


def load_about(folder: Folder) -> CollectionEntry:
    """What collection.yaml says; a file that is missing or unfit says nothing and is reported."""
    document = folder.document("collection.yaml")
    if document is None:
        if folder.path.is_dir() and not (folder.path / "collection.yaml").is_file():
            folder.report("collection.yaml", "is missing.", "Write at least a title into it.")
        return NOTHING_SAID
    return folder.check(CollectionEntry, document.value, TextOrigin("collection.yaml", document)) or NOTHING_SAID


def declared_series(record: CollectionEntry, folder: Folder) -> Series | None:
    """The series of a collection; that of the first one where an older folder holds its table."""
    there = (folder.path / first_series.SERIES.file).is_file()
    if record.strikes:
        return first_series.first_series(record.strikes.title, record.strikes.by or "", record.strikes.credit)
    if not record.declares and there:
        return first_series.SERIES
    if there and record.series is None:
        advice = "Declare it under `series`: file, page, unit and kinds."
        folder.report(first_series.SERIES.file, "is a table that collection.yaml does not declare.", advice)
    return record.series


def declared_figures(record: CollectionEntry) -> tuple[Figure, ...]:
    """What events may count; that of the first collection where nothing is declared."""
    return (record.figures or ()) if record.declares else first_series.FIGURES


def check_names(
    folder: Folder, record: CollectionEntry, series: Series | None, actors: set[str], themes: set[str]
) -> None:
    """Reports an actor or theme that the series names and the collection does not have."""
    field = "series" if record.declares else "strikes"
    if series and series.by and series.by not in actors:
        advice = advise(series.by, actors, "actors.yaml")
        folder.report("collection.yaml", f"names the unknown actor {series.by}.", advice, field=f"{field}.by")
    if record.series and record.series.theme and record.series.theme not in themes:
        theme = record.series.theme
        advice = advise(theme, themes, "themes.yaml")
        folder.report("collection.yaml", f"names the unknown theme {theme}.", advice, field="series.theme")


class Known(NamedTuple):
    """What a parameter of a link may name."""

    ids: Collection[str]
    file: str
    """Where more of them are added."""


def check_questions(folder: Folder, questions: Iterable[Question], known: Mapping[str, Known]) -> tuple[Question, ...]:
    """The questions whose links name only what is there; of the others each fault is told.

    Args:
        folder: gathers the faults.
        questions: as they are written.
        known: by the parameter of a link.
    """
    sound = []
    for number, question in enumerate(questions):
        told = [
            (f"names the {name} {quote(value)}, which is not in this record.", advise(value, *known[name]))
            for name, values in split_link(question.link).params.items()
            if name in known
            for value in values
            if value not in known[name].ids
        ]
        for fault, advice in told:
            lost, field = "The question was left out.", f"questions.{number}.link"
            folder.report("collection.yaml", fault, advice, field=field, consequence=lost)
        if not told:
            sound.append(question)
    return tuple(sound)


def build_about(
    record: CollectionEntry, figures: tuple[Figure, ...], series: Series | None, questions: tuple[Question, ...]
) -> About:
    """The same as the tables hold it, with the figures, the series and the questions that hold."""
    licence = record.licence
    return About(
        title=record.title,
        description=record.description,
        licence=licence.name if licence else "",
        licence_url=(licence.url or "") if licence else "",
        maintainers=record.maintainers,
        default_period=record.default_period or "",
        figures=figures,
        series=series,
        headline=record.headline,
        standfirst=record.standfirst,
        questions=questions,
        covers_to=record.covers_to or "",
        edited=record.edited or "",
    )


def declare(about: About) -> dict[str, Any]:
    """The fields of a collection.yaml that says the same: ``figures`` always, others where they say something."""
    told = about.as_dict()
    licence = {"name": told.pop("licence"), "url": told.pop("licence_url")}
    declared = _filled(told | {"licence": licence if about.licence else {}})
    ordered = {name: declared[name] for name in CollectionEntry.model_fields if name in declared}
    return {**ordered, "figures": declared.get("figures", [])}


def _filled(value: Any) -> Any:
    """A value without what says nothing."""
    if isinstance(value, dict):
        return {name: part for name, inner in value.items() if (part := _filled(inner)) not in (None, "", [], {})}
    return [_filled(part) for part in value] if isinstance(value, list | tuple) else value
