"""The one door: what a page, card, chart, export or route may ask of a record's events, and nobody asks more.

The index in memory answers it (:mod:`timeline.query.memory`). An engine for what does not fit into memory answers the
same, and says :class:`NotHere` for what it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, Protocol

import pandas as pd

from timeline.collection.tables import Tables
from timeline.query.filter import Filter

Days = tuple[date, date]
"""First and last day, both inclusive."""


Ends = tuple[int | None, int | None]
"""First and last day of some events, counted from 1970-01-01: None where one is open, or where there are none."""


class NotHere(Exception):
    """This record cannot answer that; the text tells a reader why, and what works instead."""


class Density(NamedTuple):
    """How the events of a filter lie over a time axis. An event's lane is its first theme, "" without one."""

    lanes: Mapping[str, int]
    """Events of the filter by lane, wherever they lie."""
    counts: Mapping[tuple[str, int], int]
    """Events that touch the axis by lane and number of the bin, from 0; each once, in the middle of what its date may
    mean."""
    contested: int
    """How many of those that touch the axis are contested."""
    before: int = 0
    """Events that end before the axis begins."""
    after: int = 0
    """Events that begin after it ends."""
    days_before: Ends = (None, None)
    """Of the events before."""
    days_after: Ends = (None, None)
    """Of the events after."""

    @property
    def touching(self) -> int:
        """Events that touch the axis."""
        return sum(self.counts.values())

    def by_lane(self) -> dict[str, int]:
        """Events that touch the axis, by lane."""
        found: dict[str, int] = {}
        for (lane, _), count in self.counts.items():
            found[lane] = found.get(lane, 0) + count
        return found


class Details(NamedTuple):
    """What hangs on a few events: rows of the record's tables, in their order."""

    claims: pd.DataFrame
    """Those that stand in one of the events, whichever holds them."""
    positions: pd.DataFrame
    searches: pd.DataFrame
    links: pd.DataFrame
    """From or to one of the events."""
    sources: pd.DataFrame
    """Documents that the events or the positions cite."""
    citations: pd.DataFrame
    """What these events say of them for themselves."""


class Answer(Protocol):
    """The answers for one filter."""

    def __len__(self) -> int:
        """How many events it selects."""

    def counts(self) -> Mapping[str, pd.Series]:
        """For each facet: value to number of events if it were chosen, in the register's order."""

    def page(self, offset: int, size: int, *, newest: bool) -> pd.DataFrame:
        """Some events (``tables.event_columns``) of those in order of start, end and id, or the reverse."""

    def latest(self, size: int) -> pd.DataFrame:
        """Some events by their newest document or position, newest first.

        The first possible day counts; an event without any has its own. Of equals the earlier event comes first.
        """

    def claim_count(self) -> int:
        """How many claims stand in its events, each once."""

    def claim_page(self, offset: int, size: int) -> pd.DataFrame:
        """Some claims (``tables.CLAIMS``) of those in order of their event, then of their number.

        One that stands in several of the events comes with the first of them. Those that an event holds itself come
        first.
        """

    def has(self, event: str) -> bool:
        """Whether it selects this event."""

    def beside(self, event: str) -> tuple[str, str]:
        """Ids of its events before and after one of the record's, by start, end and id; "" where there is none."""

    def bounds(self) -> tuple[date | None, date | None]:
        """The earliest start and the latest end, None where no event has one."""

    def densest(self) -> Days | None:
        """The part of time with nearly all of it (:mod:`timeline.query.densest`); None where that is no less."""

    def density(self, axis: Days, bin_days: int) -> Density:
        """Counts by lane and bins of so many days from the axis's first day."""

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        """Some events that touch the axis: contested ones first, then those with most sources; by start, end and id."""

    def key_events(self, most: int) -> pd.DataFrame:
        """Some of its events with the mark ``key``: contested ones first, then those with most sources; by start."""

    def named(self) -> pd.Series:
        """Actor id to number of events that name it, not its members; most first, equals in the register's order."""

    def together(self, actors: list[str]) -> pd.DataFrame:
        """How many events name two of these actors: ``first`` < ``second`` (positions), ``event_count`` above 0."""

    def stream(self, table: str) -> Iterator[pd.DataFrame]:
        """The events' rows of a table, in the record's order and in bounded pieces.

        A claim whose own event is not among them, its positions and searches have the first further event that is.

        Args:
            table: "events", "claims", "positions", "searches", "sources" (that they or a position cite),
                "citations" or "links" (from or to).
        """


class Answerer(Protocol):
    """Who answers for a whole record; whatever it cannot answer raises :class:`NotHere`."""

    def ask(self, flt: Filter) -> Answer:
        """The answers for a filter; its ``known`` is the record's business."""

    def sizes(self) -> Mapping[str, int]:
        """Number of rows of each of the tables that :meth:`Answer.stream` knows."""

    def not_cited(self) -> pd.DataFrame:
        """The documents (``tables.SOURCES``) that no event and no position cites."""

    def contests(self) -> Mapping[str, int]:
        """How many claims have each grade (``vocabulary.CONTESTS``); a grade that none has may be left out."""

    def find(self, table: str, ids: Iterable[str]) -> pd.DataFrame:
        """The rows of "events", "claims" or "sources" with these ids, in the record's order; unknown ids have none.

        A claim is found by each id that it has (``also``).
        """

    def details(self, events: Iterable[str]) -> Details:
        """What hangs on these events.

        Raises:
            KeyError: an id that the record does not have.
        """

    def tables(self) -> Tables:
        """Everything, for what reads whole tables: evidence, ledger, profiles, snapshots, waves."""
