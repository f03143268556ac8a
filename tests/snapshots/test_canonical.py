"""Canonical JSON: one value, one text; and whatever reads it back writes it again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.snapshots.canonical import canonical_json, parse_json

MAX_INTEGER = 2**53 - 1
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-MAX_INTEGER, MAX_INTEGER),
    st.floats(-MAX_INTEGER, MAX_INTEGER),
    st.text(st.characters(exclude_categories=["Cs"])),
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [], "c": {}}, '{"a":[],"b":1,"c":{}}'),
        ([None, True, False], "[null,true,false]"),
        ('Łęcka “said” "no"\n\x00\x7f</script>', '"Łęcka “said” \\"no\\"\\n\\u0000\x7f</script>"'),
        (
            [55.0, -0.0, 0.1, 1e-5, 5e-7, -9007199254740991.0],
            "[55,0,0.1,0.00001,5e-7,-9007199254740991]",
        ),
        ((1, (2,)), "[1,[2]]"),
    ],
)
def test_a_value_has_one_text(value, text):
    assert canonical_json(value) == text


@given(VALUES)
def test_what_is_read_back_is_written_the_same(value):
    text = canonical_json(value)
    assert parse_json(text) == value
    assert canonical_json(parse_json(text)) == text


@given(st.dictionaries(KEYS, SCALARS, min_size=2), st.randoms())
def test_the_order_in_which_keys_were_given_does_not_matter(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [float("nan"), [float("inf")], {"a": MAX_INTEGER + 1}, "\ud800", {"\ud800": 1}, {1: "a"}, {"a": {1, 2}}],
)
def test_what_has_no_such_text_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011  (the words are the library's)
        canonical_json(value)


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a":-Infinity}', "{", "", "[" * 100_000])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  (the words are the parser's)
        parse_json(text)


def test_python_without_this_project_writes_the_same_for_what_snapshots_hold():
    value = {"lat": 55.75, "n": 3, "title": "“é”", "ids": ["a"], "open": None}
    assert canonical_json(value) == json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
