"""A filter as a phrase in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from timeline.collection.vocabulary import CONTESTS, SUPPORTS
from timeline.query.names import country_name

if TYPE_CHECKING:
    from timeline.query.collection import Collection
    from timeline.query.filter import Filter


def describe(flt: Filter, record: Collection) -> str:
    """The phrase that stands over a view: "Diplomacy events involving Russia since 1 January 2026"."""
    parts = [
        _join([SUPPORTS[value].lower() for value in flt.support]),
        _join([_inside(record.theme_names.get(value, value)) for value in flt.themes]),
        "events",
        _with("involving", [record.actor_names.get(a, a) for a in flt.actors], "and" if flt.together else "or"),
        _claims(flt),
        _with("in", [country_name(value) for value in flt.countries]),
        _with("reported by", [record.publisher_names.get(value, value) for value in flt.publishers]),
        _period(flt),
        f"mentioning “{flt.q}”" if flt.q else "",
        f"as known on {day_in_words(flt.known)}" if flt.known else "",
    ]
    phrase = " ".join(part for part in parts if part)
    return "All events" if phrase == "events" else phrase[0].upper() + phrase[1:]


def day_in_words(day: date) -> str:
    """9 February 2026."""
    return f"{day.day} {day:%B} {day.year}"


def _claims(flt: Filter) -> str:
    return f"with claims that are {_join([CONTESTS[value].lower() for value in flt.contest])}" if flt.contest else ""


def _period(flt: Filter) -> str:
    certainly = "certainly " if flt.certain and (flt.start or flt.end) else ""
    if flt.start and flt.end:
        if flt.start == flt.end:
            return f"{certainly}on {day_in_words(flt.start)}"
        return f"{certainly}from {day_in_words(flt.start)} to {day_in_words(flt.end)}"
    if flt.start:
        return f"{certainly}since {day_in_words(flt.start)}"
    return f"{certainly}until {day_in_words(flt.end)}" if flt.end else ""


def _with(preposition: str, names: Sequence[str], conjunction: str = "or") -> str:
    return f"{preposition} {_join(names, conjunction)}" if names else ""


def _join(names: Sequence[str], conjunction: str = "or") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def _inside(name: str) -> str:
    """A theme's name inside a sentence: "Strikes" becomes "strikes", "NATO" stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
