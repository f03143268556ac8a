"""The pages: script, title and address of each, and what it adds to the filter in the URL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from timeline.collection.vocabulary import CONTESTS, STANCES
from timeline.ledger.claims import SORTS
from timeline.query.record import Record
from timeline.snapshots.snapshot import ID

MAX_TEXT = 200
SNAPSHOTS_PAGE = "snapshots"


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


def _one_of(name: str, *words: str) -> Option:
    """One of some words; the first is the default."""
    return Option(name, lambda record, value: value in words, words[0])


def _id(name: str, table: str) -> Option:
    """An id of one of the record's tables, or nothing."""
    return Option(name, lambda record, value: record.has(table, value))


def _is_day(record: Record, value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


PAGES = (
    Page("record.py", "Timeline", "timeline"),
    Page(
        "strikes.py",
        "Talks and strikes",
        "talks-and-strikes",
        (_one_of("step", "day", "week", "month"), _one_of("scale", "linear", "log")),
    ),
    Page(
        "claims.py",
        "Claims",
        "who-says-what",
        (
            _id("topic", "topics"),
            _id("claim", "claims"),
            _id("speaker", "actors"),
            _one_of("stance", "", *STANCES),
            _id("against", "actors"),
            _one_of("grade", "", *CONTESTS),
            _one_of("columns", "side", "actor"),
            _one_of("order", *SORTS),
        ),
    ),
    Page("story.py", "Story check", "story-check", (_id("document", "sources"),)),
    Page(
        "changes.py",
        "What changed",
        "what-changed",
        (DayOption("first", _is_day), DayOption("last", _is_day)),
    ),
    Page("actors.py", "Actors", "who-is-who", (_id("profile", "actors"),)),
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

BY_PATH = {page.path: page for page in PAGES}
