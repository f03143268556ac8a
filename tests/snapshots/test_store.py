"""The store: what was put comes back or is refused with words, and the database itself lets nothing be changed."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.snapshots.freezing import numbered
from tests.snapshots.records import NOON, freeze_query, open_record
from timeline.snapshots.addresses import counted_as
from timeline.snapshots.errors import Damaged, SnapshotError, StoreUnavailable, TooLarge, TooMany, Unknown, Withdrawn
from timeline.snapshots.schema import open_engine, read_place
from timeline.snapshots.snapshot import seal, write_time
from timeline.snapshots.store import AN_HOUR, SnapshotStore

HOSTILE = "100% _of_ 'it'; DROP TABLE snapshots; -- \"<script>\" \\ {x}"
READER, OTHER = "203.0.113.9", "203.0.113.10"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    record = open_record(tmp_path_factory.mktemp("record"))
    return freeze_query(record, "theme=talks", title="Żółw", note="one\ntwo", author="Anna Łęcka", page="claims")


@pytest.fixture
def store(place):
    with closing(SnapshotStore(place)) as made:
        yield made


def renamed(snapshot, **fields):
    """The snapshot with other fields."""
    rest = {name: value for name, value in snapshot.document.items() if name != "sha256"}
    return seal(rest | fields)


@contextmanager
def raw(place: str, *, without_rules: bool = False) -> Iterator[Connection]:
    """A connection past the store, which one who may do everything could drop the rules by."""
    engine = open_engine(read_place(place))
    try:
        with engine.begin() as connection:
            if without_rules and connection.dialect.name == "postgresql":
                connection.execute(text("SET session_replication_role = replica"))
            elif without_rules:
                for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            yield connection
    finally:
        engine.dispose()


def test_what_was_put_comes_back(store, snapshot):
    entry = store.put(snapshot)
    for name in (snapshot.id, f" {snapshot.id.upper()}\n"):
        assert store.get(name) == snapshot
        assert store.entry(name) == entry
    assert store.get(snapshot.id).text == snapshot.text
    assert store.find() == [entry]
    assert entry.collection == "Test <collection>"
    assert entry.events == snapshot.event_count == 2
    told = [field.name for field in dataclasses.fields(entry) if field.name not in ("collection", "events")]
    assert {name: getattr(entry, name) for name in told} == {name: getattr(snapshot, name) for name in told}


def test_it_outlives_the_store_object(place, snapshot):
    for _ in range(2):
        with closing(SnapshotStore(place)) as store:
            store.put(snapshot)
            store.close()
            assert store.get(snapshot.id) == snapshot, "after closing, the next use opens it again"
    with closing(SnapshotStore(place)) as store:
        assert store.count() == 1


def test_the_same_snapshot_twice_is_one(store, snapshot):
    first = store.put(snapshot)
    assert store.put(snapshot) == first
    assert store.count() == 1


def test_the_same_content_is_recognised_whatever_it_is_called(store, snapshot):
    later = renamed(snapshot, title="other", note="", author="B", frozen="2026-11-24T09:00:00Z")
    elsewhere = renamed(snapshot, page="actors")
    assert store.same_content(snapshot) == []
    for made in (later, elsewhere, snapshot):
        store.put(made)
    for made in (snapshot, later):
        assert [entry.id for entry in store.same_content(made)] == [snapshot.id, later.id], "the oldest first"
    assert [entry.id for entry in store.same_content(elsewhere)] == [elsewhere.id]


@pytest.mark.parametrize(
    "wanted", ["a" * 16, "", "%", "'; --", "\0", "\ud800", "../etc/passwd", "é" * 16, "a" * 10_000]
)
def test_an_id_that_is_not_there_is_told_with_what_ids_look_like(store, snapshot, wanted):
    store.put(snapshot)
    for ask in (store.get, store.entry, lambda name: store.withdraw(name, "why")):
        with pytest.raises(Unknown, match="an id has 16 characters") as caught:
            ask(wanted)
        assert len(str(caught.value)) < 200


WORDS = {
    "nothing": ("", True),
    "accents": ("zolw", True),
    "case": ("ŻÓŁW", True),
    "the beginning of a word": ("zol", True),
    "the middle of a word": ("olw", False),
    "the note's second line": ("two", True),
    "author": ("łęcka", True),
    "filter in words": ("talks", True),
    "collection": ("COLLECTION", True),
    "several, in any order": ("collection anna zolw", True),
    "one of them missing": ("zolw nothing", False),
    "signs only": ("%_'\"\\<>;", True),
    "a percent sign is no joker": ("z%w", False),
    "nor is a line below": ("zol_", True),
    "nor a line below within": ("z_lw", False),
    "quotes": ("'zolw' \"anna\"", True),
    "an attack": ("' OR 1=1 --", False),
    "half a character": ("zolw \ud800 \0", True),
    "a word without end": ("z" * 60_000, False),
    "very many words": ("zolw " * 5_000, True),
}


@pytest.mark.parametrize(("words", "found"), WORDS.values(), ids=WORDS)
def test_snapshots_are_found_by_their_words(store, snapshot, words, found):
    entry = store.put(snapshot)
    assert store.find(words) == [entry] * found
    assert store.count(words) == found


def test_a_snapshot_is_found_by_the_beginning_of_its_id(store, snapshot):
    other = renamed(snapshot, title="other")
    for made in (snapshot, other):
        store.put(made)
    assert [entry.id for entry in store.find(snapshot.id[:8])] == [snapshot.id]
    assert [entry.id for entry in store.find(other.id.upper())] == [other.id]


def test_hostile_texts_are_kept_and_found_as_they_are(store, snapshot):
    made = renamed(snapshot, title=HOSTILE, note=HOSTILE, author="nul \0 here")
    entry = store.put(made)
    assert entry.title == HOSTILE
    assert store.get(made.id) == made
    for words in (HOSTILE, "100%", "drop", "script"):
        assert [found.id for found in store.find(words)] == [made.id]
    assert store.find("1000") == []


def test_the_newest_come_first_and_pages_do_not_overlap(store, snapshot):
    times = [NOON + timedelta(hours=hours % 4) for hours in range(7)]
    made = [renamed(snapshot, title=f"n {i}", frozen=write_time(at)) for i, at in enumerate(times)]
    for each in made:
        store.put(each)
    order = [each.id for each in sorted(made, key=lambda one: (-one.frozen.timestamp(), one.id))]
    assert [entry.id for entry in store.find()] == order
    pages = [store.find("n", limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [entry.id for page in pages for entry in page] == order
    assert store.count() == store.count("n") == 7
    assert [entry.title for entry in store.find("n 3", limit=5)] == ["n 3"]


@pytest.mark.parametrize(
    ("limits", "found"),
    [({"limit": 0}, 0), ({"limit": -1}, 0), ({"limit": 10**30}, 1), ({"offset": -5}, 1), ({"offset": 10**30}, 0)],
    ids=str,
)
def test_limits_out_of_any_range_are_limits(store, snapshot, limits, found):
    store.put(snapshot)
    assert len(store.find(**limits)) == found


CHANGES = {
    "a title": "UPDATE snapshots SET title = 'forged'",
    "the rows": "UPDATE snapshots SET document = (SELECT document FROM snapshots LIMIT 1)",
    "a snapshot gone": "DELETE FROM snapshots",
    "a reason": "UPDATE tombstones SET reason = 'none'",
    "a tombstone gone": "DELETE FROM tombstones",
}
REPLACING = {
    "sqlite": (
        "INSERT OR REPLACE INTO snapshots SELECT * FROM snapshots",
        "REPLACE INTO tombstones SELECT id, sha256, withdrawn, 'forged' FROM tombstones",
        "UPDATE OR REPLACE snapshots SET title = 'forged'",
    ),
    "postgresql": (
        "TRUNCATE snapshots",
        "TRUNCATE tombstones",
        "INSERT INTO tombstones SELECT * FROM tombstones ON CONFLICT (id) DO UPDATE SET reason = 'forged'",
    ),
}


def test_the_database_itself_refuses_every_change(place, store, snapshot):
    kept, gone = numbered(snapshot, 1), numbered(snapshot, 2)
    store.put(kept)
    store.put(gone)
    tomb = store.withdraw(gone.id, "a mistake")
    kind = read_place(place).get_backend_name()
    for statement in (*CHANGES.values(), *REPLACING[kind]):
        with pytest.raises(DBAPIError, match=r"never|not deleted"), raw(place) as connection:
            connection.execute(text(statement))
    assert store.get(kept.id) == kept
    assert store.find()[0].title == "number 1"
    assert store.tombstones() == [tomb]


def test_what_was_withdrawn_leaves_only_a_tombstone(place, snapshot):
    clock = Clock()
    with closing(SnapshotStore(place, clock=clock)) as store:
        store.put(snapshot)
        store.put(other := renamed(snapshot, title="stays"))
        clock.now += 3600
        tomb = store.withdraw(f" {snapshot.id.upper()} ", "  names a\nprivate \x1b[31m person  ")
        assert tomb.id == snapshot.id
        assert tomb.sha256 == snapshot.sha256
        assert tomb.reason == "names a private [31m person"
        assert tomb.withdrawn == NOON + timedelta(hours=1)
        assert store.tombstones() == [tomb]
        words = f"snapshot {snapshot.id} was withdrawn on 23 November 2026, 13:00 UTC: names a private"
        for ask in (store.get, store.entry, lambda name: store.withdraw(name, "again")):
            with pytest.raises(Withdrawn, match=words) as caught:
                ask(snapshot.id)
            assert caught.value.reason == tomb.reason
        with pytest.raises(Withdrawn, match=words):
            store.put(snapshot)
        assert (
            [entry.id for entry in store.find()] == [entry.id for entry in store.same_content(snapshot)] == [other.id]
        )
    with raw(place) as connection:
        left = connection.execute(text("SELECT count(*) FROM snapshots")).scalar()
    assert left == 1


def test_what_was_withdrawn_is_overwritten_in_the_files(tmp_path, snapshot):
    secret = renamed(snapshot, title="zanzibar")
    place = str(tmp_path / "s.sqlite")
    with closing(SnapshotStore(place)) as server, closing(SnapshotStore(place)) as store:
        server.put(secret)
        assert any(b"zanzibar" in path.read_bytes() for path in tmp_path.iterdir())
        store.withdraw(secret.id, "private")
        assert not any(b"zanzibar" in path.read_bytes() for path in tmp_path.iterdir())
        with pytest.raises(Withdrawn):
            server.get(secret.id)


@pytest.mark.parametrize("reason", ["", "  \n ", "\x00", "\u202e"])
def test_who_withdraws_says_why(store, snapshot, reason):
    store.put(snapshot)
    with pytest.raises(SnapshotError, match="Say why the snapshot is withdrawn"):
        store.withdraw(snapshot.id, reason)
    assert store.get(snapshot.id) == snapshot


def test_a_reason_without_end_is_refused(store, snapshot):
    store.put(snapshot)
    with pytest.raises(ValueError, match="The reason has 5,001 characters; at most 5,000 are allowed"):
        store.withdraw(snapshot.id, "x" * 5_001)


def test_tombstones_are_told_the_latest_first(place, snapshot):
    clock = Clock()
    with closing(SnapshotStore(place, clock=clock)) as store:
        made = [numbered(snapshot, number) for number in range(3)]
        for each in made:
            store.put(each)
        for number in (1, 0, 2):
            clock.now += 60
            store.withdraw(made[number].id, f"why {number}")
        assert [tomb.reason for tomb in store.tombstones()] == ["why 2", "why 0", "why 1"]


def spoilt(document: bytes, place: int) -> bytes:
    return document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]


DAMAGE = {
    "a byte in the middle": lambda own, other: spoilt(own, len(own) // 2),
    "the first byte": lambda own, other: spoilt(own, 0),
    "the last byte": lambda own, other: spoilt(own, len(own) - 1),
    "cut off": lambda own, other: own[:-10],
    "empty": lambda own, other: b"",
    "no packed text": lambda own, other: b"{}",
    "another snapshot": lambda own, other: other,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_row_is_refused_with_words(place, store, snapshot, damage):
    other = numbered(snapshot, 1)
    store.put(snapshot)
    store.put(other)
    with raw(place, without_rules=True) as connection:
        find = text("SELECT document FROM snapshots WHERE id = :id")
        own, others = (bytes(connection.execute(find, {"id": one.id}).scalar_one()) for one in (snapshot, other))
        change = text("UPDATE snapshots SET document = :document WHERE id = :id")
        connection.execute(change, {"document": damage(own, others), "id": snapshot.id})
    with pytest.raises(Damaged, match=r"damaged and cannot be read|not .*, which was asked for"):
        store.get(snapshot.id)
    assert store.get(other.id) == other, "the others are not touched by it"


def test_a_time_that_was_damaged_is_refused_with_words(place, store, snapshot):
    store.put(snapshot)
    with raw(place, without_rules=True) as connection:
        connection.execute(text("UPDATE snapshots SET frozen = 'yesterday'"))
    with pytest.raises(Damaged, match=f"snapshot {snapshot.id} was damaged"):
        store.find()
    assert store.get(snapshot.id) == snapshot, "the snapshot itself is whole"


def test_a_snapshot_that_is_too_large_is_refused_and_nothing_is_kept(place, snapshot):
    with closing(SnapshotStore(place, cap_bytes=snapshot.size_bytes - 1)) as store:
        with pytest.raises(TooLarge, match="Narrow the filter"):
            store.put(snapshot)
        assert store.count() == 0
    with closing(SnapshotStore(place, cap_bytes=snapshot.size_bytes)) as store:
        assert store.put(snapshot)


def test_the_words_of_a_refusal_never_give_one_size_for_both():
    assert "takes 20.1 MB and a snapshot may have 20.0 MB" in str(TooLarge(20_000_001, 20_000_000))


def test_what_does_not_match_its_hash_is_not_kept(store, snapshot):
    forged = dataclasses.replace(snapshot, text=snapshot.text.replace("They agreed", "They quarrelled"))
    with pytest.raises(Damaged, match="was changed after it was frozen"):
        store.put(forged)
    assert store.count() == 0


def test_a_client_has_its_share_of_an_hour(place, snapshot):
    clock = Clock()
    with closing(SnapshotStore(place, clock=clock)) as store:
        for number in range(AN_HOUR):
            store.put(numbered(snapshot, number), READER)
            clock.now += 60
        with pytest.raises(TooMany, match=r"30 snapshots an hour .* Try again in 30 minutes\.") as caught:
            store.put(numbered(snapshot, 100), READER)
        assert caught.value.retry_seconds == 3600 - 60 * AN_HOUR
        assert store.put(numbered(snapshot, 0), READER), "what is kept already counts for nothing"
        assert store.put(numbered(snapshot, 100), OTHER)
        clock.now += caught.value.retry_seconds - 1
        with pytest.raises(TooMany, match="in a minute") as caught:
            store.put(numbered(snapshot, 101), READER)
        assert caught.value.retry_seconds == 1
        clock.now += 1
        assert store.put(numbered(snapshot, 101), READER)
        with pytest.raises(TooMany, match="in a minute"):
            store.put(numbered(snapshot, 102), READER)
        assert store.count() == AN_HOUR + 2


def test_nothing_is_kept_of_clients_but_hashes_that_go_after_an_hour(place, snapshot):
    clock = Clock()
    with closing(SnapshotStore(place, clock=clock)) as store:
        store.put(numbered(snapshot, 1), READER)
        clock.now += 3600
        store.put(numbered(snapshot, 2), OTHER)
    with raw(place) as connection:
        ((client,),) = connection.execute(text("SELECT client FROM freezes")).all()
    assert len(client) == 64
    assert READER not in client
    if not place.startswith("postgresql"):
        kept = b"".join(path.read_bytes() for path in Path(place).parent.iterdir())
        assert OTHER.encode() not in kept


@pytest.mark.parametrize(
    ("client", "an_hour"),
    [("", 2), (READER, 0), ("127.0.0.1", 0)],
)
def test_who_gives_no_address_and_a_limit_of_none_are_not_counted(place, snapshot, client, an_hour):
    with closing(SnapshotStore(place, an_hour=an_hour)) as store:
        for number in range(5):
            store.put(numbered(snapshot, number), client)
        assert store.count() == 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("[2001:db8::1]", "2001:DB8:0::1%eth0", True),
        ("::ffff:203.0.113.9", READER, True),
        (f"{READER}:5555", f" {READER}:5556 ", True),
        ("[2001:db8::1]:443", "[2001:db8::1%eth0]:80", True),
        ("[::ffff:203.0.113.9]:80", READER, True),
        ("127.0.0.1", "127.9.9.9:80", True),
        ("127.0.0.1", "[::1]:555", True),
        ("localhost", "::ffff:127.0.0.1", True),
        ("127.0.0.1", READER, False),
        (READER, OTHER, False),
        ("x" * 300, "x" * 400, True),
        ("unknown", "other", False),
    ],
)
def test_who_counts_as_one_client(snapshot, tmp_path, one, other, same):
    assert (counted_as(one) == counted_as(other)) is same
    with closing(SnapshotStore(str(tmp_path / "s.sqlite"), an_hour=1)) as store:
        store.put(numbered(snapshot, 1), one)
        if same:
            with pytest.raises(TooMany):
                store.put(numbered(snapshot, 2), other)
        else:
            assert store.put(numbered(snapshot, 2), other)


UNREACHABLE = {
    "no server": ("postgresql+psycopg://ann:topsecret@127.0.0.1:1/db", "Check that the database runs"),
    "password as an option": ("postgresql://ann@127.0.0.1:1/db?password=topsecret", "Check that the database runs"),
    "an option that is none": ("postgresql://ann:topsecret@127.0.0.1:1/db?nonsense=1", "Check that the database runs"),
    "@ in the password": ("postgresql://ann:top@topsecret@127.0.0.1:1/db", "write an @ within the password as %40"),
    "a port that is none": ("postgresql://ann:topsecret@127.0.0.1:topsecret/db", "Name the file of a SQLite database"),
    "another kind": ("mysql://ann:topsecret@host/db?password=topsecret", "Name the file of a SQLite database"),
    "an address of nothing": ("://", "Name the file of a SQLite database"),
    "memory": (":memory:", "Name the file of a SQLite database"),
    "memory by address": ("sqlite://", "Name the file of a SQLite database"),
}


@pytest.mark.parametrize(("place", "advice"), UNREACHABLE.values(), ids=UNREACHABLE)
def test_a_place_that_cannot_be_used_is_told_with_advice_and_without_password(place, advice):
    with pytest.raises(StoreUnavailable, match=advice) as caught, closing(SnapshotStore(place)) as store:
        store.count()
    assert "secret" not in str(caught.value)


def test_every_method_tells_that_the_database_is_gone(snapshot):
    with closing(SnapshotStore("postgresql://ann:topsecret@127.0.0.1:1/db")) as store:
        for ask in (
            lambda: store.put(snapshot),
            lambda: store.get(snapshot.id),
            lambda: store.entry(snapshot.id),
            lambda: store.find("a"),
            lambda: store.same_content(snapshot),
            lambda: store.withdraw(snapshot.id, "why"),
            lambda: store.tombstones(),
        ):
            with pytest.raises(StoreUnavailable, match="cannot be reached"):
                ask()


def test_a_folder_that_cannot_be_written(tmp_path, snapshot):
    (tmp_path / "file").write_text("no folder")
    for place in (tmp_path / "file" / "s.sqlite", Path("/proc/nowhere/s.sqlite"), tmp_path):
        words = f"{place} cannot be reached.* must be able to write the file"
        with closing(SnapshotStore(str(place))) as store, pytest.raises(StoreUnavailable, match=words):
            store.put(snapshot)


def test_a_file_that_may_only_be_read(tmp_path, snapshot, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    file = tmp_path / "s.sqlite"
    reading = f"sqlite:///file:{file}?mode=ro&uri=true"
    file.touch()
    with closing(SnapshotStore(reading)) as store, pytest.raises(StoreUnavailable, match="readonly database"):
        store.put(snapshot)
    with closing(SnapshotStore(str(file))) as store:
        store.put(snapshot)
    with closing(SnapshotStore(reading)) as store:
        assert store.get(snapshot.id) == snapshot
        with pytest.raises(StoreUnavailable, match="readonly database"):
            store.put(renamed(snapshot, title="other"))
    assert list(Path.cwd().iterdir()) == [], "an address is taken for no folder of that name"


def test_a_file_that_is_no_database(tmp_path, snapshot):
    file = tmp_path / "s.sqlite"
    file.write_text("Dear diary, " * 100)
    with closing(SnapshotStore(str(file))) as store, pytest.raises(StoreUnavailable, match="file is not a database"):
        store.put(snapshot)
    assert file.read_text().startswith("Dear diary"), "it is left as it was"


def test_more_readers_at_once_than_connections_is_told(tmp_path, snapshot, monkeypatch):
    with closing(SnapshotStore(str(tmp_path / "s.sqlite"))) as store, ExitStack() as others:
        store.put(snapshot)
        pool = store._engine.pool
        monkeypatch.setattr(pool, "_timeout", 0.01)
        for _ in range(pool.size() + pool._max_overflow):
            others.enter_context(closing(store._engine.raw_connection()))
        with pytest.raises(StoreUnavailable, match="cannot be reached: QueuePool limit"):
            store.get(snapshot.id)


def test_a_locked_file_is_told_in_time(tmp_path, snapshot):
    place = str(tmp_path / "s.sqlite")
    with closing(SnapshotStore(place, wait_seconds=0.2)) as store, closing(sqlite3.connect(place)) as other:
        store.put(snapshot)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        with pytest.raises(StoreUnavailable, match=r"database is locked\. Another program keeps the file locked"):
            store.put(renamed(snapshot, title="other"))
        assert 0.2 <= time.monotonic() - begun < 2
        assert store.get(snapshot.id) == snapshot, "readers do not wait"
        other.execute("ROLLBACK")
        assert store.put(renamed(snapshot, title="other"))


GONE = {
    "removed": lambda file: file.unlink(),
    "moved away": lambda file: file.rename(file.with_name("elsewhere.sqlite")),
    "its folder moved away": lambda file: file.parent.rename(file.parent.with_name("elsewhere")),
    "replaced": lambda file: shutil.copy(file, copy := file.with_name("copy")) and copy.replace(file),
}


@pytest.mark.parametrize("lose", GONE.values(), ids=GONE)
def test_what_goes_into_a_file_that_is_gone_is_not_confirmed(tmp_path, snapshot, lose):
    file = tmp_path / "var" / "s.sqlite"
    first, second = numbered(snapshot, 1), numbered(snapshot, 2)
    with closing(SnapshotStore(str(file))) as store:
        store.put(snapshot)
        lose(file)
        with pytest.raises(StoreUnavailable, match="was removed or replaced while the server had it open"):
            store.put(first)
        store.put(second)
        with pytest.raises(Unknown):
            store.get(first.id)
    with closing(SnapshotStore(str(file))) as another_process:
        assert another_process.get(second.id) == second


def test_a_file_that_was_moved_away_takes_its_log_along(tmp_path, snapshot):
    file, elsewhere = tmp_path / "s.sqlite", tmp_path / "elsewhere.sqlite"
    with closing(SnapshotStore(str(file))) as store:
        store.put(snapshot)
        file.rename(elsewhere)
        with pytest.raises(StoreUnavailable):
            store.put(numbered(snapshot, 1))
        with closing(SnapshotStore(str(elsewhere))) as old:
            assert old.get(snapshot.id) == snapshot


def test_what_is_withdrawn_in_a_file_that_is_gone_is_not_confirmed(tmp_path, snapshot):
    file = tmp_path / "s.sqlite"
    with closing(SnapshotStore(str(file))) as store:
        store.put(snapshot)
        file.unlink()
        with pytest.raises(StoreUnavailable, match="was removed or replaced"):
            store.withdraw(snapshot.id, "why")
        with pytest.raises(Unknown):
            store.get(snapshot.id)


def test_nothing_is_made_before_the_first_use(tmp_path):
    with closing(SnapshotStore(str(tmp_path / "var" / "s.sqlite"))) as store:
        assert list(tmp_path.iterdir()) == []
        assert store.find() == []
    with closing(sqlite3.connect(tmp_path / "var" / "s.sqlite")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_one_store_serves_many_threads(store, snapshot):
    made = [numbered(snapshot, number) for number in range(40)]
    faults: list[Exception] = []

    def work(mine):
        try:
            for each in mine:
                store.put(each, READER if each is made[0] else "")
                assert store.get(each.id) == each
        except Exception as error:  # noqa: BLE001  (told below, whatever it is)
            faults.append(error)

    threads = [threading.Thread(target=work, args=(made[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert store.count() == len(made)


def test_the_clock_is_the_time_of_day_unless_told_otherwise(tmp_path, snapshot):
    with closing(SnapshotStore(str(tmp_path / "s.sqlite"))) as store:
        store.put(snapshot)
        tomb = store.withdraw(snapshot.id, "why")
    assert abs(tomb.withdrawn - datetime.now(UTC)) < timedelta(minutes=5)
