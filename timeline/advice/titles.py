"""Titles with a figure that the event does not give, or gives otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from timeline.advice.counts import Count, counts_in
from timeline.advice.items import FIGURE_IN_TITLE, Item
from timeline.advice.places import Places
from timeline.advice.wording import stem
from timeline.collection.english import join
from timeline.collection.places import by_place, stands_in
from timeline.collection.problems import quote
from timeline.collection.series import Figure
from timeline.collection.tables import Tables, rows_of

_HAS_NUMBER = r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|\w+ty)\b"
_DAYS = frozenset({stem("day")})


def figures_in_titles(tables: Tables, places: Places) -> Iterator[Item]:
    """Titles whose figures the event's own summary or figures contradict, or which stand nowhere else in the event.

    A figure of the title is in order where summary, figures, claims or note give the same number (within a tenth where
    one of them says "about", "almost", "up to" and the like). It is contradicted where summary or figures give another
    number of the same thing, and the title's number only of something else or nowhere.
    """
    events = tables.events
    told = events[events["title"].str.contains(_HAS_NUMBER, case=False, regex=True)]
    claims = by_place(tables.claims[stands_in(tables.claims, told["id"])])
    texts = {event: [claim["text"] for _, claim in standing] for event, standing in claims.items()}
    for row in rows_of(told):
        if item := _item(row, texts.get(row["id"], []), tables.about.figures, places):
            yield item


def _item(event: Mapping[str, Any], claims: Sequence[str], figures: Sequence[Figure], places: Places) -> Item | None:
    own = [*_figures(event, figures), *counts_in(event["summary"])]
    further = [count for text in (*claims, event["note"], event["when_text"]) for count in counts_in(text)]
    further += _length(event)
    wrong = [
        said for count in counts_in(event["title"], compounds=False) if (said := _contradiction(count, own, further))
    ]
    if not wrong:
        return None
    advice = "Make the two agree, or say in the summary who counted what."
    facts = (event["title"], *sorted({f"{count.value:g} {' '.join(sorted(count.of))}" for count in (*own, *further)}))
    told = places.of_event(event["id"], ("title",), f"{'; '.join(wrong)}.", advice)
    return Item(FIGURE_IN_TITLE, event["id"], told, facts)


def _contradiction(title: Count, own: Sequence[Count], further: Sequence[Count]) -> str:
    """What is wrong with a figure of a title, in words; "" where it is in order.

    Args:
        title: the figure.
        own: those of summary and figures.
        further: those of claims and note.
    """
    same = [count for count in (*own, *further) if count.is_near(title)]
    others = [count for count in own if count.is_like(title) and not count.is_near(title)]
    if any(count.is_like(title) or not count.of for count in same) or (same and not others):
        return ""
    says = f"says {quote(title.words)}"
    if others:
        found = list(dict.fromkeys(quote(count.words) for count in others if count.words))
        return f"{says}, and summary or figures have {join(found[:3])}"
    return f"{says}, which neither summary nor figures give"


def _figures(event: Mapping[str, Any], figures: Sequence[Figure]) -> Iterator[Count]:
    """What an event's figures count, each alone, and several together: a title may add kinds up."""
    found = [
        Count(int(event[figure.id]), _words(figure), figure.unit.of(event[figure.id]))
        for figure in figures
        if not pd.isna(event[figure.id])
    ]
    yield from found
    for size in range(2, min(len(found), 4) + 1):
        for some in combinations(found, size):
            words = frozenset().union(*(count.of for count in some))
            yield Count(sum(count.value for count in some), words, " and ".join(count.words for count in some))


def _words(figure: Figure) -> frozenset[str]:
    words = (figure.unit.one, figure.unit.many, *figure.also)
    return frozenset(stem(word) for text in words for word in text.split())


def _length(event: Mapping[str, Any]) -> list[Count]:
    """For how many days an event lasted, where it is dated to days: "three days of talks"."""
    if event["precision"] not in ("day", "time") or pd.isna(event["start"]) or pd.isna(event["end"]):
        return []
    return [Count((event["end"] - event["start"]).days + 1, _DAYS)]
