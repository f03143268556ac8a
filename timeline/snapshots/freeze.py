"""A view to a snapshot, and a snapshot to tables that every page can work on."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from timeline.collection import first_series
from timeline.collection.about import CollectionEntry
from timeline.collection.held import held_in_words
from timeline.collection.table_builder import build_table
from timeline.collection.tables import TABLES, About, Tables
from timeline.query.record import View
from timeline.snapshots.check import check_rows
from timeline.snapshots.errors import Damaged, Stale, TooLarge
from timeline.snapshots.rows import rows_from, table_from
from timeline.snapshots.selection import LATER, frozen_columns, select_frozen
from timeline.snapshots.snapshot import FORMAT, Snapshot, seal, write_time

SIZE_CAP_BYTES = 20_000_000
MAX_TITLE, MAX_AUTHOR, MAX_NOTE = 200, 200, 5_000
"""Characters."""

_LEAST_EVENT_BYTES = 150
_LEAD = ("headline", "standfirst", "questions", "covers_to", "edited")
"""What collections say of themselves only since later: left out where it says nothing, as on the day of freezing."""
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows, on a page far beyond the text itself."""


def freeze(
    view: View,
    *,
    page: str = "",
    choices: str = "",
    title: str = "",
    note: str = "",
    author: str = "",
    now: datetime | None = None,
    software: str | None = None,
    cap_bytes: int = SIZE_CAP_BYTES,
) -> Snapshot:
    """The snapshot of a view.

    Args:
        view: what is frozen. The opened event and the page of cards are no part of what it shows and are left out.
        page: the dashboard's page, as its address has it.
        choices: that page's own choices, as its address has them: "step=week".
        title: one line; control characters become blanks, as in note and author.
        note: may have several lines.
        author: whoever freezes, as they wish to be named.
        now: when; the present where it is not given.
        software: version of the software; this one's where it is not given.
        cap_bytes: the most that the canonical JSON may have.

    Raises:
        Stale: a file of the record is shown as it was.
        TooLarge: it has more.
        ValueError: title, note or author is too long.
    """
    if view.record.held:
        raise Stale(held_in_words(view.record.held))
    if len(view) * _LEAST_EVENT_BYTES > cap_bytes:  # a million events need not be written out to be refused
        raise TooLarge(len(view) * _LEAST_EVENT_BYTES, cap_bytes)
    flt = view.filter.but(event="", page=1)
    fields = {
        "format": FORMAT,
        "title": clean_text("title", title, MAX_TITLE),
        "note": clean_text("note", note, MAX_NOTE, lines=True),
        "author": clean_text("author’s name", author, MAX_AUTHOR),
        "frozen": write_time(now or datetime.now(UTC)),
        "page": page,
        "choices": choices,
        "filter": {"query": flt.to_query(), "words": flt.in_words(view.record)},
        "collection": _frozen_about(view.record.about),
        "version": view.record.version,
        "software": software_version() if software is None else software,
        "total": view.total,
        "tables": frozen_rows(view),
    }
    snapshot = seal(fields)
    if snapshot.size_bytes > cap_bytes:
        raise TooLarge(snapshot.size_bytes, cap_bytes)
    return snapshot


def frozen_rows(view: View) -> dict[str, list[dict[str, Any]]]:
    """The rows that a snapshot of a view holds, by table; of :data:`LATER` only tables that have some."""
    found = select_frozen(view)
    rows = {name: rows_from(found[name], columns) for name, columns in frozen_columns(view.record.about).items()}
    return {name: held for name, held in rows.items() if held or name not in LATER}


def _frozen_about(about: About) -> dict[str, Any]:
    """What the collection says of itself, as a snapshot holds it."""
    told = about.as_dict()
    left_out = {"figures", "series", *(name for name in _LEAD if not told[name])}
    texts = {name: value for name, value in told.items() if name not in left_out}
    return texts | first_series.frozen_fields(about.figures, about.series)


def tables_of(snapshot: Snapshot) -> Tables:
    """The frozen rows as tables; ``Collection.from_tables`` opens them like any record.

    Their version is the data's, "+" and the snapshot's id: whatever is cached by version keeps the frozen rows and
    the live record apart.

    Raises:
        Damaged: a row is of another kind, or names what is not there; no snapshot that this software froze is so.
    """
    document = snapshot.document
    rows: Mapping[str, list[dict[str, Any]]] = document["tables"]
    about = about_of(snapshot)
    frames: dict[str, pd.DataFrame] = {}
    for name, columns in frozen_columns(about).items():
        try:
            frames[name] = table_from(rows.get(name, []), columns)
        except ValueError as error:
            raise Damaged(f"The snapshot's hash is right, but its {name} cannot be read: {error}.") from None
    check_rows(frames, about)
    return Tables(
        **({name: build_table([], columns) for name, columns in TABLES.items()} | frames),
        drafts=(),
        uncited=(),
        about=about,
        version=f"{snapshot.version}+{snapshot.id}",
        problems=(),
        events_left_out=0,
        copies_version="",
        held=(),
    )


def about_of(snapshot: Snapshot) -> About:
    """What the collection of a snapshot said of itself; fields that this software does not know are passed over.

    Raises:
        Damaged: its figures, its series or its lead are written as no collection can write them.
    """
    fields, rows = snapshot.document["collection"], snapshot.document["tables"]
    said = _declared(fields)
    texts = {name for name, value in dataclasses.asdict(About()).items() if isinstance(value, str)} - {*_LEAD}
    told: dict[str, Any] = {name: fields[name] for name in texts & fields.keys() if isinstance(fields[name], str)}
    lead: dict[str, Any] = {name: getattr(said, name) for name in _LEAD if getattr(said, name)}
    names = fields.get("maintainers")
    maintainers = tuple(map(str, names)) if isinstance(names, list) else ()
    figures, series = said.figures or (), said.series
    if not {"figures", "series"} & fields.keys():
        figures, series = first_series.supposed(fields, rows["events"], rows["strikes"])
    return About(**told, maintainers=maintainers, figures=figures, series=series, **lead)


def _declared(fields: Mapping[str, Any]) -> CollectionEntry:
    """Figures, series and lead as the collection wrote them.

    Raises:
        Damaged: none can write them so.
    """
    told = {name: fields[name] for name in ("figures", "series", *_LEAD) if name in fields}
    try:
        return CollectionEntry.model_validate({"title": "-", **told})
    except ValueError:
        raise Damaged("The snapshot's hash is right, but its figures or series, or its lead, cannot be so.") from None


@cache
def software_version() -> str:
    """Version of this software: of the checkout that it runs from, else of the installed package."""
    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return importlib.metadata.version("on-the-record")


def clean_text(name: str, text: str, most: int, *, lines: bool = False) -> str:
    """The text as people see it: without control characters, half characters and turns of direction.

    Args:
        name: what to call it where it is refused.
        text: as it was typed.
        most: characters that it may have.
        lines: whether it may have several lines; else their ends become blanks.

    Raises:
        ValueError: that is longer than ``most``.
    """
    kept = "".join(" " if _is_hidden(c) and not (lines and c == "\n") else c for c in text.replace("\r\n", "\n"))
    parts = kept.split("\n") if lines else [kept]
    clean = "\n".join(" ".join(part.split()) for part in parts).strip("\n")
    if len(clean) > most:
        raise ValueError(f"The {name} has {len(clean):,} characters; at most {most:,} are allowed.")
    return clean


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _STEERING
