"""What a reader asks for: the same thing in the sidebar, the URL, the API and a snapshot."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from timeline.collection.vocabulary import CONTESTS, SUPPORTS
from timeline.query import words
from timeline.query.search import words_of

if TYPE_CHECKING:
    from timeline.query.collection import Collection

MAX_QUERY, MAX_VALUES, MAX_TEXT, MAX_PAGE = 20_000, 100, 200, 1_000_000
SORTS = ("newest", "oldest")

FACETS: Mapping[str, str] = {
    "actor": "actors",
    "theme": "themes",
    "support": "support",
    "contest": "contest",
    "publisher": "publishers",
    "country": "countries",
}
"""URL parameter of each facet and the field of :class:`Filter` that holds its values."""

_DATES = {"from": "start", "to": "end", "known": "known"}
_FLAGS = ("certain", "together")
# Parameters of the platform and of link trackers: no wish of the reader's, so no notice either.
_FOREIGN = re.compile(r"embed|embed_options|utm_\w+|fbclid|gclid|mc_\w+|ref")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Ignored(NamedTuple):
    """A part of a link that could not be followed, and why, for the reader."""

    parameter: str
    value: str
    why: str

    def __str__(self) -> str:
        return f"{self.parameter}={self.value}: {self.why}"


@dataclass(frozen=True)
class Filter:
    """Within a facet any of the values, across facets all; empty asks for everything.

    Args:
        actors, themes, support, contest, publishers, countries: ids, in any order, repeats dropped.
        start, end: first and last day of the period, ``date`` or ISO text; a reversed pair is put in order.
        q: words that must all occur, each as the beginning of a word.
        known: the record as known on this day.
        certain: only events that certainly fall into the period, both bounds inside.
        together: events with all chosen actors, not any of them.
        event: id of the one event whose card is opened; it hides nothing else.
        sort: "newest" or "oldest" first.
        page: page of cards, from 1.

    Raises:
        ValueError: a date that is no ISO date, an unknown sort, a page below 1.
    """

    actors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    contest: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    q: str = ""
    known: date | None = None
    certain: bool = False
    together: bool = False
    event: str = ""
    sort: str = "newest"
    page: int = 1

    def __post_init__(self) -> None:
        for name in FACETS.values():
            values = getattr(self, name)
            if isinstance(values, str):
                values = [values]
            object.__setattr__(self, name, tuple(sorted(set(values))))
        for name in _DATES.values():
            object.__setattr__(self, name, _as_date(getattr(self, name)))
        if self.start and self.end and self.start > self.end:
            start, end = self.end, self.start
            object.__setattr__(self, "start", start)
            object.__setattr__(self, "end", end)
        object.__setattr__(self, "q", " ".join(self.q.split()))
        if self.sort not in SORTS:
            raise ValueError(f"sort is {self.sort!r}; write one of: {', '.join(SORTS)}")
        if self.page < 1:
            raise ValueError(f"page is {self.page}; pages count from 1")

    def values(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet, by its URL parameter."""
        return tuple(getattr(self, FACETS[facet]))

    def but(self, **changes: Any) -> Filter:
        """This filter with some fields changed; a change of what is asked for goes back to page 1."""
        if not changes.keys() <= {"page", "event"}:
            changes.setdefault("page", 1)
        return dataclasses.replace(self, **changes)

    def rows_key(self) -> Filter:
        """The filter less what only arranges cards (event, sort, page): equal keys select equal rows."""
        return dataclasses.replace(self, event="", sort="newest", page=1)

    @property
    def is_empty(self) -> bool:
        """Whether it selects everything."""
        return self.rows_key() == Filter()

    def to_params(self) -> dict[str, list[str]]:
        """The URL parameters, defaults left out, in a fixed order."""
        pairs: dict[str, list[str]] = {name: list(self.values(name)) for name in FACETS}
        for name, attribute in _DATES.items():
            day = getattr(self, attribute)
            pairs[name] = [day.isoformat()] if day else []
        pairs["q"] = [self.q] if self.q else []
        for name in _FLAGS:
            pairs[name] = ["1"] if getattr(self, name) else []
        pairs["event"] = [self.event] if self.event else []
        pairs["sort"] = [self.sort] if self.sort != "newest" else []
        pairs["page"] = [str(self.page)] if self.page > 1 else []
        return {name: values for name, values in pairs.items() if values}

    def to_query(self) -> str:
        """The URL query without the question mark: ``actor=russia&theme=diplomacy``."""
        return urlencode(self.to_params(), doseq=True)

    @classmethod
    def from_query(
        cls, query: str | Mapping[str, Iterable[str]], record: Collection | None = None
    ) -> tuple[Filter, list[Ignored]]:
        """The filter that a URL query asks for, and what of it was ignored.

        Args:
            query: text with or without "?", or parameters with their values.
            record: where given, ids are checked against it and retired ids are followed.
        """
        reading = _Reading(query)
        chosen: dict[str, Any] = {attribute: reading.ids(name) for name, attribute in FACETS.items()}
        chosen |= {attribute: reading.day(name) for name, attribute in _DATES.items()}
        chosen |= {name: reading.flag(name) for name in _FLAGS}
        chosen |= {"q": reading.text("q"), "event": reading.event("event")}
        chosen |= {"sort": reading.sort("sort"), "page": reading.page("page")}
        if chosen["start"] and chosen["end"] and chosen["start"] > chosen["end"]:
            reading.ignore("from", chosen["start"].isoformat(), "it lies after “to”; the two were exchanged")
        flt = cls(**chosen)
        return record.check_filter(flt, reading.ignored) if record is not None else (flt, reading.ignored)

    def in_words(self, record: Collection) -> str:
        """The filter as a phrase: "Diplomacy events involving Russia since 1 January 2026"."""
        return words.describe(self, record)


class _Reading:
    """URL parameters to values; what does not fit is put on the list of ignored ones."""

    def __init__(self, query: str | Mapping[str, Iterable[str]]) -> None:
        self.ignored: list[Ignored] = []
        self.params: dict[str, list[str]] = {}
        for name, value in self._pairs(query):
            self.params.setdefault(name, []).append(value)
        known = {*FACETS, *_DATES, *_FLAGS, "q", "event", "sort", "page"}
        for name in self.params.keys() - known:
            if not _FOREIGN.fullmatch(name):
                self.ignore(name, self.params[name][0], f"there is no filter “{name[:40]}”")

    def _pairs(self, query: str | Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
        if isinstance(query, str):
            if len(query) > MAX_QUERY:
                self.ignore("link", query, f"it is longer than {MAX_QUERY:,} characters")
                return []
            return parse_qsl(query.removeprefix("?"), keep_blank_values=False, max_num_fields=None)
        return [(name, value) for name, values in query.items() for value in values if value]

    def ignore(self, name: str, value: str, why: str) -> None:
        self.ignored.append(Ignored(name[:40], value if len(value) <= 80 else value[:80] + "…", why))

    def ids(self, name: str) -> list[str]:
        values = list(dict.fromkeys(self.params.get(name, [])))
        if len(values) > MAX_VALUES:
            self.ignore(name, values[MAX_VALUES], f"only the first {MAX_VALUES} values were taken")
        found = []
        closed = {"support": SUPPORTS, "contest": CONTESTS}.get(name)
        for value in values[:MAX_VALUES]:
            value = value.upper() if name == "country" else value
            pattern = "[A-Z]{2}" if name == "country" else _ID
            if not re.fullmatch(pattern, value) or len(value) > MAX_VALUES or (closed and value not in closed):
                self.ignore(name, value, f"we have no such {name}")
            else:
                found.append(value)
        return found

    def _one(self, name: str) -> str:
        values = self.params.get(name, [])
        for value in values[1:]:
            if value != values[0]:
                self.ignore(name, value, f"“{name}” is given more than once; the first was taken")
        return values[0] if values else ""

    def day(self, name: str) -> date | None:
        value = self._one(name)
        try:
            return _as_date(value or None)
        except ValueError:
            self.ignore(name, value, "it is not a date such as 2026-02-03")
            return None

    def flag(self, name: str) -> bool:
        value = self._one(name)
        if value not in ("", "1"):
            self.ignore(name, value, "write 1 or leave it out")
        return value == "1"

    def text(self, name: str) -> str:
        value = " ".join(self._one(name).split())
        if len(value) > MAX_TEXT:
            self.ignore(name, value, f"only the first {MAX_TEXT} characters were searched")
            value = value[:MAX_TEXT].rstrip()
        if value and not words_of(value):
            self.ignore(name, value, "it holds no letter or digit to search for")
            return ""
        return value

    def event(self, name: str) -> str:
        value = self._one(name)
        if value and (not _ID.fullmatch(value) or len(value) > MAX_VALUES):
            self.ignore(name, value, "we have no such event")
            return ""
        return value

    def sort(self, name: str) -> str:
        value = self._one(name) or SORTS[0]
        if value not in SORTS:
            self.ignore(name, value, f"write one of: {', '.join(SORTS)}")
        return value if value in SORTS else SORTS[0]

    def page(self, name: str) -> int:
        value = self._one(name) or "1"
        if value.isascii() and value.isdigit() and len(value) < 8 and 1 <= int(value) <= MAX_PAGE:
            return int(value)
        self.ignore(name, value, "pages count from 1")
        return 1


def _as_date(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError(f"{value!r} is not a date; write it as 2026-02-03")
    return date.fromisoformat(value)
