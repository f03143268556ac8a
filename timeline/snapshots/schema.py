"""The tables of the store, the rules that keep them append-only, and how its two databases are opened."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from timeline.snapshots.errors import StoreUnavailable
from timeline.snapshots.limits import WAIT_SECONDS, limit_waiting, seconds_left

WRITING = {"timeline_writing": True}
_LOCK = 0x0_7E_C0_2D  # any number, the same in all processes: who makes the tables in PostgreSQL

_NOT_ALLOWED = "42501"
"""PostgreSQL's code for it."""

METADATA = MetaData()

SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("content_sha256", String(64), nullable=False, index=True),
    Column("frozen", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("choices", Text, nullable=False),
    Column("collection", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("events", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("searched", Text, nullable=False, comment="folded words with a blank before each"),
    Column("document", LargeBinary, nullable=False, comment="the canonical JSON, compressed by zlib"),
    Column("signature", Text, nullable=True, comment="signature of the hash; stores made before 0.1.0 lack the column"),
    Index("snapshots_newest", "frozen", "id"),
)

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("withdrawn", String(20), nullable=False),
    Column("reason", Text, nullable=False),
)

FREEZES = Table(
    "freezes",
    METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("client", String(64), nullable=False, comment="hash of the address; rows are dropped after an hour"),
    Column("at_ms", BigInteger, nullable=False),
    Index("freezes_of_client", "client", "at_ms"),
)

_RULES = {
    "sqlite": (
        """CREATE TRIGGER snapshots_are_not_replaced BEFORE INSERT ON snapshots
           WHEN EXISTS (SELECT 1 FROM snapshots WHERE id = NEW.id)
           BEGIN SELECT RAISE(ABORT, 'a snapshot is never replaced'); END""",
        """CREATE TRIGGER snapshots_stay BEFORE UPDATE ON snapshots
           BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END""",
        """CREATE TRIGGER snapshots_are_kept BEFORE DELETE ON snapshots
           WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE id = OLD.id)
           BEGIN SELECT RAISE(ABORT, 'a snapshot is withdrawn, not deleted'); END""",
        """CREATE TRIGGER tombstones_are_not_replaced BEFORE INSERT ON tombstones
           WHEN EXISTS (SELECT 1 FROM tombstones WHERE id = NEW.id)
           BEGIN SELECT RAISE(ABORT, 'a tombstone is never replaced'); END""",
        """CREATE TRIGGER tombstones_stay BEFORE UPDATE ON tombstones
           BEGIN SELECT RAISE(ABORT, 'a tombstone is never changed'); END""",
        """CREATE TRIGGER tombstones_are_kept BEFORE DELETE ON tombstones
           BEGIN SELECT RAISE(ABORT, 'a tombstone is never deleted'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION keep_snapshots() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'snapshots' THEN
               IF EXISTS (SELECT 1 FROM tombstones WHERE id = OLD.id) THEN RETURN OLD; END IF;
               RAISE EXCEPTION 'a snapshot is withdrawn, not deleted';
             END IF;
             RAISE EXCEPTION 'what was frozen or withdrawn is never changed';
           END $$""",
        """CREATE TRIGGER snapshots_stay BEFORE UPDATE OR DELETE ON snapshots
           FOR EACH ROW EXECUTE FUNCTION keep_snapshots()""",
        """CREATE TRIGGER tombstones_stay BEFORE UPDATE OR DELETE ON tombstones
           FOR EACH ROW EXECUTE FUNCTION keep_snapshots()""",
        """CREATE TRIGGER snapshots_are_kept BEFORE TRUNCATE ON snapshots
           FOR EACH STATEMENT EXECUTE FUNCTION keep_snapshots()""",
        """CREATE TRIGGER tombstones_are_kept BEFORE TRUNCATE ON tombstones
           FOR EACH STATEMENT EXECUTE FUNCTION keep_snapshots()""",
    ),
}
"""Triggers: the database itself refuses to change or drop what was confirmed.

SQLite's REPLACE and PostgreSQL's TRUNCATE pass by the triggers of UPDATE and DELETE, hence those of their own.
"""

_KINDS = (
    "the file of a SQLite database, such as var/snapshots.sqlite, or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"
)


def read_place(place: str) -> URL:
    """The address of a store: a URL of SQLAlchemy's, or the path of a SQLite file.

    Raises:
        StoreUnavailable: it is of a database that the store does not work on.
    """
    try:
        url = make_url(place) if "://" in place else URL.create("sqlite", database=place)
    except (ArgumentError, ValueError):  # the address is not shown: it may hold a password anywhere
        raise StoreUnavailable(f"TIMELINE_SNAPSHOTS is not the address of a database. Name {_KINDS}.") from None
    if "@" in (url.host or ""):
        raise StoreUnavailable("TIMELINE_SNAPSHOTS has more than one @: write an @ within the password as %40.")
    kind = url.get_backend_name()
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise StoreUnavailable(f"Snapshots cannot be kept in {without_password(url)}. Name {_KINDS}.")


def without_password(url: URL) -> str:
    """An address that may be shown: options are left out, for a password can be one."""
    return url.set(query={}).render_as_string(hide_password=True)


def open_engine(url: URL, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """The engine of a store; connects to nothing yet.

    Args:
        url: as ``read_place`` gave it.
        wait_seconds: for another writer, for a free connection, and in PostgreSQL for the end of a statement.

    Raises:
        StoreUnavailable: the driver is not installed.
    """
    try:
        if url.get_backend_name() == "postgresql":
            engine = create_engine(url, pool_pre_ping=True, pool_timeout=wait_seconds)
            limit_waiting(engine)
            event.listen(engine, "connect", partial(_set_up_postgresql, round(1000 * wait_seconds)))
            return engine
        engine = create_engine(url, connect_args={"timeout": wait_seconds}, pool_timeout=wait_seconds)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreUnavailable(f"{error}. Snapshots in PostgreSQL need: pip install 'psycopg[binary]'") from None
    event.listen(engine, "connect", partial(_set_up, sqlite_file(engine)))
    event.listen(engine, "begin", _begin)
    return engine


def sqlite_file(engine: Engine) -> Path | None:
    """The file of a SQLite store; None for a server."""
    if engine.dialect.name != "sqlite":
        return None
    name = str(engine.url.database)
    return Path(name.removeprefix("file:") if engine.url.query.get("uri") else name)


def make_tables(engine: Engine, wait_seconds: float = WAIT_SECONDS) -> None:
    """Makes the tables where there are none; several processes may do so at once."""
    file = sqlite_file(engine)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection:
        made = inspect(connection).has_table(TOMBSTONES.name)
        if made and has_signatures(connection):
            return
    if made:
        _add_signatures(engine)
        return
    if file is not None:
        _write_ahead(engine, wait_seconds)
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if not inspect(connection).has_table(TOMBSTONES.name):
            METADATA.create_all(connection)
            for rule in _RULES[engine.dialect.name]:
                connection.exec_driver_sql(rule)


def has_signatures(connection: Connection) -> bool:
    """Whether the store has a place for signatures; one that may only be read keeps its old form."""
    return any(column["name"] == "signature" for column in inspect(connection).get_columns(SNAPSHOTS.name))


def _add_signatures(engine: Engine) -> None:
    """Gives an older store its column for signatures; several processes may do so at once.

    A store that may only be read, or whose tables are another's, stays as it is.

    Raises:
        DBAPIError: it cannot be changed for another reason.
    """
    try:
        with engine.connect().execution_options(**WRITING) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            if not has_signatures(connection):
                connection.exec_driver_sql("ALTER TABLE snapshots ADD COLUMN signature TEXT")
    except DBAPIError as error:
        is_read_only = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY
        if not is_read_only and getattr(error.orig, "sqlstate", "") != _NOT_ALLOWED:
            raise


def _write_ahead(engine: Engine, wait_seconds: float) -> None:
    """Turns on SQLite's write-ahead log: readers do not wait for a writer. The file remembers it.

    Raises:
        OperationalError: of sqlite3's; the file cannot be written, or others kept it to themselves for too long.
    """
    until = time.monotonic() + wait_seconds
    while True:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:  # another process is turning it on
            if not is_locked(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        finally:
            connection.close()


def is_locked(error: BaseException | None) -> bool:
    """Whether SQLite refused because somebody else has the file locked."""
    busy = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in busy


def empty_log(engine: Engine) -> None:
    """Empties SQLite's write-ahead log into the file: what was deleted may still stand in it."""
    if sqlite_file(engine) is not None:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()


def is_current(connection: Connection) -> bool:
    """Whether the file that a connection has open is still the one at its path; a server's always is."""
    file = sqlite_file(connection.engine)
    return file is None or connection.info["file"] == _identity(file)


def leave_file(connection: Connection) -> None:
    """Closes a connection to a file that is no longer at its path.

    Its log is emptied into it first: the log lies at the old path, where the next file's would be taken from, and
    holds what the file lacks, wherever that is now.
    """
    raw = connection.connection
    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.invalidate()
    connection.engine.dispose()


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file is at a path, whatever it is called: device and inode; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _set_up_postgresql(milliseconds: int, connection: Any, _: Any) -> None:
    """The server, too, gives up what nobody waits for any more: it could confirm what was reported as failed."""
    connection.execute(f"SET statement_timeout = {milliseconds}")
    connection.commit()


def _set_up(file: Path | None, connection: Any, record: Any) -> None:
    record.info["file"] = file and _identity(file)  # SQLite has opened it, and names no descriptor
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    connection.execute("PRAGMA synchronous=FULL").close()  # what was confirmed outlives a power cut
    connection.execute("PRAGMA secure_delete=ON").close()  # what was withdrawn is overwritten


def _begin(connection: Connection) -> None:
    if (left := seconds_left()) is not None:  # less than at first, where the pool had no connection free
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(1000 * left)}")
    writing = connection.get_execution_options().get("timeline_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
