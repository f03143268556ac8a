"""The page about the record: its words, its gaps, its corrections and its faults."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import render_markdown
from timeline.collection.edtf import when_in_words
from timeline.collection.vocabulary import CORRECTION_KINDS, COVERAGE_LEVELS
from timeline.query.collection import Collection
from timeline.web.blocks import footer
from timeline.web.sidebar import CONTEST_WORDS, SUPPORT_WORDS


def introduction(record: Collection) -> Markup:
    """What the collection says of itself, with its size."""
    tables = (
        ("events", record.events),
        ("documents", record.sources),
        ("publishers", record.publishers),
        ("actors", record.actors),
        ("claims", record.claims),
        ("positions on them", record.positions),
        ("strike days", record.strikes),
    )
    sizes = Markup("").join(Markup("<li><b>{:,}</b> {}</li>").format(len(table), words) for words, table in tables)
    return Markup('<h1 class="phrase">About the record</h1><h2>{}</h2>{}<ul class="sizes">{}</ul>{}').format(
        record.about.title, render_markdown(record.about.description), sizes, footer(record)
    )


def grades() -> Markup:
    """How support and contest come about."""
    rows = (("Support of an event", SUPPORT_WORDS), ("Contest of a claim", CONTEST_WORDS))
    parts = [
        Markup("<h3>{}</h3><dl>{}</dl>").format(
            title,
            Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(name, meaning) for name, meaning in words.items()),
        )
        for title, words in rows
    ]
    return Markup(
        "<h2>How grades come about</h2><p>Grades are derived from the sources and positions on record and are never "
        "typed in. They say how a statement stands, not whether it is true.</p>{}"
    ).format(Markup("").join(parts))


def draw_coverage(record: Collection) -> None:
    """For each theme the periods that somebody looked at, and how well."""
    if record.coverage.empty:
        return
    st.header("What is covered")
    table = pd.DataFrame(
        {
            "Theme": record.coverage["theme"].map(record.theme_names),
            "From": record.coverage["start"].dt.strftime("%Y-%m-%d").fillna("open"),
            "To": record.coverage["end"].dt.strftime("%Y-%m-%d").fillna("open"),
            "Coverage": record.coverage["level"].map(COVERAGE_LEVELS),
            "Note": record.coverage["note"],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch")


def draw_corrections(record: Collection) -> None:
    """What was wrong and what it says now."""
    st.header("Corrections")
    if record.corrections.empty:
        st.write("None so far.")
        return
    corrections = record.corrections
    table = pd.DataFrame(
        {
            "Date": corrections["date"].map(when_in_words),
            "Event": corrections["event"],
            "Kind": corrections["kind"].map(CORRECTION_KINDS),
            "Now in": corrections["to"],
            "Was": corrections["was"],
            "Now": corrections["now"],
            "Reason": corrections["reason"],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch")


def draw_problems(record: Collection) -> None:
    """Every fault of the collection's files, for the person who can mend it."""
    st.header("Faults in the files")
    if not record.problems:
        st.write("None.")
        return
    rows = [
        {
            "File": problem.file,
            "Line": problem.line,
            "Field": problem.field,
            "What is wrong": problem.message,
            "What to write instead": problem.advice,
            "Consequence": problem.consequence,
        }
        for problem in record.problems
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
