"""The matrix as HTML: words with signs, silence as an empty cell, everything escaped."""

from __future__ import annotations

import re

from tests.ledger.writing import record_of
from timeline.cards.matrix import render_matrix
from timeline.ledger.claims import stance_matrix

DAY = "2026-01-01"


def render(record, caption=""):
    matrix = stance_matrix(record)
    texts = dict.fromkeys(matrix.index, "<i>x</i> & y")
    return str(render_matrix(matrix, texts, record.actor_names, lambda claim: f"?claim={claim}&a=b", caption))


def test_cells(tmp_path):
    claims = {
        "a": (("anna", "asserts", DAY), ("andrei", "denies", DAY), ("boris", "denies", DAY)),
        "b": (("gamma", "declines", DAY),),
    }
    html = render(record_of(tmp_path, claims), "Who <said> what")
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == ["Claim", "Alpha", "Beta", "Gamma"]
    cells = re.findall(r'<td class="([a-z-]+)"', html)
    assert cells == ["stance-differ", "stance-denies", "silence", "silence", "silence", "stance-declines"]
    assert "its members differ" in html
    assert "<i>" not in html
    assert "Who &lt;said&gt; what" in html
    assert 'href="?claim=e-a#1&amp;a=b"' in html
    assert html.count('<th scope="row">') == 2


def test_no_claims(tmp_path):
    record = record_of(tmp_path, {"a": (("anna", "asserts", DAY),)})
    html = str(render_matrix(stance_matrix(record, []), {}, {}, str))
    assert "<tbody></tbody>" in html
