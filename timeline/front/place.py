"""Where a reader is, and the addresses that lead on from there: the same on a living page and in its first HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from timeline.query.facets import FACETS
from timeline.query.filter import Filter

START = "timeline"
"""Path of the opening page, which also lies at "/"."""
SNAPSHOTS = "snapshots"
"""Path of the page that lists what was frozen."""
STORY = "story-check"
"""Path of the page that reads a document against the record."""
BRING = "bring"
"""Path of the page that takes files in, where there is one."""
SNAPSHOT = "snapshot"
"""Parameter of every page: id of the snapshot whose rows are shown instead of today's."""
_ORDER = (*FACETS, "from", "to", "known", "q", "certain", "together", "event", "sort", "page")
"""Parameters of a filter in the order of its addresses (``Filter.to_params``)."""


@dataclass(frozen=True)
class Place:
    """One page with what its address says beside the filter.

    Attributes:
        path: of the page.
        snapshot: id of the snapshot that is open, "" for today's record.
        choices: the page's own choices that are no default, by parameter.
    """

    path: str = START
    snapshot: str = ""
    choices: Mapping[str, str] = field(default_factory=dict, hash=False)

    def url(self, flt: Filter) -> str:
        """The address of a filter on this page; "?" alone is the page without a filter."""
        return "?" + urlencode({**self._snapshot, **flt.to_params(), **self.choices}, doseq=True)

    def on(self, path: str, flt: Filter, **choices: str) -> str:
        """The address of a filter on another page, relative to any page of ours; a snapshot stays open."""
        start = "./" if path == START else path
        return f"{start}?" + urlencode({**self._snapshot, **flt.to_params(), **choices}, doseq=True)

    def story(self, flt: Filter, source: str) -> str:
        """The address of the story check of a document, by its id."""
        return self.on(STORY, flt.but(event="", page=1), document=source)

    def without_filter(self, flt: Filter) -> str:
        """The address of everything, in the filter's order."""
        return self.url(Filter(sort=flt.sort))

    def but(self, choice: str, value: str) -> Place:
        """This place with another value of one of the page's own choices; "" for its default."""
        kept = {name: held for name, held in self.choices.items() if name != choice}
        return replace(self, choices=kept | ({choice: value} if value else {}))

    @property
    def _snapshot(self) -> dict[str, str]:
        return {SNAPSHOT: self.snapshot} if self.snapshot else {}

    def links(self, flt: Filter) -> Links:
        """Addresses that lead on from a filter with little changed."""
        return Links(self, flt)


class Links:
    """Addresses of one filter with little changed, as :meth:`Place.url` writes them; what stays is encoded once.

    A page has hundreds of them: one for each mark, bar and option.
    """

    def __init__(self, place: Place, flt: Filter) -> None:
        """Addresses on a page, that start from a filter."""
        held = {**place._snapshot, **flt.to_params(), **place.choices}
        self._parts = {name: _encoded(name, values) for name, values in held.items()}
        self._order = (*place._snapshot, *_ORDER, *place.choices)

    def but(self, changes: Mapping[str, Iterable[str]]) -> str:
        """The address with other values of some parameters, none for nothing; what is asked for goes to page 1."""
        first = {} if changes.keys() <= {"page", "event"} else {"page": ""}
        parts = self._parts | first | {name: _encoded(name, values) for name, values in changes.items()}
        return "?" + "&".join(part for name in self._order if (part := parts.get(name)))

    def opened(self, event: str) -> str:
        """The address with the card of an event open."""
        return self.but({"event": (event,)})


def _encoded(name: str, values: Iterable[str] | str) -> str:
    return urlencode([(name, value) for value in ((values,) if isinstance(values, str) else values)])
