"""Views for the tests of files: small ones, hostile ones, and the shipped record's."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from tests.writing import claim, event, source, write_collection
from timeline.query.collection import Collection, open_collection
from timeline.query.filter import Filter
from timeline.query.record import View

ABOUT = {
    "title": "Small record",
    "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "maintainers": ["The editors"],
}
BASE = "https://example.org/t"

TEXTS = {
    "formula": '=HYPERLINK("http://evil.example","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "space before": " \u200b=1+1",
    "full width": "＝1+1",
    "apostrophes": "''=1",
    "quotes": "She said \"no\", he said 'yes'; so; it, goes",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "end of cdata": "a ]]> b <![CDATA[ c",
    "entity": "&lt;b&gt; &amp; &#60; &copy; AT&T",
    "lines": "one\r\ntwo\nBEGIN:VEVENT\rEND:VCALENDAR\u2028three\x85four",
    "control": "a\x00b\x07c\x1b[31md\x7fe\x9ff\ufffeg",
    "backslash": "C:\\new;folder\\,x\\n \\",
    "markdown": "# *a* _b_ **c** `d` [e](javascript:alert(1)) ![f](https://e.org/x.png) | g ~~h~~ $i$ > j",
    "item": "1. one",
    "dash": "- one",
    "html link": '[x](https://e.org/"onmouseover="alert(1))',
    "long": "ŁŻ😀 " * 60,
    "bidi": "abc \u202edef",
    "pipe": "a|b\\|c",
}
"""What no file may take for anything but text."""


def view_of(folder: Path, events: dict[str, dict[str, object]], flt: Filter | None = None, **lists: object) -> View:
    """A view of a small collection; every event has a document of its own."""
    written = {name: event(**({"sources": {"one": source(name=name)}} | fields)) for name, fields in events.items()}
    record = open_collection(write_collection(folder, written, **({"collection": ABOUT} | lists)))  # type: ignore[arg-type]
    assert not record.problems, record.problems
    return record.view(flt)


def talks(folder: Path, flt: Filter | None = None) -> View:
    """Two events with claims, links, a topic, a statement, corrections and strike days."""
    positions = (("anna", "asserts", "2026-02-03"), ("boris", "denies", "2026-02-05"), ("anna", "denies", "2026-02-20"))
    events = {
        "meeting": {
            "place": {"name": "Geneva", "country": "CH", "lat": 46.2, "lon": 6.15},
            "claims": [claim(*positions, text="It is agreed.")],
            "links": [{"to": "strike", "relation": "follows"}],
        },
        "strike": {"when": "2026-01", "themes": ["strikes"], "actors": ["beta"], "title": "A strike"},
    }
    corrections = [
        {"date": "2026-03-01", "event": "meeting", "kind": "corrected", "was": "2", "now": "3", "reason": "x"},
        {"date": "2026-03-02", "event": "gone", "kind": "merged", "to": "strike", "reason": "same"},
        {"date": "2026-03-03", "kind": "corrected", "was": "a", "now": "b", "reason": "y"},
    ]
    topics = [{"id": "deal", "question": "Is it?", "claims": [{"claim": "meeting#1", "bears": "affirms"}]}]
    made = [{"number": 1, "wording": "It is so.", "claims": [{"claim": "meeting#1"}]}]
    statements = [{"document": "https://example.org/meeting", "statements": made}]
    rows = "date,drones_launched,drones_stopped,missiles_launched,missiles_stopped,source\n"
    rows += "".join(f"2026-0{month}-01,{month},1,,,https://example.org/s\n" for month in (1, 2, 3))
    folder.mkdir(exist_ok=True)
    (folder / "strikes.csv").write_text(rows)
    coverage = [
        {"theme": "all", "period": "../2026-02-15", "level": "good", "note": "=looked"},
        {"theme": "talks", "period": "2026-02-16/..", "level": "thin"},
    ]
    lists = {"corrections": corrections, "topics": topics, "statements": statements, "coverage": coverage}
    return view_of(folder, events, flt, **lists)


def hostile(folder: Path, text: str) -> View:
    """The two events with one text everywhere that a person writes text; a reader of ours would refuse some."""
    record = talks(folder).record

    def put(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
        return table.assign(**{name: pd.Series([text] * len(table), dtype="str") for name in columns})

    changed = dataclasses.replace(
        record,
        events=put(record.events, "title", "summary", "place", "note", "when_text"),
        claims=put(record.claims, "text"),
        sources=put(record.sources, "title", "citing"),
        publishers=put(record.publishers, "name", "note"),
        actors=put(record.actors, "name", "role").assign(aliases=[(text, "b")] * len(record.actors)),
        themes=put(record.themes, "name"),
        topics=put(record.topics, "question"),
        statements=put(record.statements, "section", "wording", "speaker", "note"),
        corrections=put(record.corrections, "was", "now", "reason"),
        about=dataclasses.replace(record.about, title=text, licence=text, maintainers=(text,)),
    )
    return Collection.from_tables(changed).view()
