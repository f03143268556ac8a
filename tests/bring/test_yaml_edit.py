"""YAML as a person would write it, and edits that touch their own lines only."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.bring.yaml_edit import add_items, dump_yaml, inline, replace_item, set_field
from timeline.collection.yaml_text import parse_yaml

FRONT = """\
title: Rain
when: 2026-02-03
sources:
  a-1:
    publisher: Somebody
    url: https://example.org/a
note: "One: two"
"""
ORDER = ["title", "when", "actors", "sources", "note"]
LIST = """\
# Who is named
actors:
  - id: anna-novak
    name: Anna Novak   # the elder
    aliases: [A. Novak]

  # a state
  - {id: here, name: Here, kind: state}
# the end
"""


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in ("---", "+++")]


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("title", "Snow", ["-title: Rain", "+title: Snow"]),
        ("actors", ["a", "b"], ["+actors: [a, b]"]),
        ("note", None, ['-note: "One: two"']),
        (
            "sources",
            {"a-1": {"publisher": "Somebody", "url": "https://example.org/b"}},
            ["-    url: https://example.org/a", "+    url: https://example.org/b"],
        ),
    ],
)
def test_one_field_is_set_and_all_other_lines_stay(name: str, value: Any, lines: list[str]) -> None:
    assert changed_lines(FRONT, set_field(FRONT, name, value, ORDER)) == lines


def test_a_new_field_stands_behind_those_that_go_before_it() -> None:
    assert set_field(FRONT, "actors", ["a"], ORDER).splitlines()[2] == "actors: [a]"


def test_entries_are_added_at_the_end_of_their_list() -> None:
    after = add_items(LIST, "actors", [{"id": "b", "name": "no"}])
    assert changed_lines(LIST, after) == ["+  - id: b", "+    name: 'no'"]
    assert [entry["id"] for entry in parse_yaml(after).value["actors"]] == ["anna-novak", "here", "b"]


@pytest.mark.parametrize("text", ["", "actors: []\n", "actors:\n", "# nobody yet\n", "actors:"])
def test_entries_are_added_to_a_list_that_is_empty_or_missing(text: str) -> None:
    assert parse_yaml(add_items(text, "actors", [{"id": "b"}])).value == {"actors": [{"id": "b"}]}


@pytest.mark.parametrize(("number", "left"), [(0, 4), (1, 1)])
def test_one_entry_is_written_anew(number: int, left: int) -> None:
    after = replace_item(LIST, "actors", number, {"id": "new", "name": "New"})
    items = parse_yaml(after).value["actors"]
    assert [item["id"] for item in items] == ["new", "here"] if number == 0 else ["anna-novak", "new"]
    assert sum(line.startswith("-") for line in changed_lines(LIST, after)) <= left
    assert "# a state" in after
    assert after.endswith("# the end\n")


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40) | st.sampled_from(
    [
        "no",
        "~",
        "null",
        "2026-02-03",
        "1e3",
        "- a",
        "a: b",
        "#",
        "'",
        '"',
        "[x",
        "{",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "|",
        "<<",
    ]
)


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1), texts | st.lists(texts) | st.builds(lambda t: inline({"x": t}), texts)
    )
)
def test_what_is_written_is_read_again(value: dict[str, Any]) -> None:
    assert parse_yaml(dump_yaml(value)).value == value


@given(texts, texts)
def test_an_edit_is_read_again(first: str, second: str) -> None:
    text = dump_yaml({"title": first, "note": first, "extra": {"x": first}})
    edited = set_field(text, "note", second, ["title", "note", "extra"])
    assert parse_yaml(edited).value == {"title": first, "note": second, "extra": {"x": first}}
