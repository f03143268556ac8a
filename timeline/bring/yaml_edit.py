"""YAML written as a person would write it, and files edited in place: what does not change keeps its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

_NOT_PLAIN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
"""Controls and line ends, which are written as escapes between double quotes."""
_WIDE = 1_000_000
"""Long texts stay on one line, so that one changed value is one changed line."""


class _Dumper(yaml.SafeDumper):
    """Lists of plain words and small mappings stand on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Items of a list stand in from its name."""
        super().increase_indent(flow, False)


def _represent_list(dumper: _Dumper, value: Sequence[Any]) -> yaml.Node:
    short = all(isinstance(item, str) and "\n" not in item for item in value) and sum(map(len, value)) < 100
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=short)


# Every scalar is text to our reader, so days and numbers need no quotes; what looks like no text at all has them.
_Dumper.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0].rpartition(":")[2] in ("bool", "null", "merge")]
    for first, pairs in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def _represent_text(dumper: _Dumper, value: str) -> yaml.Node:
    style = '"' if _NOT_PLAIN.search(value) else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)


class _Inline(dict[str, Any]):
    """A mapping on one line."""


def inline(value: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping that :func:`dump_yaml` writes on one line."""
    return _Inline(value)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(tuple, _represent_list)
_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    _Inline, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)
)


def dump_yaml(value: Mapping[str, Any]) -> str:
    """A mapping as YAML, in the order of its fields.

    >>> print(dump_yaml({"title": "Rain", "actors": ["a", "b"], "place": inline({"name": "Here"})}), end="")
    title: Rain
    actors: [a, b]
    place: {name: Here}
    """
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDE))


_TOP = re.compile(r"[^\s#\-\[\]{}][^\n]*?:(?:\s|$)")


def _blocks(lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """First and last line (exclusive) of every field on top; blank lines and comments after it are not its own."""
    starts = [number for number, line in enumerate(lines) if _TOP.match(line)]
    found = {}
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        name = yaml.safe_load(lines[start].split(":", 1)[0])
        found[str(name)] = (start, end)
    return found


def set_field(text: str, name: str, value: Any, order: Sequence[str]) -> str:
    """A text with one field on top set, or taken out where the value is None; all other lines stay.

    Args:
        text: YAML of one mapping in block style.
        name: of the field.
        value: what it says.
        order: all fields as they follow each other; says where a new one goes.
    """
    lines = text.splitlines(keepends=True)
    blocks = _blocks(lines)
    written = [] if value is None else dump_yaml({name: value}).splitlines(keepends=True)
    if name in blocks:
        start, end = blocks[name]
    else:
        before = [end for other, (_, end) in blocks.items() if other in order[: order.index(name)]]
        start = end = max(before, default=0)
    return "".join([*lines[:start], *written, *lines[end:]])


def add_items(text: str, name: str, items: Sequence[Mapping[str, Any]]) -> str:
    """A text with entries added at the end of the list that one field holds; the field is added where it is not there.

    Args:
        text: YAML of one mapping in block style.
        name: of the field.
        items: the entries.
    """
    if not items:
        return text
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    blocks = _blocks(lines)
    new = dump_yaml({name: list(items)}).splitlines(keepends=True)
    if name not in blocks:
        return "".join([*lines, *new])
    start, end = blocks[name]
    first = next((line for line in lines[start + 1 : end] if line.lstrip().startswith("- ")), None)
    if first is None:  # an empty list, such as []
        return "".join([*lines[:start], *new, *lines[end:]])
    depth = len(first) - len(first.lstrip())
    shifted = [" " * depth + line[2:] for line in new[1:]]
    return "".join([*lines[:end], *shifted, *lines[end:]])


def replace_item(text: str, name: str, number: int, item: Mapping[str, Any]) -> str:
    """A text with one entry of a list written anew; all other lines stay.

    Args:
        text: YAML of one mapping in block style.
        name: of the field that holds the list.
        number: of the entry, from 0.
        item: the whole entry.
    """
    lines = text.splitlines(keepends=True)
    start, end = _blocks(lines)[name]
    starts = [at for at in range(start + 1, end) if lines[at].lstrip().startswith("- ")]
    depth = min(len(lines[at]) - len(lines[at].lstrip()) for at in starts)
    starts = [at for at in starts if lines[at].startswith(" " * depth + "- ")]
    first, last = starts[number], (starts[number + 1] if number + 1 < len(starts) else end)
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    written = dump_yaml({name: [item]}).splitlines(keepends=True)[1:]
    return "".join([*lines[:first], *(" " * depth + line[2:] for line in written), *lines[last:]])
