"""A newer row, an event that the import wrote, and a person who has edited it since."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.bring.updates import seal_fields, update

WROTE = {"title": "Rain", "when": "2026-02-03", "sources": {"a": {"url": "x"}}, "extra": {"No": "1"}, "summary": "S."}


@pytest.mark.parametrize(
    ("edit", "row", "value", "changed", "conflicts"),
    [
        pytest.param({}, {}, {}, [], [], id="nothing new"),
        pytest.param({}, {"title": "Snow"}, {"title": "Snow"}, ["title"], [], id="the file has changed"),
        pytest.param({"title": "Mine"}, {}, {"title": "Mine"}, [], [], id="a person has"),
        pytest.param({"title": "Mine"}, {"title": "Snow"}, {"title": "Mine"}, [], ["title"], id="both have"),
        pytest.param({"title": "Snow"}, {"title": "Snow"}, {"title": "Snow"}, [], [], id="both in the same way"),
        pytest.param({"note": "Mine"}, {"title": "Snow"}, {"note": "Mine", "title": "Snow"}, ["title"], [], id="added"),
        pytest.param({"note": "Mine"}, {"note": "Its"}, {"note": "Mine"}, [], ["note"], id="both have added"),
        pytest.param({"when": None}, {}, {"when": None}, [], [], id="a person took it out"),
        pytest.param({}, {"when": None}, {"when": None}, ["when"], [], id="the file took it out"),
        pytest.param(
            {"when": "2026"}, {"when": None}, {"when": "2026"}, [], ["when"], id="edited, and gone in the file"
        ),
        pytest.param(
            {"sources": {"a": {"url": "x"}, "b": {"url": "y"}}},
            {"sources": {"a": {"url": "z"}}},
            {"sources": {"a": {"url": "z"}, "b": {"url": "y"}}},
            ["sources"],
            [],
            id="a person added a document, and the file changed its own",
        ),
        pytest.param(
            {"extra": {"No": "2"}},
            {"extra": {"No": "3", "More": "4"}},
            {"extra": {"No": "2", "More": "4"}},
            ["extra"],
            ["extra/No"],
            id="parts are judged one by one",
        ),
    ],
)
def test_field_by_field(
    edit: dict[str, Any], row: dict[str, Any], value: dict[str, Any], changed: list[str], conflicts: list[str]
) -> None:
    found = update(without_none(WROTE | edit), without_none(WROTE | row), seal_fields(WROTE))
    assert found.value == without_none(WROTE | value)
    assert list(found.changed) == changed
    assert list(found.conflicts) == conflicts


def without_none(value: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if part is not None}


parts = st.sampled_from("abc")
values = st.fixed_dictionaries(
    {}, optional={"title": parts, "extra": st.dictionaries(parts, parts, min_size=1), "a b=c": parts}
)


@given(values, values, values)
def test_no_edit_is_lost_and_no_second_run_changes_anything(
    wrote: dict[str, Any], holds: dict[str, Any], says: dict[str, Any]
) -> None:
    found = update(holds, says, seal_fields(wrote))
    flat = {name: part for name, part in holds.items() if name != "extra"}
    for name, part in flat.items():
        if wrote.get(name) != part:
            assert found.value.get(name) == part, "what a person wrote stays"
    again = update(found.value, says, found.seals)
    assert again.value == found.value
    assert again.changed == ()
