"""Who there is in an invented collection: sides, organisations, people, publishers, themes and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

THEMES = (
    "diplomacy", "outages", "sanctions", "energy", "prisoners", "elections",
    "courts", "trade", "cyber", "borders", "media", "aid",
)  # fmt: skip
COUNTRIES = (
    "UA", "RU", "US", "PL", "DE", "FR", "GB", "TR", "AE", "CN", "IN", "BY", "MD", "RO", "HU", "SK", "CZ", "AT", "CH",
    "IT", "ES", "NL", "BE", "DK", "NO", "SE", "FI", "EE", "LV", "LT", "GE", "AM", "AZ", "KZ", "IL", "QA", "SA", "EG",
    "BR", "ZA",
)  # fmt: skip
LANGUAGES = ("en", "uk", "ru", "de", "fr", "tr", "pl", "ar")
_CONSONANTS, _VOWELS = ("b", "d", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh"), tuple("aeiou")


@dataclass(frozen=True)
class World:
    """What events are made of; ids follow from position."""

    actors: list[dict[str, Any]]
    """Sides first, then organisations, then people: two levels of ``member_of``."""
    sides: np.ndarray
    """For each actor the position of its side."""
    publishers: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    places: list[tuple[str, str, float, float]]
    """Name, country, latitude, longitude."""


def make_world(events: int, random: np.random.Generator) -> World:
    """A world that grows with the collection, far slower than the number of events."""
    size = max(events, 1) ** 0.5
    sides, organisations = int(min(6 + size / 50, 24)), int(min(10 + size / 8, 130))
    people, publishers = int(min(20 + size / 2, 520)), int(min(12 + size / 7, 150))
    names = invent_names(sides + organisations + people + publishers + 200, random)
    actors: list[dict[str, Any]] = []
    member_of = [-1] * sides
    member_of += zipf(sides, organisations, random).tolist()
    member_of += (sides + zipf(organisations, people, random)).tolist()
    of_side: list[int] = []
    for number, wider in enumerate(member_of):
        kind, name = _named(number, sides, organisations, names)
        actor = {"id": name.lower().replace(" ", "-"), "name": name, "kind": kind}
        if wider >= 0:
            actor["member_of"] = actors[wider]["id"]
        actors.append(actor)
        of_side.append(number if wider < 0 else of_side[wider])
    rest = names[len(actors) :]
    return World(
        actors=actors,
        sides=np.array(of_side),
        publishers=[_publisher(number, rest[number], actors, sides) for number in range(publishers)],
        themes=[{"id": name, "name": name.capitalize()} for name in THEMES],
        places=_places(rest[publishers:], random),
    )


def zipf(values: int, size: int, random: np.random.Generator, exponent: float = 1.0) -> np.ndarray:
    """Positions below ``values``: few are drawn often and many seldom."""
    weights = np.arange(1, values + 1) ** -exponent
    return np.searchsorted(np.cumsum(weights) / weights.sum(), random.random(size)).clip(max=values - 1)


def invent_names(count: int, random: np.random.Generator) -> list[str]:
    """Different names that one can say, such as Kovadim; capitalised."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = [
            str(random.choice(_CONSONANTS)) + str(random.choice(_VOWELS)) for _ in range(int(random.integers(2, 5)))
        ]
        found.setdefault("".join(syllables).capitalize())
    return list(found)


def _named(number: int, sides: int, organisations: int, names: list[str]) -> tuple[str, str]:
    if number < sides:
        return "state", names[number]
    if number < sides + organisations:
        return "organisation", f"{('Ministry', 'Army', 'Council', 'Agency')[number % 4]} {names[number]}"
    return "person", f"{names[number % sides + sides]} {names[number]}"


def _publisher(number: int, name: str, actors: list[dict[str, Any]], sides: int) -> dict[str, Any]:
    record = {"id": f"{name.lower()}-news", "name": f"{name} News", "control": "private"}
    if number % 5 == 3:
        record |= {"control": ("state-run", "official")[number % 2], "controlled_by": actors[number % sides]["id"]}
    elif number % 11 == 7:
        record |= {"weak": "true", "weak_because": "retells others without naming them"}
    return record


def _places(names: list[str], random: np.random.Generator) -> list[tuple[str, str, float, float]]:
    latitudes, longitudes = random.uniform(-40, 65, len(names)), random.uniform(-120, 140, len(names))
    countries = zipf(len(COUNTRIES), len(names), random)
    found = zip(names, countries, latitudes.round(3), longitudes.round(3), strict=True)
    return [(name, COUNTRIES[country], float(lat), float(lon)) for name, country, lat, lon in found]
