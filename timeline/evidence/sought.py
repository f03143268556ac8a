"""How a claim reads on which only one side has spoken: whether anybody looked for what others say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from timeline.collection.edtf import when_in_words
from timeline.collection.entries import SearchEntry
from timeline.collection.tables import rows_of

_EDITORS = SearchEntry.model_fields["by"].default


class Sought(NamedTuple):
    """The last search on a claim."""

    kind: str
    """A word of ``vocabulary.SOUGHT``."""
    words: str
    """One sentence."""


NOT_YET = Sought("not-yet", "Others: not looked for yet.")


def read_searches(claims: pd.DataFrame, searches: pd.DataFrame) -> dict[str, Sought]:
    """How each claim reads on which only one side has spoken; a search is no position and moves no grade.

    Args:
        claims: with grades.
        searches: those on these claims, and perhaps others. The last one counts: by day, then in their order.

    Returns:
        By claim id; claims that are not one-sided are left out.
    """
    last = {row["claim"]: row for row in rows_of(searches.sort_values("date", kind="stable"))}
    alone = claims.loc[claims["contest"].eq("one-sided"), "id"]
    return {claim: _read(last[claim]) if claim in last else NOT_YET for claim in alone}


def _read(search: Mapping[str, Any]) -> Sought:
    by = "" if search["by"] == _EDITORS else f" by {search['by']}"
    looked = f"(looked for on {when_in_words(search['date'])}{by})"
    said = "said nothing that we know of"
    if search["found"] == "some":
        note = search["note"].strip().rstrip(".")
        said = f"spoken near it, not on it{': ' if note else ''}{note}"
    return Sought(search["found"], " ".join(f"Others have {said} {looked}.".split()))
