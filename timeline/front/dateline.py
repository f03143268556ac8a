"""The date line of every page: up to which day the record goes, when it was edited, and what was corrected when."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from timeline.collection.edtf import parse_edtf
from timeline.collection.english import capital, day_in_words
from timeline.collection.series import DATE
from timeline.front.kept import once_a_record
from timeline.front.templates import render
from timeline.query.days import as_date
from timeline.query.record import Record

MOST_DAYS = 100
"""Days with corrections that are told: who was here before them reads that there were at least so many."""


class DateLine(NamedTuple):
    """What a reader should know of the record's age."""

    covers_to: date | None
    """Last day of the record; None where nothing in it has a date."""
    figures_to: date | None
    """Day of the last daily figure, where the record goes beyond it."""
    edited: date | None
    """Day of the last edit; None where the collection does not say."""
    corrections: tuple[tuple[str, int], ...]
    """ISO date of a day and how many corrections were published on it, newest first, :data:`MOST_DAYS` at most."""

    @property
    def covers_words(self) -> str:
        """Up to which day it goes: "Covers to 1 July 2026"; "" where nothing has a date."""
        return f"Covers to {day_in_words(self.covers_to)}" if self.covers_to else ""

    @property
    def figures_words(self) -> str:
        """Where the daily figures end, if that is earlier: "daily figures to 28 June 2026"."""
        return f"daily figures to {day_in_words(self.figures_to)}" if self.figures_to else ""

    @property
    def edited_words(self) -> str:
        """When it was edited: "edited 23 November 2026"; "" where nobody says."""
        return f"edited {day_in_words(self.edited)}" if self.edited else ""

    @property
    def words(self) -> str:
        """All: "Covers to 1 July 2026 · daily figures to 28 June 2026 · edited 23 November 2026"."""
        return capital(" · ".join(part for part in (self.covers_words, *self.more_words) if part))

    @property
    def more_words(self) -> list[str]:
        """What stands behind the last day of the record."""
        return [part for part in (self.figures_words, self.edited_words) if part]


@once_a_record
def read_date_line(record: Record) -> DateLine:
    """The date line of a record.

    Events are not counted by their own date: what is new in a record may be long past. Corrections are, by the day on
    which they were published; of one that is only known to the month the last day counts.
    """
    edited = record.about.edited
    covers_to, figures_to = last_day(record), _last_figure(record)
    return DateLine(
        covers_to,
        figures_to if figures_to and covers_to and figures_to < covers_to else None,
        date.fromisoformat(edited) if edited else None,
        _corrections(record),
    )


def last_day(record: Record) -> date | None:
    """The day to which the record goes: as its editors say, else the latest end of an event or the last daily figure.

    None where nothing has a date.
    """
    if record.about.covers_to:
        return date.fromisoformat(record.about.covers_to)
    return max(filter(None, [_last_figure(record), *record.bounds[1:]]), default=None)


def _last_figure(record: Record) -> date | None:
    return None if record.strikes.empty else as_date(record.strikes[DATE].max())


def _corrections(record: Record) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for text in record.corrections["date"]:
        when = parse_edtf(text)
        last = when.start if when.end is None else when.end
        counts[as_date(last).isoformat()] += 1
    return tuple(sorted(counts.items(), reverse=True)[:MOST_DAYS])


def render_date_line(line: DateLine) -> Markup:
    """The date line; the browser writes into ``.since`` what was corrected since the reader's last visit."""
    return render("dateline", line=line, corrections=json.dumps(line.corrections, separators=(",", ":")))
