"""What changed between two days: events that appeared, grades that moved, positions taken or changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Literal

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline.cards.ledger import render_changes, render_positions
from timeline.cards.markup import go_link, html_table
from timeline.collection.english import capital
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, SUPPORTS
from timeline.evidence import KnownDays, known_days
from timeline.ledger.known import Comparison, compare_known, known_in_words
from timeline.query.answerer import NotHere
from timeline.query.filter import Filter
from timeline.web.blocks import read_tables
from timeline.web.claims import links
from timeline.web.state import Context, set_options, url_of, url_on

_MOST = 60
_PAGE = "what-changed"
_FORM: Literal["YYYY-MM-DD"] = "YYYY-MM-DD"
_MONTH = timedelta(days=30)
_KINDS = {"support": "Support", "contest": "Disputed?"}


def draw_days(context: Context) -> tuple[date, date | None]:
    """The two days as widgets, with periods to choose; by default the last month in which events became known.

    Raises:
        NotHere: nothing in the record tells when it became known.
    """
    known = known_days(read_tables(context.record))
    if known is None:
        raise NotHere("No document of this record has a date, so nothing tells what was known when.")
    earliest = known.first - timedelta(days=1)
    first, last = _chosen(context.options, known)
    first = min(max(first, earliest), known.last)
    last = last and min(max(last, earliest), known.last)
    set_options(first=str(first), last=str(last or ""))
    left, right, _ = st.columns([1, 1, 2])
    left.date_input("From the record of", key="o_first", min_value=earliest, max_value=known.last, format=_FORM)
    right.date_input(
        "to",
        key="o_last",
        min_value=earliest,
        max_value=known.last,
        format=_FORM,
        help="Empty: all that the record holds today.",
    )
    months = {"Last month": 1, "Last three months": 3}
    starts = {words: max(known.event - number * _MONTH, earliest) for words, number in months.items()}
    st.html(_period_links(context, {**starts, "Whole record": earliest}, known.last))
    return first, last


def _chosen(options: Mapping[str, str], known: KnownDays) -> tuple[date, date | None]:
    """The days of the page's choices; without them the last month in which an event became known, and all since."""
    first, last = (date.fromisoformat(options[name]) if options[name] else None for name in ("first", "last"))
    if first is None and last is None:
        return known.event - _MONTH, known.last
    return first or (last or known.last) - _MONTH, last


def _period_links(context: Context, starts: Mapping[str, date], last: date) -> Markup:
    """Periods by name, as links; all of them end with what became known last."""
    parts = [
        go_link(url_on(_PAGE, context.filter, first=str(first), last=str(last)), words)
        for words, first in starts.items()
    ]
    return Markup('<p class="presets">{}</p>').format(Markup(" · ").join(parts))


def comparison(context: Context, first: date, last: date | None) -> Markup:
    """How the record moved, in words and tables; a kind without any change is left out."""
    if last is not None and last < first:
        first, last = last, first
    moved = compare_known(context.record, first, last)
    intro = [_sentence(known_in_words(context.record, first)), *moved.sentences()]
    if last is not None:
        intro.insert(1, _sentence(known_in_words(context.record, last)))
    words = Markup("").join(Markup("<li>{}</li>").format(line) for line in intro)
    to = links(Filter())
    parts = [
        _part("Who changed position", render_changes(context.record, moved.changes, to), len(moved.changes)),
        _table("Grades that changed", ("What", "Grade", "Was", "Now"), _grades(context, moved)),
        _table("Events that became known", ("When", "Event", "Support", "Disputed?"), _events(moved)),
        _part("Positions that became known", _positions(context, moved), len(moved.positions)),
    ]
    return Markup('<ul class="findings" data-known="{}">{}</ul>').format(moved.known, words) + Markup("").join(parts)


def _sentence(words: str) -> str:
    return f"{capital(words)}."


def _part(title: str, content: Markup, changes: int) -> Markup:
    return Markup("<h2>{}</h2>{}").format(title, content) if changes else Markup("")


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Markup:
    shown = html_table(columns, rows[:_MOST])
    if len(rows) > _MOST:
        shown += _more(len(rows) - _MOST, html_table(columns, rows[_MOST:]))
    return _part(title, shown, len(rows))


def _more(number: int, content: Markup) -> Markup:
    return Markup("<details><summary>{:,} more</summary>{}</details>").format(number, content)


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
        rows.append((what, _KINDS[row["kind"]], labels[row["from_"]], labels[row["to_"]]))
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


def _positions(context: Context, moved: Comparison) -> Markup:
    """Positions under their claims; of many claims the later ones are folded."""
    to, positions = links(Filter()), moved.positions
    claims = list(dict.fromkeys(positions["claim"]))
    first = positions["claim"].isin(claims[:_MOST])
    shown = render_positions(context.record, positions[first], to)
    if len(claims) > _MOST:
        shown += _more(len(claims) - _MOST, render_positions(context.record, positions[~first], to))
    return shown
