"""Style sheets: text is made less prominent by one colour, which can be read on both grounds, and never by opacity."""

from __future__ import annotations

import re

import pytest

from timeline.charts.palette import SCHEMES, blend, contrast

SHEETS = ("timeline/cards/cards.css", "timeline/web/frame.css", "timeline/snapshots/standalone.css")
TINT = 0.05
"""Share of the text's colour in a tinted ground (cards.css)."""


@pytest.mark.parametrize("sheet", SHEETS)
def test_nothing_is_made_paler_by_opacity(root, sheet):
    text = re.sub(r"/\*.*?\*/", "", (root / sheet).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"(?<![\w-])opacity\s*:", text) == []


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("colour", ["text", "muted", "accent"])
def test_text_can_be_read_on_the_page_and_on_a_tinted_card(scheme, colour):
    tinted = blend(scheme.text, scheme.background, TINT)
    for ground in (scheme.background, tinted):
        assert contrast(getattr(scheme, colour), ground) >= 4.5
