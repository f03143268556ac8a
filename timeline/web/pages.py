"""The pages: script, title and address of each, and what it adds to the filter in the URL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from timeline.collection.first_series import SERIES
from timeline.collection.tables import About
from timeline.collection.vocabulary import CONTESTS, SOUGHT, STANCES
from timeline.front.answer import ALL, HIDDEN, LANES, MERGED, PALE, REST
from timeline.front.place import BRING, SNAPSHOTS, START, STORY
from timeline.ledger.claims import SORTS
from timeline.ledger.story import KINDS
from timeline.query.record import Record
from timeline.snapshots.snapshot import ID
from timeline.web.editing import is_on

MAX_TEXT = 200
SNAPSHOTS_PAGE = SNAPSHOTS


@dataclass(frozen=True)
class Option:
    """A choice that belongs to one page: a parameter of its URL beside the filter's.

    Attributes:
        name: of the parameter.
        allows: whether a value may stand in the URL of a record.
        default: what holds when the URL does not say; it is left out of the URL.
    """

    name: str
    allows: Callable[[Record, str], bool]
    default: str = ""
    one_name: Callable[[Record, str], str] = lambda record, value: value
    """A value that may stand in the URL, as the record names it today."""

    @property
    def widget(self) -> str:
        """Key of the widget that shows it, where there is one."""
        return f"o_{self.name}"

    def to_widget(self, value: str) -> Any:
        """The value as its widget holds it."""
        return value

    def from_widget(self, value: Any) -> str:
        """What its widget holds as a value."""
        return " ".join(str(value or self.default).split())


@dataclass(frozen=True)
class DayOption(Option):
    """A day; its widget holds a date or None."""

    def to_widget(self, value: str) -> date | None:
        """The day of an ISO date."""
        return date.fromisoformat(value) if value else None

    def from_widget(self, value: Any) -> str:
        """The ISO date of a day."""
        return value.isoformat() if isinstance(value, date) else ""


@dataclass(frozen=True)
class Page:
    """One page of the dashboard."""

    script: str
    """File in pages/."""
    title: str
    path: str
    """In the address; not the script's name, so that no mode of Streamlit's takes a link for the file."""
    options: tuple[Option, ...] = ()
    lacks: Callable[[Record], str] = lambda record: ""
    """What of a record it has nothing to show of, as a sentence; "" where it has something."""
    is_filtered: bool = True
    """Whether the filter changes what it shows."""


def _one_of(name: str, *words: str) -> Option:
    """One of some words; the first is the default."""
    return Option(name, lambda record, value: value in words, words[0])


def _id(name: str, table: str) -> Option:
    """An id of one of the record's tables, or nothing."""
    return Option(name, lambda record, value: record.has(table, value))


def _claim(name: str) -> Option:
    """A claim by any id that it has, or nothing: the address then shows its one id."""
    return Option(name, lambda record, value: record.has("claims", value), one_name=Record.claim_id)


def _is_day(record: Record, value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _lacks_series(record: Record) -> str:
    return "" if record.daily and record.sizes["strikes"] else "This record has no daily figures."


def _lacks_claims(record: Record) -> str:
    return "" if record.sizes["claims"] else "No event in this record has a claim on which anybody took a position."


def _lacks_changes(record: Record) -> str:
    """Neither positions nor documents with a date: nothing tells when something became known."""
    documents = record.view().stream("sources")
    dated = record.sizes["claims"] or any(some["published_end"].notna().any() for some in documents)
    return "" if dated else "No document of this record has a date, so nothing tells what was known when."


def _lacks_actors(record: Record) -> str:
    return "" if record.sizes["actors"] else "This record names no actor."


_SERIES = Page(
    "series.py",
    "Day by day",
    SERIES.path,
    (_one_of("step", "day", "week", "month"), _one_of("scale", "linear", "log")),
    _lacks_series,
)

PAGES = (
    Page("record.py", "Timeline", START, (_one_of(LANES, MERGED, ALL), _one_of(REST, PALE, HIDDEN))),
    _SERIES,
    Page(
        "claims.py",
        "Claims",
        "who-says-what",
        (
            _id("topic", "topics"),
            _claim("claim"),
            _id("speaker", "actors"),
            _one_of("stance", "", *STANCES),
            _id("against", "actors"),
            _one_of("grade", "", *CONTESTS),
            _one_of("sought", "", *SOUGHT),
            _one_of("columns", "side", "actor"),
            _one_of("order", *SORTS),
        ),
        _lacks_claims,
    ),
    Page(
        "story.py",
        "Story check",
        STORY,
        (_id("document", "sources"), _one_of("show", "", *KINDS)),
        _lacks_claims,
    ),
    Page(
        "changes.py",
        "What changed",
        "what-changed",
        (DayOption("first", _is_day), DayOption("last", _is_day)),
        _lacks_changes,
    ),
    Page("actors.py", "Actors", "who-is-who", (_id("profile", "actors"),), _lacks_actors),
    Page(
        "sources.py",
        "Sources",
        "publishers-and-documents",
        (Option("find", lambda record, value: len(value) <= MAX_TEXT),),
    ),
    Page(
        "snapshots.py",
        "Snapshots",
        SNAPSHOTS_PAGE,
        (
            Option("words", lambda record, value: len(value) <= MAX_TEXT),
            Option("before", lambda record, value: bool(ID.fullmatch(value))),
            Option("after", lambda record, value: bool(ID.fullmatch(value))),
        ),
    ),
    Page("about.py", "About the record", "about-the-record"),
)
"""In the order of the menu; the first one opens by default."""
BRING_PAGE = Page("bring.py", "Bring", BRING, is_filtered=False)
"""There only where the collection may be edited from a browser."""


def pages_of(about: About | None) -> tuple[Page, ...]:
    """The pages with the title and the address that a collection gives to that of its series; None: nobody knows yet.

    Without a series the address is the one that it had when all collections had one: old links to it lead on.
    """
    pages = (*PAGES, BRING_PAGE) if is_on() else PAGES
    series = about.series if about else None
    if series is None:
        return pages
    taken = {page.path for page in PAGES if page is not _SERIES}
    path = series.path if series.path not in taken else "day-by-day"
    own = replace(_SERIES, title=series.page, path=path)
    return tuple(own if page is _SERIES else page for page in pages)
