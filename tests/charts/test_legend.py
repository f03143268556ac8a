"""The legend: every sign of the chart with its words, as HTML that Streamlit's cleaning leaves alone."""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from timeline.charts.lanes.marks import RINGS
from timeline.charts.legend import GROUPS, legend_html, legend_items
from timeline.charts.palette import SCHEMES
from timeline.collection.vocabulary import SUPPORTS

each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def pictures(scheme: str) -> dict[str, ET.Element]:
    """Each sign's drawing, by its words."""
    items = legend_items(scheme)
    return {words: ET.fromstring(unquote(re.search(r"svg\+xml,([^\"]+)", image)[1])) for _, image, words in items}


@each_scheme
def test_each_grade_of_support_has_a_picture_of_its_own(scheme):
    drawn = pictures(scheme)
    looks = {ET.tostring(drawn[words]) for words in SUPPORTS.values()}
    assert len(looks) == len(SUPPORTS)


@each_scheme
def test_every_kind_of_ring_is_explained(scheme):
    drawn = pictures(scheme)
    rings = [words for words, sign in drawn.items() if any(e.get("stroke") == SCHEMES[scheme].accent for e in sign)]
    assert rings == ["Contested between sides", "Split within a side, or only denied"]
    assert len(rings) == len(set(RINGS.values()))


@each_scheme
def test_pictures_are_drawn_in_the_colours_of_the_page(scheme):
    other = SCHEMES["dark" if scheme == "light" else "light"]
    assert other.text not in unquote(legend_html(scheme))


@each_scheme
def test_no_inline_svg_and_nothing_from_elsewhere(scheme):
    text = legend_html(scheme)
    assert "<svg" not in text
    assert {address[:18] for address in re.findall(r'src="([^"]+)', text)} == {"data:image/svg+xml"}
    assert text.count('alt=""') == text.count("<img"), "the words beside a picture say what it means"


@pytest.mark.parametrize("group", GROUPS)
def test_a_page_may_show_some_groups_only(group):
    words = re.sub("<[^>]+>", "|", legend_html("light", [group])).split("|")
    assert [name for name in GROUPS if name in words] == [group]
