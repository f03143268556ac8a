"""Folders of Markdown files with front matter, or of JSON files: one row a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from timeline.bring.errors import BringError
from timeline.bring.readers.bounds import MOST_ROWS, Table
from timeline.bring.readers.cells import flat
from timeline.bring.readers.json_text import JsonText
from timeline.bring.rows import Row
from timeline.collection.english import count, join
from timeline.collection.folder import MAX_BYTES
from timeline.collection.yaml_text import YamlError, parse_yaml

FILE, BODY = "file", "body"
"""Columns: the name below the folder, and the text under the front matter."""
_MARKDOWN, _JSON = (".md", ".markdown"), (".json",)
_NAMED = 5


class Files(NamedTuple):
    """The files of a folder that can be read, and what was hashed."""

    table: Table
    sha256: str


def read_folder(path: Path, limit: int) -> Files:
    """The Markdown and JSON files of a folder and the folders in it, by name.

    Args:
        path: the folder.
        limit: bytes of all files together.

    Raises:
        BringError: it holds nothing of the kind, or too much.
    """
    names, others = list[Path](), set[str]()
    total = 0
    for found in _files(path):
        if found.suffix.lower() not in (*_MARKDOWN, *_JSON):
            others.add(found.suffix.lower() or found.name)
            continue
        names.append(found)
        total += found.stat().st_size
        if total > limit or len(names) > MOST_ROWS:
            message = f"The files of {path.name} have more than {limit / 1e6:g} MB, or are more than {MOST_ROWS:,}."
            raise BringError(message, "Bring it in parts.")
    if not names:
        advice = "Bring a folder of Markdown files with front matter or of JSON files, or one single file."
        raise BringError(f"The folder {path.name} holds no file that can be read as a row.", advice)
    told = [f"It is a folder with {count(len(names), 'file')} that can be rows."]
    if others:
        told.append(f"Files of other kinds were left: {join(sorted(others)[:_NAMED])}.")
    table = Table("folder", partial(_read, path, names), None, told=tuple(told))
    return Files(table, _hash(path, names))


def _files(path: Path) -> list[Path]:
    """The files below a folder; hidden ones and links, which may lead out of it, are left."""
    inside = [found for found in path.rglob("*") if not found.is_symlink() and found.is_file()]
    return sorted(
        found
        for found in inside
        if not any(part.startswith(".") for part in found.relative_to(path).parts)
        and found.resolve().is_relative_to(path.resolve())
    )


def _hash(path: Path, names: list[Path]) -> str:
    digest = hashlib.sha256()
    for found in names:
        try:
            content = hashlib.sha256(found.read_bytes()).hexdigest()
        except OSError as error:
            raise BringError(f"{found.name} cannot be read ({error.strerror}).") from error
        digest.update(f"{found.relative_to(path).as_posix()}\0{content}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _read(path: Path, names: list[Path]) -> Iterator[Row]:
    for number, found in enumerate(names, start=1):
        file = found.relative_to(path).as_posix().encode(errors="replace").decode()
        cells, refused = _cells(found)
        own = {name: value for name, value in cells.items() if name != FILE}
        yield Row(number, {FILE: file, **own}, refused)


def _cells(path: Path) -> tuple[dict[str, Any], str]:
    """The fields of a file, and why it is none."""
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            return {}, f"is {size / 1e6:,.1f} MB large, and a file here may have {MAX_BYTES / 1e6:g}"
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}, "is no UTF-8 text"
    except OSError as error:
        return {}, f"cannot be read ({error.strerror})"
    return _json(text) if path.suffix.lower() in _JSON else _markdown(text)


def _json(text: str) -> tuple[dict[str, Any], str]:
    try:
        whole = JsonText("It", text.strip())
        value, end = whole.value(0)
    except BringError as error:
        return {}, error.message.removeprefix("It ").rstrip(".")
    if end < len(whole.text):
        return {}, "holds more than one value"
    return (flat(value), "") if isinstance(value, dict) else ({}, "is no object with names")


def _markdown(text: str) -> tuple[dict[str, Any], str]:
    """Front matter and body; the body of a file without front matter alone, and why that is no row."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        return {BODY: text.strip()}, "has no front matter between two lines ---"
    body = "\n".join(lines[end + 1 :]).strip()
    try:
        front = parse_yaml("\n".join(lines[1:end]), first_line=2).value
    except YamlError as error:
        where = f" (line {error.line})" if error.line else ""
        return {BODY: body}, f"has front matter that {error.message}{where}"
    if not isinstance(front, dict):
        return {BODY: body}, "has front matter that is no list of fields"
    return {**flat(front), BODY: body}, ""
