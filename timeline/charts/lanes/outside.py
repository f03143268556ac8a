"""What lies outside an axis that opens on the densest part of time, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from timeline.charts.time_axis import years_in_words
from timeline.collection.english import count
from timeline.query.answerer import Density, Ends


class Outside(NamedTuple):
    """The events at one side of an axis.

    Attributes:
        number: how many.
        words: how many and when: "1 event lies before this axis, in 1142".
        days: the first and the last of them.
    """

    number: int
    words: str
    days: Ends


def tell_outside(density: Density, axis: str = "this axis") -> Iterator[Outside]:
    """The sides at which some lie.

    Args:
        density: of the events over the axis.
        axis: what readers know it by.
    """
    sides = (("before", density.before, density.days_before), ("after", density.after, density.days_after))
    for side, number, days in sides:
        if number:
            yield Outside(number, outside_words(number, "event", side, axis, days), days)


def outside_words(number: int, what: str, side: str, axis: str, days: Ends) -> str:
    """One side: "2 events lie after this axis, from 2090 to 2100"."""
    told = f"{count(number, what)} {'lies' if number == 1 else 'lie'} {side} {axis}"
    return ", ".join(part for part in (told, years_in_words(*days)) if part)
