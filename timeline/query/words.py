"""A filter as a phrase in English."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.collection.english import day_in_words, join
from timeline.query.facets import IN_PLACE, Facet
from timeline.query.filter import Filter


def describe(flt: Filter, names: Mapping[str, Mapping[str, str]]) -> str:
    """The phrase that stands over a view: "Diplomacy events involving Alpha since 1 January 2026".

    Args:
        flt: the filter.
        names: for each facet the names of its values.
    """
    chosen = {facet: _chosen(flt, facet, names[facet.param]) for facet in IN_PLACE if flt.values(facet.param)}
    before = [words for facet, words in reversed(chosen.items()) if not facet.phrase]
    after = [facet.phrase.format(words) for facet, words in chosen.items() if facet.phrase]
    parts = [
        *before,
        "events",
        *after,
        _period(flt),
        f"mentioning “{flt.q}”" if flt.q else "",
        f"as known on {day_in_words(flt.known)}" if flt.known else "",
    ]
    phrase = " ".join(part for part in parts if part)
    return "All events" if phrase == "events" else phrase[0].upper() + phrase[1:]


def _chosen(flt: Filter, facet: Facet, names: Mapping[str, str]) -> str:
    words = facet.clauses or names
    told = [words.get(value, value) for value in flt.values(facet.param)]
    every = flt.together and facet.wider
    return join([_inside(name) for name in told] if facet.common else told, "and" if every else "or")


def _period(flt: Filter) -> str:
    certainly = "certainly " if flt.certain and (flt.start or flt.end) else ""
    if flt.start and flt.end:
        if flt.start == flt.end:
            return f"{certainly}on {day_in_words(flt.start)}"
        return f"{certainly}from {day_in_words(flt.start)} to {day_in_words(flt.end)}"
    if flt.start:
        return f"{certainly}since {day_in_words(flt.start)}"
    return f"{certainly}until {day_in_words(flt.end)}" if flt.end else ""


def _inside(name: str) -> str:
    """A theme's name inside a sentence: "Floods" becomes "floods", "NATO" stays."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
