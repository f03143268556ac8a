"""A title with a figure that summary or figures contradict, or that stands nowhere in the event."""

from __future__ import annotations

from typing import Any

import pytest

from tests.advice.asking import advice_on
from tests.writing import claim, event, source
from timeline.advice.items import FIGURE_IN_TITLE

COUNTED: list[dict[str, Any]] = [
    {"id": "houses", "label": "flooded", "unit": {"one": "house", "many": "houses"}, "also": ["homes"]},
    {"id": "barns", "label": "flooded", "unit": {"one": "barn", "many": "barns"}},
]
SAID = claim(("anna", "asserts"), text="The flood took 430 houses.")
COLLECTION = {"title": "Floods", "figures": COUNTED}


def told(folder, title, summary, **fields):
    events = {"flood": event(title=title, summary=summary, **fields)}
    return {
        key: str(item.told) for key, item in advice_on(folder, FIGURE_IN_TITLE, events, collection=COLLECTION).items()
    }


@pytest.mark.parametrize(
    ("title", "summary", "words"),
    [
        ("Flood kills at least four", "The flood killed five people.", "has “killed five people”"),
        ("Flood kills four", "It came in four waves, and five people were killed.", "“five people were killed”"),
        ("Flood takes 430 houses", "The flood took 340 houses.", "“took 340 houses”"),
        ("Gauge keeper reports 1,400 litres", "He reported 1.4 litres.", "“1.4 litres”"),
        ("Flood cuts power in thirteen regions", "Power went out in many places.", "neither summary nor figures"),
        ("Flood takes almost 600 houses", "The flood took 480 houses.", "“took 480 houses”"),
        ("Flood takes 36 per cent more houses", "The flood took 340 houses.", "neither summary nor figures"),
    ],
)
def test_a_figure_that_the_summary_lacks_or_gives_otherwise_is_told(tmp_path, title, summary, words):
    found = told(tmp_path, title, summary)
    assert list(found) == ["flood"]
    assert found["flood"].startswith("events/flood.md, line 2: title: says “")
    assert words in found["flood"].replace(" have ", " has ")


@pytest.mark.parametrize(
    ("title", "summary", "fields"),
    [
        ("Flood kills at least four", "The flood killed four people and a dog.", {}),
        ("Flood takes almost 600 houses", "The flood took 595 houses.", {}),
        ("Flood takes 430 houses", "It was the worst in years.", {"figures": {"houses": "430", "by": "alpha"}}),
        ("Flood takes 500 houses and barns", "It rose.", {"figures": {"houses": "430", "barns": "70", "by": "alpha"}}),
        ("Anna says the flood took 430 houses", "She gave a figure.", {"claims": [SAID]}),
        ("Three days of floods", "The river rose.", {"when": "2026-02-03/2026-02-05"}),
        ("Flood of 2026 ends the 20th session of the 28-point plan", "Nobody knows.", {}),
        ("A flood within five years", "It takes two years for a small one and five for a large one.", {}),
        ("Prices rise by 36 per cent", "They rose by 36% to 5,638 crowns.", {}),
        ("Flood kills four", "Four children drowned.", {}),
        ("Alpha and Beta meet", "They met for five hours.", {}),
    ],
)  # fmt: skip
def test_a_figure_that_the_event_gives_is_in_order(tmp_path, title, summary, fields):
    assert told(tmp_path, title, summary, **fields) == {}


@pytest.mark.parametrize(("houses", "expected"), [("430", 0), ("340", 1)])
def test_the_events_figures_contradict_a_title_by_their_units(tmp_path, houses, expected):
    figures = {"houses": houses, "by": "alpha"}
    assert len(told(tmp_path, "Flood takes 430 homes", "The worst in years.", figures=figures)) == expected


def test_a_claim_that_another_event_holds_gives_a_figure_too(tmp_path):
    events = {
        "rise": event(claims=[SAID]),
        "flood": event(
            title="Flood takes 430 houses",
            summary="It rose.",
            claims=[{"same": "rise#1"}],
            sources={"two": source(name="two")},
        ),
    }
    assert advice_on(tmp_path, FIGURE_IN_TITLE, events, collection=COLLECTION) == {}
