"""Parts of the page on sources: publishers, what rests on them, documents, the bibliography."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import archived_note, foreign, html_table, is_web_link
from timeline.collection.edtf import when_in_words
from timeline.collection.english import count
from timeline.collection.tables import rows_of
from timeline.collection.vocabulary import CONTROLS, SOURCE_KINDS
from timeline.exchange.formats import FORMATS, write_bibliography
from timeline.profiles.publishers import WITHOUT_LABELS, publisher_table
from timeline.query.names import country_name, language_name
from timeline.query.search import TextIndex
from timeline.web.blocks import link, page_links, page_slice
from timeline.web.running_text import as_text
from timeline.web.state import Context

_MOST_PUBLISHERS = 25
_MOST_UNCITED = 200
_COLUMNS = ("Document", "Publisher", "Published", "Language", "Kind")


def publishers(context: Context) -> Markup:
    """Who publishes what the events of the view rest on, and who controls whom."""
    table = publisher_table(context.view.record.tables(), context.view.whole("events"))
    if table.empty:
        return Markup("<h2>Publishers</h2><p>No events here, so no publishers.</p>")
    rows = [_publisher_row(context, row) for row in rows_of(table)]
    columns = ("Publisher", "Country", "Control", "Documents", "Events", "Languages", "Would be weaker without it")
    shown = html_table(columns, rows[:_MOST_PUBLISHERS])
    if len(rows) > _MOST_PUBLISHERS:
        rest = html_table(columns, rows[_MOST_PUBLISHERS:])
        words = f"{len(rows) - _MOST_PUBLISHERS:,} more"
        shown += Markup("<details><summary>{}</summary>{}</details>").format(words, rest)
    return Markup(
        "<h2>Publishers</h2><p class='prose'>These events rest on {} of the {:,} in the record. The last column counts "
        "events whose support would be weaker without the publisher. Open it to see which.</p>{}"
    ).format(count(len(rows), "publisher"), context.view.record.sizes["publishers"], shown)


def _publisher_row(context: Context, row: dict[str, Any]) -> tuple[Any, ...]:
    flt = context.filter
    chosen = flt.but(publishers=tuple({*flt.publishers, row["id"]}), event="")
    weak = Markup(' <span class="meta" title="{}">weak</span>').format(row["weak_because"]) if row["weak"] else ""
    control = CONTROLS[row["control"]]
    control += f", controlled by {row['controlled_by_name']}" if row["controlled_by"] else ""
    return (
        link(chosen, row["name"]) + weak,
        country_name(row["country"]) if row["country"] else "",
        control,
        row["document_count"],
        row["event_count"],
        ", ".join(language_name(code) for code in row["languages"]),
        _losses(context, row["losses"]),
    )


def _losses(context: Context, losses: tuple[Any, ...]) -> Markup | str:
    if not losses:
        return ""
    found = context.view.record.find("events", [loss.event for loss in losses])
    titles = dict(zip(found["id"], found["title"], strict=True))
    lines = Markup("").join(
        Markup("<li>{}: {} → {}</li>").format(
            link(context.filter.but(event=loss.event), titles[loss.event]),
            WITHOUT_LABELS[loss.support],
            WITHOUT_LABELS[loss.without],
        )
        for loss in losses
    )
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(count(len(losses), "event"), lines)


def draw_documents(context: Context) -> None:
    """The documents behind the events of the view, those with the words that are looked for, page by page."""
    record = context.view.record
    found = context.view.whole("sources")
    with st.form("documents", border=False):
        box, button = st.columns([4, 1], vertical_alignment="bottom")
        box.text_input(
            "Search documents",
            key="o_find",
            max_chars=200,
            placeholder="Words in titles, publishers, addresses",
        )
        button.form_submit_button("Search", width="stretch")
    found = _with_words(found, record.publisher_names.get, context.options["find"])
    flt = context.filter
    st.html(
        Markup('<h2>Documents</h2><p class="document-count" data-documents="{}">{}.</p>{}{}').format(
            len(found),
            count(len(found), "document"),
            html_table(
                _COLUMNS,
                [_document_row(context, row) for row in rows_of(found.iloc[page_slice(flt, len(found))])],
            ),
            page_links(flt, len(found)),
        )
    )


def draw_uncited(context: Context) -> None:
    """The documents that no event cites yet; nothing where there is none, or where a filter asks for some events."""
    found = context.view.record.not_cited() if context.filter.but(page=1).is_empty else None
    if found is None or found.empty:
        return
    shown = found.sort_values("published_start", ascending=False, kind="stable", na_position="last")
    rows = [_document_row(context, row) for row in rows_of(shown.head(_MOST_UNCITED))]
    more = f" The first {_MOST_UNCITED:,} are listed." if len(found) > _MOST_UNCITED else ""
    st.html(
        Markup("<h2>Not cited yet</h2><p class='prose'>{} of this record {} by no event so far.{}</p>{}").format(
            count(len(found), "document"),
            "is cited" if len(found) == 1 else "are cited",
            more,
            html_table(_COLUMNS, rows),
        )
    )


def _with_words(sources: pd.DataFrame, name: Callable[[str], str | None], words: str) -> pd.DataFrame:
    """The documents that hold every word, as the beginning of a word of theirs; newest first."""
    newest = sources.sort_values("published_start", ascending=False, kind="stable", na_position="last")
    via = newest["via"].map(lambda publisher: name(publisher) or "")
    texts = newest["title"] + " " + newest["publisher"].map(name) + " " + via + " " + newest["url"]
    rows = TextIndex(texts).find(words)
    return newest if rows is None else newest.iloc[list(rows)]


def _document_row(context: Context, row: dict[str, Any]) -> tuple[Any, ...]:
    title = row["title"]
    if is_web_link(row["url"]):
        lang = foreign(row["language"])
        title = Markup('<a href="{}" target="_blank" rel="noopener nofollow"{}>{}</a>').format(
            row["url"], Markup(' lang="{}"').format(lang) if lang else "", title
        )
    if archived := archived_note(row):
        title = Markup("{} {}").format(title, archived)
    names = context.record.publisher_names
    publisher = names[row["publisher"]] + (f", via {names[row['via']]}" if row["via"] else "")
    published = when_in_words(row["published"]) if row["published"] else "undated"
    return title, publisher, published, language_name(row["language"]), SOURCE_KINDS.get(row["kind"], "")


def draw_bibliography(context: Context) -> None:
    """The documents behind the view as files for reference managers."""
    record = context.view.record
    sources = sum(len(piece) for piece in context.view.stream("sources"))
    st.html(
        Markup(
            "<h2>Bibliography</h2><p class='prose'>{}: {}. "
            "Each file states its filter, the data version and the licence.</p>"
        ).format(context.filter.in_words(record), count(sources, "document"))
    )
    for column, (name, form) in zip(st.columns(len(FORMATS) + 1), FORMATS.items(), strict=False):
        column.download_button(
            as_text(form.label),
            data=partial(write_bibliography, context.view, name),
            file_name=f"on-the-record-{record.version[:12]}{form.suffix}",
            mime=form.media_type.partition(";")[0],
            key=f"download_{name}",
            on_click="ignore",
            width="stretch",
        )
