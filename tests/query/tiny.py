"""A second answerer: twenty events in plain lists, no tables, no index; slow, and plainly what the door asks for.

It cannot rewind, has no tables, and does not count pairs: an engine may say :class:`NotHere` to such needs, and every
page must bear it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from timeline.collection import tables as columns
from timeline.collection.extras import unpack_extra
from timeline.collection.places import move, moved, trim
from timeline.collection.table_builder import build_table
from timeline.collection.tables import Tables, rows_of
from timeline.query.answerer import Days, Density, Details, Ends, NotHere
from timeline.query.collection import Collection
from timeline.query.facets import FACETS, Facet
from timeline.query.filter import Filter
from timeline.query.record import Record
from timeline.query.search import fold, words_of

Row = dict[str, Any]
NEVER, EVER = date.min, date.max
COLUMNS = {
    "claims": columns.CLAIMS,
    "positions": columns.POSITIONS,
    "searches": columns.SEARCHES,
    "sources": columns.SOURCES,
    "links": columns.LINKS,
    "citations": columns.CITATIONS,
}


class TinyRecord(Record):
    """Some events of a record, as lists of rows."""

    def __init__(self, whole: Collection, events: pd.DataFrame) -> None:
        for name in (
            "about",
            "version",
            "problems",
            "actors",
            "themes",
            "publishers",
            "topics",
            "coverage",
            "statements",
        ):
            setattr(self, name, getattr(whole, name))
        self.corrections, self.strikes, self.events_left_out = whole.corrections, whole.strikes, 0
        self.held, self.copies_version = (), ""
        ids = set(events["id"])
        details = whole.details(ids)
        links = details.links[details.links["event"].isin(ids) & details.links["to"].isin(ids)]
        to = moved(details.claims, ids.__contains__)
        claims = trim(move(details.claims, "id", to), ids.__contains__)
        spoken = {name: move(getattr(details, name), "claim", to) for name in ("positions", "searches")}
        frames = {"events": events, **details._asdict(), **spoken, "claims": claims, "links": links}
        self.topic_claims = whole.topic_claims[whole.topic_claims["claim"].isin(details.claims["id"])]
        self.answerer = Tiny(self, {name: plain_rows(frame) for name, frame in frames.items()})

    answerer: Tiny = None  # type: ignore[assignment]  # a plain attribute in place of the property

    def known_on(self, day: date) -> Record:
        raise NotHere("This record is not rewound: it holds no dates of knowledge.")

    def _open_values(self, facet: Facet) -> Iterable[str]:
        rows = self.answerer.rows["events"]
        return {value for row in rows for value in (row[facet.column] if facet.many else [row[facet.column]]) if value}


class Tiny:
    """Answers by looking at every row."""

    def __init__(self, record: TinyRecord, rows: Mapping[str, list[Row]]) -> None:
        self.rows, self.lines = rows, dict(zip(record.actors["id"], record.actors["line"], strict=True))
        self.record = record
        names = {row["id"]: f"{row['name']} {' '.join(row['aliases'])}" for row in rows_of(record.actors)}
        self.words = {row["id"]: self._words(row, names) for row in rows["events"]}
        self.columns = COLUMNS | {"events": columns.event_columns(record.about.figures)}

    def ask(self, flt: Filter) -> TinyAnswer:
        return TinyAnswer(self, flt)

    def sizes(self) -> Mapping[str, int]:
        return {name: len(rows) for name, rows in self.rows.items()}

    def not_cited(self) -> pd.DataFrame:
        return build_table([], self.columns["sources"])

    def contests(self) -> Mapping[str, int]:
        return Counter(claim["contest"] for claim in self.rows["claims"])

    def find(self, table: str, ids: Iterable[str]) -> pd.DataFrame:
        wanted = set(ids)
        rows = [row for row in self.rows[table] if wanted & {row["id"], *row.get("also", ())}]
        return build_table(rows, self.columns[table])

    def details(self, events: Iterable[str]) -> Details:
        ids = set(events)
        if unknown := ids - {row["id"] for row in self.rows["events"]}:
            raise KeyError(min(unknown))
        return Details(*(build_table(self.hanging_on(ids, name), self.columns[name]) for name in Details._fields))

    def hanging_on(self, ids: set[str], table: str) -> list[Row]:
        rows = self.rows[table]
        if table == "events":
            return [row for row in rows if row["id"] in ids]
        if table == "citations":
            return [row for row in rows if row["event"] in ids]
        if table == "links":
            return [row for row in rows if ids & {row["event"], row["to"]}]
        if table == "sources":
            cited = {source for row in self.hanging_on(ids, "events") for source in row["sources"]}
            for row in self.hanging_on(ids, "positions"):
                cited |= {row["source"], *row["further_sources"]}
            return [row for row in rows if row["id"] in cited]
        if table in ("positions", "searches"):
            claims = {row["id"] for row in self.hanging_on(ids, "claims")}
            return [row for row in rows if row["claim"] in claims]
        return [row for row in rows if ids & stands_in(row)]

    def tables(self) -> Tables:
        raise NotHere("This record has no tables: *Claims* and the like need them, the timeline does not.")

    def values(self, row: Row, facet: Facet) -> set[str]:
        held = row[facet.column] if facet.many else (row[facet.column],)
        return {wide for value in held for wide in (self.lines[value] if facet.wider else (value,))}

    def _words(self, row: Row, names: Mapping[str, str]) -> list[str]:
        """Every word of an event's text, folded."""
        claims = [claim["text"] for claim in self.rows["claims"] if row["id"] in stands_in(claim)]
        told = [row["title"], row["summary"], row["place"], *(names[actor] for actor in row["actors"]), *claims]
        told += unpack_extra(row["extra"]).values()
        text = fold(" ".join(told))
        return "".join(letter if letter.isalnum() else " " for letter in text).split()

    def fits(self, row: Row, flt: Filter) -> bool:
        for param, facet in FACETS.items():
            chosen, held = set(flt.values(param)), self.values(row, facet)
            if chosen and not (chosen <= held if flt.together and facet.wider else chosen & held):
                return False
        start, end = bounds_of(row)
        first, last = flt.start or NEVER, flt.end or EVER
        if not (
            first <= start and end <= last if flt.certain and (flt.start or flt.end) else start <= last and end >= first
        ):
            return False
        return all(any(other.startswith(word) for other in self.words[row["id"]]) for word in words_of(flt.q))


def stands_in(claim: Row) -> set[str]:
    """The events of a claim."""
    return {claim["event"], *(place.split("#")[0] for place in claim["also"])}


def plain_rows(frame: pd.DataFrame) -> list[Row]:
    """The rows with None for what is missing, whatever pandas writes for it."""
    return [{name: value if is_there(value) else None for name, value in row.items()} for row in rows_of(frame)]


def is_there(value: Any) -> bool:
    """Whether a cell holds something; a tuple may be empty and is there."""
    return isinstance(value, tuple | str) or not pd.isna(value)


def bounds_of(row: Row) -> tuple[date, date]:
    """First and last day, beyond every day where they are open."""
    start, end = (None if pd.isna(row[name]) else row[name].date() for name in ("start", "end"))
    return start or NEVER, end or EVER


class TinyAnswer:
    """The answers for one filter."""

    def __init__(self, tiny: Tiny, flt: Filter) -> None:
        self.tiny, self.filter = tiny, flt
        self.rows = [row for row in tiny.rows["events"] if tiny.fits(row, flt)]

    def __len__(self) -> int:
        return len(self.rows)

    def counts(self) -> Mapping[str, pd.Series]:
        return {param: self._counts(facet) for param, facet in FACETS.items()}

    def _counts(self, facet: Facet) -> pd.Series:
        every = self.filter.together and facet.wider
        others = self.filter if every else self.filter.but(**{facet.field: ()})
        rows = [row for row in self.tiny.rows["events"] if self.tiny.fits(row, others)]
        values = list(self.tiny.record.facet_names[facet.param])
        counts = [sum(value in self.tiny.values(row, facet) for row in rows) for value in values]
        return pd.Series(counts, index=pd.Index(values, dtype="str"), name=facet.param, dtype="int64")

    def page(self, offset: int, size: int, *, newest: bool) -> pd.DataFrame:
        rows = self.rows[::-1] if newest else self.rows
        return build_table(rows[offset : offset + size], self.tiny.columns["events"])

    def latest(self, size: int) -> pd.DataFrame:
        order = sorted(self.rows, key=self._heard, reverse=True)
        return build_table(order[:size], self.tiny.columns["events"])

    def _heard(self, row: Row) -> pd.Timestamp:
        """The newest day of an event's documents and positions, else its own."""
        said = self.tiny.hanging_on({row["id"]}, "positions")
        documents = {source["id"]: source["published_start"] for source in self.tiny.rows["sources"]}
        cited = [source for position in said for source in (position["source"], *position["further_sources"])]
        days = [documents[source] for source in (*row["sources"], *cited)]
        days += [position["date_start"] for position in said]
        return max(filter(None, days), default=row["start"] or row["end"] or pd.Timestamp.min)

    def claim_count(self) -> int:
        return len(self._claims())

    def claim_page(self, offset: int, size: int) -> pd.DataFrame:
        return build_table(self._claims()[offset : offset + size], self.tiny.columns["claims"])

    def _claims(self) -> list[Row]:
        found: dict[str, Row] = {}
        for row in self.rows:
            claims = self.tiny.hanging_on({row["id"]}, "claims")
            own = [claim for claim in claims if claim["event"] == row["id"]]
            places = [
                (int(place.split("#")[1]), claim)
                for claim in claims
                for place in claim["also"]
                if place.split("#")[0] == row["id"]
            ]
            for claim in (*own, *(claim for _, claim in sorted(places, key=lambda pair: pair[0]))):
                found.setdefault(claim["id"], claim)
        return list(found.values())

    def has(self, event: str) -> bool:
        return any(row["id"] == event for row in self.rows)

    def beside(self, event: str) -> tuple[str, str]:
        order = [row["id"] for row in self.tiny.rows["events"]]
        mine = {row["id"] for row in self.rows}
        at = order.index(event)
        before = [other for other in order[:at] if other in mine]
        after = [other for other in order[at + 1 :] if other in mine]
        return (before or [""])[-1], (after or [""])[0]

    def bounds(self) -> tuple[date | None, date | None]:
        starts = [start for start, _ in map(bounds_of, self.rows) if start != NEVER]
        ends = [end for _, end in map(bounds_of, self.rows) if end != EVER]
        return min(starts, default=None), max(ends, default=None)

    def densest(self) -> Days | None:
        """Every pair of a first and a last day, without the shortcuts of ``timeline.query.densest``."""
        starts = sorted(start for start, _ in map(bounds_of, self.rows) if start != NEVER)
        ends = sorted(end for _, end in map(bounds_of, self.rows) if end != EVER)
        if min(len(starts), len(ends)) < 3:
            return None
        out = max(1, min(len(starts), len(ends)) // 50)
        pairs = [(starts[left], ends[len(ends) - 1 - out + left]) for left in range(out + 1)]
        low, high = min(pairs, key=lambda pair: pair[1] - pair[0])
        if high < low:
            return None
        near = max((high - low).days + 1, 366)
        low = min(day for day in starts if (low - day).days <= near)
        high = max(day for day in ends if (day - high).days <= near)
        far = (ends[-1] - starts[0]).days + 1 > 5 * max((high - low).days + 1, 366)
        return (low, high) if far else None

    def _on_axis(self, axis: Days) -> list[Row]:
        return [row for row in self.rows if bounds_of(row)[0] <= axis[1] and bounds_of(row)[1] >= axis[0]]

    def density(self, axis: Days, bin_days: int) -> Density:
        counts: dict[tuple[str, int], int] = {}
        lanes: dict[str, int] = {}
        for row in self.rows:
            lanes[lane_of(row)] = lanes.get(lane_of(row), 0) + 1
        for row in self._on_axis(axis):
            start, end = bounds_of(row)
            first, last = (max(start, axis[0]) - axis[0]).days, (min(end, axis[1]) - axis[0]).days
            vague = row["precision"] not in ("time", "day") or row["approximate"] or row["uncertain"]
            cell = (lane_of(row), ((first + last) // 2 if vague else first) // bin_days)
            counts[cell] = counts.get(cell, 0) + 1
        contested = sum(row["contest"] == "contested" for row in self._on_axis(axis))
        before = [bounds_of(row) for row in self.rows if bounds_of(row)[1] < axis[0]]
        after = [bounds_of(row) for row in self.rows if bounds_of(row)[0] > axis[1]]
        return Density(lanes, counts, contested, len(before), len(after), ends_of(before), ends_of(after))

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        order = sorted(self._on_axis(axis), key=lambda row: (row["contest"] != "contested", -row["source_count"]))
        kept = {row["id"] for row in order[:most]}
        return build_table([row for row in self.rows if row["id"] in kept], self.tiny.columns["events"])

    def key_events(self, most: int) -> pd.DataFrame:
        marked = [row for row in self.rows if row["key"]]
        order = sorted(marked, key=lambda row: (row["contest"] != "contested", -row["source_count"]))
        kept = {row["id"] for row in order[:most]}
        return build_table([row for row in marked if row["id"] in kept], self.tiny.columns["events"])

    def named(self) -> pd.Series:
        raise NotHere("This record does not count who is named together.")

    def together(self, actors: list[str]) -> pd.DataFrame:
        raise NotHere("This record does not count who is named together.")

    def stream(self, table: str) -> Iterator[pd.DataFrame]:
        ids = {row["id"] for row in self.rows}
        rows = self.tiny.hanging_on(ids, table)
        if table in ("claims", "positions", "searches"):
            also = {claim["id"]: [place.split("#")[0] for place in claim["also"]] for claim in self.tiny.rows["claims"]}
            places = [[row["event"], *also[row["id" if table == "claims" else "claim"]]] for row in rows]
            firsts = [next(event for event in events if event in ids) for events in places]
            rows = [row | {"event": event} for row, event in zip(rows, firsts, strict=True)]
        yield build_table(rows, self.tiny.columns[table])


def ends_of(spans: list[Days]) -> Ends:
    """First and last day as numbers."""
    if not spans:
        return None, None
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    numbers = [(day - date(1970, 1, 1)).days for day in (first, last)]
    return None if first == NEVER else numbers[0], None if last == EVER else numbers[1]


def lane_of(row: Row) -> str:
    """The first theme."""
    return str(row["themes"][0]) if row["themes"] else ""
