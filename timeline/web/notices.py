"""What every page says above its content: the snapshot that is open, parts of a link that were not followed, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from timeline.cards.markup import go_link
from timeline.collection.english import capital, count
from timeline.ledger.known import known_in_words
from timeline.query.filter import Filter, Ignored
from timeline.query.record import Record
from timeline.snapshots.errors import SnapshotError
from timeline.web.archive import Opened, changes_since, since_in_words
from timeline.web.pages import SNAPSHOTS_PAGE
from timeline.web.state import url_of
from timeline.web.store import CannotOpen


@contextmanager
def waiting() -> Iterator[Callable[[str], None]]:
    """Gives what shows a few words while a large collection is opened; nothing is drawn where nobody waits."""
    drawn: list[DeltaGenerator] = []

    def tell(words: str) -> None:
        if not drawn:
            drawn.append(st.empty())
        drawn[0].html(
            Markup(
                '<p role="status" class="waiting"><b>{} …</b><br>This happens once; the page opens by itself.</p>'
            ).format(words)
        )

    yield tell
    for place in drawn:
        place.empty()


def notices(record: Record, flt: Filter, ignored: Sequence[Ignored], stale: str) -> Markup:
    """One line a notice, and nothing where all is well."""
    lines = [Markup("{}: <b>{}</b>").format(capital(item.why), item.value) for item in ignored]
    if flt.known:
        today = url_of(flt.but(known=None))
        lines.append(
            Markup("The record {}. {}").format(
                known_in_words(record, flt.known), go_link(today, "Show today’s record.")
            )
        )
    if record.events_left_out:
        lines.append(Markup("{}").format(left_out_in_words(record)))
    if stale:
        lines.append(Markup("{} Nothing can be frozen until the files are fixed.").format(stale))
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup('<div class="notices" role="status"><ul>{}</ul></div>').format(items) if lines else items


def banner(opened: Opened, today: Record, flt: Filter) -> Markup:
    """Says that the rows are frozen ones, and what has changed since."""
    snapshot = opened.snapshot
    title = Markup("“{}”, ").format(snapshot.title) if snapshot.title else ""
    author = Markup(" by {}").format(snapshot.author) if snapshot.author else ""
    held = f"{snapshot.event_count:,} of the {count(snapshot.total, 'event')}"
    since = since_in_words(changes_since(snapshot, today))
    links = (
        go_link(f"{SNAPSHOTS_PAGE}?before={snapshot.id}", "Compare with today"),
        Markup('<a href="s/{}" target="_blank" rel="noopener">Web page</a>').format(snapshot.id),
        go_link(url_of(flt, ""), "Leave the snapshot"),
    )
    return Markup(
        '<section class="frozen" aria-label="Snapshot"><p><b>Snapshot</b> {}frozen {}{}: {} on record then.</p>'
        "<p>{}</p><p>{}</p></section>"
    ).format(title, snapshot.frozen_words, author, held, since, Markup(" · ").join(links))


def draw_closed(error: CannotOpen) -> None:
    """Says that there is no record, instead of the page."""
    words = Markup('<h1 class="phrase">The record cannot be shown now</h1><p class="prose">{}</p>')
    st.html(words.format(str(error)))


def draw_refusal(error: SnapshotError) -> None:
    """Says why a snapshot cannot be shown, instead of the page."""
    st.html(
        Markup('<h1 class="phrase">This snapshot cannot be shown</h1><p class="prose">{}</p><p>{} · {}</p>').format(
            str(error), go_link("./", "Today’s record"), go_link(SNAPSHOTS_PAGE, "All snapshots")
        )
    )


def left_out_in_words(record: Record) -> str:
    """How many events were left out because of faults in their files, and where they are listed."""
    left_out = record.events_left_out
    noun, verb, whose = ("event", "was", "its file") if left_out == 1 else ("events", "were", "their files")
    return f"{left_out} {noun} {verb} left out because of faults in {whose}; “About the record” lists them."
