"""The formats that are known by name, and what their columns are, as their makers document them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from timeline.bring.fields import KEEP, LEAVE, SHOW
from timeline.bring.html_text import plain_text
from timeline.collection.web_addresses import is_url

PRECISIONS = MappingProxyType(
    {
        "day": "the day itself",
        "week": "some day of the week of the date, or from the date to the end where both are given",
        "month": "some day of the month of the date",
        "range": "from the date to the end",
    }
)
"""What the codes of a column of precision may mean."""
Codes = Mapping[str, Mapping[str, str]]
_NAME = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Form:
    """A format that a reader recognises. Names of columns are in small letters here; files may write them otherwise.

    Attributes:
        label: for the person, as the end of "This is …".
        columns: column to field (``fields.FIELDS``, ``figure:ID``, ``show``, ``keep`` or ``leave``); empty where every
            file has columns of its own, which are then guessed.
        marks: columns by which it is recognised: a file has most of them.
        codes: of columns with codes, what each code says; one that is not listed says nothing. A column for
            ``precision`` has words of :data:`PRECISIONS`.
        composed: fields that no single column says, by templates such as ``{side_a} – {side_b}``: the first one counts
            whose columns all have a text (:func:`composer`). A column that is mapped to the field goes before them.
        key: columns that name a row for good; without any, and without a column for ``id``, date and title do.
        defaults: what every event says that has nothing else, by field.
        figures: declarations for ``collection.yaml`` of what its columns count.
        dataset: whether a row without an address cites the data set itself.
        terms: what its makers ask of those who use it, told before anything is written; "" where nothing is known.
        documents: whether a row is a document and no event.
        refuse: why a row of these cells is no event, as ``rows.Row.refused``; "" for all others.
        adapt: the cells of a row as the mapping takes them, where a column of the format holds two kinds of things;
            a column that it adds stands in every row.
    """

    label: str
    columns: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    codes: Codes = field(default_factory=dict)
    composed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Mapping[str, Any], ...] = ()
    dataset: bool = False
    terms: str = ""
    documents: bool = False
    refuse: Callable[[Mapping[str, Any]], str] | None = None
    adapt: Callable[[dict[str, Any]], dict[str, Any]] | None = None


def in_small(name: str) -> str:
    """The name of a column as forms write it."""
    return name.strip().lower()


def recognise(columns: Sequence[str]) -> str:
    """The form whose marks these columns have, all but a few of them; "" for none.

    >>> recognise(["Year", "Month", "Day", "Headline", "Text", "Media", "Media Credit", "Type", "Group"])
    'timelinejs'
    """
    there = {in_small(name) for name in columns}
    shares = {
        form: len(there.intersection(known.marks)) / len(known.marks) for form, known in FORMS.items() if known.marks
    }
    best = max(shares, key=lambda form: shares[form])
    return best if shares[best] >= _MOST else ""


_MOST = 0.7


def fields_of(form: str, columns: Iterable[str]) -> dict[str, str]:
    """What a form takes the columns of a file for; columns that it does not know are not among them."""
    known = FORMS[form].columns
    return {name: known[in_small(name)] for name in columns if in_small(name) in known}


def decode(form: str, column: str, text: str) -> str:
    """What a cell says, where its column has codes.

    >>> decode("ged", "date_prec", "1"), decode("ged", "date_prec", "9"), decode("ged", "country", "Kenya")
    ('day', '', 'Kenya')
    """
    codes = FORMS[form].codes.get(in_small(column))
    return text if codes is None else codes.get(text.strip(), "")


def composer(form: str, columns: Iterable[str]) -> Callable[[Mapping[str, Any]], dict[str, str]]:
    """What makes the fields of a row that a form composes; those of which nothing can be made are left out.

    Texts of the row are put in as they are: braces in them name no columns.

    Args:
        form: its key.
        columns: of the file.

    >>> composer("ged", ["side_a", "side_b"])({"side_a": "{side_b}", "side_b": "B"})
    {'title': '{side_b} – B'}
    """
    columns_of = {in_small(name): name for name in columns}
    templates = {
        name: [(template, _NAME.findall(template)) for template in listed]
        for name, listed in FORMS[form].composed.items()
    }

    def compose(cells: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        for wanted, listed in templates.items():
            for template, names in listed:
                texts = {name: _text(form, columns_of.get(name, ""), cells) for name in names}
                if all(texts.values()):
                    found[wanted] = _NAME.sub(lambda part, texts=texts: texts[part[1]], template)  # type: ignore[misc]
                    break
        return found

    return compose


def _text(form: str, column: str, cells: Mapping[str, Any]) -> str:
    cell = cells.get(column, "")
    return decode(form, column, cell).strip() if isinstance(cell, str) else ""


def _columns(**fields: str) -> dict[str, str]:
    """Columns by what they are taken for: field to their names, with blanks between."""
    return {column: name.replace("__", ":") for name, columns in fields.items() for column in columns.split()}


_TIMELINEJS = {
    "year": "year",
    "month": "month",
    "day": "day",
    "time": "time",
    "end year": "end_year",
    "end month": "end_month",
    "end day": "end_day",
    "end time": "end_time",
    "display date": "when_text",
    "headline": "title",
    "text": "summary",
    "media": "url",
    "media credit": "publisher",
    "media caption": "source_title",
    "media thumbnail": LEAVE,
    "type": LEAVE,
    "group": "themes",
    "background": LEAVE,
    "media code": KEEP,
}
MEDIA_CODE = "Media Code"
"""What stands in a TimelineJS sheet's column Media and is no address."""


def _is_no_event(cells: Mapping[str, Any]) -> str:
    """What TimelineJS draws otherwise than as an event."""
    kind = next((str(text) for name, text in cells.items() if in_small(name) == "type"), "")
    return {"title": "is a title slide", "era": "is an era"}.get(kind.strip().lower(), "")


def _slide(cells: dict[str, Any]) -> dict[str, Any]:
    """Headline and text without their HTML; an address in Media stays there, code to embed something does not."""
    cells = {
        name: plain_text(text) if in_small(name) in ("headline", "text") and isinstance(text, str) else text
        for name, text in cells.items()
    }
    name = next((name for name in cells if in_small(name) == "media"), "")
    media = cells.get(name, "")
    if not media or (isinstance(media, str) and is_url(media.strip())):
        return cells | {MEDIA_CODE: ""}
    return cells | {name: "", MEDIA_CODE: media}


_GED = _columns(
    id="id",
    when="date_start",
    end="date_end",
    precision="date_prec",
    actors="side_a side_b",
    themes="type_of_violence",
    tags="conflict_name",
    place="where_coordinates",
    country="country",
    lat="latitude",
    lon="longitude",
    figure__deaths_best="best",
    show="relid dyad_name number_of_sources source_article source_office source_date source_headline source_original "
    "where_prec where_description adm_1 adm_2 region event_clarity deaths_a deaths_b deaths_civilians deaths_unknown "
    "high low",
    leave="year active_year code_status conflict_dset_id conflict_new_id dyad_dset_id dyad_new_id side_a_dset_id "
    "side_a_new_id side_b_dset_id side_b_new_id geom_wkt priogrid_gid country_id gwnoa gwnob",
)
_ACLED = _columns(
    id="event_id_cnty",
    when="event_date",
    precision="time_precision",
    actors="actor1 assoc_actor_1 actor2 assoc_actor_2",
    themes="event_type",
    tags="tags",
    summary="notes",
    place="location",
    country="country",
    lat="latitude",
    lon="longitude",
    citing="source",
    figure__fatalities="fatalities",
    show="disorder_type sub_event_type civilian_targeting region admin1 admin2 admin3 geo_precision source_scale",
    leave="year inter1 inter2 interaction iso timestamp",
)
_ICALENDAR = {
    "uid": "id",
    "summary": "title",
    "description": "summary",
    "dtstart": "when",
    "dtend": "end",
    "location": "place",
    "geo latitude": "lat",
    "geo longitude": "lon",
    "categories": "themes",
    "url": "url",
    **dict.fromkeys(("dtstamp", "created", "last-modified", "sequence", "transp", "class", "priority"), LEAVE),
    **dict.fromkeys(("duration", "status", "recurrence-id", "exdate", "rrule", "rdate"), LEAVE),
    **dict.fromkeys(("attendee", "organizer", "contact", "comment", "attach"), KEEP),
}
_CSL = {
    "id": "id",
    "title": "source_title",
    "url": "url",
    "issued": "published",
    "language": "language",
    "type": "source_kind",
    "abstract": SHOW,
    "author": SHOW,
    "accessed": LEAVE,
    "note": KEEP,
    **dict.fromkeys(("container-title", "publisher", "doi"), LEAVE),  # composed into others
    **dict.fromkeys(("year", "month", "day", "date", "publication_year"), LEAVE),  # in `issued`
}
_KINDS = {
    "article-newspaper": "press",
    "article-magazine": "press",
    "dataset": "dataset",
}
_bibliography = partial(
    Form,
    columns=MappingProxyType(_CSL),
    codes=MappingProxyType({"type": _KINDS}),
    composed=MappingProxyType(
        {"publisher": ("{container-title}", "{publisher}"), "url": ("{url}", "https://doi.org/{doi}")}
    ),
    key=("id",),
    documents=True,
)
_DEATH = {"one": "death", "many": "deaths"}

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "table": Form("a table with columns of its own"),
        "json": Form("JSON with names of its own"),
        "folder": Form("a folder of files, a row each"),
        "timelinejs": Form(
            "a sheet for TimelineJS",
            MappingProxyType(_TIMELINEJS),
            marks=("year", "month", "day", "headline", "text", "media", "media credit", "type"),
            refuse=_is_no_event,
            adapt=_slide,
        ),
        "ged": Form(
            "the Georeferenced Event Dataset of the Uppsala Conflict Data Program (UCDP GED)",
            MappingProxyType(_GED),
            marks=(
                *("id", "type_of_violence", "conflict_name", "side_a", "side_b", "where_coordinates", "date_prec"),
                *("date_start", "date_end", "best", "high", "low", "latitude", "longitude"),
            ),
            codes=MappingProxyType(
                {
                    "date_prec": {"1": "day", "2": "range", "3": "week", "4": "month", "5": "range"},
                    "type_of_violence": {
                        "1": "State-based conflict",
                        "2": "Non-state conflict",
                        "3": "One-sided violence",
                    },
                }
            ),
            composed=MappingProxyType(
                {
                    "title": ("{side_a} – {side_b}: {where_coordinates}", "{side_a} – {side_b}"),
                    "summary": (
                        "{type_of_violence}: {side_a} – {side_b}. {where_description}",
                        "{type_of_violence}: {side_a} – {side_b}, {where_coordinates}",
                    ),
                    "citing": ("{source_office}", "{source_article}"),
                }
            ),
            key=("id",),
            figures=(
                {
                    "id": "deaths_best",
                    "label": "deaths, best estimate",
                    "unit": _DEATH,
                    "description": "UCDP's best estimate of deaths in the event",
                },
            ),
            dataset=True,
        ),
        "acled": Form(
            "an export of ACLED (Armed Conflict Location & Event Data)",
            MappingProxyType(_ACLED),
            marks=(
                *("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "location"),
                *("latitude", "longitude", "source", "notes", "fatalities"),
            ),
            codes=MappingProxyType({"time_precision": {"1": "day", "2": "week", "3": "month"}}),
            composed=MappingProxyType(
                {
                    "title": (
                        "{sub_event_type}: {actor1} – {actor2}, {location}",
                        "{sub_event_type}: {actor1}, {location}",
                        "{event_type}, {location}",
                    )
                }
            ),
            key=("event_id_cnty",),
            figures=(
                {
                    "id": "fatalities",
                    "label": "reported fatalities",
                    "unit": {"one": "fatality", "many": "fatalities"},
                    "description": "fatalities reported of the event, as ACLED has them",
                },
            ),
            dataset=True,
            terms="ACLED's data is subject to its terms of use and its attribution policy at acleddata.com. "
            "Whoever uses the data has to have accepted them.",
        ),
        "sparql": Form("the answer to a SPARQL query"),
        "icalendar": Form("a calendar (iCalendar)", MappingProxyType(_ICALENDAR), key=("uid",)),
        "csl-json": _bibliography("a bibliography in CSL-JSON"),
        "bibtex": _bibliography("a bibliography in BibTeX"),
        "ris": _bibliography("a bibliography in RIS"),
        "own": Form("an export of our own", MappingProxyType({"id": "id", "entry": "entry"}), key=("id",)),
    }
)
"""By the word that a recipe has for them."""
TABLES = ("table", "json", "timelinejs", "ged", "acled")
"""Forms that are told by their columns, whichever reader gives these."""
