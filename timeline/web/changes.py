"""What changed between two days: events that appeared, grades that moved, positions taken or changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import go_link, html_table
from timeline.collection.english import capital
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, STANCES, SUPPORTS
from timeline.ledger.known import Comparison, compare_known, known_in_words, last_said
from timeline.ledger.wording import Names, on_date, turn_in_words
from timeline.query.filter import Filter
from timeline.web.blocks import read_tables
from timeline.web.claims import links
from timeline.web.state import Context, url_of

_MOST = 60
_BOUNDS: dict[str, Any] = {
    "min_value": date(1900, 1, 1),
    "max_value": date(2200, 1, 1),
    "format": "YYYY-MM-DD",
}


def draw_days(context: Context) -> tuple[date, date | None]:
    """The two days as widgets; by default the thirty days up to the last thing that was said."""
    end = last_said(read_tables(context.record)) or date(2026, 1, 1)
    left, right, _ = st.columns([1, 1, 2])
    left.date_input("As known on", key="o_first", **_BOUNDS)
    right.date_input("Against", key="o_last", help="Empty: all that the record holds today.", **_BOUNDS)
    first, last = (context.options[name] for name in ("first", "last"))
    days = date.fromisoformat(first) if first else end - timedelta(days=30)
    return days, date.fromisoformat(last) if last else None


def comparison(context: Context, first: date, last: date | None) -> Markup:
    """How the record moved, in words and tables."""
    if last is not None and last < first:
        first, last = last, first
    moved = compare_known(context.record, first, last)
    intro = [_sentence(known_in_words(context.record, first)), *moved.sentences()]
    if last is not None:
        intro.insert(1, _sentence(known_in_words(context.record, last)))
    words = Markup("").join(Markup("<li>{}</li>").format(line) for line in intro)
    parts = [
        _changes(moved),
        _table("Grades that moved", ("What", "Grade", "Was", "Is"), _grades(context, moved)),
        _table("Events that appeared", ("When", "Event", "Support", "Contest"), _events(moved)),
        _table("Positions taken", ("When", "Who", "Stance", "Claim"), _positions(context, moved)),
    ]
    return Markup('<ul class="findings" data-known="{}">{}</ul>').format(moved.known, words) + Markup("").join(parts)


def _sentence(words: str) -> str:
    return f"{capital(words)}."


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Markup:
    if not rows:
        return Markup("<h2>{}</h2><p>None.</p>").format(title)
    shown = html_table(columns, rows[:_MOST])
    rest = Markup("")
    if len(rows) > _MOST:
        words = f"{len(rows) - _MOST:,} more"
        rest = Markup("<details><summary>{}</summary>{}</details>").format(words, html_table(columns, rows[_MOST:]))
    return Markup("<h2>{}</h2>{}{}").format(title, shown, rest)


def _changes(moved: Comparison) -> Markup:
    names = Names(moved.after)
    lines = Markup("").join(Markup("<li>{}</li>").format(turn_in_words(names, turn)) for turn in rows_of(moved.changes))
    if not lines:
        return Markup("<h2>Positions changed</h2><p>None.</p>")
    return Markup('<h2>Positions changed</h2><ul class="findings">{}</ul>').format(lines)


def _event_link(event: str, title: str) -> Markup:
    return go_link(url_of(Filter(event=event)), title)


def _claim_link(claim: str, text: str) -> Markup:
    return go_link(links(Filter()).claim(claim), text)


def _texts(context: Context, table: str, ids: pd.Series) -> dict[str, str]:
    """Titles of events or texts of claims by id."""
    found = context.record.find(table, ids)
    return dict(zip(found["id"], found["title" if table == "events" else "text"], strict=True))


def _grades(context: Context, moved: Comparison) -> list[tuple[Any, ...]]:
    titles, texts = (_texts(context, table, moved.grades["id"]) for table in ("events", "claims"))
    rows = []
    for row in rows_of(moved.grades):
        labels = SUPPORTS if row["kind"] == "support" else CONTESTS
        what = (
            _event_link(row["id"], titles[row["id"]])
            if row["kind"] == "support"
            else _claim_link(row["id"], texts[row["id"]])
        )
        rows.append((what, row["kind"], labels[row["from_"]], labels[row["to_"]]))
    return rows


def _events(moved: Comparison) -> list[tuple[Any, ...]]:
    return [
        (
            row["when_words"],
            _event_link(row["id"], row["title"]),
            SUPPORTS[row["support"]],
            CONTESTS.get(row["contest"], ""),
        )
        for row in rows_of(moved.events)
    ]


def _positions(context: Context, moved: Comparison) -> list[tuple[Any, ...]]:
    texts = _texts(context, "claims", moved.positions["claim"])
    names = context.record.actor_names
    return [
        (
            on_date(row["date"]).removeprefix("on "),
            names[row["actor"]],
            STANCES[row["stance"]],
            _claim_link(row["claim"], texts[row["claim"]]),
        )
        for row in rows_of(moved.positions)
    ]
