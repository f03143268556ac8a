"""The facets: by which values events are chosen. One line here is a facet everywhere.

The filter with its URL form, the index, the counts, the panel, the API and the phrase over a view read this table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from timeline.collection.entries import ID, MAX_ID, TAG
from timeline.collection.vocabulary import CONTEST_CLAUSES, CONTEST_MEANINGS, CONTESTS, SUPPORT_MEANINGS, SUPPORTS
from timeline.query.names import country_name, tag_name

_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, eq=False)
class Facet:
    """One facet.

    Attributes:
        param: URL parameter; the counts and the index have it as their key.
        field: field of :class:`timeline.query.filter.Filter` that holds the chosen values.
        column: column of the events table that holds an event's value.
        label: over its widget.
        anything: how it reads that no value is chosen.
        names: how values read: by a register of the record ("actors"), by a closed vocabulary, or by a function where
            any value stands that some event has.
        unknown: what a reader is told of a value that the record does not have.
        place: in the panel, from 1; in a phrase the words of lower places stand nearer to the noun.
        phrase: how a phrase names chosen values, "{}" standing for them; "" where they stand before the noun.
        clauses: how each value of a closed vocabulary reads inside the phrase, where that is not its name.
        widget: "pills" for a few values, "list" for many.
        meanings: what each value of a closed vocabulary says, where a pointer rests on it.
        many: whether an event may have several values: the column holds tuples.
        wider: whether a chosen value includes those below it in its register (column ``line``).
        common: whether the names are common words: small inside a sentence.
        pattern: what a value looks like.
        fold: makes a written value the one that is looked up.
    """

    param: str
    field: str
    column: str
    label: str
    anything: str
    names: str | Mapping[str, str] | Callable[[str], str]
    unknown: str
    place: int
    phrase: str = ""
    clauses: Mapping[str, str] | None = None
    widget: Literal["pills", "list"] = "list"
    meanings: Mapping[str, str] | None = None
    many: bool = False
    wider: bool = False
    common: bool = False
    pattern: re.Pattern[str] = ID
    fold: Callable[[str], str] = str

    def accepts(self, value: str) -> bool:
        """Whether the value looks like one; of a closed vocabulary, whether it is one."""
        closed = isinstance(self.names, Mapping) and value not in self.names
        return len(value) <= MAX_ID and bool(self.pattern.fullmatch(value)) and not closed


# The order is that of the parameters in an address, which other people's links and frozen snapshots have.
# fmt: off
_TABLE = (
    Facet("actor", "actors", "actors", "Who", "Any actor", "actors", "the link asks for an actor we do not have", 2,
          "involving {}", many=True, wider=True),
    Facet("theme", "themes", "themes", "Theme", "Any theme", "themes", "the link asks for a theme we do not have", 1,
          widget="pills", many=True, common=True),
    Facet("support", "support", "support", "Support", "Any support", SUPPORTS, "there is no such grade of support", 3,
          widget="pills", common=True, meanings=SUPPORT_MEANINGS),
    Facet("contest", "contest", "contest", "Disputed?", "Disputed or not", CONTESTS,
          "nothing is disputed in that way", 4, "with a claim that {}", CONTEST_CLAUSES, widget="pills", common=True,
          meanings=CONTEST_MEANINGS),
    Facet("publisher", "publishers", "publishers", "Publisher", "Any publisher", "publishers",
          "the link asks for a publisher we do not have", 6, "reported by {}", many=True),
    Facet("country", "countries", "country", "Country", "Any country", country_name,
          "no event in this record is in that country", 5, "in {}", pattern=_COUNTRY, fold=str.upper),
    Facet("tag", "tags", "tags", "Tag", "Any tag", tag_name, "no event in this record has that tag", 7, "tagged {}",
          many=True, pattern=TAG, fold=str.casefold),
)
# fmt: on

FACETS: Mapping[str, Facet] = MappingProxyType({facet.param: facet for facet in _TABLE})
"""By URL parameter."""

IN_PLACE = tuple(sorted(_TABLE, key=lambda facet: facet.place))
"""As the panel shows them."""
