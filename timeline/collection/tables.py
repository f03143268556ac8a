"""The tables of a collection: every column, its type and what it means, in one place.

All tables are pandas DataFrames with a plain RangeIndex. Text columns hold ``str`` ("" where nothing
is known), list columns hold tuples of ids, dates are ``datetime64[s]`` at midnight UTC, bounds are
inclusive days. Numbers that may be missing are floats with NaN, counts are ``Int64`` with NA.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from timeline.collection.lead import Question
from timeline.collection.problems import Problem
from timeline.collection.series import DATE, SOURCE, Figure, Series

TEXT, TUPLE, DAY, FLAG, FLOAT, COUNT = "str", "tuple", "datetime64[s]", "bool", "float64", "Int64"

EVENTS = MappingProxyType(
    {
        "id": (TEXT, "the file name without .md"),
        "title": (TEXT, "one line, no markup"),
        "when": (TEXT, "EDTF as written in the file"),
        "when_text": (TEXT, "the date as documents word it"),
        "when_words": (TEXT, "the date in words, made from `when`: '4–5 February 2026'"),
        "start": (DAY, "first possible day; NaT where the start is open"),
        "end": (DAY, "last possible day; NaT where the end is open"),
        "precision": (TEXT, "time, day, month, season, quarter or year: the coarser of the two bounds"),
        "approximate": (FLAG, "about (~)"),
        "uncertain": (FLAG, "doubtful (?)"),
        "interval": (FLAG, "`when` names two bounds: something that lasted"),
        "place": (TEXT, "name of the place"),
        "country": (TEXT, "ISO 3166 alpha-2"),
        "lat": (FLOAT, "degrees north"),
        "lon": (FLOAT, "degrees east"),
        "actors": (TUPLE, "actor ids, as written"),
        "sides": (TUPLE, "the top of each actor's member_of chain, no repeats"),
        "themes": (TUPLE, "theme ids; the first is the event's lane"),
        "tags": (TUPLE, "words that the event is found by: slugs in small letters of any script"),
        "key": (FLAG, "one of the few events that the timeline names in full, by the editors' choice"),
        "summary": (TEXT, "Markdown"),
        "note": (TEXT, "editor's note: differing dates, translations"),
        "extra": (TEXT, "what came with it under other names: canonical JSON of texts by name, '' for nothing"),
        "sources": (TUPLE, "ids of the sources that speak of the event itself"),
        "source_count": (COUNT, "how many those are"),
        "publishers": (TUPLE, "publisher ids of those sources, no repeats"),
        "claim_count": (COUNT, "how many claims stand in it, those that another event holds included"),
        "support": (TEXT, "derived grade: vocabulary.SUPPORTS"),
        "contest": (TEXT, "derived, the most disputed of its claims: vocabulary.CONTESTS, '' without claims"),
        "figures_by": (TEXT, "actor id: whose count these figures are"),
    }
)

SOURCES = MappingProxyType(
    {
        "id": (TEXT, "the local name in the first event that cites the url"),
        "publisher": (TEXT, "publisher id"),
        "via": (TEXT, "publisher id of the site that carries the text, or ''"),
        "citing": (TEXT, "whom the document itself names as its source, in words, where all citations agree"),
        "title": (TEXT, "the document's own title, or a plain description"),
        "url": (TEXT, "http or https"),
        "published": (TEXT, "EDTF, '' if unknown"),
        "published_start": (DAY, "first possible day, NaT if unknown"),
        "published_end": (DAY, "last possible day, NaT if unknown"),
        "language": (TEXT, "ISO 639-1, '' if unknown"),
        "kind": (TEXT, "vocabulary.SOURCE_KINDS, '' if unknown"),
        "archived": (TEXT, "address of an archived copy that others keep, '' if none is known"),
        "copy_date": (TEXT, "EDTF, the day of our latest copy, '' without one"),
        "copy_sha256": (TEXT, "SHA-256 of that copy, hexadecimal"),
        "copy_words": (TEXT, "what our copies tell: copy of …, text differs between …, address gone since …"),
    }
)

CITATIONS = MappingProxyType(
    {
        "event": (TEXT, "event id"),
        "source": (TEXT, "source id: a document that its citations describe differently"),
        "citing": (TEXT, "whom the document names as its source for this event, in words"),
    }
)

CLAIMS = MappingProxyType(
    {
        "id": (TEXT, "event id, '#', number from 1"),
        "event": (TEXT, "event id: where it was first made, or where that event is not there, where it stands instead"),
        "text": (TEXT, "one proposition"),
        "contest": (TEXT, "derived: vocabulary.CONTESTS"),
        "also": (TUPLE, "further events that it stands in, by the id that it has there: event id, '#', number"),
    }
)

POSITIONS = MappingProxyType(
    {
        "claim": (TEXT, "claim id"),
        "event": (TEXT, "event id, that of the claim"),
        "actor": (TEXT, "actor id"),
        "side": (TEXT, "the top of the actor's member_of chain"),
        "stance": (TEXT, "vocabulary.STANCES"),
        "date": (TEXT, "EDTF as written, '' if unknown"),
        "date_start": (DAY, "first possible day, NaT if unknown"),
        "date_end": (DAY, "last possible day, NaT if unknown"),
        "source": (TEXT, "source id"),
        "further_sources": (TUPLE, "ids of further documents that carry this very position"),
        "note": (TEXT, "what was said, where that is narrower or other than the claim, '' if nothing is to be added"),
        "latest": (FLAG, "this actor's latest position on this claim"),
    }
)

SEARCHES = MappingProxyType(
    {
        "claim": (TEXT, "claim id"),
        "event": (TEXT, "event id"),
        "date": (TEXT, "the day on which somebody looked for what others say: YYYY-MM-DD"),
        "found": (TEXT, "vocabulary.FOUND"),
        "by": (TEXT, "who looked, in words"),
        "note": (TEXT, "what was found near the claim, '' if nothing is to be added"),
    }
)

LINKS = MappingProxyType(
    {
        "event": (TEXT, "event id"),
        "to": (TEXT, "event id"),
        "relation": (TEXT, "vocabulary.RELATIONS"),
    }
)

PUBLISHERS = MappingProxyType(
    {
        "id": (TEXT, ""),
        "name": (TEXT, "the one spelling"),
        "country": (TEXT, "ISO 3166 alpha-2 of the seat"),
        "control": (TEXT, "vocabulary.CONTROLS"),
        "controlled_by": (TEXT, "actor id, '' for private and public-service"),
        "controlled_by_side": (TEXT, "the top of that actor's member_of chain"),
        "kind": (TEXT, "newspaper, broadcaster, wire, ..."),
        "domains": (TUPLE, "registrable domains or host names of its addresses"),
        "weak": (FLAG, "shown, but corroborates nothing"),
        "weak_because": (TEXT, "why"),
        "note": (TEXT, ""),
    }
)

ACTORS = MappingProxyType(
    {
        "id": (TEXT, ""),
        "name": (TEXT, ""),
        "kind": (TEXT, "vocabulary.ACTOR_KINDS"),
        "member_of": (TEXT, "actor id or ''"),
        "side": (TEXT, "the top of the member_of chain"),
        "line": (TUPLE, "the actor and every wider actor above it, nearest first"),
        "role": (TEXT, ""),
        "aliases": (TUPLE, "other names, any script"),
    }
)

THEMES = MappingProxyType({"id": (TEXT, ""), "name": (TEXT, ""), "description": (TEXT, "")})

TOPICS = MappingProxyType({"id": (TEXT, ""), "question": (TEXT, "one question in neutral words")})

TOPIC_CLAIMS = MappingProxyType(
    {
        "topic": (TEXT, "topic id"),
        "claim": (TEXT, "claim id"),
        "bears": (TEXT, "affirms: whoever asserts the claim answers yes; negates: answers no"),
        "because": (TEXT, "the editor's reason, where the claim's words do not show it"),
    }
)

STATEMENTS = MappingProxyType(
    {
        "source": (TEXT, "source id: the document that says it"),
        "number": (COUNT, "its place in the document, from 1"),
        "section": (TEXT, "the part of the document that it stands in"),
        "wording": (TEXT, "the statement as the document makes it, in our words"),
        "speaker": (TEXT, "whom the document reports, in words; '' where it speaks itself"),
        "claims": (TUPLE, "ids of the claims that it makes"),
        "note": (TEXT, "editor's note"),
    }
)

COVERAGE = MappingProxyType(
    {
        "theme": (TEXT, "theme id; a row that is meant for all themes is repeated for each"),
        "start": (DAY, "NaT where open"),
        "end": (DAY, "NaT where open"),
        "level": (TEXT, "vocabulary.COVERAGE_LEVELS"),
        "note": (TEXT, ""),
    }
)

CORRECTIONS = MappingProxyType(
    {
        "date": (TEXT, "EDTF"),
        "event": (TEXT, "the id that the correction speaks of; may be retired"),
        "kind": (TEXT, "vocabulary.CORRECTION_KINDS"),
        "to": (TEXT, "for a merged id: the event that took it over"),
        "was": (TEXT, ""),
        "now": (TEXT, ""),
        "reason": (TEXT, ""),
    }
)


def event_columns(figures: Iterable[Figure]) -> Mapping[str, tuple[str, str]]:
    """The columns of events: the fixed ones, one for each figure, and whose count the figures are."""
    fixed = dict(EVENTS)
    whose = fixed.pop("figures_by")
    counts = {figure.id: (COUNT, figure.description or figure.label) for figure in figures}
    return fixed | counts | {"figures_by": whose}


def series_columns(series: Series | None) -> Mapping[str, tuple[str, str]]:
    """The columns of the days of a series; of none, the two that every series has."""
    names = series.columns if series else ()
    return {
        DATE: (DAY, "one row a day, no row where no report is known"),
        **dict.fromkeys(names, (COUNT, "")),
        SOURCE: (TEXT, "links to the day's reports, separated by a space"),
    }


TABLES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "events": EVENTS,
    "sources": SOURCES,
    "citations": CITATIONS,
    "claims": CLAIMS,
    "positions": POSITIONS,
    "searches": SEARCHES,
    "links": LINKS,
    "publishers": PUBLISHERS,
    "actors": ACTORS,
    "themes": THEMES,
    "strikes": series_columns(None),
    "coverage": COVERAGE,
    "corrections": CORRECTIONS,
    "topics": TOPICS,
    "topic_claims": TOPIC_CLAIMS,
    "statements": STATEMENTS,
}
"""Which tables there are, by their names in :class:`Tables`, with the columns that they have whatever is counted."""


@dataclass(frozen=True, slots=True)
class About:
    """What a collection says of itself (collection.yaml)."""

    title: str = "Untitled collection"
    description: str = ""
    licence: str = ""
    licence_url: str = ""
    maintainers: tuple[str, ...] = ()
    default_period: str = ""
    """EDTF interval that the time axis opens on; '' means the whole record."""
    figures: tuple[Figure, ...] = ()
    """What events may count."""
    series: Series | None = None
    """What is counted day by day."""
    headline: str = ""
    """What the timeline opens with; '' means the title."""
    standfirst: str = ""
    """The sentence under it (``lead.fill_standfirst`` puts its numbers in); '' means the description."""
    questions: tuple[Question, ...] = ()
    """Where a reader may start."""
    covers_to: str = ""
    """ISO date of the last day that the editors looked at; '' means the record's last day."""
    edited: str = ""
    """ISO date of the last edit; '' where nobody says."""

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        told = {name: getattr(self, name) for name in ("title", "description", "licence", "licence_url")}
        return told | {
            "maintainers": list(self.maintainers),
            "default_period": self.default_period,
            "figures": [figure.model_dump() for figure in self.figures],
            "series": self.series.model_dump() if self.series else None,
            "headline": self.headline,
            "standfirst": self.standfirst,
            "questions": [question.model_dump() for question in self.questions],
            "covers_to": self.covers_to,
            "edited": self.edited,
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> About:
        """From what :meth:`as_dict` gave.

        Raises:
            ValueError: a figure, the series or a question is not as a collection can declare it.
        """
        lists = {
            "maintainers": tuple(told["maintainers"]),
            "figures": tuple(map(Figure.model_validate, told["figures"])),
            "series": Series.model_validate(told["series"]) if told["series"] else None,
            "questions": tuple(map(Question.model_validate, told["questions"])),
        }
        return cls(**{**told, **lists})


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that was read from one folder; grades are not yet derived (``timeline.evidence``)."""

    events: pd.DataFrame
    sources: pd.DataFrame
    citations: pd.DataFrame
    claims: pd.DataFrame
    positions: pd.DataFrame
    searches: pd.DataFrame
    links: pd.DataFrame
    publishers: pd.DataFrame
    actors: pd.DataFrame
    themes: pd.DataFrame
    strikes: pd.DataFrame
    """The days of the series, whatever it is about; columns of :func:`series_columns`."""
    coverage: pd.DataFrame
    corrections: pd.DataFrame
    about: About
    version: str
    """SHA-256 of the folder's records, hexadecimal."""
    problems: tuple[Problem, ...]
    events_left_out: int
    topics: pd.DataFrame
    topic_claims: pd.DataFrame
    statements: pd.DataFrame
    """What documents say, each document's by number; as known on a day some name claims that are not there yet."""
    copies_version: str
    """SHA-256 of what is known of our copies of documents, which is no part of the record; "" for nothing."""
    held: tuple[str, ...]
    """Files that have a fault now, or do not fit the others, and are shown as they were when they last were sound."""
    drafts: tuple[str, ...] = ()
    """Ids of sound events that only those see who edit; they are in no table."""
    uncited: tuple[str, ...] = ()
    """Ids of the documents that no event and no position cites."""


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts, column name to value; quicker than pandas' ``to_dict``, which a page would feel."""
    names = [str(name) for name in table]
    return [dict(zip(names, row, strict=True)) for row in zip(*(table[name].tolist() for name in table), strict=True)]
