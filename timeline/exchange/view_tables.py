"""What the files of a view share: what each says of itself, the tables it holds, and how new each event is."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from timeline.cards.markup import is_web_link
from timeline.collection import tables
from timeline.collection.english import iso_day
from timeline.collection.places import at_each_place
from timeline.collection.tables import About
from timeline.exchange.bibliography import one_line
from timeline.query.record import Record, View
from timeline.query.selection import first_day, select_corrections, select_rows

Columns = Mapping[str, tuple[str, str]]

_FIXED: Mapping[str, Columns] = MappingProxyType(
    {
        "claims": tables.CLAIMS,
        "positions": tables.POSITIONS,
        "searches": tables.SEARCHES,
        "sources": tables.SOURCES,
        "citations": tables.CITATIONS,
        "publishers": tables.PUBLISHERS,
        "actors": tables.ACTORS,
        "themes": tables.THEMES,
        "links": tables.LINKS,
        "topics": tables.TOPICS,
        "topic_claims": tables.TOPIC_CLAIMS,
        "statements": tables.STATEMENTS,
    }
)


def table_columns(about: About) -> Mapping[str, Columns]:
    """Every table that a view has, with its columns, in the order in which files hold them.

    The series' days are a table of the name of their file; a collection without a series has no such table.
    """
    days = {about.series.name: tables.series_columns(about.series)} if about.series else {}
    return {
        "events": tables.event_columns(about.figures),
        **_FIXED,
        **days,
        "corrections": tables.CORRECTIONS,
        "coverage": tables.COVERAGE,
    }


_NAMESPACE = uuid.UUID("5f6f7468-652d-5265-8c6f-72642d696473")  # any, but never another one


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself; every text on one line, '' where there is nothing to say.

    Attributes:
        title: the collection's.
        filter_words: the filter in English.
        query: the same filter as the dashboard's address has it, '' where it selects everything.
        url: the view's address, '' where no dashboard is known.
        events: how many the view holds.
        total: how many the record holds.
        version: SHA-256 of the data.
        series: the table of the series' days, '' without one.
        series_credit: whose they are and under which licence, for files that hold any.
    """

    title: str
    description: str
    filter_words: str
    query: str
    url: str
    events: int
    total: int
    version: str
    licence: str
    licence_url: str
    maintainers: tuple[str, ...]
    series: str
    series_credit: str

    @property
    def licence_words(self) -> str:
        """The licence with its address."""
        return f"{self.licence} {self.licence_url}".strip() or "none is given"

    def as_dict(self) -> dict[str, Any]:
        """As files of data hold it; what is not known is left out, filter and licence never."""
        told: dict[str, Any] = {
            "title": self.title,
            "description": self.description,
            "in_words": self.filter_words,
            "filter": self.query,
            "url": self.url,
            "events": self.events,
            "total": self.total,
            "version": self.version,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "maintainers": list(self.maintainers),
        }
        return {name: value for name, value in told.items() if value not in ("", []) or name in ("filter", "licence")}

    def lines(self) -> list[str]:
        """As texts hold it: one fact a line."""
        told = {
            "": self.title,
            "Shows: ": self.filter_words,
            "Filter: ": self.query or "(none)",
            "Address: ": self.url,
            "Events: ": f"{self.events:,} of {self.total:,}",
            "Data version: ": self.version,
            "Licence: ": self.licence_words,
            "Maintainers: ": ", ".join(self.maintainers),
        }
        return [name + text for name, text in told.items() if text]


def head_file(view: View, base_url: str = "") -> Head:
    """What a file of this view says of itself.

    Args:
        view: what is written.
        base_url: address of the dashboard, such as ``https://example.org/timeline``; '' where none is known.
    """
    flt, record = view.filter.rows_key(), view.record
    about = record.about
    return Head(
        title=one_line(about.title),
        description=one_line(about.description),
        filter_words=one_line(flt.in_words(record)),
        query=flt.to_query(),
        url=link_to(base_url, flt.to_query()),
        events=len(view),
        total=view.total,
        version=record.version,
        licence=one_line(about.licence),
        licence_url=one_line(about.licence_url),
        maintainers=tuple(map(one_line, about.maintainers)),
        series=about.series.name if about.series else "",
        series_credit=one_line(about.series.credit) if about.series else "",
    )


def is_base_url(url: str) -> bool:
    """Whether links can be made from a dashboard's address: one of the web, without a query of its own.

    >>> [is_base_url(url) for url in ("https://example.org/timeline", "example.org", "https://e.org/?a=1")]
    [True, False, False]
    """
    return is_web_link(url) and not re.search(r"[?#\s<>\"\\]", url)


def about_tables(head: Head, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """What a file of data with these tables says of itself: the series has a licence of its own."""
    told = head.series_credit and len(tables[head.series])
    return head.as_dict() | ({f"{head.series}_credit": head.series_credit} if told else {})


def link_to(base_url: str, query: str = "") -> str:
    """Address of a view of the dashboard, '' where the dashboard's own is not known.

    >>> link_to("https://example.org/t/", "theme=talks"), link_to("", "theme=talks")
    ('https://example.org/t/?theme=talks', '')
    """
    stem = f"{base_url.rstrip('/')}/" if base_url else ""
    return f"{stem}?{query}" if stem and query else stem


def link_to_event(base_url: str, event: str) -> str:
    """Address of one event's card, '' where the dashboard's own is not known."""
    return link_to(base_url, urlencode({"event": event}))


def stable_id(record: Record, kind: str, name: str) -> uuid.UUID:
    """The same id for the same thing in every file and every version; another collection's is another.

    Args:
        record: told apart from others by its title.
        kind: "event" or "correction".
        name: unique among its kind.
    """
    return uuid.uuid5(_NAMESPACE, "\n".join((one_line(record.about.title), kind, name)))


def select_tables(view: View) -> dict[str, pd.DataFrame]:
    """The tables of a view, by the names and in the order of :func:`table_columns`; links have one end in it at least.

    A view of everything has the whole registers and all documents, those that nothing names included. Coverage is that
    of the view's themes, whole periods of it that touch the filter's: half a period would be told as another one.

    Returns:
        Frames with exactly the columns of :func:`table_columns`, rows in the record's order.
    """
    found, series = select_rows(view, links="either"), view.record.about.series
    if view.filter.is_empty:
        whole = view.record.tables()
        found |= {name: getattr(whole, name) for name in ("sources", "publishers", "actors", "themes")}
    found["coverage"] = _coverage(view, found["themes"])
    if series:
        found[series.name] = found["strikes"]
    columns = table_columns(view.record.about)
    return {name: found[name][list(columns[name])].reset_index(drop=True) for name in columns}


def _coverage(view: View, themes: pd.DataFrame) -> pd.DataFrame:
    """What was looked at of some themes in the filter's period."""
    flt, table = view.filter, view.record.coverage
    kept = table["theme"].isin(themes["id"]).to_numpy(dtype=bool)
    if flt.start:
        kept = kept & ~(table["end"].to_numpy() < np.datetime64(flt.start, "s"))  # an open end is later than any day
    if flt.end:
        kept = kept & ~(table["start"].to_numpy() > np.datetime64(flt.end, "s"))
    return table[kept]


def last_changes(view: View, events: pd.DataFrame) -> pd.Series:
    """How new each event is: the day of its newest document, position or correction.

    A date that is not known to the day counts from its first possible day, so that no change lies in the future.
    An event with no dated document is as new as itself.

    Args:
        view: what the events are from.
        events: some or all of its events.

    Returns:
        Days by event id, in the order of ``events``; NaT where nothing at all is dated.
    """
    details = view.record.details(events["id"])
    published = details.sources.set_index("id")["published_start"]
    cited = events.set_index("id")["sources"].explode().dropna()
    said = at_each_place(details.positions, details.claims)
    further = said.set_index("event")["further_sources"].explode().dropna()
    corrected = select_corrections(view)
    days = [first_day(date) for date in corrected["date"]]
    parts = [
        _dated(cited.index, _published(published, cited)),
        _dated(said["event"], said["date_start"]),
        _dated(said["event"], _published(published, said["source"])),
        _dated(further.index, _published(published, further)),
        _dated(corrected["event"], days),
        _dated(corrected["to"], days),
    ]
    newest = pd.concat(parts).dropna().groupby("event")["day"].max()
    found = newest.reindex(events["id"]).astype("datetime64[s]")
    own = events.set_index("id")
    return found.fillna(own["start"]).fillna(own["end"])


def day_of(value: Any) -> np.datetime64:
    """A day as a row has it, of any year; NaT where it is not known (numpy takes no NaT of pandas')."""
    return np.datetime64("NaT", "D") if pd.isna(value) else pd.Timestamp(value).asm8.astype("datetime64[D]")


def day_text(day: np.datetime64) -> str:
    """A day as ISO 8601 has it, with four digits of the year; '' where it is not known.

    >>> day_text(np.datetime64("-0699-03-15")), day_text(np.datetime64("NaT"))
    ('-0699-03-15', '')
    """
    return "" if np.isnat(day) else iso_day(day)


def _published(published: pd.Series, sources: pd.Series) -> np.ndarray:
    return published.reindex(sources).to_numpy().astype("datetime64[s]")


def _dated(events: Iterable[Any], days: Any) -> pd.DataFrame:
    stamps = np.asarray(days, dtype="datetime64[s]")
    return pd.DataFrame({"event": pd.Series(list(events), dtype="str"), "day": stamps})
