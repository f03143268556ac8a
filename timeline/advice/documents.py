"""Documents of news agencies, or drawn from them, that are marked as press."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from timeline.advice.items import AGENCY_AS_PRESS, CITES_AGENCY, Item
from timeline.advice.places import Places
from timeline.collection.english import join
from timeline.collection.tables import Tables, rows_of
from timeline.query.search import fold

AGENCY, PRESS = "wire", "press"
"""The words of ``vocabulary.SOURCE_KINDS`` of which this is about; a publisher of the first kind is an agency."""
_SHOWN = 12
_BETWEEN = re.compile(r"\s*[,;&/]\s*(?:and\s+)?|\s+and\s+")


def agencies_as_press(tables: Tables, places: Places) -> Iterator[Item]:
    """Documents of the kind press whose publisher is a news agency, or that came by way of one: one item each."""
    agencies = _agencies(tables.publishers)
    names = dict(zip(agencies["id"], agencies["name"], strict=True))
    sources = tables.sources[tables.sources["kind"] == PRESS]
    found = sources[sources["publisher"].isin(names) | sources["via"].isin(names)]
    for row in rows_of(found[["id", "publisher", "via", "kind"]]):
        field = "publisher" if row["publisher"] in names else "via"
        message = f"is {PRESS}, and its {field} is the news agency {names[row[field]]}."
        advice = f"Write kind: {AGENCY}; or, if it is no agency, mend the kind of the publisher in publishers.yaml."
        told = places.of_source(row["id"], message, advice)
        yield Item(AGENCY_AS_PRESS, row["id"], told, (row["kind"], row["publisher"], row["via"]))


def press_that_cites_agencies(tables: Tables, places: Places) -> Iterator[Item]:
    """Documents of the kind press that name a news agency as their origin: one item an agency.

    That can be right: a text that only cites an agency is the citing publisher's own. Where the page carries the
    agency's text, the agency is the publisher, the page is ``via``, and the kind is the agency's. Each document has to
    be looked at once, so one that is added brings the item back.
    """
    agencies = _agencies(tables.publishers)
    spelt = {spelling: row["id"] for row in rows_of(agencies) for spelling in _spellings(row["id"], row["name"])}
    names = dict(zip(agencies["id"], agencies["name"], strict=True))
    sources = tables.sources[(tables.sources["kind"] == PRESS) & (tables.sources["citing"] != "")]
    citing: dict[str, list[str]] = {}
    for source, cited in zip(sources["id"], sources["citing"], strict=True):
        for agency in {spelt[part] for part in (fold(cited), *map(fold, _BETWEEN.split(cited))) if part in spelt}:
            citing.setdefault(agency, []).append(source)
    for agency, found in sorted(citing.items()):
        documents = sorted(found)
        others = documents[1:_SHOWN]
        others += [f"{len(documents) - _SHOWN:,} more"] if len(documents) > _SHOWN else []
        message = f"is {PRESS}, and cites the news agency {names[agency]}" + (
            f"; so do {join(others)}." if others else "."
        )
        advice = f"Where the text is the agency's, write it as the publisher, the page as via, and kind: {AGENCY}."
        yield Item(CITES_AGENCY, agency, places.of_source(documents[0], message, advice), tuple(documents))


def _agencies(publishers: pd.DataFrame) -> pd.DataFrame:
    return publishers[publishers["kind"].str.strip().str.casefold() == AGENCY][["id", "name"]]


def _spellings(publisher: str, name: str) -> set[str]:
    """How people name a publisher: its id, its name with and without what is in brackets, its initials."""
    short = re.sub(r"\s*\(.*?\)", "", name)
    initials = "".join(word[0] for word in re.findall(r"\w+", short))
    spelt = {publisher, name, short, re.sub("^the ", "", short, flags=re.IGNORECASE)}
    return {fold(text) for text in (*spelt, *([initials] if len(initials) > 1 else []))}
