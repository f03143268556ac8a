"""Frames of events made by hand: only the columns that charts read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from timeline.query.answerer import Days, Density
from timeline.query.spans import Spans

THEMES = pd.DataFrame({"id": ["talks", "strikes", "energy"], "name": ["Talks", "Strikes", "Energy"]})
NO_COVERAGE = pd.DataFrame(
    {
        "theme": pd.Series(dtype=str),
        "start": pd.Series(dtype="datetime64[s]"),
        "end": pd.Series(dtype="datetime64[s]"),
        "level": pd.Series(dtype=str),
    }
)


class EventsOnAxis:
    """Some rows of a table, answering what a chart asks of a view."""

    def __init__(self, events: pd.DataFrame, rows: np.ndarray | None = None) -> None:
        self.events = events if rows is None else events.take(rows)
        spans = Spans.read(events)
        self.spans = spans if rows is None else spans.take(rows)

    def density(self, axis: Days, bin_days: int | None = None) -> Density:
        return self.spans.density(axis, bin_days or (axis[1] - axis[0]).days + 1)

    def weightiest(self, axis: Days, most: int) -> pd.DataFrame:
        return self.events.take(self.spans.heaviest(axis, most)).reset_index(drop=True)


_USUAL: dict[str, Any] = {
    "title": "Talks resume",
    "precision": "day",
    "approximate": False,
    "uncertain": False,
    "themes": ["talks"],
    "support": "single-source",
    "contest": "",
    "source_count": 1,
    "publishers": ["first-wire"],
}


def small_events(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Events from rows with ``day`` (ISO, also of years that ``date`` cannot hold), ``until`` and what is unusual.

    Ids are e0, e1 and so on; the words of a date are its ISO text.
    """
    found = []
    for number, row in enumerate(rows):
        day, until = row["day"], row.get("until", row["day"])
        words = day if until == day else f"{day} to {until}"
        found.append(_USUAL | {"id": f"e{number}", "when_words": words, "start": day, "end": until} | row)
    frame = pd.DataFrame(found, columns=["id", "when_words", "start", "end", *_USUAL])
    bounds = {name: pd.Series(np.array(frame[name].tolist(), dtype="datetime64[s]")) for name in ("start", "end")}
    flags = {name: frame[name].astype(bool) for name in ("approximate", "uncertain")}
    return frame.assign(**bounds, **flags, source_count=frame["source_count"].astype("int64"))
