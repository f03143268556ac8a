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
from timeline.collection.edtf import parse_edtf
from timeline.collection.tables import Tables
from timeline.exchange.bibliography import one_line, select_sources
from timeline.query.view import View

TABLES: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "events": tables.EVENTS,
        "claims": tables.CLAIMS,
        "positions": tables.POSITIONS,
        "sources": tables.SOURCES,
        "publishers": tables.PUBLISHERS,
        "actors": tables.ACTORS,
        "themes": tables.THEMES,
        "links": tables.LINKS,
        "topics": tables.TOPICS,
        "topic_claims": tables.TOPIC_CLAIMS,
        "strikes": tables.STRIKES,
        "corrections": tables.CORRECTIONS,
    }
)
"""Every table that a view has, with its columns; the order in which files hold them."""


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
        strikes_credit: whose the strike days are and under which licence, for files that hold any.
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
    strikes_credit: str

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
        strikes_credit=one_line(about.strikes_credit),
    )


def is_base_url(url: str) -> bool:
    """Whether links can be made from a dashboard's address: one of the web, without a query of its own.

    >>> [is_base_url(url) for url in ("https://example.org/timeline", "example.org", "https://e.org/?a=1")]
    [True, False, False]
    """
    return is_web_link(url) and not re.search(r"[?#\s<>\"\\]", url)


def about_tables(head: Head, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """What a file of data with these tables says of itself: the strike days have a licence of their own."""
    credit = {"strikes_credit": head.strikes_credit} if len(tables["strikes"]) and head.strikes_credit else {}
    return head.as_dict() | credit


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


def stable_id(record: Tables, kind: str, name: str) -> uuid.UUID:
    """The same id for the same thing in every file and every version; another collection's is another.

    Args:
        record: told apart from others by its title.
        kind: "event" or "correction".
        name: unique among its kind.
    """
    return uuid.uuid5(_NAMESPACE, "\n".join((one_line(record.about.title), kind, name)))


def select_tables(view: View) -> dict[str, pd.DataFrame]:
    """The tables of a view, by the names and in the order of :data:`TABLES`.

    Events and what hangs on them: their claims with positions, the documents that they or the positions cite,
    and the rows of the registers that any of these name. Links have at least one end in the view. Strike days
    are those of the filter's period.

    Returns:
        Frames with exactly the columns of :data:`TABLES`, rows in the record's order.
    """
    record, events = view.record, view.events
    claims = record.claims[record.claims["event"].isin(events["id"])]
    positions = record.positions[record.positions["event"].isin(events["id"])]
    sources = select_sources(record, events)
    publishers = _rows(record.publishers, sources["publisher"], sources["via"], events["publishers"].explode())
    named = (
        *(events[name].explode() for name in ("actors", "sides")),
        *(positions[name] for name in ("actor", "side")),
        *(publishers[name] for name in ("controlled_by", "controlled_by_side")),
        events["figures_by"],
    )
    lines = _rows(record.actors, *named)["line"].explode()
    bearing = record.topic_claims[record.topic_claims["claim"].isin(claims["id"])]
    here = record.links["event"].isin(events["id"]) | record.links["to"].isin(events["id"])
    found = {
        "events": events,
        "claims": claims,
        "positions": positions,
        "sources": sources,
        "publishers": publishers,
        "actors": _rows(record.actors, lines),
        "themes": _rows(record.themes, events["themes"].explode()),
        "links": record.links[here],
        "topics": _rows(record.topics, bearing["topic"]),
        "topic_claims": bearing,
        "strikes": _strike_days(view),
        "corrections": select_corrections(view),
    }
    return {name: found[name][list(columns)].reset_index(drop=True) for name, columns in TABLES.items()}


def select_corrections(view: View) -> pd.DataFrame:
    """Corrections of the view's events and of those that they took over; all where the filter asks for everything.

    Returns:
        Rows of the corrections table, in its order, none later than the day that the filter says is known.
    """
    flt, table = view.filter, view.record.corrections
    kept = table["event"].isin(view.events["id"]) | table["to"].isin(view.events["id"])
    if flt.but(known=None).is_empty:
        kept |= True
    if flt.known:
        kept &= np.array([first_day(date) <= np.datetime64(flt.known, "s") for date in table["date"]], dtype=bool)
    return table[kept].reset_index(drop=True)


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
    record = view.record
    published = record.sources.set_index("id")["published_start"]
    cited = events.set_index("id")["sources"].explode().dropna()
    said = record.positions[record.positions["event"].isin(events["id"])]
    corrected = select_corrections(view)
    days = [first_day(date) for date in corrected["date"]]
    parts = [
        _dated(cited.index, _published(published, cited)),
        _dated(said["event"], said["date_start"]),
        _dated(said["event"], _published(published, said["source"])),
        _dated(corrected["event"], days),
        _dated(corrected["to"], days),
    ]
    newest = pd.concat(parts).dropna().groupby("event")["day"].max()
    found = newest.reindex(events["id"]).astype("datetime64[s]")
    own = events.set_index("id")
    return found.fillna(own["start"]).fillna(own["end"])


def first_day(date: str) -> np.datetime64:
    """First possible day of an EDTF date; NaT where it is open or not given."""
    start = parse_edtf(date).start if date else None
    return np.datetime64("NaT", "s") if start is None else start


def day_of(value: Any) -> np.datetime64:
    """A day as a row has it, of any year; NaT where it is not known (numpy takes no NaT of pandas')."""
    return np.datetime64("NaT", "D") if pd.isna(value) else pd.Timestamp(value).asm8.astype("datetime64[D]")


def day_text(day: np.datetime64) -> str:
    """A day as ISO 8601 has it, with four digits of the year; '' where it is not known.

    >>> day_text(np.datetime64("-0699-03-15")), day_text(np.datetime64("NaT"))
    ('-0699-03-15', '')
    """
    if np.isnat(day):
        return ""
    year, month, rest = str(day.astype("datetime64[D]")).rsplit("-", 2)
    return f"{int(year):0{5 if year[0] == '-' else 4}}-{month}-{rest}"


def _published(published: pd.Series, sources: pd.Series) -> np.ndarray:
    return published.reindex(sources).to_numpy().astype("datetime64[s]")


def _dated(events: Iterable[Any], days: Any) -> pd.DataFrame:
    stamps = np.asarray(days, dtype="datetime64[s]")
    return pd.DataFrame({"event": pd.Series(list(events), dtype="str"), "day": stamps})


def _rows(register: pd.DataFrame, *named: pd.Series) -> pd.DataFrame:
    """The rows of a register that any of the columns of ids names."""
    wanted = {name for column in named for name in column.dropna().unique()}
    return register[register["id"].isin(wanted)]


def _strike_days(view: View) -> pd.DataFrame:
    flt, strikes = view.filter, view.record.strikes
    kept = pd.Series(True, index=strikes.index)
    if flt.start:
        kept &= strikes["date"] >= np.datetime64(flt.start, "s")
    if flt.end:
        kept &= strikes["date"] <= np.datetime64(flt.end, "s")
    return strikes[kept]
