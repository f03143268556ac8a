"""Sources as plain text: one line each, below a heading."""

from __future__ import annotations

import pandas as pd

from timeline.exchange.bibliography import Entry, Heading, read_entries
from timeline.query.names import language_name


def write_plain_text(sources: pd.DataFrame, publishers: pd.DataFrame, heading: Heading) -> str:
    """The heading, an empty line, then one line a source, by publisher and date.

    Args:
        sources: rows of ``timeline.collection.tables.SOURCES``.
        publishers: the register.
        heading: what the text says of itself.
    """
    entries = read_entries(sources, publishers)
    return "\n".join([*heading.lines(len(entries)), "", *map(_line, entries)]) + "\n"


def _line(entry: Entry) -> str:
    note = entry.note[:1].lower() + entry.note[1:]
    language = f"in {language_name(entry.language)}" if entry.language not in ("", "en") else ""
    said = [f"{entry.publisher}: “{entry.title}”", entry.date_words or "undated", language, note]
    return f"{', '.join(part for part in said if part)}. {entry.url}"
