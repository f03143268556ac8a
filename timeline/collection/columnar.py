"""Large collections: ``events.parquet`` or ``.csv``, sources, claims and positions in place of ``events/*.md``.

``docs/large-collections.md`` lists the columns. The tables and the rules are those of a folder of files: an event
with a fault is left out whole, with its claims and positions, and every fault is told with its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from timeline.collection import tables, vocabulary
from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, positions_in
from timeline.collection.check import Register
from timeline.collection.distinct import distinct
from timeline.collection.entries import ClaimEntry, EventEntry
from timeline.collection.folder import Folder
from timeline.collection.id_lists import IdLists, collect, drop_repeats
from timeline.collection.problems import quote
from timeline.collection.sheet import Sheet, is_in, read_sheet
from timeline.collection.tables import build_table
from timeline.collection.when_columns import read_whens

COLUMNS = {
    "events": (
        "id", "title", "when", "when_text", "place", "country", "lat", "lon", "actors", "themes", "summary", "note",
        "sources", "drones", "missiles", "intercepted", "figures_by",
    ),
    "sources": ("id", "publisher", "via", "citing", "title", "url", "published", "language", "kind"),
    "claims": ("id", "event", "text"),
    "positions": ("claim", "actor", "stance", "date", "source"),
    "links": ("event", "to", "relation"),
}  # fmt: skip
"""What each file may hold; a column that is not there is empty."""

Keep = Callable[[str, pd.DataFrame], pd.DataFrame]
"""Given a table by name as soon as it is read, gives it back from where it is kept from then on."""

_FIGURES = ("drones", "missiles", "intercepted")


@dataclass
class Large:
    """The tables of a large collection, grades not yet derived."""

    events: pd.DataFrame
    sources: pd.DataFrame
    claims: pd.DataFrame
    positions: pd.DataFrame
    links: pd.DataFrame
    left_out: int = 0


@dataclass
class _Reading:
    """What is known while the files are read one after the other."""

    folder: Folder
    register: Register
    source_ids: pa.Array = field(default_factory=lambda: pa.array([], LARGE_TEXT))
    source_publishers: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def keep_in_memory(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table where it is."""
    return table


def is_columnar(path: Path) -> bool:
    """Whether a folder holds its events as one table."""
    return any((path / f"events{ending}").is_file() for ending in (".parquet", ".csv"))


def load_large(folder: Folder, register: Register, keep: Keep = keep_in_memory) -> Large:
    """The tables of a folder that :func:`is_columnar`; faults go to the folder's list.

    Each is read column by column and handed to ``keep`` as soon as it is whole, so that little is held at once.
    """
    reading = _Reading(folder, register)
    for name in COLUMNS:
        if all((folder.path / f"{name}{ending}").is_file() for ending in (".parquet", ".csv")):
            folder.report(f"{name}.csv", f"stands beside {name}.parquet.", consequence="The parquet file was read.")
    if (folder.path / "events").is_dir():
        folder.report("events/", "stands beside one table of events.", consequence="The folder was not read.")
    sources = _sources(reading)
    events = read_sheet(folder, "events", COLUMNS["events"], "event")
    if events is None:
        return _nothing()
    sources = keep("sources", sources)
    reading.source_ids = arrow_text(sources["id"])
    columns = _events(reading, events)
    claims, claim_events = _claims(reading, events, arrow_text(columns["id"]))
    positions = keep("positions", _positions(reading, events, claims, claim_events))
    left_out = int(np.count_nonzero(~events.sound))
    told = np.bincount(claim_events[claims.sound], minlength=len(events))
    kept_claims = keep("claims", _sound_claims(claims))
    columns["claim_count"] = _counted(told.astype(float))
    folder.tell("Putting the events in order")
    frame = keep("events", _in_order(columns, events.sound))
    return Large(frame, sources, kept_claims, positions, _links(reading, arrow_text(frame["id"])), left_out)


def _nothing() -> Large:
    kinds = (tables.EVENTS, tables.SOURCES, tables.CLAIMS, tables.POSITIONS, tables.LINKS)
    events, sources, claims, positions, links = (build_table([], columns) for columns in kinds)
    return Large(events, sources, claims, positions, links)


def _sources(reading: _Reading) -> pd.DataFrame:
    """The sources, faulty ones left out."""
    sheet = read_sheet(reading.folder, "sources", COLUMNS["sources"], "source")
    if sheet is None:
        return build_table([], tables.SOURCES)
    ids = sheet.text("id", "id")
    sheet.unique(ids)
    texts = {name: sheet.text(name, kind) for name, kind in _SOURCE_TEXTS.items()}
    published = sheet.raw("published")
    when = read_whens(sheet, published, "published")
    language, kind = sheet.raw("language"), sheet.word("kind", vocabulary.SOURCE_KINDS)
    wrong = ~pc.match_substring_regex(language, "^[a-z]{2,3}$").to_numpy(zero_copy_only=False)
    sheet.fault(wrong, "language", lambda row: f"{quote(language[row])} is not a language code.", "Write en or uk.")
    publisher, via = _publishers(reading, sheet, "publisher"), _publishers(reading, sheet, "via")
    names = pa.array([*reading.register.publishers, ""], LARGE_TEXT)
    columns = {
        "id": as_column(ids),
        "publisher": as_column(names.take(pa.array(publisher % len(names)))),
        "via": as_column(names.take(pa.array(via % len(names)))),
        **{name: as_column(values) for name, values in texts.items()},
        "published": as_column(published),
        "published_start": when.start,
        "published_end": when.end,
        "language": as_column(language),
        "kind": as_column(kind),
    }
    kept = np.flatnonzero(sheet.sound)
    frame = pd.DataFrame({name: columns[name] for name in tables.SOURCES}, copy=False)
    frame = frame if len(kept) == len(frame) else frame.take(kept).reset_index(drop=True)
    reading.source_publishers = publisher[kept]
    return frame


_SOURCE_TEXTS = {"citing": "optional-line", "title": "line", "url": "url"}


def _publishers(reading: _Reading, sheet: Sheet, column: str) -> np.ndarray:
    """Position in the register of each row's publisher, given by id or name; -1 where none is given."""
    encoded = sheet.raw(column).dictionary_encode()
    names = encoded.dictionary.to_pylist()
    register = reading.register
    known = np.array([bool(name) and register.admit_publisher(name) for name in names], dtype=bool)
    place = {name: number for number, name in enumerate(register.publishers)}
    found = [place[register.publisher_id(n) or ""] if k else -1 for n, k in zip(names, known, strict=True)]
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    optional = np.array([column == "via" and not name for name in names], dtype=bool)
    sheet.fault(
        ~(known | optional)[codes],
        column,
        lambda row: f"names the unknown publisher {quote(names[codes[row]])}.",
        "Add it to publishers.yaml.",
    )
    positions: np.ndarray = np.array(found, dtype=np.int64)[codes]
    return positions


def _events(reading: _Reading, sheet: Sheet) -> dict[str, Any]:
    """The columns of ``tables.EVENTS`` for every row of the events; unsound ones are only marked."""
    ids = sheet.text("id", "id")
    sheet.unique(ids)
    when = sheet.raw("when")
    sheet.fault(is_in(when, [""]), "when", lambda _: "is missing.", "Write a date.")
    dates = read_whens(sheet, when, "when", words=True)
    kinds = {"title": "line", "when_text": "optional-line", "summary": "text", "note": "text"}
    texts = {name: as_column(sheet.text(name, kind)) for name, kind in kinds.items()}
    sheet.fault(texts["summary"].eq("").to_numpy(), "summary", lambda _: "is empty.", "Write it out.")
    columns = {
        "id": as_column(ids),
        "when": as_column(when),
        "when_words": dates.words,
        **{name: getattr(dates, name) for name in _WHEN_COLUMNS},
        **texts,
        **_place(sheet),
        **_figures(reading, sheet),
        **_named(reading, sheet),
    }
    blank = as_column(pa.repeat(pa.scalar("", LARGE_TEXT), len(sheet)))
    return columns | {"support": blank, "contest": blank}


_WHEN_COLUMNS = ("start", "end", "precision", "approximate", "uncertain", "interval")


def _place(sheet: Sheet) -> dict[str, object]:
    place, country = sheet.text("place", "optional-line"), sheet.raw("country")
    lat, lon = sheet.number("lat", -90, 90), sheet.number("lon", -180, 180)
    wrong = ~pc.match_substring_regex(country, "^([A-Z]{2})?$").to_numpy(zero_copy_only=False)
    advice = "Write two capital letters (ISO 3166), such as UA."
    sheet.fault(wrong, "country", lambda row: f"{quote(country[row])} is not a country code.", advice)
    pair = np.isnan(lat) != np.isnan(lon)
    sheet.fault(pair, "lat", lambda _: "has only one of lat and lon.", "Give both or neither.")
    nameless = is_in(place, [""]) & (~is_in(country, [""]) | ~np.isnan(lat))
    sheet.fault(nameless, "place", lambda _: "is missing.", "Name the place that country or lat and lon speak of.")
    return {"place": as_column(place), "country": as_column(country), "lat": lat, "lon": lon}


def _figures(reading: _Reading, sheet: Sheet) -> dict[str, object]:
    figures = {name: sheet.number(name, 0, 1e9, whole=True) for name in _FIGURES}
    by = sheet.raw("figures_by")
    given = np.any([~np.isnan(values) for values in figures.values()], axis=0) | ~is_in(by, [""])
    _known_actors(reading, sheet, by, "figures_by", given)
    return {name: _counted(values) for name, values in figures.items()} | {"figures_by": as_column(by)}


def _counted(values: np.ndarray) -> pd.arrays.IntegerArray:
    missing = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)


def _known_actors(
    reading: _Reading, sheet: Sheet, values: pa.Array, column: str, wanted: np.ndarray | None = None
) -> np.ndarray:
    """Position in the register of the actor of each row; -1 and a fault for an unknown one."""
    for name in pc.unique(values).to_pylist():
        if name:
            reading.register.admit_actor(name)  # an open list takes it in
    actors = pa.array(list(reading.register.actors), LARGE_TEXT)
    if wanted is None:
        return sheet.known(values, actors, column, "actor", "actors.yaml")
    found = positions_in(values, actors)
    sheet.fault((found < 0) & wanted, column, lambda row: f"names the unknown actor {quote(values[row])}.")
    return found


def _named(reading: _Reading, sheet: Sheet) -> dict[str, object]:
    """Actors, sides, themes, sources and publishers of each event."""
    register, size = reading.register, len(sheet)
    for column, take_in in (("actors", register.admit_actor), ("themes", register.admit_theme)):
        for name in sheet.lists(column)[2].to_pylist():
            take_in(name)
    actors = _ids(sheet, "actors", pa.array(list(register.actors), LARGE_TEXT), "actor", "actors.yaml")
    themes = _ids(sheet, "themes", pa.array(list(register.themes), LARGE_TEXT), "theme", "themes.yaml")
    sources = _ids(sheet, "sources", reading.source_ids, "source", "the table of sources")
    for column, found in (("themes", themes), ("sources", sources)):
        sheet.fault(found.lengths == 0, column, lambda _: "is empty.", "Give at least one.")
    sides = pd.Index([register.side(actor) for actor in register.actors], dtype="str")
    side_names, side_codes = sides.unique(), sides.unique().get_indexer(sides)
    publishers = pd.Index(list(register.publishers), dtype="str")
    return {
        "actors": actors,
        "sides": drop_repeats(_rows(actors), side_codes[actors.codes], side_names, size),
        "themes": themes,
        "sources": sources,
        "source_count": _counted(sources.lengths.astype(float)),
        "publishers": drop_repeats(_rows(sources), reading.source_publishers[sources.codes], publishers, size),
    }


def _ids(sheet: Sheet, column: str, ids: pa.Array, what: str, where: str) -> IdLists:
    rows, codes, names = sheet.lists(column)
    place = positions_in(names, ids)
    found = place[codes] if len(names) else codes
    for row, code in zip(rows[found < 0][:20].tolist(), codes[found < 0][:20].tolist(), strict=True):
        fault = f"names the unknown {what} {quote(names[code])}."
        sheet.fault(np.array([row]), column, lambda _, text=fault: text, f"Add it to {where}.")  # type: ignore[misc]
    more = distinct(rows[found < 0][20:])
    sheet.fault(more[sheet.sound[more]], column, lambda _: f"names an unknown {what}.", f"Add it to {where}.")
    index = pd.Index(as_column(ids))
    return collect(rows[found >= 0], found[found >= 0], index, len(sheet))


def _rows(lists: IdLists) -> np.ndarray:
    return np.repeat(np.arange(len(lists)), lists.lengths)


def _claims(reading: _Reading, events: Sheet, ids: pa.Array) -> tuple[Sheet, np.ndarray]:
    """The claims, and the row of each one's event; an event with a faulty claim is unsound."""
    sheet = read_sheet(reading.folder, "claims", COLUMNS["claims"], "claim")
    sheet = sheet or Sheet(reading.folder, "claims.parquet", pa.table({"id": pa.array([], LARGE_TEXT)}), "claim")
    found = sheet.known(sheet.raw("event"), ids, "event", "event", "the table of events")
    sheet.left_out = "The event was left out."
    names, of = sheet.raw("id"), sheet.raw("event")
    numbered = pc.match_substring_regex(names, "^[^#]+#[1-9][0-9]{0,2}$").to_numpy(zero_copy_only=False)
    same = pc.equal(pc.replace_substring_regex(names, "#.*$", ""), of).to_numpy(zero_copy_only=False)
    fault = "is no id of a claim of {}; write {}#1, {}#2 and so on."
    sheet.fault(~(numbered & same), "id", lambda row: f"{quote(names[row])} {fault.replace('{}', str(of[row]))}")
    sheet.unique(names)
    sheet.text("text", "line")
    return sheet, found


def _positions(reading: _Reading, events: Sheet, claims: Sheet, claim_events: np.ndarray) -> pd.DataFrame:
    """The positions; a faulty one makes its event unsound, and so does a claim without any."""
    sheet = read_sheet(reading.folder, "positions", COLUMNS["positions"], "position")
    sheet = sheet or Sheet(
        reading.folder, "positions.parquet", pa.table({"claim": pa.array([], LARGE_TEXT)}), "position"
    )
    register = reading.register
    names, ids = sheet.raw("claim"), claims.raw("id")
    claim = sheet.known(names, ids, "claim", "claim", "the table of claims")
    sheet.left_out = "The event was left out."
    actor = _known_actors(reading, sheet, sheet.raw("actor"), "actor")
    sides = pa.array([register.side(name) for name in register.actors] or [""], LARGE_TEXT)
    stance, date = sheet.word("stance", vocabulary.STANCES), sheet.raw("date")
    when = read_whens(sheet, date, "date")
    source = sheet.known(sheet.raw("source"), reading.source_ids, "source", "source", "the table of sources")
    silent = np.ones(len(claims), dtype=bool)
    silent[claim[claim >= 0]] = False
    claims.fault(silent & claims.sound, "id", lambda row: f"{ids[row]} has no position.", "Say who took which.")
    claims.sound[claim[~sheet.sound & (claim >= 0)]] = False
    events.sound[claim_events[~claims.sound & (claim_events >= 0)]] = False
    claims.sound &= claim_events >= 0
    claims.sound[claims.sound] = events.sound[claim_events[claims.sound]]
    kept = np.flatnonzero(sheet.sound & (claim >= 0))
    kept = kept[claims.sound[claim[kept]]]
    where = pa.array(kept)
    frame = {
        "claim": as_column(names.take(where)),
        "event": as_column(claims.raw("event").take(pa.array(claim[kept]))),
        "actor": as_column(sheet.raw("actor").take(where)),
        "side": as_column(sides.take(pa.array(actor[kept]))),
        "stance": as_column(stance.take(where)),
        "date": as_column(date.take(where)),
        "date_start": when.start[kept],
        "date_end": when.end[kept],
        "source": as_column(reading.source_ids.take(pa.array(source[kept]))),
        "latest": np.zeros(len(kept), dtype=bool),
    }
    return pd.DataFrame(frame, copy=False)


def _sound_claims(sheet: Sheet) -> pd.DataFrame:
    where = pa.array(np.flatnonzero(sheet.sound))
    frame = pd.DataFrame({name: as_column(sheet.raw(name).take(where)) for name in ("id", "event", "text")}, copy=False)
    frame["contest"] = as_column(pa.repeat(pa.scalar("", LARGE_TEXT), len(where)))
    return frame


def _in_order(columns: dict[str, Any], sound: np.ndarray) -> pd.DataFrame:
    """The sound events by start, end and id; each column is taken out of ``columns`` and let go."""
    kept = np.flatnonzero(sound)
    rank = np.empty(len(kept), dtype=np.int64)
    rank[pc.sort_indices(arrow_text(columns["id"]).take(pa.array(kept))).to_numpy()] = np.arange(len(kept))
    order = kept[np.lexsort((rank, *(columns[name][kept].astype(np.int64) for name in ("end", "start"))))]
    ordered = {}
    for name in tables.EVENTS:
        column = columns.pop(name)
        ordered[name] = getattr(column, "array", column).take(order)
    return pd.DataFrame(ordered, copy=False)


def _links(reading: _Reading, ids: pa.Array) -> pd.DataFrame:
    sheet = read_sheet(reading.folder, "links", COLUMNS["links"], "link")
    if sheet is None:
        return build_table([], tables.LINKS)
    event, to = sheet.raw("event"), sheet.raw("to")
    sheet.known(event, ids, "event", "event", "the table of events")
    sheet.known(to, ids, "to", "event", "the table of events")
    same = pc.equal(event, to).to_numpy(zero_copy_only=False)
    sheet.fault(same, "to", lambda _: "links an event to itself.", "Name another event.")
    columns = {"event": event, "to": to, "relation": sheet.word("relation", vocabulary.RELATIONS)}
    where = pa.array(np.flatnonzero(sheet.sound))
    return pd.DataFrame({name: as_column(values.take(where)) for name, values in columns.items()}, copy=False)


def named_events(large: Large, names: Iterable[str]) -> dict[str, EventEntry]:
    """Those of the named events that are there, with their claims' texts: what corrections and topics speak of."""
    wanted = set(names)
    there = large.events.loc[large.events["id"].isin(wanted), "id"].tolist()
    claims = large.claims[large.claims["event"].isin(there)]
    texts = claims.groupby("event", sort=False)["text"].agg(list).to_dict()
    return {
        event: EventEntry.model_construct(
            claims=tuple(ClaimEntry.model_construct(text=text) for text in texts.get(event, []))
        )
        for event in there
    }
