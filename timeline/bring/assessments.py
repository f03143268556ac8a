"""Assess these first: publishers that nobody has looked up, and what is found out of one, written into its entry.

The entry is edited as text, between the marks that PyYAML gives, and not by a library that writes a whole file anew.
ruamel.yaml keeps comments and order, and yet sets indents, quotes and long lines its own way: the first assessment
would touch hundreds of lines of a file that a person wrote. It reads YAML 1.2, too, and our reader 1.1. What the edit
gave is read again, and is refused if anything else than the entry's own fields differs.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml

from timeline.bring.errors import BringError
from timeline.collection.check import check_register
from timeline.collection.entries import ActorEntry, PublisherEntry, ThemeEntry
from timeline.collection.folder import Folder
from timeline.collection.read import load_tables
from timeline.collection.tables import rows_of
from timeline.collection.yaml_text import YamlError, parse_yaml
from timeline.evidence import grade_support, weigh_publishers
from timeline.evidence.support import UNKNOWN
from timeline.query.record import Record

FILE = "publishers.yaml"
_ORDER = ("id", "name", "country", "control", "controlled_by", "kind", "domains", "weak", "weak_because", "note")
_BY_HAND = "Edit the entry in publishers.yaml by hand."
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")  # as YAML ends lines


def assess_first(record: Record) -> pd.DataFrame:
    """The publishers of which nobody has looked up who owns them.

    Returns:
        One row a publisher, those with most documents first, then by name: ``id``, ``name``, ``documents`` (number),
        ``share`` (of all documents, 0 to 1), ``events`` (tuple of the ids of events whose grade of support would be
        another one if it were private).

    Raises:
        NotHere: the tables are not in memory.
    """
    tables = record.tables()
    unknown = tables.publishers.loc[tables.publishers["control"] == UNKNOWN, ["id", "name"]]
    counts = tables.sources["publisher"].value_counts()
    documents = unknown["id"].map(counts).fillna(0).astype("int64")
    moved = _moved_if_private(tables.events, tables.sources, tables.publishers)
    table = unknown.assign(
        documents=documents,
        share=documents / max(len(tables.sources), 1),
        events=pd.Series([moved.get(name, ()) for name in unknown["id"]], index=unknown.index, dtype="object"),
    )
    order = table.assign(_name=table["name"].str.casefold())
    order = order.sort_values(["documents", "_name", "id"], ascending=[False, True, True])
    return order.drop(columns="_name").reset_index(drop=True)


def _moved_if_private(
    events: pd.DataFrame, sources: pd.DataFrame, publishers: pd.DataFrame
) -> Mapping[str, tuple[str, ...]]:
    """Unknown publisher to the events that would have another grade: one independent publisher more, by the rule."""
    weighed = weigh_publishers(events, sources, publishers)
    supports = dict(zip(events["id"], events["support"], strict=True))
    count = {weight: rows["event"].value_counts().to_dict() for weight, rows in weighed.groupby("weight")}
    sides = weighed[weighed["weight"] == "own"].groupby("event")["side"].nunique().to_dict()
    moved: dict[str, list[str]] = {}
    for row in rows_of(weighed[weighed["weight"] == "unknown"]):
        event = row["event"]
        independent, weak = (count.get(weight, {}).get(event, 0) for weight in ("independent", "weak"))
        if grade_support(independent + 1, sides.get(event, 0), weak) != supports[event]:
            moved.setdefault(row["publisher"], []).append(event)
    return {publisher: tuple(found) for publisher, found in moved.items()}


def write_assessment(
    folder: Path,
    publisher: str,
    control: str,
    controlled_by: str = "",
    weak: bool = False,
    weak_because: str = "",
) -> None:
    """Writes who controls a publisher into its entry of ``publishers.yaml``; nothing else of the file changes.

    A collection without the file takes publishers as events name them. It gets one with all of these, for with one
    alone every other name would be a fault; all others stay unknown.

    Args:
        folder: the collection.
        publisher: its id.
        control: ``vocabulary.CONTROLS``.
        controlled_by: actor id, "" for nobody.
        weak: whether it corroborates nothing.
        weak_because: why; "" for nothing.

    Raises:
        BringError: there is no such publisher, the entry would have a fault, or it is written in a way that cannot be
            edited line by line. Nothing is written then.
    """
    path = (folder / FILE).resolve()
    before = Folder(folder)
    text = before.text(FILE)
    if before.problems:
        raise BringError(str(before.problems[0]))
    given = _all_publishers(folder) if text is None else text
    wanted = {
        "control": control,
        "controlled_by": controlled_by,
        "weak": "true" if weak else "",
        "weak_because": weak_because,
    }
    edited = edit_entry(given, publisher, wanted)
    _refuse_faults(folder, None if text is None else given, edited)
    is_marked = text is not None and path.read_bytes().startswith(b"\xef\xbb\xbf")
    _replace(path, edited.encode("utf-8-sig" if is_marked else "utf-8"))


def edit_entry(text: str, publisher: str, wanted: Mapping[str, str]) -> str:
    """The text of ``publishers.yaml`` with some fields of one entry changed.

    Args:
        text: of the file.
        publisher: id of the entry.
        wanted: values by field; "" takes the field out.

    Raises:
        BringError: the text is no list of publishers, has no such one, or has it in a form that cannot be edited.
    """
    entries = _entries(text)
    number = next(
        (n for n, entry in enumerate(entries) if isinstance(entry, dict) and entry.get("id") == publisher), -1
    )
    if number < 0:
        raise BringError(f"publishers.yaml has no publisher {publisher}.", "Add it there first.")
    known = entries[number]
    # weak: false and no field at all are the same
    changes = {
        name: value
        for name, value in wanted.items()
        if value != known.get(name, "") and (name, value, known.get(name)) != ("weak", "", "false")
    }
    edited = _Edit(text, number).change(changes)
    expected = {name: value for name, value in (known | changes).items() if value != "" or name not in changes}
    if _entries(edited) != [*entries[:number], expected, *entries[number + 1 :]]:
        raise BringError(f"The entry of {publisher} is written in a way that cannot be edited here.", _BY_HAND)
    return edited


def _entries(text: str) -> list[Any]:
    try:
        value = parse_yaml(text).value
    except YamlError as error:
        where = f", line {error.line}" if error.line else ""
        raise BringError(f"{FILE}{where}: {error}.", error.advice or "Mend it first.") from error
    entries = value.get("publishers") if isinstance(value, dict) else None
    if not isinstance(entries, list):
        raise BringError("publishers.yaml holds no list of publishers.", "Mend it first: see what check says.")
    return entries


class _Pair(NamedTuple):
    """A field of the entry: where its key and its value begin and end, in characters of the text."""

    key: int
    key_end: int
    start: int
    end: int


class _Cut(NamedTuple):
    """What is written in place of a piece of the text."""

    start: int
    end: int
    written: str


class _Edit:
    """Changes of one entry. ``parse_yaml`` has read the text: there is no anchor, tag or deep nesting in it."""

    def __init__(self, text: str, number: int) -> None:
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._is_open = not text.endswith(("\n", "\r"))  # the last line has no end, and gets none
        self._text = text + self._newline * self._is_open
        self._number = number

    def change(self, changes: Mapping[str, str]) -> str:
        """The text with each field replaced, taken out ("") or written behind those that stand before it."""
        pairs = self._pairs()
        cuts = [self._cut(pairs, name, changes[name]) for name in _ORDER if name in changes]
        text = self._text
        for cut in sorted(cuts, key=lambda cut: cut.start)[::-1]:
            text = text[: cut.start] + cut.written + text[cut.end :]
        return text.removesuffix(self._newline) if self._is_open else text

    def _pairs(self) -> dict[str, _Pair]:
        """The fields, in the order of the entry.

        Raises:
            BringError: the entry is in braces.
        """
        root: Any = yaml.compose(self._text, Loader=_LOADER)
        listed = next(value for key, value in root.value if key.value == "publishers")
        entry = listed.value[self._number]
        if entry.flow_style or listed.flow_style:
            raise BringError("The entry is written in braces, which is not edited line by line.", _BY_HAND)
        return {
            key.value: _Pair(key.start_mark.index, key.end_mark.index, value.start_mark.index, value.end_mark.index)
            for key, value in entry.value
        }

    def _cut(self, pairs: Mapping[str, _Pair], name: str, value: str) -> _Cut:
        if name not in pairs:
            return self._insert(pairs, name, value)
        return self._set(pairs[name], value) if value else self._take_out(pairs[name])

    def _set(self, pair: _Pair, value: str) -> _Cut:
        old = self._text[pair.start : pair.end]
        if not old:  # "control:" with nothing behind it
            colon = self._text.index(":", pair.key_end) + 1
            return _Cut(colon, colon, f" {_write(value)}")
        ending = self._newline if old.endswith(("\n", "\r")) else ""
        return _Cut(pair.start, pair.end, _write(value) + ending)

    def _take_out(self, pair: _Pair) -> _Cut:
        begin = self._line_start(pair.key)
        if self._text[begin : pair.key].strip():
            raise BringError("A field that has to go stands first in the entry, behind the hyphen.", _BY_HAND)
        return _Cut(begin, self._line_end(pair.end), "")

    def _insert(self, pairs: Mapping[str, _Pair], name: str, value: str) -> _Cut:
        before = [pair for field, pair in pairs.items() if field in _ORDER[: _ORDER.index(name)]]
        first, last = next(iter(pairs.values())), max(before or pairs.values(), key=lambda pair: pair.key)
        indent = " " * (first.key - self._line_start(first.key))
        at = self._line_end(last.end)
        return _Cut(at, at, f"{indent}{name}: {_write(value)}{self._newline}")

    def _line_start(self, place: int) -> int:
        return max(self._text.rfind(end, 0, place) for end in "\r\n\x85\u2028\u2029") + 1

    def _line_end(self, place: int) -> int:
        """Behind the end of the line that a value ends on; a block of text ends at the start of the next one."""
        if place and self._text[place - 1] in "\r\n":
            return place
        line = _LINE.match(self._text, place)
        return line.end() if line else len(self._text)


def _write(value: str) -> str:
    """A text as one line of YAML."""
    style = '"' if re.search("[\r\n\x85\u2028\u2029]", value) else None
    written = yaml.safe_dump(value, allow_unicode=True, width=float("inf"), default_style=style)
    return written.removesuffix("\n").removesuffix("\n...")


def _all_publishers(folder: Path) -> str:
    """A file with the publishers that events name, for a collection that has none.

    Raises:
        BringError: they name none.
    """
    found = rows_of(load_tables(folder).publishers[["id", "name", "control"]])
    if not found:
        raise BringError("The events of this collection name no publisher.", "Check its folder.")
    return str(yaml.safe_dump({"publishers": found}, allow_unicode=True, sort_keys=False, width=float("inf")))


def _refuse_faults(folder: Path, before: str | None, after: str) -> None:
    """Lets pass what ``check`` would tell of the register before the edit as well.

    Raises:
        BringError: the edit brings a fault.
    """
    known = {(problem.field, problem.message) for problem in _check(folder, before)}
    for problem in _check(folder, after):
        if (problem.field, problem.message) not in known:
            raise BringError(f"{FILE}: {problem.field}: {problem.message}", problem.advice)


def _check(folder: Path, publishers: str | None) -> list[Any]:
    given = {} if publishers is None else {FILE: publishers.encode()}
    read = Folder(folder, given=given)
    actors = read.entries("actors.yaml", "actors", ActorEntry)
    themes = read.entries("themes.yaml", "themes", ThemeEntry)
    check_register(read, actors, themes, read.entries(FILE, "publishers", PublisherEntry))
    return [problem for problem in read.problems if problem.file == FILE]


def _replace(path: Path, data: bytes) -> None:
    """Writes beside the file, and then puts it in its place: it is the old one or the new one, and never half.

    Raises:
        BringError: the disk is full, or the folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    except OSError as error:
        raise BringError(
            f"publishers.yaml cannot be written ({error.strerror}).", "Check the folder's rights."
        ) from error
