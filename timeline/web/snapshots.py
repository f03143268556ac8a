"""The page of snapshots: those that are kept, and what changed since one of them."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from timeline.cards.markup import go_link
from timeline.collection.english import count, plural
from timeline.snapshots.change_words import describe_changes
from timeline.snapshots.compare import Changes, compare_snapshots
from timeline.snapshots.errors import SnapshotError
from timeline.snapshots.snapshot import time_in_words
from timeline.snapshots.store import Entry
from timeline.web.archive import changes_since, open_snapshot, since_in_words, snapshot_store
from timeline.web.blocks import page_links, page_slice
from timeline.web.pages import SNAPSHOTS_PAGE
from timeline.web.running_text import as_text
from timeline.web.settings import may_freeze
from timeline.web.state import Context, url_of_snapshot
from timeline.web.store import current_record

_MOST_LINES = 40
_TABLES = {
    "added": "Events added",
    "removed": "Events removed",
    "changed": "Events changed, field by field",
    "corrections": "Corrections",
    "claims": "Claims",
    "contests": "Claims graded differently",
    "positions": "Positions",
    "searches": "Searches for what others say",
    "sources": "Documents",
}


def draw_comparison(context: Context) -> None:
    """What changed since the snapshot ``before``, up to ``after`` or today."""
    before, after = (context.options[name] for name in ("before", "after"))
    if not before:
        return
    try:
        first = open_snapshot(before).snapshot
        changes = compare_snapshots(first, open_snapshot(after).snapshot) if after else None
    except SnapshotError as error:
        st.error(as_text(str(error)))
        return
    changes = changes if after else changes_since(first, current_record())
    title = Markup("<h2>{}</h2>").format(f"What changed since “{first.heading}”")
    st.html(title + Markup('<p class="since"><b>{}</b></p>').format(since_in_words(changes)) + _findings(changes))
    if changes is not None and not changes.is_empty:
        with st.expander("View as tables"):
            for name, table in changes.tables.items():
                if len(table):
                    st.caption(as_text(_TABLES.get(name) or (changes.series.days if changes.series else "Days")))
                    st.dataframe(table, hide_index=True, width="stretch", key=f"changes_{name}")


def _findings(changes: Changes | None) -> Markup:
    """Every change as a line under its heading; long lists folded."""
    if changes is None:
        return Markup("")
    parts = []
    for heading, lines in describe_changes(changes).items():
        items = [Markup("<li>{}</li>").format(line) for line in lines]
        rest = Markup("")
        if len(items) > _MOST_LINES:
            more = f"{len(items) - _MOST_LINES:,} more"
            rest = Markup('<details><summary>{}</summary><ul class="findings">{}</ul></details>').format(
                more, Markup("").join(items[_MOST_LINES:])
            )
        shown = Markup("").join(items[:_MOST_LINES])
        parts.append(Markup('<h3>{}</h3><ul class="findings">{}</ul>{}').format(heading, shown, rest))
    return Markup("").join(parts)


def draw_list(context: Context) -> None:
    """The newest snapshots first, twenty a page, those with all words that are searched."""
    words = context.options["words"]
    with st.form("find_snapshots", border=False):
        box, button = st.columns([4, 1], vertical_alignment="bottom")
        box.text_input("Search", key="o_words", max_chars=200, placeholder="Words in titles, notes, names and filters")
        button.form_submit_button("Search", width="stretch")
    try:
        store = snapshot_store()
        total = store.count(words)
        shown = page_slice(context.filter, total)
        entries = store.find(words, limit=shown.stop - shown.start, offset=shown.start)
    except SnapshotError as error:
        st.error(as_text(str(error)))
        return
    st.html(
        Markup('<p class="count-line" data-shown="{}" data-total="{}"><b>{:,}</b> {}{}</p>{}{}').format(
            len(entries),
            total,
            total,
            plural(total, "snapshot"),
            Markup(" with “{}”").format(words) if words else "",
            Markup("").join(_entry(entry, context.options["before"]) for entry in entries) or _nothing(words),
            page_links(context.filter, total),
        )
    )


def _nothing(words: str) -> Markup:
    if words:
        return Markup("<p>No snapshot has all of these words.</p>")
    how = "“Freeze and cite” makes a snapshot of what a page shows." if may_freeze() else ""
    return Markup("<p>No snapshot yet. {}</p>").format(how)


def _entry(entry: Entry, before: str) -> Markup:
    """One snapshot: what it is, and what can be done with it."""
    links = [
        go_link(url_of_snapshot(entry), "Open in the dashboard"),
        Markup('<a href="s/{}" target="_blank" rel="noopener">Web page</a>').format(entry.id),
        Markup('<a href="s/{}.json" target="_blank" rel="noopener">JSON</a>').format(entry.id),
        go_link(f"{SNAPSHOTS_PAGE}?before={entry.id}", "Compare with today"),
    ]
    if before and before != entry.id:
        links.append(go_link(f"{SNAPSHOTS_PAGE}?before={before}&after={entry.id}", "Compare with this one"))
    facts = [
        f"Frozen {time_in_words(entry.frozen)}{f' by {entry.author}' if entry.author else ''}",
        count(entry.events, "event"),
        f"{entry.size_bytes / 1000:,.0f} kB",
    ]
    return Markup('<article class="snapshot" data-snapshot="{}"><h2>{}</h2>{}{}{}<p>{}</p></article>').format(
        entry.id,
        entry.heading,
        Markup("<p>{}</p>").format(entry.words) if entry.title else "",
        Markup('<p class="note">{}</p>').format(entry.note) if entry.note else "",
        Markup('<p class="meta">{} · <code>{}</code></p>').format(" · ".join(facts), entry.id),
        Markup(" · ").join(links),
    )
