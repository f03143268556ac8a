"""Whether the rows of a snapshot fit each other: anybody can write a file with rows of their own and a right hash."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, NoReturn

import pandas as pd

from timeline.collection import vocabulary
from timeline.collection.edtf import DateError, parse_edtf
from timeline.collection.entries import TAG
from timeline.collection.extras import unpack_extra
from timeline.collection.places import further_places, number_of
from timeline.collection.tables import TUPLE, About
from timeline.evidence.support import HELD
from timeline.snapshots.errors import Damaged
from timeline.snapshots.selection import FROZEN


class _Rule(NamedTuple):
    """What the cells of a column may say; in a column of lists, the items of each cell."""

    table: str
    column: str
    allowed: str | Collection[str] = ""
    """A table whose ids it names, or a vocabulary; "" for anything."""
    needed: bool = True
    """Whether it has to say something."""


_DATES = (
    *(("events", "when"), ("sources", "published"), ("positions", "date")),
    *(("searches", "date"), ("corrections", "date")),
)
"""Table and column of dates in EDTF; where nothing is known they are empty."""

_RULES = (
    _Rule("events", "actors", "actors"),
    _Rule("events", "sides", "actors"),
    _Rule("events", "themes", "themes"),
    _Rule("events", "sources", "sources"),
    _Rule("events", "publishers", "publishers"),
    _Rule("events", "figures_by", "actors", needed=False),
    _Rule("events", "tags"),
    _Rule("events", "title"),
    _Rule("events", "when"),
    _Rule("events", "precision", vocabulary.PRECISIONS),
    _Rule("events", "support", vocabulary.SUPPORTS),
    _Rule("events", "contest", vocabulary.CONTESTS, needed=False),
    _Rule("claims", "event", "events"),
    _Rule("claims", "contest", vocabulary.CONTESTS),
    _Rule("positions", "claim", "claims"),
    _Rule("positions", "event", "events"),
    _Rule("positions", "actor", "actors"),
    _Rule("positions", "side", "actors"),
    _Rule("positions", "source", "sources"),
    _Rule("positions", "further_sources", "sources"),
    _Rule("positions", "stance", vocabulary.STANCES),
    _Rule("searches", "claim", "claims"),
    _Rule("searches", "event", "events"),
    _Rule("searches", "date"),
    _Rule("searches", "found", vocabulary.FOUND),
    _Rule("searches", "by"),
    _Rule("citations", "event", "events"),
    _Rule("citations", "source", "sources"),
    _Rule("sources", "publisher", "publishers"),
    _Rule("sources", "via", "publishers", needed=False),
    _Rule("sources", "kind", vocabulary.SOURCE_KINDS, needed=False),
    _Rule("publishers", "name"),
    _Rule("publishers", "control", vocabulary.CONTROLS),
    _Rule("publishers", "controlled_by", "actors", needed=False),
    _Rule("publishers", "controlled_by_side", "actors", needed=False),
    _Rule("themes", "name"),
    _Rule("actors", "name"),
    _Rule("actors", "kind", vocabulary.ACTOR_KINDS),
    _Rule("actors", "member_of", "actors", needed=False),
    _Rule("actors", "side", "actors"),
    _Rule("actors", "line", "actors"),
    _Rule("links", "event", "events"),
    _Rule("links", "to", "events"),
    _Rule("links", "relation", vocabulary.RELATIONS),
    _Rule("topic_claims", "topic", "topics"),
    _Rule("topic_claims", "claim", "claims"),
    _Rule("topic_claims", "bears", ("affirms", "negates")),
    _Rule("statements", "source", "sources"),
    _Rule("statements", "claims", "claims"),
    _Rule("statements", "number"),
    _Rule("statements", "wording"),
    _Rule("coverage", "theme", "themes"),
    _Rule("coverage", "level", vocabulary.COVERAGE_LEVELS),
    _Rule("corrections", "kind", vocabulary.CORRECTION_KINDS),
    _Rule("strikes", "date"),
)


def check_rows(frames: Mapping[str, pd.DataFrame], about: About) -> None:
    """Refuses rows that no record can have: pages take for granted what the loader has checked.

    Args:
        frames: the tables of a snapshot.
        about: what its collection says of itself.

    Raises:
        Damaged: a row lacks what every row of its kind has, says what none can, names a row that is not there, or has
            the id of another.
    """
    ids = {name: frames[name]["id"] for name in frames if "id" in FROZEN[name]}
    for name, column in ids.items():
        if column.duplicated().any() or column.eq("").any():
            _refuse(f"ids of its {name} are missing or occur twice")
    known = {name: set(column) for name, column in ids.items()}
    for rule in _RULES:
        _check_cells(frames[rule.table][rule.column], rule, known)
    for table, dated in _DATES:
        _check_dates(f"{table}.{dated}", frames[table][dated])
    _check_dates("collection.default_period", [about.default_period])
    _check_pairs(frames, about)
    _check_places(frames)
    _check_own_words(frames["events"])


def _check_cells(cells: pd.Series, rule: _Rule, ids: Mapping[str, Collection[str]]) -> None:
    """Refuses cells that break their rule.

    Raises:
        Damaged: one does.
    """
    listed = FROZEN[rule.table][rule.column][0] == TUPLE
    found = {item for items in cells for item in items} if listed else set(cells.dropna())
    if rule.needed and (cells.isna().any() or any(not str(item).strip() for item in found)):
        _refuse(f"its {rule.table} have rows without {rule.column}")
    if rule.allowed:
        is_reference = isinstance(rule.allowed, str)
        allowed = ids[rule.allowed] if isinstance(rule.allowed, str) else rule.allowed
        if wrong := sorted(found - {"", *allowed}):
            lacks = "which it does not hold" if is_reference else f"which is none of: {', '.join(allowed)}"
            _refuse(f"{rule.table}.{rule.column} {'names' if is_reference else 'says'} {wrong[0]!r:.60}, {lacks}")


def _check_dates(name: str, cells: Iterable[str]) -> None:
    """Refuses dates that are none.

    Raises:
        Damaged: one is none.
    """
    for text in set(cells) - {""}:
        try:
            parse_edtf(text)
        except DateError as error:
            _refuse(f"its {name} cannot be read: {error!s:.200}")


def _check_pairs(frames: Mapping[str, pd.DataFrame], about: About) -> None:
    """Refuses what one row needs because of what another column or table says.

    Raises:
        Damaged: it is not there.
    """
    if not frames["claims"]["id"].isin(frames["positions"]["claim"]).all():
        _refuse("its claims have one on which nobody takes a position")
    publishers, events = frames["publishers"], frames["events"]
    if (publishers["control"].isin(HELD) & publishers["controlled_by"].eq("")).any():
        _refuse("its publishers have one that is controlled, and not by whom")
    counted = [figure.id for figure in about.figures]
    if (events[counted].notna().any(axis=1) & events["figures_by"].eq("")).any():
        _refuse("its events have figures, and not by whose count")


def _check_places(frames: Mapping[str, pd.DataFrame]) -> None:
    """Refuses further places of claims that are no places of its events, or are a claim's already.

    Raises:
        Damaged: one is.
    """
    places = further_places(frames["claims"])
    if not places["event"].isin(frames["events"]["id"]).all() or not places["id"].map(number_of).gt(0).all():
        _refuse("claims.also names a place that none of its events has")
    if pd.concat([frames["claims"]["id"], places["id"]]).duplicated().any():
        _refuse("claims.also names the place of another claim")


def _check_own_words(events: pd.DataFrame) -> None:
    """Refuses tags that are none, and other values of events that are no texts by name.

    Raises:
        Damaged: one is so.
    """
    if wrong := sorted(tag for tag in {tag for tags in events["tags"] for tag in tags} if not TAG.fullmatch(tag)):
        _refuse(f"events.tags has {wrong[0]!r:.60}, which is no tag")
    for text in set(events["extra"]) - {""}:
        try:
            found = unpack_extra(text)
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            _refuse(f"events.extra cannot be read: {text!r:.60}")


def _refuse(what: str) -> NoReturn:
    """Raises Damaged.

    Raises:
        Damaged: always.
    """
    raise Damaged(f"The snapshot's hash is right, but {what}.")
