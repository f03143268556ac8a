"""What the files of a collection may hold, field by field (pydantic).

Each class is one kind of record as an editor writes it. Whether the ids in it exist elsewhere is the
reader's business (:mod:`timeline.collection.read`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    field_validator,
    model_validator,
)

from timeline.collection import vocabulary
from timeline.collection.edtf import DateError, parse_edtf
from timeline.collection.english import join
from timeline.collection.web_addresses import MAX_URL, check_url

ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
TAG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
MAX_ID, MAX_LINE, MAX_TEXT, MAX_ITEMS = 100, 400, 8_000, 200
MAX_COUNT = 1_000_000_000
SENTENCES: dict[str, str] = {}
"""What is said of a text that does not fit a pattern. Pydantic tries patterns in Rust: a million events are read so."""


def _fitting(pattern: str, sentence: str) -> Any:
    """A pattern that a whole text must fit."""
    whole = f"^(?:{pattern})$"
    SENTENCES[whole] = sentence
    return Field(pattern=whole)


def word(allowed: Iterable[str]) -> Any:
    """A text that must be one of the words of a vocabulary."""
    words = list(allowed)
    sentence = f"is not a known word; write one of: {', '.join(filter(None, words))}"
    return Annotated[str, _fitting("|".join(map(re.escape, words)), sentence)]


@lru_cache(maxsize=65_536)
def _check_edtf(value: str) -> str:
    try:
        parse_edtf(value)
    except DateError as error:
        raise ValueError(error.fault) from error
    return value


def _check_day(value: str) -> str:
    try:
        is_day = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    if not is_day:
        raise ValueError("is not a day; write year, month and day, such as 2026-02-03")
    return value


def _check_tag(value: str) -> str:
    if not TAG.fullmatch(value):
        raise ValueError("is not a tag; write letters, digits and single hyphens, such as water-rights")
    return value


def _small(value: Any) -> Any:
    """A written tag in small letters."""
    return value.strip().casefold() if isinstance(value, str) else value


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _number(value: Any) -> Any:
    """Written text to a number; anything else is left for pydantic to refuse."""
    return value.replace(",", "") if isinstance(value, str) else value


# Controls, and marks that reorder what a reader sees: neither has a place in a record.
_seen = _fitting(
    r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]*",
    "holds control characters or marks that reverse text; delete them",
)
_one_line = _fitting(r"[^\n]*", "has several lines; write one")
_id = _fitting(ID.pattern, "is not an id; write small letters, digits and single hyphens, such as anna-novak")
_claim = _fitting(
    f"{ID.pattern}#[1-9][0-9]{{0,2}}", "is not a claim; write event id, # and number, such as first-meeting#1"
)
_advice = _fitting(
    r"[a-z]+(?:-[a-z]+)*:[!-~]+", "is not the key of a piece of advice; copy it from what check --advice prints"
)
_digest = _fitting("[0-9a-f]{12}", "is not the digest of facts; copy it from what check --advice prints")
Text = Annotated[str, Field(max_length=MAX_TEXT), _seen]
Line = Annotated[str, Field(min_length=1, max_length=MAX_LINE), _seen]
OptionalLine = Annotated[str, Field(max_length=MAX_LINE), _seen]
Id = Annotated[str, Field(max_length=MAX_ID), _id]
Ids = Annotated[tuple[Id, ...], Field(max_length=MAX_ITEMS)]
Tag = Annotated[str, BeforeValidator(_small), Field(max_length=MAX_ID), AfterValidator(_check_tag)]
Tags = Annotated[tuple[Tag, ...], Field(max_length=MAX_ITEMS), AfterValidator(_once)]
Extra = Annotated[dict[Annotated[Line, _one_line], Text], Field(max_length=MAX_ITEMS)]
Claim = Annotated[str, _claim]
AdviceKey = Annotated[str, Field(max_length=MAX_LINE), _advice]
Digest = Annotated[str, _digest]
Day = Annotated[str, AfterValidator(_check_day)]
Edtf = Annotated[str, Field(max_length=60), AfterValidator(_check_edtf)]
Url = Annotated[str, Field(max_length=MAX_URL), AfterValidator(check_url)]
Country = Annotated[
    str, _fitting("[A-Z]{2}", "is not a country code; write two capital letters (ISO 3166), such as UA")
]
Domain = Annotated[
    str,
    Field(max_length=253),
    _fitting(
        r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?",
        "is not a domain; write small letters, without http:// and without a path, such as reuters.com (one in another "
        "script as addresses have it: xn--80aesfpebagmfblc0a.xn--p1ai)",
    ),
]
Language = Annotated[
    str, _fitting("[a-z]{2,3}", "is not a language code; write two small letters (ISO 639-1), such as uk")
]
Latitude = Annotated[float, BeforeValidator(_number), Field(ge=-90, le=90)]
Longitude = Annotated[float, BeforeValidator(_number), Field(ge=-180, le=180)]
Number = Annotated[int, BeforeValidator(_number), Field(ge=1, le=MAX_ITEMS)]
Count = Annotated[int, BeforeValidator(_number), Field(ge=0, le=MAX_COUNT)]


class Entry(BaseModel):
    """A record refuses fields it does not know: a mistyped name must not lose its value unseen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class PlaceEntry(Entry):
    """Where; coordinates only in pairs."""

    name: Line
    country: Country | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None

    @model_validator(mode="after")
    def _pair(self) -> PlaceEntry:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("has only one of lat and lon; give both or neither")
        return self


class DocumentFields(Entry):
    """How one document is described."""

    publisher: Line
    via: OptionalLine = ""
    citing: OptionalLine = ""
    title: Line
    url: Url
    published: Edtf | None = None
    language: Language | None = None
    kind: word(vocabulary.SOURCE_KINDS) | None = None  # type: ignore[valid-type]
    archived: Url | None = None


class SourceEntry(DocumentFields):
    """One document, as cited by one event."""

    cited_for: word(("event", "positions")) = "event"  # type: ignore[valid-type]


class PositionEntry(Entry):
    """One actor's dated, sourced stance on a claim."""

    actor: Id
    stance: word(vocabulary.STANCES)  # type: ignore[valid-type]
    date: Edtf | None = None
    source: Id
    further_sources: Ids = ()
    note: Text = ""

    @field_validator("further_sources")
    @classmethod
    def _each_once(cls, further: tuple[str, ...], others: ValidationInfo) -> tuple[str, ...]:
        named = [others.data.get("source"), *further]
        for source in further:
            if named.count(source) > 1:
                raise ValueError(f"names {source}, which this position has already; name each document once")
        return further


class SearchEntry(Entry):
    """That somebody looked for what others say on a claim, and whether anything was found."""

    date: Day
    found: word(vocabulary.FOUND)  # type: ignore[valid-type]
    by: Line = "the editors"
    note: Text = ""


class ClaimEntry(Entry):
    """One proposition and who took which position on it; a claim nobody made has no place here."""

    text: Line
    positions: Annotated[tuple[PositionEntry, ...], Field(min_length=1, max_length=MAX_ITEMS)]
    sought: Annotated[tuple[SearchEntry, ...], Field(max_length=MAX_ITEMS)] = ()


class SameEntry(Entry):
    """A claim that another event holds, since it was first made there: one claim with a further place."""

    same: Claim


def _claim_or_same(value: Any) -> ClaimEntry | SameEntry:
    """What the fields are those of; a union of pydantic's would tell the faults of both.

    Raises:
        ValueError: ``same`` does not stand alone, or a fault of the fields.
    """
    if not isinstance(value, dict) or "same" not in value:
        return ClaimEntry.model_validate(value)
    if beside := sorted(set(map(str, value)) - {"same"}):
        told = join([f"`{name}`" for name in beside])
        raise ValueError(f"has {told} beside `same`; write them at the claim that `same` names, and `same` alone here")
    return SameEntry.model_validate(value)


AnyClaim = Annotated[ClaimEntry | SameEntry, PlainValidator(_claim_or_same)]


class LinkEntry(Entry):
    """How this event stands to another."""

    to: Id
    relation: word(vocabulary.RELATIONS)  # type: ignore[valid-type]


class FiguresEntry(Entry):
    """What an event counts, by the ids of the collection's figures, and always whose count it is."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Count]

    by: Id

    @property
    def counts(self) -> dict[str, int]:
        """Numbers by figure."""
        return dict(self.__pydantic_extra__)


class FromEntry(Entry):
    """The import that an event came from, and the row in it; kept for the next import of the same."""

    import_: Id = Field(alias="import")
    row: Line


class EventEntry(Entry):
    """The front matter of ``events/<id>.md``."""

    title: Line
    when: Edtf
    when_text: OptionalLine = ""
    place: PlaceEntry | None = None
    actors: Ids = ()
    themes: Annotated[Ids, Field(min_length=1)]
    tags: Tags = ()
    key: word(("true", "false")) = "false"  # type: ignore[valid-type]
    figures: FiguresEntry | None = None
    sources: Annotated[dict[Id, SourceEntry], Field(min_length=1, max_length=MAX_ITEMS)]
    claims: Annotated[tuple[AnyClaim, ...], Field(max_length=MAX_ITEMS)] = ()
    links: Annotated[tuple[LinkEntry, ...], Field(max_length=MAX_ITEMS)] = ()
    note: Text = ""
    extra: Extra = Field(default_factory=dict)
    draft: word(("true", "false")) = "false"  # type: ignore[valid-type]
    from_: FromEntry | None = Field(default=None, alias="from")
    summary: Annotated[Text, Field(min_length=1)]

    @model_validator(mode="after")
    def _speaks_of_the_event(self) -> EventEntry:
        for source in self.sources.values():
            if source.cited_for == "event":
                return self
        raise ValueError("has no source for the event itself; leave cited_for out of at least one")

    @property
    def own_claims(self) -> list[tuple[int, ClaimEntry]]:
        """The claims that it holds, with their numbers from 1."""
        return [(n, claim) for n, claim in enumerate(self.claims, start=1) if isinstance(claim, ClaimEntry)]

    @property
    def references(self) -> list[tuple[int, str]]:
        """The claims that other events hold, with their numbers here: ids."""
        return [(n, claim.same) for n, claim in enumerate(self.claims, start=1) if isinstance(claim, SameEntry)]


class ActorEntry(Entry):
    """A person, organisation, group or state."""

    id: Id
    name: Line
    kind: word(vocabulary.ACTOR_KINDS)  # type: ignore[valid-type]
    member_of: Id | None = None
    role: OptionalLine = ""
    aliases: Annotated[tuple[Line, ...], Field(max_length=MAX_ITEMS)] = ()


class ThemeEntry(Entry):
    """A theme; the order in the file is the order of the lanes."""

    id: Id
    name: Line
    description: Text = ""


class PublisherEntry(Entry):
    """Who puts documents out, and who controls it."""

    id: Id
    name: Line
    country: Country | None = None
    control: word(vocabulary.CONTROLS)  # type: ignore[valid-type]
    controlled_by: Id | None = None
    kind: OptionalLine = ""
    domains: Annotated[tuple[Domain, ...], Field(max_length=MAX_ITEMS)] = ()
    weak: word(("true", "false")) = "false"  # type: ignore[valid-type]
    weak_because: Text = ""
    note: Text = ""

    @model_validator(mode="after")
    def _controller(self) -> PublisherEntry:
        held = self.control in ("state-run", "official")
        if held and self.controlled_by is None:
            raise ValueError(f"is {self.control} and does not say controlled_by whom; give an actor id")
        if not held and self.controlled_by is not None:
            raise ValueError(f"is {self.control} and yet controlled_by somebody; change one of the two")
        return self


class CoverageEntry(Entry):
    """A period that somebody really looked at, or did not."""

    theme: Id
    period: Edtf
    level: word(vocabulary.COVERAGE_LEVELS)  # type: ignore[valid-type]
    note: Text = ""


class CorrectionEntry(Entry):
    """What was wrong and what it says now; retired ids with the reason."""

    date: Edtf
    event: Id | None = None
    kind: word(vocabulary.CORRECTION_KINDS)  # type: ignore[valid-type]
    to: Id | None = None
    was: Text = ""
    now: Text = ""
    reason: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_absent(cls, data: Any) -> Any:
        return {k: v for k, v in data.items() if v != ""} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _merged_into(self) -> CorrectionEntry:
        if (self.kind == "merged") != (self.to is not None):
            raise ValueError("needs `to`, the event that took it over, if and only if its kind is merged")
        return self
