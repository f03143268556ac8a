"""Names as people write them: ids and tags made of them, and which known name is meant."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from timeline.collection.english import join
from timeline.collection.entries import MAX_ID, MAX_LINE
from timeline.query.search import fold as fold_letters

NEAR = 80.0
"""From which score on a known name is shown beside a new one. No two actors of ``data/actors.yaml`` have it ("Donald
Trump" and "Donald Tusk" have 78); "Lavrow" and "Лавров" have 83, "Zelenskyy" and "Зеленський" 89. Of its publishers 31
pairs have it, such as "ABC News" and "NBC News". Such a pair costs a question; a spelling that is missed costs a second
entry."""
LEAST = 4
"""Letters of a name that is compared, at least: of "UK" and "US", one letter in two is the same, and says nothing."""
_RESERVED = "all"  # in coverage.yaml it means every theme
_LISTED = re.compile(r"[;|]")
_LISTED_WITH_COMMA = re.compile(r"[;|,]")
_BLOCK = 256  # new names that are compared at once, with all known ones of one length


class Entry(Protocol):
    """An entry of a register: an actor, a theme or a publisher; ``aliases`` are read where it has any."""

    @property
    def id(self) -> str:
        """Unique in its register."""

    @property
    def name(self) -> str:
        """The one spelling."""


class Known(NamedTuple):
    """An entry that no file holds yet."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


class Near(NamedTuple):
    """The known entry that is most like a text."""

    id: str
    name: str
    score: float
    """Of 100, from NEAR on."""


def fold(text: str) -> str:
    """A name without what people write now so and now otherwise: case, accents, punctuation, blanks.

    Full stops and apostrophes vanish ("U.S." is "US", "O’Brien" is "OBrien"), all other punctuation is a blank.
    Symbols stay: "C+" is not "C".
    """
    letters = fold_letters(unicodedata.normalize("NFKC", text))
    return " ".join("".join(map(_folded, letters)).split())


def _folded(character: str) -> str:
    if character.isalnum():
        return character
    kind = unicodedata.category(character)
    if character in "'’‘ʼʹ`´.":
        return ""
    return "" if kind in ("Mn", "Mc", "Me", "Cf") else " " if kind[0] in "PZC" else character


def make_slug(text: str) -> str:
    """An id made of a name: "Ľuboš Blaha" gives "lubos-blaha"; "" where the text has no letter and no digit."""
    from anyascii import anyascii

    plain = re.sub("['`]", "", anyascii(text[:MAX_LINE])).lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID].rstrip("-")


def make_tag(text: str) -> str:
    """A tag made of a text, in its own script: "Мирні переговори" gives "мирні-переговори".

    Marks above and below letters that have no letter of their own with them are left out: the form of a tag
    (letters, digits, single hyphens) has no place for them.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:MAX_LINE]).casefold())
    kept = "".join(c for c in folded if unicodedata.category(c)[0] != "M" and unicodedata.category(c) != "Cf")
    return "-".join(re.findall(r"[^\W_]+", kept))[:MAX_ID].rstrip("-")


def split_names(cell: str, comma: bool = False) -> list[str]:
    """The names in a cell, each once, in order: ";" and "|" stand between two.

    Args:
        cell: as written.
        comma: whether a comma does, too. It never does by itself, for "Novak, Anna" is one person; and "and" never
            does, for "Trinidad and Tobago" is one state.
    """
    parts = (_LISTED_WITH_COMMA if comma else _LISTED).split(cell)
    return [name for name in dict.fromkeys(" ".join(part.split()) for part in parts) if name]


class Names:
    """Which entry of a register a text means.

    Args:
        entries: the register.
        kind: what an entry is called in ids that nothing else is made of: "actor" gives "actor-1".

    Attributes:
        doubles: folded names that two or more entries have, with the ids of these; such a text finds none of them.
    """

    def __init__(self, entries: Iterable[Entry], kind: str = "actor") -> None:
        self._kind = kind
        self._names: dict[str, str] = {}  # id to name
        self._owners: dict[str, tuple[str, ...]] = {}  # folded to ids
        self._added: dict[str, str] = {}  # folded to id, of what was added
        self._numbers: dict[str, int] = defaultdict(lambda: 2)
        self._shown: dict[str, tuple[str, ...]] = {}  # plain to ids
        self._shelves: dict[int, _Shelf] = defaultdict(_Shelf)  # by length
        for entry in entries:
            self._take(entry.id, entry.name, getattr(entry, "aliases", ()))

    @property
    def doubles(self) -> Mapping[str, tuple[str, ...]]:
        """Folded names of several entries."""
        return {folded: ids for folded, ids in self._owners.items() if len(ids) > 1}

    def told(self) -> list[str]:
        """A sentence for each name that two or more entries have."""
        return [
            f"{join(list(ids))} have the name “{folded}” in common; a cell with this name finds none of them. Write "
            "the id there, or change a name or alias."
            for folded, ids in self.doubles.items()
        ]

    def find(self, text: str) -> str:
        """The id of the entry that a text names: by its id as written, else by name or alias, both folded; else ""."""
        if text in self._names:
            return text
        owners = self._owners.get(_key(text), ())
        return owners[0] if len(owners) == 1 else ""

    def near(self, text: str) -> Near | None:
        """The known entry that is most like a text; many texts are quicker together (:meth:`nearest`)."""
        return self.nearest([text])[0]

    def nearest(self, texts: Sequence[str]) -> list[Near | None]:
        """For each text the known entry whose name or alias is most like it, from NEAR on.

        Compared are Latin letters, so that "Зеленський" is near "Zelenskyy". The score is rapidfuzz's ``ratio`` of the
        texts as they are or with their words sorted, whichever is higher: "Novak, Anna" needs the second; "Yulia"
        and "Julia", whose first letters sort them apart, the first. Ratios of parts (``partial_ratio``, ``WRatio``)
        would show each army beside every other.
        """
        plain = [_in_latin(text) for text in texts]
        found: dict[str, Near | None] = {}
        asked = sorted({text for text in plain if len(text) >= LEAST}, key=lambda text: (len(text), text))
        for first in range(0, len(asked), _BLOCK):
            block = asked[first : first + _BLOCK]
            found.update(zip(block, self._compare(block), strict=True))
        return [found.get(text) for text in plain]

    def add(self, text: str) -> str:
        """A new id for a name that :meth:`find` does not find; the same name gives the same id again.

        Raises:
            ValueError: there is nothing in the text.
        """
        key = _key(text)
        if not key:
            raise ValueError("a name is not blank")
        if key not in self._added:
            self._added[key] = self.find(text) or self._new_id(text)
            if self._added[key] not in self._names:
                self._take(self._added[key], " ".join(text.split()), ())
        return self._added[key]

    def _new_id(self, text: str) -> str:
        stem = make_slug(text)
        if stem and stem not in self._names and stem != _RESERVED:
            return stem
        stem = stem[: MAX_ID - 10].rstrip("-")  # room for a number behind it
        number = self._numbers[stem] if stem else self._numbers.get("", 1)
        while (name := f"{stem or self._kind}-{number}") in self._names:
            number += 1
        self._numbers[stem] = number + 1
        return name

    def _take(self, entry: str, name: str, aliases: Iterable[str]) -> None:
        self._names[entry] = name
        for text in (name, *aliases):
            key, plain = _key(text), _in_latin(text)
            if key and entry not in self._owners.setdefault(key, ()):
                self._owners[key] = (*self._owners[key], entry)
            if len(plain) >= LEAST and entry not in self._shown.setdefault(plain, ()):
                if not self._shown[plain]:
                    self._shelves[len(plain)].put(plain)
                self._shown[plain] = (*self._shown[plain], entry)

    def _compare(self, block: list[str]) -> list[Near | None]:
        """The nearest of each plain text; they are sorted by length, so that few known ones can be like them."""
        import numpy as np
        from rapidfuzz import fuzz, process

        best: list[tuple[float, str]] = [(0.0, "")] * len(block)
        letters = list(map(_sort_letters, block))
        # A ratio is at most 2 * shorter / (shorter + longer), so a name that is much longer or shorter is not read.
        apart = NEAR / (200 - NEAR)
        for length in range(int(len(block[0]) * apart), int(len(block[-1]) / apart) + 2):
            if length not in self._shelves:
                continue
            shelf = self._shelves[length]
            # No order of the same letters is more like another than both are when sorted. One quick look at all known
            # names leaves a few, which are then compared twice.
            bounds = process.cdist(letters, shelf.letters, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.float32)
            for row, column in zip(*(places.tolist() for places in np.nonzero(bounds)), strict=True):
                known = shelf.names[column]
                score = _score(block[row], known)
                if score >= NEAR and score > best[row][0]:
                    best[row] = score, known
        return [self._near(score, known) if score else None for score, known in best]

    def _near(self, score: float, known: str) -> Near | None:
        """None for a name of several entries: it does not say which of them may be meant."""
        ids = self._shown[known]
        return Near(ids[0], self._names[ids[0]], round(score, 1)) if len(ids) == 1 else None


class _Shelf:
    """Plain names of one length, and the letters of each in alphabetical order."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.letters: list[str] = []

    def put(self, name: str) -> None:
        self.names.append(name)
        self.letters.append(_sort_letters(name))


def _score(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return max(fuzz.ratio(one, other), fuzz.ratio(_arrange(one), _arrange(other)))


def _sort_letters(text: str) -> str:
    return "".join(sorted(text))


def _in_latin(text: str) -> str:
    """A name folded and in Latin letters, for comparing only."""
    from anyascii import anyascii

    return fold(anyascii(unicodedata.normalize("NFKC", text[:MAX_LINE])))


def _arrange(folded: str) -> str:
    return " ".join(sorted(folded.split()))


def _key(text: str) -> str:
    """What a text is looked up by: folded, or as it is where folding leaves nothing of it ("???")."""
    return fold(text[:MAX_LINE]) or " ".join(text[:MAX_LINE].split())
