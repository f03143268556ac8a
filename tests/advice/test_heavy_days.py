"""Heavy days of a series: events of them without figures, and days without an event."""

from __future__ import annotations

from typing import Any

import pytest

from tests.advice.asking import advice
from tests.waves.series import day
from tests.writing import event, source, write_collection
from timeline.advice.heavy_days import HEAVIEST
from timeline.advice.items import DAY_WITHOUT_EVENT, WITHOUT_FIGURES

THEMES = [{"id": "talks", "name": "Talks"}, {"id": "rain", "name": "Rain"}]
COLLECTION: dict[str, Any] = {
    "title": "Floods",
    "default_period": f"{day(0)}/{day(99)}",
    "figures": [{"id": "houses", "label": "flooded", "unit": {"one": "house", "many": "houses"}}],
    "series": {
        "file": "rain.csv",
        "page": "Rain",
        "theme": "rain",
        "unit": {"one": "house flooded", "many": "houses flooded"},
        "kinds": [{"unit": {"one": "house", "many": "houses"}, "total": "houses", "figure": "houses"}],
    },
}
HEAVY = 50
COUNTED = {"houses": "300", "by": "alpha"}


def write(folder, events, figures=None, **lists):
    """A hundred days of about forty houses, with three hundred on one of them; every day up to it has an event."""
    counted = [40 + number % 3 for number in range(100)]
    counted[HEAVY] = 300
    for number, count in (figures or {}).items():
        counted[number] = count
    given = {"collection": COLLECTION, "themes": THEMES} | lists
    folder = write_collection(folder, events, **given)
    rows = [f"{day(number)},{count},https://example.org/{number}" for number, count in enumerate(counted)]
    (folder / "rain.csv").write_text("\n".join(["date,houses,source", *rows, ""]))
    return folder


def raid(name="one", number=HEAVY, **fields):
    return event(**{"themes": ["rain"], "when": day(number), "sources": {name: source(name=name)}} | fields)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # the mistake: the event of the heaviest day stood without figures
        ({"flood": raid()}, ["flood"]),
        ({"flood": raid(when=f"{day(HEAVY - 1)}/{day(HEAVY)}")}, ["flood"]),
        ({"flood": raid(figures=COUNTED)}, []),
        ({"flood": raid(), "other": raid("two", figures=COUNTED)}, []),
        ({"flood": raid(number=HEAVY + 1)}, []),
        ({"flood": raid(themes=["talks"])}, []),
        ({"flood": raid(when=day(HEAVY)[:7])}, []),
        ({"flood": raid(when=f"{day(HEAVY - 3)}/{day(HEAVY + 3)}")}, []),
    ],
)
def test_the_event_of_a_heavy_day_without_figures_is_told(tmp_path, events, expected):
    found = advice(write(tmp_path, events), WITHOUT_FIGURES)
    assert list(found) == expected
    for item in found.values():
        assert (
            "figures: are missing, and rain.csv has them for a heavy day (20 February 2026: 300 houses flooded)"
            in str(item.told)
        )


def test_figures_of_the_series_that_change_move_the_facts(tmp_path):
    before = advice(write(tmp_path, {"flood": raid()}), WITHOUT_FIGURES)["flood"]
    after = advice(write(tmp_path, {"flood": raid()}, {HEAVY: 310}), WITHOUT_FIGURES)["flood"]
    assert (before.key, before.digest == after.digest) == (after.key, False)


ONLY_HEAVY = {number: 400 - number for number in range(HEAVIEST)}
"""Figures by which the first days are the heaviest."""


def covered(*but: int) -> dict[str, dict[str, Any]]:
    """An event on each of the heaviest days but some."""
    return {f"flood-{n}": raid(f"s{n}", n, figures=COUNTED) for n in range(HEAVIEST) if n not in but}


def without_event(folder, events, **lists):
    folder = write(folder, events, ONLY_HEAVY | {HEAVY: 40}, **lists)
    return {about: str(item.told) for about, item in advice(folder, DAY_WITHOUT_EVENT).items()}


def test_a_heaviest_day_without_an_event_is_told(tmp_path):
    found = without_event(tmp_path, covered(3))
    assert list(found) == [day(3)]
    assert "4 January 2026 (397 houses flooded) is number 4 of the heaviest days and has no event" in found[day(3)]
    assert "theme: rain, period: 2026-01-04" in found[day(3)]


@pytest.mark.parametrize(
    ("fields", "is_covered"),
    [
        ({"when": day(3)}, True),
        ({"when": f"{day(2)}/{day(4)}"}, True),
        ({"when": f"{day(3)}T14:30Z"}, True),
        ({"when": day(3), "themes": ["talks"]}, False),
        ({"when": "2026-01"}, False),
        ({"when": f"{day(1)}/{day(8)}"}, False),
        ({"when": f"{day(3)}/.."}, False),
    ],
)
def test_an_event_covers_a_day_by_theme_and_days(tmp_path, fields, is_covered):
    assert (without_event(tmp_path, covered(3) | {"more": raid("more", **fields)}) == {}) is is_covered


@pytest.mark.parametrize(
    ("entry", "is_answered"),
    [
        ({"period": day(3), "level": "none", "note": "No report was found."}, True),
        ({"period": f"{day(3)}/{day(4)}", "level": "thin", "note": "No report was found."}, True),
        ({"theme": "all", "period": day(3), "level": "none", "note": "No report was found."}, True),
        ({"period": day(3), "level": "none"}, False),
        ({"period": day(3), "level": "good", "note": "All was read."}, False),
        ({"period": "2026-01", "level": "none", "note": "No report was found."}, False),
        ({"period": "../2026-01-04", "level": "none", "note": "No report was found."}, False),
        ({"theme": "talks", "period": day(3), "level": "none", "note": "No report was found."}, False),
        ({"period": day(4), "level": "none", "note": "No report was found."}, False),
    ],
)
def test_coverage_answers_for_a_day_by_an_entry_of_that_day(tmp_path, entry, is_answered):
    found = without_event(tmp_path, covered(3), coverage=[{"theme": "rain"} | entry])
    assert (found == {}) is is_answered


def test_only_the_heaviest_days_of_the_period_are_looked_at(tmp_path):
    later = COLLECTION | {"default_period": f"{day(1)}/{day(HEAVIEST)}"}
    events = covered(0) | {"last": raid("last", HEAVIEST)}
    assert without_event(tmp_path, events, collection=later) == {}
    always = {name: value for name, value in COLLECTION.items() if name != "default_period"}
    assert list(without_event(tmp_path, covered(0), collection=always)) == [day(0)]


def test_a_collection_without_a_series_or_its_theme_has_no_heavy_days(tmp_path):
    series = {name: value for name, value in COLLECTION["series"].items() if name != "theme"}
    assert without_event(tmp_path / "a", {"flood": raid()}, collection=COLLECTION | {"series": series}) == {}
    bare = write_collection(tmp_path / "b", {"flood": raid()}, themes=THEMES)
    assert advice(bare) == {}
