"""Claims that nobody asserts, claims that stand twice, and positions that are older than their event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from typing import Any

import pandas as pd
from rapidfuzz.fuzz import token_set_ratio

from timeline.advice.grouping import gather
from timeline.advice.items import BEFORE_EVENT, NOBODY_ASSERTS, SAME_CLAIM, Item
from timeline.advice.names import Names, said_in
from timeline.advice.places import Places
from timeline.advice.wording import folded, words_of_day
from timeline.collection.english import join
from timeline.collection.places import further_places, places_of
from timeline.collection.problems import quote
from timeline.collection.tables import Tables, rows_of

ALIKE = 90
"""Token set ratio (0 to 100) from which on two claims are taken for one proposition."""
_SHOWN = 3


def positions_before_events(tables: Tables, places: Places, names: Names) -> Iterator[Item]:
    """Positions whose last possible day lies before the first possible one of their event, and which nothing explains.

    A position's own note explains it; the event's note does where it names the actor; and an event does that began by
    the day of the position, if it is linked or the claim stands in it: then it was taken on what the two events have in
    common.
    """
    events = tables.events.set_index("id")
    positions = tables.positions
    number = positions.groupby("claim", sort=False).cumcount()
    begins = events["start"].reindex(positions["event"]).to_numpy()
    early = positions.assign(number=number, begins=begins)[(positions["date_end"].to_numpy() < begins)]
    linked = _linked(tables, set(early["event"]))
    claims = tables.claims[tables.claims["id"].isin(early["claim"])]
    standing = {row["id"]: list(places_of(row)) for row in rows_of(claims)}
    unexplained: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows_of(early[early["note"] == ""]):
        event, note = row["event"], str(events["note"].at[row["event"]])
        starts = [events["start"].at[other] for other in (*linked.get(event, ()), *standing[row["claim"]])]
        if any(start <= row["date_end"] for start in starts) or (note and row["actor"] in names.in_text(note)):
            continue
        unexplained.setdefault((row["claim"], row["actor"]), []).append(row)
    for (claim, actor), rows in unexplained.items():
        taken = join([words_of_day(row["date_end"].to_datetime64()) for row in rows])
        message = f"is of {taken}, and the event begins on {words_of_day(rows[0]['begins'].to_datetime64())}."
        advice = "Give the position a note that says what it was about, link the earlier event, or mend the date."
        told = places.of_claim(claim, message, advice, position=rows[0]["number"])
        facts = [fact for row in rows for fact in (row["stance"], row["date"], row["source"])]
        yield Item(BEFORE_EVENT, f"{claim}:{actor}", told, (str(events["when"].at[rows[0]["event"]]), *facts))


def claims_nobody_asserts(tables: Tables, places: Places, names: Names) -> Iterator[Item]:
    """Claims with positions of which none asserts, where the event's texts tell that others spoke.

    The texts are the event's title, summary and note and the titles of its documents. A sentence counts that has a word
    of saying and names an actor of the register who has no position on the claim. Not every such sentence is about the
    claim; they are where to look first for who asserts it.
    """
    asserted = set(tables.positions.loc[tables.positions["stance"] == "asserts", "claim"])
    claims = tables.claims[~tables.claims["id"].isin(asserted)]
    events = tables.events[tables.events["id"].isin(claims["event"])]
    event_rows = {row["id"]: row for row in rows_of(events[["id", "title", "summary", "note", "sources"]])}
    taken = tables.positions[tables.positions["claim"].isin(claims["id"])]
    stances = gather(taken["claim"], rows_of(taken[["actor", "stance", "source"]]))
    titles = _titles(tables, events, taken)
    for claim in rows_of(claims[["id", "event", "text"]]):
        event, positions = event_rows[claim["event"]], stances.get(claim["id"], [])
        documents = dict.fromkeys((*event["sources"], *(p["source"] for p in positions)))
        texts = [event["title"], event["summary"], event["note"], *(titles[document] for document in documents)]
        known = {position["actor"] for position in positions}
        said = {sentence: named for sentence in said_in(texts) if (named := names.in_text(sentence) - known)}
        if not said:
            continue
        found = join([quote(sentence) for sentence in list(said)[:_SHOWN]])
        message = f"is asserted by nobody on record, and the event tells of others who spoke: {found}."
        advice = "If one of them asserts the claim, write the position; else say in the note that nobody is on record."
        told = places.of_claim(claim["id"], message, advice)
        facts = (claim["text"], *(f"{p['actor']} {p['stance']}" for p in positions), *sorted(said))
        yield Item(NOBODY_ASSERTS, claim["id"], told, facts)


def same_claims(tables: Tables, places: Places) -> Iterator[Item]:
    """Claims of one event or of two linked ones whose folded texts have a token set ratio of ``ALIKE`` or more.

    A claim that stands in several events is one of each, and no second claim anywhere.
    """
    claims = tables.claims
    told = [(claim, text, folded(text)) for claim, text in zip(claims["id"], claims["text"], strict=True)]
    further = further_places(claims)
    events = [*claims["event"], *further["event"]]
    texts = gather(events, [*told, *(told[row] for row in further["row"])])
    linked = {tuple(sorted(pair)) for pair in zip(tables.links["event"], tables.links["to"], strict=True)}
    both = [(one, other) for one, other in sorted(linked) if one != other and one in texts and other in texts]
    within = (combinations(texts[event], 2) for event in texts)
    between = (product(texts[one], texts[other]) for one, other in both)
    yield from _alike(chain.from_iterable(chain(within, between)), places)


_Text = tuple[str, str, str]
"""Id of a claim, its text, and the text folded."""


def _alike(pairs: Iterable[tuple[_Text, _Text]], places: Places) -> Iterator[Item]:
    """The pairs of two claims that say the same, each once."""
    found: set[frozenset[str]] = set()
    for (one, text, words), (other, other_text, other_words) in pairs:
        if one == other or token_set_ratio(words, other_words, score_cutoff=ALIKE) < ALIKE:
            continue
        pair = frozenset((one, other))
        if pair in found:
            continue
        found.add(pair)
        message = f"says the same as {other}: {quote(text)} and {quote(other_text)}."
        advice = "Make them one claim; or word them so that a reader sees in what they differ."
        yield Item(SAME_CLAIM, f"{one}:{other}", places.of_claim(one, message, advice), (text, other_text))


def _linked(tables: Tables, events: set[str]) -> dict[str, list[str]]:
    """The events to which these are linked, in either direction."""
    found: dict[str, list[str]] = {}
    for event, to in zip(tables.links["event"], tables.links["to"], strict=True):
        for one, other in ((event, to), (to, event)):
            if one in events:
                found.setdefault(one, []).append(other)
    return found


def _titles(tables: Tables, events: pd.DataFrame, positions: pd.DataFrame) -> Mapping[str, str]:
    """The titles of the documents that events and positions cite, by id."""
    cited = {source for sources in events["sources"] for source in sources} | set(positions["source"])
    sources = tables.sources[tables.sources["id"].isin(cited)]
    return dict(zip(sources["id"], sources["title"], strict=True))
