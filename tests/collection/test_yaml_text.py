"""The YAML reader: written text stays written text, and nothing hostile gets through or hangs."""

import time

import pytest

from timeline.collection.yaml_text import MAX_DEPTH, YamlError, parse_yaml


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "on",
        "yes",
        "off",
        "null",
        "~",
        "true",
        "2026-02-09",
        "2026-02",
        "1e3",
        "0x1F",
        "1_000",
        "12:30:45",
        "007",
        ".inf",
    ],
)
def test_a_scalar_stays_the_text_that_was_written(written):
    assert parse_yaml(f"value: {written}").value == {"value": written}


def test_lists_mappings_and_folded_texts_are_read():
    document = parse_yaml("a: [x, 1]\nb: {c: no}\nd: >-\n  one\n  two\ne:\n  - f: g\n")
    assert document.value == {"a": ["x", "1"], "b": {"c": "no"}, "d": "one two", "e": [{"f": "g"}]}


def test_every_part_knows_its_line():
    document = parse_yaml("a: x\nb:\n  - c: y\n  - d: z\n", first_line=2)
    assert document.line(("b", 1, "d")) == 5
    assert document.line(("b", 0, "no-such-field")) == 4
    assert document.line(("a",)) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1, 2", "not valid YAML"),
        ("a: b: c", "not valid YAML"),
        ("a: 1\na: 2", "“a” twice"),
        ("a: &x 1\nb: *x", "anchor"),
        ("b: *x", "alias|not valid"),
        ("a: !!python/object/apply:os.system ['true']", "tag"),
        ("a: !!binary aGk=", "tag"),
        ("---\na: 1\n---\nb: 2", "second YAML document"),
        ("? [a]\n: b", "list or mapping as a key"),
        ("[" * 50, "deeper|not valid"),
        ("a: \x00", "not valid YAML"),
        ("a: [" + "x," * 30_000 + "x]", "more than 20,000 values"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_not_taken_is_refused_with_a_reason(text, message):
    with pytest.raises(YamlError, match=message):
        parse_yaml(text)


def test_as_deep_as_may_be_is_read_and_one_level_more_is_not():
    def nested(levels):
        return "[" * levels + "]" * levels

    assert str(parse_yaml(f"a: {nested(MAX_DEPTH - 1)}").value["a"]) == nested(MAX_DEPTH - 1)
    with pytest.raises(YamlError, match=f"deeper than {MAX_DEPTH} levels"):
        parse_yaml(f"a: {nested(MAX_DEPTH)}")


def test_the_refusal_names_the_line():
    with pytest.raises(YamlError) as error:
        parse_yaml("a: 1\nb: 2\na: 3\n", first_line=2)
    assert error.value.line == 4


@pytest.mark.parametrize("bomb", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "a: &a [" + "*a," * 10_000 + "]"])
def test_deep_and_self_referring_texts_are_refused_at_once(bomb):
    began = time.perf_counter()
    with pytest.raises(YamlError):
        parse_yaml(bomb)
    assert time.perf_counter() - began < 2


def test_an_empty_text_is_an_empty_mapping():
    assert parse_yaml("").value == {}
    assert parse_yaml("# only a comment\n").value == {}
