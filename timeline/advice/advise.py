"""All advice on a collection, less what its editors have answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from timeline.advice.claims import claims_nobody_asserts, positions_before_events, same_claims
from timeline.advice.documents import agencies_as_press, press_that_cites_agencies
from timeline.advice.heavy_days import days_without_event, events_without_figures
from timeline.advice.items import Item
from timeline.advice.names import Names
from timeline.advice.places import Places
from timeline.advice.reviewed import FILE, LIST, Reviewed
from timeline.advice.titles import figures_in_titles
from timeline.collection.list_entries import ReviewedEntry
from timeline.collection.problems import Problem
from timeline.collection.series import Daily
from timeline.collection.tables import Tables


@dataclass(frozen=True, slots=True)
class Advice:
    """What is left to look at.

    Attributes:
        items: those that nobody has answered, by kind; and those whose facts have moved since.
        moved: the answers to the latter, by key.
        answered: how many are answered.
        idle: entries of ``reviewed.yaml`` that answer nothing any more.
    """

    items: tuple[Item, ...]
    moved: dict[str, ReviewedEntry]
    answered: int
    idle: tuple[Problem, ...]


def find_advice(tables: Tables, daily: Daily | None, folder: Path) -> Iterator[Item]:
    """Every item, answered or not, by kind.

    Args:
        tables: the record.
        daily: its series; None where it declares none.
        folder: where its files are, for the lines.
    """
    places, names = Places(folder), Names(tables.actors)
    yield from figures_in_titles(tables, places)
    yield from positions_before_events(tables, places, names)
    if daily and daily.series.theme:
        yield from events_without_figures(tables, daily, places)
    yield from claims_nobody_asserts(tables, places, names)
    if daily and daily.series.theme:
        yield from days_without_event(tables, daily)
    yield from same_claims(tables, places)
    yield from agencies_as_press(tables, places)
    yield from press_that_cites_agencies(tables, places)


def advise(tables: Tables, daily: Daily | None, folder: Path, reviewed: Reviewed) -> Advice:
    """The items that ``reviewed`` does not answer. An answer holds while the facts are those that it was given to."""
    items, moved, answered, keys = list[Item](), dict[str, ReviewedEntry](), 0, set[str]()
    for item in find_advice(tables, daily, folder):
        keys.add(item.key)
        answer = reviewed.answers.get(item.key)
        if answer and answer.facts == item.digest:
            answered += 1
            continue
        items.append(item)
        if answer:
            moved[item.key] = answer
    # what an event that was left out would say is not known
    idle = (
        {} if tables.events_left_out else {key: reviewed.lines.get(key) for key in reviewed.answers if key not in keys}
    )
    message, mend = "answers nothing any more: {}.", "Delete the entry."
    told = (Problem(FILE, LIST, message.format(key), mend, line=line) for key, line in idle.items())
    return Advice(tuple(items), moved, answered, tuple(told))
