"""How the positions on a claim stand to each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from timeline.collection.arrow_text import LARGE_TEXT, arrow_text, as_column, positions_in
from timeline.collection.places import further_places
from timeline.collection.vocabulary import CONTESTS
from timeline.evidence.counting import as_numbers, as_words, count_distinct, grade_each
from timeline.evidence.grades import grade_contest


def mark_latest(positions: pd.DataFrame) -> pd.Series:
    """True for each actor's latest position on a claim; undated positions count as earliest."""
    claims, (actors, names) = as_numbers(positions, "claim")[0], as_numbers(positions, "actor")
    keys = claims * max(len(names), 1) + actors
    bounds = (
        positions[name].to_numpy().astype("datetime64[s]").astype(np.int64) for name in ("date_end", "date_start")
    )
    # By claim and actor, then date. Not-a-time is the least number, so undated positions come first.
    order = np.lexsort((*bounds, keys))
    last = np.ones(len(order), dtype=bool)
    last[:-1] = keys[order][1:] != keys[order][:-1]
    latest = np.zeros(len(order), dtype=bool)
    latest[order[last]] = True
    return pd.Series(latest, index=positions.index)


def order_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """Positions by date, undated ones first, those of one date in the order of the file."""
    return positions.sort_values(["date_start", "date_end"], na_position="first", kind="stable")


def derive_contest(positions: pd.DataFrame) -> pd.Series:
    """Contest of each claim (vocabulary.CONTESTS), indexed by claim id.

    Args:
        positions: with ``latest`` filled in; other rows are ignored.
    """
    latest = positions[positions["latest"].astype(bool)]
    (claim, ids), side = as_numbers(latest, "claim"), as_numbers(latest, "side")[0]
    asserts, denies, questions = (
        latest["stance"].eq(stance).to_numpy() for stance in ("asserts", "denies", "questions")
    )

    def sides(chosen: np.ndarray) -> np.ndarray:
        return count_distinct(claim[chosen], side[chosen], len(ids))

    return grade_each(
        grade_contest,
        sides(asserts),
        sides(denies),
        sides(asserts | denies),
        np.bincount(claim[questions], minlength=len(ids)) > 0,
        index=pd.Index(as_column(ids), name="claim"),
    )


def worst_contest(events: pd.Series, claims: pd.DataFrame) -> pd.Series:
    """The contest of the most disputed claim that stands in each event, "" where none does, indexed as ``events``.

    Args:
        events: ids.
        claims: with ``contest`` filled in.
    """
    words = [*CONTESTS, ""]
    ids, further = arrow_text(events), further_places(claims)
    ranks = positions_in(arrow_text(claims["contest"]), pa.array(words, LARGE_TEXT))
    worst = np.full(len(events), len(CONTESTS))
    for stands, graded in ((claims["event"], ranks), (further["event"], ranks[further["row"].to_numpy()])):
        rows = positions_in(arrow_text(stands), ids)
        np.minimum.at(worst, rows[rows >= 0], graded[rows >= 0])
    return as_words(worst, words, events.index)
