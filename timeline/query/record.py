"""A record as pages, cards, charts, exports and routes see it, and a view of it: what a filter selects.

They ask the view, or the record for a few events by their ids. Neither shows a table of events here; whoever reads
whole tables (evidence, ledger, profiles, snapshots, waves) asks for :meth:`Record.tables`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import pandas as pd

from timeline.collection.check import resolve
from timeline.collection.problems import Problem
from timeline.collection.series import Daily
from timeline.collection.tables import About, Tables
from timeline.collection.vocabulary import CONTESTS
from timeline.query import words
from timeline.query.answerer import Answerer, Days, Density, Details
from timeline.query.facets import FACETS, Facet
from timeline.query.filter import Filter, Ignored


class Record:
    """What a record says of itself, its registers, and the one door to its events.

    Attributes:
        about: what collection.yaml says.
        version: SHA-256 of the content, hexadecimal.
        problems: faults of its files.
        events_left_out: events that faults keep out.
        copies_version: SHA-256 of what is known of our copies of documents, "" for nothing.
        held: files that are shown as they were when they last were sound.
        actors, themes, publishers, topics, topic_claims, statements, coverage, corrections, strikes: the small
            tables (``timeline.collection.tables``), which are in memory whatever answers.
    """

    about: About
    version: str
    problems: tuple[Problem, ...]
    events_left_out: int
    copies_version: str
    held: tuple[str, ...]
    actors: pd.DataFrame
    themes: pd.DataFrame
    publishers: pd.DataFrame
    topics: pd.DataFrame
    topic_claims: pd.DataFrame
    statements: pd.DataFrame
    coverage: pd.DataFrame
    corrections: pd.DataFrame
    strikes: pd.DataFrame

    @property
    def answerer(self) -> Answerer:
        """Who answers what is asked of the events."""
        raise NotImplementedError

    def known_on(self, day: date) -> Record:
        """The record as known on a day.

        Raises:
            NotHere: it cannot be rewound.
        """
        raise NotImplementedError

    def view(self, flt: Filter | None = None) -> View:
        """What a filter selects; None selects everything."""
        flt = flt or Filter()
        return View(self.known_on(flt.known) if flt.known else self, flt)

    def tables(self) -> Tables:
        """All tables with grades.

        Raises:
            NotHere: they are not in memory.
        """
        return self.answerer.tables()

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Number of rows of each table."""
        small = ("actors", "themes", "publishers", "topics", "statements", "coverage", "corrections", "strikes")
        return {**self.answerer.sizes(), **{name: len(getattr(self, name)) for name in small}}

    def not_cited(self) -> pd.DataFrame:
        """The documents that no event and no position cites."""
        return self.answerer.not_cited()

    @cached_property
    def contests(self) -> Mapping[str, int]:
        """For each grade of contest the number of claims that have it, the most disputed first."""
        found = self.answerer.contests()
        return {grade: found.get(grade, 0) for grade in CONTESTS}

    def find(self, table: str, ids: Iterable[str]) -> pd.DataFrame:
        """The rows of ``events``, ``claims`` or ``sources`` with these ids, in the record's order.

        A claim that stands in several events is found by each id that it has there.
        """
        return self.answerer.find(table, ids)

    def claim_id(self, claim: str) -> str:
        """The one id of a claim that is named by any of its ids; "" where there is none."""
        return "".join(self.find("claims", [claim])["id"])

    def has(self, table: str, row: str) -> bool:
        """Whether a table has a row with this id."""
        register = getattr(self, table, None) if table in ("actors", "themes", "publishers", "topics") else None
        return bool((register["id"] == row).any()) if register is not None else len(self.find(table, [row])) > 0

    def details(self, events: Iterable[str]) -> Details:
        """Claims, positions, searches, links and documents of a few events.

        Raises:
            KeyError: an id that the record does not have.
        """
        return self.answerer.details(events)

    @cached_property
    def actor_names(self) -> Mapping[str, str]:
        """Actor id to name."""
        return _names(self.actors)

    @cached_property
    def theme_names(self) -> Mapping[str, str]:
        """Theme id to name."""
        return _names(self.themes)

    @cached_property
    def publisher_names(self) -> Mapping[str, str]:
        """Publisher id to name."""
        return _names(self.publishers)

    @cached_property
    def facet_names(self) -> Mapping[str, Mapping[str, str]]:
        """For each facet every value that a reader may choose, with its name, in the register's order."""
        return {param: self._facet_names(facet) for param, facet in FACETS.items()}

    @cached_property
    def daily(self) -> Daily | None:
        """The series with its days and the name of whose count it is; None where the collection declares none."""
        series = self.about.series
        return Daily(series, self.strikes, self.actor_names.get(series.by or "", "")) if series else None

    def _facet_names(self, facet: Facet) -> Mapping[str, str]:
        if isinstance(facet.names, str):
            return _names(getattr(self, facet.names))
        if isinstance(facet.names, Mapping):
            return facet.names
        return {value: facet.names(value) for value in sorted(self._open_values(facet), key=facet.names)}

    def _open_values(self, facet: Facet) -> Iterable[str]:
        """The values that some event has, of a facet that no register lists."""
        raise NotImplementedError

    @cached_property
    def totals(self) -> Mapping[str, pd.Series]:
        """For each facet: value to number of events in the whole record, in the register's order."""
        return self.answerer.ask(Filter()).counts()

    @cached_property
    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest start and the latest end of all events, None where no event has one."""
        return self.answerer.ask(Filter()).bounds()

    @cached_property
    def densest(self) -> Days | None:
        """The part of time that an axis opens on; None where the collection says which, or no event lies far away."""
        return self.view().densest

    @cached_property
    def retired(self) -> Mapping[str, str]:
        """Ids of events that are no more: to the event that took them over, or "" where withdrawn."""
        gone = self.corrections[self.corrections["kind"].isin(["merged", "withdrawn"])]
        merged = dict(zip(gone["event"], gone["to"], strict=True))
        return {event: resolve(to, merged) if to else "" for event, to in merged.items()}

    def read_filter(self, query: str | Mapping[str, Iterable[str]]) -> tuple[Filter, list[Ignored]]:
        """The filter that a URL query asks for, checked against this record, and what of it was ignored."""
        return self.check_filter(*Filter.from_query(query))

    def check_filter(self, flt: Filter, ignored: list[Ignored] | None = None) -> tuple[Filter, list[Ignored]]:
        """The filter with only ids that this record has, retired events followed, and what was dropped."""
        dropped = list(ignored or [])
        changes: dict[str, object] = {}
        for param, facet in FACETS.items():
            known = self.facet_names[param]
            dropped += [Ignored(param, value, facet.unknown) for value in flt.values(param) if value not in known]
            changes[facet.field] = tuple(value for value in flt.values(param) if value in known)
        event = self.retired.get(flt.event) or flt.event
        if event and not self.has("events", event):
            why = self._withdrawal(event) if event in self.retired else "the link asks for an event we do not have"
            dropped.append(Ignored("event", event, why))
            event = ""
        return flt.but(event=event, page=flt.page, **changes), dropped

    def _withdrawal(self, event: str) -> str:
        row = self.corrections[self.corrections["event"] == event].iloc[-1]
        return f"it was withdrawn: {row['reason']}" if row["reason"] else "it was withdrawn"

    def describe(self, flt: Filter) -> str:
        """A filter as a phrase: "Diplomacy events involving Alpha since 1 January 2026"."""
        return words.describe(flt, self.facet_names)


class View:
    """The events of one filter; what is not asked for is not worked out.

    Args:
        record: already rewound where the filter says ``known``.
        flt: the filter.
    """

    def __init__(self, record: Record, flt: Filter) -> None:
        self.record, self.filter = record, flt
        self._answer = record.answerer.ask(flt)

    def __len__(self) -> int:
        return len(self._answer)

    @property
    def total(self) -> int:
        """Number of events in the record."""
        return self.record.sizes["events"]

    @cached_property
    def counts(self) -> Mapping[str, pd.Series]:
        """For each facet a Series: value -> number of events if it were chosen, in the register's order."""
        return self._answer.counts()

    def some(self, offset: int, size: int) -> pd.DataFrame:
        """Some events in the filter's order (columns: ``timeline.collection.tables.event_columns``)."""
        return self._answer.page(offset, size, newest=self.filter.sort == "newest")

    def page(self, size: int) -> pd.DataFrame:
        """One page of events in the filter's order; a page beyond the last gives the last.

        Args:
            size: events a page.
        """
        return self.some((self.page_number(size) - 1) * size, size)

    def page_count(self, size: int) -> int:
        """Number of pages, at least one."""
        return max(1, -(-len(self) // size))

    def page_number(self, size: int) -> int:
        """The filter's page, no further than the last."""
        return min(self.filter.page, self.page_count(size))

    def part(self, offset: int, size: int) -> pd.DataFrame:
        """Some events in order of start, end and id, whatever order the filter asks for."""
        return self._answer.page(offset, size, newest=False)

    def latest(self, size: int) -> pd.DataFrame:
        """Some events by their newest document or position, newest first."""
        return self._answer.latest(size)

    @cached_property
    def claim_count(self) -> int:
        """How many claims stand in the events, each once."""
        return self._answer.claim_count()

    def claim_page(self, offset: int, size: int) -> pd.DataFrame:
        """Some of the events' claims, in the order of events, then of their number."""
        return self._answer.claim_page(offset, size)

    def has(self, event: str) -> bool:
        """Whether the view holds this event."""
        return self._answer.has(event)

    def beside(self, event: str) -> tuple[str, str]:
        """Ids of the events before and after this one in order of start, end and id; "" where there is none.

        The event need not be one of the view's own.
        """
        return self._answer.beside(event)

    @cached_property
    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest start and the latest end, None where no event has one."""
        return self._answer.bounds()

    @cached_property
    def densest(self) -> Days | None:
        """The part of time with nearly all of the events; None where that is no less, or the collection says which."""
        return None if self.record.about.default_period else self._answer.densest()

    def density(self, axis: Days, bin_days: int | None = None) -> Density:
        """How the events lie over a time axis, counted by lane and bins of days; in one bin where none are given."""
        return self._answer.density(axis, bin_days or (axis[1] - axis[0]).days + 1)

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        """At most so many events that touch the axis: contested ones first, then those with most sources; by start."""
        return self._answer.weightiest(axis, most)

    def key_events(self, most: int) -> pd.DataFrame:
        """At most so many events that the editors marked as key: contested ones first, then by sources; by start."""
        return self._answer.key_events(most)

    def named(self) -> pd.Series:
        """Actor id to number of events that name it, most first."""
        return self._answer.named()

    def together(self, actors: Sequence[str]) -> pd.DataFrame:
        """Pairs of these actors that some event names: ``first``, ``second`` (positions), ``event_count``."""
        return self._answer.together(list(actors))

    def stream(self, table: str) -> Iterator[pd.DataFrame]:
        """The rows of a table that belong to the events, in bounded pieces and the record's order.

        Args:
            table: "events", "claims", "positions", "searches", "sources", "citations" or "links".
        """
        return self._answer.stream(table)

    def whole(self, table: str) -> pd.DataFrame:
        """The same rows in one piece."""
        return pd.concat(list(self.stream(table)), ignore_index=True)


def _names(table: pd.DataFrame) -> dict[str, str]:
    return dict(zip(table["id"], table["name"], strict=True))
