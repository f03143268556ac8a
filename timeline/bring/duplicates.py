"""Pairs that may be one event, to be shown side by side: nothing here merges anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np

from timeline.bring.names import fold
from timeline.collection.entries import MAX_LINE

ALIKE = 80.0
"""From which score on two titles are alike. Two headlines of one event differ by what one of them adds, so the score is
rapidfuzz's ``token_set_ratio``, which counts neither words that only one has nor the order of words. In ``data/events``
no two events of one day ±1 with a shared actor have more than 75. Ratios of parts (``WRatio``) give 85 to any two of
them that share a name."""
ALIKE_WITHOUT_ACTORS = 90.0
"""The same of two rows that name nobody: there is less that says that they are one."""
MOST_ROWS = 2_000
"""Rows of a group that are compared: those of one actor that begin (or end) on one day, the day before or after."""
MOST_PAIRS = 10_000
"""Pairs that are told, those with the highest scores. Nobody answers more questions, and rows of one title would give
a million."""
NOBODY = ""
"""Stands for the actor of rows that name none."""
_KEPT = 1_000_000  # pairs in memory before the lower scores are dropped
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Occurrence(NamedTuple):
    """What is compared of a row or of an event."""

    key: str
    """The row's key or the event's id."""
    start: np.datetime64 | int | None
    """First day; a number counts days. None or NaT where it is open: such an occurrence is like none by it."""
    end: np.datetime64 | int | None
    """Last day, in the same way."""
    title: str
    actors: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()


class Pair(NamedTuple):
    """Two that may be one."""

    new: str
    other: str
    """Key of another new one, which comes later, or of a known one."""
    score: float
    """Of the titles, of 100."""
    same_document: bool
    """Whether both cite one address."""


class TooLarge(NamedTuple):
    """A group that was not compared."""

    day: np.datetime64
    actor: str
    """NOBODY for rows that name none."""
    size: int


@dataclass(frozen=True)
class Found:
    """What a person is asked, and what nobody looked at.

    Attributes:
        pairs: highest scores first, then in the order of the rows.
        too_large: by day and actor.
        more: whether there were more pairs than are told.
    """

    pairs: tuple[Pair, ...]
    too_large: tuple[TooLarge, ...]
    more: bool = False


def same_address(url: str) -> str:
    """What two addresses of one document have in common; an address that cannot be read is only itself.

    http is https, the host has no case; a default port, a slash at the end, the fragment and parameters ``utm_…`` do
    not count. Nothing else is left out: ``www.`` and every other parameter may be another document.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    host = parts.hostname + (f":{port}" if port not in (None, _DEFAULT_PORTS[parts.scheme]) else "")
    query = "&".join(part for part in parts.query.split("&") if not part.lower().startswith("utm_"))
    return "//" + user + host + parts.path.removesuffix("/") + (f"?{query}" if query else "")


def find_pairs(new: Sequence[Occurrence], known: Sequence[Occurrence]) -> Found:
    """Pairs of two new ones, and of a new and a known one, that may be one event.

    Two may be one where they begin on one day or a day apart, or (if one of them lasts) end so; where they have an
    actor in common or neither names any; and where their titles are alike. What only lies inside a longer one is not
    the same.

    A pair is compared in the group of either's day and of any actor that both have; a group of more than MOST_ROWS is
    told and not compared. Known ones are not compared with each other.
    """
    rows = [*new, *known]
    titles = np.array([fold(row.title[:MAX_LINE]) for row in rows], dtype=object)
    members: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for actor in row.actors or (NOBODY,):
            members[actor].append(number)
    gathered, large = _Pairs(len(rows)), dict[tuple[int, str], int]()
    starts, ends = _days(row.start for row in rows), _days(row.end for row in rows)
    is_new = np.arange(len(rows)) < len(new)
    # Two that last a day have met by their first days already.
    for days, needed in ((starts, [is_new]), (ends, [is_new, starts != ends])):
        for actor, numbers in members.items():
            cutoff = ALIKE if actor else ALIKE_WITHOUT_ACTORS
            for group in _groups(np.array(numbers), days, needed):
                if group.size > MOST_ROWS:
                    large[group.day, actor] = max(group.size, large.get((group.day, actor), 0))
                else:
                    gathered.take(*_compare(group, titles, needed, cutoff))
    pairs = tuple(
        Pair(rows[one].key, rows[other].key, round(score, 1), _share_document(rows[one], rows[other]))
        for one, other, score in gathered.best()
    )
    told = (TooLarge(np.datetime64(day, "D"), actor, size) for (day, actor), size in sorted(large.items()))
    return Found(pairs, tuple(told), gathered.more)


class _Group(NamedTuple):
    day: int
    size: int
    rows: np.ndarray
    """Of the day itself: numbers of rows."""
    others: np.ndarray
    """With which these are compared."""


def _days(given: Iterable[np.datetime64 | int | None]) -> np.ndarray:
    """Days since 1970 as datetime64[D], NaT where there is none."""
    return np.array(list(given), dtype="datetime64[D]")


def _groups(numbers: np.ndarray, days: np.ndarray, needed: Sequence[np.ndarray]) -> Iterator[_Group]:
    """The groups of one actor's rows that hold two or more, of which one is as needed."""
    of_rows = days[numbers]
    numbers, of_rows = numbers[~np.isnat(of_rows)], of_rows[~np.isnat(of_rows)].astype(np.int64)
    order = np.argsort(of_rows, kind="stable")
    numbers, of_rows = numbers[order], of_rows[order]
    distinct, starts = np.unique(of_rows, return_index=True)
    ends = np.append(starts[1:], len(of_rows))
    lows = np.searchsorted(of_rows, distinct - 1, "left")
    highs = np.searchsorted(of_rows, distinct + 1, "right")
    asked = highs - lows > 1
    for mask in needed:
        there = np.concatenate([[0], np.cumsum(mask[numbers])])
        asked &= there[highs] > there[lows]
    before = None  # the day before, where its group was compared: it has the pairs of both days
    for place in np.flatnonzero(asked):
        day, size = int(distinct[place]), int(highs[place] - lows[place])
        low = starts[place] if before == day - 1 else lows[place]
        yield _Group(day, size, numbers[starts[place] : ends[place]], numbers[low : highs[place]])
        before = day if size <= MOST_ROWS else None


def _compare(
    group: _Group, titles: np.ndarray, needed: Sequence[np.ndarray], cutoff: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of a group whose titles are alike: numbers of both rows, the lower one first, and scores."""
    sides = [(group.rows, group.others)]
    for mask in needed:  # at least one of a pair is as needed
        sides = [side for ones, others in sides for side in _either(ones, others, mask)]
    found = []
    for ones, others in sides:
        scores = _scores(titles[ones], titles[others], cutoff)
        row, column = np.nonzero(scores)
        found.append((ones[row], others[column], scores[row, column]))
    one, other, score = (np.concatenate([part[n] for part in found]) if found else np.empty(0) for n in range(3))
    apart = one != other
    return np.minimum(one, other)[apart], np.maximum(one, other)[apart], score[apart]


def _scores(ones: np.ndarray, others: np.ndarray, cutoff: float) -> np.ndarray:
    """How alike the titles are, a row for each of ``ones``; 0 below the cutoff. Equal titles are compared once."""
    from rapidfuzz import fuzz, process

    (rows, row), (columns, column) = (np.unique(titles, return_inverse=True) for titles in (ones, others))
    found = process.cdist(rows, columns, scorer=fuzz.token_set_ratio, score_cutoff=cutoff, dtype=np.float32)
    return np.asarray(found)[np.ix_(row, column)]


def _either(ones: np.ndarray, others: np.ndarray, mask: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """What to compare with what, where the mask holds for one of a pair or for both; nothing twice."""
    for side in ((ones[mask[ones]], others), (ones[~mask[ones]], others[mask[others]])):
        if all(map(len, side)):
            yield side


class _Pairs:
    """Pairs as arrays, each once; of very many, those with the highest scores."""

    def __init__(self, rows: int) -> None:
        self._rows, self._count, self.more = rows, 0, False
        self._codes: list[np.ndarray] = []
        self._scores: list[np.ndarray] = []

    def take(self, one: np.ndarray, other: np.ndarray, score: np.ndarray) -> None:
        """Adds pairs; the same ones may come again."""
        if not len(one):
            return
        self._codes.append(one.astype(np.int64) * self._rows + other)
        self._scores.append(score)
        self._count += len(one)
        if self._count > _KEPT:
            self._drop()

    def best(self) -> list[tuple[int, int, float]]:
        """MOST_PAIRS with the highest scores, equals in the order of the rows."""
        if not self._codes:
            return []
        self._drop()
        ones, others = np.divmod(self._codes[0], self._rows)
        return list(zip(ones.tolist(), others.tolist(), self._scores[0].tolist(), strict=True))

    def _drop(self) -> None:
        codes, first = np.unique(np.concatenate(self._codes), return_index=True)
        scores = np.concatenate(self._scores)[first]
        order = np.argsort(-scores, kind="stable")
        self.more |= len(order) > MOST_PAIRS
        kept = order[:MOST_PAIRS]
        self._codes, self._scores, self._count = [codes[kept]], [scores[kept]], len(kept)


def _share_document(one: Occurrence, other: Occurrence) -> bool:
    return not set(map(same_address, one.urls)).isdisjoint(map(same_address, other.urls))
