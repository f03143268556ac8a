"""Tables: on a narrow page each cell stands behind its heading."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from timeline.cards.markup import html_table


@pytest.mark.parametrize(("heading", "before"), [("Speakers", "Speakers:"), ("Disputed?", "Disputed?")])
def test_a_heading_before_its_value(heading, before):
    table = BeautifulSoup(html_table(("Question", heading), [("Is it?", "yes")]), "html.parser")
    assert table.td["data-label"] == before
    assert table.select("thead th")[1].text == heading
