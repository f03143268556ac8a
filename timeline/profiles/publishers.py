"""Publishers: who controls them, what rests on them, and what would lose support without them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from timeline.collection.places import stands_in
from timeline.collection.tables import Tables
from timeline.collection.vocabulary import SUPPORTS
from timeline.evidence import derive_support, weigh_publishers

NO_SOURCE = "no-source"
WITHOUT_LABELS: Mapping[str, str] = MappingProxyType({**SUPPORTS, NO_SOURCE: "No source left"})
"""Grades of support, strongest first, and what an event has that loses its only publisher."""


class Loss(NamedTuple):
    """An event that would lose support without one publisher."""

    event: str
    support: str
    without: str
    """A grade of support, or ``NO_SOURCE``."""


def publisher_table(tables: Tables, events: pd.DataFrame) -> pd.DataFrame:
    """The publishers on which events rest.

    Args:
        tables: the record.
        events: rows of its events table, with grades.

    Returns:
        One row a publisher, those with most events first, then most documents, then by name: ``id``, ``name``,
        ``country``, ``kind``, ``control``, ``controlled_by`` (actor id), ``controlled_by_name``, ``weak``,
        ``weak_because``, ``document_count`` (documents that the events and the positions on their claims cite),
        ``event_count`` (events whose own sources include one), ``events`` (their ids), ``languages`` (of the
        documents, most frequent first) and ``losses`` (:class:`Loss` tuples: events that would lose support).
    """
    rests = weigh_publishers(events, tables.sources, tables.publishers)
    documents = _documents(tables, events)
    lost = find_losses(tables, events)
    register = tables.publishers.set_index("id", drop=False)
    names = dict(zip(tables.actors["id"], tables.actors["name"], strict=True))
    counts = documents["publisher"].value_counts()
    table = register.loc[counts.index.tolist(), list(_REGISTER)].reset_index(drop=True)
    ids = table["id"]
    table["controlled_by_name"] = [names.get(actor, actor) for actor in table["controlled_by"]]
    table["document_count"] = ids.map(counts).astype("int64")
    table["events"] = _gather(ids, rests["event"].groupby(rests["publisher"]).agg(tuple))
    table["event_count"] = table["events"].map(len).astype("int64")
    table["languages"] = _gather(ids, _languages(documents))
    losses = pd.Series([Loss(*row) for row in lost[list(Loss._fields)].itertuples(index=False)], dtype="object")
    table["losses"] = _gather(ids, losses.groupby(lost["publisher"]).agg(tuple))
    order = table.assign(_name=table["name"].str.casefold())
    order = order.sort_values(["event_count", "document_count", "_name", "id"], ascending=[False, False, True, True])
    return order.drop(columns="_name").reset_index(drop=True)


_REGISTER = ("id", "name", "country", "kind", "control", "controlled_by", "weak", "weak_because")


def find_losses(tables: Tables, events: pd.DataFrame) -> pd.DataFrame:
    """The events whose support would drop without one publisher, each graded anew by ``timeline.evidence``.

    Args:
        tables: the record.
        events: rows of its events table, with grades.

    Returns:
        One row a (publisher, event), in the order of the events: ``publisher``, ``event``, ``support`` and
        ``without`` (the grade without the publisher, ``NO_SOURCE`` if it is the only one).
    """
    pairs = weigh_publishers(events, tables.sources, tables.publishers)[["event", "publisher"]]
    without = _grade_without(pairs, tables, events)
    support = pairs["event"].map(dict(zip(events["id"], events["support"], strict=True))).astype("str")
    rank = {grade: number for number, grade in enumerate(WITHOUT_LABELS)}
    drops = without.map(rank) > support.map(rank)
    table = pairs.assign(support=support, without=without)[drops]
    return table[["publisher", "event", "support", "without"]].reset_index(drop=True)


def _grade_without(pairs: pd.DataFrame, tables: Tables, events: pd.DataFrame) -> pd.Series:
    """Grade of each pair's event without its publisher: the pairs are graded as if each were an event of its own."""
    cited = events[["id", "sources"]].explode("sources").dropna(subset="sources")
    cited["by"] = cited["sources"].map(tables.sources.set_index("id")["publisher"])
    rest = pairs.assign(pair=np.arange(len(pairs))).merge(cited, left_on="event", right_on="id")
    left = rest[rest["by"] != rest["publisher"]].groupby("pair")["sources"].agg(tuple)
    rows = pd.Index(events["id"]).get_indexer(pairs["event"].take(left.index.to_numpy()))
    bereft = events.take(rows).assign(id=left.index.astype("str"), sources=left.to_numpy())
    support = derive_support(bereft, tables.sources, tables.publishers)
    return pd.Series(support.to_numpy(), index=left.index).reindex(pairs.index).fillna(NO_SOURCE).astype("str")


def _documents(tables: Tables, events: pd.DataFrame) -> pd.DataFrame:
    claims = tables.claims.loc[stands_in(tables.claims, events["id"]), "id"]
    positions = tables.positions[tables.positions["claim"].isin(claims)]
    lists = (events["sources"], positions["further_sources"])
    cited = pd.concat([*(ids.explode().dropna() for ids in lists), positions["source"]])
    return tables.sources[tables.sources["id"].isin(cited)]


def _languages(documents: pd.DataFrame) -> pd.Series:
    """Publisher to its languages, most frequent first, equals by code."""
    known = documents[documents["language"] != ""]
    counts = known.groupby(["publisher", "language"]).size().reset_index(name="count")
    counts = counts.sort_values(["count", "language"], ascending=[False, True])
    return counts.groupby("publisher")["language"].agg(tuple)


def _gather(ids: pd.Series, found: pd.Series) -> pd.Series:
    """The tuple of each id, empty where there is none."""
    by_id = found.to_dict()
    return pd.Series([by_id.get(name, ()) for name in ids], index=ids.index, dtype="object")
