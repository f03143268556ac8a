"""One collection folder: its files as text and records, and the list of what is wrong with them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from timeline.collection.english import count
from timeline.collection.entries import SENTENCES, Entry
from timeline.collection.problems import Origin, Place, Problem, advise, quote
from timeline.collection.yaml_text import MAX_LIST_NODES, MAX_NODES, Document, YamlError, parse_yaml

MAX_BYTES = 1_000_000
MAX_LIST_BYTES = 50_000_000
SHOWN_FAULTS = 20
"""Faults that are told in full for each column of a table; of further ones only the number is."""

AnyEntry = TypeVar("AnyEntry", bound=Entry)
Found = TypeVar("Found")
_log = logging.getLogger(__name__)


class TextOrigin(NamedTuple):
    """A value that was read from a text file."""

    file: str
    document: Document

    def place(self, path: tuple[str | int, ...]) -> Place:
        """The line of a part of it."""
        return Place(self.file, line=self.document.line(path))


class Folder:
    """Reads files below one folder, collects faults, and hashes what it read.

    Args:
        path: the collection's folder.
        tell: called with a few words on what is being done, where it takes long.
        given: contents of text files that are taken instead of what lies there now, by name; None for one that is to be
            taken as not there.

    Attributes:
        texts: contents of the text files that were read, by name.
    """

    def __init__(
        self, path: Path, tell: Callable[[str], None] | None = None, given: Mapping[str, bytes | None] | None = None
    ) -> None:
        self.path, self.problems = path, list[Problem]()
        self.tell = tell or (lambda words: None)
        self.texts: dict[str, bytes] = {}
        self._given = given or {}
        self._digests: dict[str, str] = {}
        self._told: dict[tuple[str, str], set[tuple[int, str]]] = {}

    @property
    def version(self) -> str:
        """SHA-256 over names and contents of all files read, in the order of their names."""
        lines = (f"{name}\0{digest}\n" for name, digest in sorted(self._digests.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def report(self, file: str, message: str, advice: str = "", **where: Any) -> None:
        """Adds a fault to the list."""
        self.problems.append(Problem(file, where.pop("field", ""), message, advice, **where))

    def fault(self, place: Place, field: str, tell: Callable[[], tuple[str, str]], consequence: str = "") -> None:
        """Adds a fault of a value: of one cell once, and of a column of a table SHOWN_FAULTS in all.

        Args:
            place: where it is.
            field: dotted path of the value inside its entry.
            tell: what is wrong and what to write instead; called only where it is told.
            consequence: what was left out.
        """
        if place.row is not None:
            told = self._told.setdefault((place.file, place.column), set())
            known = len(told)
            told.add((place.row, field))
            if len(told) == known or known >= SHOWN_FAULTS:
                return
        message, advice = tell()
        self.report(message=message, advice=advice, field=field, consequence=consequence, **place._asdict())

    def count_the_rest(self) -> None:
        """Adds how many faults of each column of a table were not told in full."""
        for (file, column), told in self._told.items():
            if len(told) > SHOWN_FAULTS:
                more = f"has {count(len(told) - SHOWN_FAULTS, 'more fault')} in this column."
                self.report(file, more, "Fix those that are listed and check again.", column=column)
        self._told.clear()

    def attempt(self, file: str, otherwise: Found, read: Callable[..., Found], *given: Any, lost: str = "") -> Found:
        """What ``read`` makes of a file; ``otherwise`` and a fault of the file where it raises.

        A reader tells each fault that it knows at its place. This is the net below, for what nobody thought of: one
        file must not take the record from all.

        Args:
            file: name, for the fault.
            otherwise: what stands in its place.
            read: what reads.
            *given: its arguments.
            lost: what was left out, in words.
        """
        try:
            return read(*given)
        except Exception as error:  # noqa: BLE001 - whatever it is
            _log.exception("%s cannot be read", file)
            fault = f"cannot be read ({quote(f'{type(error).__name__}: {error}')})."
            advice = "This is a fault of the software, too: please report it together with the file."
            self.report(file, fault, advice, consequence=lost)
            return otherwise

    def text(self, name: str, max_bytes: int = MAX_BYTES, consequence: str = "", is_record: bool = True) -> str | None:
        """The text of a file, or None where it is missing or unfit; the latter is reported.

        Args:
            name: path below the folder.
            max_bytes: the most that it may have.
            consequence: what was left out where it is unfit.
            is_record: whether it is part of the record, and so of its version.
        """
        data = self._given[name] if name in self._given else self._bytes(name, max_bytes, consequence)
        if data is None:
            return None
        self.texts[name] = data
        if is_record:
            self._digests[name] = hashlib.sha256(data).hexdigest()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.report(name, "is not UTF-8 text.", "Save it as UTF-8.", line=line, consequence=consequence)
            return None

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return self._given[name] is not None if name in self._given else (self.path / name).is_file()

    def event_files(self) -> list[str]:
        """The names of the files in ``events/``, in their order."""
        given = {name.removeprefix("events/"): data for name, data in self._given.items() if name.startswith("events/")}
        there = {name for name, data in given.items() if data is not None}
        return sorted(there.union(event_files(self.path)) - (given.keys() - there))

    def _bytes(self, name: str, max_bytes: int, consequence: str) -> bytes | None:
        """What a file holds, or None where it is missing or unfit; the latter is reported."""
        path = self._file(name, consequence)
        if path is None:
            return None
        try:
            size = path.stat().st_size
            if size <= max_bytes:
                return path.read_bytes()
        except OSError as error:
            self.report(name, f"cannot be read ({error.strerror}).", consequence=consequence)
            return None
        advice = f"A file here holds at most {max_bytes / 1e6:g} MB: shorten it."
        self.report(name, f"is {size / 1e6:,.1f} MB large.", advice, consequence=consequence)
        return None

    def _file(self, name: str, consequence: str = "") -> Path | None:
        """The path of a file of this folder, or None; one that leads elsewhere is reported."""
        path = self.path / name
        if not path.is_file():
            return None
        if path.resolve().is_relative_to(self.path.resolve()):
            return path
        self.report(name, "leads out of the collection folder.", "Put the file itself here.", consequence=consequence)
        return None

    def large_file(self, name: str) -> Path | None:
        """The path of a file that is read in bulk, with its content taken into the version."""
        path = self._file(name)
        if path is not None:
            try:
                with path.open("rb") as stream:
                    self._digests[name] = hashlib.file_digest(stream, "sha256").hexdigest()
            except OSError as error:
                self.report(name, f"cannot be read ({error.strerror}).")
                return None
        return path

    def document(self, name: str) -> Document | None:
        """A YAML file as text values with lines, or None."""
        text = self.text(name, MAX_LIST_BYTES)
        return None if text is None else self.parse(name, text, max_nodes=MAX_LIST_NODES)

    def parse(
        self, name: str, text: str, first_line: int = 1, consequence: str = "", max_nodes: int = MAX_NODES
    ) -> Document | None:
        """``text`` as YAML; what stops it is reported under ``name``."""
        try:
            document = parse_yaml(text, first_line, max_nodes)
        except YamlError as error:
            self.report(name, f"{error.message}.", error.advice, line=error.line, consequence=consequence)
            return None
        if not isinstance(document.value, dict):
            self.report(name, "is not a mapping of fields.", "Write `field: value` lines.", consequence=consequence)
            return None
        return document

    def check(
        self,
        kind: type[AnyEntry],
        value: Any,
        origin: Origin,
        prefix: tuple[str | int, ...] = (),
        consequence: str = "",
    ) -> AnyEntry | None:
        """``value`` as an entry of this kind, or None with every fault of it reported."""
        try:
            return kind.model_validate(value)
        except ValidationError as error:
            for found in _without_echoes(error.errors(include_url=False)):
                path = (*prefix, *found["loc"])
                self.fault(origin.place(path), dotted(path), partial(explain, found, kind), consequence)
            return None

    def entries(self, name: str, key: str, kind: type[AnyEntry]) -> list[AnyEntry] | None:
        """The sound records of a list file; None where the file is missing."""
        document = self.document(name)
        if document is None:
            return [] if self.has(name) else None
        items = document.value.get(key, [])
        if not isinstance(items, list):
            self.report(name, "is not a list.", "Begin each record with a hyphen.", field=key)
            return []
        for unknown in sorted(document.value.keys() - {key}):
            self.report(name, "is an unknown field.", advise(unknown, [key], name), field=quote(unknown))
        found = (
            self.check(kind, item, TextOrigin(name, document), (key, number), "The record was left out.")
            for number, item in enumerate(items)
        )
        return [record for record in found if record is not None]


def event_files(path: Path) -> list[str]:
    """The names of the files in ``events/`` of a folder, in their order."""
    place = path / "events"
    return sorted(p.name for p in place.iterdir() if p.suffix == ".md") if place.is_dir() else []


def dotted(path: Sequence[str | int]) -> str:
    """A path as it stands in messages."""
    return ".".join(map(str, path))


def explain(fault: Mapping[str, Any], kind: type[Entry]) -> tuple[str, str]:
    """A pydantic fault as what is wrong and what to write instead."""
    found, context = fault.get("input"), fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return "is missing.", "Add it."
        case "extra_forbidden":
            return "is an unknown field.", advise(str(fault["loc"][-1]), _fields_at(kind, fault["loc"]), "the record")
        case "value_error":
            return f"{quote(found)} {context['error']}." if _is_leaf(found) else f"{context['error']}.", ""
        case "string_pattern_mismatch":
            return f"{quote(found)} {SENTENCES[context['pattern']]}.", ""
        case "string_too_long" | "too_long":
            return (
                f"is too long: {quote(found) if _is_leaf(found) else ''}",
                f"At most {context['max_length']:,}.",
            )
        case "string_too_short" | "too_short":
            return "is empty.", "Give at least one." if not _is_leaf(found) else "Write it out."
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            word = "at least" if "ge" in context else "at most"
            return f"{quote(found)} is out of bounds.", f"Write a number of {word} {bound:g}."
        case "float_parsing" | "int_parsing" | "int_from_float" | "float_type" | "int_type":
            return f"{quote(found)} is not a number.", "Write digits only."
        case "string_unicode":
            return "holds bytes that are not UTF-8 text.", "Save it as UTF-8."
        case "string_type":
            return f"{_shape(found)} is given where a text is expected.", "Write one text."
        case "tuple_type" | "list_type":
            return (
                f"{_shape(found)} is given where a list is expected.",
                "Write [a, b] or one item per line, each with a hyphen.",
            )
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{_shape(found)} is given where fields are expected.", "Write `field: value` lines."
        case _:
            return f"{fault['msg']}.", ""


def _is_leaf(value: Any) -> bool:
    return isinstance(value, (str, int, float))


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, (list, tuple)) else quote(value)


def _without_echoes(faults: Sequence[Any]) -> list[Any]:
    """The faults less "too short" of a list whose items were only refused: pydantic reports both."""
    inner = {fault["loc"][:length] for fault in faults for length in range(len(fault["loc"]))}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in inner]


def _fields_at(kind: type[Entry], path: Sequence[str | int]) -> list[str]:
    """Field names of the record at a path inside a record: what a mistyped field may have meant."""
    for part in path[:-1]:
        field = _by_written_name(kind).get(str(part))
        kind = (_entry_in(field.annotation) if field else None) or kind
    return list(_by_written_name(kind))


def _by_written_name(kind: type[Entry]) -> dict[str, FieldInfo]:
    """The fields by the names that files have."""
    return {field.alias or name: field for name, field in kind.model_fields.items()}


def _entry_in(annotation: Any) -> type[Entry] | None:
    """The kind of record that a field holds, alone or in a list or mapping."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(_entry_in, get_args(annotation))), None)
