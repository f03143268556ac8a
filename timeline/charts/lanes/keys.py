"""The key events, named in full above the lanes; a guide line leads from each name down through all lanes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from timeline.charts.labels import Box, text_width
from timeline.charts.lanes.lines import break_lines, in_two
from timeline.charts.lanes.stacks import Event, Mark
from timeline.charts.lanes.ticks import day_and_month, year_of
from timeline.charts.palette import LABEL_SIZE
from timeline.charts.time_axis import TimeScale

MOST_KEYS = 7
ROWS, MOST_ROWS = 3, 12
"""Rows of text above the lanes: these few, or as many as it takes to name every key event, up to the most."""
_TRIES = ((1, ROWS, True), (2, ROWS, True), (2, MOST_ROWS, True), (3, MOST_ROWS, True), (2, MOST_ROWS, False))
"""Lines of a name and rows, at most, and whether none may take another's room; the first that names them all."""
_BOLD = 1.22
"""How much wider bold letters may be than those that :func:`text_width` measures, on a page without our font, too."""
_ASIDE = 4.0
"""From a guide line to its name."""
_CLEAR = 5.0
"""Least distance between two names of one row."""

Anchor = Literal["start", "end", "middle"]


class Key(NamedTuple):
    """A key event.

    Attributes:
        event: which.
        x: pixels from the chart's left edge to its guide line.
        day: its date, short.
        lines: its name; none where there is no room for it.
        row: of the lowest line, 0 just above the axis.
        at: where the lines begin, end or have their middle, in pixels.
        anchor: which of these.
    """

    event: Event
    x: float
    day: str
    lines: tuple[str, ...] = ()
    row: int = 0
    at: float = 0.0
    anchor: Anchor = "start"

    @property
    def reach(self) -> int:
        """How many rows the guide line crosses: to the top of a name beside it, to the foot of one over it."""
        if not self.lines:
            return 0
        return self.row if self.anchor == "middle" else self.row + len(self.lines)


def place_keys(marks: Sequence[Mark], scale: TimeScale, width: float) -> list[Key]:
    """The key events by time, as many of them named as have room, the weightiest lowest.

    Args:
        marks: of the key events, the weightiest first.
        scale: the time axis; where it is longer than a year, dates have their year.
        width: pixels of the whole chart.
    """
    keys = [Key(mark.event, mark.x, _day(mark, scale)) for mark in marks]
    spots = {key: tuple(_spots(key, width)) for key in keys}
    best = keys
    for lines, rows, careful in _TRIES:
        placed = _name(spots, width, lines, rows, careful=careful)
        best = placed if _named(placed) > _named(best) else best
        if _named(best) == len(keys):
            break
    return sorted(best, key=lambda key: (key.x, key.event.id))


def _named(keys: Sequence[Key]) -> int:
    return sum(bool(key.lines) for key in keys)


def _day(mark: Mark, scale: TimeScale) -> str:
    """The day and month where the day is known, "15 Aug"; else the date as everywhere in the collection."""
    if mark.shape in ("about", "earlier"):
        return mark.event.when
    day = int(mark.at)
    return f"{day_and_month(day)} {year_of(day)}" if scale.last - scale.first > 366 else day_and_month(day)


@dataclass(frozen=True, slots=True)
class _Boxes:
    """What stands in the rows: x in pixels, y in rows from the axis up."""

    names: list[Box]
    guides: list[Box]

    def admit(self, name: Box, guide: Box) -> bool:
        return not (
            any(name.overlaps(other) for other in (*self.names, *self.guides))
            or any(guide.overlaps(other) for other in self.names)
        )


def _name(spots: Mapping[Key, Sequence[Key]], width: float, lines: int, rows: int, *, careful: bool) -> list[Key]:
    """Names from the lowest row up. Carefully, none lies over the guide line of a key that has no name yet."""
    taken, waiting = _Boxes([], []), list(spots)
    found = []
    for row in range(rows):
        for key in tuple(waiting):
            others = [Box(other.x - 2, 0, other.x + 2, rows) for other in waiting if careful and other is not key]
            for tried in spots[key]:
                if len(tried.lines) > min(lines, rows - row):
                    break
                named = tried._replace(row=row)
                name, guide = _name_box(named), Box(key.x - 2, 0, key.x + 2, named.reach)
                inside = name.left >= 0 and name.right <= width
                if inside and taken.admit(name, guide) and not any(name.overlaps(other) for other in others):
                    taken.names.append(name)
                    taken.guides.append(guide)
                    waiting.remove(key)
                    found.append(named)
                    break
    return [*found, *waiting]


def _spots(key: Key, width: float) -> Iterator[Key]:
    """Few lines before many; to the right of the guide line, to its left, over it."""
    whole = _wide(key.event.title, key.day)
    two = max(in_two(f"{key.event.title} {key.day}", LABEL_SIZE) * _BOLD, _wide("", key.day))
    three = max(0.7 * two, _wide("", key.day))
    for room, count in ((whole, 1), (two, 2), (three, 3)):
        lines = break_lines(key.event.title, room / _BOLD + 0.1, LABEL_SIZE)
        if lines and _wide(lines[-1], key.day) > room + 0.1:
            lines = (*lines, "")
        if len(lines) != count:
            continue
        half = max(map(_line_width, lines, (*[""] * (count - 1), key.day))) / 2
        named = key._replace(lines=lines)
        yield named._replace(at=key.x + _ASIDE, anchor="start")
        yield named._replace(at=key.x - _ASIDE, anchor="end")
        edge = half + _CLEAR / 2
        yield named._replace(at=min(max(key.x, edge), width - edge), anchor="middle")


def _line_width(line: str, day: str) -> float:
    return _wide(line, day) if day else text_width(line, LABEL_SIZE) * _BOLD


def _wide(name: str, day: str) -> float:
    """A bold name with its day behind it."""
    return text_width(name, LABEL_SIZE) * _BOLD + text_width(f" {day}", LABEL_SIZE)


def _name_box(key: Key) -> Box:
    count = len(key.lines)
    wide = max(map(_line_width, key.lines, (*[""] * (count - 1), key.day)))
    left = {"start": key.at, "end": key.at - wide, "middle": key.at - wide / 2}[key.anchor]
    # half the least distance on either side, but no nearer to its own guide line than it is
    spare = _CLEAR / 2 if key.anchor == "middle" else 0.0
    return Box(left - spare, key.row, left + wide + (_CLEAR if key.anchor == "start" else spare), key.row + count)
