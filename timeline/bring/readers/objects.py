"""JSON: a list of objects wherever it stands, a line an object, or the answer to a SPARQL query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from timeline.bring.errors import BringError
from timeline.bring.readers.bibliographies import CSL_TYPES, csl_cells
from timeline.bring.readers.bounds import Table
from timeline.bring.readers.cells import flat
from timeline.bring.readers.delimited import EMPTY
from timeline.bring.readers.export_tables import NEEDED, JsonTables
from timeline.bring.readers.exports import read_export
from timeline.bring.readers.json_text import JsonText, Listed
from timeline.bring.readers.text import MARK, Scanned, find_encoding, open_text, read_text
from timeline.bring.rows import Row
from timeline.collection.english import count
from timeline.collection.problems import quote

_WHOLE = "the whole file"
_LOOKED_AT = 20


def read_json(file: Scanned, given: Mapping[str, str], form: str) -> Table:
    """The longest list of objects of a JSON text, or the one that ``given`` names.

    Args:
        file: what one pass over it told.
        given: ``encoding`` and ``list``, where they are known.
        form: the format that it is taken for; "" where it is to be found.

    Raises:
        BringError: it is no JSON, or has no list of objects.
    """
    path, encoding = file.path, find_encoding(file, given)
    text = JsonText(path.name, read_text(path, encoding))
    lists = text.lists()
    by_path = {listed.path: listed for listed in lists}
    if form in ("", "own") and all(name in by_path for name in NEEDED):
        return read_export(JsonTables(path, encoding), {"encoding": encoding})
    if form in ("", "sparql") and "head.vars" in by_path and "results.bindings" in by_path:
        return _sparql(path, encoding, text, by_path)
    listed, told = _choose(path.name, [found for found in lists if found.objects], by_path, given)
    items = [item for item in islice(text.items(listed.at), _LOOKED_AT) if isinstance(item, dict)]
    reading = {"encoding": encoding, "list": listed.path or _WHOLE}
    if form == "csl-json" or (not form and _is_csl(items)):
        read = partial(_read, path, encoding, listed.at, csl_cells)
        return Table("csl-json", read, None, reading, (f"It is a bibliography in CSL-JSON, text in {encoding}.",))
    return Table("json", partial(_read, path, encoding, listed.at, flat), None, reading, (f"It is JSON: {told}.",))


def _choose(
    name: str, lists: Sequence[Listed], by_path: Mapping[str, Listed], given: Mapping[str, str]
) -> tuple[Listed, str]:
    """The list whose items are the rows, and why.

    Raises:
        BringError: there is none.
    """
    if wanted := given.get("list", ""):
        if (path := "" if wanted == _WHOLE else wanted) in by_path:
            return by_path[path], f"the rows are the list {quote(wanted)}"
        raise BringError(f"{name} has no list {quote(wanted)}.", "Leave `list` out of the recipe to find it anew.")
    if not lists:
        raise BringError(f"{name} is JSON without a list of objects.", "Bring a list with an object for each event.")
    longest = max(lists, key=lambda listed: listed.objects)
    told = f"the rows are the list {quote(longest.path)}" if longest.path else "it is a list of objects"
    if len(lists) > 1:
        others = f"{told}, the longest of {len(lists)} lists of objects ({count(longest.objects, 'object')})"
        return longest, others
    return longest, told


def _read(path: Path, encoding: str, at: int, cells: Any) -> Iterator[Row]:
    """The items of a list; one that is no object is refused.

    Raises:
        BringError: the file is no such JSON any more.
    """
    text = JsonText(path.name, read_text(path, encoding))
    for number, item in enumerate(text.items(at), start=1):
        yield as_object(number, item, cells)


def as_object(number: int, item: Any, cells: Any = flat) -> Row:
    """An item of a list as a row."""
    if not isinstance(item, dict):
        return Row(number, {}, "is no object with names")
    found = cells(item)
    return Row(number, found, "" if any(found.values()) else EMPTY)


def _sparql(path: Path, encoding: str, text: JsonText, lists: Mapping[str, Listed]) -> Table:
    columns = tuple(str(name) for name in text.items(lists["head.vars"].at))
    told = (f"It is the answer to a SPARQL query with the variables {', '.join(columns)}.",)
    read = partial(_read, path, encoding, lists["results.bindings"].at, partial(_bound, columns))
    return Table("sparql", read, columns, {"encoding": encoding}, told)


def _bound(columns: Sequence[str], binding: Mapping[str, Any]) -> dict[str, Any]:
    """What the variables are bound to; "" where a variable is not bound."""
    values = {name: binding.get(name) for name in columns}
    return {name: _value(value) if isinstance(value, dict) else "" for name, value in values.items()}


def _value(bound: Mapping[str, Any]) -> Any:
    """A value; of a time at midnight UTC only the day, for that is how Wikidata and its kind write a day."""
    value = bound.get("value", "")
    is_time = str(bound.get("datatype", "")).endswith("#dateTime") and isinstance(value, str)
    return value.removesuffix("T00:00:00Z") if is_time else value


def _is_csl(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every item has a type of CSL, and most have what only documents have."""
    marks = ("issued", "container-title", "author", "URL", "publisher", "DOI")
    fitting = [item for item in items if item.get("type") in CSL_TYPES and any(mark in item for mark in marks)]
    return bool(items) and len(fitting) == len(items)


def are_json_lines(path: Path, encoding: str) -> bool:
    """Whether the first line of a text is an object, and another one follows it."""
    with open_text(path, encoding) as stream:
        lines = (line.strip().removeprefix(MARK) for line in stream if line.strip())
        first, second = next(lines, ""), next(lines, "")
    if not first.endswith("}") or not second.startswith("{"):
        return False
    try:
        return JsonText(path.name, first).value(0)[1] == len(first)
    except BringError:
        return False


def read_json_lines(file: Scanned, given: Mapping[str, str]) -> Table:
    """A text with an object in each line.

    Raises:
        BringError: it is no text.
    """
    encoding = find_encoding(file, given)
    told = (f"It is JSON Lines: an object a line, text in {encoding}.",)
    return Table("json", partial(_read_lines, file.path, encoding), None, {"encoding": encoding}, told)


def _read_lines(path: Path, encoding: str) -> Iterator[Row]:
    """The lines; a blank one is refused.

    Raises:
        BringError: a line is no JSON.
    """
    with open_text(path, encoding) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                yield Row(number, {}, EMPTY)
                continue
            text = JsonText(f"Line {number:,} of {path.name}", line.strip().removeprefix(MARK))
            value, end = text.value(0)
            if end < len(text.text):
                message = f"Line {number:,} of {path.name} holds more than one value."
                raise BringError(message, "Write an object a line.")
            yield as_object(number, value)
