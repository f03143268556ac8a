"""Where the titles of events may stand: greedy placement of text boxes that overlap nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Literal

Align = Literal["left", "right"]

ELLIPSIS = "…"
_LEAST = 16

# Widths in em of Helvetica and its metric twins. Source Sans, which Streamlit brings along, is narrower, so
# that a page without it still keeps labels apart.
_NARROW = frozenset("iljftrI.,:;'’‘!|()[]/\\-– \u00a0")
_WIDE = frozenset("mwMW@%—…&")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, x to the right and y upward."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )

    def contains(self, other: Box) -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )


@dataclass(frozen=True, slots=True)
class Anchor:
    """One mark that asks for a label.

    Attributes:
        key: what the label belongs to.
        text: the whole title.
        spots: (x, y, align) in the order of preference: the text starts ("left") or ends ("right") at x,
            its middle at height y.
        room: the label must lie inside this box.
    """

    key: str
    text: str
    spots: tuple[tuple[float, float, Align], ...]
    room: Box


@dataclass(frozen=True, slots=True)
class Label:
    """A label that found its place."""

    key: str
    text: str
    x: float
    y: float
    align: Align
    box: Box


def text_width(text: str, size: float) -> float:
    """Estimated width in pixels, a little generous.

    >>> text_width("Geneva", 10) < text_width("GENEVA", 10)
    True
    """
    return size * _width_em(text)


def shorten(text: str, width: float, size: float) -> str:
    """The text, cut after a word so that it fits the width; '' if too little would be left to tell anything.

    >>> shorten("Novak tells Alpha TV that the council is not ready", 130, 11)
    'Novak tells Alpha TV…'
    """
    words = text.split()
    if text_width(" ".join(words), size) <= width:
        return " ".join(words)
    # In em, so that letters are measured once whatever the size. ``ends`` are the right edges of the words, each with
    # the space behind it, which the last word of a line does not need.
    left = width / size - _em(ELLIPSIS)
    ends = list(accumulate(_width_em(word) + _em(" ") for word in words))
    count = sum(end - _em(" ") <= left for end in ends)
    while count and len(words[count - 1]) <= 3 and words[count - 1].islower():
        count -= 1  # "Anna says that she is…" reads no better than "Anna says that…"
    kept = " ".join(words[:count]).rstrip(",;:–-")
    return kept + ELLIPSIS if len(kept) >= _LEAST else ""


def place_labels(
    anchors: Iterable[Anchor],
    obstacles: Iterable[Box],
    *,
    size: float,
    widths: Sequence[float],
    limit: int,
) -> list[Label]:
    """As many labels as fit, first come first served.

    Args:
        anchors: the weightiest first.
        obstacles: boxes that no label may touch: marks, bars, names.
        size: height of the letters in pixels.
        widths: greatest widths of a label: the greatest that fits is taken.
        limit: no more labels than this.

    Returns:
        The placed labels in the order of their anchors; no box overlaps another, an obstacle or its
        room's edge.
    """
    taken, placed = _Shelves(obstacles), list[Label]()
    for anchor in anchors:
        if len(placed) == limit:
            break
        label = _place(anchor, taken, size, widths)
        if label:
            taken.add(label.box)
            placed.append(label)
    return placed


def _place(anchor: Anchor, taken: _Shelves, size: float, widths: Sequence[float]) -> Label | None:
    """The longest text that fits somewhere; the shortest is tried first, since most fail with it already."""
    # A longer text of the same title needs more room in the same spots: where the short one fails, all do. So one try
    # decides about most anchors of a crowded chart, and the longest text that found a place is kept.
    found = None
    for width in sorted(widths):
        text = shorten(anchor.text, width, size)
        if not text or (found and text == found.text):
            continue
        longer = _fit(anchor, text, taken, size)
        if longer is None:
            break
        found = longer
    return found


def _fit(anchor: Anchor, text: str, taken: _Shelves, size: float) -> Label | None:
    # A line of text is 1.2 times as high as its letters' size.
    width, half = text_width(text, size), size * 0.6
    for x, y, align in anchor.spots:
        left = x if align == "left" else x - width
        box = Box(left, y - half, left + width, y + half)
        if anchor.room.contains(box) and taken.are_free(box):
            return Label(anchor.key, text, x, y, align, box)
    return None


class _Shelves:
    """Boxes by the strips of height that they touch.

    Hundreds of titles are tried in six spots each, and every try would look at every mark. Two boxes overlap only where
    they share a strip, and a title touches two strips of perhaps fifty.
    """

    _HEIGHT = 16.0

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._shelves: dict[int, list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for shelf in self._touched(box):
            self._shelves.setdefault(shelf, []).append(box)

    def are_free(self, box: Box) -> bool:
        return not any(box.overlaps(other) for shelf in self._touched(box) for other in self._shelves.get(shelf, ()))

    def _touched(self, box: Box) -> range:
        return range(int(box.bottom // self._HEIGHT), int(box.top // self._HEIGHT) + 1)


@lru_cache(maxsize=20_000)
def _width_em(text: str) -> float:
    return sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.31
    if letter in _WIDE:
        return 0.92
    if letter > "\u2e7f":
        return 1.0
    return 0.7 if letter.isupper() else 0.56
