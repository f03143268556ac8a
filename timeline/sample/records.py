"""Events, sources, claims and positions of an invented collection, as Arrow tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from timeline.collection.vocabulary import SOURCE_KINDS
from timeline.sample.prose import Prose
from timeline.sample.world import LANGUAGES, World, zipf

FIRST_DAY = np.datetime64("2014-01-01", "D")
DAYS = 4_560
_STANCES = ("asserts", "denies", "questions", "declines")


@dataclass(frozen=True)
class Sheets:
    """The four large tables, with the columns that ``docs/large-collections.md`` lists."""

    events: pa.Table
    sources: pa.Table
    claims: pa.Table
    positions: pa.Table


def make_sheets(count: int, world: World, random: np.random.Generator) -> Sheets:
    """Tables of ``count`` events in which everything that is named exists."""
    prose = Prose(random, count)
    days = _days(count, random)
    ids = numbered("event", count)
    actor_bounds, actors = _actors(count, world, random)
    sources, cited_bounds, cited = _sources(count, days, world, prose, random)
    claims, positions = _claims(ids, days, (actor_bounds, actors), (cited_bounds, cited), world, prose, random)
    speakers = text([actor["name"] for actor in world.actors]).take(pa.array(actors[actor_bounds[:-1]]))
    theme_bounds, themes = _distinct(1 + (random.random(count) < 0.25), len(world.themes), random, 0.8)
    places = zipf(len(world.places), count, random, 0.8)
    unplaced = random.random(count) < 0.2
    place = {
        name: pa.array([entry[column] for entry in world.places]).take(pa.array(places, mask=unplaced))
        for column, name in enumerate(("place", "country", "lat", "lon"))
    }
    events = pa.table(
        {
            "id": ids,
            "title": prose.titles(speakers),
            "when": _whens(days, random),
            **place,
            "actors": lists(actor_bounds, actors, text([actor["id"] for actor in world.actors])),
            "themes": lists(theme_bounds, themes, text([theme["id"] for theme in world.themes])),
            "summary": prose.summaries(count),
            "sources": lists(cited_bounds, cited, sources["id"].combine_chunks()),
        }
    )
    return Sheets(events, sources, claims, positions)


def text(values: list[str]) -> pa.Array:
    """Arrow text."""
    return pa.array(values, pa.large_string())


def numbered(word: str, count: int) -> pa.Array:
    """word-0, word-1, ..."""
    return text([f"{word}-{number}" for number in range(count)])


def lists(bounds: np.ndarray, codes: np.ndarray, names: pa.Array) -> pa.Array:
    """A column of lists of names, dictionary-encoded."""
    values = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), names)
    return pa.LargeListArray.from_arrays(pa.array(bounds.astype(np.int64)), values)


def _days(count: int, random: np.random.Generator) -> np.ndarray:
    """Days after FIRST_DAY: half spread out and growing denser, half in bursts of about two weeks."""
    spread = (random.random(count) ** 0.6 * DAYS).astype(np.int64)
    bursts = random.integers(0, DAYS, max(4, int(count**0.4)))
    near = bursts[zipf(len(bursts), count, random, 0.7)] + (random.exponential(7, count)).astype(np.int64)
    return np.where(random.random(count) < 0.5, spread, near.clip(max=DAYS - 1))


def _whens(days: np.ndarray, random: np.random.Generator) -> pa.Array:
    """EDTF: mostly days, some ranges, months, about-months, quarters and years."""
    dates = FIRST_DAY + days
    day = np.datetime_as_string(dates)
    month = np.datetime_as_string(dates.astype("datetime64[M]"))
    year = np.datetime_as_string(dates.astype("datetime64[Y]"))
    later = np.datetime_as_string(dates + random.integers(1, 12, len(days)))
    quarter = 33 + (dates.astype("datetime64[M]").astype(np.int64) % 12) // 3
    kind = random.random(len(days))
    found = day.astype("U21")
    for above, texts in (
        (0.80, np.char.add(np.char.add(day, "/"), later)),
        (0.88, month),
        (0.92, np.char.add(month, "~")),
        (0.94, np.char.add(day, "?")),
        (0.96, np.char.add(np.char.add(year, "-"), quarter.astype("U2"))),
        (0.98, year),
        (0.995, np.char.add(day, "/..")),
    ):
        found = np.where(kind >= above, texts, found)
    return pa.array(found, pa.large_string())


def _distinct(
    lengths: np.ndarray, values: int, random: np.random.Generator, exponent: float
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds and codes of short lists without repeats."""
    rows = np.repeat(np.arange(len(lengths)), lengths)
    keys = rows * values + zipf(values, len(rows), random, exponent)
    _, first = np.unique(keys, return_index=True)
    first.sort()
    bounds = np.searchsorted(rows[first], np.arange(len(lengths) + 1))
    return bounds, keys[first] % values


def _actors(count: int, world: World, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    lengths = 1 + np.minimum(random.poisson(1.4, count), 7)
    bounds, codes = _distinct(lengths, len(world.actors), random, 0.9)
    # People and organisations are named most: the busiest number is not always a side.
    shuffled = np.random.default_rng(7).permutation(len(world.actors))
    return bounds, shuffled[codes]


def _sources(
    count: int, days: np.ndarray, world: World, prose: Prose, random: np.random.Generator
) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Documents, and for each event which of them: documents are shared by events of nearby days."""
    documents = max(3, int(count * 1.1))
    in_order = np.argsort(days, kind="stable")
    rank = np.empty(count, dtype=np.int64)
    rank[in_order] = np.arange(count)
    lengths = 1 + np.minimum(random.poisson(1.3, count), 6)
    rows = np.repeat(np.arange(count), lengths)
    near = (rank[rows] * documents // max(count, 1) + random.integers(0, 12, len(rows))) % documents
    keys = rows * documents + near
    _, first = np.unique(keys, return_index=True)
    first.sort()
    bounds = np.searchsorted(rows[first], np.arange(count + 1))
    about = days[in_order][np.minimum(np.arange(documents) * count // documents, count - 1)]
    published = np.datetime_as_string(FIRST_DAY + about + random.integers(0, 4, documents))
    publishers = zipf(len(world.publishers), documents, random)
    ids = numbered("doc", documents)
    table = pa.table(
        {
            "id": ids,
            "publisher": text([p["id"] for p in world.publishers]).take(pa.array(publishers)),
            "title": prose.claims(documents),
            "url": text([f"https://example.org/{publishers[n] % 97}/{n}" for n in range(documents)]),
            "published": pa.array(published, mask=random.random(documents) < 0.03),
            "language": text(list(LANGUAGES)).take(pa.array(zipf(len(LANGUAGES), documents, random))),
            "kind": text(list(SOURCE_KINDS)).take(pa.array(random.integers(0, len(SOURCE_KINDS), documents))),
        }
    )
    return table, bounds, near[first]


def _claims(
    ids: pa.Array,
    days: np.ndarray,
    actors: tuple[np.ndarray, np.ndarray],
    cited: tuple[np.ndarray, np.ndarray],
    world: World,
    prose: Prose,
    random: np.random.Generator,
) -> tuple[pa.Table, pa.Table]:
    """One claim an event on average, each with one to four positions of actors of the event or of others."""
    per_event = np.minimum(random.poisson(1.0, len(ids)), 6)
    event = np.repeat(np.arange(len(ids)), per_event)
    number = np.arange(len(event)) - np.repeat(np.cumsum(per_event) - per_event, per_event) + 1
    names = [f"event-{row}#{place}" for row, place in zip(event.tolist(), number.tolist(), strict=True)]
    claims = pa.table({"id": text(names), "event": ids.take(pa.array(event)), "text": prose.claims(len(event))})
    claim = np.repeat(np.arange(len(event)), 1 + np.minimum(random.poisson(0.8, len(event)), 3))
    row, size = event[claim], len(claim)
    own = random.random(size) < 0.7
    speaker = np.where(own, _one_of(*actors, row, random), zipf(len(world.actors), size, random, 0.9))
    stance = np.searchsorted([0.6, 0.82, 0.93], random.random(size))
    said = np.datetime_as_string(FIRST_DAY + days[row] + random.integers(0, 60, size))
    source = _one_of(*cited, row, random)
    positions = pa.table(
        {
            "claim": claims["id"].combine_chunks().take(pa.array(claim)),
            "actor": text([actor["id"] for actor in world.actors]).take(pa.array(speaker)),
            "stance": text(list(_STANCES)).take(pa.array(stance)),
            "date": pa.array(said, mask=random.random(size) < 0.05),
            "source": numbered("doc", int(source.max()) + 1 if size else 0).take(pa.array(source)),
        }
    )
    return claims, positions


def _one_of(bounds: np.ndarray, codes: np.ndarray, rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """For each row one of its codes."""
    lengths = (bounds[1:] - bounds[:-1])[rows]
    found: np.ndarray = codes[bounds[rows] + (random.random(len(rows)) * lengths).astype(np.int64)]
    return found
