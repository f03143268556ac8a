"""The legend: one line, and every sign of the chart in words, as HTML without scripts and without foreign addresses."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from timeline.charts.lanes.signs import CENTRES
from timeline.charts.legend import FULL_KEY, GROUPS, LINE, legend_html
from timeline.collection.vocabulary import SUPPORTS


def test_the_line_says_what_is_needed_at_once():
    text = re.sub("<[^>]+>", "|", legend_html()).split("|Full key|")[0]
    assert [words for words in text.split("|") if words] == [
        "two or more independent sources",
        "fewer",
        "a claim is disputed",
    ]


def test_each_sign_has_a_picture_of_its_own():
    assert len({sign.drawing for sign in FULL_KEY}) == len(FULL_KEY)
    assert set(SUPPORTS.values()) <= {sign.words for sign in FULL_KEY}


def test_every_kind_of_centre_is_explained():
    assert len([sign for sign in FULL_KEY if sign.group == "Claims"]) == len(set(CENTRES.values()))


def test_inline_pictures_take_the_colours_of_the_page():
    root = ET.fromstring(legend_html())
    assert len(list(root.iter("svg"))) == len(LINE) + len(FULL_KEY)
    assert "#" not in legend_html()
    assert not re.search(r"\son[a-z]+=", legend_html())


@pytest.mark.parametrize("group", GROUPS)
def test_a_page_may_show_some_groups_only(group):
    words = re.sub("<[^>]+>", "|", legend_html([group])).split("|")
    assert [name for name in GROUPS if name in words] == [group]
