"""Events that look alike: which of them a person has to decide on, and what was decided."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from timeline.bring.duplicates import Occurrence, TooLarge, find_pairs
from timeline.bring.known import Value
from timeline.bring.recipe import DIFFERENT, LATER, SAME, Recipe
from timeline.collection.edtf import DateError, parse_edtf, when_in_words
from timeline.collection.english import count, iso_day

_FIRST_WORDS = 160
"""Letters of an event's text that help to tell it from another one."""


class Pair(NamedTuple):
    """A row and an event, known or of an earlier row, that look alike."""

    row: str
    """Key of the row."""
    event: str
    says: tuple[str, ...] = ()
    """What the row and the event say, side by side."""


class Found(NamedTuple):
    """What looks alike."""

    same: Mapping[str, str]
    """Rows that a person takes for an event: key to its id."""
    later: frozenset[str]
    """Keys of rows that wait for a decision."""
    open: tuple[Pair, ...]
    crowds: tuple[str, ...]
    """Sentences about groups that are too large to be compared."""


def compare(new: Mapping[str, tuple[str, Value]], known: Mapping[str, Value], recipe: Recipe) -> Found:
    """What looks alike among the events of new rows, and between them and known events.

    Args:
        new: of each new row by its key: the id that it would have, and the event.
        known: events that are there, by id.
        recipe: with the decisions.
    """
    events = {**known, **dict(new.values())}
    keys = {event: key for key, (event, _) in new.items()}
    decided = {(pair.row, pair.event): pair.answer for pair in recipe.pairs}
    found = find_pairs(list(_occurrences(dict(new.values()).items())), list(_occurrences(known.items())))
    # of two new rows the later one is asked about
    pairs = [
        Pair(keys[pair.other], pair.new) if pair.other in keys else Pair(keys[pair.new], pair.other)
        for pair in found.pairs
    ]
    answers = {pair: decided.get((pair.row, pair.event), "") for pair in pairs}
    return Found(
        {row: event for (row, event), answer in decided.items() if answer == SAME and row in new},
        frozenset(pair.row for pair, answer in answers.items() if answer == LATER),
        tuple(
            pair._replace(says=(f"The row: {_told(new[pair.row][1])}", f"The event: {_told(events[pair.event])}"))
            for pair, answer in answers.items()
            if answer not in (SAME, DIFFERENT, LATER)
        ),
        (*map(_crowd, found.too_large), *(("There are more pairs than are told here.",) if found.more else ())),
    )


def _told(event: Value) -> str:
    """Day, place, title and the first words of an event."""
    when = when_in_words(str(event.get("when", "")))
    place = dict(event.get("place") or {}).get("name", "")
    summary = str(event.get("summary", "")).split("\n")[0]
    first = textwrap.shorten(summary, _FIRST_WORDS, placeholder=" …") if summary != event.get("title") else ""
    return f"{when}{f', {place}' if place else ''}: {event.get('title', '')}{f'. {first}' if first else ''}"


def _crowd(group: TooLarge) -> str:
    named = f"name {group.actor}" if group.actor else "name nobody"
    return f"{count(group.size, 'row')} on {iso_day(group.day)} or a day apart {named}."


def _occurrences(events: Iterable[tuple[str, Value]]) -> Iterable[Occurrence]:
    for name, value in events:
        try:
            when = parse_edtf(str(value.get("when", "")))
        except DateError:
            continue
        if when.start is None or when.end is None:
            continue
        urls = frozenset(str(source.get("url", "")) for source in value.get("sources", {}).values())
        actors = frozenset(value.get("actors", ()))
        yield Occurrence(name, when.start, when.end, str(value.get("title", "")), actors, urls)
