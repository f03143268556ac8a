"""A view as the JSON that TimelineJS reads (timeline.knightlab.com/docs/json-format.html).

TimelineJS puts every text of the file into its page as HTML, so all of them are HTML here, escaped.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from timeline.cards.markup import is_web_link, render_markdown
from timeline.collection.edtf import When, parse_edtf
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import SUPPORTS
from timeline.exchange.bibliography import one_line
from timeline.exchange.documents import Document, event_documents, html_documents
from timeline.exchange.json_rows import dump_json
from timeline.exchange.texts import clean_lines
from timeline.exchange.view_tables import Head, day_text, head_file, link_to_event
from timeline.query.record import View


def write_timelinejs(view: View, base_url: str = "") -> bytes:
    """One slide an event, by date, after a title slide that says what the file shows.

    Args:
        view: what is written.
        base_url: address of the dashboard, for links to the events' cards.
    """
    head = head_file(view, base_url)
    events = view.whole("events")
    names, documents = view.record.theme_names, event_documents(view, events)
    slides = []
    for row in rows_of(events):
        theme = row["themes"][0] if row["themes"] else ""
        url = link_to_event(base_url, row["id"])
        slides.append(
            {
                "unique_id": row["id"],
                **timelinejs_dates(row["when"]),
                "display_date": str(escape(row["when_words"])),
                "group": str(escape(one_line(names.get(theme, theme)))),
                "text": {
                    "headline": str(escape(one_line(row["title"]))),
                    "text": _text(row, documents[row["id"]], url),
                },
            }
        )
    return dump_json({"title": _title(head), "events": slides, "scale": "human", "about": head.as_dict()})


def timelinejs_dates(when: str) -> dict[str, dict[str, int]]:
    """An EDTF date as TimelineJS has it, with the parts that are known and no others.

    A season or a decade has both ends, so that no point is invented; a date that is open at one side has the other.

    >>> timelinejs_dates("2026-02~")
    {'start_date': {'year': 2026, 'month': 2}}
    >>> timelinejs_dates("2026-33/2026-05-09")["end_date"]
    {'year': 2026, 'month': 5, 'day': 9}
    """
    sides = [parse_edtf(side) for side in when.split("/") if side != ".."]
    first, last = _ends(sides[0])[0], _ends(sides[-1])[1]
    return {"start_date": first} if first == last else {"start_date": first, "end_date": last}


def _ends(when: When) -> tuple[dict[str, int], dict[str, int]]:
    """The first and the last that one side may mean: equal where TimelineJS can say it as it is."""
    kept = {"year": 1, "day": 3, "time": 3}.get(when.precision, 2)
    first, last = (_parts(day)[:kept] for day in (when.start, when.end) if day is not None)
    names = ("year", "month", "day")
    return dict(zip(names, first, strict=False)) | _clock(when), dict(zip(names, last, strict=False)) | _clock(when)


def _parts(day: np.datetime64) -> list[int]:
    """Year, month and day; the year before 1 is -1 to TimelineJS and 0 to EDTF."""
    written, month, day_of_month = day_text(day).rsplit("-", 2)
    year = int(written)
    return [year if year > 0 else year - 1, int(month), int(day_of_month)]


def _clock(when: When) -> dict[str, int]:
    """Hour and minute in UTC, or as written where the zone is not known."""
    if when.time is None:
        return {}
    written = timedelta(hours=when.time.hour, minutes=when.time.minute)
    minutes = (written - (when.time.utcoffset() or timedelta())) // timedelta(minutes=1) % 1440
    return {"hour": minutes // 60, "minute": minutes % 60}


def _title(head: Head) -> dict[str, Any]:
    lines = Markup("<br>").join(head.lines()[1:])
    return {"text": {"headline": str(escape(head.title)), "text": f"<p>{lines}</p>"}}


def _text(row: dict[str, Any], documents: list[Document], url: str) -> str:
    facts = Markup("<p>{}</p>").format(SUPPORTS.get(row["support"], row["support"]))
    html = render_markdown(clean_lines(row["summary"])) + facts + html_documents(documents)
    return str(html + (Markup('<p><a href="{}">Event card</a></p>').format(url) if is_web_link(url) else ""))
