"""What a reader asks for: the same thing in the panel, the URL, the API and a snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qsl, urlencode

from timeline.collection.entries import ID, MAX_ID
from timeline.collection.numbers import whole_number
from timeline.query.facets import FACETS, Facet
from timeline.query.search import words_of

MAX_QUERY, MAX_VALUES, MAX_TEXT, MAX_PAGE = 20_000, 100, 200, 1_000_000
SORTS = ("newest", "oldest")

_DATES = {"from": "start", "to": "end", "known": "known"}
_FLAGS = ("certain", "together")
# Parameters of the platform and of link trackers: no wish of the reader's, so no notice either.
_FOREIGN = re.compile(r"embed|embed_options|utm_\w+|fbclid|gclid|mc_\w+|ref")
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: no letter, and no address can hold it. Text from a shell or from JSON can."""
_FIELDS = {facet.field: number for number, facet in enumerate(FACETS.values())}


class Ignored(NamedTuple):
    """A part of a link that could not be followed, and why, for the reader."""

    parameter: str
    value: str
    why: str

    def __str__(self) -> str:
        return f"{self.parameter}={self.value}: {self.why}"


class Describer(Protocol):
    """Who knows the names of what a filter chooses: a record."""

    def describe(self, flt: Filter) -> str:
        """The filter as a phrase."""


@dataclass(frozen=True, init=False, repr=False)
class Filter:
    """Within a facet any of the values, across facets all; empty asks for everything.

    Args:
        start, end: first and last day of the period, ``date`` or ISO text; a reversed pair is put in order.
        q: words that must all occur, each as the beginning of a word.
        known: the record as known on this day.
        certain: only events that certainly fall into the period, both bounds inside.
        together: events with all chosen actors, not any of them.
        event: id of the one event whose card is opened; it hides nothing else.
        sort: "newest" or "oldest" first.
        page: page of cards, from 1.
        choices: values of the facets by their field (``timeline.query.facets``): ``actors``, ``themes``, ``support``,
            ``contest``, ``publishers``, ``countries``; ids in any order, repeats dropped. Each is an attribute too.

    Raises:
        ValueError: a date that is no ISO date, an unknown sort, a page below 1.
        TypeError: a field that no facet has.
    """

    chosen: tuple[tuple[str, ...], ...]
    start: date | None
    end: date | None
    q: str
    known: date | None
    certain: bool
    together: bool
    event: str
    sort: str
    page: int

    def __init__(
        self,
        *,
        start: date | str | None = None,
        end: date | str | None = None,
        q: str = "",
        known: date | str | None = None,
        certain: bool = False,
        together: bool = False,
        event: str = "",
        sort: str = "newest",
        page: int = 1,
        **choices: Iterable[str],
    ) -> None:
        if unknown := choices.keys() - _FIELDS.keys():
            raise TypeError(f"a filter has no {min(unknown)!r}; its facets are: {', '.join(_FIELDS)}")
        if sort not in SORTS:
            raise ValueError(f"sort is {sort!r}; write one of: {', '.join(SORTS)}")
        if page < 1:
            raise ValueError(f"page is {page}; pages count from 1")
        first, last = _as_date(start), _as_date(end)
        if first and last and first > last:
            first, last = last, first
        self._set(chosen=tuple(_as_values(choices.get(field, ())) for field in _FIELDS))
        self._set(start=first, end=last, known=_as_date(known), q=" ".join(_whole(q).split()))
        self._set(certain=certain, together=together, event=event, sort=sort, page=page)

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __getattr__(self, field: str) -> tuple[str, ...]:
        """The chosen values of a facet by its field.

        Raises:
            AttributeError: no facet has that field.
        """
        if field not in _FIELDS:
            raise AttributeError(f"a filter has no {field!r}")
        return self.chosen[_FIELDS[field]]

    def __repr__(self) -> str:
        return f"Filter({self.to_query()!r})"

    def values(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet, by its URL parameter."""
        return self.chosen[_FIELDS[FACETS[facet].field]]

    def but(self, **changes: Any) -> Filter:
        """This filter with some fields changed; a change of what is asked for goes back to page 1."""
        if not changes.keys() <= {"page", "event"}:
            changes.setdefault("page", 1)
        held = {name: value for name, value in vars(self).items() if name != "chosen"}
        return Filter(**(held | dict(zip(_FIELDS, self.chosen, strict=True)) | changes))

    def rows_key(self) -> Filter:
        """The filter less what only arranges cards (event, sort, page): equal keys select equal rows."""
        return self.but(event="", sort="newest", page=1)

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
        """The URL query without the question mark: ``actor=alpha&theme=diplomacy``."""
        return urlencode(self.to_params(), doseq=True)

    @classmethod
    def from_query(cls, query: str | Mapping[str, Iterable[str]]) -> tuple[Filter, list[Ignored]]:
        """The filter that a URL query asks for, and what of it was ignored.

        Whether a record has the ids is its business: ``record.read_filter`` reads a query against it.

        Args:
            query: text with or without "?", or parameters with their values.
        """
        reading = _Reading(query)
        chosen: dict[str, Any] = {facet.field: reading.ids(facet) for facet in FACETS.values()}
        chosen |= {attribute: reading.day(name) for name, attribute in _DATES.items()}
        chosen |= {name: reading.flag(name) for name in _FLAGS}
        chosen |= {"q": reading.text("q"), "event": reading.event("event")}
        chosen |= {"sort": reading.sort("sort"), "page": reading.page("page")}
        if chosen["start"] and chosen["end"] and chosen["start"] > chosen["end"]:
            reading.ignore("from", chosen["start"].isoformat(), "it lies after “to”; the two were swapped")
        return cls(**chosen), reading.ignored

    def in_words(self, record: Describer) -> str:
        """The filter as a phrase: "Diplomacy events involving Alpha since 1 January 2026"."""
        return record.describe(self)


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
            query = _whole(query)
            if len(query) > MAX_QUERY:
                self.ignore("link", query, f"it is longer than {MAX_QUERY:,} characters")
                return []
            return parse_qsl(query.removeprefix("?"), keep_blank_values=False, max_num_fields=None)
        return [(_whole(name), _whole(value)) for name, values in query.items() for value in values if value]

    def ignore(self, name: str, value: str, why: str) -> None:
        self.ignored.append(Ignored(name[:40], value if len(value) <= 80 else value[:80] + "…", why))

    def ids(self, facet: Facet) -> list[str]:
        name, found = facet.param, []
        values = list(dict.fromkeys(self.params.get(name, [])))
        if len(values) > MAX_VALUES:
            self.ignore(name, values[MAX_VALUES], f"only the first {MAX_VALUES} values were taken")
        for value in map(facet.fold, values[:MAX_VALUES]):
            if facet.accepts(value):
                found.append(value)
            else:
                self.ignore(name, value, f"we have no such {name}")
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
        if value and (not ID.fullmatch(value) or len(value) > MAX_ID):
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
        number = whole_number(value, MAX_PAGE, least=1)
        if number is None:
            self.ignore(name, value, "pages count from 1")
        return number or 1


def _whole(text: str) -> str:
    """The text with a sign in the place of each half of a character."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def _as_values(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({values} if isinstance(values, str) else set(values)))


def _as_date(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError(f"{value!r} is not a date; write it as 2026-02-03")
    return date.fromisoformat(value)
