"""One piece of advice: what may be wrong, where, what to do, and the key by which an editor answers it.

Advice is no fault: a guard points at what was a mistake before and may be right this time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from types import MappingProxyType

from timeline.collection.problems import Problem

FIGURE_IN_TITLE = "figure-in-title"
BEFORE_EVENT = "before-event"
WITHOUT_FIGURES = "without-figures"
NOBODY_ASSERTS = "nobody-asserts"
DAY_WITHOUT_EVENT = "day-without-event"
SAME_CLAIM = "same-claim"
AGENCY_AS_PRESS = "agency-as-press"
CITES_AGENCY = "cites-agency"

KINDS = MappingProxyType(
    {
        FIGURE_IN_TITLE: "a title with a figure that the event does not give, or gives otherwise",
        BEFORE_EVENT: "a position that is older than its event, which nothing explains",
        WITHOUT_FIGURES: "the event of a heavy day without figures that the series has",
        NOBODY_ASSERTS: "a claim that nobody asserts, in an event that tells who spoke",
        DAY_WITHOUT_EVENT: "one of the heaviest days without an event",
        SAME_CLAIM: "one proposition as two claims",
        AGENCY_AS_PRESS: "a document of a news agency that is marked as press",
        CITES_AGENCY: "documents marked as press that draw on a news agency",
    }
)
"""What each kind of advice speaks of; a key is a kind, a colon and ids."""
DIGEST_LENGTH = 12
"""Hexadecimal digits of a digest: enough to see that facts have moved, and short enough to copy."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of advice.

    Attributes:
        kind: one of ``KINDS``.
        about: the ids that it speaks of.
        told: where it stands, what may be wrong, what to do.
        facts: what it rests on. While they are the same, an answer to it holds.
    """

    kind: str
    about: str
    told: Problem
    facts: tuple[str, ...]

    @property
    def key(self) -> str:
        """By which an editor answers it; it stays while the ids stay."""
        return f"{self.kind}:{self.about}"

    @property
    def digest(self) -> str:
        """Of the facts: other facts give another one."""
        text = json.dumps(self.facts, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]
