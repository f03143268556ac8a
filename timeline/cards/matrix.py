"""The matrix of claims and sides or actors as an HTML table: a cell tells a stance, an empty one silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from markupsafe import Markup

from timeline.cards.markup import before_value, go_link, scrolling
from timeline.collection.vocabulary import STANCES
from timeline.ledger.claims import DIFFER

SILENCE = "nothing known"

_SIGNS: Mapping[str, str] = {
    "asserts": "●",
    "denies": "■",
    "questions": "▲",
    "declines": "–",
    DIFFER: "◐",
}
_LABELS: Mapping[str, str] = {**STANCES, DIFFER: "its members differ"}


def render_matrix(
    matrix: pd.DataFrame,
    texts: Mapping[str, str],
    names: Mapping[str, str],
    url: Callable[[str], str],
    caption: str = "",
) -> Markup:
    """The table, one row a claim; it scrolls sideways by itself.

    Args:
        matrix: as from ``timeline.ledger.claims.stance_matrix``.
        texts: claim id to the claim.
        names: actor id to name.
        url: claim id to the address that opens it.
        caption: what the table shows, above it.
    """
    labels = [names[who] for who in matrix.columns]
    rows = Markup("").join(
        Markup('<tr data-claim="{}"><th scope="row">{}</th>{}</tr>').format(
            claim, go_link(url(str(claim)), texts[str(claim)]), Markup("").join(map(_cell, row, labels))
        )
        for claim, row in zip(matrix.index, matrix.to_numpy().tolist(), strict=True)
    )
    heads = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in labels)
    title = Markup("<caption>{}</caption>").format(caption) if caption else ""
    head = Markup('<thead><tr><th scope="col">Claim</th>{}</tr></thead>').format(heads)
    table = Markup('<table class="matrix stacks">{}{}<tbody>{}</tbody></table>').format(title, head, rows)
    return scrolling(table, caption or "Who stands where")


def _cell(stance: str, who: str) -> Markup:
    if not stance:
        return Markup('<td class="silence" title="{}"></td>').format(SILENCE)
    sign, label = _SIGNS[stance], _LABELS[stance]
    return Markup('<td class="stance-{}" data-label="{}"><span aria-hidden="true">{}</span> {}</td>').format(
        stance, before_value(who), sign, label
    )
