"""YAML read as written text: no guessing of types, no tags, no aliases, every value with its line.

YAML 1.1 reads ``no`` as False, ``2026-02-09`` as a date and ``1e3`` as a number. In a record of
dated statements each of these is a silent change of the text, so scalars stay ``str`` here and the
records say what they should be. The text is read event by event, without recursion, so that no
nesting, however deep, can exhaust the stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 12
MAX_NODES, MAX_LIST_NODES = 20_000, 3_000_000
"""Values and keys of a file; of a list file more, for it may hold 100,000 actors with several names each."""

Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlError(ValueError):
    """The text is no YAML, or uses what this reader does not take. ``line`` counts from 1."""

    def __init__(self, message: str, line: int | None, advice: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.advice, self.field = message, line, advice, field


@dataclass
class Document:
    """A value of dicts, lists and str, and the line on which each part stands."""

    value: Any = ""
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the value at ``path``, or of its nearest part that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


@dataclass
class _Open:
    """A mapping or list that has begun and not ended."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None

    def place(self) -> Path:
        return (*self.path, self.key if isinstance(self.value, dict) else len(self.value))  # type: ignore[arg-type]

    def add(self, value: Any) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        else:
            self.value[self.key] = value  # type: ignore[index]
            self.key = None


def parse_yaml(text: str, first_line: int = 1, max_nodes: int = MAX_NODES) -> Document:
    """The one document in ``text``; an empty text gives an empty mapping.

    Args:
        text: YAML 1.1 of mappings, lists and scalars.
        first_line: line of the file on which ``text`` begins, for messages.
        max_nodes: values and keys that it may hold.

    Raises:
        YamlError: broken YAML, a key given twice, an alias, a tag, or nesting beyond MAX_DEPTH.
    """
    reader = _Reader(first_line, max_nodes)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + first_line if mark else None
        raise YamlError(f"is not valid YAML ({error.problem})", line, _HINT) from error
    except yaml.YAMLError as error:
        raise YamlError("is not valid YAML (a character that YAML does not take)", None, _HINT) from error
    if reader.document.value == "":
        reader.document.value = {}
    return reader.document


_HINT = "Put texts that hold ': ', '#' or quotes in quotation marks, and indent with spaces."


class _Reader:
    def __init__(self, first_line: int, max_nodes: int) -> None:
        self.document, self.stack = Document(), list[_Open]()
        self.max_nodes = max_nodes
        self.first_line, self.nodes, self.documents = first_line, 0, 0

    def take(self, event: yaml.Event) -> None:
        line = (event.start_mark.line if event.start_mark else 0) + self.first_line
        if isinstance(event, yaml.AliasEvent):
            raise YamlError("uses a YAML alias (*)", line, "Write the value out.")
        if isinstance(event, yaml.NodeEvent):
            self._check_node(event, line)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlError("holds a second YAML document", line, "Keep one document per file.")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event.value, line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._store(self.stack.pop().value)

    def _check_node(self, event: Any, line: int) -> None:
        self.nodes += 1
        if self.nodes > self.max_nodes:
            raise YamlError(f"holds more than {self.max_nodes:,} values", line, "Split the file.")
        if event.anchor:
            raise YamlError("uses a YAML anchor (&)", line, "Write the value out where it is used.")
        if getattr(event, "tag", None):
            raise YamlError(f"uses the YAML tag {event.tag}", line, "Leave the tag out.")

    def _begin(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(f"is nested deeper than {MAX_DEPTH} levels", line)
        path = self.stack[-1].place() if self.stack else ()
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            raise YamlError("uses a list or mapping as a key", line, "Keys are plain words.")
        self.document.lines.setdefault(path, line)
        self.stack.append(_Open(value, path))

    def _scalar(self, text: str, line: int) -> None:
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.value, dict) and top.key is None:
            if text in top.value:
                raise YamlError(f"has the key “{text[:80]}” twice", line, "Keep one of them.")
            top.key = text
            self.document.lines[top.place()] = line
            return
        self.document.lines.setdefault(top.place() if top else (), line)
        self._store(text)

    def _store(self, value: Any) -> None:
        if self.stack:
            self.stack[-1].add(value)
        else:
            self.document.value = value
