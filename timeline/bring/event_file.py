"""The file of an event: written anew, or changed field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from timeline.bring.yaml_edit import dump_yaml, set_field
from timeline.collection.entries import EventEntry

_ORDER = [field.alias or name for name, field in EventEntry.model_fields.items() if name != "summary"]
_FENCE = "---\n"
_FENCED = re.compile(r"^---[ \t]*\n", re.MULTILINE)


def write_event(value: Mapping[str, Any]) -> bytes:
    """A new file.

    Args:
        value: the fields, ``summary`` among them.
    """
    front = {name: part for name, part in value.items() if name != "summary"}
    return f"{_FENCE}{dump_yaml(front)}{_FENCE}\n{value['summary'].strip()}\n".encode()


def change_event(text: str, value: Mapping[str, Any], changed: Iterable[str]) -> bytes:
    """A file with some fields changed; all other lines stay as they are.

    Args:
        text: the file.
        value: all fields as they are to be.
        changed: names of those that differ; one that ``value`` lacks is taken out.
    """
    text = text.replace("\r\n", "\n")
    _, front, body = _FENCED.split(text, 2)
    for name in changed:
        if name == "summary":
            body = f"\n{value['summary'].strip()}\n"
        else:
            front = set_field(front, name, value.get(name), _ORDER)
    return f"{_FENCE}{front}{_FENCE}{body}".encode()
