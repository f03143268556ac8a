"""Evidence: how well an event is sourced, how the positions on a claim stand, and what was known when.

Grades are derived from the tables and never typed by hand. ``grades`` holds the rules, ``docs/method.md`` gives them
with their reasons; ``support`` and ``contest`` count what the rules ask for, a whole table at once.
"""

from timeline.evidence.contest import derive_contest, mark_latest, order_positions
from timeline.evidence.grades import grade_contest, grade_support
from timeline.evidence.heard import last_heard
from timeline.evidence.known import KnownDays, grade, known_days, known_on
from timeline.evidence.sought import Sought, read_searches
from timeline.evidence.support import (
    Grounds,
    carrying_sources,
    cited_sources,
    derive_support,
    explain_supports,
    weigh_publishers,
)

__all__ = [
    "Grounds",
    "KnownDays",
    "Sought",
    "carrying_sources",
    "cited_sources",
    "derive_contest",
    "derive_support",
    "explain_supports",
    "grade",
    "grade_contest",
    "grade_support",
    "known_days",
    "known_on",
    "last_heard",
    "mark_latest",
    "order_positions",
    "read_searches",
    "weigh_publishers",
]
