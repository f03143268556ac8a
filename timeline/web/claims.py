"""Parts of the pages on claims: questions, the ledger, the matrix, stances over time, one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline.cards.ledger import Links, render_changes, render_counts, render_ledger, render_story
from timeline.cards.markup import go_link, html_table, is_web_link
from timeline.cards.matrix import render_matrix
from timeline.charts.stances import build_stances_chart
from timeline.collection.english import count
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTESTS, SOUGHT, STANCES
from timeline.front.place import STORY
from timeline.ledger.claims import SORTS, claims_table, filter_claims, find_speakers, sort_claims, stance_matrix
from timeline.ledger.stances import derive_stances, find_turns
from timeline.ledger.story import sources_with_statements, story
from timeline.ledger.topics import topics_table
from timeline.ledger.wording import Names, is_claim, statements_in_words
from timeline.query.filter import Filter
from timeline.query.record import Record
from timeline.web.blocks import page_links, page_slice, read_tables
from timeline.web.charts import chart_width, chosen_mark, draw_figure, draw_words
from timeline.web.state import Context, set_options, url_of, url_on

CLAIMS = "who-says-what"
COLUMNS = {"side": "By side", "actor": "By actor"}


def links(flt: Filter) -> Links:
    """Claims and topics lead to their stances over time, events to their card on the present page."""
    plain = flt.but(event="", page=1)
    return Links(
        claim=lambda claim: url_on(CLAIMS, plain, claim=claim),
        event=lambda event: url_of(flt.but(event=event)),
        topic=lambda topic: url_on(CLAIMS, plain, topic=topic),
    )


def ledger(context: Context) -> pd.DataFrame:
    """The claims that the page's choices leave of the view, in their order."""
    record, options, tables = context.view.record, context.options, read_tables(context.view.record)
    table = claims_table(tables, _bearing(record, options["topic"]), context.view.whole("events")["id"])
    table = filter_claims(
        table,
        tables,
        contest=_some(options["grade"]),
        sought=_some(options["sought"]),
        speaker=_some(options["speaker"]),
        stance=_some(options["stance"]),
        counter=_some(options["against"]),
    )
    return sort_claims(table, options["order"])


def _bearing(record: Record, topic: str) -> list[str] | None:
    """The claims that bear on a topic; None without one."""
    if not topic:
        return None
    bearing = record.topic_claims
    return list(record.find("claims", bearing.loc[bearing["topic"] == topic, "claim"])["id"])


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def topics(context: Context) -> Markup:
    """The questions that run through the record, with how the answers stand."""
    table = topics_table(read_tables(context.view.record))
    if table.empty:
        return Markup('<div class="no-card"></div>')
    to = links(context.filter)
    rows = [
        (
            go_link(to.topic(row["topic"]), row["question"]),
            CONTESTS[row["contest"]],
            row["claims"],
            row["actors"],
            row["changes"] or "",
        )
        for row in rows_of(table)
    ]
    columns = ("Question", "Disputed?", "Claims", "Speakers", "Changes of position")
    note = Markup("")
    if not context.filter.is_empty:  # it chooses events, and a question runs through others, too
        told = "These stand for the whole record. The filter applies to the claims below."
        note = Markup('<p class="meta">{}</p>').format(told)
    return Markup("<h2>Questions that run through the record</h2>{}{}").format(note, html_table(columns, rows))


def draw_stances(context: Context) -> None:
    """Stances over time on the chosen question or claim, with the changes of position in words."""
    subject = context.options["topic"] or context.options["claim"]
    if not subject:
        return
    record = context.view.record
    if not record.has("claims" if is_claim(subject) else "topics", subject):
        st.write("Nothing about this was on record that day.")
        return
    chart = build_stances_chart(read_tables(record), subject, scheme=context.scheme, width=chart_width())
    st.html(Markup("<h2>{}</h2>").format(chart.title))
    draw_figure(chart, "stances", _open_claim)
    st.html(_changes(context, subject))
    draw_words(chart, "stances")
    st.button("All claims", on_click=set_options, kwargs={"topic": "", "claim": ""})


def _open_claim(key: str) -> None:
    """A mark leads to its claim."""
    if claim := chosen_mark(key):
        set_options(claim=claim, topic="")


def _changes(context: Context, subject: str) -> Markup:
    record = context.view.record
    turns = find_turns(derive_stances(read_tables(record), [subject]))
    if turns.empty:
        return Markup('<p class="meta">No change of position is on record.</p>')
    told = render_changes(record, turns, links(context.filter), titled=False)
    return Markup("<h3>Who changed position</h3>{}").format(told)


def draw_choices(context: Context) -> None:
    """Who has spoken and how, who says the contrary, how the claim stands and was looked for, in what order."""
    record = context.view.record
    actors = ["", *find_speakers(read_tables(record))]
    name = record.actor_names.get
    first, second, third = st.columns(3)
    fourth, fifth, sixth = st.columns(3)
    first.selectbox("Speaker", actors, format_func=lambda a: name(a, "Anyone"), key="o_speaker")
    second.selectbox("Stance", ["", *STANCES], format_func=_label(STANCES, "Any stance"), key="o_stance")
    third.selectbox(
        "Contradicted by",
        actors,
        format_func=lambda a: name(a, "Anyone or nobody"),
        key="o_against",
        help="Somebody who denies what the speaker asserts, or asserts what the speaker denies.",
    )
    fourth.selectbox("Disputed?", ["", *CONTESTS], format_func=_label(CONTESTS, "Any"), key="o_grade")
    fifth.selectbox(
        "Looked for",
        ["", *SOUGHT],
        format_func=_label(SOUGHT, "Any"),
        key="o_sought",
        help="Claims on which only one side has spoken: what the last search for others came to.",
    )
    sixth.selectbox("Order", list(SORTS), format_func=SORTS.__getitem__, key="o_order")


def _label(labels: Mapping[str, str], nothing: str) -> Callable[[str], str]:
    return lambda word: labels[word] if word else nothing


def draw_ledger(context: Context) -> None:
    """The claims page by page: as a matrix, then with everyone's latest position."""
    table, record = ledger(context), context.view.record
    st.html(
        Markup('<h2>Claims</h2><p class="claim-count" data-claims="{}">{} of {} in the record.</p>').format(
            len(table), count(len(table), "claim"), f"{record.sizes['claims']:,}"
        )
    )
    if table.empty:
        st.html(Markup("<p>No claim fits all these choices. Change one of them, or the filter.</p>"))
        return
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.segmented_control(
        "Columns",
        list(COLUMNS),
        format_func=COLUMNS.__getitem__,
        key="o_columns",
        required=True,
        label_visibility="collapsed",
    )
    right.html(page_links(context.filter, len(table)))
    shown = table.iloc[page_slice(context.filter, len(table))]
    matrix = stance_matrix(read_tables(record), shown["claim"], by=context.options["columns"])
    to = links(context.filter)
    texts = dict(zip(shown["claim"], shown["text"], strict=True))
    caption = "Everyone’s latest position. An empty cell means that the record knows of none."
    st.html(render_matrix(matrix, texts, record.actor_names, to.claim, caption))
    st.html(render_ledger(record, shown, to))
    st.html(page_links(context.filter, len(table), at_foot=True))


def draw_story(context: Context) -> None:
    """One document read against the record."""
    record = context.view.record
    tables = read_tables(record)
    documents = sources_with_statements(tables)
    if documents.empty:
        st.write("No document of this record reports positions on three or more claims.")
        return
    chosen = _choose_document(context, documents)
    if not record.has("sources", chosen):
        st.write("This document was not yet published on that day.")
        return
    found = story(tables, chosen)
    title = Markup('<h2><a href="{}" target="_blank" rel="noopener nofollow">{}</a></h2>').format(
        found.url if is_web_link(found.url) else "", found.title
    )
    words = Markup('<p class="prose">{} This page reports positions. It gives no verdict.</p>').format(
        statements_in_words(found)
    )
    kind = context.options["show"]

    def url(kind: str) -> str:
        return url_on(STORY, context.filter.but(event="", page=1), document=chosen, **({"show": kind} if kind else {}))

    st.html(title + words + render_counts(found, url, kind) + render_story(record, found, links(context.filter), kind))


def _choose_document(context: Context, documents: pd.DataFrame) -> str:
    """The document of the page's choice, else the one whose list, or whose own statements, are the longest."""
    names = Names(read_tables(context.view.record))
    labels = {}
    for row in rows_of(documents):
        sizes = count(row["statements"], "statement")
        labels[row["source"]] = f"{row['title']} · {names.publisher(row['source'])} · {sizes}"
    chosen = context.options["document"]
    if not chosen:
        first = rows_of(documents.sort_values(["listed", "own"], ascending=False, kind="stable"))[0]
        chosen = first["source"]
        set_options(document=chosen)
    if chosen not in labels:
        labels[chosen] = context.record.find("sources", [chosen])["title"].item()
    st.selectbox("Document", list(labels), format_func=labels.__getitem__, key="o_document")
    return chosen
