"""Where snapshots are kept: append-only, in a SQLite file or in PostgreSQL."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from timeline.query.search import fold, words_of
from timeline.snapshots.addresses import counted_as
from timeline.snapshots.errors import Damaged, SnapshotError, StoreUnavailable, TooLarge, TooMany, Unknown, Withdrawn
from timeline.snapshots.freeze import MAX_NOTE, SIZE_CAP_BYTES, clean_text
from timeline.snapshots.limits import WAIT_SECONDS, within
from timeline.snapshots.schema import (
    FREEZES,
    SNAPSHOTS,
    TOMBSTONES,
    WRITING,
    empty_log,
    has_signatures,
    is_current,
    is_locked,
    leave_file,
    make_tables,
    open_engine,
    read_place,
    sqlite_file,
    without_password,
)
from timeline.snapshots.snapshot import ID, Snapshot, read_snapshot, read_time, time_in_words, write_time

DEFAULT_PLACE = "var/snapshots.sqlite"
AN_HOUR = 30
_HOUR_MS = 3_600_000
_MAX_ROWS = 2**31 - 1
_MAX_LETTERS = 1_000
"""Of a word that is searched for: SQLite refuses patterns beyond 50,000 bytes."""
_SHOWN = [column for column in SNAPSHOTS.columns if column.name not in ("searched", "document", "signature")]

_ADVICE = {
    "sqlite": "The server must be able to write the file and its folder; TIMELINE_SNAPSHOTS can name another place.",
    "postgresql": "Check that the database runs, and that TIMELINE_SNAPSHOTS names it, its user and password.",
}
_LOCKED = "Another program keeps the file locked, such as a backup: try again when it has ended."

_GONE = (
    "The file {file} was removed or replaced while the server had it open, so this change was not kept. To have its "
    "snapshots back, put that file or a backup in its place. Then try again: whatever is there is used from now on, "
    "and a new file is made where there is none."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A snapshot in a list: what it says of itself, without its rows (attributes as in ``Snapshot``)."""

    id: str
    sha256: str
    content_sha256: str
    frozen: datetime
    title: str
    author: str
    note: str
    words: str
    query: str
    page: str
    choices: str
    collection: str
    version: str
    events: int
    size_bytes: int

    @property
    def heading(self) -> str:
        """The title, or the filter in words where there is none."""
        return self.title or self.words


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a withdrawn snapshot."""

    id: str
    sha256: str
    withdrawn: datetime
    reason: str


class SnapshotStore:
    """The snapshots of one deployment.

    Nothing is connected or made before the first use; one store serves all threads of a process. A snapshot is
    there whole, once ``put`` has returned, or not at all.

    Args:
        place: path of a SQLite file, or ``postgresql+psycopg://USER:PASSWORD@HOST/DATABASE``.
        cap_bytes: the most that a snapshot may have.
        an_hour: how many snapshots a client may put in an hour; 0 for any number.
        wait_seconds: how long one use may wait for the database.
        clock: seconds since 1970.

    Raises:
        StoreUnavailable: here and from every method, where the database cannot be used.
    """

    def __init__(
        self,
        place: str = DEFAULT_PLACE,
        *,
        cap_bytes: int = SIZE_CAP_BYTES,
        an_hour: int = AN_HOUR,
        wait_seconds: float = WAIT_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.cap_bytes, self.an_hour, self._clock = cap_bytes, an_hour, clock
        self._engine, self._wait_seconds = open_engine(read_place(place), wait_seconds), wait_seconds
        self._made = False

    def put(self, snapshot: Snapshot, client: str = "", signature: str = "") -> Entry:
        """Keeps a snapshot; one that is kept already stays as it is.

        Args:
            snapshot: as ``freeze`` made it.
            client: address of whoever froze it, as :func:`counted_as` reads it; "" is not counted.
            signature: of this server, which is kept beside it; "" for none.

        Raises:
            TooLarge: it has more bytes than the store takes.
            TooMany: the client put too many within the last hour.
            Withdrawn: it was withdrawn before.
            StoreUnavailable: the database cannot be used.
        """
        if snapshot.size_bytes > self.cap_bytes:
            raise TooLarge(snapshot.size_bytes, self.cap_bytes)
        read_snapshot(snapshot.text, snapshot.sha256)
        row = _row_of(snapshot) | ({"signature": signature} if signature else {})
        try:
            with self._connection(writing=True) as connection:
                found = self._entry(connection, snapshot.id)
                if found is not None:
                    return found
                self._count(connection, client)
                connection.execute(insert(SNAPSHOTS), [row])
        except IntegrityError:  # another process put the same one meanwhile
            pass
        with self._connection() as connection:
            found = self._entry(connection, snapshot.id)
        if found is None:
            raise StoreUnavailable("The snapshot could not be kept.")
        return found

    def get(self, snapshot_id: str) -> Snapshot:
        """A snapshot, verified.

        Raises:
            Unknown: there is none of this id.
            Withdrawn: there was one.
            Damaged: what is kept is not what was put.
        """
        wanted = snapshot_id.strip().lower()
        if not ID.fullmatch(wanted):
            raise Unknown(snapshot_id)
        with self._connection() as connection:
            row = connection.execute(select(SNAPSHOTS.c.document).where(SNAPSHOTS.c.id == wanted)).first()
            if row is None:
                self._raise_if_withdrawn(connection, wanted)
                raise Unknown(snapshot_id)
        return read_snapshot(_unpack(row[0]), wanted)

    def signature(self, snapshot_id: str) -> str:
        """The signature that is kept beside a snapshot, "" for none."""
        with self._connection() as connection:
            if not has_signatures(connection):
                return ""
            kept = select(SNAPSHOTS.c.signature).where(SNAPSHOTS.c.id == snapshot_id)
            return connection.execute(kept).scalar() or ""

    def entry(self, snapshot_id: str) -> Entry:
        """What the list says of a snapshot: quick, and enough to know that it is still there.

        Raises:
            Unknown: there is none of this id.
            Withdrawn: there was one.
        """
        wanted = snapshot_id.strip().lower()
        if not ID.fullmatch(wanted):
            raise Unknown(snapshot_id)
        with self._connection() as connection:
            found = self._entry(connection, wanted)
        if found is None:
            raise Unknown(snapshot_id)
        return found

    def find(self, words: str = "", *, limit: int = 50, offset: int = 0) -> list[Entry]:
        """The newest snapshots first.

        Args:
            words: each must begin a word of title, author, note, filter in words or collection, or be the id;
                accents and case do not matter.
            limit: how many at most.
            offset: how many of the newest to pass over.

        Raises:
            Damaged: what the list says of a snapshot cannot be read.
            StoreUnavailable: the database cannot be used.
        """
        newest = _matching(select(*_SHOWN), words).order_by(SNAPSHOTS.c.frozen.desc(), SNAPSHOTS.c.id)
        limit, offset = (min(max(number, 0), _MAX_ROWS) for number in (limit, offset))
        with self._connection() as connection:
            return [_entry_of(row) for row in connection.execute(newest.limit(limit).offset(offset))]

    def count(self, words: str = "") -> int:
        """How many snapshots ``find`` has for these words."""
        with self._connection() as connection:
            return int(connection.execute(_matching(select(func.count()).select_from(SNAPSHOTS), words)).scalar_one())

    def same_content(self, snapshot: Snapshot) -> list[Entry]:
        """Snapshots that show the same, whatever their title, note, author and time; oldest first."""
        same = select(*_SHOWN).where(SNAPSHOTS.c.content_sha256 == snapshot.content_sha256)
        with self._connection() as connection:
            return [_entry_of(row) for row in connection.execute(same.order_by(SNAPSHOTS.c.frozen, SNAPSHOTS.c.id))]

    def withdraw(self, snapshot_id: str, reason: str) -> Tombstone:
        """Takes a snapshot back for good: its rows and texts go, a tombstone with the reason stays.

        Raises:
            Unknown: there is none of this id.
            Withdrawn: it was withdrawn before.
            SnapshotError: no reason is given.
            ValueError: the reason is too long.
        """
        reason = clean_text("reason", reason, MAX_NOTE)
        if not reason:
            raise SnapshotError("Say why the snapshot is withdrawn: whoever follows an old link reads the reason.")
        wanted = snapshot_id.strip().lower()
        if not ID.fullmatch(wanted):
            raise Unknown(snapshot_id)
        with self._connection(writing=True) as connection:
            sha256 = connection.execute(select(SNAPSHOTS.c.sha256).where(SNAPSHOTS.c.id == wanted)).scalar()
            if sha256 is None:
                self._raise_if_withdrawn(connection, wanted)
                raise Unknown(snapshot_id)
            withdrawn = write_time(datetime.fromtimestamp(self._clock(), UTC))
            tomb = {"id": wanted, "sha256": sha256, "withdrawn": withdrawn, "reason": reason}
            connection.execute(insert(TOMBSTONES), [tomb])
            connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.id == wanted))
        empty_log(self._engine)
        return Tombstone(wanted, str(sha256), read_time(withdrawn), reason)

    def tombstones(self) -> list[Tombstone]:
        """Withdrawn snapshots, the latest first."""
        latest = select(TOMBSTONES).order_by(TOMBSTONES.c.withdrawn.desc(), TOMBSTONES.c.id)
        with self._connection() as connection:
            return [Tombstone(r.id, r.sha256, read_time(r.withdrawn), r.reason) for r in connection.execute(latest)]

    def close(self) -> None:
        """Lets go of all connections; the next use opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _connection(self, *, writing: bool = False) -> Iterator[Connection]:
        """One transaction; the store is made before the first.

        Raises:
            IntegrityError: a row of that id is there already.
            StoreUnavailable: the database cannot be used.
        """
        try:
            with within(self._wait_seconds):
                if not self._made:
                    make_tables(self._engine, self._wait_seconds)
                    self._made = True
                connection = self._engine.connect()
                with connection.execution_options(**(WRITING if writing else {})):
                    with connection.begin():
                        yield connection
                    if writing and not is_current(connection):
                        self._made = False
                        leave_file(connection)
                        raise StoreUnavailable(_GONE.format(file=sqlite_file(self._engine)))
        except IntegrityError:
            raise
        except (DBAPIError, NoConnectionFree, sqlite3.Error, OSError) as error:
            place = sqlite_file(self._engine) or without_password(self._engine.url)
            cause = getattr(error, "orig", None) or error
            reason = str(cause).strip().partition("\n")[0].rstrip(".")
            advice = _LOCKED if is_locked(cause) else _ADVICE[self._engine.dialect.name]
            raise StoreUnavailable(f"The snapshots in {place} cannot be reached: {reason}. {advice}") from error

    def _entry(self, connection: Connection, snapshot_id: str) -> Entry | None:
        row = connection.execute(select(*_SHOWN).where(SNAPSHOTS.c.id == snapshot_id)).first()
        if row is None:
            self._raise_if_withdrawn(connection, snapshot_id)
            return None
        return _entry_of(row)

    def _raise_if_withdrawn(self, connection: Connection, snapshot_id: str) -> None:
        row = connection.execute(select(TOMBSTONES).where(TOMBSTONES.c.id == snapshot_id)).first()
        if row is not None:
            raise Withdrawn(row.id, time_in_words(read_time(row.withdrawn)), row.reason)

    def _count(self, connection: Connection, client: str) -> None:
        """Counts one more for the client, unless it has had its hour's share.

        Raises:
            TooMany: it has.
        """
        name = counted_as(client)
        if not self.an_hour or not name:
            return
        key = hashlib.sha256(name.encode()).hexdigest()
        if connection.dialect.name == "postgresql":  # one after the other, or two could both take the last place
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(key[:15], 16)})
        now = int(self._clock() * 1000)
        connection.execute(delete(FREEZES).where(FREEZES.c.at_ms <= now - _HOUR_MS))
        times = connection.execute(
            select(FREEZES.c.at_ms).where(FREEZES.c.client == key).order_by(FREEZES.c.at_ms.desc()).limit(self.an_hour)
        ).scalars()
        recent = list(times)
        if len(recent) == self.an_hour:
            raise TooMany(self.an_hour, -(-(recent[-1] + _HOUR_MS - now) // 1000))
        connection.execute(insert(FREEZES), [{"client": key, "at_ms": now}])


def _row_of(snapshot: Snapshot) -> dict[str, Any]:
    collection = str(snapshot.collection.get("title", ""))
    row: dict[str, Any] = {
        "id": snapshot.id,
        "sha256": snapshot.sha256,
        "content_sha256": snapshot.content_sha256,
        "frozen": write_time(snapshot.frozen),
        "title": snapshot.title,
        "author": snapshot.author,
        "note": snapshot.note,
        "words": snapshot.words,
        "query": snapshot.query,
        "page": snapshot.page,
        "choices": snapshot.choices,
        "collection": collection,
        "version": snapshot.version,
        "events": snapshot.event_count,
        "size_bytes": snapshot.size_bytes,
    }
    row = {name: value.replace("\0", " ") if isinstance(value, str) else value for name, value in row.items()}
    told = (row[name] for name in ("id", "title", "author", "note", "words", "collection"))
    searched = "".join(f" {word}" for word in re.findall(r"[^\W_]+", fold(" ".join(told))))
    return row | {"searched": searched, "document": zlib.compress(snapshot.text.encode(), 6)}


def _unpack(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        raise Damaged("The snapshot that is kept here was damaged and cannot be read. Ask for a copy.") from None


def _matching(query: Select[Any], words: str) -> Select[Any]:
    for word in words_of(words):
        word = word[:_MAX_LETTERS]
        query = query.where(SNAPSHOTS.c.searched.contains(f" {word}", autoescape=True))
    return query


def _entry_of(row: Row[Any]) -> Entry:
    fields = dict(row._mapping)
    try:
        return Entry(**(fields | {"frozen": read_time(fields["frozen"])}))
    except ValueError:
        raise Damaged(f"What is kept of the snapshot {fields['id']} was damaged: its time cannot be read.") from None
