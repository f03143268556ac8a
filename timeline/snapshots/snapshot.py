"""The snapshot: a canonical JSON text, what it says, and the check that it says what its hash promises."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from timeline.collection.english import day_in_words
from timeline.query.filter import Filter
from timeline.snapshots.canonical import canonical_json, parse_json
from timeline.snapshots.errors import Damaged
from timeline.snapshots.selection import FROZEN, LATER

FORMAT = "on-the-record/snapshot/1"
ID_LETTERS = 16
ID = re.compile(r"[a-z2-7]{16}", re.ASCII)
TIME_FORM = "%Y-%m-%dT%H:%M:%SZ"
NOT_CONTENT = frozenset({"title", "note", "author", "frozen", "sha256"})
"""Fields that the content hash leaves out: two snapshots that differ in nothing else show the same."""

_FIELDS: Mapping[str, type] = {
    "format": str,
    "title": str,
    "note": str,
    "author": str,
    "frozen": str,
    "page": str,
    "choices": str,
    "filter": dict,
    "collection": dict,
    "version": str,
    "software": str,
    "total": int,
    "tables": dict,
}
"""What every snapshot has besides ``sha256``; docs/snapshots.md says what each means."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A view as it was; never changed. Made by ``freeze`` and by ``read_snapshot``, which check what they make.

    Args:
        text: the canonical JSON, with its hash inside.
        document: the same as a value.
    """

    text: str
    document: Mapping[str, Any]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.sha256)

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical JSON without this field, hexadecimal."""
        return str(self.document["sha256"])

    @cached_property
    def id(self) -> str:
        """What links name it by: the first 16 characters of the hash in base32, small letters."""
        return id_of(self.sha256)

    @cached_property
    def content_sha256(self) -> str:
        """The same hash without title, note, author and time: equal where the content is equal."""
        return hash_of({name: value for name, value in self.document.items() if name not in NOT_CONTENT})

    @property
    def title(self) -> str:
        """What the person who froze it called it, '' for nothing."""
        return str(self.document["title"])

    @property
    def heading(self) -> str:
        """The title, or the filter in words where there is none."""
        return self.title or self.words

    @property
    def note(self) -> str:
        """A remark, '' for none; may have several lines."""
        return str(self.document["note"])

    @property
    def author(self) -> str:
        """Who froze it, as they wrote it and nobody checked it."""
        return str(self.document["author"])

    @property
    def query(self) -> str:
        """The filter as the dashboard's address has it."""
        return str(self.document["filter"]["query"])

    @property
    def words(self) -> str:
        """The filter in words, with the names of that day."""
        return str(self.document["filter"]["words"])

    @property
    def filter(self) -> Filter:
        """The filter itself."""
        return Filter.from_query(self.query)[0]

    @property
    def page(self) -> str:
        """The page that it was frozen on, as the dashboard's address has it."""
        return str(self.document["page"])

    @property
    def choices(self) -> str:
        """That page's own choices, as the dashboard's address has them: "step=week"."""
        return str(self.document["choices"])

    @property
    def collection(self) -> Mapping[str, Any]:
        """What the collection said of itself: the fields of ``timeline.collection.tables.About``."""
        return dict(self.document["collection"])

    @property
    def version(self) -> str:
        """Version of the data: SHA-256 of the folder's records."""
        return str(self.document["version"])

    @property
    def software(self) -> str:
        """Version of the software that froze it."""
        return str(self.document["software"])

    @property
    def frozen(self) -> datetime:
        """When, in UTC, to the second."""
        return read_time(self.document["frozen"])

    @property
    def frozen_words(self) -> str:
        """When, in words: 23 November 2026, 14:05 UTC."""
        return time_in_words(self.frozen)

    @property
    def event_count(self) -> int:
        """Number of events that it holds."""
        return len(self.document["tables"]["events"])

    @property
    def total(self) -> int:
        """Number of events that the record held."""
        return int(self.document["total"])

    @cached_property
    def size_bytes(self) -> int:
        """Bytes of the canonical JSON."""
        return len(self.text.encode())


def seal(fields: Mapping[str, Any]) -> Snapshot:
    """The snapshot of these fields.

    Raises:
        ValueError: a value has no canonical form.
    """
    document = {**fields, "sha256": hash_of(fields)}
    return Snapshot(canonical_json(document), document)


def read_snapshot(data: bytes | str, expected: str = "") -> Snapshot:
    """The snapshot that a text holds, once everything in it is what it says it is.

    Args:
        data: canonical JSON as it was stored or downloaded.
        expected: the id or the whole hash that it was asked for by; '' where only the text vouches for itself.

    Raises:
        Damaged: it is no snapshot, was changed, is another one, or is of a form that this software does not know.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
        document = parse_json(text)
        found = canonical_json(document)
    except ValueError as error:  # of which UnicodeDecodeError is one
        raise Damaged(f"This is not a snapshot: {error}.") from None
    except RecursionError:
        raise Damaged("This is not a snapshot: it is nested too deeply.") from None
    if not isinstance(document, dict) or not isinstance(document.get("sha256"), str):
        raise Damaged("This is not a snapshot: it is JSON without the field “sha256”.")
    rest = {name: value for name, value in document.items() if name != "sha256"}
    actual = hash_of(rest)
    if actual != document["sha256"]:
        raise Damaged(
            f"This snapshot was changed after it was frozen: it says that its SHA-256 is {document['sha256']:.64}, "
            f"and what it holds has {actual}. Ask for the original."
        )
    if found != text:
        raise Damaged(
            "This file was rewritten after it was frozen (by an editor that indents or reorders JSON, perhaps): what "
            "it holds is unchanged, but it is no longer the original file."
        )
    if expected and expected.strip().lower() not in (actual, id_of(actual)):
        raise Damaged(f"This is the snapshot {id_of(actual)}, not {expected:.64}, which was asked for.")
    _check_fields(document)
    return Snapshot(text, document)


def _check_fields(document: Mapping[str, Any]) -> None:
    if document.get("format") != FORMAT:
        raise Damaged(
            f"The snapshot has the form {document.get('format')!r:.60}, and this software reads {FORMAT!r}. Its hash "
            "is right; a newer version of the software may read it."
        )
    wrong = [name for name, kind in _FIELDS.items() if not isinstance(document.get(name), kind)]
    filter_, tables = document.get("filter"), document.get("tables")
    if isinstance(filter_, dict) and not all(isinstance(filter_.get(name), str) for name in ("query", "words")):
        wrong.append("filter")
    if isinstance(tables, dict):
        needed = FROZEN.keys() - LATER | LATER & tables.keys()
        wrong += [f"tables.{name}" for name in FROZEN if name in needed and not isinstance(tables.get(name), list)]
    try:
        read_time(document["frozen"])
    except (KeyError, TypeError, ValueError):
        wrong.append("frozen")
    if wrong:
        names = ", ".join(dict.fromkeys(wrong))
        raise Damaged(
            f"The snapshot's hash is right, but it was not made by this software: "
            f"{names} is not in the form that it writes."
        )


def hash_of(value: Any) -> str:
    """SHA-256 of a value's canonical JSON, hexadecimal.

    Raises:
        ValueError: it has no canonical form.
    """
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def id_of(sha256: str) -> str:
    """The id of a hash: base32 of its bytes in small letters, the first 16.

    >>> id_of("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    '4oymiquy7qobjgx3'
    """
    return base64.b32encode(bytes.fromhex(sha256)).decode().lower()[:ID_LETTERS]


def read_time(text: str) -> datetime:
    """A time as snapshots have it: 2026-11-23T14:05:09Z.

    Raises:
        ValueError: it is written otherwise.
    """
    found = datetime.strptime(text, TIME_FORM).replace(tzinfo=UTC)
    if write_time(found) != text:
        raise ValueError(f"{text!r} is not written like 2026-11-23T14:05:09Z")
    return found


def write_time(moment: datetime) -> str:
    """A time as snapshots have it, to the second, in UTC."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def time_in_words(moment: datetime) -> str:
    """23 November 2026, 14:05 UTC."""
    moment = moment.astimezone(UTC)
    return f"{day_in_words(moment.date())}, {moment:%H:%M} UTC"
