"""The two sides of a comparison, and which claim of one is which of the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from timeline.collection.places import places_of

Rows = list[dict[str, Any]]


@dataclass
class Side:
    """The rows of one side, found by what identifies them."""

    tables: Mapping[str, Rows]
    urls: dict[str, str] = field(init=False)
    events: dict[str, dict[str, Any]] = field(init=False)
    claims: dict[str, dict[str, Any]] = field(init=False)
    places: dict[str, dict[str, str]] = field(init=False)
    """Of each claim the events that it stands in, with its id there."""

    def __post_init__(self) -> None:
        # A document is known by its address: its id is a name of the moment, and addresses may be missing.
        self.urls = {row["id"]: str(row.get("url") or row["id"]) for row in self.tables["sources"]}
        self.claims = {row["id"]: row for row in self.tables["claims"]}
        self.places = {claim: places_of({"also": (), **row}) for claim, row in self.claims.items()}
        self.events = {row["id"]: dict(row) for row in self.tables["events"]}
        for row in self.events.values():
            row["sources"] = sorted(self.urls.get(source, source) for source in row.get("sources", ()))
        for cited in self.tables.get("citations", ()):
            told = f"{self.urls[cited['source']]}: {cited.get('citing', '')}"
            self.events[cited["event"]].setdefault("citing", []).append(told)
        for link in sorted(self.tables["links"], key=lambda link: (link["relation"], link["to"])):
            self.events[link["event"]].setdefault("links", []).append(f"{link['relation']} {link['to']}")

    def stands(self, claim: str, events: set[str]) -> bool:
        """Whether a claim stands in one of these events."""
        return not events.isdisjoint(self.places[claim])

    def names(self) -> dict[str, str]:
        """Actor id to name."""
        return {row["id"]: str(row.get("name", row["id"])) for row in self.tables["actors"]}


def pair_claims(before: Side, after: Side, both: set[str]) -> dict[str, str]:
    """Which claim is which: those of one wording first (numbers move when one is put before), then by number.

    What an event held before, and names now as a claim of another event, is that claim, if nothing else is.
    """
    texts = {(row["event"], row.get("text", "")): claim for claim, row in reversed(before.claims.items())}
    pairs: dict[str, str] = {}
    rest = []
    for claim, row in after.claims.items():
        if not after.stands(claim, both):
            continue
        same = texts.pop((row["event"], row.get("text", "")), None)
        if same is None:
            rest.append(claim)
        else:
            pairs[same] = claim
    pairs |= {claim: claim for claim in rest if claim in before.claims and claim not in pairs}
    taken = set(pairs.values())
    for one, other in merged_claims(before, after, pairs).items():
        if other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def merged_claims(before: Side, after: Side, pairs: Mapping[str, str]) -> dict[str, str]:
    """Claims before that are paired with none, to the claim of another event that stands in their event now.

    That is the one with their wording, else the one that has their id there.
    """
    by_text, by_id = dict[tuple[str, str], str](), dict[str, str]()
    for claim, places in after.places.items():
        for event, place in places.items():
            if place != claim:
                by_text[event, after.claims[claim].get("text", "")] = by_id[place] = claim
    found = {}
    for claim, row in before.claims.items():
        other = by_text.get((row["event"], row.get("text", ""))) or by_id.get(claim)
        if claim not in pairs and other and other != claim:
            found[claim] = other
    return found
