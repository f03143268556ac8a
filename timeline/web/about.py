"""The page about the record: its words, its gaps, its corrections and its faults."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import go_link, html_table, render_markdown
from timeline.collection.edtf import when_in_words
from timeline.collection.held import held_in_words
from timeline.collection.problems import tell_once
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import (
    CONTEST_MEANINGS,
    CONTESTS,
    CORRECTION_KINDS,
    COVERAGE_LEVELS,
    SUPPORT_MEANINGS,
    SUPPORTS,
)
from timeline.query.filter import Filter
from timeline.query.record import Record
from timeline.web.blocks import footer
from timeline.web.state import url_on


def introduction(record: Record) -> Markup:
    """What the collection says of itself, with its size."""
    series = record.about.series
    tables = (
        ("events", "events"),
        ("documents", "sources"),
        ("publishers", "publishers"),
        ("actors", "actors"),
        ("claims", "claims"),
        ("positions on them", "positions"),
        (series.day.many if series else "", "strikes"),
    )
    sizes = Markup("").join(
        Markup("<li><b>{:,}</b> {}</li>").format(record.sizes[table], words)
        for words, table in tables
        if record.sizes[table]
    )
    return Markup('<h2>{}</h2><div class="prose">{}</div><ul class="sizes">{}</ul>{}').format(
        record.about.title, render_markdown(record.about.description), sizes, footer(record)
    )


def grades(record: Record) -> Markup:
    """How support comes about, and whether a claim is disputed; the latter only where there are claims."""
    rows = [("Support for an event", SUPPORTS, SUPPORT_MEANINGS)]
    rows += [("Disputed?", CONTESTS, CONTEST_MEANINGS)] if record.sizes["claims"] else []
    parts = [
        Markup("<h3>{}</h3><dl>{}</dl>").format(
            title,
            Markup("").join(
                Markup("<dt>{}</dt><dd>{}</dd>").format(labels[grade], meaning) for grade, meaning in meanings.items()
            ),
        )
        for title, labels, meanings in rows
    ]
    return Markup(
        '<h2>How grades come about</h2><p class="prose">Grades are derived from the sources and positions on '
        "record, and nobody types them in. They say how a statement stands, not whether it is true.</p>{}"
    ).format(Markup("").join(parts))


def coverage(record: Record) -> Markup:
    """For each theme the periods that somebody looked at, and how well."""
    if record.coverage.empty:
        return Markup("")
    rows = [
        (record.theme_names.get(row["theme"], "All themes"), _period(row), COVERAGE_LEVELS[row["level"]], row["note"])
        for row in rows_of(record.coverage)
    ]
    return Markup("<h2>What is covered</h2>{}").format(html_table(("Theme", "Period", "Coverage", "Note"), rows))


def _period(row: dict[str, Any]) -> str:
    start = "" if pd.isna(row["start"]) else row["start"].date().isoformat()
    end = "" if pd.isna(row["end"]) else row["end"].date().isoformat()
    return when_in_words(f"{start or '..'}/{end or '..'}") if start or end else "all time"


def corrections(record: Record) -> Markup:
    """What was wrong and what it says now."""
    rows = [
        (when_in_words(row["date"]), row["event"], _change(record, row), row["reason"])
        for row in rows_of(record.corrections)
    ]
    table = html_table(("Date", "Event", "Change", "Reason"), rows) if rows else Markup("<p>None so far.</p>")
    return Markup("<h2>Corrections</h2>{}").format(table)


def _change(record: Record, row: dict[str, Any]) -> Markup:
    kind = CORRECTION_KINDS[row["kind"]]
    if row["kind"] == "merged":
        url = url_on("timeline", Filter(event=record.retired.get(row["event"], row["to"])))
        return Markup("{} into {}").format(kind, go_link(url, row["to"]))
    said = Markup("; it said “{}”").format(row["was"]) if row["was"] else ""
    says = Markup(", now “{}”").format(row["now"]) if row["now"] else ""
    return Markup("{}{}{}").format(kind, said, says)


def draw_problems(record: Record) -> None:
    """Every fault of the collection's files, each cause once, for the person who can mend it."""
    st.header("Faults in the files")
    if record.held:
        st.html(Markup('<p class="prose">{}</p>').format(held_in_words(record.held)))
    if not record.problems:
        st.write("None.")
        return
    rows = [
        {
            "Where": f"{told.first.place}, {told.others}" if told.more else told.first.place,
            "Field": told.first.field,
            "What is wrong": told.first.message,
            "What to write instead": told.first.advice,
            "Consequence": told.first.consequence,
        }
        for told in tell_once(record.problems)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
