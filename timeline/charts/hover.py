"""What stands beside the pointer: texts of the collection as literal text, wrapped.

Plotly reads markup in every text (``<b>``, ``<a href>``), so each text goes through :func:`escape`.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from timeline.collection import english
from timeline.collection.vocabulary import CONTESTS, SUPPORTS

WRAP = 60
_NAMED = 6
_ABOUT = "The day is not known: the pale span covers the days it may have been."


def escape(text: str) -> str:
    """The text as Plotly shows it literally, white space made single spaces.

    >>> escape("<b>a</b>  &amp;")
    '&lt;b&gt;a&lt;/b&gt; &amp;amp;'
    """
    return html.escape(" ".join(text.split()), quote=False)


def wrap(text: str, width: int = WRAP) -> str:
    """Escaped lines of at most ``width`` letters, joined by ``<br>``; words longer than a line are cut.

    >>> wrap("one two three", 8)
    'one two<br>three'
    """
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
            continue
        pieces = [word[at : at + width] for at in range(0, len(word), width)]
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return "<br>".join(map(escape, lines))


def support_words(support: str) -> str:
    """The grade for readers; an unknown word as it is."""
    return SUPPORTS.get(support, support)


def contest_words(contest: str) -> str:
    """The standing of its claims for readers; "No claims" for an event without any."""
    return CONTESTS.get(contest, contest) if contest else "No claims"


def sources_words(count: int, publishers: Sequence[str]) -> str:
    """How many sources, and whose.

    >>> sources_words(3, ["AP", "TASS"])
    '3 sources: AP, TASS'
    """
    head = english.count(count, "source")
    if not publishers:
        return head
    named = ", ".join(publishers[:_NAMED])
    more = len(publishers) - _NAMED
    return f"{head}: {named}" + (f" and {more} more" if more > 0 else "")


def hover_text(title: str, when: str, support: str, contest: str, sources: str, *, about: bool) -> str:
    """The lines for one event, as Plotly markup; all arguments are plain text."""
    lines = [
        f"<b>{wrap(title, WRAP - 4)}</b>",
        wrap(when),
        escape(f"{support_words(support)}. {contest_words(contest)}."),
        wrap(sources),
    ]
    if about:
        lines.append(f"<i>{wrap(_ABOUT)}</i>")
    return "<br>".join(line for line in lines if line)


def hover_texts(events: pd.DataFrame, publishers: Mapping[str, str], about: Sequence[bool]) -> list[str]:
    """One text for each event, in their order.

    Args:
        events: columns ``title``, ``when_words``, ``support``, ``contest``, ``source_count``, ``publishers``.
        publishers: publisher id to name.
        about: whether the event is drawn as a span over the days it may mean.
    """
    columns = (events[name].tolist() for name in ("title", "when_words", "support", "contest"))
    counts = events["source_count"].fillna(0).astype(int).tolist()
    names = ([publishers.get(p, p) for p in row] for row in events["publishers"])
    return [
        hover_text(title, when, support, contest, sources_words(count, named), about=flag)
        for title, when, support, contest, count, named, flag in zip(*columns, counts, names, about, strict=True)
    ]
