"""Where a reader is, and the addresses that lead on from there: the same on a living page and in its first HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from timeline.query.filter import Filter

START = "timeline"
"""Path of the opening page, which also lies at "/"."""
SNAPSHOT = "snapshot"
"""Parameter of every page: id of the snapshot whose rows are shown instead of today's."""


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

    def but(self, choice: str, value: str) -> Place:
        """This place with another value of one of the page's own choices; "" for its default."""
        kept = {name: held for name, held in self.choices.items() if name != choice}
        return replace(self, choices=kept | ({choice: value} if value else {}))

    @property
    def _snapshot(self) -> dict[str, str]:
        return {SNAPSHOT: self.snapshot} if self.snapshot else {}
