"""What a column of a file may be taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SHOW, KEEP, LEAVE = "show", "keep", "leave"
"""What becomes of a column that is no field: shown on the card (``extra``), kept with the editors, left out."""
FIGURE = "figure:"
"""Before the id of a figure that the column counts."""


@dataclass(frozen=True)
class Field:
    """One thing that a column can say.

    Attributes:
        label: for the person who maps.
        help: what it takes, in a sentence.
        many: whether several columns may say it, as actor1 and actor2 do.
        of: "event", or "document" for what describes the source that the row cites.
    """

    label: str
    help: str
    many: bool = False
    of: str = "event"


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "id": Field("Id", "What names the row in its own data set. A row with the same id is the same event."),
        "title": Field("Title", "One line."),
        "summary": Field("Summary", "Some sentences."),
        "when": Field("Date", "A day, a month, a year or words; with End, the first day."),
        "end": Field("End", "The last day."),
        "year": Field("Year", "A year in figures."),
        "month": Field("Month", "A month as a number or a word."),
        "day": Field("Day", "A day of the month."),
        "time": Field("Time", "A time of day."),
        "end_year": Field("End year", "A year in figures."),
        "end_month": Field("End month", "A month as a number or a word."),
        "end_day": Field("End day", "A day of the month."),
        "end_time": Field("End time", "A time of day."),
        "precision": Field("Precision", "How exactly the date is known."),
        "when_text": Field("Date in words", "How a document words the date."),
        "place": Field("Place", "Its name."),
        "country": Field("Country", "A name or a code of two letters."),
        "lat": Field("Latitude", "In degrees."),
        "lon": Field("Longitude", "In degrees."),
        "actors": Field("Who", "Names, several with ; or | between.", many=True),
        "themes": Field("Theme", "Names, several with ; or | between.", many=True),
        "tags": Field("Tags", "Words, several with ; or | between.", many=True),
        "key": Field("Key event", "Yes or no."),
        "draft": Field("Draft", "Yes or no. A draft is kept and checked, and not shown."),
        "note": Field("Note", "What a reader should know about the sources.", many=True),
        "url": Field(
            "Source: address", "The document's address; several with blanks between.", many=True, of="document"
        ),
        "source_title": Field("Source: title", "The document's title.", of="document"),
        "publisher": Field("Source: publisher", "Who put the document out.", of="document"),
        "via": Field("Source: via", "Who passed it on.", of="document"),
        "citing": Field("Source: citing", "Whom the document names as its own origin.", of="document"),
        "published": Field("Source: published", "The document's date.", of="document"),
        "language": Field("Source: language", "A name or a code.", of="document"),
        "source_kind": Field("Source: kind", "primary, official, wire, press, analysis or dataset.", of="document"),
        "archived": Field("Source: archived", "The address of an archived copy.", of="document"),
        "sources": Field("Sources", "A list of documents, each with its parts.", of="document"),
        "entry": Field("Whole event", "An event as our own files have it.", of="event"),
    }
)
