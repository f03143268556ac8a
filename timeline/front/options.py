"""The values of a facet as a reader may choose them, each with the number of events that it would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from timeline.front.kept import kept, once_a_record
from timeline.front.place import Place
from timeline.query.facets import Facet
from timeline.query.record import Record, View

MOST_FOUND = 60
"""Values that a search among them shows at once."""


class Option(NamedTuple):
    """One value.

    Attributes:
        value: as addresses have it.
        name: as readers see it.
        events: that it would give if it were chosen.
        chosen: whether it is.
        url: the address with it chosen, or no more.
        depth: how many wider values it lies under, 0 for none.
        told: what its number counts, where it could surprise; else "".
    """

    value: str
    name: str
    events: int
    chosen: bool
    url: str
    depth: int
    told: str


class Options(NamedTuple):
    """Some values of a facet, and how many more there are."""

    shown: Sequence[Option]
    more: int


def read_options(view: View, facet: Facet, place: Place, most: int) -> Options:
    """The chosen values and those with most events in the whole record, so that they stay where they are.

    Values below a wider one stand under it; else the order is that of their events.

    Args:
        view: whose counts are shown.
        facet: of which.
        place: where the addresses lead.
        most: values that are shown without being chosen.
    """
    ranked = _ranked(view.record, facet)
    chosen = view.filter.values(facet.param)
    first = [*ranked[:most], *(value for value in chosen if value not in ranked[:most])]
    return Options(_options(view, facet, place, _in_order(view.record, facet, first)), len(ranked) - len(first))


def find_options(view: View, facet: Facet, place: Place, words: str) -> Options:
    """The values of which some name holds all words, those with most events first."""
    record = view.record
    wanted, names = words.casefold().split(), kept(record, ("names", facet.param), lambda: _all_names(record, facet))
    ranked = [v for v in _ranked(record, facet) if any(all(word in name for word in wanted) for name in names[v])]
    return Options(_options(view, facet, place, ranked[:MOST_FOUND], flat=True), max(0, len(ranked) - MOST_FOUND))


def _all_names(record: Record, facet: Facet) -> Mapping[str, list[str]]:
    """Of each value its name, and how an actor is written elsewhere; in small letters."""
    names = record.facet_names[facet.param]
    others = _aliases(record) if facet.names == "actors" else {}
    return {value: [name.casefold() for name in (names[value], *others.get(value, ()))] for value in names}


@once_a_record
def _aliases(record: Record) -> Mapping[str, tuple[str, ...]]:
    return dict(zip(record.actors["id"], record.actors["aliases"], strict=True))


def _options(view: View, facet: Facet, place: Place, values: Iterable[str], *, flat: bool = False) -> list[Option]:
    names, counts = view.record.facet_names[facet.param], view.counts[facet.param]
    chosen = set(view.filter.values(facet.param))
    lines, links = _lines(view.record, facet), place.links(view.filter)
    shown, found = set[str](), []
    for value in values:
        url = links.but({facet.param: sorted(chosen ^ {value}), "event": ()})
        line = lines.get(value, (value,))
        depth = 0 if flat else sum(wider in shown for wider in line[1:])
        told = "with all who belong to it" if _has_members(view.record, facet, value) else ""
        number = int(counts.get(value, 0))
        found.append(Option(value, names[value], number, value in chosen, url, depth, told))
        shown.add(value)
    return found


def _ranked(record: Record, facet: Facet) -> list[str]:
    """All values that some event has: of few in the register's order, else by number of events."""

    def rank() -> list[str]:
        totals = record.totals[facet.param]
        names = record.facet_names[facet.param]
        there = totals[totals > 0]
        ordered = there if facet.widget == "pills" else there.sort_values(ascending=False, kind="stable")
        return [value for value in ordered.index if value in names]

    return kept(record, ("ranked", facet.param), rank)


def _in_order(record: Record, facet: Facet, values: Sequence[str]) -> list[str]:
    """Each value under the widest one of these that it belongs to, in the order in which those are first met."""
    if not facet.wider:
        return list(values)
    lines = _lines(record, facet)
    place = {value: number for number, value in enumerate(lines)}
    widest = {value: next((w for w in reversed(lines[value]) if w in values), value) for value in values}
    heads = list(dict.fromkeys(widest[value] for value in values))
    return sorted(values, key=lambda value: (heads.index(widest[value]), place[value]))


def _lines(record: Record, facet: Facet) -> Mapping[str, tuple[str, ...]]:
    """Of each value of a facet with wider ones: itself and those, the nearest first; in the register's order."""
    return _actor_lines(record) if facet.wider else {}


@once_a_record
def _actor_lines(record: Record) -> Mapping[str, tuple[str, ...]]:
    return dict(zip(record.actors["id"], record.actors["line"], strict=True))


@once_a_record
def _with_members(record: Record) -> set[str]:
    return {wider for line in _actor_lines(record).values() for wider in line[1:]}


def _has_members(record: Record, facet: Facet, value: str) -> bool:
    return facet.wider and value in _with_members(record)
